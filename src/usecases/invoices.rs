//! Invoices, read.

use super::timeline;
use crate::domain::clock::Now;
use crate::domain::ids::InvoiceId;
use crate::domain::money::Money;
use crate::domain::party::HoldTarget;
use crate::domain::query::InvoiceQuery;
use crate::domain::views::{InvoiceCounts, InvoiceDetail, InvoiceRow, InvoiceSort, Page};
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
        timeline: timeline::events(&view, now, &invoice)?,
        schedule: view.schedule(invoice.id)?,
        payments,
        reminders,
        holds,
        invoice,
    })
}
