//! `payme reminder send --unattended`: what cron or a timer starts.

use serde::Serialize;

use crate::cli::document::{MessageDocument, message_document};
use crate::cli::outbox::deliver_all;
use crate::cli::print::{Answer, Page};
use crate::cli::session::Session;
use crate::config::Unattended;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Message, MessageState};
use crate::failure::{Failure, Result};
use crate::store::{Book, SenderLock};
use crate::usecases::outbox;
use crate::usecases::reminders::{self, Alone, Left};

#[derive(Serialize)]
struct Document<'a> {
    messages: Vec<MessageDocument<'a>>,
    left: Vec<LeftDocument<'a>>,
    payments_known_through: Option<String>,
    unknown: i64,
    stopped: Option<&'a str>,
}

#[derive(Serialize)]
struct LeftDocument<'a> {
    client: &'a str,
    channel: &'static str,
    stage: &'a str,
    invoices: &'a [String],
    why: &'a str,
}

/// What a run has come to.
#[derive(Default)]
struct Report {
    known_through: Option<String>,
    messages: Vec<Message>,
    left: Vec<Left>,
    unknown: i64,
    /// Why it did not send, or stopped.
    stopped: Option<Failure>,
}

/// One run: under the lock of the book's sender it settles what a crash left, looks how far payments
/// are known, queues what is marked, and delivers.
pub(super) fn send(session: &mut Session<'_>) -> Result<Answer> {
    let settings = session.settings()?;
    let limits = settings.unattended;
    if !limits.enabled {
        return Err(
            Failure::refused("Sending without a person is not switched on.").hint(format!(
                "set enabled = true in [unattended] of {}",
                settings.config.display()
            )),
        );
    }
    let mut book = session.book()?;
    let lock = SenderLock::take(book.path())?;
    let report = run(&lock, &mut book, limits, session)?;
    let failure = report.failure();
    let document = Document {
        messages: report
            .messages
            .iter()
            .map(|message| message_document(message, false))
            .collect(),
        left: report
            .left
            .iter()
            .map(|left| LeftDocument {
                client: &left.client,
                channel: left.channel.word(),
                stage: &left.stage,
                invoices: &left.invoices,
                why: &left.why,
            })
            .collect(),
        payments_known_through: report.known_through.clone(),
        unknown: report.unknown,
        stopped: report.stopped.as_ref().map(Failure::message),
    };
    let answer = session.answer(&document, |page| report.text(page))?;
    Ok(answer.but(failure))
}

fn run(
    lock: &SenderLock,
    book: &mut Book,
    limits: Unattended,
    session: &mut Session<'_>,
) -> Result<Report> {
    let mut report = Report::default();
    outbox::recover_under(lock, book, session.now()?)?;
    report.unknown = unknown(book)?;
    match reminders::known_through(book, session.now()?, limits.max_payment_age_days) {
        Ok(day) => report.known_through = Some(day.to_string()),
        Err(stale) => {
            report.stopped = Some(stale);
            return Ok(report);
        }
    }
    let sender = session.sender(book)?;
    let now = session.now()?;
    let Alone { queued, left } =
        reminders::queue_unattended(lock, book, now, &sender, limits.max_messages)?;
    report.left = left;
    let mut ids: Vec<OutboxId> = queued;
    match deliver_all(book, Some(lock), false, session) {
        Ok(ran) => {
            let lists = [
                ran.accepted,
                ran.refused,
                ran.unknown,
                ran.expired,
                ran.put_off,
            ];
            for id in lists.into_iter().flatten() {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            report.stopped = ran.stopped.map(|why| {
                Failure::waiting(why)
                    .hint("the messages wait in the outbox; mend it, then payme outbox run --again")
            });
        }
        Err(failure) => report.stopped = Some(failure),
    }
    report.messages = ids
        .iter()
        .map(|id| outbox::show(book, *id))
        .collect::<Result<_>>()?;
    report.unknown = unknown(book)?;
    Ok(report)
}

fn unknown(book: &Book) -> Result<i64> {
    outbox::unknown_count(book)
}

impl Report {
    /// One line a message.
    fn text(&self, page: &mut Page) {
        for message in &self.messages {
            let state = match message.state {
                MessageState::Accepted if message.to_folder => "filed".to_owned(),
                MessageState::Accepted
                | MessageState::Queued
                | MessageState::Sending
                | MessageState::InDoubt
                | MessageState::Refused
                | MessageState::Unknown
                | MessageState::Cancelled
                | MessageState::Expired => message.state.word().replace('_', " "),
            };
            let why = if message.state == MessageState::Accepted {
                String::new()
            } else {
                message.why.clone()
            };
            let about = if message.stage.is_empty() {
                message.purpose.word()
            } else {
                &message.stage
            };
            page.line(joined(&[
                &state,
                &message.client_key,
                about,
                &message.invoices.join(", "),
                &message.to.join(", "),
                &why,
            ]));
        }
        for left in &self.left {
            page.line(joined(&[
                "left",
                &left.client,
                &left.stage,
                &left.invoices.join(", "),
                &left.why,
            ]));
        }
        if self.messages.is_empty() && self.left.is_empty() && self.stopped.is_none() {
            page.line("Nothing was due.");
        }
    }

    /// Why a person should look: exit code 3.
    fn failure(&self) -> Option<Failure> {
        let mut causes: Vec<String> = Vec::new();
        for message in &self.messages {
            let tried = message.attempt_count > 0;
            let stands = match message.state {
                // The unknown are counted below, with those of earlier runs.
                MessageState::Accepted
                | MessageState::Expired
                | MessageState::Cancelled
                | MessageState::Unknown => true,
                MessageState::Queued => !tried && self.stopped.is_none(),
                MessageState::Sending | MessageState::InDoubt | MessageState::Refused => false,
            };
            if !stands {
                causes.push(format!(
                    "Message {} to {} is {}: {}",
                    message.id,
                    message.client_name,
                    message.state.word().replace('_', " "),
                    message.why
                ));
            }
        }
        let failed = self.left.iter().filter(|left| left.failed);
        causes.extend(failed.map(|left| format!("{}: {}", left.client, left.why)));
        if self.unknown > 0 {
            let count = match self.unknown {
                1 => "1 message has".to_owned(),
                more => format!("{more} messages have"),
            };
            causes.push(format!("{count} an unknown outcome; decide about each."));
        }
        let Some(stopped) = &self.stopped else {
            return (!causes.is_empty()).then(|| {
                let failure = Failure::waiting("Something waits for a person.")
                    .hint("payme outbox list --only questions shows what to decide");
                causes.into_iter().fold(failure, Failure::because)
            });
        };
        Some(causes.into_iter().fold(stopped.clone(), Failure::because))
    }
}

fn joined(parts: &[&str]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|one| !one.is_empty())
        .collect();
    said.join("  ")
}
