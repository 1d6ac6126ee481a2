//! The catalogue: what a freelancer offers again and again, and what fills a line.

use rust_decimal::Decimal;

use super::currency::Currency;
use super::ids::ServiceId;
use super::line::{Line, TaxCategory};

/// A service of the catalogue. Its description is there once a currency, upper or lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Row id.
    pub id: ServiceId,
    /// What is supplied.
    pub description: String,
    /// UN/ECE Recommendation 20 unit code (HUR, DAY, C62 …).
    pub unit: String,
    /// Price of one unit in major units, may have more decimals than the currency. Never negative.
    pub unit_price: Decimal,
    /// Currency of the price.
    pub currency: Currency,
    /// Tax category.
    pub category: TaxCategory,
    /// Tax rate in percent.
    pub rate: Decimal,
    /// Why there is no tax, as printed.
    pub reason: String,
}

impl Service {
    /// A line of it, of so many units.
    #[must_use]
    pub fn line(&self, quantity: Decimal) -> Line {
        let tax = (self.category, self.rate);
        Line {
            reason: self.reason.clone(),
            ..Line::new(
                self.description.clone(),
                quantity,
                self.unit.clone(),
                self.unit_price,
                tax,
            )
        }
    }
}
