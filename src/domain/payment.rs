//! What came in for an invoice, and what else moved its balance.

use chrono::NaiveDate;

use super::ids::{InvoiceId, PaymentId};
use super::invoice::words;
use super::money::Money;

#[cfg(test)]
#[path = "payment_tests.rs"]
mod tests;

/// A payment: money in, for one invoice, on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Row id.
    pub id: PaymentId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// Amount in the invoice's currency.
    pub amount: Money,
    /// How it was paid ("bank", "card", "cash" …).
    pub method: String,
    /// A note.
    pub note: String,
    /// What it is.
    pub kind: PaymentKind,
    /// What a payment provider kept of it, in the same currency; it counts as paid all the same.
    pub fee: Money,
    /// For a transfer: the number of the invoice at its other end.
    pub other: Option<String>,
}

/// What an entry among the payments of an invoice is. The amount of money in is positive, of money
/// out negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaymentKind {
    /// Money that came in.
    #[default]
    Payment,
    /// Money that went back to the client; negative.
    Refund,
    /// A few cents that nobody asks for any more. No money moved.
    Difference,
    /// Money that was too much on one invoice and counts for another of the same client. It has two
    /// entries on one day, which sum to nothing.
    Transfer,
}

words!(PaymentKind {
    Payment => "payment", Refund => "refund", Difference => "difference", Transfer => "transfer",
});

impl PaymentKind {
    /// Whether money moved.
    #[must_use]
    pub const fn is_money(self) -> bool {
        match self {
            Self::Payment | Self::Refund => true,
            Self::Difference | Self::Transfer => false,
        }
    }

    /// The sign that stands before one in a list; empty for money that came in.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Payment => "",
            Self::Refund => "−",
            Self::Difference => "≈",
            Self::Transfer => "⇄",
        }
    }

    /// Whether an amount and a fee are possible for it: money that came in is more than nothing and
    /// bears a fee up to all of it, a refund is less than nothing, the others are not nothing; only
    /// money that came in bears a fee.
    ///
    /// # Errors
    /// What is wrong, as a sentence: of the amount, or of the fee.
    pub fn check(self, amount: Money, fee: Money) -> Result<(), Wrong> {
        let minor = amount.minor();
        match self {
            Self::Payment if minor <= 0 => Err(Wrong::amount("A payment is more than nothing.")),
            Self::Refund if minor >= 0 => Err(Wrong::amount("A refund is less than nothing.")),
            Self::Difference if minor == 0 => Err(Wrong::amount("A difference is not nothing.")),
            Self::Transfer if minor == 0 => Err(Wrong::amount("A transfer is not nothing.")),
            Self::Payment => check_fee(amount, fee),
            Self::Refund | Self::Difference | Self::Transfer if !fee.is_zero() => {
                Err(Wrong::fee("Only money that came in bears a fee."))
            }
            Self::Refund | Self::Difference | Self::Transfer => Ok(()),
        }
    }
}

/// A provider keeps nothing or a part of a payment, in its currency.
fn check_fee(amount: Money, fee: Money) -> Result<(), Wrong> {
    if fee.currency() != amount.currency() {
        let (wanted, given) = (amount.currency(), fee.currency());
        return Err(Wrong::Fee(format!(
            "The payment is in {wanted} and its fee in {given}."
        )));
    }
    if fee.minor() < 0 {
        return Err(Wrong::fee("A fee is not less than nothing."));
    }
    if fee.minor() > amount.minor() {
        return Err(Wrong::Fee(format!(
            "A fee of {fee} is more than the payment of {amount}."
        )));
    }
    Ok(())
}

/// What is wrong with an entry, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Its amount.
    Amount(String),
    /// Its fee.
    Fee(String),
}

impl Wrong {
    fn amount(text: &str) -> Self {
        Self::Amount(text.to_owned())
    }

    fn fee(text: &str) -> Self {
        Self::Fee(text.to_owned())
    }

    /// The sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::Amount(text) | Self::Fee(text) => text,
        }
    }
}

/// The entries of one invoice added up by what they are, minor units of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentSums {
    /// Payments less refunds: money that came in and stayed.
    pub money: i64,
    /// What providers kept of the payments; part of `money`.
    pub fees: i64,
    /// Differences.
    pub differences: i64,
    /// Credit that came from other invoices, less what went to others.
    pub transfers: i64,
}

impl PaymentSums {
    /// The most that can go back to the client: what came in, as money or credit, and is still here.
    /// A difference never came in.
    #[must_use]
    pub const fn refundable(&self) -> i64 {
        self.money.saturating_add(self.transfers)
    }
}

/// A difference of so many minor units may be written off, in a book that has not said so otherwise:
/// 0.05 of a currency with two decimals.
pub const USUAL_DIFFERENCE: i64 = 5;

/// No book can allow more than this many minor units: a difference is a few cents, and more is a
/// debt that is written off.
pub const MOST_DIFFERENCE: i64 = 1_000;
