//! What came in for an invoice, and the reminders that were passed over.

use crate::domain::currency::Currency;
use crate::domain::invoice::Invoice;
use crate::domain::money::Money;
use crate::domain::policy::{Channel, Tone};
use crate::exchange::document::{InvoiceDocument, PaymentDocument, SkippedStage};
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

/// Reads the payments and sets what was paid.
pub(super) fn payments(
    fields: &Fields<'_>,
    invoice: &mut Invoice,
    report: &Report,
) -> Vec<PaymentDocument> {
    let currency = invoice.currency;
    let payments = fields.each("payments", |node, path| {
        payment(node, path, currency, report)
    });
    let mut paid = Money::zero(currency);
    for payment in &payments {
        match paid.plus(payment.amount) {
            Ok(sum) => paid = sum,
            Err(failure) => fields.problem("payments", failure.message()),
        }
    }
    invoice.paid = paid.minor();
    payments
}

/// What was paid beyond the gross total must be said, so that it is no slip.
pub(super) fn check(fields: &Fields<'_>, invoice: &Invoice) {
    let paid = invoice.money(invoice.paid);
    let over = InvoiceDocument::paid_beyond(invoice.paid, invoice.gross);
    let over = invoice.money(over);
    let stated = fields
        .optional("overpaid", scalar::amount(invoice.currency))
        .unwrap_or(Money::zero(invoice.currency));
    if over != stated {
        let problem = if stated.is_zero() {
            format!(
                "They come to {}, which is {} more than the invoice; if that is so, give \"overpaid\": \"{}\".",
                paid.plain(),
                over.plain(),
                over.plain()
            )
        } else {
            format!(
                "They come to {}, which is {} more than the invoice, and \"overpaid\" says {}.",
                paid.plain(),
                over.plain(),
                stated.plain()
            )
        };
        fields.problem("payments", problem);
    }
}

fn payment(
    node: &Node,
    path: &Path<'_>,
    currency: Currency,
    report: &Report,
) -> Option<PaymentDocument> {
    let known = &["paid_on", "amount", "method", "note"];
    let fields = Fields::open(node, path, known, report)?;
    let paid_on = fields.required("paid_on", scalar::date);
    let amount = fields.required("amount", scalar::amount(currency));
    if amount.is_some_and(|amount| !amount.is_positive()) {
        fields.problem("amount", "A payment is more than nothing.");
    }
    let method = fields.optional("method", scalar::line);
    let remark = fields.optional("note", scalar::block);
    Some(PaymentDocument {
        paid_on: paid_on?,
        amount: amount?,
        method: method.unwrap_or_else(|| String::from("bank")),
        note: remark.unwrap_or_default(),
    })
}

/// A stage that the user passed over.
pub(super) fn skipped(node: &Node, path: &Path<'_>, report: &Report) -> Option<SkippedStage> {
    let known = &["stage", "tone", "days", "channel", "on"];
    let fields = Fields::open(node, path, known, report)?;
    let stage = fields.required("stage", scalar::filled);
    let tone = fields.required("tone", scalar::word(Tone::ALL, Tone::word));
    let days = fields.required("days", scalar::whole(-60, 365));
    let channel = fields
        .optional("channel", scalar::word(Channel::ALL, Channel::word))
        .unwrap_or(Channel::Email);
    let on = fields.required("on", scalar::date);
    Some(SkippedStage {
        stage: stage?,
        tone: tone?,
        days: days?,
        channel,
        on: on?,
    })
}
