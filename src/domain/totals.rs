//! From lines to nets, tax groups and totals, in the order of work of EN 16931.
//!
//! 1. Each line net is quantity × unit price × (100 − line discount) / 100, worked out exactly and
//!    rounded once to the currency's decimals, half away from zero.
//! 2. Nets are summed by group: one group for each tax category and rate (BR-CO-10).
//! 3. The document discount is taken from each group by itself: group sum × percent / 100, rounded
//!    half away from zero. This is what EN 16931 writes down (one allowance for each category and
//!    rate, BT-92 = BT-93 × BT-94 / 100), so each printed allowance can be checked by itself. The
//!    net total is lines − allowances (BR-CO-13), hence exactly the sum of the group bases.
//! 4. Tax is base × rate / 100, once for each group, rounded half away from zero (BR-CO-17); the
//!    tax total is the sum of the groups (BR-CO-14) and gross is net + tax (BR-CO-15).
//!
//! Every product is an exact 128-bit integer, never a rounded intermediate; what does not fit is an
//! error and never a wrong cent. Turning every quantity around turns every result around.

#![warn(clippy::arithmetic_side_effects)]

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::currency::Currency;
use super::decimal::plain;
use super::discount::{Discount, Prices};
use super::invoice::{Line, TaxCategory, TaxGroup};
use crate::failure::Failure;

#[cfg(test)]
#[path = "totals_tests.rs"]
mod tests;

/// What a line's net and tax are computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineInput {
    /// How many units; negative takes back.
    pub quantity: Decimal,
    /// Price of one unit in major units. Never negative (BR-27); may have more decimals than the
    /// currency.
    pub unit_price: Decimal,
    /// What is taken off the line.
    pub discount: Discount,
    /// Tax category (BR-CO-04: every line has one).
    pub category: TaxCategory,
    /// Tax rate in percent, 0 to 100; 0 for every category but the standard one.
    pub rate: Decimal,
    /// Whether it deducts a deposit: then the document discount does not touch it.
    pub deducts: bool,
}

impl From<&Line> for LineInput {
    fn from(line: &Line) -> Self {
        Self {
            quantity: line.quantity,
            unit_price: line.unit_price,
            discount: line.discount,
            category: line.category,
            rate: line.rate,
            deducts: line.deducts.is_some(),
        }
    }
}

/// All amounts of a document, in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// What each line comes to as it is priced, in the order of the lines: net, or with tax.
    pub amounts: Vec<i64>,
    /// Net of each line, in the order of the lines (BT-131).
    pub nets: Vec<i64>,
    /// Sum of the line nets (BT-106).
    pub lines: i64,
    /// What the document discount takes off, over all groups (BT-107).
    pub discount: i64,
    /// The tax breakdown, ordered by category and then by rate (BG-23).
    pub groups: Vec<TaxGroup>,
    /// Net total: lines − discount, and the sum of the group bases (BT-109).
    pub net: i64,
    /// Tax total: the sum of the group taxes (BT-110).
    pub tax: i64,
    /// Gross total: net + tax (BT-112).
    pub gross: i64,
}

/// A breach of a rule, with the field that breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's path inside the document as the JSON has it: `discount_percent`,
    /// `lines[0].unit_price` (lines count from 0). Empty for the totals themselves.
    pub path: String,
    /// The sentence for people (there lines count from 1).
    pub failure: Failure,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        problem.failure
    }
}

/// Computes every amount of a document.
///
/// # Errors
/// The first problem that [`problems`] finds, or that an amount does not fit: beyond 64 bits of
/// minor units, or with about 37 digits or more over quantity, price and discount together.
pub fn compute(
    lines: &[LineInput],
    discount: Discount,
    prices: Prices,
    currency: Currency,
) -> Result<Totals, Problem> {
    let _ = prices;
    if let Some(problem) = problems(lines, discount).into_iter().next() {
        return Err(problem);
    }
    let mut nets = Vec::with_capacity(lines.len());
    let mut sums: BTreeMap<(TaxCategory, Decimal), i64> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let net = line_net(line, currency).ok_or_else(|| line_too_large(index, currency))?;
        let sum = sums
            .entry((line.category, line.rate.normalize()))
            .or_default();
        *sum = sum.checked_add(net).ok_or_else(|| too_large(currency))?;
        nets.push(net);
    }
    add_up(nets, sums, discount.percent()).ok_or_else(|| too_large(currency))
}

/// Every breach of the rules of input, in the order of the lines.
#[must_use]
pub fn problems(lines: &[LineInput], discount: Discount) -> Vec<Problem> {
    let discount_percent = discount.percent();
    let mut found = Vec::new();
    if !is_percent(discount_percent) {
        found.push(Problem {
            path: String::from("discount_percent"),
            failure: Failure::refused(format!(
                "The document discount is {} %, and must lie between 0 and 100.",
                plain(discount_percent)
            ))
            .hint("give a discount between 0 and 100 percent"),
        });
    }
    for (index, line) in lines.iter().enumerate() {
        line_problems(index, line, &mut found);
    }
    found
}

fn line_problems(index: usize, line: &LineInput, found: &mut Vec<Problem>) {
    let number = index.saturating_add(1);
    if line.unit_price.is_sign_negative() && !line.unit_price.is_zero() {
        found.push(Problem {
            path: format!("lines[{index}].unit_price"),
            failure: Failure::refused(format!(
                "The unit price of line {number} is {}, and must not be negative.",
                plain(line.unit_price)
            ))
            .hint("use a negative quantity or a credit note"),
        });
    }
    if !is_percent(line.discount.percent()) {
        found.push(Problem {
            path: format!("lines[{index}].discount_percent"),
            failure: Failure::refused(format!(
                "The discount of line {number} is {} %, and must lie between 0 and 100.",
                plain(line.discount.percent())
            ))
            .hint("give a discount between 0 and 100 percent"),
        });
    }
    let rate_problem = if !is_percent(line.rate) {
        Some((
            "must lie between 0 and 100",
            "give a rate between 0 and 100 percent",
        ))
    } else if line.category != TaxCategory::Standard && !line.rate.is_zero() {
        Some((
            "must be 0 with this tax category",
            "only category S has a rate; set the rate to 0 or the category to S",
        ))
    } else {
        None
    };
    if let Some((rule, hint)) = rate_problem {
        found.push(Problem {
            path: format!("lines[{index}].tax.rate"),
            failure: Failure::refused(format!(
                "The tax rate of line {number} (category {}) is {} %, and {rule}.",
                line.category.word(),
                plain(line.rate)
            ))
            .hint(hint),
        });
    }
}

fn is_percent(value: Decimal) -> bool {
    value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED
}

/// The net of one line in minor units; `None` when it does not fit.
fn line_net(line: &LineInput, currency: Currency) -> Option<i64> {
    let quantity = line.quantity.normalize();
    let price = line.unit_price.normalize();
    let kept = Decimal::ONE_HUNDRED
        .checked_sub(line.discount.percent())?
        .normalize();
    let product = quantity
        .mantissa()
        .checked_mul(price.mantissa())?
        .checked_mul(kept.mantissa())?;
    let scale = quantity
        .scale()
        .checked_add(price.scale())?
        .checked_add(kept.scale())?
        .checked_add(2)?;
    to_minor(product, scale, currency.decimals())
}

/// A percentage of minor units, rounded half away from zero; `None` when it does not fit.
fn percent_of(minor: i64, percent: Decimal) -> Option<i64> {
    let percent = percent.normalize();
    let product = i128::from(minor).checked_mul(percent.mantissa())?;
    to_minor(product, percent.scale().checked_add(2)?, 0)
}

/// `value / 10^scale` in units of `10^-decimals`, rounded half away from zero.
fn to_minor(value: i128, scale: u32, decimals: u32) -> Option<i64> {
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

fn add_up(
    nets: Vec<i64>,
    sums: BTreeMap<(TaxCategory, Decimal), i64>,
    discount_percent: Decimal,
) -> Option<Totals> {
    let mut totals = Totals {
        amounts: nets.clone(),
        nets,
        lines: 0,
        discount: 0,
        groups: Vec::with_capacity(sums.len()),
        net: 0,
        tax: 0,
        gross: 0,
    };
    for ((category, rate), sum) in sums {
        let discount = percent_of(sum, discount_percent)?;
        let base = sum.checked_sub(discount)?;
        let tax = percent_of(base, rate)?;
        totals.lines = totals.lines.checked_add(sum)?;
        totals.discount = totals.discount.checked_add(discount)?;
        totals.net = totals.net.checked_add(base)?;
        totals.tax = totals.tax.checked_add(tax)?;
        totals.groups.push(TaxGroup {
            category,
            rate,
            base,
            tax,
        });
    }
    totals.gross = totals.net.checked_add(totals.tax)?;
    Some(totals)
}

fn line_too_large(index: usize, currency: Currency) -> Problem {
    Problem {
        path: format!("lines[{index}]"),
        failure: Failure::refused(format!(
            "The amount of line {} is larger than this program can hold in {currency}.",
            index.saturating_add(1)
        ))
        .hint("check its quantity, price and discount, or use fewer decimals"),
    }
}

fn too_large(currency: Currency) -> Problem {
    Problem {
        path: String::new(),
        failure: Failure::refused(format!(
            "The totals are larger than this program can hold in {currency}."
        ))
        .hint("check the quantities and prices of the lines"),
    }
}
