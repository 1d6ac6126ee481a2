//! What only some kinds of documents have, and what a document says about others.

use super::Context;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::domain::number;
use crate::exchange::fields::Fields;
use crate::exchange::scalar;

/// The key of the series that numbers it; empty for the usual one of its kind.
pub(super) fn series(fields: &Fields<'_>, context: Context<'_>) -> String {
    let key = fields.optional("series", scalar::line).unwrap_or_default();
    if !key.is_empty() && !context.series.contains(&key) {
        fields.problem("series", format!("There is no series \"{key}\"."));
    }
    key
}

/// How a draft is named in the document, for others that were made from it.
pub(super) fn name(fields: &Fields<'_>) -> Option<String> {
    let name = fields.optional("ref", scalar::reference)?;
    if !name.starts_with(number::DRAFT) {
        fields.problem("ref", "Only a draft has this; what is issued has a number.");
        return None;
    }
    if fields.has("number") {
        fields.problem("ref", "A document with a number goes by its number.");
        return None;
    }
    Some(name)
}

/// Notes what a document of its kind cannot have.
pub(super) fn check(fields: &Fields<'_>, invoice: &Invoice) {
    let kind = invoice.kind;
    if kind != InvoiceKind::CreditNote && fields.has("credits") {
        fields.problem("credits", "Only a credit note takes back an invoice.");
    }
    if !kind.asks_for_money() {
        if fields.has("payments") {
            let problem = format!("A {} has no payments.", kind.name());
            fields.problem("payments", problem);
        }
        if invoice.status == InvoiceStatus::WrittenOff {
            let problem = format!("A {} is not written off.", kind.name());
            fields.problem("status", problem);
        }
    }
    if kind == InvoiceKind::Recurring {
        match invoice.status {
            InvoiceStatus::Draft | InvoiceStatus::WrittenOff => {}
            InvoiceStatus::Issued | InvoiceStatus::Voided => fields.problem(
                "status",
                "A recurring invoice is a template and stays a draft.",
            ),
        }
    }
    answer(fields, invoice);
}

fn answer(fields: &Fields<'_>, invoice: &Invoice) {
    for name in ["answer", "answered_on"] {
        if !fields.has(name) {
            continue;
        }
        if invoice.kind != InvoiceKind::Quote {
            fields.problem(name, "Only a quote has an answer.");
        } else if invoice.status == InvoiceStatus::Draft {
            fields.problem(name, "A draft has no answer yet; give issued_on.");
        }
    }
    if fields.has("answered_on") && !fields.has("answer") {
        fields.problem("answered_on", "Give the answer as well.");
    }
    if let (Some(issued), Some(answered)) = (invoice.issued_on, invoice.answered_on)
        && answered < issued
        && invoice.kind == InvoiceKind::Quote
    {
        fields.problem(
            "answered_on",
            format!("{answered} lies before the day of issue, {issued}."),
        );
    }
}

#[cfg(test)]
#[path = "kinds_tests.rs"]
mod tests;
