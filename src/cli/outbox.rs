//! `payme outbox`: messages on their way, and what became of them.

use std::collections::BTreeMap;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::document::{MessageDocument, MessagesDocument, message_document};
use super::print::{Answer, Column, Page, Table};
use super::proof;
use super::resolve::{self, Resolve};
use super::session::{Session, wait};
use crate::delivery::Carrier;
use crate::domain::clock::instant_text;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Message, MessageState};
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::store::{Book, SenderLock};
use crate::usecases::outbox::{self, OutboxFilter, Progress, Route, RunReport};

/// Messages on their way, and what became of them.
#[derive(Debug, Subcommand)]
pub(super) enum Outbox {
    /// List messages, the newest first
    List(List),
    /// Show one message with its text and every try to deliver it
    Show(Show),
    /// Deliver what is due, and end
    Run(Run),
    /// Ask, or say, what became of a message whose outcome nobody knows
    Resolve(Resolve),
    /// Take back a message that has not left yet
    Cancel(Cancel),
    /// Send a refused or unknown message once more: the same bytes
    Retry(Retry),
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// Which messages
    #[arg(long, value_enum, default_value_t)]
    only: Only,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

/// Which messages.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Only {
    /// All
    #[default]
    All,
    /// Those that still have to go
    Waiting,
    /// Those that a person must decide: unknown and refused
    Questions,
}

#[derive(Args, Debug)]
pub(super) struct Run {
    /// Try an account once more that was blocked, say after a wrong password
    #[arg(long)]
    again: bool,
}

#[derive(Args, Debug)]
pub(super) struct Show {
    /// The message's id
    #[arg(value_name = "ID")]
    id: i64,
    #[command(flatten)]
    file: proof::AsFile,
}

#[derive(Args, Debug)]
pub(super) struct Cancel {
    /// The message's id
    #[arg(value_name = "ID")]
    id: i64,
}

#[derive(Args, Debug)]
pub(super) struct Retry {
    /// The message's id
    #[arg(value_name = "ID")]
    id: i64,
}

pub(super) fn run(command: Outbox, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Outbox::List(line) => list(&line, session),
        Outbox::Show(line) => show(&line, session),
        Outbox::Run(line) => run_due(line.again, session),
        Outbox::Resolve(line) => resolve::run(&line, session),
        Outbox::Cancel(line) => {
            let (now, mut book) = (session.now()?, session.book()?);
            changed(&outbox::cancel(&mut book, now, OutboxId(line.id))?, session)
        }
        Outbox::Retry(line) => {
            let (now, mut book) = (session.now()?, session.book()?);
            let message = outbox::retry(&mut book, now, OutboxId(line.id))?;
            session.tell("It goes with the next payme outbox run, or while the screens are open.");
            changed(&message, session)
        }
    }
}

fn list(line: &List, session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let filter = match line.only {
        Only::All => OutboxFilter::All,
        Only::Waiting => OutboxFilter::Waiting,
        Only::Questions => OutboxFilter::Questions,
    };
    let limit = usize::try_from(line.limit).unwrap_or(usize::MAX);
    let mut messages = outbox::list(&book, filter, limit)?;
    if session.format.json {
        for message in &mut messages {
            *message = outbox::show(&book, message.id)?;
        }
    }
    let document = MessagesDocument {
        messages: messages
            .iter()
            .map(|message| message_document(message, false))
            .collect(),
    };
    session.answer(&document, |page| {
        if messages.is_empty() {
            page.line("No message is there.");
        } else {
            page.table(&message_table(&messages));
        }
    })
}

/// Messages as a table.
pub(super) fn message_table(messages: &[Message]) -> Table {
    let mut table = Table::new(&[
        Column::figure("id"),
        Column::fixed("queued"),
        Column::fixed("client"),
        Column::fixed("state"),
        Column::flexible("subject"),
        Column::flexible("to"),
        Column::flexible("why"),
    ]);
    for message in messages {
        table.row([
            message.id.to_string(),
            message.queued_on.to_string(),
            message.client_key.clone(),
            message.state.word().replace('_', " "),
            heading(message).to_owned(),
            message.to.join(", "),
            message.why.clone(),
        ]);
    }
    table
}

/// The subject, or where there is none the first line of the text.
fn heading(message: &Message) -> &str {
    match message.subject.as_str() {
        "" => message.body.lines().next().unwrap_or_default(),
        subject => subject,
    }
}

fn show(line: &Show, session: &mut Session<'_>) -> Result<Answer> {
    if line.file.eml {
        return proof::write(&line.file, OutboxId(line.id), session);
    }
    let book = session.book()?;
    let message = outbox::show(&book, OutboxId(line.id))?;
    session.answer(&message_document(&message, true), |page| {
        text(page, &message);
    })
}

fn text(page: &mut Page, message: &Message) {
    page.line(format!("Message {}", message.id));
    page.pairs(&[
        ("State", message.state.word().replace('_', " ")),
        ("Why", message.why.clone()),
        (
            "Client",
            format!("{} ({})", message.client_name, message.client_key),
        ),
        ("For", message.invoices.join(", ")),
        ("To", message.to.join(", ")),
        ("Subject", message.subject.clone()),
        ("Queued", instant_text(message.queued_at)),
        ("Not before", instant_text(message.due_at)),
        ("Message-ID", message.message_id.clone()),
    ]);
    if !message.attempts.is_empty() {
        page.heading("Tries");
        for attempt in &message.attempts {
            let at = instant_text(attempt.at);
            page.line(format!(
                "{at}  {} at {}: {}",
                attempt.outcome, attempt.step, attempt.reply
            ));
        }
    }
    page.heading("Text");
    page.text(&message.body, 2);
}

pub(super) fn changed(message: &Message, session: &Session<'_>) -> Result<Answer> {
    session.answer(&message_document(message, false), |page| {
        let state = message.state.word().replace('_', " ");
        page.line(format!(
            "Message {} to {} is {state}.",
            message.id, message.client_name
        ));
    })
}

#[derive(Serialize)]
struct RunDocument<'a> {
    accepted: usize,
    refused: usize,
    unknown: usize,
    expired: usize,
    put_off: usize,
    waiting: i64,
    stopped: Option<&'a str>,
    again_at: Option<String>,
    messages: Vec<MessageDocument<'a>>,
}

fn run_due(again: bool, session: &mut Session<'_>) -> Result<Answer> {
    let mut book = session.book()?;
    let again = again || session.may_ask;
    let report = deliver_all(&mut book, None, again, session)?;
    let lists = [
        &report.accepted,
        &report.refused,
        &report.unknown,
        &report.expired,
        &report.put_off,
    ];
    let ids = lists.into_iter().flatten();
    let messages: Vec<Message> = ids
        .map(|id| outbox::show(&book, *id))
        .collect::<Result<_>>()?;
    let document = RunDocument {
        accepted: report.accepted.len(),
        refused: report.refused.len(),
        unknown: report.unknown.len() + report.recovered_unknown,
        expired: report.expired.len(),
        put_off: report.put_off.len(),
        waiting: report.waiting,
        stopped: report.stopped.as_deref(),
        again_at: report.again_at.map(instant_text),
        messages: messages
            .iter()
            .map(|message| message_document(message, false))
            .collect(),
    };
    let answer = session.answer(&document, |page| {
        if messages.is_empty() {
            page.line("Nothing was due.");
        } else {
            page.table(&message_table(&messages));
        }
        if report.waiting > 0 {
            page.gap();
            let again = report.again_at.map_or_else(String::new, |at| {
                format!("; the next may go at {}", instant_text(at))
            });
            page.line(format!("Waiting in the outbox: {}{again}.", report.waiting));
        }
    })?;
    Ok(answer.but(waits(&report, &messages)))
}

/// What a run leaves for a person.
fn waits(report: &RunReport, messages: &[Message]) -> Option<Failure> {
    let stopped = stopped(report)
        .map(|why| Failure::waiting(why).hint("mend the reason, then payme outbox run --again"));
    if report.recovered_unknown > 0 {
        let count = report.recovered_unknown;
        return Some(
            Failure::waiting(format!(
                "{count} messages were in doubt when payme ended; nobody knows whether they arrived."
            ))
            .hint("payme outbox list --only questions shows them"),
        );
    }
    let not_expired: Vec<Message> = messages
        .iter()
        .filter(|message| message.state != MessageState::Expired)
        .cloned()
        .collect();
    left_over(&not_expired, &[], stopped)
}

/// Delivers what is due over the accounts of the settings. A limit a minute is waited for. `held` is
/// the lock of the book's sender, where it is taken already.
pub(super) fn deliver_all(
    book: &mut Book,
    held: Option<&SenderLock>,
    insist: bool,
    session: &mut Session<'_>,
) -> Result<RunReport> {
    let settings = session.settings()?.clone();
    let clock = settings.clock;
    let (mut carriers, broken) = carriers(book, session)?;
    let mut channels: Vec<Channel> = carriers.keys().copied().collect();
    let mut reports: BTreeMap<Channel, RunReport> = BTreeMap::new();
    loop {
        let chosen = carriers.iter_mut();
        let chosen = chosen.filter(|(channel, _)| channels.contains(channel));
        let mut routes: Vec<Route<'_>> = chosen
            .map(|(channel, carrier)| {
                let (per_minute, per_day) = settings.limits(*channel);
                Route {
                    channel: *channel,
                    to_folder: settings.to_folder(*channel),
                    carrier: carrier.as_mut(),
                    account: settings.mark(*channel),
                    per_minute,
                    per_day,
                    quiet: settings.quiet(*channel, clock.now().at),
                }
            })
            .collect();
        let now = || clock.now();
        let mut tell = |step| tell_progress(session, step);
        let run = match held {
            Some(lock) => outbox::run_all_under(lock, book, &now, &mut routes, insist, &mut tell),
            None => outbox::run_all(book, &now, &mut routes, insist, &mut tell),
        };
        for carrier in carriers.values_mut() {
            carrier.close();
        }
        for (channel, report) in run? {
            reports.entry(channel).or_default().absorb(report);
        }
        let paced = reports.iter().filter(|(_, report)| report.paced);
        channels = paced.map(|(channel, _)| *channel).collect();
        let next = reports.values().filter(|report| report.paced);
        let next = next.filter_map(|report| Some((report.again_at?, report.paused_by())));
        let Some((at, why)) = next.min() else {
            break;
        };
        let pause = at - clock.now().at;
        let seconds = pause.num_seconds();
        session.tell(&format!("waiting {seconds} s: {why}"));
        wait(pause.to_std().unwrap_or_default());
    }
    let mut total = RunReport::default();
    for report in reports.into_values() {
        total.join(report);
    }
    if let Some(failure) = broken {
        total.join(RunReport {
            stopped: Some(failure.message().to_owned()),
            waiting: total.waiting,
            ..RunReport::default()
        });
    }
    Ok(total)
}

/// What carries each channel that has something in the outbox, and why one cannot be had: it does not
/// hold up the other. E-mail is always looked at, so that what a crash left is found.
///
/// # Errors
/// Usage, when none can be had.
fn carriers(book: &Book, session: &Session<'_>) -> Result<(Carriers, Option<Failure>)> {
    let settings = session.settings()?;
    let mut carriers = Carriers::new();
    let mut broken = None;
    for channel in Channel::ALL {
        if *channel == Channel::Email || outbox::next_due_of(book, *channel)?.is_some() {
            match settings.carrier_of(*channel, &session.environment) {
                Ok(carrier) => {
                    carriers.insert(*channel, carrier);
                }
                Err(failure) => broken = Some(failure),
            }
        }
    }
    match broken {
        Some(failure) if carriers.is_empty() => Err(failure),
        broken => Ok((carriers, broken)),
    }
}

type Carriers = BTreeMap<Channel, Box<dyn Carrier>>;

fn tell_progress(session: &mut Session<'_>, step: Progress) {
    let Progress::Settled {
        message,
        done,
        total,
    } = step
    else {
        return;
    };
    let state = message.state.word();
    tracing::info!(id = message.id.0, state, "settled");
    if total > 1 {
        session.progress(&format!(
            "{done} of {total}: {} {state}",
            message.client_name
        ));
    }
}

/// Delivers what is due; answers why something may be left.
pub(super) fn deliver(book: &mut Book, session: &mut Session<'_>) -> Option<Failure> {
    let insist = session.may_ask;
    match deliver_all(book, None, insist, session) {
        Ok(report) => stopped(&report).map(|why| {
            Failure::waiting(why)
                .hint("the messages wait in the outbox; mend it, then payme outbox run --again")
        }),
        Err(failure) => Some(failure),
    }
}

/// Why the rest waits, and until when where that is known.
fn stopped(report: &RunReport) -> Option<String> {
    let why = report.stopped.as_ref()?;
    Some(match report.again_at {
        Some(at) => format!("{why} The rest waits until {}.", instant_text(at)),
        None => why.clone(),
    })
}

/// How many messages were not sent, and of how many that is not known.
fn not_sent(unsent: usize, doubted: usize, total: usize) -> String {
    let certain = match (unsent, total) {
        (0, _) => String::new(),
        (1, 1) => "The message was not sent.".to_owned(),
        (1, _) => format!("1 of {total} messages was not sent."),
        (more, _) => format!("{more} of {total} messages were not sent."),
    };
    let doubt = match doubted {
        0 => String::new(),
        1 => "It is not certain whether 1 message was sent.".to_owned(),
        more => format!("It is not certain whether {more} messages were sent."),
    };
    format!("{certain} {doubt}").trim().to_owned()
}

/// Exit code 3 when something is not accepted, with the first reason.
pub(super) fn left_over(
    messages: &[Message],
    unsent: &[Failure],
    stopped: Option<Failure>,
) -> Option<Failure> {
    let open: Vec<&Message> = messages
        .iter()
        .filter(|message| message.state != MessageState::Accepted)
        .collect();
    let count = open.len() + unsent.len();
    if count == 0 {
        return stopped.filter(|_| messages.is_empty());
    }
    let total = messages.len() + unsent.len();
    let doubtful = |message: &&Message| match message.state {
        MessageState::Unknown | MessageState::InDoubt | MessageState::Sending => true,
        MessageState::Queued
        | MessageState::Accepted
        | MessageState::Refused
        | MessageState::Cancelled
        | MessageState::Expired => false,
    };
    let doubted = open.iter().copied().filter(|one| doubtful(one)).count();
    let mut failure = Failure::waiting(not_sent(count - doubted, doubted, total));
    for message in open {
        let (id, state) = (message.id, message.state.word().replace('_', " "));
        failure = failure.because(format!(
            "Message {id} to {} is {state}: {}",
            message.client_name, message.why
        ));
    }
    for one in unsent {
        failure = failure.because(one.message());
    }
    if let Some(stopped) = stopped {
        failure = failure.because(stopped.message());
    }
    Some(failure.hint("payme outbox list shows each one with its reason"))
}
