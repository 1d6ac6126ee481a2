//! Deposit invoices: which are open to be deducted, and what is left of one.

use super::View;
use super::errors::sql;
use super::rows::{day, get, number, word};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::invoice::{TaxCategory, TaxGroup};
use crate::domain::money::Money;
use crate::domain::views::OpenDeposit;
use crate::failure::Result;

impl View<'_> {
    /// The issued deposit invoices of a client in a currency that no standing invoice deducts, and
    /// those that `draft` deducts; the oldest first. A deposit that is credited in whole is none.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn open_deposits(
        &self,
        client: ClientId,
        money: Currency,
        draft: Option<InvoiceId>,
    ) -> Result<Vec<OpenDeposit>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT d.number, d.issued_on, d.gross_minor, d.open_minor <= 0 AS paid
                 FROM invoices d
                 WHERE d.client_id = ?1 AND d.kind = 'deposit' AND d.status = 'issued'
                    AND d.currency = ?2 AND d.credited_minor < d.gross_minor
                    AND NOT EXISTS (SELECT 1 FROM lines l JOIN invoices i ON i.id = l.invoice_id
                        WHERE l.deducts_id = d.id AND i.kind = 'invoice' AND i.status <> 'voided'
                            AND i.id IS NOT ?3
                            AND (i.credited_minor = 0 OR i.credited_minor < i.gross_minor))
                 ORDER BY d.issue_key, d.id",
            )
            .map_err(sql("read the deposits"))?;
        let mut rows = statement
            .query((client.0, money.code(), draft.map(|id| id.0)))
            .map_err(sql("read the deposits"))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the deposits"))? {
            found.push(OpenDeposit {
                number: get(row, "number")?,
                issued_on: day(row, "issued_on")?,
                gross: Money::new(get(row, "gross_minor")?, money),
                paid: get(row, "paid")?,
            });
        }
        Ok(found)
    }

    /// What the issued credit notes of a document take back, by tax group.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn credited_groups(&self, id: InvoiceId) -> Result<Vec<TaxGroup>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT t.category, t.rate, t.base_minor, t.tax_minor FROM invoices n
                 JOIN taxes t ON t.invoice_id = n.id
                 WHERE n.credits_id = ?1 AND n.status = 'issued' ORDER BY t.id",
            )
            .map_err(sql("read the credit notes"))?;
        let mut rows = statement
            .query([id.0])
            .map_err(sql("read the credit notes"))?;
        let mut groups = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the credit notes"))? {
            groups.push(TaxGroup {
                category: word(row, "category", TaxCategory::from_word)?,
                rate: number(row, "rate")?,
                base: get(row, "base_minor")?,
                tax: get(row, "tax_minor")?,
            });
        }
        Ok(groups)
    }
}
