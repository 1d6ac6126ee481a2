//! Reference rates and the days from which they hold.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::domain::decimal;
use crate::domain::invoice::words;
use crate::failure::{Failure, Result};

/// A reference rate that changes with time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Series {
    /// The base rate of BGB 247, published by the Deutsche Bundesbank.
    DeBase,
    /// The reference rate of Directive 2011/7/EU, Art. 2 (7): of the European Central Bank.
    EcbReference,
    /// The reference rate of the Late Payment of Commercial Debts (Interest) Act 1998: the Bank of
    /// England's of the last 31 December or 30 June.
    GbReference,
}

words!(Series {
    DeBase => "DE-base", EcbReference => "ECB-reference", GbReference => "GB-reference",
});

impl Series {
    /// What it is called in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeBase => "German base rate",
            Self::EcbReference => "ECB reference rate",
            Self::GbReference => "UK reference rate",
        }
    }
}

/// A rate from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What it is a rate of.
    pub series: Series,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// Percent a year; may be negative.
    pub rate: Decimal,
    /// Where it comes from, in words.
    pub source: String,
    /// Whether the user entered it; else it came with the program.
    pub own: bool,
}

impl Rate {
    /// Checks what a person or a file says: it begins with a half-year, and is a percentage that a
    /// central bank could set, from -20 to 100 with at most 4 decimals.
    ///
    /// # Errors
    /// Usage, naming what is wrong.
    pub fn check(&self) -> Result<()> {
        if half_year(self.from) != self.from {
            return Err(Failure::usage(format!(
                "{} does not begin a half-year: these rates change on 1 January and 1 July only.",
                self.from
            ))
            .hint(format!("did you mean {}?", half_year(self.from))));
        }
        let usual = Decimal::from(-20)..=Decimal::ONE_HUNDRED;
        if !usual.contains(&self.rate) || self.rate.normalize().scale() > 4 {
            return Err(Failure::usage(format!(
                "{} is no usable rate.",
                decimal::plain(self.rate)
            ))
            .hint("give percent a year, from -20 to 100, with at most 4 decimals"));
        }
        Ok(())
    }
}

/// The first day of the half-year that a day is in: 1 January or 1 July.
#[must_use]
pub fn half_year(day: NaiveDate) -> NaiveDate {
    let month = if day.month() < 7 { 1 } else { 7 };
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// Every known rate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    all: Vec<Rate>,
}

impl Rates {
    /// Of rates in any order.
    #[must_use]
    pub fn new(mut all: Vec<Rate>) -> Self {
        all.sort_by_key(|rate| (rate.series.word(), rate.from));
        Self { all }
    }

    /// By series and day.
    #[must_use]
    pub fn all(&self) -> &[Rate] {
        &self.all
    }

    /// The rates of a series, oldest first.
    pub fn of(&self, series: Series) -> impl Iterator<Item = &Rate> {
        self.all.iter().filter(move |rate| rate.series == series)
    }

    /// The rate that holds on a day; `None` before the first one.
    #[must_use]
    pub fn on(&self, series: Series, day: NaiveDate) -> Option<&Rate> {
        self.of(series).filter(|rate| rate.from <= day).last()
    }

    /// Whether the half-year of a day has begun without a rate that is known: the newest rate is
    /// older. A rate in the middle of a series holds until the next one.
    #[must_use]
    pub fn is_stale(&self, series: Series, day: NaiveDate) -> bool {
        self.of(series)
            .last()
            .is_none_or(|newest| newest.from < half_year(day))
    }
}
