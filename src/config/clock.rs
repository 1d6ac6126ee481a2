//! The clock, which only the front ends read.

use std::time::Instant;

use chrono::{
    DateTime, Datelike, FixedOffset, Local, NaiveDate, NaiveTime, Offset, TimeDelta, Utc,
};

use crate::domain::clock::Now;
use crate::failure::{Failure, Result};

/// Where "now" comes from: the machine, or a day that the user fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    fixed: Option<Fixed>,
}

/// A day that the user fixed, and the time of day at which the program began where that is fixed
/// too: from there it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fixed {
    day: NaiveDate,
    time: Option<(NaiveTime, Instant)>,
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
        Self {
            fixed: Some(Fixed { day, time: None }),
        }
    }

    /// Reads the day of `--today` or `PAYME_TODAY`, and the time of day (UTC) where one is given.
    ///
    /// # Errors
    /// Usage, when it is not of the form `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Failure::usage(format!("\"{text}\" is not a day for --today."))
                .hint("write it as YYYY-MM-DD, such as 2026-12-23, or as 2026-12-23T10:30")
        };
        let (day, time) = match text.trim().split_once('T') {
            Some((day, time)) => (day, Some(time)),
            None => (text.trim(), None),
        };
        let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok();
        let day = day.filter(|day| (1900..=2199).contains(&day.year()));
        let day = day.ok_or_else(wrong)?;
        let time = match time.map(|time| NaiveTime::parse_from_str(time, "%H:%M")) {
            Some(Ok(time)) => Some((time, Instant::now())),
            Some(Err(_)) => return Err(wrong()),
            None => None,
        };
        Ok(Self {
            fixed: Some(Fixed { day, time }),
        })
    }

    /// The day that was fixed.
    #[must_use]
    pub fn fixed_day(&self) -> Option<NaiveDate> {
        self.fixed.map(|fixed| fixed.day)
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

    /// How far the user's time is from UTC at an instant; not at all on a fixed day.
    #[must_use]
    pub fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        match self.fixed {
            Some(_) => Utc.fix(),
            None => at.with_timezone(&Local).offset().fix(),
        }
    }
}

/// A fixed day wins over the local one, and carries the instant with it.
fn moment(fixed: Option<Fixed>, local: NaiveDate, at: DateTime<Utc>) -> Now {
    match fixed {
        Some(Fixed { day, time }) => Now {
            today: day,
            at: match time {
                Some((time, since)) => {
                    let gone = TimeDelta::from_std(since.elapsed()).unwrap_or_default();
                    day.and_time(time).and_utc() + gone
                }
                None => day.and_time(at.time()).and_utc(),
            },
        },
        None => Now { today: local, at },
    }
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
