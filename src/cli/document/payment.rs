//! A payment.

use serde::Serialize;

use super::day;
use crate::domain::views::PaymentRow;

/// `payment list`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PaymentsDocument<'a> {
    pub(in crate::cli) payments: Vec<PaymentDocument<'a>>,
    pub(in crate::cli) next: Option<&'a str>,
}

/// One payment, and what is still open on its invoice.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PaymentDocument<'a> {
    pub(in crate::cli) id: i64,
    pub(in crate::cli) invoice: &'a str,
    pub(in crate::cli) client: &'a str,
    pub(in crate::cli) paid_on: String,
    pub(in crate::cli) currency: &'static str,
    pub(in crate::cli) amount: String,
    pub(in crate::cli) method: &'a str,
    pub(in crate::cli) note: &'a str,
    pub(in crate::cli) open: String,
}

/// The document of a row of the list.
pub(in crate::cli) fn payment_row(row: &PaymentRow) -> PaymentDocument<'_> {
    PaymentDocument {
        id: row.id.0,
        invoice: &row.number,
        client: &row.client_key,
        paid_on: day(row.paid_on),
        currency: row.amount.currency().code(),
        amount: row.amount.plain(),
        method: &row.method,
        note: &row.note,
        open: row.open.plain(),
    }
}
