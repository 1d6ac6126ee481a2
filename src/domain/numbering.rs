//! How invoices are numbered: the series that count them, each with a pattern and a reset.

use chrono::NaiveDate;

use super::invoice::words;
pub use super::number_pattern::{Pattern, WIDEST};
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "numbering_tests.rs"]
mod tests;

/// The longest key of a series, in characters.
const LONGEST_KEY: usize = 20;

/// When a series counts from its start again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// Never: one count for ever.
    Never,
    /// With each calendar year.
    Yearly,
    /// With each calendar month.
    Monthly,
}

words!(Reset { Never => "never", Yearly => "yearly", Monthly => "monthly" });

/// The period of a day that a series counts in: "" for ever, "2026", "2026-11".
#[must_use]
pub fn period(reset: Reset, day: NaiveDate) -> String {
    match reset {
        Reset::Never => String::new(),
        Reset::Yearly => day.format("%Y").to_string(),
        Reset::Monthly => day.format("%Y-%m").to_string(),
    }
}

/// A series of numbers: what makes them, and when the count begins again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// How commands name it ("invoices", "quotes").
    pub key: String,
    /// What its numbers look like.
    pub pattern: Pattern,
    /// When it counts from its start again.
    pub reset: Reset,
    /// The first running number of each period, 1 or more.
    pub start: u64,
}

impl Series {
    /// Checks that the series can count: its key, its start, and that its numbers never repeat.
    ///
    /// # Errors
    /// Usage, naming what is wrong.
    pub fn check(&self) -> Result<()> {
        let key = &self.key;
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(1..=LONGEST_KEY).contains(&key.len()) || !key.chars().all(letters) {
            let shown = super::text::one_line(key);
            return Err(
                Failure::usage(format!("\"{shown}\" cannot be the key of a series."))
                    .hint("use 1 to 20 lower-case letters, digits and hyphens"),
            );
        }
        if self.start == 0 {
            return Err(
                Failure::usage(format!("The series {key} cannot start at 0."))
                    .hint("start at 1 or more"),
            );
        }
        self.pattern.check_reset(self.reset)
    }

    /// The running number of a number that this series made in the period of a day, else `None`.
    #[must_use]
    pub fn read(&self, day: NaiveDate, number: &str) -> Option<u64> {
        self.pattern.read_in(self.reset, day, number)
    }

    /// The text that every number of the period of a day begins with, for a search by range. Not
    /// every number that begins with it belongs to the series: [`Series::read`] tells.
    #[must_use]
    pub fn prefix(&self, day: NaiveDate) -> String {
        self.pattern.prefix_in(self.reset, day)
    }
}
