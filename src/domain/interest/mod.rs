//! Late-payment interest: what a client owes for paying late, and by which rule.
//!
//! Simple interest, from the day after the due date through the day that the money came. What it
//! runs on falls on the day after a payment or a credit note. There is no interest on interest
//! (BGB 289, and none of the other rules has it). The sum is rounded once, at the end.
//!
//! The rates stand in dated data of the book and never in code; a time without a rate has no claim,
//! only words that say so.

mod claim;
mod rates;
mod rule;
mod words;

pub use claim::{Claim, Debt, Reduction, Segment, claim};
pub use rates::{Rate, Rates, Series, half_year};
pub use rule::{Rule, Terms};

#[cfg(test)]
#[path = "interest_tests.rs"]
mod tests;
