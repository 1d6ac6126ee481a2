//! Invoices, read.

use crate::domain::clock::Now;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{Invoice, InvoiceState, InvoiceStatus, Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::party::HoldTarget;
use crate::domain::query::InvoiceQuery;
use crate::domain::views::{
    Event, InvoiceCounts, InvoiceDetail, InvoiceRow, InvoiceSort, Page, SentReminder,
};
use crate::failure::Result;
use crate::store::Book;

/// A page of documents that a query finds.
///
/// # Errors
/// Refused, when the query names an unknown client; usage, when the cursor is not one of ours.
pub fn list(
    book: &Book,
    now: Now,
    query: &InvoiceQuery,
    sort: InvoiceSort,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<InvoiceRow>> {
    book.view().invoices(now.today, query, sort, after, limit)
}

/// How many documents there are of a sort.
///
/// # Errors
/// Book, when it cannot be read.
pub fn counts(book: &Book, now: Now) -> Result<InvoiceCounts> {
    book.view().invoice_counts(now.today)
}

/// How commands name a document: its number, or `draft:ID`.
///
/// # Errors
/// Refused, when there is no such document.
pub fn reference(book: &Book, id: InvoiceId) -> Result<String> {
    Ok(book.view().invoice(id)?.reference())
}

/// One document with all that belongs to it, by number or `draft:ID`.
///
/// # Errors
/// Refused, when there is no such document.
pub fn show(book: &Book, now: Now, reference: &str) -> Result<InvoiceDetail> {
    let view = book.view();
    let invoice = view.invoice(view.invoice_id(reference)?)?;
    let standing = invoice.standing();
    let payments = view.payments_of(invoice.id, invoice.currency)?;
    let reminders = view.reminders_of(invoice.id)?;
    let holds = view
        .holds()?
        .into_iter()
        .filter(|hold| hold.is_active(now.today))
        .filter(|hold| match hold.target {
            HoldTarget::Client(id) => id == invoice.client,
            HoldTarget::Invoice(id) => id == invoice.id,
        })
        .collect();
    let mut credit = Money::zero(invoice.currency);
    for one in view.credits(invoice.client)? {
        if one.amount.currency() == invoice.currency && one.invoice != invoice.id {
            credit = credit.plus(one.amount)?;
        }
    }
    Ok(InvoiceDetail {
        credit,
        state: standing.state(now.today),
        open: Money::new(standing.open(), invoice.currency),
        days_late: standing.days_late(now.today),
        client: view.client(invoice.client)?,
        timeline: timeline(now, &invoice, &payments, &reminders),
        schedule: view.schedule(invoice.id)?,
        payments,
        reminders,
        holds,
        invoice,
    })
}

/// What an entry did: "paid 100.00", "60.00 went back".
fn paid_words(payment: &Payment) -> String {
    let amount = payment.amount;
    let size = Money::new(amount.minor().saturating_abs(), amount.currency()).grouped();
    let other = payment.other.as_deref().unwrap_or_default();
    match payment.kind {
        PaymentKind::Payment => format!("paid {size}"),
        PaymentKind::Refund => format!("{size} went back"),
        PaymentKind::Difference if amount.is_positive() => {
            format!("difference of {size} written off: {}", payment.note)
        }
        PaymentKind::Difference => format!("{size} too much written off: {}", payment.note),
        PaymentKind::Transfer if amount.is_positive() => {
            format!("{size} paid with credit from {other}")
        }
        PaymentKind::Transfer => format!("credit of {size} used for {other}"),
    }
}

fn timeline(
    now: Now,
    invoice: &Invoice,
    payments: &[Payment],
    reminders: &[SentReminder],
) -> Vec<Event> {
    let mut events = Vec::new();
    if let (Some(on), true) = (invoice.issued_on, invoice.status != InvoiceStatus::Draft) {
        events.push(Event {
            on,
            text: "issued".to_owned(),
        });
    }
    if let (Some(on), true, true) = (
        invoice.due_on,
        invoice.kind.asks_for_money(),
        invoice.status == InvoiceStatus::Issued,
    ) {
        let late = invoice.standing().state(now.today) == InvoiceState::Overdue;
        let text = if late { "due, and not paid" } else { "due" };
        events.push(Event {
            on,
            text: text.to_owned(),
        });
    }
    events.extend(reminders.iter().map(|reminder| {
        let words = match reminder.state.as_str() {
            "accepted" if reminder.to_folder => "reminder written to the folder",
            "accepted" => "reminder sent",
            "skipped" => "reminder passed over",
            "unknown" => "reminder, outcome unknown",
            "refused" => "reminder refused by the server",
            "cancelled" => "reminder taken back",
            "expired" => "reminder no longer needed",
            _ => "reminder waiting",
        };
        Event {
            on: reminder.on,
            text: format!("{} {words}", reminder.stage),
        }
    }));
    events.extend(payments.iter().map(|payment| Event {
        on: payment.paid_on,
        text: paid_words(payment),
    }));
    if let Some(on) = invoice.ended_on {
        let words = if invoice.status == InvoiceStatus::Voided {
            "voided"
        } else {
            "written off"
        };
        events.push(Event {
            on,
            text: format!("{words}: {}", invoice.end_reason),
        });
    }
    events.sort_by_key(|event| event.on);
    events
}
