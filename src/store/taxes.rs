//! The taxes that a freelancer can choose from.

use rust_decimal::Decimal;

use super::View;
use super::errors::sql;
use super::rows::{get, number, word};
use crate::domain::ids::ClientId;
use crate::domain::invoice::TaxCategory;
use crate::domain::views::TaxPreset;
use crate::failure::Result;

impl View<'_> {
    /// The taxes of a country (two letters), the usual one first; those of no country in particular
    /// where the book knows none of it.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn tax_presets(&self, country: &str) -> Result<Vec<TaxPreset>> {
        let found = self.presets_of(country)?;
        if found.is_empty() {
            return self.presets_of("none");
        }
        Ok(found)
    }

    /// The tax of the newest line that a client was billed or is to be; `None` before the first one.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn last_tax(&self, client: ClientId) -> Result<Option<(TaxCategory, Decimal)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT l.tax_category, l.tax_rate FROM lines l
                 WHERE l.deducts_id IS NULL AND l.invoice_id = (SELECT i.id FROM invoices i
                    WHERE i.client_id = ?1 AND i.status = 'issued'
                    ORDER BY i.issue_key DESC, i.id DESC LIMIT 1)
                 ORDER BY l.position LIMIT 1",
            )
            .map_err(sql("read the last tax"))?;
        let mut rows = statement
            .query([client.0])
            .map_err(sql("read the last tax"))?;
        let Some(row) = rows.next().map_err(sql("read the last tax"))? else {
            return Ok(None);
        };
        let category = word(row, "tax_category", TaxCategory::from_word)?;
        Ok(Some((category, number(row, "tax_rate")?)))
    }

    fn presets_of(&self, country: &str) -> Result<Vec<TaxPreset>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT name, category, rate, note, preferred FROM tax_presets
                 WHERE country = ?1 ORDER BY preferred DESC, id",
            )
            .map_err(sql("read the taxes"))?;
        let mut rows = statement.query([country]).map_err(sql("read the taxes"))?;
        let mut presets = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the taxes"))? {
            presets.push(TaxPreset {
                name: get(row, "name")?,
                category: word(row, "category", TaxCategory::from_word)?,
                rate: number(row, "rate")?,
                reason: get(row, "note")?,
                preferred: get(row, "preferred")?,
            });
        }
        Ok(presets)
    }
}
