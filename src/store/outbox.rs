//! The outbox read: what waits, what went, and what a person must decide.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{count, currency, day, get, instant, json, list, moment, texts, word};
use super::{View, packing};
use crate::domain::clock::{Now, instant_text};
use crate::domain::country::weekend;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::{Attempt, Message, MessageState, Purpose};
use crate::domain::money::Money;
use crate::domain::party::{self, ContactRole};
use crate::domain::policy::{Channel, Tone, Ways, Wish};
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

/// What decides whether a message's time has passed.
struct Timing {
    client: ClientId,
    purpose: Purpose,
    channel: String,
    recipients: String,
    give_up_at: DateTime<Utc>,
    day_on: NaiveDate,
    country: String,
    own_country: String,
    /// Why no SMS may go to the client; empty when one may.
    no_sms: String,
}

const COLUMNS: &str = "m.id, m.message_id, m.client_id, c.key AS client_key, c.name AS client_name,
    m.channel, m.purpose, m.tone, m.stage, m.recipients, m.subject, m.body, m.state, m.via, m.why,
    m.due_at, m.queued_at, m.queued_on, m.attempts,
    (SELECT json_group_array(number) FROM (SELECT i.number FROM reminders r
        JOIN invoices i ON i.id = r.invoice_id WHERE r.message_id = m.id
        UNION ALL SELECT i.number FROM message_invoices t
        JOIN invoices i ON i.id = t.invoice_id WHERE t.message_id = m.id)) AS numbers";

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

    /// How many messages of a channel were accepted after an instant and until another: what is
    /// dated later came from a clock that was wrong.
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
                 WHERE a.outcome = 'accepted' AND a.at > ?1 AND a.at <= ?2 AND m.channel = ?3",
            )
            .and_then(|mut statement| {
                let (at, until) = (instant_text(at), instant_text(until));
                statement.query_row(params![at, until, channel.word()], |row| row.get(0))
            })
            .map_err(sql("count the messages"))
    }

    /// Why a message is no longer true, if it is not: an invoice was paid in part or whole, voided
    /// or put on hold, the recipients or the policy changed, or its time has passed. Holds, policies
    /// and weekends are for reminders.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn no_longer_true(&self, id: OutboxId, now: Now) -> Result<Option<String>> {
        let row = self.timing(id)?;
        if row.channel == Channel::Sms.word() && !row.no_sms.is_empty() {
            return Ok(Some(format!(
                "The client wants no SMS any more: {}.",
                row.no_sms.trim_end_matches('.')
            )));
        }
        let untrue = match row.purpose {
            Purpose::Reminder => self.no_longer_due(id, now.today)?,
            Purpose::ThankYou | Purpose::Statement | Purpose::Invoice => {
                self.outdated(id, row.client, row.purpose, now.today)?
            }
        };
        if untrue.is_some() {
            return Ok(untrue);
        }
        let present = self.recipients(row.client, &row.channel)?;
        if json(&present) != row.recipients {
            return Ok(Some("The client's addresses have changed.".to_owned()));
        }
        if now.at > row.give_up_at {
            return Ok(Some(
                "It waited for too long; what is due is planned anew.".to_owned(),
            ));
        }
        if row.purpose != Purpose::Reminder {
            return Ok(None);
        }
        let weekday = now.today.weekday();
        let rests = |code: &str| weekend(code).contains(&weekday);
        if row.day_on != now.today && (rests(&row.own_country) || rests(&row.country)) {
            return Ok(Some(
                "It waited into a weekend; it is planned anew.".to_owned(),
            ));
        }
        Ok(None)
    }

    /// Why a reminder is no longer due: paid, on hold, or out of its policy.
    fn no_longer_due(&self, id: OutboxId, today: NaiveDate) -> Result<Option<String>> {
        if let Some(number) = self.moved_invoice(id)? {
            return Ok(Some(format!(
                "What is open on invoice {number} has changed."
            )));
        }
        if let Some(reason) = self.hold_over(id, today)? {
            return Ok(Some(format!("A hold was set: {reason}.")));
        }
        self.outside_policy(id)
    }

    fn timing(&self, id: OutboxId) -> Result<Timing> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT m.client_id, m.purpose, m.channel, m.recipients, m.give_up_at, m.day_on,
                    c.country, c.no_sms,
                    (SELECT country FROM profile WHERE id = 1) AS own_country
                 FROM messages m JOIN clients c ON c.id = m.client_id WHERE m.id = ?1",
            )
            .map_err(sql("read a message"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read a message"))?;
        let row = rows
            .next()
            .and_then(|row| row.ok_or(rusqlite::Error::QueryReturnedNoRows))
            .map_err(sql("read a message"))?;
        Ok(Timing {
            client: ClientId(get(row, "client_id")?),
            purpose: word(row, "purpose", Purpose::from_word)?,
            channel: get(row, "channel")?,
            recipients: get(row, "recipients")?,
            give_up_at: instant(row, "give_up_at")?,
            day_on: day(row, "day_on")?,
            country: get(row, "country")?,
            own_country: get::<Option<String>>(row, "own_country")?.unwrap_or_default(),
            no_sms: get(row, "no_sms")?,
        })
    }

    /// Whether the client's present policy still has the stages that a message carries, over its
    /// channel where the client has no other wish, and lets its amounts count.
    fn outside_policy(&self, id: OutboxId) -> Result<Option<String>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT i.number, i.currency, i.open_minor, p.minimum, r.channel, c.channel AS wish,
                    (SELECT s.channel FROM stages s WHERE s.policy_id = p.id AND s.enabled = 1
                        AND s.name = r.stage) AS ways
                 FROM reminders r JOIN invoices i ON i.id = r.invoice_id
                 JOIN clients c ON c.id = i.client_id JOIN policies p ON p.id = c.policy_id
                 WHERE r.message_id = ?1 ORDER BY r.id",
            )
            .map_err(sql("look at the policy of a message"))?;
        let mut rows = statement
            .query([id.0])
            .map_err(sql("look at the policy of a message"))?;
        while let Some(row) = rows
            .next()
            .map_err(sql("look at the policy of a message"))?
        {
            let number: String = get(row, "number")?;
            if get::<Option<String>>(row, "ways")?.is_none() {
                return Ok(Some(format!(
                    "The policy no longer has the stage of invoice {number}."
                )));
            }
            let wish = word(row, "wish", Wish::from_word)?;
            let channel = word(row, "channel", Channel::from_word)?;
            if !wish.over(word(row, "ways", Ways::from_word)?).has(channel) {
                return Ok(Some(format!(
                    "The stage of invoice {number} no longer goes by {}.",
                    match channel {
                        Channel::Email => "e-mail",
                        Channel::Sms => "SMS",
                    }
                )));
            }
            let open = Money::new(get(row, "open_minor")?, currency(row, "currency")?);
            if open.to_decimal() < super::rows::number(row, "minimum")? {
                return Ok(Some(format!(
                    "Invoice {number} is below the policy's minimum."
                )));
            }
        }
        Ok(None)
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

    /// Other clients that an address is a contact of, by name; at most three.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn others_with_address(&self, client: ClientId, email: &str) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT c.name FROM contacts t JOIN clients c ON c.id = t.client_id
                 WHERE t.email = ?1 COLLATE NOCASE AND t.email <> '' AND c.id <> ?2
                 ORDER BY c.name LIMIT 3",
            )?;
            let rows = statement.query_map(params![email, client.0], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(sql("look for an address"))
    }

    /// Other clients that a phone number is a contact of, by name; at most three.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn others_with_number(&self, client: ClientId, phone: &str) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT c.name FROM contacts t JOIN clients c ON c.id = t.client_id
                 WHERE t.phone = ?1 AND t.phone <> '' AND c.id <> ?2
                 ORDER BY c.name LIMIT 3",
            )?;
            let rows = statement.query_map(params![phone, client.0], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(sql("look for a number"))
    }

    fn moved_invoice(&self, id: OutboxId) -> Result<Option<String>> {
        self.connection
            .prepare_cached(
                "SELECT i.number FROM reminders r JOIN invoices i ON i.id = r.invoice_id
                 WHERE r.message_id = ?1 AND i.open_minor <> r.open_minor ORDER BY r.id LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional())
            .map_err(sql("look at the invoices of a message"))
    }

    fn hold_over(&self, id: OutboxId, today: NaiveDate) -> Result<Option<String>> {
        self.connection
            .prepare_cached(
                "SELECT h.reason FROM holds h
                 WHERE h.lifted_on IS NULL AND (h.until_on IS NULL OR h.until_on >= ?2)
                    AND (h.client_id = (SELECT client_id FROM messages WHERE id = ?1)
                        OR h.invoice_id IN
                            (SELECT invoice_id FROM reminders WHERE message_id = ?1))
                 LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![id.0, today.to_string()], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("look at the holds of a message"))
    }

    /// The addresses of a client for a channel, as they stand with it: of e-mail those written to,
    /// then the copies; of SMS the number of the first who is written to and has one.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn recipients(&self, client: ClientId, channel: &str) -> Result<Vec<String>> {
        let people = self.contacts(client)?;
        if channel == Channel::Sms.word() {
            let reached = party::reached_by_sms(&people);
            return Ok(reached
                .map(|person| person.phone.clone())
                .into_iter()
                .collect());
        }
        let mut addresses = Vec::new();
        for role in [ContactRole::To, ContactRole::Cc] {
            for person in people.iter().filter(|person| person.role == role) {
                if !person.email.is_empty() && !addresses.contains(&person.email) {
                    addresses.push(person.email.clone());
                }
            }
        }
        Ok(addresses)
    }
}

impl View<'_> {
    /// When the oldest message of a channel since an instant was accepted.
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
                 WHERE a.outcome = 'accepted' AND a.at > ?1 AND m.channel = ?2",
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
