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
        DocumentWrite::Save { invoice, joins } => {
            let written = drafts::save(book, now, *joins, invoice)?;
            Ok(Done::Saved {
                entry: written.entry,
            })
        }
        DocumentWrite::Delete { reference } => {
            drafts::delete(book, now, reference).map(|_line| Done::Plain)
        }
        DocumentWrite::Issue { .. }
        | DocumentWrite::Void { .. }
        | DocumentWrite::WriteOff { .. }
        | DocumentWrite::Copy { .. }
        | DocumentWrite::Credit { .. }
        | DocumentWrite::Answer { .. }
        | DocumentWrite::Bill { .. } => Err(crate::failure::Failure::refused("Not yet.")),
    }
}

fn begun(written: &Written) -> Done {
    Done::Draft {
        reference: written.invoice.reference(),
        said: String::new(),
        entry: written.entry,
    }
}
