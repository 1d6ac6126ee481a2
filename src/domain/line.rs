//! The lines of a document and its tax breakdown.

use rust_decimal::Decimal;

use super::discount::Discount;
use super::invoice::words;

/// A tax category of EN 16931 (UNCL 5305).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxCategory {
    /// S: standard rate.
    Standard,
    /// Z: zero rated.
    Zero,
    /// E: exempt, needs a reason.
    Exempt,
    /// AE: reverse charge.
    ReverseCharge,
    /// K: intra-community supply.
    IntraCommunity,
    /// G: export outside the EU.
    Export,
    /// O: outside the scope of tax.
    OutOfScope,
}

words!(TaxCategory {
    Standard => "S", Zero => "Z", Exempt => "E", ReverseCharge => "AE", IntraCommunity => "K",
    Export => "G", OutOfScope => "O",
});

/// One line of a document, with its net as computed and rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was supplied.
    pub description: String,
    /// How many units; negative takes back.
    pub quantity: Decimal,
    /// UN/ECE Recommendation 20 unit code (HUR, DAY, C62 …).
    pub unit: String,
    /// Price of one unit in major units, may have more decimals than the currency. Never negative.
    pub unit_price: Decimal,
    /// What is taken off the line.
    pub discount: Discount,
    /// Tax category.
    pub category: TaxCategory,
    /// Tax rate in percent.
    pub rate: Decimal,
    /// Why there is no tax, as printed; an exempt line needs it (EN 16931 BR-E-10).
    pub reason: String,
    /// The number of the deposit invoice that this line deducts; its quantity is negative then.
    pub deducts: Option<String>,
    /// The line's total as it is priced, minor units: with tax where the prices are gross.
    pub amount: i64,
    /// Net of the line, minor units.
    pub net: i64,
}

impl Line {
    /// A line without a discount; its amounts are 0 until [`super::invoice::Invoice::add_up`].
    #[must_use]
    pub fn new(
        description: impl Into<String>,
        quantity: Decimal,
        unit: impl Into<String>,
        unit_price: Decimal,
        (category, rate): (TaxCategory, Decimal),
    ) -> Self {
        Self {
            description: description.into(),
            quantity,
            unit: unit.into(),
            unit_price,
            discount: Discount::NONE,
            category,
            rate,
            reason: String::new(),
            deducts: None,
            amount: 0,
            net: 0,
        }
    }
}

/// One group of the tax breakdown: a category and rate, its base and its tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxGroup {
    /// Tax category.
    pub category: TaxCategory,
    /// Rate in percent.
    pub rate: Decimal,
    /// Sum of nets after document discount, minor units.
    pub base: i64,
    /// Tax on the base, minor units.
    pub tax: i64,
}
