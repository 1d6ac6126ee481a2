//! Typed periods of supply: `nov`, `2026-11`, `q3`, `01.11.-15.11.`, `2026-11-01..2026-11-15`.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::date::{Origin, Year, calendar, date_echo, date_past, dated, number};
use super::names::month;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;

/// What may stand between the two ends, in the order in which it is looked for.
const BETWEEN: [&str; 10] = [
    "..", "…", "–", "—", " - ", " to ", " bis ", " au ", " al ", " a ",
];

/// Two days that lie farther apart than any year reads the same only when its year was typed.
const ANOTHER_TIME: Days = Days::new(365 * 4 + 100);

/// Reads a period of supply as a person types it, as its first and last day.
///
/// - `nov`, `november 2026`, `2026-11`, `11/2026`: a month. `q3`, `q3 2026`, `2026-q3`: a quarter.
///   `2026`: a year. Without a year it is the one nearest to today, of two equally near ones the
///   earlier.
/// - `01.11.-15.11.`, `1.-15.11.2026`, `1-15 nov`, `2026-11-01..2026-11-15`, `oct-nov`: from one to
///   the other. Without a year the last day is the one nearest to today, and the first the last
///   such day before it.
/// - Any day of [`super::date_past`] alone is a period of one day.
///
/// Names may be English, German, French or Spanish.
///
/// # Errors
/// Usage, when it names no period, ends before it starts, or leaves the years 1900 to 2999.
pub fn period(text: &str, today: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
    let lower = text.trim().to_lowercase();
    let origin = |year| Origin {
        today,
        from: today,
        year,
    };
    if let Some(found) = named(&lower, origin(Year::Nearest)) {
        return in_reach(text, found);
    }
    if let Ok(day) = date_past(&lower, today) {
        return Ok((day, day));
    }
    let Some((first, last)) = halves(&lower) else {
        return Err(no_period(text));
    };
    let found = between(first, last, today).ok_or_else(|| no_period(text))?;
    if found.0 > found.1 {
        return Err(
            Failure::usage(format!("\"{}\" ends before it starts.", text.trim()))
                .hint("write the first day first, such as 2026-11-01..2026-11-15"),
        );
    }
    in_reach(text, found)
}

/// Says what a period is: "Sun 1 Nov 2026 to Sun 15 Nov 2026", or its only day.
#[must_use]
pub fn period_echo(from: NaiveDate, until: NaiveDate) -> String {
    if from == until {
        date_echo(from)
    } else {
        format!("{} to {}", date_echo(from), date_echo(until))
    }
}

fn no_period(text: &str) -> Failure {
    Failure::usage(format!("\"{}\" is not a day or a period.", text.trim()))
        .hint("write nov, 2026-11, q3, 01.11.-15.11. or 2026-11-01..2026-11-15")
}

fn in_reach(text: &str, found: (NaiveDate, NaiveDate)) -> Result<(NaiveDate, NaiveDate)> {
    let years = 1900..=2999;
    if years.contains(&found.0.year()) && years.contains(&found.1.year()) {
        return Ok(found);
    }
    Err(
        Failure::usage(format!("\"{}\" is too far away.", text.trim()))
            .hint("use a year from 1900 to 2999"),
    )
}

/// Cuts a text at what stands between two ends. A hyphen alone must be the only one.
fn halves(text: &str) -> Option<(&str, &str)> {
    let found = BETWEEN.iter().find_map(|mark| text.split_once(mark));
    let (first, last) =
        found.or_else(|| text.split_once('-').filter(|(_, last)| !last.contains('-')))?;
    let (first, last) = (first.trim(), last.trim());
    (!first.is_empty() && !last.is_empty()).then_some((first, last))
}

fn between(first: &str, last: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let end = |from, year| side(last, Origin { today, from, year }).map(|(_, until)| until);
    let until = end(today, Year::Nearest)?;
    if let Some(day) = number(first.strip_suffix('.').unwrap_or(first), 1, 2) {
        return Some((until.with_day(day)?, until));
    }
    let start = |from, year| side(first, Origin { today, from, year }).map(|(from, _)| from);
    let from = start(until, Year::OnOrBefore)?;
    let far = until.checked_add_days(ANOTHER_TIME)?;
    if start(far, Year::OnOrBefore)? == from {
        // The year of the first day was typed: the last one, where it has none, follows it.
        return Some((from, end(from, Year::OnOrAfter)?));
    }
    Some((from, until))
}

/// One end: the days of a month, a quarter or a year, or one day.
fn side(text: &str, origin: Origin) -> Option<(NaiveDate, NaiveDate)> {
    named(text, origin).or_else(|| dated(text, origin).ok().map(|day| (day, day)))
}

/// A month, a quarter or a year.
fn named(text: &str, origin: Origin) -> Option<(NaiveDate, NaiveDate)> {
    let (first, months) = if let Some(year) = number(text, 4, 4) {
        (calendar(year, 1, 1)?, 12)
    } else {
        let marks = ['-', '/', '.'];
        if text.ends_with(['-', '/']) || text.starts_with(marks) || text.contains("..") {
            return None;
        }
        let words: Vec<&str> = text.split([' ', '-', '/', '.']).collect();
        let words: Vec<&str> = words
            .into_iter()
            .filter(|word| !word.is_empty() && *word != "de")
            .collect();
        let (unit, year) = match *words.as_slice() {
            [one] => (one, None),
            [one, year] if number(year, 4, 4).is_some() => (one, Some(year)),
            [year, one] if number(year, 4, 4).is_some() => (one, Some(year)),
            _ => return None,
        };
        let (month, months) = unit_of(unit, year.is_some())?;
        let first = match year.and_then(|year| number(year, 4, 4)) {
            Some(year) => calendar(year, month, 1)?,
            None => of_some_year(month, months, origin)?,
        };
        (first, months)
    };
    let next = first.checked_add_months(Months::new(months))?;
    Some((first, next.pred_opt()?))
}

/// The first month and the number of months of `nov`, `q3`, or `11` beside a year.
fn unit_of(text: &str, with_year: bool) -> Option<(u32, u32)> {
    if let Some(month) = month(text) {
        return Some((month, 1));
    }
    if let Some(quarter) = text.strip_prefix('q').or(text.strip_prefix('t')) {
        let quarter = number(quarter, 1, 1).filter(|quarter| (1..=4).contains(quarter))?;
        return Some((quarter * 3 - 2, 3));
    }
    let month = number(text, 1, 2).filter(|month| with_year && (1..=12).contains(month))?;
    Some((month, 1))
}

/// The first day of such a month or quarter of the year that an origin means.
fn of_some_year(month: u32, months: u32, origin: Origin) -> Option<NaiveDate> {
    let from = origin.from;
    // Distances are counted in months from the first one of the unit that the day lies in.
    let here = (from.month0() / months) * months;
    let distance = |first: &NaiveDate| {
        let years = i64::from(first.year()) - i64::from(from.year());
        years * 12 + i64::from(first.month0()) - i64::from(here)
    };
    let mut firsts = (-1..=1)
        .filter_map(|offset| NaiveDate::from_ymd_opt(from.year().checked_add(offset)?, month, 1));
    match origin.year {
        Year::Nearest => firsts.min_by_key(|first| distance(first).abs()),
        Year::OnOrAfter => firsts.find(|first| distance(first) >= 0),
        Year::OnOrBefore => firsts.filter(|first| distance(first) <= 0).max(),
    }
}
