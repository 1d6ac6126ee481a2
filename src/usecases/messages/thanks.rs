//! Thanks for a payment: in the queue where the user wants to be asked, or by themselves.

use std::time::Duration;

use chrono::Days;

use super::draft;
use super::{material, post};
use crate::domain::clock::Now;
use crate::domain::ids::InvoiceId;
use crate::domain::message::{Message, Purpose};
use crate::domain::money::Money;
use crate::domain::party::{Client, ContactRole, ThankYou};
use crate::domain::policy::{Channel, Ways};
use crate::domain::reminder::{THANKS_DAYS, may_thank};
use crate::domain::views::{About, Edit, ReminderInvoice, ReminderRow, Turn};
use crate::failure::Result;
use crate::store::{Book, SettledBy, Tx, View};
use crate::usecases::Sender;

/// How long thanks that were written by themselves wait: time to take a wrong payment back.
pub const THANKS_DELAY: Duration = Duration::from_mins(10);

/// Over what a client is thanked: e-mail, unless it wants text messages alone.
pub(super) fn channel(client: &Client) -> Channel {
    if client.reminding.wish.over(Ways::Email).has(Channel::Email) {
        Channel::Email
    } else {
        Channel::Sms
    }
}

/// The thanks that wait for the user's word, the oldest payment first: for a week, where the profile
/// says to ask.
pub(in crate::usecases) fn rows(view: &View<'_>, now: Now) -> Result<Vec<ReminderRow>> {
    let profile = view.profile()?;
    if profile.thank_you != ThankYou::Ask {
        return Ok(Vec::new());
    }
    let since = now.today - Days::new(THANKS_DAYS.unsigned_abs());
    let mut rows = Vec::new();
    for paid in view.unthanked_since(since, now.today)? {
        let client = view.client(paid.client)?;
        let over = channel(&client);
        let mut row = row(&client, over, &paid);
        if row.turn != Turn::Due {
            rows.push(row);
            continue;
        }
        let about = material(view, now, client.id, over, row.about);
        match about.and_then(|about| draft::write(view, now, about, &Edit::default(), &profile)) {
            Ok(draft) => row.subject = draft.rendered.subject,
            Err(failure) => failure.message().clone_into(&mut row.why),
        }
        rows.push(row);
    }
    Ok(rows)
}

fn row(client: &Client, channel: Channel, paid: &SettledBy) -> ReminderRow {
    let people = client
        .contacts
        .iter()
        .filter(|person| person.role == ContactRole::To);
    let mut to: Vec<String> = people
        .map(|person| match channel {
            Channel::Email => person.email.clone(),
            Channel::Sms => person.phone.clone(),
        })
        .collect();
    to.retain(|address| !address.is_empty());
    let (turn, why) = if to.is_empty() {
        let why = match channel {
            Channel::Email => "The client has no e-mail address.",
            Channel::Sms => "The client has no phone number.",
        };
        (Turn::Blocked, why.to_owned())
    } else {
        let on = paid.paid_on.format("%-d %b");
        (Turn::Due, format!("{} came on {on}.", paid.amount))
    };
    ReminderRow {
        client: client.id,
        client_key: client.key.clone(),
        client_name: client.name.clone(),
        channel,
        ways: match channel {
            Channel::Email => Ways::Email,
            Channel::Sms => Ways::Sms,
        },
        about: About::ThankYou(paid.invoice),
        stage: Purpose::ThankYou.word().to_owned(),
        tone: None,
        turn,
        due_on: Some(paid.paid_on),
        invoices: vec![ReminderInvoice {
            id: paid.invoice,
            number: paid.number.clone(),
            open: Money::zero(paid.amount.currency()),
            days_late: 0,
            due_on: paid.due_on,
            stage: Purpose::ThankYou.word().to_owned(),
        }],
        to,
        last: None,
        subject: String::new(),
        why,
        hold: None,
        message: None,
        message_state: None,
        paid: Some(paid.amount),
        returned: None,
    }
}

/// Queues thanks after a payment, where the profile says that they go by themselves and the payment
/// has settled the invoice; answers what the journal says of it. A payment is never refused because
/// of its thanks: where they cannot be written, that is said.
///
/// # Errors
/// Book, when it cannot be read or written.
pub(in crate::usecases) fn after_payment(
    tx: &Tx<'_>,
    now: Now,
    sender: Option<&Sender>,
    invoice: InvoiceId,
) -> Result<String> {
    let profile = tx.profile()?;
    let (ThankYou::Auto, Some(sender)) = (profile.thank_you, sender) else {
        return Ok(String::new());
    };
    let Some(paid) = tx.settled_by(invoice)? else {
        return Ok(String::new());
    };
    if !may_thank(paid.paid_on, now.today) || tx.thanked_by(invoice)?.is_some() {
        return Ok(String::new());
    }
    let client = tx.client(paid.client)?;
    let about = material(
        tx,
        now,
        client.id,
        channel(&client),
        About::ThankYou(invoice),
    );
    let queued = about
        .and_then(|about| draft::write(tx, now, about, &Edit::default(), &profile))
        .and_then(|draft| post::queue(tx, now, sender, &draft, THANKS_DELAY));
    Ok(match queued {
        Ok(message) => format!("; thanks go in 10 minutes (message {})", message.id),
        Err(failure) => format!("; no thanks: {}", failure.message().trim_end_matches('.')),
    })
}

/// The thanks for an invoice that have not left yet.
///
/// # Errors
/// Book, when it cannot be read.
pub fn waiting(book: &Book, invoice: InvoiceId) -> Result<Option<Message>> {
    let view = book.view();
    let found = view.invoice(invoice)?;
    view.waiting_message(found.client, Purpose::ThankYou, Some(invoice))?
        .map(|id| view.message(id))
        .transpose()
}
