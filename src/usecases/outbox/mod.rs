//! The outbox: what waits, what went, what a person must decide, and sending it.

mod deliver;
mod evidence;
mod proof;
mod quiet;
mod run;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::clock::Now;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Message, MessageState};
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::store::{Book, Guard, Undo};

pub use crate::store::OutboxFilter;
pub use evidence::{Answer, ask, look, questions};
pub use proof::{proof, raw};
pub(in crate::usecases) use quiet::rest_days;
pub use run::{Progress, Route, RunReport, recover_under, run, run_all, run_all_under, run_under};

/// How long a message is tried: 48 hours.
pub(super) const PATIENCE: TimeDelta = TimeDelta::hours(48);

/// Messages, the newest first, at most `limit`.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book, filter: OutboxFilter, limit: usize) -> Result<Vec<Message>> {
    book.view().messages(filter, limit)
}

/// How many messages have an outcome that nobody knows.
///
/// # Errors
/// Book, when it cannot be read.
pub fn unknown_count(book: &Book) -> Result<i64> {
    book.view().unknown_count()
}

/// One message with its attempts.
///
/// # Errors
/// Refused, when there is no such message.
pub fn show(book: &Book, id: OutboxId) -> Result<Message> {
    book.view().message(id)
}

/// The exact bytes of a message.
///
/// # Errors
/// Refused, when there is no such message.
pub fn bytes(book: &Book, id: OutboxId) -> Result<Vec<u8>> {
    book.view().message_bytes(id)
}

/// When the next queued message may go.
///
/// # Errors
/// Book, when it cannot be read.
pub fn next_due(book: &Book) -> Result<Option<DateTime<Utc>>> {
    book.view().next_message_at()
}

/// The same for one channel.
///
/// # Errors
/// Book, when it cannot be read.
pub fn next_due_of(book: &Book, channel: Channel) -> Result<Option<DateTime<Utc>>> {
    book.view().next_message_of(channel)
}

/// Takes the block off a channel's account: a message has just gone over it.
///
/// # Errors
/// Book, when it cannot be written.
pub fn account_works(book: &mut Book, now: Now, channel: Channel) -> Result<()> {
    book.change(now, Undo::Impossible, |tx| {
        Ok((tx.lift_block(channel)?, String::new()))
    })
}

/// A step that a person takes with a message: from which states, to which.
struct Decision {
    from: &'static [MessageState],
    to: MessageState,
    why: &'static str,
    line: &'static str,
    due_at: Option<DateTime<Utc>>,
    /// The person says that no try has arrived.
    certain: bool,
}

fn decide(book: &mut Book, now: Now, id: OutboxId, decision: &Decision) -> Result<Message> {
    book.change(now, Undo::Impossible, |tx| {
        let message = tx.message(id)?;
        let guard = Guard {
            id,
            attempt: message.attempt_count,
            from: decision.from,
        };
        if decision.certain {
            tx.clear_doubt(id)?;
        }
        if !tx.move_message(guard, decision.to, decision.why, decision.due_at)? {
            return Err(not_possible(&message, decision.from));
        }
        if decision.to == MessageState::Queued {
            tx.renew(id, now.at + PATIENCE)?;
        }
        let after = tx.message(id)?;
        let line = if after.state == decision.to {
            decision.line
        } else {
            "Stopped a new try of"
        };
        let line = format!("{line} {}", words(&message));
        Ok((after, line))
    })
}

/// Refuses what is only possible while nobody knows what became of a message.
fn not_possible_unless_unknown(message: &Message) -> Result<()> {
    if message.state == MessageState::Unknown {
        return Ok(());
    }
    Err(not_possible(message, &[MessageState::Unknown]))
}

fn not_possible(message: &Message, from: &[MessageState]) -> Failure {
    let states: Vec<&str> = from.iter().map(|state| state.word()).collect();
    Failure::refused(format!(
        "Message {} is {}: this is only possible while it is {}.",
        message.id,
        message.state.word(),
        states.join(" or ")
    ))
    .hint(match message.state {
        MessageState::Accepted => "the server has it already",
        MessageState::Unknown => "say what became of it with `payme outbox resolve`",
        MessageState::InDoubt => "wait for the server's answer",
        MessageState::Refused => "mend the reason, then `payme outbox retry`",
        MessageState::Queued
        | MessageState::Sending
        | MessageState::Cancelled
        | MessageState::Expired => "look at it with `payme outbox show`",
    })
}

/// What a message is, in a few words for the journal.
pub(super) fn words(message: &Message) -> String {
    let what = if message.stage.is_empty() {
        message.purpose.word().to_owned()
    } else {
        format!("{} reminder", message.stage)
    };
    format!(
        "the {what} to {} ({})",
        message.client_name,
        message.invoices.join(", ")
    )
}

/// Takes a message back before it has left.
///
/// # Errors
/// Refused, when it has left or may have.
pub fn cancel(book: &mut Book, now: Now, id: OutboxId) -> Result<Message> {
    let decision = Decision {
        from: &[MessageState::Queued, MessageState::Sending],
        to: MessageState::Cancelled,
        why: "Taken back before it was sent.",
        line: "Took back",
        due_at: None,
        certain: false,
    };
    decide(book, now, id, &decision)
}

/// Why a message is accepted that a person said arrived.
pub(super) const SAID_SENT: &str = "You said that it arrived.";
/// Why a message is cancelled that a person said was not sent.
pub(super) const SAID_NOT_SENT: &str = "You said that it was not sent.";

/// Says what became of a message whose outcome nobody knew.
///
/// # Errors
/// Refused, when its outcome is not unknown.
pub fn resolve(book: &mut Book, now: Now, id: OutboxId, sent: bool) -> Result<Message> {
    let (to, why, line) = if sent {
        (MessageState::Accepted, SAID_SENT, "Noted as sent:")
    } else {
        (MessageState::Cancelled, SAID_NOT_SENT, "Noted as not sent:")
    };
    let decision = Decision {
        from: &[MessageState::Unknown],
        to,
        why,
        line,
        due_at: None,
        certain: !sent,
    };
    decide(book, now, id, &decision)
}

/// Sends a message again whose outcome is unknown or that was refused: the same bytes, the same
/// Message-ID.
///
/// # Errors
/// Refused, when it is in another state, another message carries its stage by now, or it came from
/// another book, which kept its bytes.
pub fn retry(book: &mut Book, now: Now, id: OutboxId) -> Result<Message> {
    if book.view().message_bytes(id)?.is_empty() {
        return Err(Failure::refused(format!(
            "Message {id} came from another book and cannot leave from this one."
        ))
        .hint("say whether it was sent; if not, its reminder is due again"));
    }
    let decision = Decision {
        from: &[MessageState::Unknown, MessageState::Refused],
        to: MessageState::Queued,
        why: "You asked to send it again.",
        line: "Queued again",
        due_at: Some(now.at),
        certain: false,
    };
    decide(book, now, id, &decision)
}
