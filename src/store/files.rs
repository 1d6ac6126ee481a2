//! The book as a file: copies, backups and going back to one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::errors::sql;
use super::{migrations, open};
use crate::failure::{Failure, Result};

/// The size of a book in bytes, with its write-ahead log.
pub(super) fn size(path: &Path) -> u64 {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    [path.to_path_buf(), PathBuf::from(log)]
        .iter()
        .filter_map(|file| fs::metadata(file).ok())
        .map(|data| data.len())
        .sum()
}

/// Copies an open book beside itself under a name that is still free; answers the copy.
pub(super) fn copy_aside(connection: &Connection, path: &Path, why: &str) -> Result<PathBuf> {
    let free = free_name(path, why)?;
    copy(connection, &free)?;
    Ok(free)
}

fn free_name(path: &Path, why: &str) -> Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    (1..10_000)
        .map(|n| {
            let count = if n == 1 {
                String::new()
            } else {
                format!("-{n}")
            };
            path.with_file_name(format!("{stem}.{why}{count}.db"))
        })
        .find(|candidate| !candidate.exists())
        .ok_or_else(|| {
            Failure::book("There are too many copies of the book.").hint("remove old ones")
        })
}

fn copy(connection: &Connection, to: &Path) -> Result<()> {
    let kept = pour(connection, to).and_then(|()| {
        fs::set_permissions(to, fs::Permissions::from_mode(0o600)).map_err(|error| {
            Failure::book(format!("The copy {} cannot be protected.", to.display())).because(error)
        })
    });
    if kept.is_err() {
        // A half-made copy helps nobody; the original was only read.
        let _gone = fs::remove_file(to);
    }
    kept
}

/// Puts the content of one file in the place of another's, under SQLite's own locks.
fn pour(connection: &Connection, to: &Path) -> Result<()> {
    #[allow(clippy::disallowed_methods, reason = "the copy is a book too")]
    let mut target = Connection::open(to).map_err(sql("make a copy of the book"))?;
    Backup::new(connection, &mut target)
        .and_then(|backup| backup.run_to_completion(1024, Duration::ZERO, None))
        .map_err(sql("copy the book"))
}

/// Writes a copy of a book, also while it is in use.
///
/// # Errors
/// Refused, when the target exists; book, when the book cannot be read or the copy not written.
pub fn backup(path: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        return Err(
            Failure::refused(format!("{} already exists.", to.display()))
                .hint("choose another name; a copy never overwrites a file"),
        );
    }
    let connection = open::look(path)?;
    copy(&connection, to)
}

/// Replaces a book by a copy; the present one is copied aside first. Answers where.
///
/// # Errors
/// Book, when the copy is no book, is newer, or is damaged: then the present one stays.
pub fn restore(path: &Path, from: &Path) -> Result<Option<PathBuf>> {
    let source = open::look(from)?;
    sound(&source, from)?;
    let _lock = open::lock(path)?;
    let _sender = open::SenderLock::take(path)?;
    let aside = put_aside(path)?;
    // The backup replaces the content under SQLite's locks: readers never see a half.
    pour(&source, path)?;
    let mut connection = open::connect(path)?;
    open::bring_up(&mut connection, path)?;
    Ok(aside)
}

/// Keeps the present book: as a copy, or, where it cannot even be read, by moving it away.
fn put_aside(path: &Path) -> Result<Option<PathBuf>> {
    if !path.exists() || size(path) == 0 {
        return Ok(None);
    }
    if let Ok(kept) =
        open::look(path).and_then(|present| copy_aside(&present, path, "before-restore"))
    {
        return Ok(Some(kept));
    }
    let aside = free_name(path, "damaged")?;
    for ending in ["", "-wal", "-shm"] {
        let with = |base: &Path| {
            let mut name = base.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        if with(path).exists() {
            fs::rename(with(path), with(&aside)).map_err(|error| {
                Failure::book(format!(
                    "The damaged book {} cannot be moved.",
                    path.display()
                ))
                .because(error)
                .hint("check the permissions of its folder")
            })?;
        }
    }
    Ok(Some(aside))
}

fn sound(connection: &Connection, path: &Path) -> Result<()> {
    let word: String = connection
        .query_row(
            "SELECT integrity_check FROM pragma_integrity_check LIMIT 1",
            [],
            |row| row.get(0),
        )
        .map_err(sql("check the copy"))?;
    if word == "ok" && migrations::version(connection)? > 0 {
        return Ok(());
    }
    Err(
        Failure::book(format!("The copy {} is damaged or empty.", path.display()))
            .because(word)
            .hint("choose another copy; the present book was left as it is"),
    )
}
