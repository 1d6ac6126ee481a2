//! The outbox written: every step of a message names the attempt and the states it may come from,
//! so that a late step never overwrites an earlier decision.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{get, instant, json, list};
use super::{Tx, View, packing};
use crate::domain::clock::instant_text;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::message::{MessageState, Purpose};
use crate::domain::policy::{Channel, Tone};
use crate::failure::Result;

/// A message, rendered and built, to be queued.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// RFC 5322 Message-ID with angle brackets.
    pub message_id: String,
    /// Client.
    pub client: ClientId,
    /// Channel.
    pub channel: Channel,
    /// What it is for.
    pub purpose: Purpose,
    /// Stage it speaks as; empty when it is no reminder.
    pub stage: String,
    /// Tone it speaks in.
    pub tone: Option<Tone>,
    /// Two-letter language.
    pub language: String,
    /// To and cc addresses as stored with the client.
    pub recipients: Vec<String>,
    /// Envelope sender.
    pub envelope_from: String,
    /// Envelope recipients, blind copies too.
    pub envelope_to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// The finished bytes.
    pub bytes: Vec<u8>,
    /// Not before this instant.
    pub due_at: DateTime<Utc>,
    /// No retry after this instant.
    pub give_up_at: DateTime<Utc>,
    /// Whether no person looked at it.
    pub unattended: bool,
    /// The reminders that it carries.
    pub reminders: Vec<NewReminder>,
    /// The invoices that it is about when it is no reminder, and what is open on each, minor units.
    pub covers: Vec<(InvoiceId, i64)>,
}

/// One stage of one invoice that a new message carries.
#[derive(Clone, Debug)]
pub struct NewReminder {
    /// Invoice.
    pub invoice: InvoiceId,
    /// Its own stage.
    pub stage: String,
    /// That stage's tone.
    pub tone: Tone,
    /// That stage's days from due.
    pub days: i64,
    /// What is open, minor units.
    pub open: i64,
}

/// What a claimed message needs to leave.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The attempt that was counted at the claim; every later step names it.
    pub attempt: i64,
    /// The message's own id.
    pub reference: String,
    /// The exact bytes.
    pub bytes: Vec<u8>,
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// How often it was put off before.
    pub retries: i64,
    /// No retry after this instant.
    pub give_up_at: DateTime<Utc>,
}

/// Which message, at which attempt, coming from which states.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// The message.
    pub id: OutboxId,
    /// The attempt counted at the claim.
    pub attempt: i64,
    /// Only from these states.
    pub from: &'static [MessageState],
}

/// How an attempt ended, as it is written down.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The new state.
    pub state: MessageState,
    /// The words that explain it.
    pub why: String,
    /// The attempt's outcome word.
    pub outcome: &'static str,
    /// The step that it reached.
    pub step: String,
    /// For a message that goes back to the queue: not before this instant.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether the put-off counts (being offline does not).
    pub counts: bool,
}

fn claimed(row: &Row<'_>) -> Result<Parcel> {
    Ok(Parcel {
        attempt: get(row, "attempts")?,
        reference: get(row, "message_id")?,
        bytes: packing::bytes(row)?,
        from: get(row, "envelope_from")?,
        to: list(row, "envelope_to")?,
        retries: get(row, "retries")?,
        give_up_at: instant(row, "give_up_at")?,
    })
}

impl View<'_> {
    /// The live message that already carries a stage of an invoice, if there is one.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn carried_by(
        &self,
        invoice: InvoiceId,
        stage: &str,
        channel: Channel,
    ) -> Result<Option<OutboxId>> {
        self.connection
            .prepare_cached(
                "SELECT message_id FROM reminders
                 WHERE invoice_id = ?1 AND stage = ?2 AND channel = ?3 AND live = 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![invoice.0, stage, channel.word()], |row| row.get(0))
                    .optional()
            })
            .map(|id| id.map(OutboxId))
            .map_err(sql("look for a reminder"))
    }
}

impl Tx<'_> {
    /// Writes a message and its reminders to the outbox, as queued; answers its id.
    ///
    /// # Errors
    /// Refused, when one of its stages is already carried by a live message (look first with
    /// [`View::carried_by`]).
    pub fn queue_message(&self, new: &NewMessage) -> Result<OutboxId> {
        let id = self.insert_message(new)?;
        self.carry(id, new, self.now.today, true)?;
        Ok(id)
    }

    /// Writes a message as queued, without its reminders.
    pub(super) fn insert_message(&self, new: &NewMessage) -> Result<OutboxId> {
        let (bytes, packed) = packing::pack(&new.bytes);
        self.connection
            .prepare_cached(
                "INSERT INTO messages (message_id, client_id, channel, purpose, stage, tone,
                    language, recipients, envelope_from, envelope_to, subject, body, bytes, packed,
                    unattended, state, why, doubted, via, attempts, retries, queued_at, queued_on, day_on, due_at,
                    give_up_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?18, ?19,
                    'queued', '', 0, '', 0, 0, ?14, ?15, ?15, ?16, ?17)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    new.message_id,
                    new.client.0,
                    new.channel.word(),
                    new.purpose.word(),
                    new.stage,
                    new.tone.map_or("", Tone::word),
                    new.language,
                    json(&new.recipients),
                    new.envelope_from,
                    json(&new.envelope_to),
                    new.subject,
                    new.body,
                    bytes,
                    instant_text(self.now.at),
                    self.now.today.to_string(),
                    instant_text(new.due_at),
                    instant_text(new.give_up_at),
                    packed,
                    new.unattended,
                ])
            })
            .map_err(sql("queue a message"))?;
        Ok(OutboxId(self.connection.last_insert_rowid()))
    }

    /// Writes the reminders that a message carries, and the invoices that it is about.
    pub(super) fn carry(
        &self,
        id: OutboxId,
        new: &NewMessage,
        on: NaiveDate,
        live: bool,
    ) -> Result<()> {
        for (invoice, open) in &new.covers {
            self.connection
                .prepare_cached(
                    "INSERT INTO message_invoices (message_id, invoice_id, open_minor)
                     VALUES (?1, ?2, ?3)",
                )
                .and_then(|mut statement| statement.execute(params![id.0, invoice.0, open]))
                .map_err(sql("queue a message"))?;
        }
        for reminder in &new.reminders {
            self.connection
                .prepare_cached(
                    "INSERT INTO reminders (invoice_id, message_id, stage, tone, days, channel,
                        on_day, open_minor, live)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        reminder.invoice.0,
                        id.0,
                        reminder.stage,
                        reminder.tone.word(),
                        reminder.days,
                        new.channel.word(),
                        on.to_string(),
                        reminder.open,
                        live,
                    ])
                })
                .map_err(sql("queue a reminder"))?;
        }
        Ok(())
    }

    /// Claims a queued message that is due: counts the attempt and answers what leaves; `None` when
    /// somebody else changed it.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn claim(&self, id: OutboxId) -> Result<Option<Parcel>> {
        let claimed = self
            .connection
            .prepare_cached(
                "UPDATE messages SET state = 'sending', attempts = attempts + 1
                 WHERE id = ?1 AND state = 'queued' AND due_at <= ?2
                 RETURNING attempts, message_id, bytes, packed, envelope_from, envelope_to, retries,
                    give_up_at",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![id.0, instant_text(self.now.at)], |row| {
                        Ok(claimed(row))
                    })
                    .optional()
            })
            .map_err(sql("claim a message"))?;
        claimed.transpose()
    }

    /// Moves a message to a state, guarded; answers whether it moved. Its reminders stop to stand
    /// when the state is no longer live.
    ///
    /// # Errors
    /// Book, when it cannot be written; refused, when a stage of it is carried by another message.
    pub fn move_message(
        &self,
        guard: Guard,
        state: MessageState,
        why: &str,
        due_at: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let from: Vec<String> = guard
            .from
            .iter()
            .map(|state| state.word().to_owned())
            .collect();
        let (state, why) = self.never_forget(guard.id, state, why)?;
        let settled = state.is_final();
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE messages SET state = ?4, why = ?5, due_at = coalesce(?6, due_at),
                    settled_at = iif(?7, ?8, NULL), settled_on = iif(?7, ?9, NULL),
                    doubted = max(doubted, ?4 = 'unknown')
                 WHERE id = ?1 AND attempts = ?2
                    AND state IN (SELECT value FROM json_each(?3))",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    guard.id.0,
                    guard.attempt,
                    json(&from),
                    state.word(),
                    why,
                    due_at.map(instant_text),
                    settled,
                    instant_text(self.now.at),
                    self.now.today.to_string(),
                ])
            })
            .map_err(sql("write down what became of a message"))?;
        if changed == 0 {
            return Ok(false);
        }
        self.connection
            .prepare_cached("UPDATE reminders SET live = ?2 WHERE message_id = ?1 AND live <> ?2")
            .and_then(|mut statement| statement.execute(params![guard.id.0, state.is_live()]))
            .map_err(sql("write down what became of a reminder"))?;
        Ok(true)
    }

    /// A message of which an earlier try may have arrived does not become one that surely did not:
    /// that is for a person to say.
    fn never_forget(
        &self,
        id: OutboxId,
        state: MessageState,
        why: &str,
    ) -> Result<(MessageState, String)> {
        let doubted: bool = self
            .connection
            .prepare_cached("SELECT doubted FROM messages WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
            .map_err(sql("read a message"))?;
        let gone = state.is_final() && !state.is_live();
        Ok(if doubted && gone {
            (
                MessageState::Unknown,
                format!("{why} But an earlier try may have arrived."),
            )
        } else {
            (state, why.to_owned())
        })
    }

    /// Takes the doubt off a message: a person says that no try arrived.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn clear_doubt(&self, id: OutboxId) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE messages SET doubted = 0 WHERE id = ?1")
            .and_then(|mut statement| statement.execute([id.0]))
            .map_err(sql("settle a message"))?;
        Ok(())
    }

    /// Notes what carried an accepted message, and the provider's own id of it (empty for none).
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_via(&self, id: OutboxId, via: &str, provider_id: &str) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE messages SET via = ?2, provider_id = ?3 WHERE id = ?1")
            .and_then(|mut statement| statement.execute(params![id.0, via, provider_id]))
            .map_err(sql("note what carried a message"))?;
        Ok(())
    }

    /// Keeps the provider's own id of a message.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_provider_id(&self, id: OutboxId, provider_id: &str) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE messages SET provider_id = ?2 WHERE id = ?1")
            .and_then(|mut statement| statement.execute(params![id.0, provider_id]))
            .map_err(sql("note the provider's id of a message"))?;
        Ok(())
    }

    /// Says more about a message whose outcome is unknown; its state and its days stay as they are.
    /// Nothing happens to a message in another state.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn explain_doubt(&self, id: OutboxId, why: &str) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE messages SET why = ?2 WHERE id = ?1 AND state = 'unknown'")
            .and_then(|mut statement| statement.execute(params![id.0, why]))
            .map_err(sql("note what is known of a message"))?;
        Ok(())
    }

    /// Writes down how an attempt ended: the attempt itself, and the state that follows.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn settle(&self, guard: Guard, settled: &Settled) -> Result<bool> {
        self.connection
            .prepare_cached(
                "INSERT INTO attempts (message_id, number, at, outcome, step, reply)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    guard.id.0,
                    guard.attempt,
                    instant_text(self.now.at),
                    settled.outcome,
                    settled.step,
                    settled.why,
                ])
            })
            .map_err(sql("write down an attempt"))?;
        let moved = self.move_message(guard, settled.state, &settled.why, settled.due_at)?;
        if moved && settled.counts {
            self.connection
                .prepare_cached("UPDATE messages SET retries = retries + 1 WHERE id = ?1")
                .and_then(|mut statement| statement.execute([guard.id.0]))
                .map_err(sql("count a retry"))?;
        }
        Ok(moved)
    }

    /// After a crash, under the sender's lock: what was only claimed goes back to the queue, and what
    /// was in doubt becomes unknown. Answers how many of each.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn recover_outbox(&self) -> Result<(usize, usize)> {
        let queued = self
            .connection
            .execute(
                "UPDATE messages SET state = 'queued', why = 'The program ended before it was sent.'
                 WHERE state IN ('queued', 'sending', 'in_doubt') AND state = 'sending'",
                [],
            )
            .map_err(sql("recover the outbox"))?;
        let unknown = self
            .connection
            .execute(
                "UPDATE messages SET state = 'unknown', doubted = 1, settled_at = ?1,
                    settled_on = ?2, why = 'The program ended before the server''s answer was known.'
                 WHERE state IN ('queued', 'sending', 'in_doubt') AND state = 'in_doubt'",
                params![instant_text(self.now.at), self.now.today.to_string()],
            )
            .map_err(sql("recover the outbox"))?;
        Ok((queued, unknown))
    }

    /// Holds a message until an instant, guarded; answers whether it moved. What it is held for does
    /// not count against the time for which it is tried.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn hold_message(&self, guard: Guard, why: &str, until: DateTime<Utc>) -> Result<bool> {
        let give_up_at = self.timing(guard.id)?.give_up_at + (until - self.now.at);
        let moved = self.move_message(guard, MessageState::Queued, why, Some(until))?;
        if moved {
            self.connection
                .prepare_cached("UPDATE messages SET give_up_at = ?2 WHERE id = ?1")
                .and_then(|mut statement| {
                    statement.execute(params![guard.id.0, instant_text(give_up_at)])
                })
                .map_err(sql("hold a message"))?;
        }
        Ok(moved)
    }

    /// Gives a message more time: the give-up instant starts anew, retries count from nothing, and
    /// today is its day.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn renew(&self, id: OutboxId, give_up_at: DateTime<Utc>) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE messages SET retries = 0, give_up_at = ?2, day_on = ?3 WHERE id = ?1",
            )
            .and_then(|mut statement| {
                let today = self.now.today.to_string();
                statement.execute(params![id.0, instant_text(give_up_at), today])
            })
            .map_err(sql("give a message more time"))?;
        Ok(())
    }
}
