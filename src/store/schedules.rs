//! When templates become drafts again.

use chrono::NaiveDate;
use rusqlite::params;

use super::errors::{sql, unknown_word};
use super::rows::{day, get, maybe_day};
use super::{Tx, View};
use crate::domain::ids::InvoiceId;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{Every, Schedule};
use crate::failure::Result;

impl View<'_> {
    /// When a template comes again; `None` for a document without a schedule.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn schedule(&self, invoice: InvoiceId) -> Result<Option<Recurrence>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT every, first_on, next_on, until_on, automatic, paused FROM schedules
                 WHERE invoice_id = ?1",
            )
            .map_err(sql("read a schedule"))?;
        let mut rows = statement
            .query([invoice.0])
            .map_err(sql("read a schedule"))?;
        let Some(row) = rows.next().map_err(sql("read a schedule"))? else {
            return Ok(None);
        };
        let every: String = get(row, "every")?;
        Ok(Some(Recurrence {
            schedule: Schedule {
                every: Every::parse(&every)
                    .map_err(|_unknown| unknown_word("a distance of days", &every))?,
                first_on: day(row, "first_on")?,
                until_on: maybe_day(row, "until_on")?,
            },
            next_on: day(row, "next_on")?,
            automatic: get(row, "automatic")?,
            paused: get(row, "paused")?,
        }))
    }

    /// Every template of recurring invoices, with a schedule or without.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn templates_of_invoices(&self) -> Result<Vec<InvoiceId>> {
        let read = || -> rusqlite::Result<Vec<InvoiceId>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT id FROM invoices WHERE standing = 'recurring' ORDER BY due_key, id",
            )?;
            let rows = statement.query_map([], |row| row.get(0).map(InvoiceId))?;
            rows.collect()
        };
        read().map_err(sql("read the templates"))
    }

    /// The templates that have something to make through today, the longest due first. Neither a
    /// paused one nor one that is over has.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn schedules_due(&self, today: NaiveDate) -> Result<Vec<InvoiceId>> {
        let read = || -> rusqlite::Result<Vec<InvoiceId>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT invoice_id FROM schedules
                 WHERE paused = 0 AND next_on <= ?1 AND (until_on IS NULL OR next_on <= until_on)
                 ORDER BY next_on, id",
            )?;
            let rows = statement.query_map([today.to_string()], |row| row.get(0).map(InvoiceId))?;
            rows.collect()
        };
        read().map_err(sql("read the schedules"))
    }
}

impl Tx<'_> {
    /// Makes or replaces the schedule of a template; an equal one is left alone.
    ///
    /// # Errors
    /// Usage, when the rule is wrong; book, when it cannot be written.
    pub fn set_schedule(&self, invoice: InvoiceId, recurrence: &Recurrence) -> Result<()> {
        recurrence.check()?;
        let schedule = &recurrence.schedule;
        self.connection
            .prepare_cached(
                "INSERT INTO schedules (invoice_id, every, first_on, next_on, until_on, automatic,
                    paused)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (invoice_id) DO UPDATE SET every = ?2, first_on = ?3, next_on = ?4,
                    until_on = ?5, automatic = ?6, paused = ?7
                 WHERE (every, first_on, next_on, until_on, automatic, paused)
                    IS NOT (?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    invoice.0,
                    schedule.every.text(),
                    schedule.first_on.to_string(),
                    recurrence.next_on.to_string(),
                    schedule.until_on.map(|day| day.to_string()),
                    recurrence.automatic,
                    recurrence.paused,
                ])
            })
            .map_err(sql("write a schedule"))?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "schedules_tests.rs"]
mod tests;
