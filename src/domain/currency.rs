//! ISO 4217 currencies and their number of decimals (JPY 0, EUR 2, KWD 3).

use std::fmt;

use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "currency_tests.rs"]
mod tests;

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);
    /// The pound sterling.
    pub const GBP: Self = Self(iso_currency::Currency::GBP);
    /// The United States dollar.
    pub const USD: Self = Self(iso_currency::Currency::USD);

    /// One that the program's own tables name.
    pub(super) const fn of(currency: iso_currency::Currency) -> Self {
        Self(currency)
    }

    /// Reads a three-letter code, upper or lower case.
    ///
    /// # Errors
    /// Usage, when the code is not in ISO 4217, or is one of its codes for metals, funds of account
    /// and tests that have no decimals and that nobody bills in.
    pub fn from_code(code: &str) -> Result<Self> {
        iso_currency::Currency::from_code(&code.trim().to_ascii_uppercase())
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or_else(|| {
                Failure::usage(format!("\"{code}\" is not an ISO 4217 currency code."))
                    .hint("use three letters such as EUR, GBP or USD")
            })
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// The sign that people write for it ("€", "£", "$"); the code where there is none.
    #[must_use]
    pub fn sign(self) -> String {
        self.0.symbol().symbol
    }

    /// The number of digits after the decimal point in an amount of this currency.
    #[must_use]
    pub fn decimals(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(0))
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}
