//! A claim as a person reads it.

use super::{Claim, half_year};
use crate::domain::decimal::plain;
use crate::domain::money::Money;

impl Claim {
    /// What is owed and by which rule, to stand after "Interest": "0.67 EUR for 20 days at 10.27 %,
    /// 0.03 EUR a day; with the fixed sum of 40.00 EUR it is 40.67 EUR".
    #[must_use]
    pub fn words(&self) -> String {
        let days = match self.days {
            1 => "1 day".to_owned(),
            more => format!("{more} days"),
        };
        let first = self.segments.first().map(|segment| segment.rate);
        let rate = if first == Some(self.rate()) {
            format!("at {} %", plain(self.rate()))
        } else {
            format!("at last at {} %", plain(self.rate()))
        };
        let fixed = match (self.fixed, self.fixed_elsewhere) {
            (Some(fixed), _) => {
                format!("; with the fixed sum of {fixed} it is {}", self.total)
            }
            (None, Some(currency)) => {
                format!("; the fixed sum of the law is in {currency} and left out")
            }
            (None, None) => String::new(),
        };
        let (interest, per_day): (Money, Money) = (self.interest, self.per_day);
        format!("{interest} for {days} {rate}, {per_day} a day{fixed}")
    }

    /// What it rests on: "section 288 (2) BGB, German base rate of 2026-01-01".
    #[must_use]
    pub fn basis(&self) -> String {
        let law = self.rule.law();
        let (Some(series), Some(from)) = (self.rule.series(), self.rates_of) else {
            return law.to_owned();
        };
        let last = self.segments.last().map(|segment| segment.until);
        let old = match last {
            Some(day) if self.stale && !self.rule.is_fixed_at_due() => {
                format!("; the one from {} is not known yet", half_year(day))
            }
            Some(_) | None if self.stale => "; a newer one is not known yet".to_owned(),
            Some(_) | None => String::new(),
        };
        format!("{law}, {} of {from}{old}", series.name())
    }
}
