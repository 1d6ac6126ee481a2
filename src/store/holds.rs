//! Holds: no reminders for an invoice or a client.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{day, get, maybe_day, word};
use super::{Tx, View};
use crate::domain::ids::{ClientId, HoldId, InvoiceId};
use crate::domain::party::{Hold, HoldKind, HoldTarget};
use crate::domain::views::NewHold;
use crate::failure::{Failure, Result};

fn hold(row: &Row<'_>) -> Result<Hold> {
    let client: Option<i64> = get(row, "client_id")?;
    let invoice: Option<i64> = get(row, "invoice_id")?;
    let target = match (client, invoice) {
        (Some(client), _) => HoldTarget::Client(ClientId(client)),
        (None, invoice) => HoldTarget::Invoice(InvoiceId(invoice.unwrap_or_default())),
    };
    Ok(Hold {
        id: HoldId(get(row, "id")?),
        target,
        kind: word(row, "kind", HoldKind::from_word)?,
        until: maybe_day(row, "until_on")?,
        reason: get(row, "reason")?,
        set_on: day(row, "set_on")?,
    })
}

impl View<'_> {
    /// Every hold that was not lifted, oldest first, over or not.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn holds(&self) -> Result<Vec<Hold>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, client_id, invoice_id, kind, until_on, reason, set_on FROM holds
                 WHERE lifted_on IS NULL ORDER BY id",
            )
            .map_err(sql("read the holds"))?;
        let mut rows = statement.query([]).map_err(sql("read the holds"))?;
        let mut holds = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the holds"))? {
            holds.push(hold(row)?);
        }
        Ok(holds)
    }
}

impl View<'_> {
    /// Every hold on an invoice or its client, lifted or not, oldest first, each with the day that
    /// it was lifted.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn holds_on(&self, invoice: InvoiceId) -> Result<Vec<(Hold, Option<NaiveDate>)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, client_id, invoice_id, kind, until_on, reason, set_on, lifted_on
                 FROM holds
                 WHERE invoice_id = ?1
                    OR client_id = (SELECT client_id FROM invoices WHERE id = ?1)
                 ORDER BY set_on, id",
            )
            .map_err(sql("read the holds"))?;
        let mut rows = statement
            .query([invoice.0])
            .map_err(sql("read the holds"))?;
        let mut holds = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the holds"))? {
            holds.push((hold(row)?, maybe_day(row, "lifted_on")?));
        }
        Ok(holds)
    }
}

impl Tx<'_> {
    /// Sets a hold; answers it.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_hold(&self, target: HoldTarget, new: &NewHold) -> Result<Hold> {
        let (client, invoice) = match target {
            HoldTarget::Client(id) => (Some(id.0), None),
            HoldTarget::Invoice(id) => (None, Some(id.0)),
        };
        self.connection
            .prepare_cached(
                "INSERT INTO holds (client_id, invoice_id, kind, until_on, reason, set_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    client,
                    invoice,
                    new.kind.word(),
                    new.until.map(|day| day.to_string()),
                    new.reason,
                    self.now.today.to_string(),
                ])
            })
            .map_err(sql("set a hold"))?;
        Ok(Hold {
            id: HoldId(self.connection.last_insert_rowid()),
            target,
            kind: new.kind,
            until: new.until,
            reason: new.reason.clone(),
            set_on: self.now.today,
        })
    }

    /// Lifts a hold; answers it.
    ///
    /// # Errors
    /// Refused, when there is no such hold or it was lifted already.
    pub fn lift_hold(&self, id: HoldId) -> Result<Hold> {
        let found = {
            let mut statement = self
                .connection
                .prepare_cached(
                    "SELECT id, client_id, invoice_id, kind, until_on, reason, set_on FROM holds
                     WHERE id = ?1 AND lifted_on IS NULL",
                )
                .map_err(sql("look for a hold"))?;
            let mut rows = statement.query([id.0]).map_err(sql("look for a hold"))?;
            rows.next()
                .map_err(sql("look for a hold"))?
                .map(hold)
                .transpose()?
        };
        let found = found.ok_or_else(|| {
            Failure::refused(format!("There is no hold {id}, or it was lifted already."))
        })?;
        self.connection
            .prepare_cached("UPDATE holds SET lifted_on = ?2 WHERE id = ?1")
            .and_then(|mut statement| statement.execute(params![id.0, self.now.today.to_string()]))
            .map_err(sql("lift a hold"))?;
        Ok(found)
    }

    /// What a hold rests on, in words.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn hold_target_words(&self, target: HoldTarget) -> Result<String> {
        let (query, id) = match target {
            HoldTarget::Client(id) => ("SELECT name FROM clients WHERE id = ?1", id.0),
            HoldTarget::Invoice(id) => (
                "SELECT coalesce(number, 'draft:' || id) FROM invoices WHERE id = ?1",
                id.0,
            ),
        };
        self.connection
            .query_row(query, [id], |row| row.get::<_, String>(0))
            .optional()
            .map_err(sql("look for a hold"))?
            .ok_or_else(|| Failure::refused("What the hold should rest on does not exist."))
    }
}
