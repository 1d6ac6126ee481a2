//! Money that came in.

use rusqlite::{OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{count, currency, date, day, get, word};
use super::{Tx, View, search};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId, PaymentId};
use crate::domain::invoice::{Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::views::{NewPayment, Page, PaymentRow};
use crate::failure::{Failure, Result};

impl View<'_> {
    /// The payments of an invoice, oldest first.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payments_of(&self, invoice: InvoiceId, money: Currency) -> Result<Vec<Payment>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, paid_on, amount_minor, method, note, kind, fee_minor,
                    (SELECT number FROM invoices o WHERE o.id = other_id) AS other FROM payments
                 WHERE invoice_id = ?1 ORDER BY paid_on, id",
            )
            .map_err(sql("read the payments"))?;
        let mut rows = statement
            .query([invoice.0])
            .map_err(sql("read the payments"))?;
        let mut payments = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the payments"))? {
            payments.push(Payment {
                id: PaymentId(get(row, "id")?),
                invoice,
                paid_on: day(row, "paid_on")?,
                amount: Money::new(get(row, "amount_minor")?, money),
                method: get(row, "method")?,
                note: get(row, "note")?,
                kind: word(row, "kind", PaymentKind::from_word)?,
                fee: Money::new(get(row, "fee_minor")?, money),
                other: get(row, "other")?,
            });
        }
        Ok(payments)
    }

    /// A page of payments, the newest first, in which every word of a filter begins a word of the
    /// number, the client, the note or the method. Of many hits the newest 5,000 are looked at.
    ///
    /// # Errors
    /// Usage, when the cursor is not one of ours; book, when it cannot be read.
    pub fn payments(
        &self,
        filter: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<PaymentRow>> {
        let (day_before, id_before) = cursor(after)?;
        let words: Vec<String> = filter.split_whitespace().map(str::to_owned).collect();
        let condition = if words.is_empty() {
            "?3 = ''"
        } else {
            "id IN (SELECT rowid FROM payment_words WHERE payment_words MATCH ?3
                ORDER BY rowid DESC LIMIT 5000)"
        };
        let query = format!(
            "SELECT p.id, p.paid_on, p.amount_minor, p.method, p.note, p.invoice_id, i.number,
                i.currency, i.open_minor, i.client_name, c.key AS client_key
             FROM (SELECT id FROM payments WHERE (paid_on, id) < (?1, ?2) AND {condition}
                ORDER BY paid_on DESC, id DESC LIMIT ?4) k
             CROSS JOIN payments p ON p.id = k.id
             CROSS JOIN invoices i ON i.id = p.invoice_id
             CROSS JOIN clients c ON c.id = i.client_id
             ORDER BY p.paid_on DESC, p.id DESC"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read the payments"))?;
        let mut rows = statement
            .query(params![
                day_before,
                id_before,
                search::expression(&words),
                count(limit.saturating_add(1))
            ])
            .map_err(sql("read the payments"))?;
        let mut page = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the payments"))? {
            page.push(payment_row(row)?);
        }
        let more = page.len() > limit;
        page.truncate(limit);
        let next = page
            .last()
            .filter(|_last| more)
            .map(|last| format!("{}.{}", last.paid_on, last.id));
        Ok(Page { rows: page, next })
    }

    /// The newest payments for the newest 500 documents of a client, at most so many.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payments_by(&self, client: ClientId, most: usize) -> Result<Vec<PaymentRow>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT p.id, p.paid_on, p.amount_minor, p.method, p.note, p.invoice_id, i.number,
                    i.currency, i.open_minor, i.client_name, c.key AS client_key
                 FROM (SELECT id FROM invoices WHERE client_id = ?1
                    ORDER BY issue_key DESC, id DESC LIMIT 500) k
                 CROSS JOIN invoices i ON i.id = k.id
                 CROSS JOIN payments p ON p.invoice_id = i.id
                 CROSS JOIN clients c ON c.id = i.client_id
                 ORDER BY p.paid_on DESC, p.id DESC LIMIT ?2",
            )
            .map_err(sql("read the payments"))?;
        let mut rows = statement
            .query(params![client.0, count(most)])
            .map_err(sql("read the payments"))?;
        let mut payments = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the payments"))? {
            payments.push(payment_row(row)?);
        }
        Ok(payments)
    }

    /// The day of the newest payment until today.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payments_through(&self, today: chrono::NaiveDate) -> Result<Option<chrono::NaiveDate>> {
        let text: Option<String> = self
            .connection
            .prepare_cached("SELECT max(paid_on) FROM payments WHERE paid_on <= ?1")
            .and_then(|mut statement| statement.query_row([today.to_string()], |row| row.get(0)))
            .map_err(sql("read the payments"))?;
        text.map(|text| date(&text)).transpose()
    }
}

fn payment_row(row: &Row<'_>) -> Result<PaymentRow> {
    let money = currency(row, "currency")?;
    Ok(PaymentRow {
        id: PaymentId(get(row, "id")?),
        paid_on: day(row, "paid_on")?,
        amount: Money::new(get(row, "amount_minor")?, money),
        method: get(row, "method")?,
        note: get(row, "note")?,
        invoice: InvoiceId(get(row, "invoice_id")?),
        number: get(row, "number")?,
        client_key: get(row, "client_key")?,
        client_name: get(row, "client_name")?,
        open: Money::new(get(row, "open_minor")?, money),
    })
}

fn cursor(after: Option<&str>) -> Result<(String, i64)> {
    let Some(text) = after else {
        return Ok(("9999-12-31".to_owned(), i64::MAX));
    };
    text.split_once('.')
        .and_then(|(day, id)| Some((day.to_owned(), id.parse().ok()?)))
        .ok_or_else(|| {
            Failure::usage(format!("\"{text}\" is not a place in the list."))
                .hint("use the `next` value of the page before")
        })
}

impl Tx<'_> {
    /// Records an entry among the payments of an invoice; answers its id. `other` is the other end
    /// of a transfer.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_payment(
        &self,
        payment: &NewPayment,
        kind: PaymentKind,
        other: Option<InvoiceId>,
    ) -> Result<PaymentId> {
        self.connection
            .prepare_cached(
                "INSERT INTO payments (invoice_id, paid_on, amount_minor, method, note, kind,
                    fee_minor, other_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    payment.invoice.0,
                    payment.paid_on.to_string(),
                    payment.amount.minor(),
                    payment.method,
                    payment.note,
                    kind.word(),
                    payment.fee.minor(),
                    other.map(|invoice| invoice.0),
                ])
            })
            .map_err(sql("record a payment"))?;
        Ok(PaymentId(self.connection.last_insert_rowid()))
    }

    /// Removes a payment; answers the number of its invoice and the amount.
    ///
    /// # Errors
    /// Refused, when there is no such payment.
    pub fn remove_payment(&self, id: PaymentId) -> Result<(String, Money)> {
        let found: Option<(String, i64, String)> = self
            .connection
            .prepare_cached(
                "SELECT i.number, p.amount_minor, i.currency FROM payments p
                 JOIN invoices i ON i.id = p.invoice_id WHERE p.id = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .optional()
            })
            .map_err(sql("look for a payment"))?;
        let (number, minor, code) = found.ok_or_else(|| {
            Failure::refused(format!("There is no payment {id}."))
                .hint("`payme payment list` shows them")
        })?;
        self.connection
            .prepare_cached("DELETE FROM payments WHERE id = ?1")
            .and_then(|mut statement| statement.execute([id.0]))
            .map_err(sql("remove a payment"))?;
        Ok((number, Money::new(minor, Currency::from_code(&code)?)))
    }
}
