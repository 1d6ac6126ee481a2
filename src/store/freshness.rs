//! Through which day payments are known: the newest payment, or the day on which the user looked at
//! the bank account.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, params};

use super::errors::sql;
use super::rows::{date, moment};
use super::{Tx, View};
use crate::domain::clock::instant_text;
use crate::domain::freshness::Freshness;
use crate::failure::Result;

impl View<'_> {
    /// What is known of payments on a day: what is dated later does not count.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn freshness(&self, today: NaiveDate) -> Result<Freshness> {
        Ok(Freshness {
            paid_on: self.payments_through(today)?,
            checked_on: self.newest_day(
                "SELECT max(on_day) FROM bank_checks WHERE on_day <= ?1",
                &today.to_string(),
            )?,
        })
    }

    fn newest_day(&self, query: &str, until: &str) -> Result<Option<NaiveDate>> {
        let text: Option<String> = self
            .connection
            .prepare_cached(query)
            .and_then(|mut statement| statement.query_row([until], |row| row.get(0)).optional())
            .map_err(sql("read the days of the bank account"))?
            .flatten();
        text.map(|text| date(&text)).transpose()
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

    /// Every day through which the user has looked at the bank account, oldest first, each with when
    /// that was said.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn bank_checks(&self) -> Result<Vec<(NaiveDate, DateTime<Utc>)>> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            let mut statement = self
                .connection
                .prepare_cached("SELECT on_day, at FROM bank_checks ORDER BY on_day")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        read()
            .map_err(sql("read the days of the bank account"))?
            .into_iter()
            .map(|(day, at)| Ok((date(&day)?, moment(&at)?)))
            .collect()
    }
}

impl Tx<'_> {
    /// Notes that the user has looked at the bank account and entered what came through a day;
    /// answers whether that is new.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_bank_check(&self, on: NaiveDate) -> Result<bool> {
        self.add_past_bank_check(on, self.now.at)
    }

    /// The same as another book noted it at an instant.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_past_bank_check(&self, on: NaiveDate, at: DateTime<Utc>) -> Result<bool> {
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO bank_checks (on_day, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )
            .and_then(|mut statement| statement.execute(params![on.to_string(), instant_text(at)]))
            .map_err(sql("note a look at the bank account"))?;
        Ok(added > 0)
    }
}
