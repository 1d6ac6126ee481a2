//! The journal as a log to read: filtered by client, by document and by words.
//!
//! What a change touched is found by its rows; what has no rows (a reminder that was queued, an
//! import) by what its line names. Both are told newest first.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row};

use super::View;
use super::errors::sql;
use super::rows::{count, day, get, instant};
use crate::domain::ids::{ClientId, EntryId, InvoiceId};
use crate::domain::log_query::{LogQuery, names};
use crate::domain::views::JournalRow;
use crate::failure::Result;

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;

const COLUMNS: &str = "j.id, j.at, j.on_day, j.undoable, j.text,
    coalesce((SELECT r.kind = 'undo' FROM journal r WHERE r.refers = j.id
        ORDER BY r.id DESC LIMIT 1), 0) AS undone";

const OF_INVOICE: &str = "
    SELECT entry_id FROM journal_rows WHERE table_name = 'invoices' AND row_id = ?1
    UNION SELECT r.entry_id FROM payments p
        JOIN journal_rows r ON r.table_name = 'payments' AND r.row_id = p.id
        WHERE p.invoice_id = ?1
    UNION SELECT r.entry_id FROM lines l
        JOIN journal_rows r ON r.table_name = 'lines' AND r.row_id = l.id
        WHERE l.invoice_id = ?1
    UNION SELECT r.entry_id FROM holds h
        JOIN journal_rows r ON r.table_name = 'holds' AND r.row_id = h.id
        WHERE h.invoice_id = ?1
    UNION SELECT r.entry_id FROM talk_invoices t
        JOIN journal_rows r ON r.table_name = 'talks' AND r.row_id = t.talk_id
        WHERE t.invoice_id = ?1
    UNION SELECT r.entry_id FROM schedules s
        JOIN journal_rows r ON r.table_name = 'schedules' AND r.row_id = s.id
        WHERE s.invoice_id = ?1";

const OF_CLIENT: &str = "
    SELECT entry_id FROM journal_rows WHERE table_name = 'clients' AND row_id = ?1
    UNION SELECT r.entry_id FROM contacts c
        JOIN journal_rows r ON r.table_name = 'contacts' AND r.row_id = c.id
        WHERE c.client_id = ?1
    UNION SELECT r.entry_id FROM invoices i
        JOIN journal_rows r ON r.table_name = 'invoices' AND r.row_id = i.id
        WHERE i.client_id = ?1
    UNION SELECT r.entry_id FROM invoices i
        JOIN payments p ON p.invoice_id = i.id
        JOIN journal_rows r ON r.table_name = 'payments' AND r.row_id = p.id
        WHERE i.client_id = ?1
    UNION SELECT r.entry_id FROM holds h
        JOIN journal_rows r ON r.table_name = 'holds' AND r.row_id = h.id
        WHERE h.client_id = ?1
    UNION SELECT r.entry_id FROM talks t
        JOIN journal_rows r ON r.table_name = 'talks' AND r.row_id = t.id
        WHERE t.client_id = ?1";

/// What an entry has to be about: the entries that touched its rows, and its names.
struct About {
    entries: BTreeSet<i64>,
    names: Vec<String>,
}

impl About {
    fn fits(&self, entry: i64, line: &str) -> bool {
        self.entries.contains(&entry) || self.names.iter().any(|name| names(line, name))
    }
}

impl View<'_> {
    /// The newest entries of the log that a filter finds, at most `limit`.
    ///
    /// # Errors
    /// Refused, when it names a client or a document that is not there; book, when it cannot be read.
    pub fn log(&self, query: &LogQuery, limit: usize) -> Result<Vec<JournalRow>> {
        if query.is_empty() {
            return self.journal(limit);
        }
        let mut about = Vec::new();
        if let Some(key) = &query.client {
            about.push(self.about_client(self.client_id(key)?)?);
        }
        if let Some(reference) = &query.invoice {
            about.push(self.about_invoice(self.invoice_id(reference)?)?);
        }
        let words: Vec<String> = query.words.iter().map(|word| word.to_lowercase()).collect();
        let fits = |id: i64, line: &str| {
            let lower = line.to_lowercase();
            words.iter().all(|word| lower.contains(word))
                && about.iter().all(|about| about.fits(id, line))
        };
        let mut statement = self
            .connection
            .prepare_cached("SELECT j.id, j.text FROM journal j ORDER BY j.id DESC")
            .map_err(sql("read the journal"))?;
        let mut rows = statement.query([]).map_err(sql("read the journal"))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the journal"))? {
            let id: i64 = get(row, "id")?;
            let line: String = get(row, "text")?;
            if fits(id, &line) {
                found.extend(self.log_entry(id)?);
            }
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }

    /// The newest entries of the journal, at most `limit`.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn journal(&self, limit: usize) -> Result<Vec<JournalRow>> {
        let query = format!("SELECT {COLUMNS} FROM journal j ORDER BY j.id DESC LIMIT ?1");
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read the journal"))?;
        let mut rows = statement
            .query([count(limit)])
            .map_err(sql("read the journal"))?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the journal"))? {
            entries.push(entry(row)?);
        }
        Ok(entries)
    }

    fn log_entry(&self, id: i64) -> Result<Option<JournalRow>> {
        let query = format!("SELECT {COLUMNS} FROM journal j WHERE j.id = ?1");
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read the journal"))?;
        let mut rows = statement.query([id]).map_err(sql("read the journal"))?;
        let row = rows.next().map_err(sql("read the journal"))?;
        row.map(entry).transpose()
    }

    fn about_invoice(&self, id: InvoiceId) -> Result<About> {
        let number: Option<String> = self
            .connection
            .prepare_cached("SELECT number FROM invoices WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
            .map_err(sql("read an invoice"))?;
        let mut names = vec![format!("draft:{id}")];
        names.extend(number);
        Ok(About {
            entries: self.touched(OF_INVOICE, id.0)?,
            names,
        })
    }

    fn about_client(&self, id: ClientId) -> Result<About> {
        let name: Option<String> = self
            .connection
            .prepare_cached("SELECT name FROM clients WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional())
            .map_err(sql("read a client"))?;
        Ok(About {
            entries: self.touched(OF_CLIENT, id.0)?,
            names: name.into_iter().filter(|name| !name.is_empty()).collect(),
        })
    }

    fn touched(&self, query: &str, id: i64) -> Result<BTreeSet<i64>> {
        let read = || -> rusqlite::Result<BTreeSet<i64>> {
            let mut statement = self.connection.prepare_cached(query)?;
            let rows = statement.query_map([id], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(sql("read the journal"))
    }
}

fn entry(row: &Row<'_>) -> Result<JournalRow> {
    let undone: bool = get(row, "undone")?;
    Ok(JournalRow {
        id: EntryId(get(row, "id")?),
        at: instant(row, "at")?,
        on: day(row, "on_day")?,
        text: get(row, "text")?,
        undoable: get::<bool>(row, "undoable")? && !undone,
        undone,
    })
}
