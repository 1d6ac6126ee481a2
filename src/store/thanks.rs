//! Messages that are no reminder, by what they are about; and payments that settled an invoice.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::View;
use super::errors::sql;
use super::rows::{currency, day, get};
use crate::domain::clock::instant_text;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::message::Purpose;
use crate::domain::money::Money;
use crate::failure::Result;

/// A payment that settled an invoice in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledBy {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// Its client.
    pub client: ClientId,
    /// When it was due.
    pub due_on: NaiveDate,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// What came.
    pub amount: Money,
}

/// An issued invoice without anything open, and the payment that brought it there: before it something
/// was open, and since then nothing was, whatever was paid too much or went back of that. Neither a
/// difference or credit of a later day nor a later credit note did it.
const SETTLED: &str = "SELECT i.id, i.number, i.client_id, i.due_on, i.currency, p.paid_on,
        p.amount_minor
    FROM payments p JOIN invoices i ON i.id = p.invoice_id
    WHERE p.kind = 'payment' AND i.status = 'issued' AND i.open_minor <= 0
        AND i.open_minor + coalesce((SELECT sum(n.amount_minor) FROM payments n
            WHERE n.invoice_id = i.id AND n.kind IN ('payment', 'refund')
                AND (n.paid_on, n.id) > (p.paid_on, p.id)), 0) <= 0
        AND i.open_minor + (SELECT sum(n.amount_minor) FROM payments n
            WHERE n.invoice_id = i.id AND n.kind IN ('payment', 'refund')
                AND (n.paid_on, n.id) >= (p.paid_on, p.id)) > 0
        AND NOT EXISTS (SELECT 1 FROM payments r WHERE r.invoice_id = i.id
            AND r.kind = 'refund' AND (r.paid_on, r.id) > (p.paid_on, p.id)
            AND i.open_minor + coalesce((SELECT sum(n.amount_minor) FROM payments n
                WHERE n.invoice_id = i.id AND n.kind IN ('payment', 'refund')
                    AND (n.paid_on, n.id) > (r.paid_on, r.id)), 0) > 0)
        AND NOT EXISTS (SELECT 1 FROM payments o WHERE o.invoice_id = i.id
            AND o.kind NOT IN ('payment', 'refund') AND o.paid_on > p.paid_on)
        AND NOT EXISTS (SELECT 1 FROM invoices c WHERE c.credits_id = i.id
            AND c.status = 'issued' AND c.issued_on > p.paid_on)";

fn settled(row: &Row<'_>) -> Result<SettledBy> {
    Ok(SettledBy {
        invoice: InvoiceId(get(row, "id")?),
        number: get(row, "number")?,
        client: ClientId(get(row, "client_id")?),
        due_on: day(row, "due_on")?,
        paid_on: day(row, "paid_on")?,
        amount: Money::new(get(row, "amount_minor")?, currency(row, "currency")?),
    })
}

impl View<'_> {
    /// The payment that settled an invoice, where one did: not a credit note, and not what was
    /// written off.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn settled_by(&self, invoice: InvoiceId) -> Result<Option<SettledBy>> {
        let found = self
            .connection
            .prepare_cached(&format!("{SETTLED} AND i.id = ?1"))
            .and_then(|mut statement| {
                statement
                    .query_row([invoice.0], |row| Ok(settled(row)))
                    .optional()
            })
            .map_err(sql("look for the payment of an invoice"))?;
        found.transpose()
    }

    /// Invoices that a payment settled on a day or later and that no thanks were written for, the
    /// oldest payment first.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn unthanked_since(&self, since: NaiveDate, until: NaiveDate) -> Result<Vec<SettledBy>> {
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "{SETTLED} AND p.paid_on >= ?1 AND p.paid_on <= ?2
                 AND NOT EXISTS (SELECT 1 FROM message_invoices t
                    JOIN messages m ON m.id = t.message_id
                    WHERE t.invoice_id = i.id AND m.purpose = 'thank-you'
                        AND m.state NOT IN ('cancelled', 'expired'))
                 ORDER BY p.paid_on, p.id"
            ))
            .map_err(sql("look for payments to give thanks for"))?;
        let mut rows = statement
            .query(params![since.to_string(), until.to_string()])
            .map_err(sql("look for payments to give thanks for"))?;
        let mut found = Vec::new();
        while let Some(row) = rows
            .next()
            .map_err(sql("look for payments to give thanks for"))?
        {
            found.push(settled(row)?);
        }
        Ok(found)
    }

    /// The message that thanks for an invoice: one that arrived, may have, or waits.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn thanked_by(&self, invoice: InvoiceId) -> Result<Option<OutboxId>> {
        self.connection
            .prepare_cached(
                "SELECT m.id FROM message_invoices t JOIN messages m ON m.id = t.message_id
                 WHERE t.invoice_id = ?1 AND m.purpose = 'thank-you'
                    AND m.state IN ('queued', 'sending', 'in_doubt', 'accepted', 'unknown')
                 ORDER BY m.id LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([invoice.0], |row| row.get(0).map(OutboxId))
                    .optional()
            })
            .map_err(sql("look for thanks"))
    }

    /// Whether another message thanks for an invoice, or may.
    fn thanked_otherwise(&self, invoice: InvoiceId, id: OutboxId) -> Result<bool> {
        self.connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM message_invoices t
                    JOIN messages m ON m.id = t.message_id
                    WHERE t.invoice_id = ?1 AND m.id <> ?2 AND m.purpose = 'thank-you'
                        AND m.state IN ('queued', 'sending', 'in_doubt', 'accepted', 'unknown'))",
            )
            .and_then(|mut statement| {
                statement.query_row(params![invoice.0, id.0], |row| row.get(0))
            })
            .map_err(sql("look for thanks"))
    }

    /// Thanks to a client, queued on a day or later, of which the book no longer says for which
    /// invoice: an older payme has had the book since.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn stray_thanks(&self, client: ClientId, since: NaiveDate) -> Result<Option<OutboxId>> {
        self.connection
            .prepare_cached(
                "SELECT m.id FROM messages m
                 WHERE m.client_id = ?1 AND m.queued_on >= ?2 AND m.purpose = 'thank-you'
                    AND m.state NOT IN ('refused', 'cancelled', 'expired')
                    AND NOT EXISTS (SELECT 1 FROM message_invoices t WHERE t.message_id = m.id)
                 ORDER BY m.id DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![client.0, since.to_string()], |row| {
                        row.get(0).map(OutboxId)
                    })
                    .optional()
            })
            .map_err(sql("look for thanks"))
    }

    /// The message of a purpose to a client that has not left yet: about an invoice, or with `None`
    /// about whatever.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn waiting_message(
        &self,
        client: ClientId,
        purpose: Purpose,
        invoice: Option<InvoiceId>,
    ) -> Result<Option<OutboxId>> {
        let waiting = "'queued', 'sending', 'in_doubt'";
        self.message_like(client, purpose, invoice, waiting, DateTime::UNIX_EPOCH)
    }

    /// The message of a purpose to a client of which nobody knows whether it arrived: about an
    /// invoice, or with `None` about whatever.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn unknown_message(
        &self,
        client: ClientId,
        purpose: Purpose,
        invoice: Option<InvoiceId>,
    ) -> Result<Option<OutboxId>> {
        self.message_like(client, purpose, invoice, "'unknown'", DateTime::UNIX_EPOCH)
    }

    /// The newest message of a purpose to a client that was accepted at an instant or later: about
    /// an invoice, or with `None` about whatever.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn just_accepted(
        &self,
        client: ClientId,
        purpose: Purpose,
        invoice: Option<InvoiceId>,
        since: DateTime<Utc>,
    ) -> Result<Option<OutboxId>> {
        self.message_like(client, purpose, invoice, "'accepted'", since)
    }

    /// The newest message of a purpose to a client in one of some states; where it is settled, since
    /// an instant.
    fn message_like(
        &self,
        client: ClientId,
        purpose: Purpose,
        invoice: Option<InvoiceId>,
        states: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<OutboxId>> {
        self.connection
            .prepare_cached(&format!(
                "SELECT m.id FROM messages m
                 WHERE m.state IN ({states}) AND coalesce(m.settled_at, ?4) >= ?4
                    AND m.client_id = ?1 AND m.purpose = ?2
                    AND (?3 IS NULL OR EXISTS (SELECT 1 FROM message_invoices t
                        WHERE t.message_id = m.id AND t.invoice_id = ?3))
                 ORDER BY m.id DESC LIMIT 1"
            ))
            .and_then(|mut statement| {
                let invoice = invoice.map(|id| id.0);
                let wanted = params![client.0, purpose.word(), invoice, instant_text(since)];
                statement
                    .query_row(wanted, |row| row.get(0).map(OutboxId))
                    .optional()
            })
            .map_err(sql("look for a message"))
    }

    /// The user's day on which the newest message of a purpose to a client was accepted: about an
    /// invoice, or with `None` about whatever.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn last_accepted(
        &self,
        client: ClientId,
        purpose: Purpose,
        invoice: Option<InvoiceId>,
    ) -> Result<Option<NaiveDate>> {
        let text: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT max(coalesce(m.settled_on, m.queued_on)) FROM messages m
                 WHERE m.state = 'accepted' AND m.client_id = ?1 AND m.purpose = ?2
                    AND (?3 IS NULL OR EXISTS (SELECT 1 FROM message_invoices t
                        WHERE t.message_id = m.id AND t.invoice_id = ?3))",
            )
            .and_then(|mut statement| {
                let wanted = params![client.0, purpose.word(), invoice.map(|id| id.0)];
                statement.query_row(wanted, |row| row.get(0))
            })
            .map_err(sql("look for a message"))?;
        text.map(|text| super::rows::date(&text)).transpose()
    }

    /// What a client owes: its open invoices, the earliest due first.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn open_invoices_of(&self, client: ClientId) -> Result<Vec<InvoiceId>> {
        let read = || -> rusqlite::Result<Vec<InvoiceId>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT id FROM invoices WHERE client_id = ?1 AND open_minor > 0
                 ORDER BY due_on, id",
            )?;
            let rows = statement.query_map([client.0], |row| row.get(0).map(InvoiceId))?;
            rows.collect()
        };
        read().map_err(sql("read the open invoices"))
    }

    /// The payments of a client from a day on, oldest first: day, amount, number of the invoice.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn payments_since(
        &self,
        client: ClientId,
        since: NaiveDate,
    ) -> Result<Vec<(NaiveDate, Money, String)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT p.paid_on, p.amount_minor, i.currency, i.number
                 FROM payments p JOIN invoices i ON i.id = p.invoice_id
                 WHERE i.client_id = ?1 AND p.kind = 'payment' AND p.paid_on >= ?2
                 ORDER BY p.paid_on, p.id",
            )
            .map_err(sql("read the payments"))?;
        let mut rows = statement
            .query(params![client.0, since.to_string()])
            .map_err(sql("read the payments"))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the payments"))? {
            let amount = Money::new(get(row, "amount_minor")?, currency(row, "currency")?);
            found.push((day(row, "paid_on")?, amount, get(row, "number")?));
        }
        Ok(found)
    }

    /// Why a message that is no reminder is no longer true, if it is not.
    pub(super) fn outdated(
        &self,
        id: OutboxId,
        client: ClientId,
        purpose: Purpose,
        today: NaiveDate,
    ) -> Result<Option<String>> {
        let covered = self.message_covers(id)?;
        for (invoice, then) in &covered {
            let found = self.invoice(*invoice)?;
            let (open, number) = (found.standing().open(), found.reference());
            let moved = match purpose {
                Purpose::ThankYou => open > 0,
                Purpose::Reminder | Purpose::Statement | Purpose::Invoice => open != *then,
            };
            if moved {
                return Ok(Some(format!(
                    "What is open on invoice {number} has changed."
                )));
            }
            if purpose == Purpose::ThankYou {
                if self.thanked_otherwise(*invoice, id)? {
                    return Ok(Some(format!("Another message thanks for {number}.")));
                }
                let fresh = self
                    .settled_by(*invoice)?
                    .is_some_and(|by| crate::domain::reminder::may_thank(by.paid_on, today));
                if !fresh {
                    return Ok(Some(format!(
                        "The payment of invoice {number} is gone or more than a week old."
                    )));
                }
            }
        }
        if purpose == Purpose::Statement {
            let open = self.open_invoices_of(client)?;
            if open
                .iter()
                .any(|one| covered.iter().all(|(id, _)| id != one))
            {
                return Ok(Some(
                    "The client has another open invoice by now.".to_owned(),
                ));
            }
        }
        Ok(None)
    }

    /// The invoices of a message that is no reminder, and what was open on each, minor units.
    fn message_covers(&self, id: OutboxId) -> Result<Vec<(InvoiceId, i64)>> {
        let read = || -> rusqlite::Result<Vec<(InvoiceId, i64)>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT invoice_id, open_minor FROM message_invoices WHERE message_id = ?1
                 ORDER BY id",
            )?;
            let rows =
                statement.query_map([id.0], |row| Ok((InvoiceId(row.get(0)?), row.get(1)?)))?;
            rows.collect()
        };
        read().map_err(sql("look at the invoices of a message"))
    }
}
