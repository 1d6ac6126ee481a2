//! Quantities, unit prices, rates and percentages: exact decimals, as text in the book and the JSON.

use rust_decimal::Decimal;

use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "decimal_tests.rs"]
mod tests;

/// Reads the machine form: digits, before them a minus sign and among them a point where needed
/// ("3", "-2.5", "0.055").
///
/// # Errors
/// Refused, when it is anything else (an exponent, a comma, a space, a bare point) or has more
/// digits than an exact decimal can hold: 28, and some with 29.
pub fn parse(text: &str) -> Result<Decimal> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let value = if digits(whole) && digits(fraction) {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    };
    value.ok_or_else(|| {
        Failure::refused(format!("\"{text}\" is not a decimal number."))
            .hint("write digits with a decimal point, such as 1950.00")
    })
}

/// The machine form, without needless zeros or a sign before zero ("3", "2.5", "0").
#[must_use]
pub fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}
