//! A written message into the outbox: its Message-ID and its bytes are fixed here, for reminders and
//! for every other message.

use std::time::Duration;

use chrono::TimeDelta;

use super::draft::Draft;
use crate::delivery::mime;
use crate::domain::clock::Now;
use crate::domain::message::Message;
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::store::{NewMessage, NewReminder, Tx};
use crate::usecases::Sender;
use crate::usecases::outbox::PATIENCE;
use crate::usecases::reminders::letter;

/// Queues a message; answers it.
///
/// # Errors
/// Refused, when nothing carries its channel, or it cannot be built.
pub(in crate::usecases) fn queue(
    tx: &Tx<'_>,
    now: Now,
    sender: &Sender,
    draft: &Draft,
    reminders: Vec<NewReminder>,
    delay: Duration,
) -> Result<Message> {
    let id = tx.queue_message(&new_message(tx, now, sender, draft, reminders, delay)?)?;
    tx.message(id)
}

/// Refuses a channel that nothing carries.
///
/// # Errors
/// Refused, for text messages.
pub(in crate::usecases) fn require_carrier(channel: Channel) -> Result<()> {
    match channel {
        Channel::Email => Ok(()),
        Channel::Sms => Err(Failure::refused("No way to send text messages is set up.")
            .hint("let the policy's stages go by e-mail")),
    }
}

fn new_message(
    tx: &Tx<'_>,
    now: Now,
    sender: &Sender,
    draft: &Draft,
    reminders: Vec<NewReminder>,
    delay: Duration,
) -> Result<NewMessage> {
    let about = &draft.about;
    require_carrier(about.channel)?;
    let message_id = mime::new_message_id(&sender.from.email)?;
    let letter = letter::letter(now, sender, draft, message_id.clone());
    let envelope = mime::envelope(&letter)?;
    let wait = TimeDelta::from_std(delay).unwrap_or_default();
    let covers = if reminders.is_empty() {
        let covers = about.covers.iter();
        covers.map(|(id, _, open)| (*id, open.minor())).collect()
    } else {
        Vec::new()
    };
    Ok(NewMessage {
        message_id,
        client: about.client.id,
        channel: about.channel,
        purpose: about.purpose,
        stage: about.stage.clone(),
        tone: about.tone,
        language: draft.language.clone(),
        recipients: tx.recipients(about.client.id, about.channel.word())?,
        envelope_from: envelope.from,
        envelope_to: envelope.to,
        bytes: mime::build(&letter)?,
        subject: letter.subject,
        body: letter.body,
        due_at: now.at + wait,
        give_up_at: now.at + wait + PATIENCE,
        unattended: false,
        reminders,
        covers,
    })
}
