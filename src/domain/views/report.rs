//! Figures over the book: tax by period, and what each client brings and how it pays.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::domain::line::TaxCategory;
use crate::domain::money::Money;

/// How long a period of a tax report is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month,
    /// Three months of the calendar.
    #[default]
    Quarter,
    /// A calendar year.
    Year,
}

impl Period {
    /// The first day of the period that a day is in.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let month = match self {
            Self::Month => day.month(),
            Self::Quarter => day
                .month0()
                .div_euclid(3)
                .saturating_mul(3)
                .saturating_add(1),
            Self::Year => 1,
        };
        NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
    }

    /// The name of the period that a day begins: "2026-10", "2026-Q4", "2026".
    #[must_use]
    pub fn name(self, start: NaiveDate) -> String {
        match self {
            Self::Month => start.format("%Y-%m").to_string(),
            Self::Quarter => {
                let quarter = start.month0().div_euclid(3).saturating_add(1);
                format!("{}-Q{quarter}", start.year())
            }
            Self::Year => start.year().to_string(),
        }
    }
}

/// One tax group of one period in one currency: of what was issued and not voided, credit notes
/// taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxSum {
    /// The first day of the period.
    pub start: NaiveDate,
    /// Category.
    pub category: TaxCategory,
    /// Percent.
    pub rate: Decimal,
    /// What the tax is on.
    pub base: Money,
    /// The tax.
    pub tax: Money,
    /// How many documents have the group.
    pub documents: i64,
}

/// What a client brings in one currency, and how it pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFigures {
    /// Client's key.
    pub key: String,
    /// Client's name.
    pub name: String,
    /// Billed in the period, tax included, credit notes taken off.
    pub billed: Money,
    /// Open now, whenever it was billed.
    pub open: Money,
    /// Average days from issue to the last money, of what was issued in the period and is paid.
    pub pays_after: Option<i64>,
    /// How many were issued in the period and fell due or were paid.
    pub decided: i64,
    /// How many of them were or are late.
    pub late: i64,
}

impl ClientFigures {
    /// The share of what was late, whole percent, half up; `None` where nothing is decided.
    #[must_use]
    pub fn late_percent(&self) -> Option<i64> {
        let doubled = self.late.checked_mul(200)?.checked_add(self.decided)?;
        doubled.checked_div(self.decided.checked_mul(2)?)
    }
}
