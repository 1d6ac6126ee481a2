//! The journal read back: the list of changes, undo and redo.

use rusqlite::{Connection, OptionalExtension, ffi, params};

use super::change::{self, Entry};
use super::errors::sql;
use super::rows::{count, day, get, instant};
use super::{Book, View, references, search};
use crate::domain::clock::Now;
use crate::domain::ids::EntryId;
use crate::domain::views::JournalRow;
use crate::failure::{Failure, Result};

/// Which way to go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Forth,
}

struct RecordedRow {
    table: String,
    id: i64,
    from: Option<String>,
    to: Option<String>,
}

impl View<'_> {
    /// The newest entries of the journal, at most `limit`.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn journal(&self, limit: usize) -> Result<Vec<JournalRow>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT j.id, j.at, j.on_day, j.undoable, j.text,
                    coalesce((SELECT r.kind = 'undo' FROM journal r WHERE r.refers = j.id
                        ORDER BY r.id DESC LIMIT 1), 0) AS undone
                 FROM journal j ORDER BY j.id DESC LIMIT ?1",
            )
            .map_err(sql("read the journal"))?;
        let mut rows = statement
            .query([count(limit)])
            .map_err(sql("read the journal"))?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the journal"))? {
            let undone: bool = get(row, "undone")?;
            entries.push(JournalRow {
                id: EntryId(get(row, "id")?),
                at: instant(row, "at")?,
                on: day(row, "on_day")?,
                text: get(row, "text")?,
                undoable: get::<bool>(row, "undoable")? && !undone,
                undone,
            });
        }
        Ok(entries)
    }
}

impl Book {
    /// Takes back the newest change that still stands; answers its line.
    ///
    /// # Errors
    /// Refused, when there is none, when the last thing that a person did cannot be undone (then
    /// nothing older is undone in its place), or when what it touched was changed or used since.
    pub fn undo(&mut self, now: Now) -> Result<String> {
        self.travel(now, Way::Back, newest_change)
    }

    /// Takes back one change, also one that is not the newest; answers its line.
    ///
    /// # Errors
    /// Refused, when there is no such change, when it is undone already or cannot be undone, or when
    /// what it touched was changed or used since.
    pub fn undo_entry(&mut self, now: Now, entry: EntryId) -> Result<String> {
        self.travel(now, Way::Back, |connection| named_change(connection, entry))
    }

    /// Makes the change again that was taken back last; answers its line.
    ///
    /// # Errors
    /// Refused, when there is none, or when something else was changed since.
    pub fn redo(&mut self, now: Now) -> Result<String> {
        self.travel(now, Way::Forth, last_undone)
    }

    fn travel(
        &mut self,
        now: Now,
        way: Way,
        choose: impl FnOnce(&Connection) -> Result<(i64, String)>,
    ) -> Result<String> {
        change::arm(&self.connection)?;
        let transaction = change::begin(&mut self.connection)?;
        let (id, text) = choose(&transaction)?;
        change::set_mode(&transaction, "record")?;
        transaction
            .pragma_update(None, "defer_foreign_keys", true)
            .map_err(sql("undo a change"))?;
        let trip = Trip {
            connection: &transaction,
            way,
            text: &text,
            rows: &recorded(&transaction, id, way)?,
        };
        trip.run()?;
        search::refresh_touched(&transaction, id)?;
        let (kind, line) = match way {
            Way::Back => ("undo", format!("Undid: {text}")),
            Way::Forth => ("redo", format!("Redid: {text}")),
        };
        let entry = Entry {
            kind,
            refers: Some(id),
            undoable: false,
            text: &line,
        };
        change::note(&transaction, now, entry)?;
        change::set_mode(&transaction, "closed")?;
        transaction
            .commit()
            .map_err(|error| not_possible(way, &text, error))?;
        Ok(text)
    }
}

/// An entry that a query finds: its id and its line.
fn entry(
    connection: &Connection,
    query: &str,
    of: impl rusqlite::Params,
) -> Result<Option<(i64, String)>> {
    connection
        .prepare_cached(query)
        .and_then(|mut statement| {
            statement
                .query_row(of, |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(sql("read the journal"))
}

/// What `u` means: the newest change that stands, unless a person did something after it that
/// cannot be undone.
fn newest_change(connection: &Connection) -> Result<(i64, String)> {
    let newest = entry(
        connection,
        "SELECT j.id, j.text FROM journal j
         WHERE j.kind = 'change' AND j.undoable = 1
            AND coalesce((SELECT r.kind FROM journal r WHERE r.refers = j.id
                ORDER BY r.id DESC LIMIT 1), 'redo') = 'redo'
         ORDER BY j.id DESC LIMIT 1",
        [],
    )?;
    let Some((id, text)) = newest else {
        return Err(Failure::refused("There is nothing to undo."));
    };
    let since = entry(
        connection,
        "SELECT id, text FROM journal WHERE kind = 'change' AND undoable = 0 AND id > ?1
         ORDER BY id DESC LIMIT 1",
        [id],
    )?;
    match since {
        None => Ok((id, text)),
        Some((_, last)) => Err(Failure::refused(format!(
            "The last thing you did cannot be undone: {}.",
            last.trim_end_matches('.')
        ))
        .hint(format!(
            "nothing older was undone in its place; take \"{text}\" back by hand if you mean it"
        ))),
    }
}

/// One change that a person points at.
fn named_change(connection: &Connection, id: EntryId) -> Result<(i64, String)> {
    let found = connection
        .prepare_cached(
            "SELECT j.text, j.kind = 'change' AND j.undoable = 1,
                coalesce((SELECT r.kind FROM journal r WHERE r.refers = j.id
                    ORDER BY r.id DESC LIMIT 1), 'redo') = 'redo'
             FROM journal j WHERE j.id = ?1",
        )
        .and_then(|mut statement| {
            statement
                .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()
        })
        .map_err(sql("read the journal"))?;
    match found {
        None => Err(Failure::refused(format!(
            "The log has no entry {id} to undo."
        ))),
        Some((text, true, true)) => Ok((id.0, text)),
        Some((text, true, false)) => {
            Err(Failure::refused(format!("\"{text}\" is undone already.")))
        }
        Some((text, false, _)) => Err(Failure::refused(format!("\"{text}\" cannot be undone."))
            .hint("change it by hand instead")),
    }
}

/// What Ctrl-R means: what was taken back last, unless something new was done since.
fn last_undone(connection: &Connection) -> Result<(i64, String)> {
    entry(
        connection,
        "SELECT j.id, j.text FROM journal u JOIN journal j ON j.id = u.refers
         WHERE u.kind = 'undo'
            AND u.id > coalesce((SELECT c.id FROM journal c
                WHERE c.kind = 'change' AND c.undoable = 1 ORDER BY c.id DESC LIMIT 1), 0)
            AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.refers = u.refers AND r.id > u.id)
         ORDER BY u.id DESC LIMIT 1",
        [],
    )?
    .ok_or_else(|| Failure::refused("There is nothing to redo."))
}

fn recorded(connection: &Connection, entry: i64, way: Way) -> Result<Vec<RecordedRow>> {
    let read = || -> rusqlite::Result<Vec<RecordedRow>> {
        let mut statement = connection.prepare_cached(
            "SELECT table_name, row_id, before, after FROM journal_rows
             WHERE entry_id = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([entry], |row| {
            let (before, after) = (row.get(2)?, row.get(3)?);
            let (from, to) = match way {
                Way::Back => (after, before),
                Way::Forth => (before, after),
            };
            Ok(RecordedRow {
                table: row.get(0)?,
                id: row.get(1)?,
                from,
                to,
            })
        })?;
        rows.collect()
    };
    let mut rows = read().map_err(sql("read the journal"))?;
    if way == Way::Back {
        rows.reverse();
    }
    Ok(rows)
}

/// A change on its way back or forth.
struct Trip<'a> {
    connection: &'a Connection,
    way: Way,
    text: &'a str,
    rows: &'a [RecordedRow],
}

impl Trip<'_> {
    fn run(&self) -> Result<()> {
        self.rows.iter().try_for_each(|row| self.put(row))
    }

    /// Brings one row from what the journal says it is to what it was.
    fn put(&self, row: &RecordedRow) -> Result<()> {
        let columns = change::columns(self.connection, &row.table)?;
        if self.present(row, &columns)? != row.from {
            return Err(refusal(self.way, self.text, "it was changed since")
                .hint("look at the log; change it by hand instead"));
        }
        let table = &row.table;
        let done = match (&row.from, &row.to) {
            (None, Some(to)) => {
                let (list, values) = settings(&columns);
                self.connection.execute(
                    &format!("INSERT INTO {table} ({list}) VALUES ({values})"),
                    [to],
                )
            }
            (Some(from), Some(to)) => {
                // Only what differs: an issued document refuses to have its frozen columns named.
                let differing: Vec<String> = columns
                    .into_iter()
                    .filter(|name| field(from, name) != field(to, name))
                    .collect();
                if differing.is_empty() {
                    return Ok(());
                }
                let (list, values) = settings(&differing);
                self.connection.execute(
                    &format!("UPDATE {table} SET ({list}) = (SELECT {values}) WHERE id = ?2"),
                    params![to, row.id],
                )
            }
            (Some(_) | None, None) => {
                self.require_unused(row)?;
                self.connection
                    .execute(&format!("DELETE FROM {table} WHERE id = ?1"), [row.id])
            }
        };
        done.map_err(|error| not_possible(self.way, self.text, error))?;
        Ok(())
    }

    fn present(&self, row: &RecordedRow, columns: &[String]) -> Result<Option<String>> {
        let shown = change::row_as_json("", columns);
        self.connection
            .query_row(
                &format!("SELECT {shown} FROM {} WHERE id = ?1", row.table),
                [row.id],
                |found| found.get(0),
            )
            .optional()
            .map_err(sql("undo a change"))
    }

    /// Refuses to take away what something outside this change uses: SQLite would name no reason, or
    /// take the other thing away as well.
    fn require_unused(&self, row: &RecordedRow) -> Result<()> {
        let own = |table: &str, id: i64| {
            self.rows
                .iter()
                .any(|other| other.table == table && other.id == id)
        };
        let users = references::users(self.connection, &row.table, row.id, &own)?;
        if users.is_empty() {
            return Ok(());
        }
        let why = format!("it is still used by {users}");
        Err(refusal(self.way, self.text, &why)
            .hint("take that back first, or change it by hand instead"))
    }
}

fn refusal(way: Way, text: &str, why: &str) -> Failure {
    let done = match way {
        Way::Back => "undone",
        Way::Forth => "redone",
    };
    Failure::refused(format!("\"{text}\" cannot be {done}: {why}."))
}

/// What SQLite does not allow, in words. Triggers of the book speak for themselves.
fn not_possible(way: Way, text: &str, error: rusqlite::Error) -> Failure {
    let rusqlite::Error::SqliteFailure(code, words) = &error else {
        return sql("undo a change")(error);
    };
    let why = match code.extended_code {
        ffi::SQLITE_CONSTRAINT_TRIGGER => words.as_deref().unwrap_or("the book forbids it"),
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            "something else has its place by now"
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
            "what it belongs to is gone by now, or something else uses it"
        }
        _ => return sql("undo a change")(error),
    };
    refusal(way, text, why).hint("look at the log; change it by hand instead")
}

/// The columns and the values they take from the JSON in `?1`. Names come from the schema.
fn settings(columns: &[String]) -> (String, String) {
    let values: Vec<String> = columns
        .iter()
        .map(|name| format!("?1 ->> '$.{name}'"))
        .collect();
    (columns.join(", "), values.join(", "))
}

fn field(row: &str, name: &str) -> Option<serde_json::Value> {
    serde_json::from_str::<serde_json::Value>(row)
        .ok()?
        .get(name)
        .cloned()
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;
