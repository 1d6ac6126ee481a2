//! `payme invoice list --json`: one document after the other, so that thousands need no memory.

use std::cell::RefCell;

use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::cli::document::{InvoicesDocument, invoice_document};
use crate::cli::print::Answer;
use crate::cli::session::Session;
use crate::domain::clock::Now;
use crate::domain::views::{InvoiceRow, Page};
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::invoices;

/// Rows of a list that are read from the book one by one as they are written.
struct Listed<'a> {
    book: &'a Book,
    now: Now,
    rows: &'a [InvoiceRow],
    /// What the book said, where it could not be read.
    failure: &'a RefCell<Option<Failure>>,
}

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.rows.len()))?;
        for row in self.rows {
            match invoices::show(self.book, self.now, &row.reference) {
                Ok(detail) => list.serialize_element(&invoice_document(&detail))?,
                Err(failure) => {
                    let told = S::Error::custom(failure.message());
                    self.failure.replace(Some(failure));
                    return Err(told);
                }
            }
        }
        list.end()
    }
}

/// Writes a page of the list as it is read.
pub(super) fn stream(
    book: &Book,
    now: Now,
    page: &Page<InvoiceRow>,
    session: &mut Session<'_>,
) -> Result<Answer> {
    let failure = RefCell::new(None);
    let document = InvoicesDocument {
        invoices: Listed {
            book,
            now,
            rows: &page.rows,
            failure: &failure,
        },
        next: page.next.as_deref(),
    };
    let written = session.stream(&document);
    match failure.take() {
        Some(failure) => Err(failure),
        None => written,
    }
}
