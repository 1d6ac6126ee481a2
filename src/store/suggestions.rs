//! What a line could be: the catalogue, and lines that were typed before.

use rusqlite::{OptionalExtension, Row, params};

use super::View;
use super::errors::sql;
use super::rows::{count, currency, get, number, word};
use crate::domain::currency::Currency;
use crate::domain::invoice::TaxCategory;
use crate::domain::views::Suggestion;
use crate::failure::Result;

fn suggestion(row: &Row<'_>, service: bool) -> Result<Suggestion> {
    Ok(Suggestion {
        description: get(row, "description")?,
        unit: get(row, "unit")?,
        unit_price: number(row, "unit_price")?,
        currency: currency(row, "currency")?,
        category: word(row, "tax_category", TaxCategory::from_word)?,
        rate: number(row, "tax_rate")?,
        reason: get(row, "tax_reason")?,
        service,
    })
}

impl View<'_> {
    /// What a line could be whose description begins with `words`: services first, then lines that
    /// were typed before, each description once with what it was last. At most `limit`; nothing for
    /// fewer than two letters.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn line_suggestions(
        &self,
        words: &str,
        money: Currency,
        limit: usize,
    ) -> Result<Vec<Suggestion>> {
        let words = words.trim();
        if words.chars().count() < 2 {
            return Ok(Vec::new());
        }
        // Every text that begins with the words sorts before them with the last letter there is.
        let end = format!("{words}\u{10ffff}");
        let mut found = self.services_from(words, &end, money, limit)?;
        let mut last = String::new();
        while found.len() < limit {
            let Some(next) = self.next_description(words, &end, &last)? else {
                break;
            };
            last.clone_from(&next);
            let same = |one: &Suggestion| one.description.to_lowercase() == next.to_lowercase();
            if found.iter().any(same) {
                continue;
            }
            found.extend(self.last_line(&next)?);
        }
        Ok(found)
    }

    fn services_from(
        &self,
        words: &str,
        end: &str,
        money: Currency,
        limit: usize,
    ) -> Result<Vec<Suggestion>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT description, unit, unit_price, currency, tax_category, tax_rate, tax_reason
                 FROM services
                 WHERE description COLLATE NOCASE >= ?1 AND description COLLATE NOCASE < ?2
                 ORDER BY currency <> ?3, description COLLATE NOCASE LIMIT ?4",
            )
            .map_err(sql("read the services"))?;
        let mut rows = statement
            .query(params![words, end, money.code(), count(limit)])
            .map_err(sql("read the services"))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the services"))? {
            found.push(suggestion(row, true)?);
        }
        Ok(found)
    }

    /// The next description after the last one, so that a thousand equal lines cost one step.
    fn next_description(&self, words: &str, end: &str, last: &str) -> Result<Option<String>> {
        self.connection
            .prepare_cached(
                "SELECT description FROM lines
                 WHERE description COLLATE NOCASE >= ?1 AND description COLLATE NOCASE < ?2
                    AND description COLLATE NOCASE > ?3
                 ORDER BY description COLLATE NOCASE LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([words, end, last], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("read the lines"))
    }

    fn last_line(&self, description: &str) -> Result<Option<Suggestion>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT l.description, l.unit, l.unit_price, i.currency, l.tax_category, l.tax_rate,
                    l.tax_reason
                 FROM lines l JOIN invoices i ON i.id = l.invoice_id
                 WHERE l.description = ?1 COLLATE NOCASE AND l.deducts_id IS NULL
                 ORDER BY l.id DESC LIMIT 1",
            )
            .map_err(sql("read the lines"))?;
        let mut rows = statement
            .query([description])
            .map_err(sql("read the lines"))?;
        let row = rows.next().map_err(sql("read the lines"))?;
        row.map(|row| suggestion(row, false)).transpose()
    }
}
