//! The journal read back: which of its changes `u` and Ctrl-R mean.

use rusqlite::{Connection, OptionalExtension};

use super::errors::sql;
use crate::domain::ids::EntryId;
use crate::failure::{Failure, Result};

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

/// The last thing that a person did, undo and redo too; what the program noted by itself is passed
/// over.
pub(super) fn newest(connection: &Connection) -> Result<Option<EntryId>> {
    let found = entry(
        connection,
        "SELECT id, text FROM journal WHERE kind <> 'note' ORDER BY id DESC LIMIT 1",
        [],
    )?;
    Ok(found.map(|(id, _)| EntryId(id)))
}

/// What `u` means: the newest change that stands, unless a person did something after it that
/// cannot be undone.
pub(super) fn newest_change(connection: &Connection) -> Result<(i64, String)> {
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
pub(super) fn named_change(connection: &Connection, id: EntryId) -> Result<(i64, String)> {
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
pub(super) fn last_undone(connection: &Connection) -> Result<(i64, String)> {
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
