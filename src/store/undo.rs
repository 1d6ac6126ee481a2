//! The journal read back: the list of changes, undo and redo.

use rusqlite::{Connection, OptionalExtension, params};

use super::change::{self, Entry};
use super::errors::sql;
use super::rows::{count, day, get, instant};
use super::{Book, View, search};
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
    /// Refused, when there is none, or when what it touched was changed since.
    pub fn undo(&mut self, now: Now) -> Result<String> {
        self.travel(now, Way::Back)
    }

    /// Makes the change again that was taken back last; answers its line.
    ///
    /// # Errors
    /// Refused, when there is none, or when something else was changed since.
    pub fn redo(&mut self, now: Now) -> Result<String> {
        self.travel(now, Way::Forth)
    }

    fn travel(&mut self, now: Now, way: Way) -> Result<String> {
        change::arm(&self.connection)?;
        let transaction = change::begin(&mut self.connection)?;
        let Some((id, text)) = target(&transaction, way)? else {
            return Err(match way {
                Way::Back => Failure::refused("There is nothing to undo."),
                Way::Forth => Failure::refused("There is nothing to redo."),
            });
        };
        change::set_mode(&transaction, "record")?;
        transaction
            .pragma_update(None, "defer_foreign_keys", true)
            .map_err(sql("undo a change"))?;
        let rows = recorded(&transaction, id, way)?;
        for row in &rows {
            put(&transaction, row, &text)?;
        }
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
        change::finish(transaction)?;
        Ok(text)
    }
}

fn target(connection: &Connection, way: Way) -> Result<Option<(i64, String)>> {
    let query = match way {
        Way::Back => {
            "SELECT j.id, j.text FROM journal j
             WHERE j.kind = 'change' AND j.undoable = 1
                AND coalesce((SELECT r.kind FROM journal r WHERE r.refers = j.id
                    ORDER BY r.id DESC LIMIT 1), 'redo') = 'redo'
             ORDER BY j.id DESC LIMIT 1"
        }
        // The oldest one undone since the last change that stands: what `u` took back last.
        Way::Forth => {
            "SELECT j.id, j.text FROM journal j
             WHERE j.kind = 'change' AND j.undoable = 1
                AND (SELECT r.kind FROM journal r WHERE r.refers = j.id
                    ORDER BY r.id DESC LIMIT 1) = 'undo'
                AND j.id > coalesce((SELECT max(s.id) FROM journal s
                    WHERE s.kind = 'change' AND s.undoable = 1
                    AND coalesce((SELECT r.kind FROM journal r WHERE r.refers = s.id
                        ORDER BY r.id DESC LIMIT 1), 'redo') = 'redo'), 0)
             ORDER BY j.id LIMIT 1"
        }
    };
    connection
        .prepare_cached(query)
        .and_then(|mut statement| {
            statement
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(sql("read the journal"))
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

/// Brings one row from what the journal says it is to what it was.
fn put(connection: &Connection, row: &RecordedRow, text: &str) -> Result<()> {
    let columns = change::columns(connection, &row.table)?;
    let shown = change::row_as_json("", &columns);
    let present: Option<String> = connection
        .query_row(
            &format!("SELECT {shown} FROM {} WHERE id = ?1", row.table),
            [row.id],
            |found| found.get(0),
        )
        .optional()
        .map_err(sql("undo a change"))?;
    if present != row.from {
        return Err(Failure::refused(format!(
            "\"{text}\" cannot be undone: it was changed since."
        ))
        .hint("look at the log; change it by hand instead"));
    }
    let table = &row.table;
    let done = match (&row.from, &row.to) {
        (None, Some(to)) => {
            let (list, values) = settings(&columns);
            connection.execute(
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
            connection.execute(
                &format!("UPDATE {table} SET ({list}) = (SELECT {values}) WHERE id = ?2"),
                params![to, row.id],
            )
        }
        (Some(_) | None, None) => {
            connection.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [row.id])
        }
    };
    done.map_err(sql("undo a change"))?;
    Ok(())
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
