//! Lines and documents for the tests of the totals.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test that overflows fails, which is what it is for"
)]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{LineInput, Problem, Totals, line_full};
use crate::domain::currency::Currency;
use crate::domain::discount::{Discount, Prices};
use crate::domain::invoice::TaxCategory;

pub(super) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(super) fn currency(code: &str) -> Currency {
    Currency::from_code(code).unwrap()
}

/// A line with a discount in percent.
pub(super) fn line(
    quantity: &str,
    price: &str,
    discount: &str,
    category: &str,
    rate: &str,
) -> LineInput {
    LineInput {
        quantity: dec(quantity),
        unit_price: dec(price),
        discount: Discount::Percent(dec(discount)),
        category: TaxCategory::from_word(category).unwrap(),
        rate: dec(rate),
        deducts: false,
    }
}

/// A line of the standard category without a discount.
pub(super) fn plain_line(quantity: &str, price: &str, rate: &str) -> LineInput {
    line(quantity, price, "0", "S", rate)
}

/// The same line, deducting a deposit.
pub(super) fn deducting(line: LineInput) -> LineInput {
    LineInput {
        deducts: true,
        ..line
    }
}

/// Totals with net prices and a document discount in percent.
pub(super) fn compute(
    lines: &[LineInput],
    percent: Decimal,
    currency: Currency,
) -> Result<Totals, Problem> {
    super::compute(lines, Discount::Percent(percent), Prices::Net, currency)
}

pub(super) fn turned(lines: &[LineInput]) -> Vec<LineInput> {
    lines
        .iter()
        .map(|line| LineInput {
            quantity: -line.quantity,
            ..*line
        })
        .collect()
}

fn any_decimal(whole: i64, scale: u32) -> impl Strategy<Value = Decimal> {
    (-whole..=whole, 0..=scale).prop_map(|(m, s)| Decimal::new(m, s))
}

fn any_line() -> impl Strategy<Value = LineInput> {
    let category = prop::sample::select(TaxCategory::ALL);
    (
        any_decimal(9_999_999, 4),
        0_i64..99_999_999,
        0_u32..5,
        0_i64..=10_000,
        category,
        prop::sample::select(vec!["0", "5.5", "7", "19", "20", "22"]),
    )
        .prop_map(
            |(quantity, price, scale, discount, category, rate)| LineInput {
                quantity,
                unit_price: Decimal::new(price, scale),
                discount: Discount::Percent(Decimal::new(discount, 2)),
                category,
                rate: if category == TaxCategory::Standard {
                    dec(rate)
                } else {
                    Decimal::ZERO
                },
                deducts: false,
            },
        )
}

/// A line of few cents, where every rounding shows.
fn small_line() -> impl Strategy<Value = LineInput> {
    let rate = prop::sample::select(vec!["0", "5.5", "19"]);
    (-3_i64..20, 0_i64..40, 2_u32..4, rate).prop_map(|(quantity, price, scale, rate)| LineInput {
        quantity: Decimal::from(quantity),
        unit_price: Decimal::new(price, scale),
        ..plain_line("1", "1", rate)
    })
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["JPY", "EUR", "GBP", "KWD"]).prop_map(currency)
}

/// A document that may be computed.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) lines: Vec<LineInput>,
    pub(super) discount: Discount,
    pub(super) prices: Prices,
    pub(super) currency: Currency,
}

impl Document {
    pub(super) fn compute(&self) -> Totals {
        super::compute(&self.lines, self.discount, self.prices, self.currency).unwrap()
    }

    /// Sum of the amounts that the document discount may touch.
    pub(super) fn discountable(&self) -> i64 {
        let totals =
            super::compute(&self.lines, Discount::NONE, self.prices, self.currency).unwrap();
        let amounts = totals.amounts.iter().zip(&self.lines);
        amounts
            .filter(|(_, line)| !line.deducts)
            .map(|(amount, _)| amount)
            .sum()
    }
}

fn part(whole: i64, ten_thousandths: i64) -> i64 {
    i64::try_from(i128::from(whole.abs()) * i128::from(ten_thousandths) / 10_000).unwrap()
}

/// Documents of every kind: discounts in percent and amount, deposits, net and gross prices.
pub(super) fn any_document() -> impl Strategy<Value = Document> {
    let line = prop_oneof![any_line(), small_line()];
    // A line, what its discount is: none, percent or amount, and whether it deducts.
    let line = (line, 0_u8..3, 0_i64..=10_000, prop::bool::weighted(0.15));
    (
        prop::collection::vec(line, 0..10),
        (0_u8..3, 0_i64..=10_000),
        prop::sample::select(Prices::ALL),
        any_currency(),
    )
        .prop_map(|(lines, (kind, size), prices, currency)| {
            let lines = lines
                .into_iter()
                .map(|(line, kind, size, deducts)| LineInput {
                    discount: match kind {
                        0 => Discount::NONE,
                        1 => Discount::Percent(Decimal::new(size, 2)),
                        _ => Discount::Amount(part(line_full(&line, currency).unwrap(), size)),
                    },
                    deducts,
                    ..line
                })
                .collect();
            let mut document = Document {
                lines,
                discount: Discount::NONE,
                prices,
                currency,
            };
            document.discount = match kind {
                0 => Discount::NONE,
                1 => Discount::Percent(Decimal::new(size, 2)),
                _ => Discount::Amount(part(document.discountable(), size)),
            };
            document
        })
}
