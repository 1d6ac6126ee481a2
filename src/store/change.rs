//! Writing: one transaction, one journal entry, and the rows before and after.
//!
//! Temporary triggers of this connection record each changed row as JSON, so that no write can
//! forget its undo; outside a change they refuse. Only sums that other triggers keep (what is paid,
//! the months) are not recorded: undoing a payment moves them by the same triggers.

use std::ops::Deref;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::errors::sql;
use super::{Book, View, journal};
use crate::domain::clock::{Now, instant_text};
use crate::domain::ids::EntryId;
use crate::failure::Result;

/// The tables whose rows are recorded and can be undone.
pub(super) const RECORDED: &[&str] = &[
    "profile",
    "settings",
    "tax_presets",
    "interest_rates",
    "policies",
    "stages",
    "templates",
    "clients",
    "contacts",
    "invoices",
    "lines",
    "taxes",
    "payments",
    "holds",
    "skips",
    "series",
    "series_counters",
    "numbering",
    "schedules",
    "services",
    "texts",
    "client_templates",
    "bank_checks",
    "talks",
    "talk_invoices",
];

/// Columns that triggers keep, and that are therefore not recorded.
const KEPT: &[&str] = &["paid_minor", "credited_minor"];

/// Whether a change can be taken back by `u`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Its rows are recorded; `u` takes it back.
    Possible,
    /// It left the machine or replaced too much; it is only noted. `u` stops before it.
    Impossible,
    /// The program notes by itself what became of something, as the sender does; `u` passes over it.
    Note,
    /// It fills a new book: noted in one line, no rows are recorded.
    Bulk,
}

/// A way to write the book, inside one transaction.
#[derive(Debug)]
pub struct Tx<'a> {
    view: View<'a>,
    /// When the change is made.
    pub(super) now: Now,
}

impl<'a> Deref for Tx<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl Tx<'_> {
    /// Notes in the journal what happened at another time; it cannot be taken back. For data that
    /// comes with its history.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn note_past(&self, then: Now, text: &str) -> Result<()> {
        let entry = Entry {
            kind: "change",
            refers: None,
            undoable: false,
            text,
        };
        note(self.connection, then, entry)?;
        Ok(())
    }
}

impl Book {
    /// Makes one change: all of it or nothing. `work` answers its result and the journal's line; an
    /// empty line means that nothing was changed, and nothing is noted.
    ///
    /// # Errors
    /// Whatever `work` says, and book errors (full disk, busy, read-only): then nothing is written.
    pub fn change<T>(
        &mut self,
        now: Now,
        undo: Undo,
        work: impl FnOnce(&Tx<'_>) -> Result<(T, String)>,
    ) -> Result<T> {
        match undo {
            Undo::Possible | Undo::Impossible | Undo::Note => {
                arm(&self.connection)?;
                self.write(now, undo, work)
            }
            Undo::Bulk => {
                cache(&self.connection, LARGE_CACHE)?;
                let written = self.write(now, undo, work);
                cache(&self.connection, CACHE)?;
                written
            }
        }
    }

    /// Makes one change that can be taken back, as part of the change `joins` where that is still the
    /// newest of the journal: what is written in one sitting is one entry, and one `u` takes it back.
    /// Answers the entry as well; `None` when nothing was changed.
    ///
    /// # Errors
    /// Whatever `work` says, and book errors: then nothing is written.
    pub fn change_joined<T>(
        &mut self,
        now: Now,
        joins: Option<EntryId>,
        work: impl FnOnce(&Tx<'_>) -> Result<(T, String)>,
    ) -> Result<(T, Option<EntryId>)> {
        arm(&self.connection)?;
        let transaction = begin(&mut self.connection)?;
        set_mode(&transaction, "record")?;
        let tx = Tx {
            view: View {
                connection: &transaction,
            },
            now,
        };
        let (value, text) = work(&tx)?;
        let newest = journal::newest(&transaction)?;
        let entry = match joins {
            Some(entry) if newest == Some(entry) => {
                if !text.is_empty() {
                    add_rows(&transaction, entry.0)?;
                }
                Some(entry)
            }
            Some(_) | None if text.is_empty() => joins,
            Some(_) | None => Some(EntryId(note(&transaction, now, Entry::undoable(&text))?)),
        };
        finish(transaction)?;
        Ok((value, entry))
    }

    fn write<T>(
        &mut self,
        now: Now,
        undo: Undo,
        work: impl FnOnce(&Tx<'_>) -> Result<(T, String)>,
    ) -> Result<T> {
        let transaction = begin(&mut self.connection)?;
        set_mode(
            &transaction,
            if undo == Undo::Bulk { "bulk" } else { "record" },
        )?;
        let (value, text) = {
            let tx = Tx {
                view: View {
                    connection: &transaction,
                },
                now,
            };
            work(&tx)?
        };
        if !text.is_empty() {
            let undoable = undo == Undo::Possible;
            let kind = match undo {
                Undo::Possible | Undo::Impossible | Undo::Bulk => "change",
                Undo::Note => "note",
            };
            note(
                &transaction,
                now,
                Entry {
                    kind,
                    refers: None,
                    undoable,
                    text: &text,
                },
            )?;
        }
        finish(transaction)?;
        Ok(value)
    }
}

/// How many bytes of the book SQLite keeps in memory: what it does by itself, and while much is
/// written in one change, so that pages do not go to the disk and back in between.
const CACHE: i64 = 2 << 20;
const LARGE_CACHE: i64 = 64 << 20;

fn cache(connection: &Connection, bytes: i64) -> Result<()> {
    // A negative number counts KiB, a positive one pages.
    connection
        .pragma_update(None, "cache_size", -(bytes / 1024))
        .map_err(sql("prepare a large change"))
}

/// One line of the journal, to be written.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) kind: &'static str,
    pub(super) refers: Option<i64>,
    pub(super) undoable: bool,
    pub(super) text: &'a str,
}

impl<'a> Entry<'a> {
    const fn undoable(text: &'a str) -> Self {
        Self {
            kind: "change",
            refers: None,
            undoable: true,
            text,
        }
    }
}

pub(super) fn begin(connection: &mut Connection) -> Result<Transaction<'_>> {
    connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(sql("begin a change"))
}

pub(super) fn finish(transaction: Transaction<'_>) -> Result<()> {
    set_mode(&transaction, "closed")?;
    transaction.commit().map_err(sql("save the change"))
}

/// Opens or closes the recording triggers of this connection.
pub(super) fn set_mode(connection: &Connection, mode: &str) -> Result<()> {
    let set = || -> rusqlite::Result<()> {
        connection.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS journal_mode (mode TEXT NOT NULL) STRICT;
             CREATE TEMP TABLE IF NOT EXISTS journal_buffer (
                 id INTEGER PRIMARY KEY, table_name TEXT NOT NULL, row_id INTEGER NOT NULL,
                 before TEXT, after TEXT) STRICT;
             DELETE FROM temp.journal_mode;",
        )?;
        connection
            .prepare_cached("INSERT INTO temp.journal_mode (mode) VALUES (?1)")?
            .execute([mode])?;
        Ok(())
    };
    set().map_err(sql("prepare the journal"))
}

/// Writes an entry with the rows recorded so far; answers its id.
pub(super) fn note(connection: &Connection, now: Now, entry: Entry<'_>) -> Result<i64> {
    let write = || -> rusqlite::Result<i64> {
        connection
            .prepare_cached(
                "INSERT INTO journal (at, on_day, kind, refers, undoable, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                instant_text(now.at),
                now.today.to_string(),
                entry.kind,
                entry.refers,
                entry.undoable,
                entry.text,
            ])?;
        Ok(connection.last_insert_rowid())
    };
    let id = write().map_err(sql("write the journal"))?;
    add_rows(connection, id)?;
    Ok(id)
}

/// Moves the rows recorded so far to an entry.
fn add_rows(connection: &Connection, entry: i64) -> Result<()> {
    let write = || -> rusqlite::Result<()> {
        connection
            .prepare_cached(
                "INSERT INTO journal_rows (entry_id, table_name, row_id, before, after)
                 SELECT ?1, table_name, row_id, before, after FROM temp.journal_buffer ORDER BY id",
            )?
            .execute([entry])?;
        connection
            .prepare_cached("DELETE FROM temp.journal_buffer")?
            .execute([])?;
        Ok(())
    };
    write().map_err(sql("write the journal"))
}

/// The recorded columns of a table, in order.
pub(super) fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement =
            connection.prepare_cached("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
        let names = statement.query_map([table], |row| row.get::<_, String>(0))?;
        names.collect()
    };
    let mut names = read().map_err(sql("read the tables of the book"))?;
    names.retain(|name| !KEPT.contains(&name.as_str()));
    Ok(names)
}

/// The SQL that shows a row as JSON. Names come from the schema, never from a user.
pub(super) fn row_as_json(prefix: &str, columns: &[String]) -> String {
    let pairs: Vec<String> = columns
        .iter()
        .map(|name| format!("'{name}', {prefix}{name}"))
        .collect();
    format!("json_object({})", pairs.join(", "))
}

/// Drops the recording triggers again: they name columns that a migration may take away.
pub(super) fn disarm(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare("SELECT name FROM temp.sqlite_schema WHERE type = 'trigger'")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let drops: rusqlite::Result<Vec<String>> = names
        .map(|name| Ok(format!("DROP TRIGGER temp.{};", name?)))
        .collect();
    connection.execute_batch(&drops?.concat())
}

/// Makes the recording triggers, once a connection.
pub(super) fn arm(connection: &Connection) -> Result<()> {
    let armed: i64 = connection
        .query_row(
            "SELECT count(*) FROM temp.sqlite_schema WHERE type = 'trigger'",
            [],
            |row| row.get(0),
        )
        .map_err(sql("prepare the journal"))?;
    if armed > 0 {
        return Ok(());
    }
    set_mode(connection, "closed")?;
    let mut triggers = String::new();
    for table in RECORDED {
        let columns = columns(connection, table)?;
        let (old, new) = (row_as_json("old.", &columns), row_as_json("new.", &columns));
        let list = columns.join(", ");
        for (event, id, before, after) in [
            ("INSERT", "new.id", "NULL", new.as_str()),
            (
                &format!("UPDATE OF {list}") as &str,
                "old.id",
                old.as_str(),
                new.as_str(),
            ),
            ("DELETE", "old.id", old.as_str(), "NULL"),
        ] {
            let verb = event.split(' ').next().unwrap_or_default().to_lowercase();
            let trigger = format!(
                "CREATE TEMP TRIGGER recorded_{table}_{verb} AFTER {event} ON main.{table} BEGIN
                    SELECT raise(ABORT, 'a write outside a change')
                        FROM temp.journal_mode WHERE mode = 'closed';
                    INSERT INTO journal_buffer (table_name, row_id, before, after)
                        SELECT '{table}', {id}, {before}, {after}
                        FROM temp.journal_mode WHERE mode = 'record';
                 END;\n"
            );
            triggers.push_str(&trigger);
        }
    }
    connection
        .execute_batch(&triggers)
        .map_err(sql("prepare the journal"))
}
