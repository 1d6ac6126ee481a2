//! What still uses a row, in a freelancer's words.

use rusqlite::Connection;

use super::errors::sql;
use crate::failure::Result;

/// How many invoices are named before they are only counted.
const NAMED: usize = 3;

/// What a table holds: one of it, and several.
const WORDS: &[(&str, &str, &str)] = &[
    ("clients", "client", "clients"),
    ("contacts", "contact", "contacts"),
    ("invoices", "invoice", "invoices"),
    ("lines", "line", "lines"),
    ("taxes", "tax", "taxes"),
    ("payments", "payment", "payments"),
    ("holds", "hold", "holds"),
    ("talks", "talk", "talks"),
    ("talk_invoices", "talk about it", "talks about it"),
    ("messages", "message", "messages"),
    ("reminders", "reminder", "reminders"),
    ("skips", "passed-over stage", "passed-over stages"),
    ("stages", "stage", "stages"),
    ("attempts", "attempt", "attempts"),
];

/// What names a row, apart from what `own` says belongs to it: "invoice 2026-001 and 2 messages";
/// empty when nothing does.
pub(super) fn users(
    connection: &Connection,
    table: &str,
    id: i64,
    own: &dyn Fn(&str, i64) -> bool,
) -> Result<String> {
    let mut phrases = Vec::new();
    for (child, column) in children(connection, table)? {
        let rows: Vec<i64> = naming(connection, &child, &column, id)?
            .into_iter()
            .filter(|row| !own(&child, *row))
            .collect();
        if !rows.is_empty() {
            phrases.push(phrase(connection, &child, &rows)?);
        }
    }
    let last = phrases.pop().unwrap_or_default();
    if phrases.is_empty() {
        return Ok(last);
    }
    Ok(format!("{} and {last}", phrases.join(", ")))
}

/// The columns that name rows of a table. Names come from the schema, never from a user.
fn children(connection: &Connection, table: &str) -> Result<Vec<(String, String)>> {
    let read = || -> rusqlite::Result<Vec<(String, String)>> {
        let mut statement = connection.prepare_cached(
            "SELECT s.name, f.\"from\" FROM sqlite_schema s
             JOIN pragma_foreign_key_list(s.name) f
             WHERE s.type = 'table' AND f.\"table\" = ?1 ORDER BY s.rootpage, f.id",
        )?;
        let rows = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    };
    read().map_err(sql("read the tables of the book"))
}

fn naming(connection: &Connection, child: &str, column: &str, id: i64) -> Result<Vec<i64>> {
    let read = || -> rusqlite::Result<Vec<i64>> {
        let query = format!("SELECT id FROM {child} WHERE {column} = ?1 ORDER BY id");
        let mut statement = connection.prepare_cached(&query)?;
        let rows = statement.query_map([id], |row| row.get(0))?;
        rows.collect()
    };
    read().map_err(sql("look for what uses it"))
}

fn phrase(connection: &Connection, table: &str, rows: &[i64]) -> Result<String> {
    let (one, several) = WORDS
        .iter()
        .find(|(name, ..)| *name == table)
        .map_or((table, table), |(_, one, several)| (*one, *several));
    let word = if rows.len() == 1 { one } else { several };
    if table != "invoices" || rows.len() > NAMED {
        return Ok(format!("{} {word}", rows.len()));
    }
    let names: rusqlite::Result<Vec<String>> = rows
        .iter()
        .map(|id| {
            connection
                .prepare_cached(
                    "SELECT coalesce(number, 'draft:' || id) FROM invoices WHERE id = ?1",
                )?
                .query_row([id], |row| row.get(0))
        })
        .collect();
    let names = names.map_err(sql("look for what uses it"))?;
    Ok(format!("{word} {}", names.join(", ")))
}
