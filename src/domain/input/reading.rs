//! What digits with points and commas can mean, for every field that takes a number.

use rust_decimal::Decimal;

use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::failure::{Failure, Result};

pub(super) fn ambiguous(text: &str, grouped: Decimal, fraction: Decimal, hint: String) -> Failure {
    Failure::usage(format!(
        "\"{text}\" could mean {grouped} or {fraction}, so it is not taken."
    ))
    .hint(hint)
}

/// The refusal of what may have any number of decimals.
pub(super) fn two_ways(text: &str, grouped: Decimal, fraction: Decimal) -> Failure {
    let hint = format!("write {grouped} or {fraction}0");
    ambiguous(text, grouped, fraction, hint)
}

pub(super) fn no_number(text: &str, what: &str, example: &str) -> Failure {
    let article = if what == "amount" { "an" } else { "a" };
    Failure::usage(format!("\"{}\" is not {article} {what}.", text.trim()))
        .hint(format!("write digits, such as {example}"))
}

/// Takes the code or the sign of the currency away from either end.
pub(super) fn without_currency(text: &str, currency: Currency) -> Result<&str> {
    let is_word = |c: char| !(c.is_ascii_digit() || is_separator(c) || is_sign(c));
    let start = text.trim_start_matches(is_word);
    let before = text.strip_suffix(start).unwrap_or_default();
    let bare = start.trim_end_matches(is_word);
    let after = start.strip_prefix(bare).unwrap_or_default();
    let named = match (before, after) {
        ("", "") => return Ok(text),
        (word, "") | ("", word) => word,
        _ => return Ok(text),
    };
    if named.eq_ignore_ascii_case(currency.code()) || named == currency.sign() {
        return Ok(bare.trim_matches(is_space));
    }
    match Currency::from_code(named) {
        Ok(other) => Err(Failure::usage(format!(
            "\"{text}\" is in {other}, but the amount is in {currency}."
        ))
        .hint(format!("give the amount in {currency}"))),
        Err(_) => Ok(text),
    }
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '\u{2019}') || is_space(c)
}

pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '+' | '-' | '\u{2212}')
}

/// What a text can mean.
pub(super) enum Reading {
    /// One thing.
    Clear(Decimal),
    /// The separator groups thousands, or it is the decimal mark.
    Either { grouped: Decimal, fraction: Decimal },
    /// No number, or one with more digits than a decimal holds.
    Nothing,
}

/// Reads a number, with or without a sign.
pub(super) fn read(text: &str) -> Reading {
    let negative = text.starts_with(['-', '\u{2212}']);
    let body = text
        .strip_prefix(is_sign)
        .unwrap_or(text)
        .trim_start_matches(is_space);
    let reading = read_unsigned(body);
    if !negative {
        return reading;
    }
    match reading {
        Reading::Clear(value) => Reading::Clear(-value),
        Reading::Either { grouped, fraction } => Reading::Either {
            grouped: -grouped,
            fraction: -fraction,
        },
        Reading::Nothing => Reading::Nothing,
    }
}

fn read_unsigned(body: &str) -> Reading {
    if !body.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return Reading::Nothing;
    }
    let mut marks: Vec<char> = body.chars().filter(|c| is_separator(*c)).collect();
    let last = marks.pop();
    let plain = match last {
        None => digits(body, ""),
        // The last mark differs from those before it: it is the decimal one.
        Some(mark) if matches!(mark, '.' | ',') && marks.iter().all(|m| *m != mark) => {
            let (whole, fraction) = body.rsplit_once(mark).unwrap_or((body, ""));
            if marks.is_empty() && could_group(whole, fraction) {
                return either(whole, fraction);
            }
            ungroup(whole).zip(decimal_part(fraction))
        }
        Some(_) => ungroup(body).map(|whole| (whole, String::new())),
    };
    plain
        .and_then(|(whole, fraction)| value(&whole, &fraction))
        .map_or(Reading::Nothing, Reading::Clear)
}

fn digits(whole: &str, fraction: &str) -> Option<(String, String)> {
    (!whole.is_empty()).then(|| (whole.to_owned(), fraction.to_owned()))
}

/// The digits after a decimal mark: at least one, and nothing else.
fn decimal_part(fraction: &str) -> Option<String> {
    (!fraction.is_empty() && fraction.chars().all(|c| c.is_ascii_digit()))
        .then(|| fraction.to_owned())
}

/// Whether one separator between these two may group thousands: `1.234` and `999,000`, but not
/// `0.123`, `1234.567` or `1.23`.
fn could_group(whole: &str, fraction: &str) -> bool {
    fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
}

fn either(whole: &str, fraction: &str) -> Reading {
    match (
        value(&format!("{whole}{fraction}"), ""),
        value(whole, fraction),
    ) {
        (Some(grouped), Some(fraction)) => Reading::Either { grouped, fraction },
        _ => Reading::Nothing,
    }
}

/// Takes out one kind of grouping separator; `None` unless the groups are of three digits.
/// Before a decimal mark there may be no digit at all (`.50`).
fn ungroup(text: &str) -> Option<String> {
    let Some(mark) = text.chars().find(|c| is_separator(*c)) else {
        return Some(text.to_owned());
    };
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len())
        && groups.all(|g| g.len() == 3)
        && text.chars().all(|c| c.is_ascii_digit() || c == mark);
    fits.then(|| text.chars().filter(char::is_ascii_digit).collect())
}

fn value(whole: &str, fraction: &str) -> Option<Decimal> {
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    };
    decimal::parse(&text).ok()
}
