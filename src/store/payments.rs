//! Money that came in, and what else moved the balance of an invoice.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{count, currency, date, day, get, word};
use super::{Tx, View, search};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId, PaymentId};
use crate::domain::invoice::{Payment, PaymentKind, PaymentSums};
use crate::domain::money::Money;
use crate::domain::text;
use crate::domain::views::{Credit, NewPayment, Page, PaymentRow};
use crate::failure::{Failure, Result};

/// What a [`PaymentRow`] is read from: a payment `p`, its invoice `i` and its client `c`.
const COLUMNS: &str = "p.id, p.paid_on, p.kind, p.amount_minor, p.fee_minor, p.method, p.note,
    p.invoice_id, i.number, i.currency, i.open_minor, i.client_name, c.key AS client_key,
    (SELECT o.number FROM invoices o WHERE o.id = p.other_id) AS other";

fn payment_row(row: &Row<'_>) -> Result<PaymentRow> {
    let money = currency(row, "currency")?;
    Ok(PaymentRow {
        id: PaymentId(get(row, "id")?),
        paid_on: day(row, "paid_on")?,
        kind: word(row, "kind", PaymentKind::from_word)?,
        amount: Money::new(get(row, "amount_minor")?, money),
        fee: Money::new(get(row, "fee_minor")?, money),
        other: get(row, "other")?,
        method: get(row, "method")?,
        note: get(row, "note")?,
        invoice: InvoiceId(get(row, "invoice_id")?),
        number: get(row, "number")?,
        client_key: get(row, "client_key")?,
        client_name: get(row, "client_name")?,
        open: Money::new(get(row, "open_minor")?, money),
    })
}

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
            "SELECT {COLUMNS}
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
        let query = format!(
            "SELECT {COLUMNS}
                 FROM (SELECT id FROM invoices WHERE client_id = ?1
                    ORDER BY issue_key DESC, id DESC LIMIT 500) k
                 CROSS JOIN invoices i ON i.id = k.id
                 CROSS JOIN payments p ON p.invoice_id = i.id
                 CROSS JOIN clients c ON c.id = i.client_id
                 ORDER BY p.paid_on DESC, p.id DESC LIMIT ?2"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
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

    /// One payment.
    ///
    /// # Errors
    /// Refused, when there is no such payment.
    pub fn payment(&self, id: PaymentId) -> Result<PaymentRow> {
        let query = format!(
            "SELECT {COLUMNS} FROM payments p JOIN invoices i ON i.id = p.invoice_id
             JOIN clients c ON c.id = i.client_id WHERE p.id = ?1"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("look for a payment"))?;
        let mut rows = statement.query([id.0]).map_err(sql("look for a payment"))?;
        let row = rows.next().map_err(sql("look for a payment"))?;
        payment_row(row.ok_or_else(|| {
            Failure::refused(format!("There is no payment {id}."))
                .hint("`payme payment list` shows them")
        })?)
    }

    /// The entries of an invoice added up by what they are, minor units.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payment_sums(&self, invoice: InvoiceId) -> Result<PaymentSums> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT coalesce(sum(iif(kind IN ('payment', 'refund'), amount_minor, 0)), 0),
                    coalesce(sum(fee_minor), 0),
                    coalesce(sum(iif(kind = 'difference', amount_minor, 0)), 0),
                    coalesce(sum(iif(kind = 'transfer', amount_minor, 0)), 0)
                 FROM payments WHERE invoice_id = ?1",
            )
            .map_err(sql("add up the payments"))?;
        statement
            .query_row([invoice.0], |row| {
                Ok(PaymentSums {
                    money: row.get(0)?,
                    fees: row.get(1)?,
                    differences: row.get(2)?,
                    transfers: row.get(3)?,
                })
            })
            .map_err(sql("add up the payments"))
    }

    /// What a client has too much on its invoices, in every currency, the oldest first.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn credits(&self, client: ClientId) -> Result<Vec<Credit>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, number, currency, -open_minor AS over
                 FROM invoices INDEXED BY invoices_overpaid
                 WHERE client_id = ?1 AND open_minor < 0 ORDER BY issue_key, id",
            )
            .map_err(sql("read the credit of a client"))?;
        let mut rows = statement
            .query([client.0])
            .map_err(sql("read the credit of a client"))?;
        let mut credits = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the credit of a client"))? {
            credits.push(Credit {
                invoice: InvoiceId(get(row, "id")?),
                number: get(row, "number")?,
                amount: Money::new(get(row, "over")?, currency(row, "currency")?),
            });
        }
        Ok(credits)
    }

    /// The day of the newest money that came in or went back until today; a difference and a transfer
    /// say nothing of how far the bank was read.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payments_through(&self, today: NaiveDate) -> Result<Option<NaiveDate>> {
        let text: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT paid_on FROM payments
                 WHERE paid_on <= ?1 AND kind IN ('payment', 'refund')
                 ORDER BY paid_on DESC, id DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([today.to_string()], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("read the payments"))?;
        text.map(|text| date(&text)).transpose()
    }

    /// The other entry of a transfer: the same amount the other way, on the same day, between the
    /// same two invoices; of several the one that was written next to it, as the giving end comes first.
    fn other_end(&self, id: PaymentId) -> Result<Option<PaymentId>> {
        self.connection
            .prepare_cached(
                "SELECT o.id FROM payments p JOIN payments o ON o.invoice_id = p.other_id
                    AND o.other_id = p.invoice_id AND o.kind = 'transfer'
                    AND o.paid_on = p.paid_on AND o.amount_minor = -p.amount_minor
                 WHERE p.id = ?1 AND p.kind = 'transfer' ORDER BY abs(o.id - p.id),
                    (o.id > p.id) <> (p.amount_minor < 0) LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional())
            .map(|found| found.map(PaymentId))
            .map_err(sql("look for the other end of a transfer"))
    }
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
                    text::one_line(&payment.method),
                    text::block(&payment.note),
                    kind.word(),
                    payment.fee.minor(),
                    other.map(|invoice| invoice.0),
                ])
            })
            .map_err(sql("record a payment"))?;
        Ok(PaymentId(self.connection.last_insert_rowid()))
    }

    /// Removes a payment, of a transfer both ends; answers what it was.
    ///
    /// # Errors
    /// Refused, when there is no such payment.
    pub fn remove_payment(&self, id: PaymentId) -> Result<PaymentRow> {
        let removed = self.payment(id)?;
        let other = self.other_end(id)?;
        for one in [Some(id), other].into_iter().flatten() {
            self.connection
                .prepare_cached("DELETE FROM payments WHERE id = ?1")
                .and_then(|mut statement| statement.execute([one.0]))
                .map_err(sql("remove a payment"))?;
        }
        Ok(removed)
    }
}

/// The number of an invoice, among those whose payments a change of the journal touched, from which
/// more has gone out than came in.
pub(super) fn overdrawn(connection: &Connection, entry: i64) -> Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT i.number
             FROM (SELECT DISTINCT coalesce(after, before) ->> '$.invoice_id' AS id
                FROM journal_rows WHERE entry_id = ?1 AND table_name = 'payments') t
             JOIN invoices i ON i.id = t.id
             WHERE (SELECT sum(amount_minor) FROM payments
                WHERE invoice_id = i.id AND kind <> 'difference') < 0 LIMIT 1",
        )
        .and_then(|mut statement| statement.query_row([entry], |row| row.get(0)).optional())
        .map_err(sql("add up the payments"))
}

#[cfg(test)]
#[path = "payments_tests.rs"]
mod tests;
