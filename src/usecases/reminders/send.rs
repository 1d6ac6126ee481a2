//! Sending a reminder: into the outbox, with its bytes and its Message-ID fixed, in one transaction.

use std::time::Duration;

use chrono::TimeDelta;

use super::letter::{self, Draft};
use super::{due_to, for_person, text_message};
use crate::delivery::mime;
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::{Message, MessageState, Purpose};
use crate::domain::policy::Channel;
use crate::domain::reminder::{self, BlockReason, DueMessage, Plan};
use crate::domain::views::Edit;
use crate::failure::{Failure, Result};
use crate::store::{Book, Guard, NewMessage, NewReminder, Tx, Undo};
use crate::usecases::Sender;
use crate::usecases::outbox::{PATIENCE, rest_days};

/// Queues the reminder that is due to a client; it leaves after `delay` and can be taken back until
/// then. The same key pressed twice finds the first message.
///
/// # Errors
/// Refused, when nothing is due to the client over this channel, or the message cannot be built.
pub fn send(
    book: &mut Book,
    now: Now,
    sender: &Sender,
    client: ClientId,
    channel: Channel,
    edit: &Edit,
    delay: Duration,
) -> Result<Message> {
    book.change(now, Undo::Impossible, |tx| {
        let mut facts = tx.reminder_facts()?;
        if edit.is_change() {
            facts = for_person(facts, client);
        }
        let plan = reminder::plan(&facts, now.today);
        let Some(due) = due_to(&plan, client, channel) else {
            return match already_queued(&plan, client) {
                Some(id) => Ok((tx.message(id)?, String::new())),
                None => Err(letter::not_due(tx, client)),
            };
        };
        let profile = tx.profile()?;
        let draft = letter::draft(tx, now, due, edit, &profile)?;
        if edit
            .seen
            .as_ref()
            .is_some_and(|seen| *seen != letter::seal(due, &draft))
        {
            let name = &draft.client.name;
            return Err(Failure::refused(format!(
                "The reminder to {name} has changed since it was shown, so it was not sent."
            ))
            .hint("look at it again, then send it"));
        }
        let mut new = new_message(tx, now, sender, due, &draft, delay)?;
        let held = hold_by_night(&mut new, sender, &profile.country, &draft.client.country);
        let id = tx.queue_message(&new)?;
        if let Some(why) = held {
            let guard = Guard {
                id,
                attempt: 0,
                from: &[MessageState::Queued],
            };
            tx.move_message(guard, MessageState::Queued, &why, None)?;
        }
        let message = tx.message(id)?;
        let line = format!("Queued {}", crate::usecases::outbox::words(&message));
        Ok((message, line))
    })
}

fn already_queued(plan: &Plan, client: ClientId) -> Option<OutboxId> {
    plan.blocked
        .iter()
        .filter(|blocked| blocked.client == client)
        .find_map(|blocked| {
            if let BlockReason::Waiting(id) = blocked.reason {
                Some(id)
            } else {
                None
            }
        })
}

/// A text message that would leave in quiet hours leaves at their end; answers the words for it.
fn hold_by_night(new: &mut NewMessage, sender: &Sender, own: &str, client: &str) -> Option<String> {
    if new.channel != Channel::Sms {
        return None;
    }
    let rest = rest_days(own, client);
    let (until, why) = sender.sms.quiet.until(new.due_at, rest)?;
    new.due_at = until;
    new.give_up_at = until + PATIENCE;
    Some(why)
}

/// What leaves: the finished bytes, and from whom to whom.
struct Finished {
    message_id: String,
    envelope_from: String,
    envelope_to: Vec<String>,
    subject: String,
    body: String,
    bytes: Vec<u8>,
}

fn finished(now: Now, sender: &Sender, channel: Channel, draft: &Draft) -> Result<Finished> {
    match channel {
        Channel::Email => {
            let message_id = mime::new_message_id(&sender.from.email)?;
            let letter = letter::letter(now, sender, draft, message_id.clone());
            let envelope = mime::envelope(&letter)?;
            Ok(Finished {
                message_id,
                envelope_from: envelope.from,
                envelope_to: envelope.to,
                bytes: mime::build(&letter)?,
                subject: letter.subject,
                body: letter.body,
            })
        }
        Channel::Sms => {
            let text = text_message::build(draft)?;
            Ok(Finished {
                message_id: text.reference,
                envelope_from: String::new(),
                envelope_to: vec![text.number],
                bytes: text.body.clone().into_bytes(),
                subject: String::new(),
                body: text.body,
            })
        }
    }
}

fn new_message(
    tx: &Tx<'_>,
    now: Now,
    sender: &Sender,
    due: &DueMessage,
    draft: &Draft,
    delay: Duration,
) -> Result<NewMessage> {
    let finished = finished(now, sender, due.channel, draft)?;
    let wait = TimeDelta::from_std(delay).unwrap_or_default();
    Ok(NewMessage {
        message_id: finished.message_id,
        client: due.client,
        channel: due.channel,
        purpose: Purpose::Reminder,
        stage: due.stage.clone(),
        tone: Some(draft.tone),
        language: draft.language.word().to_owned(),
        recipients: tx.recipients(due.client, due.channel.word())?,
        envelope_from: finished.envelope_from,
        envelope_to: finished.envelope_to,
        bytes: finished.bytes,
        subject: finished.subject,
        body: finished.body,
        due_at: now.at + wait,
        give_up_at: now.at + wait + PATIENCE,
        unattended: false,
        reminders: due
            .invoices
            .iter()
            .map(|invoice| NewReminder {
                invoice: invoice.id,
                stage: invoice.stage.clone(),
                tone: invoice.tone,
                days: invoice.days,
                open: invoice.open.minor(),
            })
            .collect(),
    })
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
