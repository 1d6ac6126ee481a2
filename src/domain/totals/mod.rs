//! From lines to nets, tax groups and totals, in the order of work of EN 16931.
//!
//! 1. **Lines.** A line comes to quantity × unit price less its discount (percent of it, or an
//!    amount), worked out exactly and rounded once to the currency's decimals, half away from zero.
//!    That is its amount as it is priced: net, or with tax. Of a line below zero the discount takes
//!    off the magnitude, as of any other.
//! 2. **Groups.** Amounts are summed by tax category and rate (BG-23, BR-CO-04).
//! 3. **Document discount.** A percentage is taken from each group by itself, group sum × percent /
//!    100, rounded half away from zero. This is what EN 16931 writes down (one allowance for each
//!    category and rate, BT-92 = BT-93 × BT-94 / 100), so each printed allowance can be checked by
//!    itself. An amount is shared out over the groups in proportion to their sums by largest
//!    remainder, so the parts are the amount to the cent; groups that point against the whole (money
//!    back in an invoice) get no part. In both cases lines that deduct a deposit stand aside: the
//!    deposit was billed in full, and is deducted in full.
//! 4. **Tax**, once for each group. With net prices the rest of the group is the base, and tax is
//!    base × rate / 100, rounded half away from zero (BR-CO-17).
//! 5. **Totals.** Lines are the sum of the line nets (BR-CO-10), net is lines − document discount
//!    and the sum of the bases (BR-CO-13), tax is the sum of the group taxes (BR-CO-14), and gross
//!    is net + tax (BR-CO-15).
//!
//! **Gross prices.** What a client was told includes tax, so the gross total is exactly amounts −
//! discount, and the net follows from it. Of a group that comes to G with tax, the base is
//! G × 100 / (100 + rate), rounded half away from zero, and tax is G − base. That is within one
//! minor unit of base × rate / 100, as far as BR-CO-17 is ever checked: some gross prices are no
//! rounded net and tax (0.03 at 20 %). The nets of a group's lines must sum to the group's net
//! before the discount, G' × 100 / (100 + rate) rounded, so that one is shared out over the lines
//! by largest remainder: each is its exact net rounded up or down. What the document discount
//! takes off without tax is the difference of the nets before and after (BT-92 of each group).
//!
//! **Deposits.** A deposit invoice is billed and taxed like any other. The final invoice has all of
//! the work, and for each deposit a line with a negative quantity in the deposit's category and
//! rate, so that base and tax of the group are what is left to bill.
//!
//! Every product is an exact 128-bit integer, never a rounded intermediate; what does not fit is an
//! error and never a wrong cent. Turning every quantity around turns every result around, and the
//! order of the lines changes no total.

#![warn(clippy::arithmetic_side_effects)]

mod groups;
mod problems;
mod rounding;

use rust_decimal::Decimal;

use super::currency::Currency;
use super::discount::{Discount, Prices};
use super::invoice::{Line, TaxCategory, TaxGroup};
pub use problems::{Problem, problems};
use problems::{line_too_large, too_large};
use rounding::to_minor;

#[cfg(test)]
#[path = "compute_tests.rs"]
mod compute_tests;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
#[path = "properties_tests.rs"]
mod properties_tests;

/// What a line's net and tax are computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineInput {
    /// How many units; negative takes back.
    pub quantity: Decimal,
    /// Price of one unit in major units, net or with tax as the document is priced. Never negative
    /// (BR-27); may have more decimals than the currency.
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
    /// What the document discount takes off the nets, over all groups (BT-107).
    pub discount: i64,
    /// What the document discount takes off the amounts as they are priced: `discount` with net
    /// prices, with tax where the prices are gross. Below zero when the amounts are.
    pub discounted: i64,
    /// The tax breakdown, ordered by category and then by rate (BG-23).
    pub groups: Vec<TaxGroup>,
    /// Net total: lines − discount, and the sum of the group bases (BT-109).
    pub net: i64,
    /// Tax total: the sum of the group taxes (BT-110).
    pub tax: i64,
    /// Gross total: net + tax (BT-112).
    pub gross: i64,
}

/// Computes every amount of a document.
///
/// # Errors
/// The first problem that [`problems`] finds, or that an amount does not fit: beyond 64 bits of
/// minor units, or with about 37 digits or more over quantity, price and discount, or over a group's
/// sum and its rate.
pub fn compute(
    lines: &[LineInput],
    discount: Discount,
    prices: Prices,
    currency: Currency,
) -> Result<Totals, Problem> {
    if let Some(problem) = problems(lines, discount, currency).into_iter().next() {
        return Err(problem);
    }
    let mut amounts = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let amount = line_amount(line, currency).ok_or_else(|| line_too_large(index, currency))?;
        amounts.push(amount);
    }
    add_up(lines, amounts, discount, prices).ok_or_else(|| too_large(currency))
}

/// What a line comes to as it is priced, in minor units; `None` when it does not fit.
fn line_amount(line: &LineInput, currency: Currency) -> Option<i64> {
    match line.discount {
        Discount::Percent(percent) => {
            let percent = percent.normalize();
            let scale = percent.scale().checked_add(2)?;
            let kept = 10_i128
                .checked_pow(scale)?
                .checked_sub(percent.mantissa())?;
            product(line, kept, scale, currency)
        }
        Discount::Amount(minor) => {
            let full = line_full(line, currency)?;
            full.checked_sub(minor.checked_mul(full.signum())?)
        }
    }
}

/// What a line comes to without its discount; `None` when it does not fit.
fn line_full(line: &LineInput, currency: Currency) -> Option<i64> {
    product(line, 1, 0, currency)
}

/// Quantity × unit price × `kept / 10^scale` in minor units, rounded once.
fn product(line: &LineInput, kept: i128, scale: u32, currency: Currency) -> Option<i64> {
    let quantity = line.quantity.normalize();
    let price = line.unit_price.normalize();
    let product = quantity
        .mantissa()
        .checked_mul(price.mantissa())?
        .checked_mul(kept)?;
    let scale = quantity
        .scale()
        .checked_add(price.scale())?
        .checked_add(scale)?;
    to_minor(product, scale, currency.decimals())
}

fn add_up(
    lines: &[LineInput],
    amounts: Vec<i64>,
    discount: Discount,
    prices: Prices,
) -> Option<Totals> {
    let groups = groups::groups(lines, &amounts)?;
    let discounts = groups::discounts(discount, &groups)?;
    let mut totals = Totals {
        nets: amounts.clone(),
        amounts,
        lines: 0,
        discount: 0,
        discounted: 0,
        groups: Vec::with_capacity(groups.len()),
        net: 0,
        tax: 0,
        gross: 0,
    };
    for (group, discount) in groups.iter().zip(discounts) {
        let share = group.share(discount, prices)?;
        for ((index, _), net) in group.members.iter().zip(share.nets) {
            *totals.nets.get_mut(*index)? = net;
        }
        totals.lines = totals.lines.checked_add(share.net)?;
        totals.discounted = totals.discounted.checked_add(discount)?;
        totals.net = totals.net.checked_add(share.tax.base)?;
        totals.tax = totals.tax.checked_add(share.tax.tax)?;
        totals.groups.push(share.tax);
    }
    totals.discount = totals.lines.checked_sub(totals.net)?;
    totals.gross = totals.net.checked_add(totals.tax)?;
    Some(totals)
}
