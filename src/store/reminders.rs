//! What the planner is told: open invoices, their clients, holds and history.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, Row, params};

use super::clients::contact;
use super::errors::{sql, unknown_word};
use super::rows::{currency, date, day, get, list, moment, word};
use super::{Tx, View};
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::message::MessageState;
use crate::domain::money::Money;
use crate::domain::party::{Contact, ContactRole, Hold, HoldTarget, reached_by_sms};
use crate::domain::policy::{Channel, Tone, Wish};
use crate::domain::reminder::{
    ClientFacts, DueInvoice, Facts, Fate, InvoiceFacts, PastMessage, PastReminder,
};
use crate::domain::views::SentReminder;
use crate::failure::Result;

type Histories = HashMap<i64, Vec<PastReminder>>;

impl View<'_> {
    /// Everything that the planner looks at. It reads open invoices and what belongs to them, so it
    /// costs the same however many are paid.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn reminder_facts(&self) -> Result<Facts> {
        let mut on_client: HashMap<ClientId, Vec<Hold>> = HashMap::new();
        let mut on_invoice: HashMap<InvoiceId, Vec<Hold>> = HashMap::new();
        for hold in self.holds()? {
            match hold.target {
                HoldTarget::Client(id) => on_client.entry(id).or_default().push(hold),
                HoldTarget::Invoice(id) => on_invoice.entry(id).or_default().push(hold),
            }
        }
        let mut histories = self.histories()?;
        self.skips(&mut histories)?;
        let mut invoices = self.open_invoices()?;
        for invoice in &mut invoices {
            invoice.holds = on_invoice.remove(&invoice.id).unwrap_or_default();
            invoice.history = histories.remove(&invoice.id.0).unwrap_or_default();
            invoice.history.sort_by_key(|past| past.on);
        }
        Ok(Facts {
            own_country: self.profile()?.country,
            policies: self.policies()?,
            clients: self.client_facts(&mut on_client)?,
            invoices,
        })
    }

    fn open_invoices(&self) -> Result<Vec<InvoiceFacts>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT i.id, i.number, i.client_id, i.due_on, i.currency, i.open_minor
                 FROM invoices i WHERE i.open_minor > 0 ORDER BY i.due_on, i.id",
            )
            .map_err(sql("read the open invoices"))?;
        let mut rows = statement.query([]).map_err(sql("read the open invoices"))?;
        let mut invoices = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the open invoices"))? {
            invoices.push(InvoiceFacts {
                id: InvoiceId(get(row, "id")?),
                number: get(row, "number")?,
                client: ClientId(get(row, "client_id")?),
                due_on: day(row, "due_on")?,
                open: Money::new(get(row, "open_minor")?, currency(row, "currency")?),
                issued: true,
                holds: Vec::new(),
                history: Vec::new(),
            });
        }
        Ok(invoices)
    }

    /// The people at every client with something open.
    fn people(&self) -> Result<HashMap<ClientId, Vec<Contact>>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT client_id, name, email, phone, role FROM contacts
                 WHERE client_id IN (SELECT i.client_id FROM invoices i WHERE i.open_minor > 0)
                 ORDER BY client_id, position",
            )
            .map_err(sql("read the contacts"))?;
        let mut rows = statement.query([]).map_err(sql("read the contacts"))?;
        let mut people: HashMap<ClientId, Vec<Contact>> = HashMap::new();
        while let Some(row) = rows.next().map_err(sql("read the contacts"))? {
            let id = ClientId(get(row, "client_id")?);
            people.entry(id).or_default().push(contact(row)?);
        }
        Ok(people)
    }

    fn client_facts(&self, holds: &mut HashMap<ClientId, Vec<Hold>>) -> Result<Vec<ClientFacts>> {
        let mut people = self.people()?;
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT c.id, c.key, c.name, c.country, p.key AS policy, c.channel, c.no_sms,
                    (SELECT json_group_array(channel || ' ' || on_day)
                     FROM (SELECT m.channel, coalesce(m.settled_on, m.queued_on) AS on_day
                        FROM messages m
                        WHERE m.client_id = c.id AND m.purpose = 'reminder' AND m.state IN
                            ('queued', 'sending', 'in_doubt', 'accepted', 'unknown')
                        ORDER BY coalesce(m.settled_on, m.queued_on) DESC LIMIT 6)) AS latest
                 FROM clients c JOIN policies p ON p.id = c.policy_id
                 WHERE c.id IN (SELECT i.client_id FROM invoices i WHERE i.open_minor > 0)
                 ORDER BY c.key",
            )
            .map_err(sql("read the clients"))?;
        let mut rows = statement.query([]).map_err(sql("read the clients"))?;
        let mut clients = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the clients"))? {
            let id = ClientId(get(row, "id")?);
            let people = people.remove(&id).unwrap_or_default();
            clients.push(ClientFacts {
                id,
                key: get(row, "key")?,
                name: get(row, "name")?,
                country: get(row, "country")?,
                policy: get(row, "policy")?,
                wish: word(row, "channel", Wish::from_word)?,
                no_sms: get(row, "no_sms")?,
                emails: written_to(&people, |person| &person.email),
                phones: reached_by_sms(&people)
                    .map(|person| person.phone.clone())
                    .into_iter()
                    .collect(),
                copies: people
                    .iter()
                    .filter(|person| person.role == ContactRole::Cc && !person.email.is_empty())
                    .map(|person| person.email.clone())
                    .collect(),
                holds: holds.remove(&id).unwrap_or_default(),
                latest: latest(row)?,
            });
        }
        Ok(clients)
    }

    /// What happened so far, by invoice. The state of a message comes from an index: the row itself
    /// carries the whole letter.
    fn histories(&self) -> Result<Histories> {
        let refusals = self.refusals()?;
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT r.invoice_id, r.stage, r.tone, r.days, r.channel,
                    iif(m.state IN ('accepted', 'unknown'), coalesce(m.settled_on, r.on_day),
                        r.on_day) AS on_day, m.id, m.state
                 FROM invoices i
                 CROSS JOIN reminders r ON r.invoice_id = i.id
                 CROSS JOIN messages m INDEXED BY messages_states ON m.id = r.message_id
                 WHERE i.open_minor > 0 AND m.state NOT IN ('cancelled', 'expired')
                 ORDER BY r.id",
            )
            .map_err(sql("read the reminders"))?;
        let mut rows = statement.query([]).map_err(sql("read the reminders"))?;
        let mut histories = Histories::new();
        while let Some(row) = rows.next().map_err(sql("read the reminders"))? {
            let Some(fate) = fate(row, &refusals)? else {
                continue;
            };
            histories
                .entry(get(row, "invoice_id")?)
                .or_default()
                .push(past(row, fate)?);
        }
        Ok(histories)
    }

    /// The messages that were refused.
    fn refusals(&self) -> Result<HashMap<OutboxId, Refusal>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, why, recipients FROM messages
                 WHERE state IN ('unknown', 'refused') AND state = 'refused'",
            )
            .map_err(sql("read the refusals"))?;
        let mut rows = statement.query([]).map_err(sql("read the refusals"))?;
        let mut refusals = HashMap::new();
        while let Some(row) = rows.next().map_err(sql("read the refusals"))? {
            let refusal = Refusal {
                why: get(row, "why")?,
                recipients: list(row, "recipients")?,
            };
            refusals.insert(OutboxId(get(row, "id")?), refusal);
        }
        Ok(refusals)
    }

    fn skips(&self, histories: &mut Histories) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT s.invoice_id, s.stage, s.tone, s.days, s.channel, s.on_day
                 FROM invoices i CROSS JOIN skips s ON s.invoice_id = i.id
                 WHERE i.open_minor > 0 ORDER BY s.id",
            )
            .map_err(sql("read the reminders"))?;
        let mut rows = statement.query([]).map_err(sql("read the reminders"))?;
        while let Some(row) = rows.next().map_err(sql("read the reminders"))? {
            let skipped = past(row, Fate::Skipped)?;
            histories
                .entry(get(row, "invoice_id")?)
                .or_default()
                .push(skipped);
        }
        Ok(())
    }

    /// The Message-ID and subject of the accepted mails about an invoice, oldest first: reminders, the
    /// mail with the invoice itself, thanks. A statement tells of many, so no thread begins with it.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn thread(&self, invoice: InvoiceId) -> Result<Vec<(String, String)>> {
        let read = |connection: &Connection| -> rusqlite::Result<Vec<(String, String)>> {
            let mut statement = connection.prepare_cached(
                "SELECT m.message_id, m.subject FROM messages m
                 WHERE m.id IN (SELECT message_id FROM reminders WHERE invoice_id = ?1
                        UNION SELECT message_id FROM message_invoices WHERE invoice_id = ?1)
                    AND m.channel = 'email' AND m.purpose <> 'statement'
                    AND m.state IN ('accepted', 'unknown')
                 ORDER BY m.id",
            )?;
            let rows = statement.query_map([invoice.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        read(self.connection).map_err(sql("read the mails about an invoice"))
    }
}

impl Tx<'_> {
    /// Passes over a stage of an invoice.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn skip_stage(&self, due: &DueInvoice, channel: Channel) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO skips (invoice_id, stage, tone, days, channel, on_day)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    due.id.0,
                    due.stage,
                    due.tone.word(),
                    due.days,
                    channel.word(),
                    self.now.today.to_string(),
                ])
            })
            .map_err(sql("pass over a stage"))?;
        Ok(())
    }
}

fn past(row: &Row<'_>, fate: Fate) -> Result<PastReminder> {
    Ok(PastReminder {
        stage: get(row, "stage")?,
        tone: word(row, "tone", Tone::from_word)?,
        days: get(row, "days")?,
        channel: word(row, "channel", Channel::from_word)?,
        on: day(row, "on_day")?,
        fate,
    })
}

/// The newest messages to a client: two a day at most, so six tell of three days.
fn latest(row: &Row<'_>) -> Result<Vec<PastMessage>> {
    let read = |text: String| {
        let (channel, on) = text.split_once(' ').unwrap_or_default();
        Ok(PastMessage {
            channel: Channel::from_word(channel)
                .ok_or_else(|| unknown_word("a channel", channel))?,
            on: date(on)?,
        })
    };
    list(row, "latest")?.into_iter().map(read).collect()
}

/// What a server said no with, and to whom.
#[derive(Clone, Default)]
struct Refusal {
    why: String,
    recipients: Vec<String>,
}

fn fate(row: &Row<'_>, refusals: &HashMap<OutboxId, Refusal>) -> Result<Option<Fate>> {
    let message = OutboxId(get(row, "id")?);
    Ok(match word(row, "state", MessageState::from_word)? {
        MessageState::Queued | MessageState::Sending | MessageState::InDoubt => {
            Some(Fate::Waiting { message })
        }
        MessageState::Accepted => Some(Fate::Delivered),
        MessageState::Unknown => Some(Fate::Unknown { message }),
        MessageState::Refused => {
            let Refusal { why, recipients } = refusals.get(&message).cloned().unwrap_or_default();
            Some(Fate::Refused {
                message,
                recipients,
                why,
            })
        }
        MessageState::Cancelled | MessageState::Expired => None,
    })
}

/// The addresses that are written to, without the empty ones and without repeats.
pub(super) fn written_to(people: &[Contact], address: fn(&Contact) -> &String) -> Vec<String> {
    let mut seen = BTreeSet::new();
    people
        .iter()
        .filter(|person| person.role == ContactRole::To)
        .map(address)
        .filter(|address| !address.is_empty())
        .filter(|address| seen.insert((*address).clone()))
        .cloned()
        .collect()
}

impl View<'_> {
    /// Every reminder of an invoice, oldest first, with stages that were passed over.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn reminders_of(&self, invoice: InvoiceId) -> Result<Vec<SentReminder>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT r.stage, r.channel, r.on_day, m.id AS message, m.state,
                    m.via = 'folder' AS to_folder,
                    iif(m.state = 'accepted', m.settled_at, NULL) AS sent_at
                 FROM reminders r JOIN messages m ON m.id = r.message_id WHERE r.invoice_id = ?1
                 UNION ALL
                 SELECT stage, channel, on_day, NULL, 'skipped', 0, NULL FROM skips
                 WHERE invoice_id = ?1
                 ORDER BY 3, 4",
            )
            .map_err(sql("read the reminders"))?;
        let mut rows = statement
            .query([invoice.0])
            .map_err(sql("read the reminders"))?;
        let mut reminders = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the reminders"))? {
            let sent_at: Option<String> = get(row, "sent_at")?;
            reminders.push(SentReminder {
                stage: get(row, "stage")?,
                channel: word(row, "channel", Channel::from_word)?,
                message: get::<Option<i64>>(row, "message")?.map(OutboxId),
                state: get(row, "state")?,
                to_folder: get(row, "to_folder")?,
                sent_at: sent_at.map(|text| moment(&text)).transpose()?,
                on: day(row, "on_day")?,
            });
        }
        Ok(reminders)
    }
}
