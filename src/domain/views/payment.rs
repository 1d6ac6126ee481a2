//! Payments: rows of the list, and what the user says of a new one.

use chrono::NaiveDate;

use crate::domain::ids::{InvoiceId, PaymentId};
use crate::domain::money::Money;

/// A row of the list of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Row id.
    pub id: PaymentId,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// Amount.
    pub amount: Money,
    /// Method.
    pub method: String,
    /// Note.
    pub note: String,
    /// Invoice.
    pub invoice: InvoiceId,
    /// Invoice number.
    pub number: String,
    /// Client's key.
    pub client_key: String,
    /// Client's name.
    pub client_name: String,
    /// What is still open on the invoice.
    pub open: Money,
}

/// A payment, as the user gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// Invoice.
    pub invoice: InvoiceId,
    /// Amount, positive, in the invoice's currency.
    pub amount: Money,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// Method.
    pub method: String,
    /// Note.
    pub note: String,
    /// What a payment provider kept of it, 0 or more, in the same currency; it counts as paid all
    /// the same.
    pub fee: Money,
    /// Allow more than is open.
    pub overpay: bool,
}
