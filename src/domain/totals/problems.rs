//! The rules of what may be computed, each breach with its field and its sentence.

use rust_decimal::Decimal;

use super::{LineInput, line_amount, line_full};
use crate::domain::currency::Currency;
use crate::domain::decimal::plain;
use crate::domain::discount::Discount;
use crate::domain::line::TaxCategory;
use crate::domain::money::Money;
use crate::failure::Failure;

#[cfg(test)]
#[path = "problems_tests.rs"]
mod tests;

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

/// Every breach of the rules of input: first the document's own, then in the order of the lines.
///
/// Whether an amount of document discount is more than the lines is weighed once every line is
/// right by itself.
#[must_use]
pub fn problems(lines: &[LineInput], discount: Discount, currency: Currency) -> Vec<Problem> {
    let mut of_lines = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        line_problems(index, line, currency, &mut of_lines);
    }
    let mut found = Vec::new();
    match discount {
        Discount::Percent(percent) => {
            let what = "The document discount";
            found.extend(percent_problem("discount_percent", what, percent));
        }
        Discount::Amount(minor) if minor < 0 => {
            let what = "The document discount";
            found.push(negative("discount_amount", what, minor, currency));
        }
        Discount::Amount(0) => {}
        Discount::Amount(minor) if of_lines.is_empty() => {
            found.extend(document_amount(lines, minor, currency));
        }
        Discount::Amount(_) => {}
    }
    found.append(&mut of_lines);
    found
}

fn line_problems(index: usize, line: &LineInput, currency: Currency, found: &mut Vec<Problem>) {
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
    let what = format!("The discount of line {number}");
    match line.discount {
        Discount::Percent(percent) => {
            let path = format!("lines[{index}].discount_percent");
            found.extend(percent_problem(&path, &what, percent));
        }
        Discount::Amount(minor) => {
            let path = format!("lines[{index}].discount_amount");
            if minor < 0 {
                found.push(negative(&path, &what, minor, currency));
            } else if let Some(full) = line_full(line, currency)
                && minor.unsigned_abs() > full.unsigned_abs()
            {
                found.push(Problem {
                    path,
                    failure: Failure::refused(format!(
                        "{what} is {}, and the line comes to {} without it.",
                        Money::new(minor, currency),
                        Money::new(full, currency)
                    ))
                    .hint("take off at most what the line comes to"),
                });
            }
        }
    }
    found.extend(rate_problem(index, line));
}

fn rate_problem(index: usize, line: &LineInput) -> Option<Problem> {
    let (rule, hint) = if !is_percent(line.rate) {
        (
            "must lie between 0 and 100",
            "give a rate between 0 and 100 percent",
        )
    } else if line.category != TaxCategory::Standard && !line.rate.is_zero() {
        (
            "must be 0 with this tax category",
            "only category S has a rate; set the rate to 0 or the category to S",
        )
    } else {
        return None;
    };
    Some(Problem {
        path: format!("lines[{index}].tax.rate"),
        failure: Failure::refused(format!(
            "The tax rate of line {} (category {}) is {} %, and {rule}.",
            index.saturating_add(1),
            line.category.word(),
            plain(line.rate)
        ))
        .hint(hint),
    })
}

fn is_percent(value: Decimal) -> bool {
    value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED
}

fn percent_problem(path: &str, what: &str, percent: Decimal) -> Option<Problem> {
    (!is_percent(percent)).then(|| Problem {
        path: path.to_owned(),
        failure: Failure::refused(format!(
            "{what} is {} %, and must lie between 0 and 100.",
            plain(percent)
        ))
        .hint("give a discount between 0 and 100 percent"),
    })
}

fn negative(path: &str, what: &str, minor: i64, currency: Currency) -> Problem {
    Problem {
        path: path.to_owned(),
        failure: Failure::refused(format!(
            "{what} is {}, and must not be negative.",
            Money::new(minor, currency)
        ))
        .hint("give what is taken off, or add a line for what is added"),
    }
}

/// An amount that is more than the lines that it may touch, or that has none to touch. `None` as
/// well when the lines do not fit: that is a problem of theirs.
fn document_amount(lines: &[LineInput], minor: i64, currency: Currency) -> Option<Problem> {
    let amounts: Option<Vec<i64>> = lines
        .iter()
        .filter(|line| !line.deducts)
        .map(|line| line_amount(line, currency))
        .collect();
    let sum: i128 = amounts?.into_iter().map(i128::from).sum();
    if i128::from(minor) <= sum.checked_abs()? {
        return None;
    }
    let discount = Money::new(minor, currency);
    let (sentence, hint) = if sum == 0 {
        (
            format!("The document discount is {discount}, and there is nothing to take it from."),
            "add the lines first, or set the discount to 0",
        )
    } else {
        let sum = Money::new(i64::try_from(sum).ok()?, currency);
        (
            format!("The document discount is {discount}, and the lines come to {sum}."),
            "take off at most what the lines come to, without deposits that are deducted",
        )
    };
    Some(Problem {
        path: String::from("discount_amount"),
        failure: Failure::refused(sentence).hint(hint),
    })
}

pub(super) fn line_too_large(index: usize, currency: Currency) -> Problem {
    Problem {
        path: format!("lines[{index}]"),
        failure: Failure::refused(format!(
            "The amount of line {} is larger than this program can hold in {currency}.",
            index.saturating_add(1)
        ))
        .hint("check its quantity, price and discount, or use fewer decimals"),
    }
}

pub(super) fn too_large(currency: Currency) -> Problem {
    Problem {
        path: String::new(),
        failure: Failure::refused(format!(
            "The totals are larger than this program can hold in {currency}."
        ))
        .hint("check the quantities and prices of the lines"),
    }
}
