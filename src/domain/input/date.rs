//! Typed days: `+30`, `fri`, `23.12.`, `2026-12-23`.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::names::{month, weekday};
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;

/// How far away a day and month without a year is searched; February 29 may be 8 years off.
const YEARS_AROUND: i32 = 8;

/// Reads a day as a person types it, upper or lower case.
///
/// - `today`, `tomorrow`, `yesterday`; `+30` and `-3` are days from today.
/// - `fri`, `friday`: the next such day after today, so 7 days on when today is one.
/// - `23.12.`, `23.12`, `23/12`, `23 Dec`: the occurrence nearest to today, before or after, so that
///   it suits a due date and a payment alike; of two equally near ones the later.
/// - `23.12.2026`, `23.12.26`, `23/12/2026` (the day first), `23 Dec 2026`, `Wed 23 Dec 2026`,
///   `2026-12-23`. Two digits of a year are 20xx.
///
/// Names of days and months may be English, German, French or Spanish (`mi`, `23. Dezember`,
/// `1er mars`, `23 de diciembre de 2026`).
///
/// # Errors
/// Usage, when it names no day, or one outside the years 1900 to 2999.
pub fn date(text: &str, today: NaiveDate) -> Result<NaiveDate> {
    dated(
        text,
        Origin {
            today,
            from: today,
            year: Year::Nearest,
        },
    )
}

/// Reads a day that lies behind, such as that of a payment: as [`date()`], but a day of the week is
/// the last such day, today included.
///
/// # Errors
/// The same as those of [`date()`].
pub fn date_past(text: &str, today: NaiveDate) -> Result<NaiveDate> {
    let day = date(text, today)?;
    let is_weekday = weekday(text.trim()).is_some();
    Ok(if is_weekday { day - Days::new(7) } else { day })
}

/// Reads a day that follows another, such as the due date after the day of issue: as [`date()`],
/// but `+30`, `-3` and a day of the week count from that day, and a day without a year is the first
/// such day from then on. `today`, `tomorrow` and `yesterday` stay what they are.
///
/// # Errors
/// The same as those of [`date()`].
pub fn date_after(text: &str, from: NaiveDate, today: NaiveDate) -> Result<NaiveDate> {
    dated(
        text,
        Origin {
            today,
            from,
            year: Year::OnOrAfter,
        },
    )
}

/// What a typed day is relative to.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    /// What the word `today` means.
    pub today: NaiveDate,
    /// Where distances and weekdays count from.
    pub from: NaiveDate,
    /// How a day without a year gets one.
    pub year: Year,
}

/// Which of the days of all years is meant when no year is typed.
#[derive(Clone, Copy)]
pub(super) enum Year {
    Nearest,
    OnOrAfter,
    OnOrBefore,
}

pub(super) fn dated(text: &str, origin: Origin) -> Result<NaiveDate> {
    let lower = text.trim().to_lowercase();
    let found = match read(&lower, origin) {
        Reading::Day(day) => Some(day),
        Reading::NoSuchDay => {
            return Err(Failure::usage(format!(
                "\"{}\" names a day that does not exist.",
                text.trim()
            ))
            .hint("the day comes first, as in 23.12.2026, or write 2026-12-23"));
        }
        Reading::Nothing => None,
    };
    let day = found.ok_or_else(|| {
        Failure::usage(format!("\"{}\" is not a date.", text.trim()))
            .hint("write 2026-12-23, 23.12., +30, fri or today")
    })?;
    if (1900..=2999).contains(&day.year()) {
        Ok(day)
    } else {
        Err(
            Failure::usage(format!("\"{}\" is too far away.", text.trim()))
                .hint("use a year from 1900 to 2999"),
        )
    }
}

/// The form that echoes a typed day: "Wed 23 Dec 2026".
#[must_use]
pub fn date_echo(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// The short form of the screens: "20 Oct" and "04 Nov", with the year when it is not today's.
#[must_use]
pub fn date_short(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() {
        "%d %b"
    } else {
        "%d %b %Y"
    };
    day.format(form).to_string()
}

enum Reading {
    Day(NaiveDate),
    NoSuchDay,
    Nothing,
}

impl From<Option<NaiveDate>> for Reading {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::NoSuchDay, Self::Day)
    }
}

fn read(text: &str, origin: Origin) -> Reading {
    let Origin { today, from, .. } = origin;
    match text {
        "today" | "heute" | "aujourd'hui" | "aujourd’hui" | "hoy" => return Reading::Day(today),
        "tomorrow" | "morgen" | "demain" | "mañana" => return today.succ_opt().into(),
        "yesterday" | "gestern" | "hier" | "ayer" => return today.pred_opt().into(),
        _ => {}
    }
    if let Some(weekday) = weekday(text) {
        return next(weekday, from).into();
    }
    if let Some(count) = text.strip_prefix('+').and_then(days) {
        return from.checked_add_days(count).into();
    }
    if let Some(count) = text.strip_prefix(['-', '\u{2212}']).and_then(days) {
        return from.checked_sub_days(count).into();
    }
    let words: Vec<&str> = text.split_whitespace().filter(|w| *w != "de").collect();
    match *words.as_slice() {
        [one] => numeric(one, origin),
        [day, month] => spelt(day, month, None, origin),
        [first, day, month] if weekday(first).is_none() => spelt(first, day, Some(month), origin),
        [name, day, month] => of_weekday(name, spelt(day, month, None, origin)),
        [name, day, month, year] => of_weekday(name, spelt(day, month, Some(year), origin)),
        _ => Reading::Nothing,
    }
}

fn days(text: &str) -> Option<Days> {
    number(text, 1, 6).map(|n| Days::new(u64::from(n)))
}

/// A number of so many digits and nothing else.
pub(super) fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    let plain = text.chars().all(|c| c.is_ascii_digit()) && (least..=most).contains(&text.len());
    if plain { text.parse().ok() } else { None }
}

fn next(weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = (6 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(u64::from(ahead) + 1))
}

/// One word: `2026-12-23`, `23.12.2026`, `23.12.`, `23/12/2026`, `23/12`.
fn numeric(text: &str, origin: Origin) -> Reading {
    let iso: Vec<&str> = text.split('-').collect();
    if let [year, month, day] = *iso.as_slice() {
        let parts = (number(year, 4, 4), number(month, 1, 2), number(day, 1, 2));
        return match parts {
            (Some(year), Some(month), Some(day)) => calendar(year, month, day).into(),
            _ => Reading::Nothing,
        };
    }
    let mark = if text.contains('/') { '/' } else { '.' };
    let parts: Vec<&str> = text.split(mark).collect();
    let (day, month, year) = match *parts.as_slice() {
        [day, month] => (day, month, None),
        [day, month, ""] if mark == '.' => (day, month, None),
        [day, month, year] => (day, month, Some(year)),
        _ => return Reading::Nothing,
    };
    match (number(day, 1, 2), number(month, 1, 2)) {
        (Some(day), Some(month)) => with_year(day, month, year, origin),
        _ => Reading::Nothing,
    }
}

/// `23 dec`, `23. Dezember` or `1er mars`, with or without a year.
fn spelt(day: &str, name: &str, year: Option<&str>, origin: Origin) -> Reading {
    let day = day
        .strip_suffix('.')
        .or(day.strip_suffix("er"))
        .unwrap_or(day);
    match (number(day, 1, 2), month(name)) {
        (Some(day), Some(month)) => with_year(day, month, year, origin),
        _ => Reading::Nothing,
    }
}

/// A day that is said to be a weekday must be one.
fn of_weekday(name: &str, reading: Reading) -> Reading {
    match (weekday(name), reading) {
        (Some(weekday), Reading::Day(day)) if day.weekday() == weekday => Reading::Day(day),
        (Some(_), Reading::Day(_) | Reading::NoSuchDay) => Reading::NoSuchDay,
        (Some(_), Reading::Nothing) | (None, _) => Reading::Nothing,
    }
}

fn with_year(day: u32, month: u32, year: Option<&str>, origin: Origin) -> Reading {
    let Some(year) = year else {
        return without_year(day, month, origin).into();
    };
    match (number(year, 4, 4), number(year, 2, 2)) {
        (Some(full), _) => calendar(full, month, day).into(),
        (None, Some(short)) => calendar(2000 + short, month, day).into(),
        (None, None) => Reading::Nothing,
    }
}

pub(super) fn calendar(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn without_year(day: u32, month: u32, origin: Origin) -> Option<NaiveDate> {
    let from = origin.from;
    let mut years = (-YEARS_AROUND..=YEARS_AROUND)
        .rev()
        .filter_map(|offset| NaiveDate::from_ymd_opt(from.year().checked_add(offset)?, month, day));
    match origin.year {
        Year::Nearest => years.min_by_key(|found| (*found - from).num_days().abs()),
        Year::OnOrAfter => years.filter(|found| *found >= from).min(),
        Year::OnOrBefore => years.find(|found| *found <= from),
    }
}
