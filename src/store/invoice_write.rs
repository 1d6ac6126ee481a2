//! Writing documents. A document begins as a draft, also when it is imported: the step to issued
//! is what freezes it.

use chrono::NaiveDate;
use rusqlite::params;

use super::errors::sql;
use super::rows::count;
use super::{Tx, search};
use crate::domain::decimal;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{Invoice, InvoiceStatus, Line, QuoteAnswer, TaxGroup};
use crate::failure::Result;

impl Tx<'_> {
    /// Adds a document with its lines and taxes; its `id`, `paid` and `credited` are ignored. Seller
    /// and buyer are JSON snapshots, empty for a draft. Answers the new id.
    ///
    /// # Errors
    /// Refused, when the number is taken or a credit note names no invoice of the book.
    pub fn add_invoice(&self, invoice: &Invoice, seller: &str, buyer: &str) -> Result<InvoiceId> {
        let credits = self.named(invoice.credits.as_deref())?;
        self.insert_draft(invoice, seller, buyer, credits)?;
        let id = InvoiceId(self.connection.last_insert_rowid());
        self.add_lines(id, invoice)?;
        if invoice.status != InvoiceStatus::Draft {
            self.leave_draft(id, invoice)?;
        }
        // After the step that gives the number, so that the number is found.
        search::index(self.connection, id.0)?;
        Ok(id)
    }

    fn insert_draft(
        &self,
        invoice: &Invoice,
        seller: &str,
        buyer: &str,
        credits: Option<i64>,
    ) -> Result<()> {
        let source = self.named(invoice.source.as_deref())?;
        self.connection
            .prepare_cached(
                "INSERT INTO invoices (kind, status, client_id, client_name, series, currency,
                    prices, issued_on, due_on, terms_days, supplied_on, supplied_until,
                    purchase_order, note, terms, language, discount_percent, discount_minor,
                    net_minor, tax_minor, gross_minor, credits_id, source_id, seller, buyer, answer,
                    answered_on, end_reason)
                 VALUES (?1, 'draft', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                    ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, '')",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    invoice.kind.word(),
                    invoice.client.0,
                    invoice.client_name,
                    invoice.series,
                    invoice.currency.code(),
                    invoice.prices.word(),
                    text(invoice.issued_on),
                    text(invoice.due_on),
                    invoice.terms_days,
                    text(invoice.supplied_on),
                    text(invoice.supplied_until),
                    invoice.purchase_order,
                    invoice.note,
                    invoice.terms,
                    invoice.language,
                    decimal::plain(invoice.discount.percent()),
                    invoice.discount.minor(),
                    invoice.net,
                    invoice.tax,
                    invoice.gross,
                    credits,
                    source,
                    seller,
                    buyer,
                    invoice.answer.map_or("", QuoteAnswer::word),
                    text(invoice.answered_on),
                ])
            })
            .map_err(sql("add an invoice"))?;
        Ok(())
    }

    /// The id of a document that another names, if it names one.
    pub(super) fn named(&self, reference: Option<&str>) -> Result<Option<i64>> {
        let id = reference.map(|reference| self.invoice_id(reference));
        Ok(id.transpose()?.map(|id| id.0))
    }

    fn add_lines(&self, id: InvoiceId, invoice: &Invoice) -> Result<()> {
        for (position, line) in invoice.lines.iter().enumerate() {
            self.write_line(id, position, line)?;
        }
        self.add_taxes(id, &invoice.taxes)
    }

    /// Writes the line of a draft at its place; an equal one is left alone.
    pub(super) fn write_line(&self, id: InvoiceId, position: usize, line: &Line) -> Result<()> {
        let deducts = self.named(line.deducts.as_deref())?;
        self.connection
            .prepare_cached(
                "INSERT INTO lines (invoice_id, position, description, quantity, unit, unit_price,
                    discount_percent, discount_minor, tax_category, tax_rate, tax_reason,
                    deducts_id, amount_minor, net_minor)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (invoice_id, position) DO UPDATE SET
                    description = excluded.description, quantity = excluded.quantity,
                    unit = excluded.unit, unit_price = excluded.unit_price,
                    discount_percent = excluded.discount_percent,
                    discount_minor = excluded.discount_minor,
                    tax_category = excluded.tax_category, tax_rate = excluded.tax_rate,
                    tax_reason = excluded.tax_reason, deducts_id = excluded.deducts_id,
                    amount_minor = excluded.amount_minor, net_minor = excluded.net_minor
                 WHERE (description, quantity, unit, unit_price, discount_percent, discount_minor,
                    tax_category, tax_rate, tax_reason, deducts_id, amount_minor, net_minor)
                    IS NOT (excluded.description, excluded.quantity, excluded.unit,
                    excluded.unit_price, excluded.discount_percent, excluded.discount_minor,
                    excluded.tax_category, excluded.tax_rate, excluded.tax_reason,
                    excluded.deducts_id, excluded.amount_minor, excluded.net_minor)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    id.0,
                    count(position),
                    line.description,
                    decimal::plain(line.quantity),
                    line.unit,
                    decimal::plain(line.unit_price),
                    decimal::plain(line.discount.percent()),
                    line.discount.minor(),
                    line.category.word(),
                    decimal::plain(line.rate),
                    line.reason,
                    deducts,
                    line.amount,
                    line.net,
                ])
            })
            .map_err(sql("write a line"))?;
        Ok(())
    }

    pub(super) fn add_taxes(&self, id: InvoiceId, taxes: &[TaxGroup]) -> Result<()> {
        for group in taxes {
            self.connection
                .prepare_cached(
                    "INSERT INTO taxes (invoice_id, category, rate, base_minor, tax_minor)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        id.0,
                        group.category.word(),
                        decimal::plain(group.rate),
                        group.base,
                        group.tax,
                    ])
                })
                .map_err(sql("add a tax group"))?;
        }
        Ok(())
    }

    fn leave_draft(&self, id: InvoiceId, invoice: &Invoice) -> Result<()> {
        let step = |status: InvoiceStatus| {
            self.connection
                .prepare_cached(
                    "UPDATE invoices SET status = ?2, number = ?3, ended_on = ?4, end_reason = ?5
                     WHERE id = ?1 AND status = 'draft'",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        id.0,
                        status.word(),
                        invoice.number,
                        invoice.ended_on.map(|day| day.to_string()),
                        invoice.end_reason,
                    ])
                })
                .map_err(sql("number an invoice"))
        };
        step(invoice.status)?;
        Ok(())
    }
}

/// A day as stored.
pub(super) fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}
