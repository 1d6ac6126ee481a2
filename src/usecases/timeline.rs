//! Everything that was said and heard about an invoice, in the order of time.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::outbox::{SAID_NOT_SENT, SAID_SENT};
use super::talks;
use crate::domain::clock::Now;
use crate::domain::invoice::{
    Invoice, InvoiceState, InvoiceStatus, Payment, PaymentKind, QuoteAnswer,
};
use crate::domain::message::{Attempt, Message, MessageState, Purpose};
use crate::domain::money::Money;
use crate::domain::party::{Hold, HoldKind};
use crate::domain::text::one_line;
use crate::domain::views::{Event, Moment, MomentKind, SentReminder};
use crate::failure::Result;
use crate::store::{Book, View};

/// The timeline of a document, by number or `draft:ID`: issued, due, every message with each try and
/// the server's words, talks, holds set, ended and lifted, payments, credit notes, and its end.
///
/// # Errors
/// Refused, when there is no such document.
pub fn of(book: &Book, now: Now, reference: &str) -> Result<Vec<Moment>> {
    let view = book.view();
    let invoice = view.invoice(view.invoice_id(reference)?)?;
    moments(&view, now, &invoice)
}

/// The same without the single tries, for the screens.
///
/// # Errors
/// Book, when it cannot be read.
pub(super) fn events(view: &View<'_>, now: Now, invoice: &Invoice) -> Result<Vec<Event>> {
    let all = moments(view, now, invoice)?.into_iter();
    let shown = all.filter(|moment| moment.kind != MomentKind::Attempt);
    Ok(shown
        .map(|moment| Event {
            on: moment.on,
            text: moment.text,
        })
        .collect())
}

fn moments(view: &View<'_>, now: Now, invoice: &Invoice) -> Result<Vec<Moment>> {
    let mut all = Vec::new();
    all.extend(issued(invoice));
    all.extend(due(invoice, now));
    let messages = view.messages_about(invoice.id)?;
    let reminders = view.reminders_of(invoice.id)?;
    all.extend(reminders.iter().map(|one| reminder(one, &messages)));
    for message in &messages {
        if message.purpose != Purpose::Reminder {
            all.push(other_message(message));
        }
        all.extend(message.attempts.iter().map(|one| attempt(message, one)));
        all.extend(decision(view, message)?);
    }
    all.extend(
        talks::of_invoice(view, invoice)?
            .into_iter()
            .map(|talk| Moment {
                at: Some(talk.at),
                ..moment(talk.on, MomentKind::Talk, talk.words())
            }),
    );
    for (one, lifted_on) in view.holds_on(invoice.id)? {
        hold(&one, lifted_on, invoice, now, &mut all);
    }
    let payments = view.payments_of(invoice.id, invoice.currency)?;
    all.extend(
        payments
            .iter()
            .map(|payment| moment(payment.paid_on, MomentKind::Payment, paid_words(payment))),
    );
    all.extend(view.credit_notes_on(invoice.id)?.into_iter().map(|note| {
        let size = invoice.money(note.gross).grouped();
        let text = format!("credit note {} over {size}", note.number);
        moment(note.issued_on, MomentKind::CreditNote, text)
    }));
    all.extend(ends(invoice));
    all.sort_by(in_time);
    Ok(all)
}

fn moment(on: NaiveDate, kind: MomentKind, text: impl Into<String>) -> Moment {
    Moment {
        on,
        at: None,
        kind,
        text: text.into(),
        message: None,
    }
}

/// By day; within a day what has no time first, but the end of the document last.
fn in_time(one: &Moment, other: &Moment) -> Ordering {
    let place = |moment: &Moment| (moment.on, moment.kind == MomentKind::Ended, moment.at);
    place(one).cmp(&place(other))
}

fn issued(invoice: &Invoice) -> Option<Moment> {
    let on = invoice.issued_on?;
    let is_out = invoice.status != InvoiceStatus::Draft;
    is_out.then(|| moment(on, MomentKind::Issued, "issued"))
}

fn due(invoice: &Invoice, now: Now) -> Option<Moment> {
    let on = invoice.due_on?;
    if !invoice.kind.asks_for_money() || invoice.status != InvoiceStatus::Issued {
        return None;
    }
    let late = invoice.standing().state(now.today) == InvoiceState::Overdue;
    let text = if late { "due, and not paid" } else { "due" };
    Some(moment(on, MomentKind::Due, text))
}

fn reminder(reminder: &SentReminder, messages: &[Message]) -> Moment {
    let Some(id) = reminder.message else {
        let text = format!("{} reminder passed over", reminder.stage);
        return moment(reminder.on, MomentKind::Skipped, text);
    };
    let message = messages.iter().find(|message| message.id == id);
    let state = MessageState::from_word(&reminder.state);
    let words = state.map_or("waiting", |state| state_words(state, reminder.to_folder));
    let text = format!("{} reminder{words}", reminder.stage);
    Moment {
        at: message.map(|message| message.queued_at),
        message: Some(id),
        ..moment(reminder.on, MomentKind::Message, text)
    }
}

fn other_message(message: &Message) -> Moment {
    let what = match message.purpose {
        Purpose::Reminder => "reminder",
        Purpose::ThankYou => "thanks",
        Purpose::Statement => "statement of account",
        Purpose::Invoice => "invoice",
    };
    let text = format!("{what}{}", state_words(message.state, message.to_folder));
    Moment {
        at: Some(message.queued_at),
        message: Some(message.id),
        ..moment(message.queued_on, MomentKind::Message, text)
    }
}

/// What became of a message, to stand behind its name.
const fn state_words(state: MessageState, to_folder: bool) -> &'static str {
    match state {
        MessageState::Accepted if to_folder => " written to the folder",
        MessageState::Accepted => " sent",
        MessageState::Unknown => ", outcome unknown",
        MessageState::Refused => " refused by the server",
        MessageState::Cancelled => " taken back",
        MessageState::Expired => " no longer needed",
        MessageState::Queued | MessageState::Sending | MessageState::InDoubt => " waiting",
    }
}

fn attempt(message: &Message, attempt: &Attempt) -> Moment {
    let parts = [attempt.step.as_str(), attempt.reply.trim()];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let text = format!("{}: {}", attempt.outcome, one_line(&said.join(": ")));
    Moment {
        at: Some(attempt.at),
        message: Some(message.id),
        ..moment(attempt.at.date_naive(), MomentKind::Attempt, text)
    }
}

/// What a person said of a message whose outcome nobody knew.
fn decision(view: &View<'_>, message: &Message) -> Result<Option<Moment>> {
    let text = match message.why.as_str() {
        SAID_SENT => "you said that it arrived",
        SAID_NOT_SENT => "you said that it was not sent",
        _ => return Ok(None),
    };
    Ok(view.settled(message.id)?.map(|(at, on)| Moment {
        at: Some(at),
        message: Some(message.id),
        ..moment(on, MomentKind::Message, text)
    }))
}

fn hold(
    hold: &Hold,
    lifted_on: Option<NaiveDate>,
    invoice: &Invoice,
    now: Now,
    all: &mut Vec<Moment>,
) {
    let until = hold
        .until
        .map(|day| format!(" until {day}"))
        .unwrap_or_default();
    let kind = hold.kind.word();
    let text = format!("{kind}{until}: {}", hold.reason);
    all.push(moment(hold.set_on, MomentKind::Hold, text));
    let ended = hold.until.filter(|until| *until < now.today);
    match (lifted_on, ended) {
        (Some(lifted), until) if until.is_none_or(|until| lifted <= until) => {
            let text = format!("{kind} lifted: {}", hold.reason);
            all.push(moment(lifted, MomentKind::HoldLifted, text));
        }
        (Some(_) | None, Some(until)) => {
            let open = invoice.standing().open() > 0;
            let text = match hold.kind {
                HoldKind::Promise if open => "the promised day passed without full payment",
                HoldKind::Promise => "the promised day passed",
                HoldKind::Pause => "the pause ended",
                HoldKind::Dispute => "the hold for the dispute ended",
            };
            all.push(moment(until, MomentKind::HoldOver, text));
        }
        (Some(_) | None, None) => {}
    }
}

/// What an entry did: "paid 100.00", "60.00 went back".
fn paid_words(payment: &Payment) -> String {
    let amount = payment.amount;
    let size = Money::new(amount.minor().saturating_abs(), amount.currency()).grouped();
    let other = payment.other.as_deref().unwrap_or_default();
    match payment.kind {
        PaymentKind::Payment => format!("paid {size}"),
        PaymentKind::Refund => format!("{size} went back"),
        PaymentKind::Difference if amount.is_positive() => {
            format!("difference of {size} written off: {}", payment.note)
        }
        PaymentKind::Difference => format!("{size} too much written off: {}", payment.note),
        PaymentKind::Transfer if amount.is_positive() => {
            format!("{size} paid with credit from {other}")
        }
        PaymentKind::Transfer => format!("credit of {size} used for {other}"),
    }
}

fn ends(invoice: &Invoice) -> Vec<Moment> {
    let mut all = Vec::new();
    if let (Some(on), Some(answer)) = (invoice.answered_on, invoice.answer) {
        let text = match answer {
            QuoteAnswer::Accepted => "the client said yes",
            QuoteAnswer::Declined => "the client said no",
        };
        all.push(moment(on, MomentKind::Ended, text));
    }
    if let Some(on) = invoice.ended_on {
        let words = if invoice.status == InvoiceStatus::Voided {
            "voided"
        } else {
            "written off"
        };
        let text = format!("{words}: {}", invoice.end_reason);
        all.push(moment(on, MomentKind::Ended, text));
    }
    all
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
