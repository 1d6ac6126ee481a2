//! One run of the outbox: everything of a channel that is due, one after the other.

use chrono::{DateTime, TimeDelta, Utc};

use super::deliver::{self, Then};
use crate::delivery::Carrier;
use crate::domain::clock::Now;
use crate::domain::ids::OutboxId;
use crate::domain::message::Message;
use crate::domain::policy::Channel;
use crate::domain::quiet::LocalQuiet;
use crate::failure::Result;
use crate::store::{Book, SenderLock, Undo};

/// What carries the messages of a channel, and its limits.
pub struct Route<'a> {
    /// The channel.
    pub channel: Channel,
    /// The transport.
    pub carrier: &'a mut dyn Carrier,
    /// Whether it only writes files on this machine.
    pub to_folder: bool,
    /// A fingerprint of the account's settings without secrets: a block ends when it changes.
    pub account: String,
    /// At most this many accepted messages a minute; 0 for no limit.
    pub per_minute: u32,
    /// At most this many accepted messages in 24 hours; 0 for no limit.
    pub per_day: u32,
    /// When none of its messages leaves.
    pub quiet: LocalQuiet,
}

/// What is told while it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A message is being sent; `done` of `total` are through.
    Sending {
        /// The message.
        message: Box<Message>,
        /// How many of this run are through.
        done: usize,
        /// How many this run has seen.
        total: usize,
    },
    /// A message came to its end, or went back to the queue.
    Settled {
        /// The message as it is now.
        message: Box<Message>,
        /// How many of this run are through.
        done: usize,
        /// How many this run has seen.
        total: usize,
    },
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunReport {
    /// The server has them.
    pub accepted: Vec<OutboxId>,
    /// A clear no.
    pub refused: Vec<OutboxId>,
    /// Nobody knows.
    pub unknown: Vec<OutboxId>,
    /// No longer true, so not sent.
    pub expired: Vec<OutboxId>,
    /// Put off by the server, or held by quiet hours; they are tried again later.
    pub put_off: Vec<OutboxId>,
    /// Why nothing more can be sent for now: the account is blocked, its limit is reached, or the
    /// machine is offline.
    pub stopped: Option<String>,
    /// Whether it stopped at the limit of messages a minute: `again_at` is then soon.
    pub paced: bool,
    /// Whether it stopped because the server cannot be reached.
    pub offline: bool,
    /// When it is worth to run again, where that is known.
    pub again_at: Option<DateTime<Utc>>,
    /// Messages that an earlier crash left in doubt and that are unknown now.
    pub recovered_unknown: usize,
    /// Messages that still wait in the queue.
    pub waiting: i64,
}

impl RunReport {
    /// Adds what a later run of the same batch did.
    pub fn absorb(&mut self, later: Self) {
        self.accepted.extend(later.accepted);
        self.refused.extend(later.refused);
        self.unknown.extend(later.unknown);
        self.expired.extend(later.expired);
        self.put_off.extend(later.put_off);
        self.recovered_unknown += later.recovered_unknown;
        self.stopped = later.stopped;
        self.paced = later.paced;
        self.offline = later.offline;
        self.again_at = later.again_at;
        self.waiting = later.waiting;
    }

    /// Adds what the run of another channel did at the same time. One that has to wait does not
    /// hide that the other goes on earlier.
    pub fn join(&mut self, other: Self) {
        let (stopped, paced, offline) = (self.stopped.take(), self.paced, self.offline);
        let again_at = self.again_at;
        self.absorb(other);
        self.stopped = match (stopped, self.stopped.take()) {
            (Some(one), Some(two)) if one != two => Some(format!("{one} {two}")),
            (one, two) => one.or(two),
        };
        self.paced |= paced;
        self.offline |= offline;
        self.again_at = again_at.into_iter().chain(self.again_at).min();
    }

    /// Why it stopped, or nothing.
    #[must_use]
    pub fn paused_by(&self) -> &str {
        self.stopped.as_deref().unwrap_or_default()
    }
}

/// Sends what is due over a route. `insist` is for a person's own action: an account that is blocked
/// until its setting changes is tried once more; a pause that the provider asked for is kept. A
/// message that is put off, refused or unknown does not hold up the next.
///
/// # Errors
/// Waiting, when another process sends for this book; book, when it cannot be used.
pub fn run(
    book: &mut Book,
    clock: &dyn Fn() -> Now,
    route: &mut Route<'_>,
    insist: bool,
    progress: &mut dyn FnMut(Progress),
) -> Result<RunReport> {
    let lock = SenderLock::take(book.path())?;
    run_under(&lock, book, clock, route, insist, progress)
}

/// Sends what is due over several routes, one after the other, as one sender: an account that is
/// blocked holds up its own channel only. Answers a report for each route.
///
/// # Errors
/// Waiting, when another process sends for this book; book, when it cannot be used.
pub fn run_all(
    book: &mut Book,
    clock: &dyn Fn() -> Now,
    routes: &mut [Route<'_>],
    insist: bool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<(Channel, RunReport)>> {
    let lock = SenderLock::take(book.path())?;
    run_all_under(&lock, book, clock, routes, insist, progress)
}

/// The same for who already holds the lock of the book's sender.
///
/// # Errors
/// Book, when it cannot be used.
pub fn run_all_under(
    lock: &SenderLock,
    book: &mut Book,
    clock: &dyn Fn() -> Now,
    routes: &mut [Route<'_>],
    insist: bool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<(Channel, RunReport)>> {
    let mut reports = Vec::new();
    for route in routes {
        let report = run_under(lock, book, clock, route, insist, progress)?;
        reports.push((route.channel, report));
    }
    Ok(reports)
}

/// The same for who already holds the lock of the book's sender.
///
/// # Errors
/// Book, when it cannot be used.
pub fn run_under(
    _lock: &SenderLock,
    book: &mut Book,
    clock: &dyn Fn() -> Now,
    route: &mut Route<'_>,
    insist: bool,
    progress: &mut dyn FnMut(Progress),
) -> Result<RunReport> {
    let mut report = RunReport::default();
    recover(book, clock(), &mut report)?;
    let block = book.view().block(route.channel)?;
    if insist && block.is_some_and(|block| block.until.is_none()) {
        book.change(clock(), Undo::Impossible, |tx| {
            Ok((tx.lift_block(route.channel)?, String::new()))
        })?;
    }
    let mut done = 0_usize;
    loop {
        let now = clock();
        if let Some(stop) = must_stop(book, now, route)? {
            let waiting = !book.view().messages_due(route.channel, now.at)?.is_empty();
            report.paced = waiting && stop.paced;
            report.stopped = waiting.then_some(stop.why);
            report.again_at = if waiting { stop.again_at } else { None };
            break;
        }
        let due = book.view().messages_due(route.channel, now.at)?;
        let Some(id) = due.first().copied() else {
            break;
        };
        let total = done + due.len();
        let message = Box::new(book.view().message(id)?);
        progress(Progress::Sending {
            message,
            done,
            total,
        });
        let then = deliver::one(book, clock, route, id, &mut report)?;
        done += 1;
        let message = Box::new(book.view().message(id)?);
        progress(Progress::Settled {
            message,
            done,
            total,
        });
        if then == Then::Stop {
            break;
        }
    }
    report.waiting = book.view().queued_count()?;
    if report.again_at.is_none() && report.stopped.is_none() {
        report.again_at = book.view().next_message_of(route.channel)?;
    }
    Ok(report)
}

/// Settles what an earlier crash left on its way: it goes back to the queue, or nobody knows of it.
/// Answers how many messages nobody knows of since.
///
/// # Errors
/// Book, when it cannot be written.
pub fn recover_under(_lock: &SenderLock, book: &mut Book, now: Now) -> Result<usize> {
    let mut report = RunReport::default();
    recover(book, now, &mut report)?;
    Ok(report.recovered_unknown)
}

fn recover(book: &mut Book, now: Now, report: &mut RunReport) -> Result<()> {
    let (_requeued, unknown) = book.change(now, Undo::Note, |tx| {
        let (queued, unknown) = tx.recover_outbox()?;
        let line = if unknown > 0 {
            format!("{unknown} messages were in doubt when the program ended: decide about them")
        } else {
            String::new()
        };
        Ok(((queued, unknown), line))
    })?;
    report.recovered_unknown = unknown;
    Ok(())
}

/// A channel's account, in words.
pub(super) const fn account(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "The account",
        Channel::Sms => "The account for text messages",
    }
}

struct Stop {
    why: String,
    again_at: Option<DateTime<Utc>>,
    paced: bool,
}

fn must_stop(book: &mut Book, now: Now, route: &Route<'_>) -> Result<Option<Stop>> {
    if let Some(block) = book.view().block(route.channel)? {
        let over = block.until.is_some_and(|until| until <= now.at);
        if block.account == route.account && !over {
            let account = account(route.channel);
            let why = format!("{account} is blocked at {}: {}", block.step, block.why);
            return Ok(Some(Stop {
                why,
                again_at: block.until,
                paced: false,
            }));
        }
        book.change(now, Undo::Impossible, |tx| {
            Ok((tx.lift_block(route.channel)?, String::new()))
        })?;
    }
    let limits = [
        (route.per_minute, TimeDelta::minutes(1), "a minute", true),
        (route.per_day, TimeDelta::hours(24), "in 24 hours", false),
    ];
    for (limit, span, words, paced) in limits {
        let view = book.view();
        let channel = route.channel;
        if limit > 0 && view.accepted_since(channel, now.at - span, now.at)? >= i64::from(limit) {
            let kind = match channel {
                Channel::Email => "messages",
                Channel::Sms => "text messages",
            };
            let why = format!("The limit of {limit} {kind} {words} is reached.");
            let again_at = view
                .accepted_oldest_since(channel, now.at - span)?
                .map(|at| at + span);
            return Ok(Some(Stop {
                why,
                again_at,
                paced,
            }));
        }
    }
    Ok(None)
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
