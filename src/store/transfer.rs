//! What another book brings: messages that went there, holds set there, stages passed over there.
//! And the same read out again, one at a time.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::params;

use super::errors::sql;
use super::rows::{currency, day, get, maybe_day, word};
use super::{Book, NewMessage, Tx, View};
use crate::domain::clock::instant_text;
use crate::domain::ids::{ClientId, HoldId, InvoiceId, OutboxId};
use crate::domain::message::{Attempt, Message, MessageState};
use crate::domain::money::Money;
use crate::domain::party::{Hold, HoldTarget};
use crate::domain::policy::{Channel, Tone};
use crate::failure::Result;

/// A stage that was passed over on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Stage name.
    pub stage: String,
    /// Its tone then.
    pub tone: Tone,
    /// Its days from due then.
    pub days: i64,
    /// Its channel.
    pub channel: Channel,
    /// The user's day.
    pub on: NaiveDate,
}

/// A message that went, or did not, from another book.
#[derive(Clone, Debug)]
pub struct PastMessage {
    /// The message; its bytes are empty and it never leaves again.
    pub message: NewMessage,
    /// Its final state.
    pub state: MessageState,
    /// The words that explain the state.
    pub why: String,
    /// The user's day when it was queued.
    pub queued_on: NaiveDate,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// When it reached its state.
    pub settled_at: DateTime<Utc>,
    /// The tries, oldest first.
    pub attempts: Vec<Attempt>,
}

/// What a message covered, as it is read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Invoice number.
    pub number: String,
    /// Currency code of the invoice.
    pub currency: String,
    /// Its stage then.
    pub stage: String,
    /// That stage's tone.
    pub tone: Tone,
    /// That stage's days from due.
    pub days: i64,
    /// What was open then, minor units; 0 where it is not known.
    pub open: i64,
}

/// A hold as it is read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRow {
    /// The hold.
    pub hold: Hold,
    /// Key of the client or number of the invoice that it rests on.
    pub name: String,
    /// The day that it was lifted.
    pub lifted_on: Option<NaiveDate>,
}

/// A message as it is read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// The message with its attempts.
    pub message: Message,
    /// When it reached its state, for a final one.
    pub settled_at: Option<DateTime<Utc>>,
    /// What it covered.
    pub covered: Vec<Covered>,
    /// What it was about when it is no reminder: number, and what was open then.
    pub about: Vec<(String, Money)>,
}

impl Tx<'_> {
    /// Adds a message of another book, with its reminders and attempts.
    ///
    /// # Errors
    /// Refused, when its Message-ID is taken, or two live messages carry one stage.
    pub fn add_past_message(&self, past: &PastMessage) -> Result<OutboxId> {
        let id = self.insert_message(&past.message)?;
        self.connection
            .prepare_cached(
                "UPDATE messages SET state = ?2, why = ?3, queued_on = ?4, queued_at = ?5,
                    due_at = ?5, settled_at = ?6, doubted = (?2 = 'unknown'), attempts = ?7, day_on = ?4,
                    settled_on = iif(julianday(substr(?6, 1, 10)) - julianday(?4) > 1,
                        substr(?6, 1, 10), ?4)
                 WHERE id = ?1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    id.0,
                    past.state.word(),
                    past.why,
                    past.queued_on.to_string(),
                    instant_text(past.queued_at),
                    instant_text(past.settled_at),
                    super::rows::count(past.attempts.len()),
                ])
            })
            .map_err(sql("add a message"))?;
        self.carry(id, &past.message, past.queued_on, past.state.is_live())?;
        for (number, attempt) in (1_i64..).zip(&past.attempts) {
            self.connection
                .prepare_cached(
                    "INSERT INTO attempts (message_id, number, at, outcome, step, reply)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        id.0,
                        number,
                        instant_text(attempt.at),
                        attempt.outcome,
                        attempt.step,
                        attempt.reply,
                    ])
                })
                .map_err(sql("add an attempt"))?;
        }
        Ok(id)
    }

    /// Adds a hold of another book; its `id` is ignored.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_past_hold(&self, hold: &Hold, lifted_on: Option<NaiveDate>) -> Result<()> {
        let (client, invoice) = match hold.target {
            HoldTarget::Client(id) => (Some(id.0), None),
            HoldTarget::Invoice(id) => (None, Some(id.0)),
        };
        self.connection
            .prepare_cached(
                "INSERT INTO holds (client_id, invoice_id, kind, until_on, reason, set_on, lifted_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    client,
                    invoice,
                    hold.kind.word(),
                    hold.until.map(|day| day.to_string()),
                    hold.reason,
                    hold.set_on.to_string(),
                    lifted_on.map(|day| day.to_string()),
                ])
            })
            .map_err(sql("add a hold"))?;
        Ok(())
    }

    /// Adds a stage that was passed over in another book.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn add_past_skip(&self, invoice: InvoiceId, skip: &Skip) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO skips (invoice_id, stage, tone, days, channel, on_day)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    invoice.0,
                    skip.stage,
                    skip.tone.word(),
                    skip.days,
                    skip.channel.word(),
                    skip.on.to_string(),
                ])
            })
            .map_err(sql("add a stage that was passed over"))?;
        Ok(())
    }
}

impl Book {
    /// Reads with one view of the book from beginning to end, whatever others write meanwhile.
    ///
    /// # Errors
    /// Whatever `read` says; book, when it cannot be read.
    pub fn at_one_moment<T>(&self, read: impl FnOnce(View<'_>) -> Result<T>) -> Result<T> {
        let moment = self
            .connection
            .unchecked_transaction()
            .map_err(sql("read the book"))?;
        let value = read(View {
            connection: &moment,
        })?;
        moment.finish().map_err(sql("read the book"))?;
        Ok(value)
    }
}

impl View<'_> {
    /// The stages of an invoice that were passed over, oldest first.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn skips_of(&self, invoice: InvoiceId) -> Result<Vec<Skip>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT stage, tone, days, channel, on_day FROM skips WHERE invoice_id = ?1
                 ORDER BY on_day, id",
            )
            .map_err(sql("read the stages that were passed over"))?;
        let mut rows = statement
            .query([invoice.0])
            .map_err(sql("read the stages that were passed over"))?;
        let mut skips = Vec::new();
        while let Some(row) = rows
            .next()
            .map_err(sql("read the stages that were passed over"))?
        {
            skips.push(Skip {
                stage: get(row, "stage")?,
                tone: word(row, "tone", Tone::from_word)?,
                days: get(row, "days")?,
                channel: word(row, "channel", Channel::from_word)?,
                on: day(row, "on_day")?,
            });
        }
        Ok(skips)
    }

    /// Whether a Message-ID is taken.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn has_message_id(&self, message_id: &str) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM messages WHERE message_id = ?1)")
            .and_then(|mut statement| statement.query_row([message_id], |row| row.get(0)))
            .map_err(sql("look for a message"))
    }

    /// Whether a number is taken.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn has_number(&self, number: &str) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM invoices WHERE number = ?1)")
            .and_then(|mut statement| statement.query_row([number], |row| row.get(0)))
            .map_err(sql("look for an invoice"))
    }

    /// Every hold, lifted or not, by the day it was set. A hold on a draft stays behind: nothing
    /// outside this book can name a draft.
    ///
    /// # Errors
    /// Book, when it cannot be read; whatever `each` says.
    pub fn each_hold(&self, each: &mut dyn FnMut(HoldRow) -> Result<()>) -> Result<()> {
        let mut statement = self
            .connection
            .prepare(
                "SELECT h.id, h.client_id, h.invoice_id, h.kind, h.until_on, h.reason, h.set_on,
                    h.lifted_on, coalesce(c.key, i.number, '') AS name
                 FROM holds h LEFT JOIN clients c ON c.id = h.client_id
                 LEFT JOIN invoices i ON i.id = h.invoice_id
                 WHERE c.key IS NOT NULL OR i.number IS NOT NULL
                 ORDER BY h.set_on, h.id",
            )
            .map_err(sql("read the holds"))?;
        let mut rows = statement.query([]).map_err(sql("read the holds"))?;
        while let Some(row) = rows.next().map_err(sql("read the holds"))? {
            let client: Option<i64> = get(row, "client_id")?;
            let invoice: Option<i64> = get(row, "invoice_id")?;
            let hold = Hold {
                id: HoldId(get(row, "id")?),
                target: client.map_or_else(
                    || HoldTarget::Invoice(InvoiceId(invoice.unwrap_or_default())),
                    |id| HoldTarget::Client(ClientId(id)),
                ),
                kind: word(row, "kind", crate::domain::party::HoldKind::from_word)?,
                until: maybe_day(row, "until_on")?,
                reason: get(row, "reason")?,
                set_on: day(row, "set_on")?,
            };
            let (name, lifted_on) = (get(row, "name")?, maybe_day(row, "lifted_on")?);
            each(HoldRow {
                hold,
                name,
                lifted_on,
            })?;
        }
        Ok(())
    }

    /// Every message with its attempts and what it covered, oldest first.
    ///
    /// # Errors
    /// Book, when it cannot be read; whatever `each` says.
    pub fn each_message(&self, each: &mut dyn FnMut(MessageRow) -> Result<()>) -> Result<()> {
        let mut statement = self
            .connection
            .prepare("SELECT id, settled_at FROM messages ORDER BY queued_on, queued_at, id")
            .map_err(sql("read the outbox"))?;
        let mut rows = statement.query([]).map_err(sql("read the outbox"))?;
        while let Some(row) = rows.next().map_err(sql("read the outbox"))? {
            let id = OutboxId(get(row, "id")?);
            let settled: Option<String> = get(row, "settled_at")?;
            let settled_at = settled.map(|text| super::rows::moment(&text)).transpose()?;
            each(MessageRow {
                message: self.message(id)?,
                settled_at,
                covered: self.covered(id)?,
                about: self.about(id)?,
            })?;
        }
        Ok(())
    }

    fn about(&self, id: OutboxId) -> Result<Vec<(String, Money)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT i.number, i.currency, t.open_minor
                 FROM message_invoices t JOIN invoices i ON i.id = t.invoice_id
                 WHERE t.message_id = ?1 ORDER BY t.id",
            )
            .map_err(sql("read the invoices of a message"))?;
        let mut rows = statement
            .query([id.0])
            .map_err(sql("read the invoices of a message"))?;
        let mut about = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the invoices of a message"))? {
            let open = Money::new(get(row, "open_minor")?, currency(row, "currency")?);
            about.push((get(row, "number")?, open));
        }
        Ok(about)
    }

    fn covered(&self, id: OutboxId) -> Result<Vec<Covered>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT i.number, i.currency, r.stage, r.tone, r.days, r.open_minor
                 FROM reminders r JOIN invoices i ON i.id = r.invoice_id
                 WHERE r.message_id = ?1 ORDER BY r.id",
            )
            .map_err(sql("read the reminders"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read the reminders"))?;
        let mut covered = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the reminders"))? {
            covered.push(Covered {
                number: get(row, "number")?,
                currency: get(row, "currency")?,
                stage: get(row, "stage")?,
                tone: word(row, "tone", Tone::from_word)?,
                days: get(row, "days")?,
                open: get(row, "open_minor")?,
            });
        }
        Ok(covered)
    }
}
