//! The journal: what was done, undo and redo.

use crate::domain::clock::Now;
use crate::domain::views::JournalRow;
use crate::failure::Result;
use crate::store::Book;

/// The newest entries, at most `limit`.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book, limit: usize) -> Result<Vec<JournalRow>> {
    book.view().journal(limit)
}

/// Takes back the newest change that still stands; answers what it was.
///
/// # Errors
/// Refused, when there is none or it was changed since.
pub fn undo(book: &mut Book, now: Now) -> Result<String> {
    book.undo(now)
}

/// Makes the change again that was taken back last; answers what it was.
///
/// # Errors
/// Refused, when there is none or something was changed since.
pub fn redo(book: &mut Book, now: Now) -> Result<String> {
    book.redo(now)
}
