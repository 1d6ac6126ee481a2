//! Messages that a person prepares: reminders, thanks, statements of account, invoices. One way to
//! show each as it would go, and one to send it.

mod about;
pub(super) mod draft;
pub(super) mod post;
pub(super) mod text_message;
mod thanks;

use std::time::Duration;

use chrono::TimeDelta;

use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::message::{Message, Purpose};
use crate::domain::policy::Channel;
use crate::domain::views::{About, Check, CheckLevel, Edit, Prepared, ReminderInvoice};
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo, View};
use crate::usecases::Sender;
use crate::usecases::reminders::{self, letter};

pub(super) use about::material;
pub use thanks::{THANKS_DELAY, waiting};
pub(super) use thanks::{after_payment, rows};

/// How long the same words to the same people count as the same press of a key.
const SAME_PRESS: TimeDelta = TimeDelta::minutes(10);

/// A message as it would go, with the checks before sending.
///
/// # Errors
/// Refused, when there is nothing to say (no reminder is due, the invoice is not paid, or not
/// issued), the channel does not carry it, or its template fails.
pub fn prepare(
    book: &Book,
    now: Now,
    sender: &Sender,
    client: ClientId,
    channel: Channel,
    about: About,
    edit: &Edit,
) -> Result<Prepared> {
    if about == About::Reminder {
        return reminders::prepare(book, now, sender, client, channel, edit);
    }
    let view = book.view();
    let profile = view.profile()?;
    let material = material(&view, now, client, channel, about)?;
    let covered = covered(&view, now, &material)?;
    let draft = draft::write(&view, now, material, edit, &profile)?;
    let mut shown = letter::shown(&view, now, sender, &draft, covered)?;
    shown.checks.push(said_before(&view, client, about)?);
    Ok(Prepared { about, ..shown })
}

/// Queues a message; it leaves after `delay` and can be taken back until then. The same key pressed
/// twice finds the first message: thanks for an invoice go once ever, and of any other kind none is
/// written while one like it still waits, nor within ten minutes after the same words were accepted.
///
/// # Errors
/// As [`prepare`]; refused, when nobody knows whether one like it arrived, when what would go has
/// changed since the user saw it, or it cannot be built.
#[allow(
    clippy::too_many_arguments,
    reason = "a message is a sender, a client, a channel, a matter, words and a delay, in a book"
)]
pub fn send(
    book: &mut Book,
    now: Now,
    sender: &Sender,
    client: ClientId,
    channel: Channel,
    about: About,
    edit: &Edit,
    delay: Duration,
) -> Result<Message> {
    if about == About::Reminder {
        return reminders::send(book, now, sender, client, channel, edit, delay);
    }
    book.change(now, Undo::Impossible, |tx| {
        if let Some(id) = already(tx, client, about)? {
            return Ok((tx.message(id)?, String::new()));
        }
        let profile = tx.profile()?;
        let material = material(tx, now, client, channel, about)?;
        let draft = draft::write(tx, now, material, edit, &profile)?;
        draft.require_seen(edit)?;
        if let Some(first) = just_sent(tx, now, &draft, about)? {
            return Ok((first, String::new()));
        }
        let message = post::queue(tx, now, sender, &draft, delay)?;
        let line = format!("Queued {}", crate::usecases::outbox::words(&message));
        Ok((message, line))
    })
}

/// What a message that is no reminder is for, and the invoice that it is about.
const fn like(about: About) -> Option<(Purpose, Option<InvoiceId>)> {
    match about {
        About::Reminder => None,
        About::ThankYou(invoice) => Some((Purpose::ThankYou, Some(invoice))),
        About::Statement => Some((Purpose::Statement, None)),
        About::Invoice(invoice) => Some((Purpose::Invoice, Some(invoice))),
    }
}

/// The message that says the same already, and has not left yet.
fn already(tx: &Tx<'_>, client: ClientId, about: About) -> Result<Option<OutboxId>> {
    let Some((purpose, invoice)) = like(about) else {
        return Ok(None);
    };
    if let Some(id) = tx.waiting_message(client, purpose, invoice)? {
        return Ok(Some(id));
    }
    if let Some(id) = tx.unknown_message(client, purpose, invoice)? {
        return Err(Failure::refused(format!(
            "Nobody knows whether message {id}, {}, arrived, so no other is sent.",
            words(about)
        ))
        .hint(format!(
            "look in your Sent folder, then say it with `payme outbox resolve {id}`"
        )));
    }
    match about {
        About::ThankYou(invoice) => tx.thanked_by(invoice),
        About::Reminder | About::Statement | About::Invoice(_) => Ok(None),
    }
}

/// The message with the same words to the same people that was accepted a moment ago: a second press
/// of the key means that one.
fn just_sent(tx: &Tx<'_>, now: Now, draft: &draft::Draft, about: About) -> Result<Option<Message>> {
    let Some((purpose, invoice)) = like(about) else {
        return Ok(None);
    };
    let client = draft.about.client.id;
    let Some(id) = tx.just_accepted(client, purpose, invoice, now.at - SAME_PRESS)? else {
        return Ok(None);
    };
    let first = tx.message(id)?;
    // The subject is no part of it: what follows a first mail answers it.
    let is_same = first.body == draft.rendered.body
        && first.to == tx.recipients(client, draft.about.channel.word())?;
    Ok(is_same.then_some(first))
}

const fn words(about: About) -> &'static str {
    match about {
        About::Reminder => "a reminder",
        About::ThankYou(_) => "a thank-you for this invoice",
        About::Statement => "a statement",
        About::Invoice(_) => "a mail with this invoice",
    }
}

/// When the like was sent before, or may have been.
fn said_before(view: &View<'_>, client: ClientId, about: About) -> Result<Check> {
    let what = words(about);
    let Some((purpose, invoice)) = like(about) else {
        let text = "no reminder went before".to_owned();
        return Ok(Check {
            level: CheckLevel::Good,
            text,
        });
    };
    if let Some(id) = view.unknown_message(client, purpose, invoice)? {
        return Ok(Check {
            level: CheckLevel::Bad,
            text: format!("{what} may have gone already: resolve message {id} in the outbox first"),
        });
    }
    let what = what.trim_start_matches("a ");
    let (level, text) = match (view.last_accepted(client, purpose, invoice)?, about) {
        (Some(day), About::Statement) => (
            CheckLevel::Good,
            format!("the last {what} went on {}", day.format("%-d %b")),
        ),
        (Some(day), About::Reminder | About::ThankYou(_) | About::Invoice(_)) => (
            CheckLevel::Warning,
            format!("a {what} went already, on {}", day.format("%-d %b")),
        ),
        (None, _) => (CheckLevel::Good, format!("no {what} went before")),
    };
    Ok(Check { level, text })
}

fn covered(view: &View<'_>, now: Now, about: &draft::Material) -> Result<Vec<ReminderInvoice>> {
    about
        .covers
        .iter()
        .map(|(id, stage, open)| {
            let invoice = view.invoice(*id)?;
            Ok(ReminderInvoice {
                id: *id,
                number: invoice.reference(),
                open: *open,
                days_late: invoice.standing().days_late(now.today),
                due_on: invoice.due_on.unwrap_or(now.today),
                stage: stage.clone(),
            })
        })
        .collect()
}

/// Refuses a channel that does not carry a kind of message.
fn require_email(channel: Channel, what: &str) -> Result<()> {
    match channel {
        Channel::Email => Ok(()),
        Channel::Sms => Err(Failure::refused(format!("{what} goes by e-mail only."))
            .hint("it is too long for a text message")),
    }
}

#[cfg(test)]
#[path = "hostile_tests.rs"]
mod hostile;
#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "again_tests.rs"]
mod again;
