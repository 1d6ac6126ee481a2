//! The tax groups: one for each category and rate, what the document discount takes off each, and
//! how the rest parts into base and tax.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::LineInput;
use super::rounding::{hundred_and, percent_of, share_out, without_tax};
use crate::domain::discount::{Discount, Prices};
use crate::domain::line::{TaxCategory, TaxGroup};

/// The lines of one category and rate.
pub(super) struct Group {
    category: TaxCategory,
    rate: Decimal,
    /// The place of each line in the document, and its amount as it is priced.
    pub(super) members: Vec<(usize, i64)>,
    /// Sum of all amounts.
    sum: i64,
    /// Sum of the amounts that the document discount may touch.
    discountable: i64,
}

#[derive(Default)]
struct Sums {
    members: Vec<(usize, i64)>,
    // Wider than the amounts, so that it does not matter in which order they come.
    sum: i128,
    discountable: i128,
}

/// What a group comes to.
pub(super) struct Share {
    /// The net of each member (BT-131), in their order.
    pub(super) nets: Vec<i64>,
    /// The sum of the nets.
    pub(super) net: i64,
    /// What is left after the document discount, as base and tax (BG-23).
    pub(super) tax: TaxGroup,
}

/// The groups of the lines, ordered by category and then by rate; 19 and 19.00 are one rate.
pub(super) fn groups(lines: &[LineInput], amounts: &[i64]) -> Option<Vec<Group>> {
    let mut found: BTreeMap<(TaxCategory, Decimal), Sums> = BTreeMap::new();
    for (index, (line, amount)) in lines.iter().zip(amounts).enumerate() {
        let sums = found
            .entry((line.category, line.rate.normalize()))
            .or_default();
        sums.members.push((index, *amount));
        let amount = i128::from(*amount);
        sums.sum = sums.sum.checked_add(amount)?;
        if !line.deducts {
            sums.discountable = sums.discountable.checked_add(amount)?;
        }
    }
    found
        .into_iter()
        .map(|((category, rate), sums)| {
            Some(Group {
                category,
                rate,
                members: sums.members,
                sum: i64::try_from(sums.sum).ok()?,
                discountable: i64::try_from(sums.discountable).ok()?,
            })
        })
        .collect()
}

/// What the document discount takes off each group, as priced: a percentage of what it may touch,
/// or a part of the amount.
///
/// The parts of an amount are in proportion to the sums that point the same way as the whole
/// document, so that none is larger than its group. With a document below zero the parts are, too.
pub(super) fn discounts(discount: Discount, groups: &[Group]) -> Option<Vec<i64>> {
    match discount {
        Discount::Percent(percent) => groups
            .iter()
            .map(|group| percent_of(group.discountable, percent))
            .collect(),
        Discount::Amount(0) => Some(vec![0; groups.len()]),
        Discount::Amount(amount) => {
            let sums = || groups.iter().map(|group| i128::from(group.discountable));
            let direction = sums().sum::<i128>().signum();
            let weights = || sums().map(|sum| sum.saturating_mul(direction).max(0));
            let exact: Option<Vec<i128>> = weights()
                .map(|weight| weight.checked_mul(i128::from(amount)))
                .collect();
            share_out(amount, &exact?, weights().sum())?
                .into_iter()
                .map(|part| i128::from(part).checked_mul(direction)?.try_into().ok())
                .collect()
        }
    }
}

impl Group {
    /// Nets, base and tax after `discount` is taken off, which is as priced.
    pub(super) fn share(&self, discount: i64, prices: Prices) -> Option<Share> {
        let left = self.sum.checked_sub(discount)?;
        let (nets, net, base, tax) = match prices {
            Prices::Net => {
                let nets = self.members.iter().map(|(_, amount)| *amount).collect();
                (nets, self.sum, left, percent_of(left, self.rate)?)
            }
            Prices::Gross => {
                let net = without_tax(self.sum, self.rate)?;
                let base = without_tax(left, self.rate)?;
                (self.nets(net)?, net, base, left.checked_sub(base)?)
            }
        };
        Some(Share {
            nets,
            net,
            tax: TaxGroup {
                category: self.category,
                rate: self.rate,
                base,
                tax,
            },
        })
    }

    /// The nets of lines with tax inside: together they are the group's net before the discount.
    fn nets(&self, net: i64) -> Option<Vec<i64>> {
        let (hundred, rate) = hundred_and(self.rate)?;
        let exact: Option<Vec<i128>> = self
            .members
            .iter()
            .map(|(_, amount)| i128::from(*amount).checked_mul(hundred))
            .collect();
        share_out(net, &exact?, hundred.checked_add(rate)?)
    }
}
