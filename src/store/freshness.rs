//! Through which day payments are known: the newest payment, or the day on which the user looked at
//! the bank account.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::errors::sql;
use super::rows::date;
use super::{Tx, View};
use crate::domain::clock::instant_text;
use crate::domain::freshness::Freshness;
use crate::failure::Result;

/// The day that is as good as no bound.
const ANY_DAY: &str = "9999-12-31";

impl View<'_> {
    /// The day through which payments are known, by what stands in the book. A payment that was
    /// dated after the last day on which anybody wrote in it does not count: nobody can know it.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payments_known_through(&self) -> Result<Option<NaiveDate>> {
        // The newest lines may tell of earlier days: an import notes what happened elsewhere.
        let written = self.newest_day(
            "SELECT max(on_day) FROM (SELECT on_day FROM journal ORDER BY id DESC LIMIT 100)
             WHERE on_day <= ?1",
            ANY_DAY,
        )?;
        Ok(written
            .map(|day| self.freshness(day))
            .transpose()?
            .and_then(Freshness::through))
    }

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

    /// Every day through which the user has looked at the bank account, oldest first, each with the
    /// instant at which that was said, RFC 3339.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn bank_checks(&self) -> Result<Vec<(NaiveDate, String)>> {
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
            .map(|(day, at)| Ok((date(&day)?, at)))
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
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO bank_checks (on_day, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )
            .and_then(|mut statement| {
                statement.execute(params![on.to_string(), instant_text(self.now.at)])
            })
            .map_err(sql("note a look at the bank account"))?;
        Ok(added > 0)
    }
}
