//! Writing drafts again and again: only what differs is written, so that the journal holds what was
//! changed and nothing else.

use rusqlite::params;

use super::errors::sql;
use super::invoice_write::text;
use super::rows::count;
use super::{Tx, search};
use crate::domain::decimal;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::Invoice;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "draft_write_tests.rs"]
mod tests;

impl Tx<'_> {
    /// Makes the draft `invoice.id` what `invoice` says: its head, its lines, its totals. The kind and
    /// what it credits or was made from stay.
    ///
    /// # Errors
    /// Refused, when it is no draft any more, or a line deducts what is not in the book.
    pub fn write_draft(&self, invoice: &Invoice) -> Result<()> {
        self.still_draft(invoice.id)?;
        self.write_head(invoice)?;
        for (position, line) in invoice.lines.iter().enumerate() {
            self.write_line(invoice.id, position, line)?;
        }
        self.connection
            .prepare_cached("DELETE FROM lines WHERE invoice_id = ?1 AND position >= ?2")
            .and_then(|mut statement| {
                statement.execute(params![invoice.id.0, count(invoice.lines.len())])
            })
            .map_err(sql("remove a line"))?;
        if self.taxes(invoice.id)? != invoice.taxes {
            self.connection
                .prepare_cached("DELETE FROM taxes WHERE invoice_id = ?1")
                .and_then(|mut statement| statement.execute([invoice.id.0]))
                .map_err(sql("remove the tax groups"))?;
            self.add_taxes(invoice.id, &invoice.taxes)?;
        }
        search::index(self.connection, invoice.id.0)
    }

    /// Writes what a draft says about others: what it takes back, was made from and deducts.
    ///
    /// # Errors
    /// Refused, when it is no draft any more, or one of them is not in the book.
    pub fn link_draft(&self, id: InvoiceId, invoice: &Invoice) -> Result<()> {
        self.still_draft(id)?;
        let credits = self.named(invoice.credits.as_deref())?;
        let source = self.named(invoice.source.as_deref())?;
        self.connection
            .prepare_cached("UPDATE invoices SET credits_id = ?2, source_id = ?3 WHERE id = ?1")
            .and_then(|mut statement| statement.execute(params![id.0, credits, source]))
            .map_err(sql("write a draft"))?;
        for (position, line) in invoice.lines.iter().enumerate() {
            self.write_line(id, position, line)?;
        }
        Ok(())
    }

    fn still_draft(&self, id: InvoiceId) -> Result<()> {
        let drafts: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM invoices WHERE id = ?1 AND status = 'draft'")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
            .map_err(sql("look for a draft"))?;
        if drafts == 0 {
            return Err(
                Failure::refused(format!("draft:{id} is no draft any more."))
                    .hint("only a draft can be written; `payme invoice list` shows what it became"),
            );
        }
        Ok(())
    }

    fn write_head(&self, invoice: &Invoice) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE invoices SET client_id = ?2, client_name = ?3, series = ?4, currency = ?5,
                    prices = ?6, issued_on = ?7, due_on = ?8, terms_days = ?9, supplied_on = ?10,
                    supplied_until = ?11, purchase_order = ?12, note = ?13, terms = ?14,
                    language = ?15, discount_percent = ?16, discount_minor = ?17, net_minor = ?18,
                    tax_minor = ?19, gross_minor = ?20
                 WHERE id = ?1 AND (client_id, client_name, series, currency, prices, issued_on,
                    due_on, terms_days, supplied_on, supplied_until, purchase_order, note, terms,
                    language, discount_percent, discount_minor, net_minor, tax_minor, gross_minor)
                    IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                    ?18, ?19, ?20)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    invoice.id.0,
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
                ])
            })
            .map_err(sql("write a draft"))?;
        Ok(())
    }
}
