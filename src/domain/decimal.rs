//! Quantities, unit prices, rates and percentages: exact decimals, as text in the book and the JSON.

use rust_decimal::Decimal;

use crate::failure::{Failure, Result};

/// Reads the machine form: digits with an optional sign and point ("3", "-2.5", "0.055").
///
/// # Errors
/// Refused, when it is anything else (an exponent, a comma, a space) or has over 28 digits.
pub fn parse(text: &str) -> Result<Decimal> {
    let plain = !text.is_empty()
        && text
            .chars()
            .enumerate()
            .all(|(i, c)| c.is_ascii_digit() || c == '.' || (i == 0 && c == '-'));
    let value = if plain {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    };
    value.ok_or_else(|| {
        Failure::refused(format!("\"{text}\" is not a decimal number."))
            .hint("write digits with a decimal point, such as 1950.00")
    })
}

/// The machine form, without needless zeros ("3", "2.5").
#[must_use]
pub fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}
