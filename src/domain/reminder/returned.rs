//! What comes back when a hold has ended, and nothing was sent or paid since.

use chrono::NaiveDate;

use super::facts::{ClientFacts, Fate, InvoiceFacts, Returned};
use crate::domain::money::Money;
use crate::domain::party::{Hold, HoldKind};

/// The hold that an invoice comes back from on a day: the newest on it or its client, when none rests
/// it any more and it has ended after the last message about the invoice. A hold is of the invoices of
/// its day. What was paid in part since leaves a promise broken, while any other hold is answered by
/// a payment.
pub(super) fn returned(
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    day: NaiveDate,
) -> Option<Returned> {
    let holds = || client.holds.iter().chain(&invoice.holds);
    if holds().any(|hold| hold.is_active(day)) {
        return None;
    }
    let newest = holds()
        .filter(|hold| was_there(invoice, hold))
        .max_by_key(|hold| (hold.set_on, hold.id))?;
    let until = newest.until?;
    let is_answer = |fate: &Fate| match fate {
        Fate::Delivered | Fate::Waiting { .. } | Fate::Unknown { .. } | Fate::Skipped => true,
        Fate::Refused { .. } => false,
    };
    let mut history = invoice.history.iter();
    if history.any(|past| is_answer(&past.fate) && past.on > until) {
        return None;
    }
    let came = match newest.kind {
        HoldKind::Promise => came_since(invoice, newest.set_on),
        HoldKind::Pause | HoldKind::Dispute => {
            if invoice.paid.iter().any(|(on, _)| *on > until) {
                return None;
            }
            None
        }
    };
    Some(Returned {
        kind: newest.kind,
        until,
        reason: newest.reason.clone(),
        came,
        open: invoice.open,
    })
}

/// Whether an invoice was there when a hold was set.
fn was_there(invoice: &InvoiceFacts, hold: &Hold) -> bool {
    invoice.issued_on.is_none_or(|issued| issued <= hold.set_on)
}

/// What was paid from a day on, when that is something.
fn came_since(invoice: &InvoiceFacts, day: NaiveDate) -> Option<Money> {
    let since = invoice.paid.iter().filter(|(on, _)| *on >= day);
    let sum = since.map(|(_, amount)| amount.minor()).sum();
    let came = Money::new(sum, invoice.open.currency());
    came.is_positive().then_some(came)
}

#[cfg(test)]
#[path = "returned_tests.rs"]
mod tests;
