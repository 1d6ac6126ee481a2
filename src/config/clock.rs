//! The clock, which only the front ends read.

use chrono::{DateTime, Datelike, Local, NaiveDate, Utc};

use crate::domain::clock::Now;
use crate::failure::{Failure, Result};

/// Where "now" comes from: the machine, or a day that the user fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    fixed: Option<NaiveDate>,
}

impl Clock {
    /// The machine's clock: the local calendar day.
    #[must_use]
    pub const fn system() -> Self {
        Self { fixed: None }
    }

    /// A fixed day: the instant is that day at the real time of day, UTC.
    #[must_use]
    pub const fn fixed(day: NaiveDate) -> Self {
        Self { fixed: Some(day) }
    }

    /// Reads the day of `--today` or `PAYME_TODAY`.
    ///
    /// # Errors
    /// Usage, when it is not a date of the form `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = Failure::usage(format!("\"{text}\" is not a day for --today."))
            .hint("write it as YYYY-MM-DD, such as 2026-12-23");
        let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d");
        match day {
            Ok(day) if (1900..=2199).contains(&day.year()) => Ok(Self::fixed(day)),
            Ok(_) | Err(_) => Err(wrong),
        }
    }

    /// The day that was fixed.
    #[must_use]
    pub const fn fixed_day(&self) -> Option<NaiveDate> {
        self.fixed
    }

    /// The moment.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place where the settings read the clock"
    )]
    pub fn now(&self) -> Now {
        moment(self.fixed, Local::now().date_naive(), Utc::now())
    }
}

/// A fixed day wins over the local one, and carries the instant with it.
fn moment(fixed: Option<NaiveDate>, local: NaiveDate, at: DateTime<Utc>) -> Now {
    match fixed {
        Some(today) => Now {
            today,
            at: today.and_time(at.time()).and_utc(),
        },
        None => Now { today: local, at },
    }
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
