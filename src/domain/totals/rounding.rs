//! Exact fractions to whole minor units: rounding one, and sharing a sum out over several.
//!
//! Every function answers `None` when a number does not fit, and never a wrong cent.

use std::cmp::Reverse;

use rust_decimal::Decimal;

#[cfg(test)]
#[path = "rounding_tests.rs"]
mod tests;

/// 100 in the unit of a percentage's last digit, and the percentage in it: 5.5 is 1000 and 55.
pub(super) fn hundred_and(percent: Decimal) -> Option<(i128, i128)> {
    let percent = percent.normalize();
    let hundred = 10_i128.checked_pow(percent.scale().checked_add(2)?)?;
    Some((hundred, percent.mantissa()))
}

/// A percentage of minor units, rounded half away from zero.
pub(super) fn percent_of(minor: i64, percent: Decimal) -> Option<i64> {
    let percent = percent.normalize();
    let product = i128::from(minor).checked_mul(percent.mantissa())?;
    to_minor(product, percent.scale().checked_add(2)?, 0)
}

/// What an amount with tax is without it, `minor × 100 / (100 + rate)`, rounded half away from zero.
pub(super) fn without_tax(minor: i64, rate: Decimal) -> Option<i64> {
    let (hundred, rate) = hundred_and(rate)?;
    let exact = i128::from(minor).checked_mul(hundred)?;
    i64::try_from(divide(exact, hundred.checked_add(rate)?)?).ok()
}

/// `value / 10^scale` in units of `10^-decimals`, rounded half away from zero.
pub(super) fn to_minor(value: i128, scale: u32, decimals: u32) -> Option<i64> {
    if value == 0 {
        return Some(0);
    }
    let minor = if scale <= decimals {
        value.checked_mul(10_i128.checked_pow(decimals.checked_sub(scale)?)?)?
    } else {
        let drop = scale.checked_sub(decimals)?;
        match 10_i128.checked_pow(drop) {
            Some(divisor) => divide(value, divisor)?,
            // More digits are dropped than a value can have: less than half a unit is left.
            None => 0,
        }
    };
    i64::try_from(minor).ok()
}

/// Division by a positive divisor, rounded half away from zero.
fn divide(value: i128, divisor: i128) -> Option<i128> {
    let quotient = value.checked_div(divisor)?;
    let rest = value.checked_rem(divisor)?.checked_abs()?;
    // rest ≥ divisor − rest says 2 × rest ≥ divisor without a product that could overflow.
    if rest >= divisor.checked_sub(rest)? {
        quotient.checked_add(value.signum())
    } else {
        Some(quotient)
    }
}

/// Shares `total` out over parts that are worth `exact / divisor` each, by largest remainder.
///
/// The exact values must sum to `total`, or to something that rounds to it. Each part is its exact
/// value rounded up or down, so less than one unit away from it, and a whole one stays what it is;
/// together they are `total` to the unit. The parts with the largest fractions are rounded up, of
/// equal ones the earlier. The work is done in the direction of the first part that is not zero,
/// so that turning every value around turns every part around.
pub(super) fn share_out(total: i64, exact: &[i128], divisor: i128) -> Option<Vec<i64>> {
    let direction = exact
        .iter()
        .map(|value| value.signum())
        .find(|sign| *sign != 0)
        .unwrap_or(1);
    let mut left = i128::from(total).checked_mul(direction)?;
    let mut parts = Vec::with_capacity(exact.len());
    let mut fractions = Vec::with_capacity(exact.len());
    for (index, value) in exact.iter().enumerate() {
        let value = value.checked_mul(direction)?;
        let whole = value.checked_div_euclid(divisor)?;
        fractions.push((Reverse(value.checked_rem_euclid(divisor)?), index));
        left = left.checked_sub(whole)?;
        parts.push(whole);
    }
    fractions.sort_unstable();
    for (_, index) in fractions.into_iter().take(usize::try_from(left).ok()?) {
        let part = parts.get_mut(index)?;
        *part = part.checked_add(1)?;
    }
    parts
        .into_iter()
        .map(|part| i64::try_from(part.checked_mul(direction)?).ok())
        .collect()
}
