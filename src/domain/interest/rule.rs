//! Which rule gives interest, and how much over which rate.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Series;
use crate::domain::country::Country;
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::party::{Client, InterestTerms, Profile};

/// What decides which rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms<'a> {
    /// The freelancer's country, two letters; may be empty.
    pub country: &'a str,
    /// Whether the client is a business.
    pub business: bool,
    /// What was agreed with the client.
    pub agreed: InterestTerms,
}

impl<'a> Terms<'a> {
    /// Between a freelancer and a client.
    #[must_use]
    pub fn between(profile: &'a Profile, client: &Client) -> Self {
        Self {
            country: &profile.country,
            business: client.business,
            agreed: client.reminding.interest,
        }
    }
}

/// The rule that a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Germany, client is a business: BGB 288 (2), base rate + 9 points; (5), 40 EUR.
    DeBusiness,
    /// Germany, client is a consumer: BGB 288 (1), base rate + 5 points.
    DeConsumer,
    /// United Kingdom, client is a business: Late Payment of Commercial Debts (Interest) Act 1998,
    /// reference rate + 8 points, fixed at the rate of the day it fell due (s. 4); s. 5A, 40, 70 or
    /// 100 GBP.
    Gb,
    /// Another country of the European Union, client is a business: Directive 2011/7/EU, Art. 2 (6),
    /// reference rate + 8 points; Art. 6, 40 EUR.
    Eu,
    /// What was agreed, percent a year. A fixed sum is no part of it.
    Contract(Decimal),
}

impl Rule {
    /// The rule between two sides; `None` where nothing gives interest: it was agreed that there is
    /// none, the country is unknown or has no rule here, or the client is a consumer whom the rule
    /// leaves out.
    #[must_use]
    pub fn of(terms: Terms<'_>) -> Option<Self> {
        match terms.agreed {
            InterestTerms::None => return None,
            InterestTerms::Contract(rate) => return Some(Self::Contract(rate)),
            InterestTerms::Law => {}
        }
        let country = Country::from_code(terms.country)?;
        match (country.code(), terms.business) {
            ("DE", true) => Some(Self::DeBusiness),
            ("DE", false) => Some(Self::DeConsumer),
            ("GB", true) => Some(Self::Gb),
            (_, true) if country.in_eu() => Some(Self::Eu),
            (_, true | false) => None,
        }
    }

    /// The word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DeBusiness => "de_business",
            Self::DeConsumer => "de_consumer",
            Self::Gb => "gb",
            Self::Eu => "eu",
            Self::Contract(_) => "contract",
        }
    }

    /// What it rests on, to stand in an English sentence.
    #[must_use]
    pub const fn law(self) -> &'static str {
        match self {
            Self::DeBusiness => "section 288 (2) BGB",
            Self::DeConsumer => "section 288 (1) BGB",
            Self::Gb => "the Late Payment of Commercial Debts (Interest) Act 1998",
            Self::Eu => "Directive 2011/7/EU",
            Self::Contract(_) => "the contract",
        }
    }

    /// The rate that it adds its points to; a contract has none.
    #[must_use]
    pub const fn series(self) -> Option<Series> {
        match self {
            Self::DeBusiness | Self::DeConsumer => Some(Series::DeBase),
            Self::Gb => Some(Series::GbReference),
            Self::Eu => Some(Series::EcbReference),
            Self::Contract(_) => None,
        }
    }

    /// What is added to the rate of the series, percentage points; of a contract the whole rate.
    #[must_use]
    pub fn points(self) -> Decimal {
        match self {
            Self::DeBusiness => Decimal::from(9),
            Self::DeConsumer => Decimal::from(5),
            Self::Gb | Self::Eu => Decimal::from(8),
            Self::Contract(rate) => rate,
        }
    }

    /// Whether the rate of the day it fell due holds until it is paid (s. 4 of the Act of 1998: "the
    /// rate prevailing at the end of the relevant day"). Elsewhere it changes with the series.
    #[must_use]
    pub const fn is_fixed_at_due(self) -> bool {
        match self {
            Self::Gb => true,
            Self::DeBusiness | Self::DeConsumer | Self::Eu | Self::Contract(_) => false,
        }
    }

    /// How many days a year is divided into, for a day of it.
    ///
    /// 365 always: in the United Kingdom (how the government's guidance reckons a day), under the
    /// Directive and for a contract. In Germany a leap year has 366: the courts take both, and this
    /// is the reading under which nobody is asked for more than is owed.
    #[must_use]
    pub fn year_days(self, day: NaiveDate) -> u16 {
        match self {
            Self::DeBusiness | Self::DeConsumer if day.leap_year() => 366,
            Self::DeBusiness | Self::DeConsumer | Self::Gb | Self::Eu | Self::Contract(_) => 365,
        }
    }

    /// The currency that the fixed sum of the law is in; `None` where it knows none.
    #[must_use]
    pub const fn fixed_currency(self) -> Option<Currency> {
        match self {
            Self::DeBusiness | Self::Eu => Some(Currency::EUR),
            Self::Gb => Some(Currency::GBP),
            Self::DeConsumer | Self::Contract(_) => None,
        }
    }

    /// The fixed sum for a debt of a size; `None` where the law knows none, or is in another
    /// currency than the debt: a rate of exchange would be a guess.
    #[must_use]
    pub fn fixed_sum(self, debt: Money) -> Option<Money> {
        let currency = self
            .fixed_currency()
            .filter(|currency| *currency == debt.currency())?;
        let sum = match (self, debt.minor()) {
            (Self::Gb, 100_000..1_000_000) => 7_000,
            (Self::Gb, 1_000_000..) => 10_000,
            (Self::Gb | Self::DeBusiness | Self::DeConsumer | Self::Eu | Self::Contract(_), _) => {
                4_000
            }
        };
        Some(Money::new(sum, currency))
    }
}
