//! The steps of a document's life: deleted as a draft, issued, voided, written off, answered.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::errors::sql;
use super::{Tx, View, search};
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{Invoice, InvoiceStatus, QuoteAnswer};
use crate::failure::{Failure, Result};

impl View<'_> {
    /// What was made from a document and was not voided since, by number or `draft:ID`. Deposits on a
    /// quote are left aside: they do not bill it.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn made_from(&self, id: InvoiceId) -> Result<Vec<String>> {
        self.references(
            "SELECT coalesce(number, 'draft:' || id) FROM invoices
             WHERE source_id = ?1 AND status <> 'voided' AND kind <> 'deposit' ORDER BY id",
            id,
        )
    }

    /// What stands and rests on a document: its credit notes, and the invoices that deduct it.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn resting_on(&self, id: InvoiceId) -> Result<Vec<String>> {
        let mut users = self.references(
            "SELECT number FROM invoices WHERE credits_id = ?1 AND status = 'issued' ORDER BY id",
            id,
        )?;
        users.extend(self.references(
            "SELECT DISTINCT coalesce(i.number, 'draft:' || i.id) FROM lines l
             JOIN invoices i ON i.id = l.invoice_id
             WHERE l.deducts_id = ?1 AND i.status <> 'voided' ORDER BY i.id",
            id,
        )?);
        Ok(users)
    }

    /// The issued invoices that deduct a deposit.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn deducted_on(&self, id: InvoiceId) -> Result<Vec<String>> {
        self.references(
            "SELECT DISTINCT i.number FROM lines l JOIN invoices i ON i.id = l.invoice_id
             WHERE l.deducts_id = ?1 AND i.kind = 'invoice' AND i.status IN ('issued', 'written_off')
                AND (i.credited_minor = 0 OR i.credited_minor < i.gross_minor)
             ORDER BY i.id",
            id,
        )
    }

    fn references(&self, query: &str, id: InvoiceId) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(query)?;
            let rows = statement.query_map([id.0], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(sql("look for what rests on a document"))
    }
}

impl Tx<'_> {
    /// Numbers the draft `invoice.id` and freezes it with the snapshots of seller and buyer; everything
    /// else stays as [`Tx::write_draft`] wrote it. Takes the number, the series, the days, the words
    /// and the client's name from `invoice`.
    ///
    /// # Errors
    /// Refused, when it is no draft any more, or the number is taken.
    pub fn issue(&self, invoice: &Invoice, seller: &str, buyer: &str) -> Result<()> {
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE invoices SET status = 'issued', number = ?2, series = ?3, issued_on = ?4,
                    due_on = ?5, note = ?6, terms = ?7, client_name = ?8, seller = ?9, buyer = ?10
                 WHERE id = ?1 AND status = 'draft'",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    invoice.id.0,
                    invoice.number,
                    invoice.series,
                    invoice.issued_on.map(|day| day.to_string()),
                    invoice.due_on.map(|day| day.to_string()),
                    invoice.note,
                    invoice.terms,
                    invoice.client_name,
                    seller,
                    buyer,
                ])
            })
            .map_err(sql("issue an invoice"))?;
        if changed == 0 {
            let id = invoice.id;
            return Err(
                Failure::refused(format!("draft:{id} is no draft any more."))
                    .hint("`payme invoice list` shows what it became"),
            );
        }
        search::index(self.connection, invoice.id.0)
    }

    /// Ends an issued document, or lets it stand again.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_status(
        &self,
        id: InvoiceId,
        status: InvoiceStatus,
        ended: Option<(NaiveDate, &str)>,
    ) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE invoices SET status = ?2, ended_on = ?3, end_reason = ?4 WHERE id = ?1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    id.0,
                    status.word(),
                    ended.map(|(on, _)| on.to_string()),
                    ended.map_or("", |(_, reason)| reason),
                ])
            })
            .map_err(sql("end an invoice"))?;
        Ok(())
    }

    /// Notes what a client said to a quote, or that nothing was said.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_answer(
        &self,
        id: InvoiceId,
        answer: Option<(QuoteAnswer, NaiveDate)>,
    ) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE invoices SET answer = ?2, answered_on = ?3 WHERE id = ?1")
            .and_then(|mut statement| {
                statement.execute(params![
                    id.0,
                    answer.map_or("", |(answer, _)| answer.word()),
                    answer.map(|(_, on)| on.to_string()),
                ])
            })
            .map_err(sql("note the answer to a quote"))?;
        Ok(())
    }

    /// Deletes a draft with its lines.
    ///
    /// # Errors
    /// Refused, when it is issued, or something was made from it.
    pub fn delete_draft(&self, id: InvoiceId) -> Result<()> {
        // Lines and taxes first and by themselves, so that each is recorded and comes back.
        for statement in [
            "DELETE FROM lines WHERE invoice_id = ?1",
            "DELETE FROM taxes WHERE invoice_id = ?1",
            "DELETE FROM schedules WHERE invoice_id = ?1",
            "DELETE FROM invoice_words WHERE rowid = ?1",
            "DELETE FROM invoices WHERE id = ?1",
        ] {
            self.connection
                .prepare_cached(statement)
                .and_then(|mut statement| statement.execute([id.0]))
                .map_err(sql("delete a draft"))?;
        }
        Ok(())
    }
}

/// What an entry of the journal, taken back or made again, would leave wrong between documents, in
/// words: `None` when all is right. It looks at what the entry touched, and no further.
pub(super) fn broken(connection: &Connection, entry: i64) -> Result<Option<String>> {
    for query in [
        // A credit note stands on what is void, or more is credited than was billed.
        "WITH touched AS (SELECT row_id AS id FROM journal_rows
            WHERE entry_id = ?1 AND table_name = 'invoices')
         SELECT t.number || ' would be credited by more than it is over, or while it is void'
         FROM invoices n JOIN invoices t ON t.id = n.credits_id
         WHERE n.status = 'issued' AND (n.id IN touched OR t.id IN touched)
            AND (t.status = 'voided' OR t.credited_minor > t.gross_minor) LIMIT 1",
        // A deposit is deducted twice, or while it is void.
        "WITH touched AS (SELECT row_id AS id FROM journal_rows
            WHERE entry_id = ?1 AND table_name = 'invoices')
         SELECT d.number || ' would be deducted twice, or while it is void'
         FROM invoices d
         WHERE d.id IN (SELECT l.deducts_id FROM lines l WHERE l.invoice_id IN touched
                UNION SELECT id FROM touched)
            AND (SELECT count(DISTINCT f.id) FROM lines l JOIN invoices f ON f.id = l.invoice_id
                WHERE l.deducts_id = d.id AND f.kind = 'invoice'
                    AND f.status IN ('issued', 'written_off')
                    AND (f.credited_minor = 0 OR f.credited_minor < f.gross_minor))
                > iif(d.status = 'voided', 0, 1)
         LIMIT 1",
        // A quote is billed twice.
        "WITH touched AS (SELECT row_id AS id FROM journal_rows
            WHERE entry_id = ?1 AND table_name = 'invoices')
         SELECT q.number || ' would be billed twice'
         FROM invoices q
         WHERE q.kind = 'quote' AND q.id IN (SELECT source_id FROM invoices WHERE id IN touched)
            AND (SELECT count(*) FROM invoices m WHERE m.source_id = q.id AND m.kind = 'invoice'
                AND m.status <> 'voided') > 1 LIMIT 1",
    ] {
        let found: Option<String> = connection
            .prepare_cached(query)
            .and_then(|mut statement| statement.query_row([entry], |row| row.get(0)).optional())
            .map_err(sql("look at what rests on a document"))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
