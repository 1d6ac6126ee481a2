//! Some fields of a draft, changed at once.

use super::draft_of;
use crate::domain::clock::Now;
use crate::domain::invoice::Invoice;
use crate::exchange::document::InvoiceDocument;
use crate::failure::Result;
use crate::store::{Book, Undo};
use crate::usecases::exchange;

/// Makes a draft what the document says; its kind and what it was made from stay. Answers it.
///
/// # Errors
/// Refused, when it is no draft, or what it names is not there.
pub fn edit(
    book: &mut Book,
    now: Now,
    reference: &str,
    document: &InvoiceDocument,
) -> Result<Invoice> {
    book.change(now, Undo::Possible, |tx| {
        let before = draft_of(tx, reference)?;
        let mut named = document.clone();
        (named.invoice.source, named.invoice.credits) = (None, None);
        if let Some(problems) = exchange::names_in_book(tx, &named)? {
            return Err(problems.into());
        }
        let mut draft = document.invoice.clone();
        let client = tx.client(tx.client_id(&draft.client_key)?)?;
        (draft.id, draft.client, draft.client_name) = (before.id, client.id, client.name);
        tx.write_draft(&draft)?;
        if let Some(schedule) = &document.schedule {
            tx.set_schedule(draft.id, schedule)?;
        }
        let after = tx.invoice(draft.id)?;
        let line = format!("Wrote {reference} for {}", after.client_name);
        Ok((after, line))
    })
}
