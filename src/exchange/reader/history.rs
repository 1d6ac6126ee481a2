//! Holds, and messages with the reminders that they carried.

use chrono::{DateTime, NaiveTime, Utc};

use super::Context;
use crate::domain::currency::Currency;
use crate::domain::message::{Attempt, MessageState, Purpose};
use crate::domain::money::Money;
use crate::domain::party::HoldKind;
use crate::domain::policy::{Channel, Tone};
use crate::exchange::document::{CoveredInvoice, HoldDocument, HoldOn, MessageDocument};
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

const HOLD: &[&str] = &[
    "client",
    "invoice",
    "kind",
    "until",
    "reason",
    "set_on",
    "lifted_on",
];

/// A hold on a client or an invoice.
pub(super) fn hold(node: &Node, path: &Path<'_>, context: Context<'_>) -> Option<HoldDocument> {
    let fields = Fields::open(node, path, HOLD, context.report)?;
    let client = fields.optional("client", scalar::key);
    let invoice = fields.optional("invoice", scalar::invoice_number);
    if fields.has("client") == fields.has("invoice") {
        fields.problem_within("", "A hold names either a client or an invoice.");
    }
    if let Some(key) = &client
        && !context.clients.contains_key(key)
    {
        fields.problem("client", format!("There is no client \"{key}\"."));
    }
    let kind = fields
        .optional("kind", scalar::word(HoldKind::ALL, HoldKind::word))
        .unwrap_or(HoldKind::Pause);
    let until = fields.optional("until", scalar::date);
    if kind == HoldKind::Promise && !fields.has("until") {
        fields.problem("until", "This is missing; a promise has a last day.");
    }
    let set_on = match fields.get("set_on") {
        Some(_) => fields.optional("set_on", scalar::date),
        None => Some(context.known.today),
    };
    let reason = fields.required("reason", scalar::block);
    let lifted_on = fields.optional("lifted_on", scalar::date);
    let on = client
        .map(HoldOn::Client)
        .or_else(|| invoice.map(HoldOn::Invoice));
    Some(HoldDocument {
        on: on?,
        kind,
        until,
        reason: reason?,
        set_on: set_on?,
        lifted_on,
    })
}

const MESSAGE: &[&str] = &[
    "message_id",
    "client",
    "channel",
    "purpose",
    "stage",
    "tone",
    "to",
    "subject",
    "body",
    "state",
    "why",
    "queued_on",
    "queued_at",
    "settled_at",
    "invoices",
    "attempts",
];

/// A message of another book; what waits or is on its way there never leaves from here.
pub(super) fn message(
    node: &Node,
    path: &Path<'_>,
    context: Context<'_>,
    currency_of: &dyn Fn(&str) -> Option<Currency>,
) -> Option<MessageDocument> {
    let fields = Fields::open(node, path, MESSAGE, context.report)?;
    let message_id = fields.required("message_id", scalar::message_id);
    let client = fields.required("client", scalar::key);
    if let Some(key) = &client
        && !context.clients.contains_key(key)
    {
        fields.problem("client", format!("There is no client \"{key}\"."));
    }
    let purpose = fields
        .optional("purpose", scalar::word(Purpose::ALL, Purpose::word))
        .unwrap_or(Purpose::Reminder);
    let (spoken, tone) = stage_and_tone(&fields, purpose);
    let state = fields.required("state", scalar::word(MessageState::ALL, MessageState::word));
    let why = fields.optional("why", scalar::text).unwrap_or_default();
    let queued_on = fields.required("queued_on", scalar::date);
    let queued_at = match fields.get("queued_at") {
        Some(_) => fields.optional("queued_at", scalar::instant),
        None => queued_on.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
    };
    let attempts = fields.each("attempts", |node, path| attempt(node, path, context.report));
    let (invoices, about) = match purpose {
        Purpose::Reminder => {
            let covered = fields.each("invoices", |node, path| {
                covered(node, path, context.report, currency_of)
            });
            (covered, Vec::new())
        }
        Purpose::ThankYou | Purpose::Statement | Purpose::Invoice => {
            let named = fields.each("invoices", |node, path| {
                named(node, path, context.report, currency_of)
            });
            (Vec::new(), named)
        }
    };
    let settled_at = settled(&fields, &attempts, queued_at);
    let (state, why) = MessageDocument::portable(state?, &why);
    Some(MessageDocument {
        message_id: message_id?,
        client: client?,
        channel: fields
            .optional("channel", scalar::word(Channel::ALL, Channel::word))
            .unwrap_or(Channel::Email),
        purpose,
        stage: spoken?,
        tone,
        to: fields.each("to", |node, path| {
            let line = scalar::text(node);
            line.map_err(|message| context.report.add(path, message))
                .ok()
        }),
        subject: fields.optional("subject", scalar::text).unwrap_or_default(),
        body: fields.optional("body", scalar::text).unwrap_or_default(),
        state,
        why,
        queued_on: queued_on?,
        queued_at: queued_at?,
        settled_at: settled_at?,
        invoices,
        about,
        attempts,
    })
}

/// A reminder has both, thanks have neither.
fn stage_and_tone(fields: &Fields<'_>, purpose: Purpose) -> (Option<String>, Option<Tone>) {
    match purpose {
        Purpose::Reminder => (
            fields.required("stage", scalar::filled),
            fields.required("tone", scalar::word(Tone::ALL, Tone::word)),
        ),
        Purpose::ThankYou | Purpose::Statement | Purpose::Invoice => {
            for name in ["stage", "tone"] {
                if fields.has(name) {
                    fields.problem(name, "Only a reminder has this.");
                }
            }
            (Some(String::new()), None)
        }
    }
}

/// When a message reached its state: as said, else at its last try, else when it was queued.
fn settled(
    fields: &Fields<'_>,
    attempts: &[Attempt],
    queued_at: Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    match fields.get("settled_at") {
        Some(_) => fields.optional("settled_at", scalar::instant),
        None => attempts.last().map(|attempt| attempt.at).or(queued_at),
    }
}

/// An invoice of a message that is no reminder.
fn named(
    node: &Node,
    path: &Path<'_>,
    report: &Report,
    currency_of: &dyn Fn(&str) -> Option<Currency>,
) -> Option<(String, Option<Money>)> {
    let fields = Fields::open(node, path, &["number", "open"], report)?;
    let number = fields.required("number", scalar::invoice_number)?;
    let open =
        currency_of(&number).and_then(|currency| fields.optional("open", scalar::amount(currency)));
    Some((number, open))
}

fn covered(
    node: &Node,
    path: &Path<'_>,
    report: &Report,
    currency_of: &dyn Fn(&str) -> Option<Currency>,
) -> Option<CoveredInvoice> {
    let known = &["number", "stage", "tone", "days", "open"];
    let fields = Fields::open(node, path, known, report)?;
    let number = fields.required("number", scalar::invoice_number)?;
    let stage = fields.required("stage", scalar::filled);
    let tone = fields.required("tone", scalar::word(Tone::ALL, Tone::word));
    let days = fields.required("days", scalar::whole(-60, 365));
    let open =
        currency_of(&number).and_then(|currency| fields.optional("open", scalar::amount(currency)));
    Some(CoveredInvoice {
        number,
        stage: stage?,
        tone: tone?,
        days: days?,
        open,
    })
}

fn attempt(node: &Node, path: &Path<'_>, report: &Report) -> Option<Attempt> {
    let fields = Fields::open(node, path, &["at", "outcome", "step", "reply"], report)?;
    let at = fields.required("at", scalar::instant);
    let outcome = fields.required("outcome", scalar::filled);
    Some(Attempt {
        at: at?,
        outcome: outcome?,
        step: fields.optional("step", scalar::text).unwrap_or_default(),
        reply: fields.optional("reply", scalar::text).unwrap_or_default(),
    })
}
