//! Payments: rows of the list, and what the user says of a new one.

use chrono::NaiveDate;

use crate::domain::ids::{InvoiceId, PaymentId};
use crate::domain::invoice::PaymentKind;
use crate::domain::money::Money;

/// A row of the list of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Row id.
    pub id: PaymentId,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// What it is.
    pub kind: PaymentKind,
    /// Amount; negative when money or credit went out.
    pub amount: Money,
    /// What a payment provider kept of it.
    pub fee: Money,
    /// For a transfer: the number of the invoice at its other end.
    pub other: Option<String>,
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
    /// What is still open on the invoice; negative when it is paid too much.
    pub open: Money,
}

/// What is too much on an invoice and can count for another one of the same client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The invoice that it is on.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// How much, more than nothing.
    pub amount: Money,
}

/// What a payment for an invoice has to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payable {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its client's name.
    pub client_name: String,
    /// What it is short of: what is open, or what was given up when it was written off. Negative when
    /// it is paid too much.
    pub open: Money,
    /// Whether it is written off.
    pub written_off: bool,
    /// The most that can go back to the client.
    pub refundable: Money,
    /// What the client has too much on other invoices in this currency, the oldest first.
    pub credits: Vec<Credit>,
    /// The largest difference that can be written off.
    pub most_difference: Money,
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

/// Money that goes back to a client, as the user gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefund {
    /// Invoice.
    pub invoice: InvoiceId,
    /// Amount, positive, in the invoice's currency.
    pub amount: Money,
    /// The day that the money went.
    pub paid_on: NaiveDate,
    /// Method.
    pub method: String,
    /// Note.
    pub note: String,
    /// Allow more than was paid too much, so that a part of the invoice is open again.
    pub reopen: bool,
}

/// How much of a client's credit an invoice uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditUse {
    /// As much as is open and there is.
    All,
    /// So much, in the invoice's currency.
    Exactly(Money),
}

/// What settles an invoice, done in one change and in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Invoice.
    pub invoice: InvoiceId,
    /// The day of the credit and of the difference.
    pub on: NaiveDate,
    /// Credit of the client.
    pub credit: Option<CreditUse>,
    /// Money that came in for the same invoice.
    pub payment: Option<NewPayment>,
    /// Why the few cents that are left then, or are too much, are written off.
    pub difference: Option<String>,
}
