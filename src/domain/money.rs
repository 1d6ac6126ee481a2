//! Money: an integer of minor units and a currency. Never a float; every step is checked.

#![warn(clippy::arithmetic_side_effects)]

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::currency::Currency;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "money_tests.rs"]
mod tests;

/// An amount of one currency, in minor units (cents of a euro, yen, fils of a dinar).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

fn too_large(currency: Currency) -> Failure {
    Failure::refused(format!(
        "The amount is larger than this program can hold in {currency}."
    ))
    .hint("amounts go up to 9,223,372,036,854,775,807 minor units")
}

impl Money {
    /// An amount of `minor` minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether it is more than nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The exact decimal value in major units.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.minor), self.currency.decimals())
    }

    /// Rounds a decimal in major units to the currency's decimals, half away from zero
    /// (EN 16931 practice).
    ///
    /// # Errors
    /// Refused, when the result does not fit.
    pub fn round(value: Decimal, currency: Currency) -> Result<Self> {
        let rounded = value
            .round_dp_with_strategy(currency.decimals(), RoundingStrategy::MidpointAwayFromZero);
        Self::exact(rounded, currency)
    }

    /// Takes a decimal in major units that must have no more decimals than the currency.
    ///
    /// # Errors
    /// Refused, when it has more decimals or does not fit.
    pub fn exact(value: Decimal, currency: Currency) -> Result<Self> {
        let decimals = currency.decimals();
        let scaled = value.normalize();
        if scaled.scale() > decimals {
            return Err(Failure::refused(format!(
                "{scaled} has more decimals than {currency}, which has {decimals}."
            ))
            .hint(format!("give at most {decimals} digits after the point")));
        }
        let power = 10_i128
            .checked_pow(decimals.saturating_sub(scaled.scale()))
            .ok_or_else(|| too_large(currency))?;
        let minor = scaled
            .mantissa()
            .checked_mul(power)
            .ok_or_else(|| too_large(currency))?;
        i64::try_from(minor)
            .map(|minor| Self::new(minor, currency))
            .or(Err(too_large(currency)))
    }

    /// Reads the machine form, a plain decimal with a point ("1950.00"), as the JSON has it.
    ///
    /// # Errors
    /// Refused, when it is not a decimal, has more decimals than the currency, or does not fit.
    pub fn parse(text: &str, currency: Currency) -> Result<Self> {
        Self::exact(super::decimal::parse(text)?, currency)
    }

    /// The sum.
    ///
    /// # Errors
    /// Refused, when the currencies differ or the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self> {
        self.same_currency(other)?;
        self.minor
            .checked_add(other.minor)
            .map(|minor| Self::new(minor, self.currency))
            .ok_or_else(|| too_large(self.currency))
    }

    /// The difference.
    ///
    /// # Errors
    /// Refused, when the currencies differ or the difference does not fit.
    pub fn minus(self, other: Self) -> Result<Self> {
        self.same_currency(other)?;
        self.minor
            .checked_sub(other.minor)
            .map(|minor| Self::new(minor, self.currency))
            .ok_or_else(|| too_large(self.currency))
    }

    /// Adds it to the sum of its currency in a list of sums, one a currency.
    ///
    /// # Errors
    /// Refused, when the sum does not fit.
    pub fn add_to(self, sums: &mut Vec<Self>) -> Result<()> {
        match sums.iter_mut().find(|sum| sum.currency == self.currency) {
            Some(sum) => *sum = sum.plus(self)?,
            None => sums.push(self),
        }
        Ok(())
    }

    fn same_currency(self, other: Self) -> Result<()> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(Failure::refused(format!(
            "Amounts in {} and {} cannot be added.",
            self.currency, other.currency
        ))
        .hint("keep one currency for each invoice and its payments"))
    }

    /// The machine form: a decimal point and exactly the currency's decimals ("1950.00").
    #[must_use]
    pub fn plain(self) -> String {
        let mut value = self.to_decimal();
        value.rescale(self.currency.decimals());
        value.to_string()
    }

    /// The form on the screen: grouped by thousands with a point ("1,950.00"), without the currency.
    #[must_use]
    pub fn grouped(self) -> String {
        let plain = self.plain();
        let (sign, digits) = plain
            .strip_prefix('-')
            .map_or(("", plain.as_str()), |d| ("-", d));
        let (whole, fraction) = digits
            .split_once('.')
            .map_or((digits, None), |(w, f)| (w, Some(f)));
        let mut out = String::from(sign);
        let length = whole.len();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && length.saturating_sub(index).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if let Some(fraction) = fraction {
            out.push('.');
            out.push_str(fraction);
        }
        out
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.grouped(), self.currency)
    }
}
