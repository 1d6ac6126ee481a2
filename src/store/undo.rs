//! Undo and redo: the rows of one change brought back to what they were, or forth again.

use rusqlite::{Connection, OptionalExtension, ffi, params};

use super::change::{self, Entry};
use super::errors::sql;
use super::{Book, journal, lifecycle, payments, references, search};
use crate::domain::clock::Now;
use crate::domain::ids::EntryId;
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

impl Book {
    /// Takes back the newest change that still stands; answers its line.
    ///
    /// # Errors
    /// Refused, when there is none, when the last thing that a person did cannot be undone (then
    /// nothing older is undone in its place), or when what it touched was changed or used since.
    pub fn undo(&mut self, now: Now) -> Result<String> {
        self.travel(now, Way::Back, journal::newest_change)
    }

    /// Takes back one change, also one that is not the newest; answers its line.
    ///
    /// # Errors
    /// Refused, when there is no such change, when it is undone already or cannot be undone, or when
    /// what it touched was changed or used since.
    pub fn undo_entry(&mut self, now: Now, entry: EntryId) -> Result<String> {
        self.travel(now, Way::Back, |connection| {
            journal::named_change(connection, entry)
        })
    }

    /// Makes the change again that was taken back last; answers its line.
    ///
    /// # Errors
    /// Refused, when there is none, or when something else was changed since.
    pub fn redo(&mut self, now: Now) -> Result<String> {
        self.travel(now, Way::Forth, journal::last_undone)
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
        trip.require_covered(id)?;
        trip.require_right(id)?;
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
    without_schedules(&mut rows)?;
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
        // Only what was recorded counts: a later version of the book may have more columns.
        let mut columns = change::columns(self.connection, &row.table)?;
        let known = fields(row.from.as_deref().or(row.to.as_deref()))?;
        columns.retain(|name| known.contains_key(name));
        let from = row.from.as_deref();
        let from = from.map(|from| kept(from, &columns)).transpose()?;
        if self.present(row, &columns)? != from {
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
                let (from, after) = (fields(Some(from))?, fields(Some(to))?);
                let differing: Vec<String> = columns
                    .into_iter()
                    .filter(|name| from.get(name) != after.get(name))
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

    /// Refuses to take away money that has gone on from its invoice by now.
    fn require_covered(&self, entry: i64) -> Result<()> {
        match payments::overdrawn(self.connection, entry)? {
            None => Ok(()),
            Some(number) => {
                let why = format!("more would have gone out of invoice {number} than came in");
                Err(refusal(self.way, self.text, &why)
                    .hint("take back the refund or the credit that came after it first"))
            }
        }
    }

    /// Refuses what would leave documents wrong towards each other.
    fn require_right(&self, entry: i64) -> Result<()> {
        match lifecycle::broken(self.connection, entry)? {
            None => Ok(()),
            Some(why) => {
                Err(refusal(self.way, self.text, &why)
                    .hint("take back what was made after it first"))
            }
        }
    }

    fn present(&self, row: &RecordedRow, columns: &[String]) -> Result<Option<Fields>> {
        let shown = change::row_as_json("", columns);
        let found: Option<String> = self
            .connection
            .query_row(
                &format!("SELECT {shown} FROM {} WHERE id = ?1", row.table),
                [row.id],
                |found| found.get(0),
            )
            .optional()
            .map_err(sql("undo a change"))?;
        found.map(|found| fields(Some(&found))).transpose()
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

/// A row as it was recorded, by column.
type Fields = serde_json::Map<String, serde_json::Value>;

fn fields(row: Option<&str>) -> Result<Fields> {
    let read = row.map(serde_json::from_str).transpose();
    let read = read.map_err(|error| {
        Failure::book("A row of the journal cannot be read.")
            .hint("`payme db check` looks at the book")
            .because(error)
    })?;
    Ok(read.unwrap_or_default())
}

/// What was recorded of the columns that there still are.
fn kept(row: &str, columns: &[String]) -> Result<Fields> {
    let mut row = fields(Some(row))?;
    row.retain(|name, _| columns.contains(name));
    Ok(row)
}

/// Leaves the day of a schedule alone where the change made a document from it: what was taken back
/// by a person is not made again by the program, and what comes back is not made twice.
fn without_schedules(rows: &mut Vec<RecordedRow>) -> Result<()> {
    let mut made = Vec::new();
    for row in rows.iter().filter(|row| row.table == "invoices") {
        if let (Some(only), None) | (None, Some(only)) = (&row.from, &row.to) {
            made.extend(fields(Some(only))?.remove("source_id"));
        }
    }
    let mut stays = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        let moves = row.table == "schedules" && row.from.is_some() && row.to.is_some();
        let template = fields(row.from.as_deref())?.remove("invoice_id");
        if !(moves && template.is_some_and(|template| made.contains(&template))) {
            stays.push(row);
        }
    }
    *rows = stays;
    Ok(())
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;
