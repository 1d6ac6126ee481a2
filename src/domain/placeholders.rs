//! Words in the texts of a recurring invoice that stand for its day: `Hosting, {month} {year}`.
//!
//! Each occurrence fills them anew, in the client's language. The month before may lie in the year
//! before, so `{month-1 year}` writes both together.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::locale::Language;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "placeholders_tests.rs"]
mod tests;

/// What a text may hold, as it is said to its writer.
pub const KNOWN: &str = "{day}, {week}, {month}, {month:02}, {quarter}, {year}, {year:02}, one \
                         before or after as in {month-1} and {year+1}, and with its year as in \
                         {month year} and {month-1 year}";

/// What the document itself fills in, later: see [`super::wording::document::filled`].
const OF_THE_DOCUMENT: [&str; 3] = ["number", "due", "days"];

/// The farthest step back or ahead.
const FARTHEST: u32 = 120;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What is written of the day that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Usual,
    TwoDigits,
    WithYear,
}

/// Fills the placeholders of a text for a day, in a language.
///
/// - `{day}`, `{week}` (ISO 8601), `{quarter}` and `{year}` are numbers, `{month}` is the name;
///   `{day:02}`, `{week:02}`, `{month:02}` and `{year:02}` have two digits.
/// - `{month-1}`, `{year+1}` and so on step back or ahead by up to 120 of the same unit.
/// - `{month year}`, `{month-1 year}`, `{quarter year}` and `{week year}` write the year that it is
///   in as well: in January, `{month-1 year}` is December of the year before.
/// - `{{` and `}}` are braces.
///
/// # Errors
/// Usage, when a placeholder is not known (it is named, with the known ones), when a brace has no
/// partner, or when a step leaves the calendar.
pub fn fill(text: &str, day: NaiveDate, language: Language) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (plain, brace) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        if let Some(after) = brace.strip_prefix("{{") {
            out.push('{');
            rest = after;
        } else if let Some(after) = brace.strip_prefix("}}") {
            out.push('}');
            rest = after;
        } else {
            let inner = brace.strip_prefix('{').and_then(|b| b.split_once('}'));
            let Some((inside, after)) = inner.filter(|(inside, _)| !inside.contains('{')) else {
                return Err(unbalanced(brace));
            };
            out.push_str(&written(inside, day, language)?);
            rest = after;
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn unbalanced(at: &str) -> Failure {
    let shown = super::text::truncate(&super::text::one_line(at), 20);
    Failure::usage(format!("The brace at \"{shown}\" has no partner."))
        .hint("write {month} with both braces, or {{ and }} for braces in the text")
}

fn written(inside: &str, day: NaiveDate, language: Language) -> Result<String> {
    if OF_THE_DOCUMENT.contains(&inside) {
        return Ok(format!("{{{inside}}}"));
    }
    let shown = super::text::one_line(inside);
    let (name, steps, form) = read(inside).ok_or_else(|| {
        Failure::usage(format!("The placeholder {{{shown}}} is not known."))
            .hint(format!("use {KNOWN}"))
    })?;
    let found = moved(day, name, steps).ok_or_else(|| {
        Failure::usage(format!("The placeholder {{{shown}}} leaves the calendar."))
            .hint("use a smaller step")
    })?;
    Ok(show(found, name, form, language))
}

/// `month`, `month-1`, `month:02`, `month-1 year`.
fn read(inside: &str) -> Option<(Name, i32, Form)> {
    let (inside, form) = if let Some(inside) = inside.strip_suffix(" year") {
        (inside, Form::WithYear)
    } else if let Some(inside) = inside.strip_suffix(":02") {
        (inside, Form::TwoDigits)
    } else {
        (inside, Form::Usual)
    };
    let end = inside.find(['+', '-']).unwrap_or(inside.len());
    let (name, step) = inside.split_at_checked(end)?;
    let name = match name {
        "day" => Name::Day,
        "week" => Name::Week,
        "month" => Name::Month,
        "quarter" => Name::Quarter,
        "year" => Name::Year,
        _ => return None,
    };
    let fits = match (name, form) {
        (Name::Day | Name::Year, Form::WithYear) | (Name::Quarter, Form::TwoDigits) => false,
        (
            Name::Day | Name::Week | Name::Month | Name::Quarter | Name::Year,
            Form::Usual | Form::TwoDigits | Form::WithYear,
        ) => true,
    };
    let steps = if step.is_empty() { 0 } else { steps(step)? };
    fits.then_some((name, steps, form))
}

/// `+1` or `-12`.
fn steps(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-'])?;
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let count: u32 = digits.parse().ok().filter(|count| *count <= FARTHEST)?;
    let count = i32::try_from(count).ok().filter(|_| plain)?;
    Some(if text.starts_with('-') { -count } else { count })
}

fn moved(day: NaiveDate, name: Name, steps: i32) -> Option<NaiveDate> {
    let months = |each: u32| {
        let count = Months::new(steps.unsigned_abs().checked_mul(each)?);
        if steps < 0 {
            day.checked_sub_months(count)
        } else {
            day.checked_add_months(count)
        }
    };
    let days = |each: u64| {
        let count = Days::new(u64::from(steps.unsigned_abs()).checked_mul(each)?);
        if steps < 0 {
            day.checked_sub_days(count)
        } else {
            day.checked_add_days(count)
        }
    };
    match name {
        Name::Day => days(1),
        Name::Week => days(7),
        Name::Month => months(1),
        Name::Quarter => months(3),
        Name::Year => months(12),
    }
}

fn show(day: NaiveDate, name: Name, form: Form, language: Language) -> String {
    let year = |number: u32, year: i32| match (form, language) {
        (Form::Usual, _) => number.to_string(),
        (Form::TwoDigits, _) => format!("{number:02}"),
        (Form::WithYear, Language::Es) => format!("{number} de {year}"),
        (Form::WithYear, Language::En | Language::De | Language::Fr) => format!("{number} {year}"),
    };
    match (name, form) {
        (Name::Day, _) => year(day.day(), day.year()),
        (Name::Week, _) => year(day.iso_week().week(), day.iso_week().year()),
        (Name::Month, Form::Usual) => language.month(day),
        (Name::Month, Form::TwoDigits) => format!("{:02}", day.month()),
        (Name::Month, Form::WithYear) => language.month_and_year(day),
        (Name::Quarter, _) => year(day.month0() / 3 + 1, day.year()),
        (Name::Year, Form::Usual | Form::WithYear) => day.year().to_string(),
        (Name::Year, Form::TwoDigits) => format!("{:02}", day.year().rem_euclid(100)),
    }
}
