//! Whether a message that waits is still true, and why not: looked at before the claim and again
//! before it is complete.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rusqlite::{OptionalExtension, params};

use super::View;
use super::errors::sql;
use super::rows::{currency, day, get, instant, json, word};
use crate::domain::clock::Now;
use crate::domain::country::weekend;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::Purpose;
use crate::domain::money::Money;
use crate::domain::policy::{Channel, Ways, Wish};
use crate::failure::Result;

/// What decides whether a message's time has passed.
pub(super) struct Timing {
    client: ClientId,
    purpose: Purpose,
    channel: String,
    recipients: String,
    pub(super) give_up_at: DateTime<Utc>,
    day_on: NaiveDate,
    pub(super) country: String,
    pub(super) own_country: String,
    /// Why no SMS may go to the client; empty when one may.
    no_sms: String,
}

impl View<'_> {
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
        if let Some(why) = self.outside_policy(id)? {
            return Ok(Some(why));
        }
        Ok(self
            .lost_its_marks(id)?
            .then(|| "It is no longer marked for runs without a person.".to_owned()))
    }

    /// Whether a message that no person looked at carries what is for a person by now: the client or
    /// one of its stages lost its mark.
    fn lost_its_marks(&self, id: OutboxId) -> Result<bool> {
        self.connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM messages m JOIN clients c ON c.id = m.client_id
                 WHERE m.id = ?1 AND m.unattended = 1 AND (c.unattended = 0
                    OR EXISTS (SELECT 1 FROM reminders r WHERE r.message_id = m.id
                        AND NOT EXISTS (SELECT 1 FROM stages s WHERE s.policy_id = c.policy_id
                            AND s.name = r.stage AND s.enabled = 1 AND s.unattended = 1))))",
            )
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)))
            .map_err(sql("look at the marks of a message"))
    }

    pub(super) fn timing(&self, id: OutboxId) -> Result<Timing> {
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
}
