//! Opening a book: recognise, lock, copy aside, migrate, seed.
//!
//! Two programs that start at once on a new file are an ordinary case: the second waits on the file
//! lock and finds a finished book. The lock lives in the kernel, so a killed process leaves none.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::errors::sql;
use super::recognise::APPLICATION;
use super::{Book, SenderLock, files, locks, migrations, recognise, seed};
use crate::domain::clock::Now;
use crate::failure::{Failure, Kind, Result};

/// How long a write waits for another program's.
const PATIENCE: Duration = Duration::from_secs(10);

/// What opening found.
#[derive(Debug)]
pub struct Opened {
    /// The book.
    pub book: Book,
    /// It was made just now.
    pub fresh: bool,
    /// The copy that was made before a new version.
    pub copy: Option<PathBuf>,
}

/// Opens a book, and makes it where there is none: folder 0700, file 0600, all migrations, and the
/// reference seeds.
///
/// # Errors
/// Book, when the file is no book, is newer than this program or damaged, or cannot be written.
pub fn open(path: &Path, now: Now) -> Result<Opened> {
    make_folder(path)?;
    let path = locks::real(path);
    recognise::refuse_strangers(&path)?;
    let lock = locks::lock(&path)?;
    let fresh = make_file(&path)?;
    let mut connection = connect(&path)?;
    let copy = bring_up(&mut connection, &path, now).map_err(|failure| in_use(failure, &path))?;
    let mut book = Book { connection, path };
    seed::reference(&mut book, now)?;
    drop(lock);
    Ok(Opened { book, fresh, copy })
}

/// Brings a recognised file to the newest version, copying it aside when it holds something. It is
/// left as it was when that fails.
///
/// # Errors
/// Waiting, when another process sends for the book; book, when it cannot be brought there.
pub(super) fn bring_up(
    connection: &mut Connection,
    path: &Path,
    now: Now,
) -> Result<Option<PathBuf>> {
    let (version, latest) = (migrations::version(connection)?, migrations::latest());
    if version == latest {
        return Ok(None);
    }
    if version == 0 {
        connection
            .pragma_update(None, "application_id", APPLICATION)
            .map_err(sql("mark the file as a book"))?;
        migrations::to_version(connection, latest)?;
        return Ok(None);
    }
    let _sender = SenderLock::take(path)?;
    let copy = files::copy_aside(connection, path, &format!("before-v{latest}"), now)?;
    files::or_remove(&copy, migrations::to_version(connection, latest))?;
    Ok(Some(copy))
}

/// A book of an older version cannot be used while another process sends for it.
fn in_use(failure: Failure, path: &Path) -> Failure {
    if failure.kind() != Kind::Waiting {
        return failure;
    }
    Failure::book(format!(
        "The book {} has to be brought to this version, and another payme is sending for it.",
        path.display()
    ))
    .hint("wait until it has finished, or close it, and start again")
}

fn make_folder(path: &Path) -> Result<()> {
    let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| {
            Failure::book(format!("The folder {} cannot be made.", folder.display()))
                .because(error)
                .hint("check its permissions, or choose another place with --book")
        })
}

fn make_file(path: &Path) -> Result<bool> {
    match OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
    {
        Ok(_file) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(
            Failure::book(format!("The book {} cannot be made.", path.display()))
                .because(error)
                .hint("check the permissions of its folder, or choose another place with --book"),
        ),
    }
}

/// Opens a file that was looked at before, without any setting that would change it.
pub(super) fn plain(path: &Path) -> Result<Connection> {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place that opens a book"
    )]
    let connection = Connection::open(path).map_err(sql("open the book"))?;
    connection
        .busy_timeout(PATIENCE)
        .map_err(sql("open the book"))?;
    Ok(connection)
}

/// Opens a book with the settings that every use of it needs, once it is recognised as ours.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    recognise::require_header(path)?;
    let connection = plain(path)?;
    recognise::found(&connection)
        .map_err(sql("read the book"))?
        .accept(path)?;
    settle(&connection)?;
    Ok(connection)
}

fn settle(connection: &Connection) -> Result<()> {
    let set = || -> rusqlite::Result<()> {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(())
    };
    set().map_err(sql("open the book"))
}

/// Opens a book to read it, without making or changing it: also from a medium that cannot be
/// written.
pub(super) fn look(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(
            Failure::book(format!("There is no book at {}.", path.display()))
                .hint("start `payme` to make one, or name another with --book"),
        );
    }
    recognise::require_header(path)?;
    let peeked = recognise::peek(path).map_err(sql("open the book"))?;
    recognise::found(&peeked)
        .map_err(sql("read the book"))?
        .accept(path)?;
    // An ordinary connection reads beside writers, and cleans up behind itself.
    match plain(path) {
        Ok(connection) if recognise::found(&connection).is_ok() => Ok(connection),
        Ok(_) | Err(_) => Ok(peeked),
    }
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
