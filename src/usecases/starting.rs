//! Opening, keeping and checking the book.

use std::path::{Path, PathBuf};

use crate::domain::clock::Now;
use crate::failure::{Failure, Result};
use crate::store::{self, Book};

pub use crate::store::{Lost, Opened, Restored, RolledBack, Status};

/// Opens a book, and makes it where there is none.
///
/// # Errors
/// Book, when it cannot be used; the sentence says why and what to do.
pub fn open(path: &Path, now: Now) -> Result<Opened> {
    store::open(path, now)
}

/// Where a book stands among the versions, without changing it.
///
/// # Errors
/// Book, when there is none or it cannot be read.
pub fn db_status(path: &Path) -> Result<Status> {
    store::status(path)
}

/// Brings a book to the newest version; answers the copy made before, if it changed.
///
/// # Errors
/// Book, when it cannot be used. Waiting, when another process sends for it.
pub fn migrate(path: &Path, now: Now) -> Result<Option<PathBuf>> {
    store::migrate(path, now)
}

/// Takes back the last migrations; answers the copy made before, and what is only there now.
///
/// # Errors
/// Usage, when there are not as many; book, when it cannot be used. Waiting, when another process
/// sends for it.
pub fn rollback(path: &Path, steps: i64, now: Now) -> Result<RolledBack> {
    store::rollback(path, steps, now)
}

/// Copies a book to a new file, also while it is in use. What waits to be sent is unknown in the
/// copy, which must never send it a second time.
///
/// # Errors
/// Refused, when the file exists; book, when one of the two cannot be used.
pub fn backup(path: &Path, to: &Path, now: Now) -> Result<()> {
    store::backup(path, to, now)
}

/// Replaces a book by a copy; answers where the one before was put, and what a person has to look
/// after: what waited in the copy is unknown now, and what went since is planned again.
///
/// # Errors
/// Book, when the copy is no sound book or the present file is not ours: then it stays. Waiting,
/// when another process sends for the book.
pub fn restore(path: &Path, from: &Path, now: Now) -> Result<Restored> {
    store::restore(path, from, now)
}

/// Every breach of the file or of the book's own rules, as a sentence.
///
/// # Errors
/// Book, when it cannot be read at all.
pub fn check(book: &Book) -> Result<Vec<String>> {
    book.view().check()
}

/// What a person should know about a sound book, as sentences: the gaps in the numbers of its
/// documents, which some countries want explained.
///
/// # Errors
/// Book, when it cannot be read.
pub fn notes(book: &Book) -> Result<Vec<String>> {
    book.view().number_gaps()
}

/// Refuses a book that has clients: seeds and imports fill only an empty one.
///
/// # Errors
/// Refused, when there is a client.
pub fn require_empty(book: &Book) -> Result<()> {
    if book.view().client_count()? == 0 {
        return Ok(());
    }
    Err(
        Failure::refused("The book already has clients, so it was left as it is.")
            .hint("name a new file with --book"),
    )
}
