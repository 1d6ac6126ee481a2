//! Holds and messages in JSON: the fields in their order.

use serde::Serialize;

use super::{Day, filled};
use crate::domain::clock::instant_text;
use crate::domain::money::Money;
use crate::domain::policy::Tone;
use crate::exchange::document::{CoveredInvoice, HoldDocument, HoldOn, MessageDocument};

#[derive(Serialize)]
pub(super) struct HoldWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<&'a str>,
    kind: &'static str,
    until: Option<Day>,
    reason: &'a str,
    set_on: Day,
    lifted_on: Option<Day>,
}

pub(super) fn hold(hold: &HoldDocument) -> HoldWire<'_> {
    let (client, invoice) = match &hold.on {
        HoldOn::Client(key) => (Some(key.as_str()), None),
        HoldOn::Invoice(number) => (None, Some(number.as_str())),
    };
    HoldWire {
        client,
        invoice,
        kind: hold.kind.word(),
        until: hold.until.map(Day),
        reason: &hold.reason,
        set_on: Day(hold.set_on),
        lifted_on: hold.lifted_on.map(Day),
    }
}

#[derive(Serialize)]
pub(super) struct MessageWire<'a> {
    message_id: &'a str,
    client: &'a str,
    channel: &'static str,
    purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tone: Option<&'static str>,
    to: &'a [String],
    subject: &'a str,
    body: &'a str,
    state: &'static str,
    why: String,
    queued_on: Day,
    queued_at: String,
    settled_at: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invoices: Vec<InvoiceWire<'a>>,
    attempts: Vec<AttemptWire<'a>>,
}

/// An invoice of a reminder with its stage, or of any other message.
#[derive(Serialize)]
#[serde(untagged)]
enum InvoiceWire<'a> {
    Reminded(CoveredWire<'a>),
    Named(NamedWire<'a>),
}

#[derive(Serialize)]
struct NamedWire<'a> {
    number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<String>,
}

#[derive(Serialize)]
struct CoveredWire<'a> {
    number: &'a str,
    stage: &'a str,
    tone: &'static str,
    days: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<String>,
}

#[derive(Serialize)]
struct AttemptWire<'a> {
    at: String,
    outcome: &'a str,
    step: &'a str,
    reply: &'a str,
}

pub(super) fn message<'a>(message: &'a MessageDocument) -> MessageWire<'a> {
    let (state, why) = MessageDocument::portable(message.state, &message.why);
    let covered = |covered: &'a CoveredInvoice| {
        InvoiceWire::Reminded(CoveredWire {
            number: &covered.number,
            stage: &covered.stage,
            tone: covered.tone.word(),
            days: covered.days,
            open: covered.open.map(Money::plain),
        })
    };
    let named = |(number, open): &'a (String, Option<Money>)| {
        InvoiceWire::Named(NamedWire {
            number,
            open: open.map(Money::plain),
        })
    };
    let invoices = message.invoices.iter().map(covered);
    MessageWire {
        message_id: &message.message_id,
        client: &message.client,
        channel: message.channel.word(),
        purpose: message.purpose.word(),
        stage: filled(&message.stage),
        tone: message.tone.map(Tone::word),
        to: &message.to,
        subject: &message.subject,
        body: &message.body,
        state: state.word(),
        why,
        queued_on: Day(message.queued_on),
        queued_at: instant_text(message.queued_at),
        settled_at: instant_text(message.settled_at),
        invoices: invoices.chain(message.about.iter().map(named)).collect(),
        attempts: message
            .attempts
            .iter()
            .map(|attempt| AttemptWire {
                at: instant_text(attempt.at),
                outcome: &attempt.outcome,
                step: &attempt.step,
                reply: &attempt.reply,
            })
            .collect(),
    }
}
