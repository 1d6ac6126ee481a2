//! What was said, for keeping: every message about an invoice, and whether the kept bytes are sound.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::params;

use super::errors::sql;
use super::rows::{day, get, instant};
use super::{View, packing};
use crate::domain::ids::{InvoiceId, OutboxId};
use crate::domain::message::Message;
use crate::failure::Result;

impl View<'_> {
    /// Every message about an invoice with its attempts, oldest first: reminders, thanks, statements
    /// and the invoice itself.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn messages_about(&self, invoice: InvoiceId) -> Result<Vec<Message>> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT message_id FROM reminders WHERE invoice_id = ?1
                 UNION SELECT message_id FROM message_invoices WHERE invoice_id = ?1
                 ORDER BY 1",
            )?;
            let rows = statement.query_map(params![invoice.0], |row| row.get(0))?;
            rows.collect()
        };
        let ids = read().map_err(sql("read the messages about an invoice"))?;
        ids.into_iter()
            .map(|id| self.message(OutboxId(id)))
            .collect()
    }

    /// When a message came to its end, and the user's day of it; `None` while it has not.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn settled(&self, id: OutboxId) -> Result<Option<(DateTime<Utc>, NaiveDate)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT settled_at, settled_on FROM messages
                 WHERE id = ?1 AND settled_at IS NOT NULL AND settled_on IS NOT NULL",
            )
            .map_err(sql("read when a message was settled"))?;
        let mut rows = statement
            .query([id.0])
            .map_err(sql("read when a message was settled"))?;
        match rows
            .next()
            .map_err(sql("read when a message was settled"))?
        {
            None => Ok(None),
            Some(row) => Ok(Some((instant(row, "settled_at")?, day(row, "settled_on")?))),
        }
    }

    /// The messages whose kept bytes cannot be unpacked any more, as sentences.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub(super) fn damaged_messages(&self) -> Result<Vec<String>> {
        let mut statement = self
            .connection
            .prepare("SELECT id, bytes, packed FROM messages WHERE packed = 1 ORDER BY id")
            .map_err(sql("read the messages"))?;
        let mut rows = statement.query([]).map_err(sql("read the messages"))?;
        let mut damaged = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the messages"))? {
            if packing::bytes(row).is_err() {
                let id: i64 = get(row, "id")?;
                damaged.push(format!("The kept bytes of message {id} are damaged."));
            }
        }
        Ok(damaged)
    }
}

#[cfg(test)]
#[path = "proof_tests.rs"]
mod tests;
