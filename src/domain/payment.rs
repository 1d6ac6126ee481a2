//! What came in for an invoice, and what else moved its balance.

use chrono::NaiveDate;

use super::ids::{InvoiceId, PaymentId};
use super::invoice::words;
use super::money::Money;

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
}
