//! Opening a book: lock, recognise, copy aside, migrate, seed.
//!
//! Two programs that start at once on a new file are an ordinary case: the second waits on the file
//! lock and finds a finished book. The lock lives in the kernel, so a killed process leaves none.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::errors::sql;
use super::{Book, files, migrations, seed};
use crate::domain::clock::Now;
use crate::failure::{Failure, Result};

/// Marks a SQLite file as a book: "paym".
const APPLICATION: i64 = 0x7061_796d;

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
    let lock = lock(path)?;
    let fresh = make_file(path)?;
    let mut connection = connect(path)?;
    recognise(&connection, path)?;
    let copy = bring_up(&mut connection, path)?;
    let mut book = Book {
        connection,
        path: path.to_path_buf(),
    };
    seed::reference(&mut book, now)?;
    drop(lock);
    Ok(Opened { book, fresh, copy })
}

/// Brings a recognised file to the newest version, copying it aside when it holds something.
pub(super) fn bring_up(connection: &mut Connection, path: &Path) -> Result<Option<PathBuf>> {
    let version = migrations::version(connection)?;
    if version == migrations::latest() {
        return Ok(None);
    }
    let copy = if version > 0 {
        Some(files::copy_aside(
            connection,
            path,
            &format!("before-v{}", migrations::latest()),
        )?)
    } else {
        None
    };
    connection
        .pragma_update(None, "application_id", APPLICATION)
        .map_err(sql("mark the file as a book"))?;
    migrations::to_version(connection, migrations::latest())?;
    Ok(copy)
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

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn lock_file(path: &Path, ending: &str) -> Result<File> {
    let name = beside(path, ending);
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

/// Opens a connection with the settings that every use of a book needs.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    check_header(path)?;
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place that opens a book"
    )]
    let connection = Connection::open(path).map_err(sql("open the book"))?;
    settle(&connection)?;
    Ok(connection)
}

fn settle(connection: &Connection) -> Result<()> {
    let set = || -> rusqlite::Result<()> {
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(())
    };
    set().map_err(sql("open the book"))
}

/// Opens a file to look at it, without making it.
pub(super) fn look(path: &Path) -> Result<Connection> {
    if !path.exists() {
        return Err(
            Failure::book(format!("There is no book at {}.", path.display()))
                .hint("start `payme` to make one, or name another with --book"),
        );
    }
    let connection = connect(path)?;
    recognise(&connection, path)?;
    Ok(connection)
}

fn check_header(path: &Path) -> Result<()> {
    let cannot = |error: std::io::Error| {
        Failure::book(format!("The book {} cannot be read.", path.display()))
            .because(error)
            .hint("check its permissions, or choose another with --book")
    };
    let mut head = Vec::new();
    File::open(path)
        .map_err(cannot)?
        .take(16)
        .read_to_end(&mut head)
        .map_err(cannot)?;
    if head.is_empty() || head == *b"SQLite format 3\0" {
        return Ok(());
    }
    Err(
        Failure::book(format!("{} is not a payme book.", path.display()))
            .hint("choose the right file with --book; this one was left as it is"),
    )
}

/// Refuses a file that is another program's, or a newer payme's.
pub(super) fn recognise(connection: &Connection, path: &Path) -> Result<()> {
    let (application, tables): (i64, i64) = connection
        .query_row(
            "SELECT (SELECT application_id FROM pragma_application_id),
                    (SELECT count(*) FROM sqlite_schema)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(sql("read the book"))?;
    let empty = application == 0 && tables == 0;
    if !empty && application != APPLICATION {
        return Err(Failure::book(format!(
            "{} is another program's SQLite file.",
            path.display()
        ))
        .hint("choose the right file with --book; this one was left as it is"));
    }
    let version = migrations::version(connection)?;
    let latest = migrations::latest();
    if version > latest {
        return Err(Failure::book(format!(
            "The book {} was written by a newer payme (version {version}; this one knows {latest}).",
            path.display()
        ))
        .hint("update payme; the book was left as it is"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
