//! The journal: what was done, undo and redo.

use crate::domain::clock::Now;
use crate::domain::ids::EntryId;
use crate::domain::log_query::LogQuery;
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

/// The newest entries that a filter finds, at most `limit`.
///
/// # Errors
/// Refused, when it names a client or a document that is not there; book, when it cannot be read.
pub fn log(book: &Book, query: &LogQuery, limit: usize) -> Result<Vec<JournalRow>> {
    book.view().log(query, limit)
}

/// Takes back the newest change that still stands; answers what it was.
///
/// # Errors
/// Refused, when there is none, when the last thing that a person did cannot be undone (a reminder
/// that was queued, an import), or when it was changed or used since. Nothing else is undone in its
/// place; [`undo_entry`] takes back an older one that a person points at.
pub fn undo(book: &mut Book, now: Now) -> Result<String> {
    book.undo(now)
}

/// Takes back one change of the journal, also one that is not the newest; answers what it was.
///
/// # Errors
/// Refused, when there is no such change, when it is undone already or cannot be undone, or when it
/// was changed or used since.
pub fn undo_entry(book: &mut Book, now: Now, entry: EntryId) -> Result<String> {
    book.undo_entry(now, entry)
}

/// Makes the change again that was taken back last; answers what it was.
///
/// # Errors
/// Refused, when there is none or something was changed since.
pub fn redo(book: &mut Book, now: Now) -> Result<String> {
    book.redo(now)
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
