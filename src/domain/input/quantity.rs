//! Typed quantities, prices of one unit, percentages and discounts: `1:30`, `2,5`, `76.00`, `10 %`.
//!
//! Each has an echo, which says what was understood before it counts.

use rust_decimal::{Decimal, RoundingStrategy};

use super::amount::amount;
use super::reading::{Reading, is_sign, is_space, no_number, read, two_ways, without_currency};
use crate::domain::currency::Currency;
use crate::domain::decimal::plain;
use crate::domain::locale::Language;
use crate::domain::money::Money;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "quantity_tests.rs"]
mod tests;

/// The most decimals of a unit price.
pub const PRICE_DECIMALS: u32 = 6;

/// The decimals that hours are rounded to when their minutes have no exact ones.
const HOUR_DECIMALS: u32 = 4;

/// A discount as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedDiscount {
    /// So many percent, 0 to 100.
    Percent(Decimal),
    /// A sum of money, never negative.
    Amount(Money),
}

/// Reads a quantity: a number with the separators of [`super::amount()`], or a time, which counts
/// in hours. Negative takes back.
///
/// Times are `1:30`, `1h30`, `1h 30m`, `1.5h` and `90m`. Minutes that are no exact decimal of an
/// hour are rounded to 4 decimals, half away from zero; [`quantity_echo`] says so.
///
/// # Errors
/// Usage, when it is neither, has more than 59 minutes beside its hours, or could be read in two
/// ways (both are named).
pub fn quantity(text: &str) -> Result<Decimal> {
    match time(text)? {
        Some(minutes) => Ok(hours(minutes)),
        None => clear(text, "quantity", "3, 2.5, 2,5 or 1:30"),
    }
}

/// Says what a typed quantity means: "= 2.5", "1 h 30 min = 1.5",
/// "1 h 20 min = 1.3333, rounded to 4 decimals".
///
/// # Errors
/// The same as those of [`quantity`].
pub fn quantity_echo(text: &str) -> Result<String> {
    let value = quantity(text)?;
    let said = grouped(value, 0);
    let Some(minutes) = time(text)? else {
        return Ok(format!("= {said}"));
    };
    let sign = if minutes < 0 { "-" } else { "" };
    let (whole, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
    let time = match (whole, rest) {
        (0, rest) => format!("{sign}{rest} min"),
        (whole, 0) => format!("{sign}{whole} h"),
        (whole, rest) => format!("{sign}{whole} h {rest} min"),
    };
    let rounded = if minutes % 3 == 0 {
        String::new()
    } else {
        format!(", rounded to {HOUR_DECIMALS} decimals")
    };
    Ok(format!("{time} = {said}{rounded}"))
}

/// Reads the price of one unit: never negative, with up to [`PRICE_DECIMALS`] decimals whatever the
/// currency has. The currency's code or sign may stand before or after.
///
/// # Errors
/// Usage, when it is no number, is negative (EN 16931 BR-27), could be read in two ways (both are
/// named), names another currency, or has too many decimals.
pub fn price(text: &str, currency: Currency) -> Result<Decimal> {
    let bare = without_currency(text.trim(), currency)?;
    let value = clear(bare, "price", "76.00 or 76,00")?;
    if value < Decimal::ZERO {
        return Err(
            Failure::usage(format!("The price {} is negative.", plain(value))).hint(
                "give a price of 0 or more; to take something back, make the quantity negative",
            ),
        );
    }
    if value.normalize().scale() > PRICE_DECIMALS {
        return Err(Failure::usage(format!(
            "The price {} has more than {PRICE_DECIMALS} decimals.",
            plain(value)
        ))
        .hint(format!(
            "give at most {PRICE_DECIMALS} digits after the point"
        )));
    }
    Ok(value)
}

/// Says what a typed price means: "= 1,234.50 EUR".
///
/// # Errors
/// The same as those of [`price`].
pub fn price_echo(text: &str, currency: Currency) -> Result<String> {
    let value = price(text, currency)?;
    Ok(format!(
        "= {} {currency}",
        grouped(value, currency.decimals())
    ))
}

/// Reads a percentage from 0 to 100, with or without its sign. `1.234` has one reading here, since
/// the other would be more than 100.
///
/// # Errors
/// Usage, when it is no number or not from 0 to 100.
pub fn rate(text: &str) -> Result<Decimal> {
    let trimmed = text.trim();
    let bare = trimmed.strip_suffix('%').unwrap_or(trimmed);
    let value = match read(bare.trim_end_matches(is_space)) {
        Reading::Clear(value)
        | Reading::Either {
            fraction: value, ..
        } => value,
        Reading::Nothing => return Err(no_number(text, "percentage", "19, 5.5 or 5,5 %")),
    };
    if (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value) {
        Ok(unsigned_zero(value))
    } else {
        Err(
            Failure::usage(format!("{} % is not from 0 to 100 percent.", plain(value)))
                .hint("give a percentage from 0 to 100"),
        )
    }
}

/// Says what a typed percentage means: "= 5.5 %".
///
/// # Errors
/// The same as those of [`rate`].
pub fn rate_echo(text: &str) -> Result<String> {
    Ok(format!("= {} %", plain(rate(text)?)))
}

/// Reads a discount: `10%` or `10 %` is a percentage; `50`, `50,00` or `50 EUR` an amount.
///
/// # Errors
/// Usage, as of [`rate`] and of [`super::amount()`], and when the amount is negative.
pub fn discount(text: &str, currency: Currency) -> Result<TypedDiscount> {
    if text.trim().ends_with('%') {
        return rate(text).map(TypedDiscount::Percent);
    }
    let money = amount(text, currency)?;
    if money.minor() < 0 {
        return Err(Failure::usage(format!("The discount {money} is negative."))
            .hint("write what is taken off without a minus sign, such as 50 or 10 %"));
    }
    Ok(TypedDiscount::Amount(money))
}

/// Says what a typed discount means: "= 10 % off", "= 50.00 EUR off".
///
/// # Errors
/// The same as those of [`discount`].
pub fn discount_echo(text: &str, currency: Currency) -> Result<String> {
    Ok(match discount(text, currency)? {
        TypedDiscount::Percent(percent) => format!("= {} % off", plain(percent)),
        TypedDiscount::Amount(money) => format!("= {money} off"),
    })
}

fn clear(text: &str, what: &str, example: &str) -> Result<Decimal> {
    let bare = text.trim();
    match read(bare) {
        Reading::Clear(value) => Ok(unsigned_zero(value)),
        Reading::Either { grouped, fraction } => Err(two_ways(bare, grouped, fraction)),
        Reading::Nothing => Err(no_number(text, what, example)),
    }
}

fn unsigned_zero(value: Decimal) -> Decimal {
    if value.is_zero() {
        Decimal::ZERO
    } else {
        value
    }
}

/// Hours of so many minutes. A third of a minute's decimals never end, the others end after two.
fn hours(minutes: i64) -> Decimal {
    let exact = Decimal::from(minutes) / Decimal::from(60);
    let rounding = RoundingStrategy::MidpointAwayFromZero;
    unsigned_zero(exact.round_dp_with_strategy(HOUR_DECIMALS, rounding)).normalize()
}

/// The minutes of a typed time; `None` when the text is not one.
fn time(text: &str) -> Result<Option<i64>> {
    let lower = text.trim().to_lowercase();
    let negative = lower.starts_with(['-', '\u{2212}']);
    let body = lower.strip_prefix(is_sign).unwrap_or(&lower);
    let body: String = body.chars().filter(|c| !is_space(*c)).collect();
    let minutes = if let Some((whole, rest)) = body.split_once(':') {
        together(text, whole, (rest.len() == 2).then_some(rest))?
    } else if let Some((whole, rest)) = body.split_once('h') {
        let rest = rest
            .strip_suffix("min")
            .or(rest.strip_suffix('m'))
            .unwrap_or(rest);
        if rest.is_empty() && body.ends_with('h') {
            in_hours(whole)
        } else {
            together(text, whole, Some(rest))?
        }
    } else if let Some(rest) = body.strip_suffix("min").or(body.strip_suffix('m')) {
        count(rest)
    } else {
        return Ok(None);
    };
    let minutes = minutes.ok_or_else(|| no_time(text))?;
    Ok(Some(if negative { -minutes } else { minutes }))
}

fn no_time(text: &str) -> Failure {
    Failure::usage(format!("\"{}\" is not a time.", text.trim()))
        .hint("write hours and minutes as 1:30, 1h30 or 90m")
}

/// Hours and minutes of one time; `None` when they are no numbers.
fn together(text: &str, whole: &str, rest: Option<&str>) -> Result<Option<i64>> {
    let (Some(whole), Some(rest)) = (count(whole), rest.and_then(count)) else {
        return Ok(None);
    };
    if rest > 59 {
        return Err(Failure::usage(format!(
            "\"{}\" has {rest} minutes, and an hour has 60.",
            text.trim()
        ))
        .hint("use minutes from 00 to 59, or minutes alone as in 90m"));
    }
    Ok(Some(whole * 60 + rest))
}

/// The minutes of `2h` or `1.5h`; `None` when it is no number or no whole minutes.
fn in_hours(text: &str) -> Option<i64> {
    let value = match read(text) {
        Reading::Clear(value) => value,
        Reading::Either { .. } | Reading::Nothing => return None,
    };
    let minutes = value.checked_mul(Decimal::from(60))?.normalize();
    let whole = minutes.scale() == 0 && text.starts_with(|c: char| c.is_ascii_digit());
    i64::try_from(minutes.mantissa())
        .ok()
        .filter(|minutes| whole && *minutes < 60_000_000)
}

/// A count of up to six digits.
fn count(text: &str) -> Option<i64> {
    let plain = (1..=6).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// A decimal grouped by thousands, with at least so many decimals ("1,234.50").
fn grouped(value: Decimal, decimals: u32) -> String {
    let mut shown = value.normalize();
    if shown.scale() < decimals {
        shown.rescale(decimals);
    }
    let text = shown.to_string();
    let fraction = text.split_once('.').map(|(_, fraction)| fraction);
    let sign = if value < Decimal::ZERO { "-" } else { "" };
    let whole = Language::En.number(shown.trunc().abs());
    match fraction {
        Some(fraction) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{whole}"),
    }
}
