//! What came in for an invoice, and the reminders that were passed over.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::currency::Currency;
use crate::domain::invoice::{Invoice, PaymentKind};
use crate::domain::money::Money;
use crate::domain::payment::Wrong;
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
    let gone: i64 = payments
        .iter()
        .filter(|payment| payment.kind != PaymentKind::Difference)
        .map(|payment| payment.amount.minor())
        .fold(0, i64::saturating_add);
    if gone < 0 {
        fields.problem("payments", "More went out of the invoice than came in.");
    }
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
    let known = &[
        "kind", "paid_on", "amount", "fee", "other", "method", "note",
    ];
    let fields = Fields::open(node, path, known, report)?;
    let kind = fields
        .optional("kind", scalar::word(PaymentKind::ALL, PaymentKind::word))
        .unwrap_or_default();
    let paid_on = fields.required("paid_on", scalar::date);
    let amount = fields.required("amount", scalar::amount(currency));
    let fee = fields
        .optional("fee", scalar::amount(currency))
        .unwrap_or(Money::zero(currency));
    if let Some(Err(wrong)) = amount.map(|amount| kind.check(amount, fee)) {
        let field = match wrong {
            Wrong::Amount(_) => "amount",
            Wrong::Fee(_) => "fee",
        };
        fields.problem(field, wrong.message());
    }
    let other = other(&fields, kind);
    let method = fields.optional("method", scalar::line);
    let remark = fields.optional("note", scalar::block);
    Some(PaymentDocument {
        kind,
        paid_on: paid_on?,
        amount: amount?,
        fee,
        other,
        method: method.unwrap_or_else(|| String::from("bank")),
        note: remark.unwrap_or_default(),
    })
}

/// The invoice at the other end of a transfer.
fn other(fields: &Fields<'_>, kind: PaymentKind) -> Option<String> {
    match kind {
        PaymentKind::Transfer => fields.required("other", scalar::invoice_number),
        PaymentKind::Payment | PaymentKind::Refund | PaymentKind::Difference => {
            if fields.has("other") {
                fields.problem("other", "Only a transfer has another invoice.");
            }
            None
        }
    }
}

/// An end of a transfer, as seen from its invoice: the two numbers, the day, the minor units.
type End<'a> = (&'a str, &'a str, NaiveDate, i64);

/// Checks that each transfer names another invoice of the same client in the same currency, which
/// has the same the other way. `places` says where in the file each document of the list stands.
pub(super) fn check_transfers(list: &[InvoiceDocument], places: &[usize], report: &Report) {
    let mut by_number = BTreeMap::new();
    let mut ends: BTreeMap<End<'_>, usize> = BTreeMap::new();
    for document in list {
        if let Some(number) = &document.invoice.number {
            by_number.insert(number.as_str(), &document.invoice);
            for end in document.payments.iter().filter_map(|one| end(number, one)) {
                *ends.entry(end).or_default() += 1;
            }
        }
    }
    let root = Path::Field(&Path::Root, "invoices");
    for (index, document) in list.iter().enumerate() {
        let Some(number) = &document.invoice.number else {
            continue;
        };
        let here = Path::Index(&root, places.get(index).copied().unwrap_or(index));
        let payments = Path::Field(&here, "payments");
        for (index, payment) in document.payments.iter().enumerate() {
            let Some(end) = end(number, payment) else {
                continue;
            };
            let (from, to, day, minor) = end;
            let back = (to, from, day, minor.saturating_neg());
            let paired = ends.get(&end) == ends.get(&back);
            let other = by_number.get(to).copied();
            if let Some(problem) = transfer_problem(&document.invoice, to, other, paired) {
                let place = Path::Index(&payments, index);
                report.add(Path::Field(&place, "other"), problem);
            }
        }
    }
}

/// A transfer has two ends, so a document alone has none.
pub(super) fn refuse_transfers(document: &InvoiceDocument, report: &Report) {
    let list = Path::Field(&Path::Root, "payments");
    for (index, payment) in document.payments.iter().enumerate() {
        if payment.kind == PaymentKind::Transfer {
            report.add(
                Path::Field(&Path::Index(&list, index), "kind"),
                "A transfer has two invoices; `payme payment use-credit` makes one.",
            );
        }
    }
}

fn end<'a>(number: &'a str, payment: &'a PaymentDocument) -> Option<End<'a>> {
    let other = payment.other.as_deref()?;
    Some((number, other, payment.paid_on, payment.amount.minor()))
}

fn transfer_problem(
    invoice: &Invoice,
    number: &str,
    other: Option<&Invoice>,
    paired: bool,
) -> Option<String> {
    match other {
        _ if invoice.number.as_deref() == Some(number) => {
            Some("A transfer is between two invoices.".to_owned())
        }
        None => Some(format!("There is no invoice \"{number}\" in the document.")),
        Some(other) if other.client_key != invoice.client_key => Some(format!(
            "Invoice {number} is of client \"{}\".",
            other.client_key
        )),
        Some(other) if other.currency != invoice.currency => {
            Some(format!("Invoice {number} is in {}.", other.currency))
        }
        Some(_) if !paired => Some(format!(
            "Invoice {number} does not have the same transfer the other way on that day."
        )),
        Some(_) => None,
    }
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

#[cfg(test)]
#[path = "paid_tests.rs"]
mod tests;
