//! Sending a reminder: into the outbox, with its bytes and its Message-ID fixed, in one transaction.

use std::time::Duration;

use chrono::TimeDelta;

use super::letter::{self, Draft};
use super::{due_to, for_person};
use crate::delivery::mime;
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::{Message, Purpose};
use crate::domain::policy::Channel;
use crate::domain::reminder::{self, DueMessage, Facts, Fate};
use crate::domain::views::Edit;
use crate::failure::{Failure, Result};
use crate::store::{Book, NewMessage, NewReminder, Tx, Undo};
use crate::usecases::Sender;
use crate::usecases::outbox::PATIENCE;

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
    if channel == Channel::Sms {
        return Err(Failure::refused("No way to send text messages is set up.")
            .hint("let the policy's stages go by e-mail"));
    }
    book.change(now, Undo::Impossible, |tx| {
        let mut facts = tx.reminder_facts()?;
        if edit.is_change() {
            facts = for_person(facts, client);
        }
        let plan = reminder::plan(&facts, now.today);
        let Some(due) = due_to(&plan, client, channel) else {
            return match already_queued(&facts, client, channel) {
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
        let id = tx.queue_message(&new_message(
            tx,
            now,
            sender,
            due,
            &draft,
            Way {
                delay,
                unattended: false,
            },
        )?)?;
        let message = tx.message(id)?;
        let line = format!("Queued {}", crate::usecases::outbox::words(&message));
        Ok((message, line))
    })
}

/// The newest message to a client over a channel that waits in the outbox.
fn already_queued(facts: &Facts, client: ClientId, channel: Channel) -> Option<OutboxId> {
    facts
        .invoices
        .iter()
        .filter(|invoice| invoice.client == client)
        .flat_map(|invoice| &invoice.history)
        .filter(|past| past.channel == channel)
        .filter_map(|past| match past.fate {
            Fate::Waiting { message } => Some(message),
            Fate::Delivered | Fate::Unknown { .. } | Fate::Refused { .. } | Fate::Skipped => None,
        })
        .max()
}

/// How a message leaves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    /// Not before this time has passed.
    pub(super) delay: Duration,
    /// Whether no person looked at it.
    pub(super) unattended: bool,
}

pub(super) fn new_message(
    tx: &Tx<'_>,
    now: Now,
    sender: &Sender,
    due: &DueMessage,
    draft: &Draft,
    way: Way,
) -> Result<NewMessage> {
    let message_id = mime::new_message_id(&sender.from.email)?;
    let mut letter = letter::letter(now, sender, draft, message_id.clone());
    letter.unattended = way.unattended;
    let envelope = mime::envelope(&letter)?;
    let wait = TimeDelta::from_std(way.delay).unwrap_or_default();
    Ok(NewMessage {
        message_id,
        client: due.client,
        channel: due.channel,
        purpose: Purpose::Reminder,
        stage: due.stage.clone(),
        tone: Some(draft.tone),
        language: draft.language.word().to_owned(),
        recipients: tx.recipients(due.client, due.channel.word())?,
        envelope_from: envelope.from,
        envelope_to: envelope.to,
        bytes: mime::build(&letter)?,
        subject: letter.subject,
        body: letter.body,
        due_at: now.at + wait,
        give_up_at: now.at + wait + PATIENCE,
        unattended: way.unattended,
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
