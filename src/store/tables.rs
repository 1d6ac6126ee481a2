//! The tables of the book and how many rows they have, before and after a migration.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction};
use rusqlite_migration::{HookError, HookResult};

/// Every table with its rows. The full text is left out: it is made from the rest.
pub(super) fn rows(connection: &Connection) -> rusqlite::Result<BTreeMap<String, i64>> {
    count(
        connection,
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    )
}

fn count(connection: &Connection, names: &str) -> rusqlite::Result<BTreeMap<String, i64>> {
    let mut statement = connection.prepare(names)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    names
        .map(|name| {
            let name = name?;
            // Names come from the schema, never from a user.
            let query = format!("SELECT count(*) FROM main.{name}");
            let rows = connection.query_row(&query, [], |row| row.get(0))?;
            Ok((name, rows))
        })
        .collect()
}

/// What an older version has no column for: its words, the column, and which rows say something.
const MARKS: [(&str, &str, &str); 2] = [
    (
        "marks of clients for unattended runs",
        "unattended",
        "unattended = 1",
    ),
    (
        "agreed interest of clients",
        "interest",
        "interest <> 'law'",
    ),
];

/// How many clients have what only some versions can keep; nothing where this one cannot.
pub(super) fn marks(connection: &Connection) -> rusqlite::Result<BTreeMap<String, i64>> {
    let mut marks = BTreeMap::new();
    for (what, column, says) in MARKS {
        let has_place: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM pragma_table_info('clients') WHERE name = ?1)",
            [column],
            |row| row.get(0),
        )?;
        if has_place {
            let query = format!("SELECT count(*) FROM main.clients WHERE {says}");
            marks.insert(
                what.to_owned(),
                connection.query_row(&query, [], |row| row.get(0))?,
            );
        }
    }
    Ok(marks)
}

/// Notes how many rows each table has whose rows belong to another's, for [`children_kept`].
pub(super) fn count_children(connection: &Connection) -> rusqlite::Result<()> {
    let children = count(
        connection,
        "SELECT s.name FROM main.sqlite_schema s WHERE s.type = 'table'
            AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name))",
    )?;
    connection.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS rows_before (
             name TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT;
         DELETE FROM temp.rows_before;",
    )?;
    for (name, rows) in children {
        connection.execute(
            "INSERT INTO temp.rows_before (name, rows) VALUES (?1, ?2)",
            (name, rows),
        )?;
    }
    Ok(())
}

/// Refuses a step after which a table has fewer rows than before: a table that was made anew, or a
/// cascade, must not lose lines or payments.
pub(super) fn children_kept(transaction: &Transaction<'_>) -> HookResult {
    let now = rows(transaction)?;
    let mut statement = transaction.prepare("SELECT name, rows FROM temp.rows_before")?;
    let before = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for pair in before {
        let (name, before): (String, i64) = pair?;
        if let Some(now) = now.get(&name).filter(|now| **now < before) {
            return Err(HookError::Hook(format!(
                "Of {before} {}, {} would be lost.",
                name.replace('_', " "),
                before - now
            )));
        }
    }
    Ok(())
}
