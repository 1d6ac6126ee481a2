//! Writing documents. A document begins as a draft, also when it is imported: the step to issued
//! is what freezes it.

use rusqlite::params;

use super::errors::sql;
use super::rows::count;
use super::{Tx, search};
use crate::domain::decimal;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::failure::Result;

impl Tx<'_> {
    /// Adds a document with its lines and taxes; its `id`, `paid` and `credited` are ignored. Seller
    /// and buyer are JSON snapshots, empty for a draft. Answers the new id.
    ///
    /// # Errors
    /// Refused, when the number is taken or a credit note names no invoice of the book.
    pub fn add_invoice(&self, invoice: &Invoice, seller: &str, buyer: &str) -> Result<InvoiceId> {
        let credits = match &invoice.credits {
            Some(number) => Some(self.invoice_id(number)?.0),
            None => None,
        };
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
        let text = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        self.connection
            .prepare_cached(
                "INSERT INTO invoices (kind, status, client_id, client_name, currency, issued_on,
                    due_on, terms_days, supplied_on, supplied_until, purchase_order, note, language,
                    discount_percent, net_minor, tax_minor, gross_minor, credits_id, seller, buyer,
                    end_reason, credited_minor)
                 VALUES (?1, 'draft', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                    ?16, ?17, ?18, ?19, '', ?20)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    invoice.kind.word(),
                    invoice.client.0,
                    invoice.client_name,
                    invoice.currency.code(),
                    text(invoice.issued_on),
                    text(invoice.due_on),
                    invoice.terms_days,
                    text(invoice.supplied_on),
                    text(invoice.supplied_until),
                    invoice.purchase_order,
                    invoice.note,
                    invoice.language,
                    decimal::plain(invoice.discount_percent),
                    invoice.net,
                    invoice.tax,
                    invoice.gross,
                    credits,
                    seller,
                    buyer,
                    // A credit note is settled by what it takes back.
                    if invoice.kind == InvoiceKind::CreditNote {
                        invoice.gross
                    } else {
                        0
                    },
                ])
            })
            .map_err(sql("add an invoice"))?;
        Ok(())
    }

    fn add_lines(&self, id: InvoiceId, invoice: &Invoice) -> Result<()> {
        for (position, line) in invoice.lines.iter().enumerate() {
            self.connection
                .prepare_cached(
                    "INSERT INTO lines (invoice_id, position, description, quantity, unit,
                        unit_price, discount_percent, tax_category, tax_rate, net_minor)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        id.0,
                        count(position),
                        line.description,
                        decimal::plain(line.quantity),
                        line.unit,
                        decimal::plain(line.unit_price),
                        decimal::plain(line.discount_percent),
                        line.category.word(),
                        decimal::plain(line.rate),
                        line.net,
                    ])
                })
                .map_err(sql("add a line"))?;
        }
        for group in &invoice.taxes {
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
