//! A written message into the outbox: its Message-ID and its bytes are fixed here, for reminders and
//! for every other message.

use std::time::Duration;

use chrono::TimeDelta;

use super::draft::Draft;
use super::text_message;
use crate::delivery::mime;
use crate::domain::clock::Now;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Message, MessageState};
use crate::domain::policy::Channel;
use crate::failure::Result;
use crate::store::{Guard, NewMessage, NewReminder, Tx};
use crate::usecases::Sender;
use crate::usecases::outbox::{PATIENCE, rest_days};
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
    let id = new_message(tx, now, sender, draft, Vec::new(), way)?.put(tx)?;
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

/// A message that can be queued, and the words for it where quiet hours hold it.
pub(in crate::usecases) struct Ready {
    new: NewMessage,
    held: Option<String>,
}

impl Ready {
    /// Queues it; answers its id.
    ///
    /// # Errors
    /// Refused, when one of its stages is carried already.
    pub(in crate::usecases) fn put(&self, tx: &Tx<'_>) -> Result<OutboxId> {
        let id = tx.queue_message(&self.new)?;
        if let Some(why) = &self.held {
            let guard = Guard {
                id,
                attempt: 0,
                from: &[MessageState::Queued],
            };
            tx.move_message(guard, MessageState::Queued, why, None)?;
        }
        Ok(id)
    }
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

fn finished(now: Now, sender: &Sender, draft: &Draft, unattended: bool) -> Result<Finished> {
    match draft.about.channel {
        Channel::Email => {
            let message_id = mime::new_message_id(&sender.from.email)?;
            let mut letter = letter::letter(now, sender, draft, message_id.clone());
            letter.unattended = unattended;
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

/// The moment that a message is worded for: a text message that is held over a night speaks of the day
/// on which it leaves.
pub(in crate::usecases) fn worded_for(
    now: Now,
    sender: &Sender,
    channel: Channel,
    own: &str,
    client: &str,
) -> Now {
    let quiet = &sender.sms.quiet;
    let held = match channel {
        Channel::Email => None,
        Channel::Sms => quiet.until(now.at, rest_days(own, client)),
    };
    match held {
        Some((until, _)) => Now {
            today: until.with_timezone(&quiet.offset).date_naive(),
            ..now
        },
        None => now,
    }
}

/// A text message that would leave in quiet hours leaves at their end; answers the words for it.
fn hold_by_night(
    tx: &Tx<'_>,
    new: &mut NewMessage,
    sender: &Sender,
    client: &str,
) -> Result<Option<String>> {
    if new.channel != Channel::Sms {
        return Ok(None);
    }
    let rest = rest_days(&tx.profile()?.country, client);
    let Some((until, why)) = sender.sms.quiet.until(new.due_at, rest) else {
        return Ok(None);
    };
    new.due_at = until;
    new.give_up_at = until + PATIENCE;
    Ok(Some(why))
}

/// A message with its id and its bytes, ready to be queued.
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
) -> Result<Ready> {
    let about = &draft.about;
    let finished = finished(now, sender, draft, way.unattended)?;
    let wait = TimeDelta::from_std(way.delay).unwrap_or_default();
    let covers = if reminders.is_empty() {
        let covers = about.covers.iter();
        covers.map(|(id, _, open)| (*id, open.minor())).collect()
    } else {
        Vec::new()
    };
    let mut new = NewMessage {
        message_id: finished.message_id,
        client: about.client.id,
        channel: about.channel,
        purpose: about.purpose,
        stage: about.stage.clone(),
        tone: about.tone,
        language: draft.language.clone(),
        recipients: tx.recipients(about.client.id, about.channel.word())?,
        envelope_from: finished.envelope_from,
        envelope_to: finished.envelope_to,
        bytes: finished.bytes,
        subject: finished.subject,
        body: finished.body,
        due_at: now.at + wait,
        give_up_at: now.at + wait + PATIENCE,
        unattended: way.unattended,
        reminders,
        covers,
    };
    let held = hold_by_night(tx, &mut new, sender, &about.client.country)?;
    Ok(Ready { new, held })
}
