//! One attempt: check that the message is still true, claim it, hand it over, write down the answer.
//!
//! The row says `in_doubt` on disk before the message can be complete, so that a crash at any moment
//! leaves either a message that surely did not arrive, or a question for a person.

use chrono::{DateTime, TimeDelta, Utc};

use super::run::{Route, RunReport, account};
use super::{quiet, words};
use crate::delivery::{Outcome, Parcel, Step};
use crate::domain::clock::Now;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Message, MessageState};
use crate::domain::quiet::LocalQuiet;
use crate::failure::{Failure, Result};
use crate::store::{self, Block, Book, Guard, Settled, Tx, Undo};

const BEFORE_ANSWER: &[MessageState] = &[MessageState::Sending, MessageState::InDoubt];

/// Whether the run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    GoOn,
    Stop,
}

/// Why a commit before the point of no return said no.
enum Veto {
    /// The message is no longer true.
    Untrue(String),
    /// Its hours have ended: not before this instant.
    Quiet(DateTime<Utc>, String),
    /// Somebody else changed it: taken back.
    Moved,
    /// The book could not be written.
    Book(Failure),
}

pub(super) fn one(
    book: &mut Book,
    clock: &dyn Fn() -> Now,
    route: &mut Route<'_>,
    id: OutboxId,
    report: &mut RunReport,
) -> Result<Then> {
    let Some(parcel) = claim(book, clock(), id, route, report)? else {
        return Ok(Then::GoOn);
    };
    let mut veto = None;
    let hours = route.quiet;
    let outcome = {
        let mut commit = || match doubt(book, clock(), id, parcel.attempt, &hours) {
            Ok(()) => true,
            Err(reason) => {
                veto = Some(reason);
                false
            }
        };
        let leaving = Parcel {
            reference: &parcel.reference,
            bytes: &parcel.bytes,
            envelope_from: &parcel.from,
            envelope_to: &parcel.to,
        };
        route.carrier.deliver(&leaving, &mut commit)
    };
    let done = Done {
        id,
        parcel: &parcel,
        outcome: &outcome,
        veto,
    };
    done.write(book, clock(), route, report)
}

/// Claims a message, expires it when it is no longer true, or puts it off to the end of quiet hours.
fn claim(
    book: &mut Book,
    now: Now,
    id: OutboxId,
    route: &Route<'_>,
    report: &mut RunReport,
) -> Result<Option<store::Parcel>> {
    let (mut expired, mut held) = (false, false);
    let parcel = book.change(now, Undo::Note, |tx| {
        let before_account = !route.to_folder && tx.is_from_nowhere(id)?;
        let why = if before_account {
            Some("It was written before a mail account was set up; it is planned anew.".to_owned())
        } else {
            tx.no_longer_true(id, now)?
        };
        let message = tx.message(id)?;
        let guard = Guard {
            id,
            attempt: message.attempt_count,
            from: &[MessageState::Queued],
        };
        let Some(why) = why else {
            if let Some((until, why)) = quiet::held(tx, id, &route.quiet, now.at)? {
                held = tx.move_message(guard, MessageState::Queued, &why, Some(until))?;
                return Ok((None, String::new()));
            }
            return Ok((tx.claim(id)?, String::new()));
        };
        expired = tx.move_message(guard, MessageState::Expired, &why, None)?;
        Ok((None, format!("Did not send {}: {why}", words(&message))))
    })?;
    if expired {
        report.expired.push(id);
    }
    if held {
        report.put_off.push(id);
    }
    Ok(parcel)
}

/// Commits that the message is about to be complete; it says no when it must not be.
fn doubt(
    book: &mut Book,
    now: Now,
    id: OutboxId,
    attempt: i64,
    hours: &LocalQuiet,
) -> std::result::Result<(), Veto> {
    let checked = book.change(now, Undo::Impossible, |tx| {
        if let Some(why) = tx.no_longer_true(id, now)? {
            return Ok((Err(Veto::Untrue(why)), String::new()));
        }
        if let Some((until, why)) = quiet::held(tx, id, hours, now.at)? {
            return Ok((Err(Veto::Quiet(until, why)), String::new()));
        }
        let guard = Guard {
            id,
            attempt,
            from: &[MessageState::Sending],
        };
        let moved = tx.move_message(guard, MessageState::InDoubt, "", None)?;
        Ok((if moved { Ok(()) } else { Err(Veto::Moved) }, String::new()))
    });
    checked.unwrap_or_else(|failure| Err(Veto::Book(failure)))
}

/// What came of an attempt, to be written down.
struct Done<'a> {
    id: OutboxId,
    parcel: &'a store::Parcel,
    outcome: &'a Outcome,
    veto: Option<Veto>,
}

impl Done<'_> {
    fn write(
        self,
        book: &mut Book,
        now: Now,
        route: &Route<'_>,
        report: &mut RunReport,
    ) -> Result<Then> {
        match self.outcome {
            Outcome::Accepted { reply, .. } => {
                report.accepted.push(self.id);
                self.settle_by(book, now, MessageState::Accepted, reply, None, Some(route))?;
                Ok(Then::GoOn)
            }
            Outcome::Unknown { why } => {
                report.unknown.push(self.id);
                self.settle(book, now, MessageState::Unknown, why, None)?;
                Ok(Then::GoOn)
            }
            Outcome::Refused { reply, .. } => {
                report.refused.push(self.id);
                self.settle(book, now, MessageState::Refused, reply, None)?;
                Ok(Then::GoOn)
            }
            Outcome::Retry {
                reply, not_before, ..
            } => {
                let wait = back_off(self.parcel.retries, self.id).max(
                    not_before
                        .and_then(|d| TimeDelta::from_std(d).ok())
                        .unwrap_or_default(),
                );
                self.put_off(book, now, reply, now.at + wait, report)?;
                Ok(Then::GoOn)
            }
            Outcome::Offline { step, why } => {
                let why = format!("Offline at {}: {why}", step.word());
                self.back_to_queue(book, now, &why, None)?;
                report.offline = true;
                report.stopped = Some(why);
                report.again_at = Some(now.at + TimeDelta::minutes(1));
                Ok(Then::Stop)
            }
            Outcome::Account { step, why, pause } => {
                let until = pause
                    .and_then(|d| TimeDelta::from_std(d).ok())
                    .map(|d| now.at + d);
                let block = Block {
                    channel: route.channel,
                    account: route.account.clone(),
                    step: step.word().to_owned(),
                    why: why.clone(),
                    until,
                };
                self.rest(book, now, &block, *step)?;
                let account = account(route.channel);
                report.stopped = Some(format!("{account} is blocked at {}: {why}", step.word()));
                report.again_at = until;
                Ok(Then::Stop)
            }
            Outcome::Withdrawn { .. } => self.withdrawn(book, now, report),
        }
    }

    fn withdrawn(mut self, book: &mut Book, now: Now, report: &mut RunReport) -> Result<Then> {
        match self.veto.take() {
            Some(Veto::Untrue(why)) => {
                report.expired.push(self.id);
                self.settle(book, now, MessageState::Expired, &why, None)?;
                Ok(Then::GoOn)
            }
            Some(Veto::Quiet(until, why)) => {
                report.put_off.push(self.id);
                let guard = self.guard();
                book.change(now, Undo::Impossible, |tx| {
                    tx.move_message(guard, MessageState::Queued, &why, Some(until))?;
                    Ok(((), String::new()))
                })?;
                Ok(Then::GoOn)
            }
            // Taken back between claim and dot: the row says so already.
            Some(Veto::Moved) => Ok(Then::GoOn),
            Some(Veto::Book(failure)) => {
                let why = "The book could not be written, so the message was held back.";
                self.back_to_queue(book, now, why, None)?;
                Err(failure)
            }
            None => {
                self.back_to_queue(book, now, "It was held back before it was complete.", None)?;
                Ok(Then::Stop)
            }
        }
    }

    fn put_off(
        &self,
        book: &mut Book,
        now: Now,
        reply: &str,
        again: DateTime<Utc>,
        report: &mut RunReport,
    ) -> Result<()> {
        if again > self.parcel.give_up_at {
            report.refused.push(self.id);
            let why = format!("Given up after 48 hours. The last answer was: {reply}");
            return self.settle(book, now, MessageState::Refused, &why, None);
        }
        report.put_off.push(self.id);
        self.settle(book, now, MessageState::Queued, reply, Some(again))
    }

    fn guard(&self) -> Guard {
        Guard {
            id: self.id,
            attempt: self.parcel.attempt,
            from: BEFORE_ANSWER,
        }
    }

    fn settle(
        &self,
        book: &mut Book,
        now: Now,
        state: MessageState,
        why: &str,
        due_at: Option<DateTime<Utc>>,
    ) -> Result<()> {
        self.settle_by(book, now, state, why, due_at, None)
    }

    /// `by` is the route that carried an accepted message: what went and how is one change.
    fn settle_by(
        &self,
        book: &mut Book,
        now: Now,
        state: MessageState,
        why: &str,
        due_at: Option<DateTime<Utc>>,
        by: Option<&Route<'_>>,
    ) -> Result<()> {
        let to_folder = by.is_some_and(|route| route.to_folder);
        let via = by.map(|route| {
            if route.to_folder {
                "folder".to_owned()
            } else {
                route.carrier.describe()
            }
        });
        let settled = Settled {
            state,
            why: why.to_owned(),
            outcome: self.outcome.word(),
            step: self.outcome.step().word().to_owned(),
            due_at,
            counts: state == MessageState::Queued,
        };
        book.change(now, Undo::Note, |tx| {
            let moved = tx.settle(self.guard(), &settled)?;
            if let (true, Some(via)) = (moved, &via) {
                tx.set_via(self.id, via, self.outcome.provider_id())?;
            }
            let message = tx.message(self.id)?;
            if let Outcome::Refused { stopped: true, .. } = self.outcome {
                stop(tx, &message, why)?;
            }
            let what = words(&message);
            let line = match state {
                _ if !moved => String::new(),
                MessageState::Refused => format!("Refused by the server: {what}"),
                MessageState::Unknown => format!("Outcome unknown: {what}"),
                MessageState::Expired => format!("Did not send {what}: {why}"),
                MessageState::Accepted if to_folder => format!("Wrote to the folder: {what}"),
                MessageState::Accepted => format!("Sent {what}"),
                MessageState::Queued
                | MessageState::Sending
                | MessageState::InDoubt
                | MessageState::Cancelled => String::new(),
            };
            Ok(((), line))
        })
    }

    /// The account rests. A message that the server spoke about goes behind the others, so that one
    /// full mailbox does not hold up all mail, and it counts as put off.
    fn rest(&self, book: &mut Book, now: Now, block: &Block, step: Step) -> Result<()> {
        let about_message = match step {
            Step::Sender | Step::Recipient | Step::Data | Step::Body | Step::Confirmation => true,
            Step::Lookup
            | Step::Connect
            | Step::Tls
            | Step::Login
            | Step::Program
            | Step::Folder => false,
        };
        match block.until {
            Some(until) if about_message && until > self.parcel.give_up_at => {
                let why = format!(
                    "Given up after 48 hours. The last answer was: {}",
                    block.why
                );
                self.settle(book, now, MessageState::Refused, &why, None)?;
            }
            Some(until) if about_message => {
                self.settle(book, now, MessageState::Queued, &block.why, Some(until))?;
            }
            Some(_) | None => return self.back_to_queue(book, now, &block.why, Some(block)),
        }
        book.change(now, Undo::Impossible, |tx| {
            Ok((tx.set_block(block)?, String::new()))
        })
    }

    /// Back to the queue as it was: not an attempt that counts.
    fn back_to_queue(
        &self,
        book: &mut Book,
        now: Now,
        why: &str,
        block: Option<&Block>,
    ) -> Result<()> {
        book.change(now, Undo::Impossible, |tx| {
            tx.move_message(self.guard(), MessageState::Queued, why, None)?;
            if let Some(block) = block {
                tx.set_block(block)?;
            }
            Ok(((), String::new()))
        })
    }
}

/// The recipient wants no more text messages: none may go to this client any more.
fn stop(tx: &Tx<'_>, message: &Message, why: &str) -> Result<()> {
    let mut client = tx.client(message.client)?;
    if client.reminding.no_sms.is_empty() {
        let number = message.to.join(", ");
        client.reminding.no_sms = format!("{number} refused text messages: {why}");
        tx.set_client(&client)?;
    }
    Ok(())
}

/// How long to wait after a put-off: 1, 5, 15, 60 minutes, then 4 hours and up to 20 minutes more,
/// so that many messages do not come back at once.
fn back_off(retries: i64, id: OutboxId) -> TimeDelta {
    match retries {
        ..=0 => TimeDelta::minutes(1),
        1 => TimeDelta::minutes(5),
        2 => TimeDelta::minutes(15),
        3 => TimeDelta::minutes(60),
        4.. => TimeDelta::minutes(240 + id.0.rem_euclid(21)),
    }
}
