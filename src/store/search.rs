//! Full text over documents. The index is filled here, where documents are written, and not by
//! triggers: one entry a document, whatever number of lines it has.

use rusqlite::{Connection, params};

use super::errors::sql;
use crate::failure::Result;

/// Puts a document into the index, or replaces it there.
pub(super) fn index(connection: &Connection, invoice: i64) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO invoice_words (rowid, number, client, text)
             SELECT i.id, coalesce(i.number, ''), i.client_name,
                i.purchase_order || ' ' || i.note || ' ' ||
                coalesce((SELECT group_concat(l.description, ' ') FROM lines l
                    WHERE l.invoice_id = i.id), '')
             FROM invoices i WHERE i.id = ?1",
        )
        .and_then(|mut statement| statement.execute([invoice]))
        .map_err(sql("index an invoice"))?;
    Ok(())
}

/// Indexes again what an entry of the journal touched.
pub(super) fn refresh_touched(connection: &Connection, entry: i64) -> Result<()> {
    let read = || -> rusqlite::Result<Vec<i64>> {
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT CASE table_name WHEN 'invoices' THEN row_id
                ELSE coalesce(after ->> '$.invoice_id', before ->> '$.invoice_id') END
             FROM journal_rows WHERE entry_id = ?1 AND table_name IN ('invoices', 'lines')",
        )?;
        let rows = statement.query_map([entry], |row| row.get(0))?;
        rows.collect()
    };
    for id in read().map_err(sql("index an invoice"))? {
        let remains: i64 = connection
            .query_row("SELECT count(*) FROM invoices WHERE id = ?1", [id], |row| {
                row.get(0)
            })
            .map_err(sql("index an invoice"))?;
        if remains > 0 {
            index(connection, id)?;
        } else {
            connection
                .execute("DELETE FROM invoice_words WHERE rowid = ?1", params![id])
                .map_err(sql("index an invoice"))?;
        }
    }
    Ok(())
}

/// The words of a search as an FTS5 expression: each is a prefix, all must be there.
pub(super) fn expression(words: &[String]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("\"{}\"*", word.replace('"', "\"\"")))
        .collect();
    quoted.join(" ")
}
