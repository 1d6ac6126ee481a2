//! How far payments are known, and what ran without a person.

use chrono::NaiveDate;
use rusqlite::OptionalExtension;

use super::View;
use super::errors::sql;
use super::rows::date;
use crate::failure::Result;

impl View<'_> {
    /// The day through which payments are known: the newer of the last payment's day and the last
    /// day that the user said the bank was looked at; days after `today` say nothing. `None` when
    /// there is neither.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payments_known_through(&self, today: NaiveDate) -> Result<Option<NaiveDate>> {
        let checked: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT on_day FROM bank_checks WHERE on_day <= ?1 ORDER BY on_day DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([today.to_string()], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("read the bank checks"))?;
        let checked = checked.map(|text| date(&text)).transpose()?;
        Ok(self.payments_through(today)?.max(checked))
    }

    /// How many messages were queued on a day without a person.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn unattended_count(&self, day: NaiveDate) -> Result<i64> {
        self.connection
            .prepare_cached("SELECT count(*) FROM messages WHERE unattended = 1 AND queued_on = ?1")
            .and_then(|mut statement| statement.query_row([day.to_string()], |row| row.get(0)))
            .map_err(sql("count the messages"))
    }
}
