//! The reminders that went in the demo year: on the days on which the planner would have sent them,
//! with the words of the book's own templates.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use serde::Deserialize;
use serde_json::Value;

use super::year::broken;
use crate::domain::locale::Language;
use crate::domain::message::{Attempt, MessageState, Purpose, StoredTemplate};
use crate::domain::money::Money;
use crate::domain::party::{Client, ContactRole, Profile};
use crate::domain::policy::Channel;
use crate::domain::policy::Stage;
use crate::domain::reminder::pay_by;
use crate::domain::wording::{
    LetterData, LetterFacts, LetterInvoice, Rendered, Template, render, thread_subject,
};
use crate::exchange::document::{CoveredInvoice, InvoiceDocument, MessageDocument};
use crate::exchange::{BookDocument, Known};
use crate::failure::Result;

/// One message of the seed file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageSeed {
    client: String,
    stage: String,
    /// By `ref`.
    invoices: Vec<String>,
    /// The time of day at which it was queued, UTC, such as 09:14.
    at: String,
    state: String,
    why: String,
    attempts: Vec<AttemptSeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttemptSeed {
    /// Seconds after it was queued.
    after: i64,
    outcome: String,
    step: String,
    reply: String,
}

/// What the messages are made from.
struct Desk<'a> {
    document: &'a BookDocument,
    numbers: &'a HashMap<String, String>,
    known: &'a Known,
    templates: &'a [StoredTemplate],
    profile: &'a Profile,
}

/// The messages of the demo year, in the order in which they were queued.
pub(super) fn messages(
    seeds: Value,
    document: &BookDocument,
    numbers: &HashMap<String, String>,
    known: &Known,
    templates: &[StoredTemplate],
) -> Result<Vec<MessageDocument>> {
    let seeds: Vec<MessageSeed> = serde_json::from_value(seeds).map_err(broken)?;
    let desk = Desk {
        document,
        numbers,
        known,
        templates,
        profile: document.profile.as_ref().unwrap_or(&known.profile),
    };
    let mut dated = Vec::with_capacity(seeds.len());
    for seed in &seeds {
        dated.push((desk.queued_at(seed)?, seed));
    }
    dated.sort_by_key(|(queued_at, _)| *queued_at);
    let mut messages: Vec<MessageDocument> = Vec::with_capacity(seeds.len());
    for (queued_at, seed) in dated {
        let message = desk.message(seed, queued_at, &messages)?;
        messages.push(message);
    }
    Ok(messages)
}

impl Desk<'_> {
    /// The day of the stage, at the message's time.
    fn queued_at(&self, seed: &MessageSeed) -> Result<DateTime<Utc>> {
        let stage = self.stage(self.client(&seed.client)?, &seed.stage)?;
        let mut days = Vec::new();
        for name in &seed.invoices {
            let due_on = self.invoice(name)?.invoice.due_on;
            days.extend(due_on.and_then(|due_on| stage_day(due_on, stage.days)));
        }
        let day = days.into_iter().max();
        let time = NaiveTime::parse_from_str(&seed.at, "%H:%M").map_err(broken)?;
        day.map(|day| day.and_time(time).and_utc())
            .ok_or_else(|| broken(format!("a {} message has no day", seed.stage)))
    }

    /// A message, after the ones that went before it.
    fn message(
        &self,
        seed: &MessageSeed,
        queued_at: DateTime<Utc>,
        before: &[MessageDocument],
    ) -> Result<MessageDocument> {
        let client = self.client(&seed.client)?;
        let stage = self.stage(client, &seed.stage)?;
        let queued_on = queued_at.date_naive();
        let mut invoices = Vec::new();
        for name in &seed.invoices {
            invoices.push(self.invoice(name)?);
        }
        let text = self.text(client, stage, &invoices, queued_on, before)?;
        let attempts: Vec<Attempt> = seed.attempts.iter().map(|a| a.made(queued_at)).collect();
        Ok(MessageDocument {
            message_id: format!("<{queued_on}.{}@lind.example>", before.len()),
            client: client.key.clone(),
            channel: Channel::Email,
            purpose: Purpose::Reminder,
            stage: stage.name.clone(),
            tone: Some(stage.tone),
            to: recipients(client),
            subject: text.subject,
            body: text.body,
            state: MessageState::from_word(&seed.state).ok_or_else(|| broken(&seed.state))?,
            why: seed.why.clone(),
            queued_on,
            queued_at,
            settled_at: attempts.last().map_or(queued_at, |attempt| attempt.at),
            invoices: invoices
                .iter()
                .map(|one| covered(one, stage, queued_on))
                .collect(),
            about: Vec::new(),
            attempts,
        })
    }

    fn client(&self, key: &str) -> Result<&Client> {
        let found = self.document.clients.iter().find(|c| c.key == key);
        found.ok_or_else(|| broken(format!("there is no client \"{key}\"")))
    }

    fn stage(&self, client: &Client, name: &str) -> Result<&Stage> {
        let policy = self.known.policies.iter().find(|p| p.key == client.policy);
        policy
            .and_then(|policy| policy.stages.iter().find(|stage| stage.name == name))
            .ok_or_else(|| broken(format!("there is no stage \"{name}\" for {}", client.key)))
    }

    fn invoice(&self, name: &str) -> Result<&InvoiceDocument> {
        let number = self.numbers.get(name);
        let mut invoices = self.document.invoices.iter();
        number
            .and_then(|number| invoices.find(|one| one.invoice.number.as_ref() == Some(number)))
            .ok_or_else(|| broken(format!("there is no invoice \"{name}\"")))
    }

    fn text(
        &self,
        client: &Client,
        stage: &Stage,
        invoices: &[&InvoiceDocument],
        today: NaiveDate,
        before: &[MessageDocument],
    ) -> Result<Rendered> {
        let language = Language::from_code(&client.language);
        let template = self
            .templates
            .iter()
            .find(|t| {
                t.kind == stage.tone.word()
                    && t.channel == Channel::Email
                    && t.language == language.word()
            })
            .ok_or_else(|| broken(format!("there is no {} template", stage.name)))?;
        let contact = client.contacts.iter().find(|c| c.role == ContactRole::To);
        let facts = LetterFacts {
            pay_by: pay_by(today, &self.profile.country, &client.country),
            tone: Some(stage.tone),
            client_name: &client.name,
            contact_name: contact.map_or("", |contact| contact.name.as_str()),
            invoices: invoices
                .iter()
                .map(|one| in_letter(one, today, before))
                .collect(),
            ..LetterFacts::new(self.profile, language, today)
        };
        let mut text = render(&Template::from(template.clone()), &LetterData::new(&facts)?)?;
        let first = invoices.first().and_then(|one| about(one, before).next());
        if let Some(first) = first {
            text.subject = thread_subject(&first.subject);
        }
        Ok(text)
    }
}

impl AttemptSeed {
    fn made(&self, queued_at: DateTime<Utc>) -> Attempt {
        Attempt {
            at: queued_at + TimeDelta::seconds(self.after),
            outcome: self.outcome.clone(),
            step: self.step.clone(),
            reply: self.reply.clone(),
        }
    }
}

/// The day of a stage, moved off the weekend: everyone in the demo rests on Saturday and Sunday.
fn stage_day(due_on: NaiveDate, days: i64) -> Option<NaiveDate> {
    let day = due_on.checked_add_signed(TimeDelta::try_days(days)?)?;
    let ahead = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    day.checked_add_days(Days::new(ahead))
}

/// What was open on a day, before its payments came.
fn open_on(one: &InvoiceDocument, day: NaiveDate) -> Money {
    let paid = one.payments.iter().filter(|payment| payment.paid_on < day);
    let paid: i64 = paid.map(|payment| payment.amount.minor()).sum();
    let gross = one.invoice.gross;
    one.invoice.money(gross.saturating_sub(paid))
}

fn covered(one: &InvoiceDocument, stage: &Stage, day: NaiveDate) -> CoveredInvoice {
    CoveredInvoice {
        number: one.invoice.number.clone().unwrap_or_default(),
        stage: stage.name.clone(),
        tone: stage.tone,
        days: stage.days,
        open: Some(open_on(one, day)),
    }
}

/// The mails about an invoice that arrived.
fn about<'a>(
    one: &'a InvoiceDocument,
    before: &'a [MessageDocument],
) -> impl Iterator<Item = &'a MessageDocument> {
    before.iter().filter(|message| {
        let mut covered = message.invoices.iter();
        message.state == MessageState::Accepted
            && covered.any(|covered| Some(&covered.number) == one.invoice.number.as_ref())
    })
}

fn in_letter(one: &InvoiceDocument, day: NaiveDate, before: &[MessageDocument]) -> LetterInvoice {
    let invoice = &one.invoice;
    LetterInvoice {
        number: invoice.number.clone().unwrap_or_default(),
        issued_on: invoice.issued_on.unwrap_or(day),
        due_on: invoice.due_on.unwrap_or(day),
        gross: invoice.money(invoice.gross),
        open: open_on(one, day),
        purchase_order: invoice.purchase_order.clone(),
        reminders: i64::try_from(about(one, before).count()).unwrap_or(i64::MAX),
    }
}

/// To and cc, as a message shows them.
fn recipients(client: &Client) -> Vec<String> {
    let in_role = |role| client.contacts.iter().filter(move |c| c.role == role);
    in_role(ContactRole::To)
        .chain(in_role(ContactRole::Cc))
        .map(|contact| contact.email.clone())
        .collect()
}
