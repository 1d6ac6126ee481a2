//! The two locks of a book. They lie beside it as files and live in the kernel, so a killed process
//! leaves none; and they are named after the one real place of the book, so that two names of one
//! book (a link, a folder that is a link) meet at one lock.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::files::beside;
use crate::failure::{Failure, Result};

/// More links than these, one after the other, lead nowhere.
const MOST_LINKS: usize = 40;

/// Where a book really is, or will be: without links on the way.
pub(super) fn real(path: &Path) -> PathBuf {
    let mut place = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        if let Ok(found) = fs::canonicalize(&place) {
            return found;
        }
        // A link to a book that is not there yet.
        let Ok(target) = fs::read_link(&place) else {
            break;
        };
        place = folder_of(&place).join(target);
    }
    match (fs::canonicalize(folder_of(&place)), place.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        (Ok(_) | Err(_), _) => place,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

fn lock_file(path: &Path, ending: &str) -> Result<File> {
    let name = beside(&real(path), ending);
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&name)
        .map_err(|error| {
            Failure::book(format!("The book {} cannot be locked.", path.display()))
                .because(format!("{}: {error}", name.display()))
                .hint("the folder of the book must be writable; or choose another with --book")
        })
}

/// Waits for the lock under which a book is made, migrated and seeded.
pub(super) fn lock(path: &Path) -> Result<File> {
    let file = lock_file(path, ".lock")?;
    file.lock().map_err(|error| {
        Failure::book(format!("The book {} cannot be locked.", path.display())).because(error)
    })?;
    Ok(file)
}

/// The right to send for a book: one process at a time. It ends when it is dropped or the process
/// dies; a lease by time could send twice.
#[derive(Debug)]
pub struct SenderLock {
    _file: File,
}

impl SenderLock {
    /// Takes the right to send, if nobody has it.
    ///
    /// # Errors
    /// Waiting, when another process sends for this book; book, when the folder is not writable.
    pub fn take(book: &Path) -> Result<Self> {
        let file = lock_file(book, ".sender")?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(Failure::waiting(format!(
                "Another payme is sending for the book {}.",
                book.display()
            ))
            .hint("its messages go out there; look again with `payme outbox list`")),
            Err(fs::TryLockError::Error(error)) => {
                Err(Failure::book("The outbox cannot be locked.").because(error))
            }
        }
    }
}
