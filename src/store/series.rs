//! Series of numbers: what they look like, which kind of document has which, and how far they are.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::errors::{sql, unknown_word};
use super::rows::{get, word};
use super::{Tx, View};
use crate::domain::invoice::InvoiceKind;
use crate::domain::numbering::{Pattern, Reset, Series};
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "series_tests.rs"]
mod tests;

fn series(row: &Row<'_>) -> Result<Series> {
    let (pattern, start): (String, i64) = (get(row, "pattern")?, get(row, "start")?);
    Ok(Series {
        key: get(row, "key")?,
        pattern: Pattern::parse(&pattern)
            .map_err(|_unknown| unknown_word("a pattern of numbers", &pattern))?,
        reset: word(row, "reset", Reset::from_word)?,
        start: u64::try_from(start)
            .map_err(|_negative| unknown_word("a first number", &start.to_string()))?,
    })
}

impl View<'_> {
    /// Every series, by key.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn series_list(&self) -> Result<Vec<Series>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, pattern, reset, start FROM series ORDER BY key")
            .map_err(sql("read the series"))?;
        let mut rows = statement.query([]).map_err(sql("read the series"))?;
        let mut list = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the series"))? {
            list.push(series(row)?);
        }
        Ok(list)
    }

    /// The series with a key; `None` when there is none.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn series(&self, key: &str) -> Result<Option<Series>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, pattern, reset, start FROM series WHERE key = ?1")
            .map_err(sql("read a series"))?;
        let mut rows = statement.query([key]).map_err(sql("read a series"))?;
        let row = rows.next().map_err(sql("read a series"))?;
        row.map(series).transpose()
    }

    /// The series that numbers documents of a kind when they name none; `None` for a kind that gets
    /// no numbers.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn usual_series(&self, kind: InvoiceKind) -> Result<Option<Series>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT s.key, s.pattern, s.reset, s.start FROM numbering n
                 JOIN series s ON s.id = n.series_id WHERE n.kind = ?1",
            )
            .map_err(sql("read a series"))?;
        let mut rows = statement
            .query([kind.word()])
            .map_err(sql("read a series"))?;
        let row = rows.next().map_err(sql("read a series"))?;
        row.map(series).transpose()
    }

    /// The kinds of documents that a series is the usual one of, in the order of
    /// [`InvoiceKind::ALL`].
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn kinds_of_series(&self, key: &str) -> Result<Vec<InvoiceKind>> {
        let mut kinds = Vec::new();
        for kind in InvoiceKind::ALL {
            if self.usual_series(*kind)?.is_some_and(|s| s.key == key) {
                kinds.push(*kind);
            }
        }
        Ok(kinds)
    }

    /// The running number that comes next in a period of a series; `None` before its first one.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn next_in_series(&self, key: &str, period: &str) -> Result<Option<u64>> {
        let next: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT next FROM series_counters
                 WHERE series_id = (SELECT id FROM series WHERE key = ?1) AND period = ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([key, period], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("read how far a series is"))?;
        next.map(|next| {
            u64::try_from(next).map_err(|_negative| unknown_word("a number", &next.to_string()))
        })
        .transpose()
    }

    /// The largest running number that a document has in a series' period of a day, also one that
    /// came with an import; `None` when there is none. It reads the numbers that begin as the series'
    /// do, from the index.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn highest_number(&self, series: &Series, day: NaiveDate) -> Result<Option<u64>> {
        let first = series.prefix(day);
        let beyond = format!("{first}{}", char::MAX);
        let read = || -> rusqlite::Result<Option<u64>> {
            let mut statement = self
                .connection
                .prepare_cached("SELECT number FROM invoices WHERE number >= ?1 AND number < ?2")?;
            let mut rows = statement.query([&first, &beyond])?;
            let mut highest = None;
            while let Some(row) = rows.next()? {
                highest = highest.max(series.read(day, row.get_ref(0)?.as_str()?));
            }
            Ok(highest)
        };
        read().map_err(sql("look for the last number"))
    }
}

impl Tx<'_> {
    /// Makes a series, or replaces what the one with its key looks like. What was counted stays.
    ///
    /// # Errors
    /// Usage, when the series cannot count; book, when it cannot be written.
    pub fn set_series(&self, series: &Series) -> Result<()> {
        series.check()?;
        self.connection
            .prepare_cached(
                "INSERT INTO series (key, pattern, reset, start) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (key) DO UPDATE SET pattern = ?2, reset = ?3, start = ?4
                 WHERE (pattern, reset, start) IS NOT (?2, ?3, ?4)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    series.key,
                    series.pattern.to_string(),
                    series.reset.word(),
                    whole(series.start),
                ])
            })
            .map_err(sql("write a series"))?;
        Ok(())
    }

    /// Makes a series the usual one of a kind.
    ///
    /// # Errors
    /// Refused, when there is no such series or the kind gets no numbers.
    pub fn set_usual_series(&self, kind: InvoiceKind, key: &str) -> Result<()> {
        if kind == InvoiceKind::Recurring {
            return Err(
                Failure::refused("A recurring invoice is a template and has no number.")
                    .hint("choose the series of what is made from it instead"),
            );
        }
        if self.series(key)?.is_none() {
            return Err(unknown_series(key));
        }
        self.connection
            .prepare_cached(
                "INSERT INTO numbering (kind, series_id)
                 SELECT ?1, id FROM series WHERE key = ?2
                 ON CONFLICT (kind) DO UPDATE SET series_id = excluded.series_id
                 WHERE series_id <> excluded.series_id",
            )
            .and_then(|mut statement| statement.execute([kind.word(), key]))
            .map_err(sql("choose a series"))?;
        Ok(())
    }

    /// Says which running number comes next in a period of a series.
    ///
    /// # Errors
    /// Refused, when there is no such series.
    pub fn set_next_in_series(&self, key: &str, period: &str, next: u64) -> Result<()> {
        let written = self
            .connection
            .prepare_cached(
                "INSERT INTO series_counters (series_id, period, next)
                 SELECT id, ?2, ?3 FROM series WHERE key = ?1
                 ON CONFLICT (series_id, period) DO UPDATE SET next = excluded.next",
            )
            .and_then(|mut statement| statement.execute(params![key, period, whole(next)]))
            .map_err(sql("count a series on"))?;
        if written == 0 {
            return Err(unknown_series(key));
        }
        Ok(())
    }

    /// Removes a series that nothing uses: it is the usual one of no kind, no document names it and
    /// it has given no number.
    ///
    /// # Errors
    /// Refused, when there is no such series or it is used.
    pub fn remove_series(&self, key: &str) -> Result<()> {
        let why: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT CASE
                    WHEN EXISTS (SELECT 1 FROM numbering WHERE series_id = s.id)
                        THEN 'it is the usual one of a kind of documents'
                    WHEN EXISTS (SELECT 1 FROM series_counters WHERE series_id = s.id)
                        THEN 'it has given numbers'
                    WHEN EXISTS (SELECT 1 FROM invoices WHERE series = s.key)
                        THEN 'a document names it'
                    ELSE '' END
                 FROM series s WHERE s.key = ?1",
            )
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
            .map_err(sql("look for a series"))?;
        match why.as_deref() {
            None => Err(unknown_series(key)),
            Some("") => {
                self.connection
                    .prepare_cached("DELETE FROM series WHERE key = ?1")
                    .and_then(|mut statement| statement.execute([key]))
                    .map_err(sql("remove a series"))?;
                Ok(())
            }
            Some(why) => Err(Failure::refused(format!(
                "The series {key} cannot be removed: {why}."
            ))
            .hint("a series that is used stays; `payme series set` changes what it looks like")),
        }
    }
}

/// A running number as SQLite takes it.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unknown_series(key: &str) -> Failure {
    Failure::refused(format!("There is no series {key}."))
        .hint("`payme series list` shows the series")
}
