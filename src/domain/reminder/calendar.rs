//! The days on which a message may go: never on a weekend of either side.

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

use crate::domain::country::weekend;

/// The weekends of both sides of a letter, as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    own: &'static [Weekday],
    client: &'static [Weekday],
}

impl Calendar {
    pub(super) fn new(own_country: &str, client_country: &str) -> Self {
        Self {
            own: weekend(own_country),
            client: weekend(client_country),
        }
    }

    /// Whether neither side rests on a day.
    pub(super) fn allows(&self, day: NaiveDate) -> bool {
        let weekday = day.weekday();
        !self.own.contains(&weekday) && !self.client.contains(&weekday)
    }

    /// The day itself when it is allowed, else the next one that is.
    pub(super) fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        // Two weekends never cover a whole week, so this ends within it.
        let mut day = day;
        for _ in 0..7 {
            if self.allows(day) {
                break;
            }
            day = add_days(day, 1);
        }
        day
    }
}

/// A day some days later, or earlier when negative. It stops at the ends of the calendar.
pub(super) fn add_days(day: NaiveDate, days: i64) -> NaiveDate {
    let end = if days < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    };
    TimeDelta::try_days(days)
        .and_then(|delta| day.checked_add_signed(delta))
        .unwrap_or(end)
}

/// The day by which a letter asks for payment: a week after it is written, moved off the weekends
/// of both countries (two-letter codes; empty means Saturday and Sunday).
#[must_use]
pub fn pay_by(today: NaiveDate, own_country: &str, client_country: &str) -> NaiveDate {
    let week_later = today.checked_add_days(Days::new(7)).unwrap_or(today);
    Calendar::new(own_country, client_country).on_or_after(week_later)
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
