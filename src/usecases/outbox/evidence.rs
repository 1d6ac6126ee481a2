//! Asking a witness what became of a message whose outcome nobody knows: the provider, or the user's
//! own mailbox.

use chrono::{DateTime, Utc};

use super::{not_possible_unless_unknown, words};
use crate::delivery::{Evidence, Trace, Witness};
use crate::domain::clock::Now;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Attempt, Message, MessageState};
use crate::domain::policy::Channel;
use crate::failure::Result;
use crate::store::{Book, Guard, OutboxFilter, Settled, Undo};

/// What stands between the reason for the doubt and what a witness said.
const ASKED: &str = " Asked ";

/// The most messages that are asked about in one go.
const MOST: usize = 10_000;

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The message as it is now: accepted, when it was found; refused, when it was found and has
    /// failed; else unknown as before.
    pub message: Message,
    /// What the witness said.
    pub evidence: Evidence,
}

/// The messages whose outcome nobody knows, the oldest first.
///
/// # Errors
/// Book, when it cannot be read.
pub fn questions(book: &Book) -> Result<Vec<(OutboxId, Channel)>> {
    let unknown = book.view().messages(OutboxFilter::Unknown, MOST)?;
    Ok(unknown
        .iter()
        .rev()
        .filter(|message| message.state == MessageState::Unknown)
        .map(|message| (message.id, message.channel))
        .collect())
}

/// Asks about a message and changes nothing.
///
/// # Errors
/// Refused, when its outcome is not unknown.
pub fn look(book: &Book, id: OutboxId, witness: &mut dyn Witness) -> Result<Evidence> {
    let view = book.view();
    let message = view.message(id)?;
    not_possible_unless_unknown(&message)?;
    Ok(witness.ask(&Trace {
        since: began(&message),
        provider_id: view.provider_id(id)?,
        message_id: message.message_id,
        to: message.to,
        body: message.body,
    }))
}

/// Asks about a message. Where it is found it counts as accepted, and where it has failed as refused,
/// with the witness's words; where it is not there, or the witness is silent, it stays unknown, and the words are kept with the reason.
///
/// # Errors
/// Refused, when its outcome is not unknown; book, when it cannot be written.
pub fn ask(book: &mut Book, now: Now, id: OutboxId, witness: &mut dyn Witness) -> Result<Answer> {
    let evidence = look(book, id, witness)?;
    let who = witness.describe();
    let message = book.change(now, Undo::Impossible, |tx| {
        let message = tx.message(id)?;
        let guard = Guard {
            id,
            attempt: message.attempt_count,
            from: &[MessageState::Unknown],
        };
        let line = match &evidence {
            Evidence::Found {
                words: said,
                id: provider_id,
            }
            | Evidence::Failed {
                words: said,
                id: provider_id,
            } => {
                let failed = matches!(evidence, Evidence::Failed { .. });
                let settled = Settled {
                    state: if failed {
                        MessageState::Refused
                    } else {
                        MessageState::Accepted
                    },
                    why: said.clone(),
                    outcome: "evidence",
                    step: who.clone(),
                    due_at: None,
                    counts: false,
                };
                if failed && message.state == MessageState::Unknown && one_doubt(&message) {
                    tx.clear_doubt(id)?;
                }
                // Somebody may have decided while the witness was asked: that stands.
                if message.state == MessageState::Unknown && tx.settle(guard, &settled)? {
                    if !provider_id.is_empty() {
                        tx.set_provider_id(id, provider_id)?;
                    }
                    let end = if failed { "not delivered" } else { "sent" };
                    format!("Found as {end}: {}", words(&message))
                } else {
                    String::new()
                }
            }
            Evidence::NotFound { words: said } | Evidence::Silent { why: said } => {
                let doubt = message.why.split(ASKED).next().unwrap_or_default();
                tx.explain_doubt(id, &format!("{doubt}{ASKED}{who}: {said}"))?;
                String::new()
            }
        };
        Ok((tx.message(id)?, line))
    })?;
    Ok(Answer { message, evidence })
}

/// Whether only one try has an end that nobody knows, so that the witness speaks about that one.
fn one_doubt(message: &Message) -> bool {
    let surely_not = |attempt: &&Attempt| {
        ["retry", "offline", "account", "refused", "withdrawn"].contains(&attempt.outcome.as_str())
    };
    let known = message.attempts.iter().filter(surely_not).count();
    usize::try_from(message.attempt_count).is_ok_and(|all| all <= known + 1)
}

/// When the try began that nobody knows the end of: after the last try whose end is known.
fn began(message: &Message) -> DateTime<Utc> {
    let known = message
        .attempts
        .iter()
        .filter(|attempt| !matches!(attempt.outcome.as_str(), "unknown" | "evidence"));
    known
        .map(|attempt| attempt.at)
        .max()
        .unwrap_or(message.queued_at)
}

#[cfg(test)]
#[path = "evidence_tests.rs"]
mod tests;
