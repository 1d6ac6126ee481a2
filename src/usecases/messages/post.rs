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
    delay: Duration,
) -> Result<Message> {
    let way = Way {
        delay,
        unattended: false,
    };
    let id = tx.queue_message(&new_message(tx, now, sender, draft, Vec::new(), way)?)?;
    tx.message(id)
}

/// How a message leaves.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::usecases) struct Way {
    /// Not before this time has passed.
    pub(in crate::usecases) delay: Duration,
    /// Whether no person looked at it.
    pub(in crate::usecases) unattended: bool,
}

/// A message with its Message-ID and its bytes, ready to be queued.
///
/// # Errors
/// Refused, when nothing carries its channel, or it cannot be built.
pub(in crate::usecases) fn new_message(
    tx: &Tx<'_>,
    now: Now,
    sender: &Sender,
    draft: &Draft,
    reminders: Vec<NewReminder>,
    way: Way,
) -> Result<NewMessage> {
    let about = &draft.about;
    if about.channel == Channel::Sms {
        return Err(Failure::refused("No way to send text messages is set up.")
            .hint("let the policy's stages go by e-mail"));
    }
    let message_id = mime::new_message_id(&sender.from.email)?;
    let mut letter = letter::letter(now, sender, draft, message_id.clone());
    letter.unattended = way.unattended;
    let envelope = mime::envelope(&letter)?;
    let wait = TimeDelta::from_std(way.delay).unwrap_or_default();
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
        unattended: way.unattended,
        reminders,
        covers,
    })
}
