//! What is taken off a line or a document: a percentage, or an amount.

use rust_decimal::Decimal;

use super::invoice::words;

/// A discount of a line or of a whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    /// So many percent, 0 to 100.
    Percent(Decimal),
    /// An amount in minor units of the document's currency, in the same sense as its prices (net or
    /// gross). Never negative.
    Amount(i64),
}

impl Discount {
    /// Nothing is taken off.
    pub const NONE: Self = Self::Percent(Decimal::ZERO);

    /// Whether nothing is taken off.
    #[must_use]
    pub fn is_none(&self) -> bool {
        match self {
            Self::Percent(percent) => percent.is_zero(),
            Self::Amount(minor) => *minor == 0,
        }
    }

    /// The percentage; zero for an amount.
    #[must_use]
    pub const fn percent(&self) -> Decimal {
        match self {
            Self::Percent(percent) => *percent,
            Self::Amount(_) => Decimal::ZERO,
        }
    }

    /// The amount in minor units; zero for a percentage.
    #[must_use]
    pub const fn minor(&self) -> i64 {
        match self {
            Self::Percent(_) => 0,
            Self::Amount(minor) => *minor,
        }
    }

    /// The discount that a book or a file holds as two columns, of which at most one is not zero.
    #[must_use]
    pub const fn from_parts(percent: Decimal, minor: i64) -> Self {
        if minor == 0 {
            Self::Percent(percent)
        } else {
            Self::Amount(minor)
        }
    }
}

impl Default for Discount {
    fn default() -> Self {
        Self::NONE
    }
}

/// Whether the prices of a document are without tax or with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prices {
    /// Tax comes on top.
    #[default]
    Net,
    /// Tax is inside.
    Gross,
}

words!(Prices { Net => "net", Gross => "gross" });
