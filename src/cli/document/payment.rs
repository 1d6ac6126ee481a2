//! A payment, and what else moves the balance of an invoice.

use serde::Serialize;

use super::day;
use crate::domain::invoice::Payment;
use crate::domain::views::{InvoiceDetail, PaymentRow};

/// `payment list`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PaymentsDocument<'a> {
    pub(in crate::cli) payments: Vec<PaymentDocument<'a>>,
    pub(in crate::cli) next: Option<&'a str>,
}

/// What was recorded: the first entry, and those that came with it.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct RecordedDocument<'a> {
    #[serde(flatten)]
    pub(in crate::cli) payment: PaymentDocument<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::cli) also: Vec<PaymentDocument<'a>>,
}

/// One entry, and what is still open on its invoice. Amounts are signed: what went out is negative.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PaymentDocument<'a> {
    id: i64,
    invoice: &'a str,
    client: &'a str,
    kind: &'static str,
    paid_on: String,
    currency: &'static str,
    amount: String,
    fee: String,
    method: &'a str,
    note: &'a str,
    other: Option<&'a str>,
    open: String,
}

/// The document of a row of the list.
pub(in crate::cli) fn payment_row(row: &PaymentRow) -> PaymentDocument<'_> {
    PaymentDocument {
        id: row.id.0,
        invoice: &row.number,
        client: &row.client_key,
        kind: row.kind.word(),
        paid_on: day(row.paid_on),
        currency: row.amount.currency().code(),
        amount: row.amount.plain(),
        fee: row.fee.plain(),
        method: &row.method,
        note: &row.note,
        other: row.other.as_deref(),
        open: row.open.plain(),
    }
}

/// The document of an entry of an invoice.
pub(in crate::cli) fn payment_entry<'a>(
    entry: &'a Payment,
    of: &'a InvoiceDetail,
) -> PaymentDocument<'a> {
    PaymentDocument {
        id: entry.id.0,
        invoice: of.invoice.number.as_deref().unwrap_or_default(),
        client: &of.invoice.client_key,
        kind: entry.kind.word(),
        paid_on: day(entry.paid_on),
        currency: entry.amount.currency().code(),
        amount: entry.amount.plain(),
        fee: entry.fee.plain(),
        method: &entry.method,
        note: &entry.note,
        other: entry.other.as_deref(),
        open: of.open.plain(),
    }
}
