//! What the screens ask for about documents: drafts, issuing, and what comes after.

use crate::domain::clock::Now;
use crate::failure::Result;
use crate::store::Book;
use crate::tui::model::{DocumentWrite, Done};
use crate::usecases::drafts::{self, Written};

/// Makes a change of a document.
pub(super) fn write(book: &mut Book, now: Now, write: &DocumentWrite) -> Result<Done> {
    match write {
        DocumentWrite::Begin { kind, client } => {
            Ok(begun(&drafts::begin(book, now, *kind, client)?))
        }
        DocumentWrite::Save {
            invoice,
            before,
            joins,
        } => {
            let written = drafts::save_over(book, now, *joins, before, invoice)?;
            Ok(Done::Saved {
                entry: written.entry,
            })
        }
        DocumentWrite::Delete { reference } => {
            drafts::delete(book, now, reference).map(|_line| Done::Plain)
        }
        DocumentWrite::Issue { reference } => {
            let invoice = drafts::issue(book, now, reference, None)?;
            Ok(Done::Issued {
                number: invoice.reference(),
            })
        }
        DocumentWrite::Void {
            reference,
            reason,
            copy,
        } => {
            let (_, draft) = drafts::void(book, now, reference, reason, *copy)?;
            Ok(draft.map_or(Done::Plain, |draft| Done::Draft {
                reference: draft.reference(),
                said: format!("{reference} is void; this is its copy."),
                entry: None,
            }))
        }
        DocumentWrite::WriteOff { reference, reason } => {
            drafts::write_off(book, now, reference, reason).map(|_invoice| Done::Plain)
        }
        DocumentWrite::Copy { reference } => Ok(begun(&drafts::copy(book, now, reference)?)),
        DocumentWrite::Credit { reference, lines } => {
            Ok(begun(&drafts::credit(book, now, reference, lines)?))
        }
        DocumentWrite::Answer { reference, answer } => {
            drafts::answer(book, now, reference, *answer).map(|_quote| Done::Plain)
        }
        DocumentWrite::Bill { reference } => Ok(begun(&drafts::bill(book, now, reference)?)),
    }
}

fn begun(written: &Written) -> Done {
    Done::Draft {
        reference: written.invoice.reference(),
        said: String::new(),
        entry: written.entry,
    }
}
