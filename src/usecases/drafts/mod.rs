//! Drafts: begun, written, copied, deleted. A draft has no number and is never seen by a client.

use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::drafting;
use crate::domain::ids::EntryId;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::domain::views::{DraftView, Suggestion};
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx};

/// A draft as it was written, with the entry of the journal that it joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The draft with its totals.
    pub invoice: Invoice,
    /// The entry of the journal, for the next writing of the same sitting.
    pub entry: Option<EntryId>,
}

/// Begins an empty draft for a client, with the client's and the freelancer's defaults.
///
/// # Errors
/// Refused, when there is no such client.
pub fn begin(book: &mut Book, now: Now, kind: InvoiceKind, client: &str) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, None, |tx| {
        let client = tx.client(tx.client_id(client)?)?;
        let mut draft = Invoice::draft(kind, &client);
        draft.id = tx.add_invoice(&draft, "", "")?;
        let line = format!("Began a {} for {}", kind.name(), client.name);
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

/// Keeps a draft as it is written now: everything but its kind, its number and what it credits or
/// was made from. `joins` is the entry of the journal that the same sitting began.
///
/// Amounts are worked out where the lines allow it, and else stay zero: a draft is kept as it
/// stands, and only issuing asks for more.
///
/// # Errors
/// Refused, when it is no draft any more, or the client is gone.
pub fn save(book: &mut Book, now: Now, joins: Option<EntryId>, draft: &Invoice) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, joins, |tx| {
        let before = tx.invoice(draft.id)?;
        let client = tx.client(tx.client_id(&draft.client_key)?)?;
        let mut draft = draft.clone();
        (draft.client, draft.client_name) = (client.id, client.name);
        total(&mut draft);
        if draft == before {
            return Ok((draft, String::new()));
        }
        tx.write_draft(&draft)?;
        let line = format!("Wrote {} for {}", draft.reference(), draft.client_name);
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

/// Works out the amounts; what cannot be added up comes to nothing.
fn total(draft: &mut Invoice) {
    if draft.add_up().is_err() {
        for line in &mut draft.lines {
            (line.amount, line.net) = (0, 0);
        }
        draft.taxes.clear();
        (draft.net, draft.tax, draft.gross) = (0, 0, 0);
    }
}

/// A draft with all that the editor needs.
///
/// # Errors
/// Refused, when there is no such draft.
pub fn view(book: &Book, now: Now, reference: &str) -> Result<DraftView> {
    let view = book.view();
    let invoice = view.invoice(view.invoice_id(reference)?)?;
    if invoice.status != InvoiceStatus::Draft {
        return Err(issued_already(&invoice));
    }
    let client = view.client(invoice.client)?;
    let seller = view.profile()?;
    let mut presets = view.tax_presets(&seller.country)?;
    let usual = drafting::usual_tax(&seller, &client, &presets).cloned();
    presets.sort_by_key(|preset| usual.as_ref() != Some(preset));
    let _ = now;
    Ok(DraftView {
        presets,
        next_number: String::new(),
        series: Vec::new(),
        deposits: Vec::new(),
        credit: crate::domain::money::Money::zero(invoice.currency),
        invoice,
        client,
        seller,
    })
}

/// What a line could be, by the first letters of its description: the catalogue first, then lines
/// that were typed before, the newest first. At most `limit`.
///
/// # Errors
/// Book, when it cannot be read.
pub fn suggestions(
    book: &Book,
    words: &str,
    currency: Currency,
    limit: usize,
) -> Result<Vec<Suggestion>> {
    book.view().line_suggestions(words, currency, limit)
}

/// Deletes a draft; answers the line of the journal.
///
/// # Errors
/// Refused, when it is no draft, or something was made from it.
pub fn delete(book: &mut Book, now: Now, reference: &str) -> Result<String> {
    book.change(now, crate::store::Undo::Possible, |tx| {
        let draft = draft_of(tx, reference)?;
        tx.delete_draft(draft.id)?;
        let line = format!("Deleted {reference} for {}", draft.client_name);
        Ok((line.clone(), line))
    })
}

/// A draft by its reference.
pub(super) fn draft_of(tx: &Tx<'_>, reference: &str) -> Result<Invoice> {
    let invoice = tx.invoice(tx.invoice_id(reference)?)?;
    if invoice.status == InvoiceStatus::Draft {
        Ok(invoice)
    } else {
        Err(issued_already(&invoice))
    }
}

fn issued_already(invoice: &Invoice) -> Failure {
    let reference = invoice.reference();
    Failure::refused(format!("{reference} is issued and cannot be changed."))
        .hint("void and copy it to a draft, or write a credit note")
}
