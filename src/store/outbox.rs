//! The outbox read: what waits, what went, and what a person must decide.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{count, day, get, instant, list, moment, texts, word};
use super::{View, packing};
use crate::domain::clock::instant_text;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::{Attempt, Message, MessageState, Purpose};
use crate::domain::policy::{Channel, Tone};
use crate::failure::{Failure, Result};

/// Which messages a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutboxFilter {
    /// All, the newest first.
    #[default]
    All,
    /// Those that still have to go, or are on their way.
    Waiting,
    /// Those that a person must decide: unknown and refused.
    Questions,
    /// Those whose outcome nobody knows.
    Unknown,
    /// Those that a server refused.
    Refused,
    /// Those to one client.
    Client(ClientId),
    /// One message.
    One(OutboxId),
}

const COLUMNS: &str = "m.id, m.message_id, m.client_id, c.key AS client_key, c.name AS client_name,
    m.channel, m.purpose, m.tone, m.stage, m.recipients, m.subject, m.body, m.state, m.via, m.why,
    m.due_at, m.queued_at, m.queued_on, m.attempts,
    iif(m.purpose = 'reminder',
        (SELECT json_group_array(i.number ORDER BY r.id) FROM reminders r
            JOIN invoices i ON i.id = r.invoice_id WHERE r.message_id = m.id),
        (SELECT json_group_array(i.number ORDER BY t.id) FROM message_invoices t
            JOIN invoices i ON i.id = t.invoice_id WHERE t.message_id = m.id)
    ) AS numbers";

fn message(row: &Row<'_>) -> Result<Message> {
    let tone: String = get(row, "tone")?;
    let numbers: String = get(row, "numbers")?;
    Ok(Message {
        id: OutboxId(get(row, "id")?),
        message_id: get(row, "message_id")?,
        client: ClientId(get(row, "client_id")?),
        client_key: get(row, "client_key")?,
        client_name: get(row, "client_name")?,
        channel: word(row, "channel", Channel::from_word)?,
        purpose: word(row, "purpose", Purpose::from_word)?,
        tone: Tone::from_word(&tone),
        stage: get(row, "stage")?,
        to: list(row, "recipients")?,
        subject: get(row, "subject")?,
        body: get(row, "body")?,
        state: word(row, "state", MessageState::from_word)?,
        to_folder: get::<String>(row, "via")? == "folder",
        why: get(row, "why")?,
        due_at: instant(row, "due_at")?,
        queued_at: instant(row, "queued_at")?,
        queued_on: day(row, "queued_on")?,
        attempt_count: get(row, "attempts")?,
        invoices: texts(&numbers)?,
        attempts: Vec::new(),
    })
}

impl View<'_> {
    /// Messages, the newest first, at most `limit`.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn messages(&self, filter: OutboxFilter, limit: usize) -> Result<Vec<Message>> {
        let (condition, id) = match filter {
            OutboxFilter::All => ("?1 = 0", 0),
            OutboxFilter::Waiting => ("?1 = 0 AND m.state IN ('queued', 'sending', 'in_doubt')", 0),
            OutboxFilter::Questions => ("?1 = 0 AND m.state IN ('unknown', 'refused')", 0),
            OutboxFilter::Unknown => (
                "?1 = 0 AND m.state IN ('unknown', 'refused') AND m.state = 'unknown'",
                0,
            ),
            OutboxFilter::Refused => (
                "?1 = 0 AND m.state IN ('unknown', 'refused') AND m.state = 'refused'",
                0,
            ),
            OutboxFilter::Client(client) => ("m.client_id = ?1", client.0),
            OutboxFilter::One(one) => ("m.id = ?1", one.0),
        };
        // What waits is found by its own index, and not by walking back through all messages.
        let order = if filter == OutboxFilter::Waiting {
            "+m.id"
        } else {
            "m.id"
        };
        let query = format!(
            "SELECT {COLUMNS} FROM messages m JOIN clients c ON c.id = m.client_id
             WHERE {condition} ORDER BY {order} DESC LIMIT ?2"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read the outbox"))?;
        let mut rows = statement
            .query(params![id, count(limit)])
            .map_err(sql("read the outbox"))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the outbox"))? {
            found.push(message(row)?);
        }
        Ok(found)
    }

    /// One message with its attempts.
    ///
    /// # Errors
    /// Refused, when there is no such message.
    pub fn message(&self, id: OutboxId) -> Result<Message> {
        let mut found = self
            .messages(OutboxFilter::One(id), 1)?
            .pop()
            .ok_or_else(|| {
                Failure::refused(format!("There is no message {id}."))
                    .hint("`payme outbox list` shows them")
            })?;
        found.attempts = self.attempts(id)?;
        Ok(found)
    }

    fn attempts(&self, id: OutboxId) -> Result<Vec<Attempt>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT at, outcome, step, reply FROM attempts WHERE message_id = ?1 ORDER BY id",
            )
            .map_err(sql("read the attempts"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read the attempts"))?;
        let mut attempts = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the attempts"))? {
            attempts.push(Attempt {
                at: instant(row, "at")?,
                outcome: get(row, "outcome")?,
                step: get(row, "step")?,
                reply: get(row, "reply")?,
            });
        }
        Ok(attempts)
    }

    /// The exact bytes of a message, as they leave or left.
    ///
    /// # Errors
    /// Refused, when there is no such message.
    pub fn message_bytes(&self, id: OutboxId) -> Result<Vec<u8>> {
        self.connection
            .prepare_cached("SELECT bytes, packed FROM messages WHERE id = ?1")
            .and_then(|mut statement| {
                let row = statement.query_row([id.0], |row| Ok(packing::bytes(row)));
                row.optional()
            })
            .map_err(sql("read a message"))?
            .transpose()?
            .ok_or_else(|| Failure::refused(format!("There is no message {id}.")))
    }

    /// The ids of the messages of a channel that may go now, in order.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn messages_due(&self, channel: Channel, at: DateTime<Utc>) -> Result<Vec<OutboxId>> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT id FROM messages
                 WHERE state IN ('queued', 'sending', 'in_doubt') AND state = 'queued'
                    AND channel = ?1 AND due_at <= ?2
                 ORDER BY due_at, id",
            )?;
            let rows =
                statement.query_map(params![channel.word(), instant_text(at)], |row| row.get(0))?;
            rows.collect()
        };
        Ok(read()
            .map_err(sql("read the outbox"))?
            .into_iter()
            .map(OutboxId)
            .collect())
    }

    /// When the outbox has something to do: when the next queued message may go, or at once where a
    /// crash left a message on its way.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn next_message_at(&self) -> Result<Option<DateTime<Utc>>> {
        let text: Option<String> = self
            .connection
            .query_row(
                "SELECT min(due_at) FROM messages WHERE state IN ('queued', 'sending', 'in_doubt')",
                [],
                |row| row.get(0),
            )
            .map_err(sql("read the outbox"))?;
        text.map(|text| moment(&text)).transpose()
    }

    /// The same for one channel.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn next_message_of(&self, channel: Channel) -> Result<Option<DateTime<Utc>>> {
        let text: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT min(due_at) FROM messages
                 WHERE state IN ('queued', 'sending', 'in_doubt') AND channel = ?1",
            )
            .and_then(|mut statement| statement.query_row([channel.word()], |row| row.get(0)))
            .map_err(sql("read the outbox"))?;
        text.map(|text| moment(&text)).transpose()
    }

    /// The country of the user and that of a message's client, whose weekends count; may be empty.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn countries_of(&self, id: OutboxId) -> Result<(String, String)> {
        let row = self.timing(id)?;
        Ok((row.own_country, row.country))
    }

    /// How many messages are queued.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn queued_count(&self) -> Result<i64> {
        self.connection
            .query_row(
                "SELECT count(*) FROM messages
                 WHERE state IN ('queued', 'sending', 'in_doubt') AND state = 'queued'",
                [],
                |row| row.get(0),
            )
            .map_err(sql("count the messages"))
    }

    /// The provider's own id of a message; empty where none is known.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn provider_id(&self, id: OutboxId) -> Result<String> {
        self.connection
            .prepare_cached("SELECT provider_id FROM messages WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
            .map_err(sql("read a message"))
    }

    /// How many messages have an unknown outcome.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn unknown_count(&self) -> Result<i64> {
        self.connection
            .query_row(
                "SELECT count(*) FROM messages
                 WHERE state IN ('unknown', 'refused') AND state = 'unknown'",
                [],
                |row| row.get(0),
            )
            .map_err(sql("count the messages"))
    }

    /// How many messages of a channel left, or may have, after an instant and until another: the
    /// provider counts both. What is dated later came from a clock that was wrong.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn accepted_since(
        &self,
        channel: Channel,
        at: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<i64> {
        self.connection
            .prepare_cached(
                "SELECT count(*) FROM attempts a JOIN messages m ON m.id = a.message_id
                 WHERE a.outcome IN ('accepted', 'unknown') AND a.at > ?1 AND a.at <= ?2
                    AND m.channel = ?3",
            )
            .and_then(|mut statement| {
                let (at, until) = (instant_text(at), instant_text(until));
                statement.query_row(params![at, until, channel.word()], |row| row.get(0))
            })
            .map_err(sql("count the messages"))
    }

    /// Whether a message names a sender that no mail server knows: it was written while there was no
    /// account.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn is_from_nowhere(&self, id: OutboxId) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT envelope_from LIKE '%@localhost' FROM messages WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
            .map_err(sql("read a message"))
    }
}

impl View<'_> {
    /// When the oldest message of a channel since an instant left, or may have.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn accepted_oldest_since(
        &self,
        channel: Channel,
        at: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        let text: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT min(a.at) FROM attempts a JOIN messages m ON m.id = a.message_id
                 WHERE a.outcome IN ('accepted', 'unknown') AND a.at > ?1 AND m.channel = ?2",
            )
            .and_then(|mut statement| {
                statement.query_row([&instant_text(at), channel.word()], |row| row.get(0))
            })
            .map_err(sql("read the attempts"))?;
        text.map(|text| moment(&text)).transpose()
    }

    /// How many messages a server accepted from a day on, and how many went into a folder.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn accepted_from(&self, day: NaiveDate) -> Result<(i64, i64)> {
        self.connection
            .prepare_cached(
                "SELECT count(*) FILTER (WHERE via <> 'folder'),
                    count(*) FILTER (WHERE via = 'folder')
                 FROM messages WHERE state = 'accepted' AND settled_at >= ?1",
            )
            .and_then(|mut statement| {
                statement.query_row([day.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            })
            .map_err(sql("count the messages"))
    }
}
