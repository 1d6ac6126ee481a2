//! What is this file? Asked before anything is written, so that another program's file and a newer
//! payme's book stay exactly as they are.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::errors::{is_damage, sql};
use super::files::{beside, size};
use super::{migrations, open};
use crate::failure::{Failure, Result};

/// Marks a SQLite file as a book: "paym".
pub(super) const APPLICATION: i64 = 0x7061_796d;

/// What every SQLite file begins with.
const HEADER: &[u8] = b"SQLite format 3\0";

/// What a SQLite file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing is in it yet.
    Empty,
    /// A book of this payme or an older one.
    Book,
    /// A book of a newer payme, with its version.
    Newer(i64),
    /// Another program's.
    Stranger,
}

/// Looks at an open file.
pub(super) fn found(connection: &Connection) -> rusqlite::Result<Found> {
    let (application, version, tables): (i64, i64, i64) = connection.query_row(
        "SELECT (SELECT application_id FROM pragma_application_id),
                (SELECT user_version FROM pragma_user_version),
                (SELECT count(*) FROM sqlite_schema)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    Ok(match application {
        APPLICATION if version > migrations::latest() => Found::Newer(version),
        APPLICATION => Found::Book,
        0 if tables == 0 => Found::Empty,
        _ => Found::Stranger,
    })
}

impl Found {
    /// Refuses what is not ours to write.
    pub(super) fn accept(self, path: &Path) -> Result<()> {
        match self {
            Self::Empty | Self::Book => Ok(()),
            Self::Stranger => Err(Failure::book(format!(
                "{} is another program's SQLite file.",
                path.display()
            ))
            .hint("choose the right file with --book; this one was left as it is")),
            Self::Newer(version) => {
                let latest = migrations::latest();
                Err(Failure::book(format!(
                    "The book {} was written by a newer payme (version {version}; this one knows \
                     {latest}).",
                    path.display()
                ))
                .hint("update payme; the book was left as it is"))
            }
        }
    }
}

/// Whether a file begins as a SQLite file does, or has nothing in it yet.
pub(super) fn has_header(path: &Path) -> Result<bool> {
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
    Ok(head.is_empty() || head == HEADER)
}

/// Refuses a file that is no SQLite file at all.
pub(super) fn require_header(path: &Path) -> Result<()> {
    if has_header(path)? {
        return Ok(());
    }
    Err(
        Failure::book(format!("{} is not a payme book.", path.display()))
            .hint("choose the right file with --book; this one was left as it is"),
    )
}

/// Refuses a file that is plainly not ours, before so much as a lock is put beside it. What cannot
/// be said yet, because the file is just being made or is damaged, is for later.
pub(super) fn refuse_strangers(path: &Path) -> Result<()> {
    if size(path) > 0 {
        require_header(path)?;
    }
    refuse_others(path)
}

/// Refuses another program's SQLite file and a newer payme's book. Any other file passes.
pub(super) fn refuse_others(path: &Path) -> Result<()> {
    if size(path) == 0 {
        return Ok(());
    }
    match peek(path).and_then(|connection| found(&connection)) {
        Ok(found) => found.accept(path),
        Err(_unclear) => Ok(()),
    }
}

/// Opens a file for reading only, and leaves nothing beside it: also from a medium that cannot be
/// written. Where nobody is using it, SQLite need not even make its files for readers.
pub(super) fn peek(path: &Path) -> rusqlite::Result<Connection> {
    let used = fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            address.push(char::from(*byte));
        } else {
            address.push('%');
            for half in [byte >> 4, byte & 15] {
                address.extend(char::from_digit(u32::from(half), 16));
            }
        }
    }
    if !used {
        address.push_str("?immutable=1");
    }
    #[allow(
        clippy::disallowed_methods,
        reason = "to recognise a file before it is opened as a book"
    )]
    let connection = Connection::open_with_flags(
        address,
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    Ok(connection)
}

/// In which state the file is that a book is to replace.
#[derive(Debug)]
pub(super) enum Present {
    /// There is none, or nothing is in it.
    Nothing,
    /// It can be read.
    Sound(Connection),
    /// SQLite cannot read it, or finds that it contradicts itself.
    Damaged,
}

/// Looks at the file that a book is to replace.
///
/// # Errors
/// Book, when it is another program's or a newer payme's, or for now cannot be read.
pub(super) fn present(path: &Path) -> Result<Present> {
    if !path.exists() || size(path) == 0 {
        return Ok(Present::Nothing);
    }
    if !has_header(path)? {
        return Ok(Present::Damaged);
    }
    let connection = open::plain(path)?;
    let read = || {
        let found = found(&connection)?;
        let word: String = connection.query_row(
            "SELECT quick_check FROM pragma_quick_check LIMIT 1",
            [],
            |row| row.get(0),
        )?;
        Ok((found, word == "ok"))
    };
    match read() {
        Ok((found, sound)) => {
            found.accept(path)?;
            Ok(if sound {
                Present::Sound(connection)
            } else {
                Present::Damaged
            })
        }
        Err(error) if is_damage(&error) => Ok(Present::Damaged),
        Err(error) => Err(sql("read the book")(error)),
    }
}
