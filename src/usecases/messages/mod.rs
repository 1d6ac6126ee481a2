//! Messages that a person prepares: reminders, thanks, statements of account, invoices. One way to
//! show each as it would go, and one to send it.

mod about;
pub(super) mod draft;
pub(super) mod post;
pub(super) mod text_message;
mod thanks;

use std::time::Duration;

use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, OutboxId};
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
/// written while one like it still waits.
///
/// # Errors
/// As [`prepare`]; refused, when what would go has changed since the user saw it, or it cannot be
/// built.
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
        let message = post::queue(tx, now, sender, &draft, delay)?;
        let line = format!("Queued {}", crate::usecases::outbox::words(&message));
        Ok((message, line))
    })
}

/// The message that says the same already.
fn already(tx: &Tx<'_>, client: ClientId, about: About) -> Result<Option<OutboxId>> {
    match about {
        About::Reminder => Ok(None),
        About::ThankYou(invoice) => tx.thanked_by(invoice),
        About::Statement => tx.waiting_message(client, Purpose::Statement, None),
        About::Invoice(invoice) => tx.waiting_message(client, Purpose::Invoice, Some(invoice)),
    }
}

/// When the like was sent before.
fn said_before(view: &View<'_>, client: ClientId, about: About) -> Result<Check> {
    let (last, what) = match about {
        About::Reminder => (None, "reminder"),
        About::ThankYou(invoice) => (
            view.last_accepted(client, Purpose::ThankYou, Some(invoice))?,
            "thank-you for this invoice",
        ),
        About::Statement => (
            view.last_accepted(client, Purpose::Statement, None)?,
            "statement",
        ),
        About::Invoice(invoice) => (
            view.last_accepted(client, Purpose::Invoice, Some(invoice))?,
            "mail with this invoice",
        ),
    };
    let (level, text) = match (last, about) {
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
