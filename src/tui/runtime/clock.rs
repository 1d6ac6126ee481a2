//! The clock of the screens: now, and when a new day begins.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Local, NaiveTime, TimeDelta, TimeZone, Utc};

use crate::config::Clock;
use crate::domain::clock::Now;

/// Tells what time it is, on any thread.
pub type Ticks = Arc<dyn Fn() -> Now + Send + Sync>;

/// The clock of the settings. A fixed day keeps its day, but its instants never go back, so that
/// what waits ten seconds at midnight waits ten seconds.
#[must_use]
pub fn ticks(clock: Clock) -> Ticks {
    if clock.fixed_day().is_none() {
        return Arc::new(move || clock.now());
    }
    let last = Mutex::new(None);
    Arc::new(move || {
        let now = clock.now();
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let at = onward(now.at, *last);
        *last = Some(at);
        Now { at, ..now }
    })
}

/// The time of day as it goes on over midnight. A small step back is a clock being set.
fn onward(at: DateTime<Utc>, last: Option<DateTime<Utc>>) -> DateTime<Utc> {
    let Some(last) = last else { return at };
    let mut at = at;
    while last - at > TimeDelta::hours(12) {
        at += TimeDelta::days(1);
    }
    at
}

/// When the user's next day begins; never, when the day is fixed.
pub(super) fn midnight(clock: Clock, now: Now) -> Option<DateTime<Utc>> {
    if clock.fixed_day().is_some() {
        return None;
    }
    // The day of the instant: the demo can show another one.
    let tomorrow = now.at.with_timezone(&Local).date_naive().succ_opt()?;
    // Where summer time begins at midnight, the day begins at one o'clock.
    (0..4).find_map(|hour| {
        let begin = tomorrow.and_hms_opt(hour, 0, 0)?;
        let begin = Local.from_local_datetime(&begin).earliest()?;
        Some(begin.with_timezone(&Utc))
    })
}

/// The time of day of an instant where the user is; of a fixed day, whose instants are made up, UTC.
pub(super) fn time_of_day(clock: Clock, at: DateTime<Utc>) -> NaiveTime {
    match clock.fixed_day() {
        Some(_) => at.time(),
        None => at.with_timezone(&Local).time(),
    }
}

/// An instant that is waited for, where the user is: the time, and the day when it is another one.
pub(super) fn until(clock: Clock, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let (now, at) = match clock.fixed_day() {
        Some(_) => (now.naive_utc(), at.naive_utc()),
        None => (
            now.with_timezone(&Local).naive_local(),
            at.with_timezone(&Local).naive_local(),
        ),
    };
    let pattern = if now.date() == at.date() {
        "%H:%M"
    } else {
        "%-d %b, %H:%M"
    };
    at.format(pattern).to_string()
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
