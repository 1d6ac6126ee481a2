//! One document with its lines and taxes, and all of them in order.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use super::View;
use super::errors::{sql, unknown_word};
use super::rows::{answer, currency, get, maybe_day, number, word};
use crate::domain::discount::{Discount, Prices};
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, Line, TaxCategory, TaxGroup};
use crate::failure::{Failure, Result};

const COLUMNS: &str = "i.id, i.kind, i.status, i.number, i.client_id, c.key AS client_key,
    i.client_name, i.currency, i.issued_on, i.due_on, i.terms_days, i.supplied_on,
    i.supplied_until, i.purchase_order, i.note, i.terms, i.language, i.discount_percent,
    i.discount_minor, i.series, i.prices, i.answer, i.answered_on, i.net_minor, i.tax_minor, i.gross_minor, i.paid_minor, i.credited_minor,
    (SELECT o.number FROM invoices o WHERE o.id = i.credits_id) AS credits, i.end_reason,
    (SELECT coalesce(o.number, 'draft:' || o.id) FROM invoices o WHERE o.id = i.source_id) AS source, i.ended_on";

/// A credit note on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditNoteOn {
    /// Its number.
    pub number: String,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// What it takes off, minor units.
    pub gross: i64,
}

fn head(row: &Row<'_>) -> Result<Invoice> {
    Ok(Invoice {
        id: InvoiceId(get(row, "id")?),
        kind: word(row, "kind", InvoiceKind::from_word)?,
        status: word(row, "status", InvoiceStatus::from_word)?,
        number: get(row, "number")?,
        client: ClientId(get(row, "client_id")?),
        client_key: get(row, "client_key")?,
        client_name: get(row, "client_name")?,
        series: get(row, "series")?,
        currency: currency(row, "currency")?,
        prices: word(row, "prices", Prices::from_word)?,
        issued_on: maybe_day(row, "issued_on")?,
        due_on: maybe_day(row, "due_on")?,
        terms_days: get(row, "terms_days")?,
        supplied_on: maybe_day(row, "supplied_on")?,
        supplied_until: maybe_day(row, "supplied_until")?,
        purchase_order: get(row, "purchase_order")?,
        note: get(row, "note")?,
        terms: get(row, "terms")?,
        language: get(row, "language")?,
        discount: discount(row)?,
        lines: Vec::new(),
        taxes: Vec::new(),
        net: get(row, "net_minor")?,
        tax: get(row, "tax_minor")?,
        gross: get(row, "gross_minor")?,
        paid: get(row, "paid_minor")?,
        credited: get(row, "credited_minor")?,
        credits: get(row, "credits")?,
        source: get(row, "source")?,
        answer: answer(row)?,
        answered_on: maybe_day(row, "answered_on")?,
        end_reason: get(row, "end_reason")?,
        ended_on: maybe_day(row, "ended_on")?,
    })
}

fn discount(row: &Row<'_>) -> Result<Discount> {
    let percent = number(row, "discount_percent")?;
    Ok(Discount::from_parts(percent, get(row, "discount_minor")?))
}

impl View<'_> {
    /// The id of a document by its number, or by `draft:ID`.
    ///
    /// # Errors
    /// Refused, when there is no such document.
    pub fn invoice_id(&self, reference: &str) -> Result<InvoiceId> {
        let query = match reference.strip_prefix("draft:") {
            Some(_) => "SELECT id FROM invoices WHERE id = ?1 AND status = 'draft'",
            None => "SELECT id FROM invoices WHERE number = ?1",
        };
        let key = reference.strip_prefix("draft:").unwrap_or(reference);
        self.connection
            .prepare_cached(query)
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
            .map_err(sql("look for an invoice"))?
            .map(InvoiceId)
            .ok_or_else(|| {
                Failure::refused(format!("There is no invoice {reference}."))
                    .hint("`payme invoice list` shows the numbers")
            })
    }

    /// One document with its lines and taxes.
    ///
    /// # Errors
    /// Refused, when there is no such document; book, when it cannot be read.
    pub fn invoice(&self, id: InvoiceId) -> Result<Invoice> {
        let query = format!(
            "SELECT {COLUMNS} FROM invoices i JOIN clients c ON c.id = i.client_id WHERE i.id = ?1"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read an invoice"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read an invoice"))?;
        let row = rows.next().map_err(sql("read an invoice"))?;
        let mut found =
            head(row.ok_or_else(|| Failure::refused("There is no such invoice any more."))?)?;
        self.complete(&mut found)?;
        Ok(found)
    }

    /// Every document, one after the other: by day of issue and number, drafts last.
    ///
    /// # Errors
    /// Book, when it cannot be read; whatever `each` says.
    pub fn each_invoice(&self, each: &mut dyn FnMut(Invoice) -> Result<()>) -> Result<()> {
        let query = format!(
            "SELECT {COLUMNS} FROM invoices i JOIN clients c ON c.id = i.client_id
             ORDER BY i.issue_key, i.number, i.id"
        );
        let mut statement = self
            .connection
            .prepare(&query)
            .map_err(sql("read the invoices"))?;
        let mut rows = statement.query([]).map_err(sql("read the invoices"))?;
        while let Some(row) = rows.next().map_err(sql("read the invoices"))? {
            let mut found = head(row)?;
            self.complete(&mut found)?;
            each(found)?;
        }
        Ok(())
    }

    /// The drafts that other documents were made from, in the order of [`View::each_invoice`].
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn named_drafts(&self) -> Result<Vec<InvoiceId>> {
        let read = || -> rusqlite::Result<Vec<InvoiceId>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT id FROM invoices
                 WHERE id IN (SELECT source_id FROM invoices WHERE source_id IS NOT NULL)
                    AND status = 'draft'
                 ORDER BY issue_key, number, id",
            )?;
            let rows = statement.query_map([], |row| row.get(0).map(InvoiceId))?;
            rows.collect()
        };
        read().map_err(sql("read the drafts"))
    }

    /// Whether the book has a document.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn has_documents(&self) -> Result<bool> {
        self.connection
            .query_row("SELECT EXISTS (SELECT 1 FROM invoices)", [], |row| {
                row.get(0)
            })
            .map_err(sql("look for an invoice"))
    }

    fn complete(&self, invoice: &mut Invoice) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT description, quantity, unit, unit_price, discount_percent, discount_minor,
                    tax_category, tax_rate, tax_reason, amount_minor, net_minor,
                    (SELECT o.number FROM invoices o WHERE o.id = deducts_id) AS deducts
                 FROM lines WHERE invoice_id = ?1 ORDER BY position",
            )
            .map_err(sql("read the lines"))?;
        let mut rows = statement
            .query([invoice.id.0])
            .map_err(sql("read the lines"))?;
        while let Some(row) = rows.next().map_err(sql("read the lines"))? {
            invoice.lines.push(Line {
                description: get(row, "description")?,
                quantity: number(row, "quantity")?,
                unit: get(row, "unit")?,
                unit_price: number(row, "unit_price")?,
                discount: discount(row)?,
                category: word(row, "tax_category", TaxCategory::from_word)?,
                rate: number(row, "tax_rate")?,
                reason: get(row, "tax_reason")?,
                deducts: get(row, "deducts")?,
                amount: get(row, "amount_minor")?,
                net: get(row, "net_minor")?,
            });
        }
        invoice.taxes = self.taxes(invoice.id)?;
        Ok(())
    }

    pub(super) fn taxes(&self, id: InvoiceId) -> Result<Vec<TaxGroup>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT category, rate, base_minor, tax_minor FROM taxes
                 WHERE invoice_id = ?1 ORDER BY id",
            )
            .map_err(sql("read the taxes"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read the taxes"))?;
        let mut taxes = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the taxes"))? {
            taxes.push(TaxGroup {
                category: word(row, "category", TaxCategory::from_word)?,
                rate: number(row, "rate")?,
                base: get(row, "base_minor")?,
                tax: get(row, "tax_minor")?,
            });
        }
        Ok(taxes)
    }

    /// The credit notes on a document that stand, oldest first.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn credit_notes_on(&self, id: InvoiceId) -> Result<Vec<CreditNoteOn>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT number, issued_on, gross_minor FROM invoices
                 WHERE credits_id = ?1 AND kind = 'credit_note' AND status = 'issued'
                 ORDER BY issued_on, id",
            )
            .map_err(sql("read the credit notes"))?;
        let mut rows = statement
            .query([id.0])
            .map_err(sql("read the credit notes"))?;
        let mut notes = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the credit notes"))? {
            notes.push(CreditNoteOn {
                number: get(row, "number")?,
                issued_on: super::rows::day(row, "issued_on")?,
                gross: get(row, "gross_minor")?,
            });
        }
        Ok(notes)
    }

    /// The snapshots of seller and buyer at issue, as JSON; empty for a draft.
    ///
    /// # Errors
    /// Refused, when there is no such document.
    pub fn snapshots(&self, id: InvoiceId) -> Result<(String, String)> {
        self.connection
            .prepare_cached("SELECT seller, buyer FROM invoices WHERE id = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map_err(sql("read an invoice"))?
            .ok_or_else(|| unknown_word("an invoice", &id.to_string()))
    }
}
