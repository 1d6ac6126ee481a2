//! Interest rates: those that came with the program, and those that the user entered.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::errors::sql;
use super::rows::{day, get, number, word};
use super::{Tx, View, seed};
use crate::domain::decimal::plain;
use crate::domain::interest::{Rate, Rates, Series};
use crate::failure::{Failure, Result};

impl View<'_> {
    /// Every rate.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn rates(&self) -> Result<Rates> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT series, from_on, rate, source, own FROM interest_rates")
            .map_err(sql("read the interest rates"))?;
        let mut rows = statement
            .query([])
            .map_err(sql("read the interest rates"))?;
        let mut rates = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the interest rates"))? {
            rates.push(Rate {
                series: word(row, "series", Series::from_word)?,
                from: day(row, "from_on")?,
                rate: number(row, "rate")?,
                source: get(row, "source")?,
                own: get(row, "own")?,
            });
        }
        Ok(Rates::new(rates))
    }
}

impl Tx<'_> {
    /// Enters a rate of the user's own; it takes the place of one of the same day.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_own_rate(&self, rate: &Rate) -> Result<()> {
        self.put_rate(rate, true)
    }

    /// Removes a rate of the user's own; one that came with the program takes its place again.
    ///
    /// # Errors
    /// Refused, when there is none, or it came with the program.
    pub fn remove_own_rate(&self, series: Series, from: NaiveDate) -> Result<()> {
        let own: Option<bool> = self
            .connection
            .prepare_cached("SELECT own FROM interest_rates WHERE series = ?1 AND from_on = ?2")
            .and_then(|mut statement| {
                statement
                    .query_row(params![series.word(), from.to_string()], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("look for an interest rate"))?;
        match own {
            Some(true) => {}
            Some(false) => {
                return Err(Failure::refused(format!(
                    "The {} of {from} came with payme and cannot be removed.",
                    series.name()
                ))
                .hint("`payme rate add` puts your own in its place"));
            }
            None => {
                return Err(
                    Failure::refused(format!("There is no {} of {from}.", series.name()))
                        .hint("`payme rate list` shows them"),
                );
            }
        }
        let ours = seed::reference_rates()?
            .into_iter()
            .find(|rate| rate.series == series && rate.from == from);
        if let Some(ours) = ours {
            return self.put_rate(&ours, false);
        }
        self.connection
            .prepare_cached("DELETE FROM interest_rates WHERE series = ?1 AND from_on = ?2")
            .and_then(|mut statement| statement.execute(params![series.word(), from.to_string()]))
            .map_err(sql("remove an interest rate"))?;
        Ok(())
    }

    pub(super) fn put_rate(&self, rate: &Rate, own: bool) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO interest_rates (series, from_on, rate, source, own)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (series, from_on) DO UPDATE SET rate = ?3, source = ?4, own = ?5",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    rate.series.word(),
                    rate.from.to_string(),
                    plain(rate.rate),
                    rate.source,
                    own
                ])
            })
            .map_err(sql("write an interest rate"))?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "rates_tests.rs"]
mod tests;
