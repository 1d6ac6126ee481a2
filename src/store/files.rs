//! The book as a file: its size, and copies of it.
//!
//! A copy is a second book that has the same messages in its queue. It must never send what the
//! first one sends too, whoever opens it and when: so what waits, or is on its way, is unknown in
//! every copy, and a person decides. A copy gets its name only when that is done.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, params};

use super::errors::sql;
use super::open;
use crate::domain::clock::{Now, instant_text};
use crate::failure::{Failure, Result};

/// Why a message of a copy waits for a person.
const MAY_HAVE_GONE: &str = "This copy is older: it may have gone since.";

/// What SQLite keeps beside a book while it is in use.
pub(super) const SIDES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A path with more letters at its end.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The size of a book in bytes, with its write-ahead log.
pub(super) fn size(path: &Path) -> u64 {
    [path.to_path_buf(), beside(path, "-wal")]
        .iter()
        .filter_map(|file| fs::metadata(file).ok())
        .map(|data| data.len())
        .sum()
}

/// Makes a file that only its owner can read, and never takes one that is there.
fn make_private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// Names beside a book for something that is put there: "book.why.db", "book.why-2.db" …
pub(super) fn names_beside(path: &Path, why: &str) -> impl Iterator<Item = PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let (stem, why, path) = (stem.into_owned(), why.to_owned(), path.to_path_buf());
    (1..10_000).map(move |n| {
        let count = if n == 1 {
            String::new()
        } else {
            format!("-{n}")
        };
        path.with_file_name(format!("{stem}.{why}{count}.db"))
    })
}

pub(super) fn too_many() -> Failure {
    Failure::book("There are too many copies of the book.").hint("remove old ones")
}

fn make_first(names: impl Iterator<Item = PathBuf>) -> Result<PathBuf> {
    for name in names {
        match make_private(&name) {
            Ok(_file) => return Ok(name),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(not_made(&name, &error)),
        }
    }
    Err(too_many())
}

fn not_made(path: &Path, error: &std::io::Error) -> Failure {
    Failure::book(format!("The copy {} cannot be made.", path.display()))
        .because(error)
        .hint("check the permissions of its folder and the space on the disk")
}

/// A book that is being put together in a file of its own. It is removed unless it gets its name.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    kept: bool,
}

impl Draft {
    /// An empty file for what will stand at a path.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let path = make_first(names_beside(path, "part"))?;
        Ok(Self { path, kept: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name; what stood there is replaced.
    pub(super) fn keep(mut self, to: &Path) -> Result<()> {
        fs::rename(&self.path, to).map_err(|error| not_made(to, &error))?;
        self.kept = true;
        // A file system that cannot do this has put the name down already.
        let _synced = to
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .map(|folder| File::open(folder).and_then(|folder| folder.sync_all()));
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // A half-made copy helps nobody.
        let _gone = fs::remove_file(&self.path);
        for side in SIDES {
            let _gone = fs::remove_file(beside(&self.path, side));
        }
    }
}

/// Copies an open book beside itself under a name that is still free; answers the copy.
pub(super) fn copy_aside(
    connection: &Connection,
    path: &Path,
    why: &str,
    now: Now,
) -> Result<PathBuf> {
    let name = make_first(names_beside(path, why))?;
    copy(connection, &name, now)?;
    Ok(name)
}

/// Removes a copy again when what it was made for came to nothing: the book is as it was before.
pub(super) fn or_remove<T>(copy: &Path, done: Result<T>) -> Result<T> {
    if done.is_err() {
        let _gone = fs::remove_file(copy);
    }
    done
}

/// Writes a copy over an empty file of ours.
fn copy(connection: &Connection, to: &Path, now: Now) -> Result<()> {
    let write = || {
        let draft = Draft::of(to)?;
        let mut target = open::plain(draft.path())?;
        pour(connection, &mut target)?;
        doubt(&target, now)?;
        close(target)?;
        draft.keep(to)
    };
    let written = write();
    if written.is_err() {
        let _gone = fs::remove_file(to);
    }
    written
}

/// Puts the content of one file in the place of another's, under SQLite's own locks and at once: a
/// reader sees all of it or nothing.
pub(super) fn pour(source: &Connection, target: &mut Connection) -> Result<()> {
    Backup::new(source, target)
        .and_then(|backup| backup.run_to_completion(1024, Duration::ZERO, None))
        .map_err(sql("copy the book"))
}

/// Closes a book so that one file holds all of it.
pub(super) fn close(connection: Connection) -> Result<()> {
    connection
        .pragma_update(None, "journal_mode", "DELETE")
        .map_err(sql("finish the copy of the book"))?;
    connection
        .close()
        .map_err(|(_connection, error)| sql("finish the copy of the book")(error))
}

/// Whether a book is of a version that has an outbox.
pub(super) fn has_messages(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'messages')",
        [],
        |row| row.get(0),
    )
}

/// Leaves it to a person what became of each message that waits or is on its way.
pub(super) fn doubt(connection: &Connection, now: Now) -> Result<()> {
    let write = || -> rusqlite::Result<()> {
        if !has_messages(connection)? {
            return Ok(());
        }
        connection.execute(
            "UPDATE messages SET state = 'unknown', doubted = 1, why = ?1, settled_at = ?2,
                settled_on = ?3
             WHERE state IN ('queued', 'sending', 'in_doubt')",
            params![MAY_HAVE_GONE, instant_text(now.at), now.today.to_string()],
        )?;
        Ok(())
    };
    write().map_err(sql("mark the messages of the copy"))
}

/// Writes a copy of a book, also while it is in use. What waits to be sent is unknown in the copy.
///
/// # Errors
/// Refused, when the target exists; book, when the book cannot be read or the copy not written.
pub fn backup(path: &Path, to: &Path, now: Now) -> Result<()> {
    let connection = open::look(path)?;
    make_private(to).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            return Failure::refused(format!("{} already exists.", to.display()))
                .hint("choose another name; a copy never overwrites a file");
        }
        not_made(to, &error)
    })?;
    copy(&connection, to, now)
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
