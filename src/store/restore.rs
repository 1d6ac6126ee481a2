//! Going back to a copy.
//!
//! The copy becomes a finished book in a file of its own first: of this version, with nothing in it
//! that would be sent again. Only then does the present book give way, and whatever fails from there
//! on puts it back.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::errors::sql;
use super::files::{self, Draft, SIDES, beside};
use super::recognise::{self, Present};
use super::{Book, SenderLock, Undo, locks, migrations, open};
use crate::domain::clock::Now;
use crate::failure::{Failure, Result};

/// What going back to a copy did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the book before was put, where there was one.
    pub aside: Option<PathBuf>,
    /// How many messages of the book wait for a person to say what became of them.
    pub unknown: i64,
    /// How many messages that went, or may have gone, the copy knows nothing of: their reminders are
    /// planned again. `None` where the book before could not be asked.
    pub forgotten: Option<i64>,
}

/// Replaces a book by a copy; the present one is put aside first. What waits to be sent in the copy
/// may have gone since, so it is unknown in the book.
///
/// # Errors
/// Book, when the copy is no book, is newer, or is damaged, or when the present file is not ours:
/// then it stays. Waiting, when another process sends for the book.
pub fn restore(path: &Path, from: &Path, now: Now) -> Result<Restored> {
    let (path, from) = (locks::real(path), locks::real(from));
    if path == from {
        return Err(
            Failure::refused(format!("{} is the book itself.", path.display()))
                .hint("name a copy of it"),
        );
    }
    let source = open::look(&from)?;
    sound(&source, &from)?;
    recognise::refuse_others(&path)?;
    let _lock = locks::lock(&path)?;
    let _sender = SenderLock::take(&path)?;
    let (draft, unknown) = prepare(&source, &path, &from, now)?;
    let (aside, forgotten) = match recognise::present(&path)? {
        Present::Nothing => {
            draft.keep(&path)?;
            (None, None)
        }
        Present::Sound(present) => {
            let forgotten = forgotten(&present, draft.path())?;
            let aside = files::copy_aside(&present, &path, "before-restore", now)?;
            drop(present);
            replace(&draft, &path)?;
            (Some(aside), forgotten)
        }
        Present::Damaged => (Some(take_the_place(draft, &path)?), None),
    };
    Ok(Restored {
        aside,
        unknown,
        forgotten,
    })
}

/// The copy as a finished book; with it, how many messages wait for a person.
fn prepare(source: &Connection, path: &Path, from: &Path, now: Now) -> Result<(Draft, i64)> {
    let draft = Draft::of(path)?;
    let mut target = open::plain(draft.path())?;
    files::pour(source, &mut target)?;
    files::doubt(&target, now)?;
    drop(target);
    let mut connection = open::connect(draft.path())?;
    migrations::to_version(&mut connection, migrations::latest())?;
    let mut book = Book {
        connection,
        path: draft.path().to_path_buf(),
    };
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    book.change(now, Undo::Impossible, |_tx| {
        Ok(((), format!("Went back to the copy {name}")))
    })?;
    let unknown = book
        .connection
        .query_row(
            "SELECT count(*) FROM messages WHERE state = 'unknown'",
            [],
            |row| row.get(0),
        )
        .map_err(sql("read the outbox"))?;
    files::close(book.connection)?;
    Ok((draft, unknown))
}

/// How many messages that left this book, or may have left it, another one knows nothing of.
fn forgotten(present: &Connection, other: &Path) -> Result<Option<i64>> {
    let Some(other) = other.to_str() else {
        return Ok(None);
    };
    let count = || -> rusqlite::Result<i64> {
        if !files::has_messages(present)? {
            return Ok(0);
        }
        present.execute("ATTACH ?1 AS copy", [other])?;
        let count = present.query_row(
            "SELECT count(*) FROM main.messages
             WHERE state IN ('sending', 'in_doubt', 'accepted', 'unknown')
                AND message_id NOT IN (SELECT message_id FROM copy.messages
                    WHERE state IN ('accepted', 'unknown'))",
            [],
            |row| row.get(0),
        );
        present.execute("DETACH copy", [])?;
        count
    };
    count()
        .map(Some)
        .map_err(sql("compare the copy with the book"))
}

/// Puts the content of a finished book into a present one, at once.
fn replace(draft: &Draft, path: &Path) -> Result<()> {
    let source = open::plain(draft.path())?;
    let mut target = open::plain(path)?;
    files::pour(&source, &mut target)
}

/// Moves a damaged book away and gives its place to another. Answers where the damaged one is.
fn take_the_place(draft: Draft, path: &Path) -> Result<PathBuf> {
    let aside = files::names_beside(path, "damaged")
        .find(|name| !name.exists())
        .ok_or_else(files::too_many)?;
    let moved = move_all(path, &aside).and_then(|()| draft.keep(path));
    let Err(failure) = moved else {
        return Ok(aside);
    };
    Err(match move_all(&aside, path) {
        Ok(()) => failure.hint("the damaged book is where it was"),
        Err(stuck) => failure.because(stuck.message()).hint(format!(
            "the damaged book is {}; move it back by hand",
            aside.display()
        )),
    })
}

/// Moves a book with what SQLite keeps beside it. What is not there needs no moving.
fn move_all(from: &Path, to: &Path) -> Result<()> {
    for ending in SIDES.into_iter().chain([""]) {
        let (old, new) = (beside(from, ending), beside(to, ending));
        if !old.exists() {
            continue;
        }
        fs::rename(&old, &new).map_err(|error| {
            Failure::book(format!("{} cannot be moved.", old.display()))
                .because(error)
                .hint("check the permissions of its folder")
        })?;
    }
    Ok(())
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

#[cfg(test)]
#[path = "restore_tests.rs"]
mod tests;
