//! A message of the outbox.

use serde::Serialize;

use super::said;
use crate::domain::clock::instant_text;
use crate::domain::message::{Attempt, Message};
use crate::domain::policy::Tone;

/// `reminder send`, `outbox list`, `outbox run`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct MessagesDocument<'a> {
    pub(in crate::cli) messages: Vec<MessageDocument<'a>>,
}

/// One message; its text only where one message is shown.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct MessageDocument<'a> {
    id: i64,
    message_id: &'a str,
    client: &'a str,
    channel: &'static str,
    purpose: &'static str,
    stage: Option<&'a str>,
    tone: Option<&'static str>,
    to: &'a [String],
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    state: &'static str,
    why: &'a str,
    queued_at: String,
    due_at: String,
    invoices: &'a [String],
    attempts: Vec<AttemptDocument<'a>>,
}

#[derive(Debug, Serialize)]
struct AttemptDocument<'a> {
    at: String,
    outcome: &'a str,
    step: &'a str,
    reply: &'a str,
}

/// The document of a message, with or without its text.
pub(in crate::cli) fn message_document(message: &Message, with_text: bool) -> MessageDocument<'_> {
    MessageDocument {
        id: message.id.0,
        message_id: &message.message_id,
        client: &message.client_key,
        channel: message.channel.word(),
        purpose: message.purpose.word(),
        stage: said(&message.stage),
        tone: message.tone.map(Tone::word),
        to: &message.to,
        subject: &message.subject,
        body: with_text.then_some(message.body.as_str()),
        state: message.state.word(),
        why: &message.why,
        queued_at: instant_text(message.queued_at),
        due_at: instant_text(message.due_at),
        invoices: &message.invoices,
        attempts: message.attempts.iter().map(attempt).collect(),
    }
}

fn attempt(attempt: &Attempt) -> AttemptDocument<'_> {
    AttemptDocument {
        at: instant_text(attempt.at),
        outcome: &attempt.outcome,
        step: &attempt.step,
        reply: &attempt.reply,
    }
}
