//! The thread that sends. It has its own connection to the book, sleeps until the next queued
//! message is due, and sends what is due then. Offline it tries once a minute; a blocked account
//! waits for a person; when another process sends for this book, it says so and looks again later.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::desk::Desk;
use super::inbox::Incoming;
use super::mishap::{self, Needed, guarded};
use super::postman::{Ended, Postman, in_one_line};
use crate::domain::policy::Channel;
use crate::failure::{Failure, Kind, Result};
use crate::tui::model::{Msg, News};

/// What the worker is told.
#[derive(Debug)]
pub(super) enum Order {
    /// The book has changed.
    Look,
    /// A person wants something to go: a blocked account is tried once more.
    Asked,
    /// The screens stand at another desk.
    Move(Box<Desk>),
    /// The program ends.
    End,
}

/// While something waits, the clock is looked at this often: a computer that slept does not count
/// its sleep.
const MOST_WAIT: Duration = Duration::from_mins(1);

/// After a round something that is still due waits at least this long.
const LEAST_REST: TimeDelta = TimeDelta::seconds(1);

/// How long until an unforeseen stop is tried again.
const REST: TimeDelta = TimeDelta::minutes(1);

/// The running worker.
pub(super) struct SendWorker {
    orders: Sender<Order>,
    stop: Arc<AtomicBool>,
    thread: Needed,
}

impl SendWorker {
    /// Starts the thread.
    pub(super) fn start(desk: Desk, inbox: Sender<Incoming>) -> Self {
        let (orders, hears) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let handed = Arc::clone(&stop);
        let told = inbox.clone();
        let thread = mishap::spawn("watched the outbox", told, move || {
            let work = Work {
                postman: None,
                desk,
                stop: handed,
                inbox,
                rests: BTreeMap::new(),
                reasons: BTreeMap::new(),
                insist: false,
                told: None,
            };
            work.run(&hears);
        });
        Self {
            orders,
            stop,
            thread,
        }
    }

    /// The way to tell it something.
    pub(super) fn orders(&self) -> Sender<Order> {
        self.orders.clone()
    }

    /// Lets it finish the message that is on its way, and begins no other. `slow` is called when
    /// that takes longer than a moment.
    pub(super) fn finish(self, moment: Duration, slow: impl FnOnce()) {
        self.stop.store(true, Ordering::SeqCst);
        // It has ended already when this is not heard.
        let _ = self.orders.send(Order::End);
        // Its phases have their limits, so this ends; and the user can end it with Ctrl-C.
        self.thread.finish(moment, slow);
    }
}

struct Work {
    postman: Option<Postman>,
    desk: Desk,
    stop: Arc<AtomicBool>,
    inbox: Sender<Incoming>,
    /// How long each channel rests, and why.
    rests: BTreeMap<Channel, Rest>,
    reasons: BTreeMap<Channel, String>,
    insist: bool,
    told: Option<String>,
}

/// How long what is due has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Until(DateTime<Utc>),
    ForAPerson,
}

impl Work {
    fn run(mut self, orders: &Receiver<Order>) {
        if matches!(self.open().map(Postman::has_left_overs), Some(Ok(true))) {
            self.round_of(Channel::ALL);
        }
        loop {
            let order = match self.next_at() {
                None => orders.recv().or(Err(RecvTimeoutError::Disconnected)),
                Some(at) => orders.recv_timeout(wait_until(at, self.desk.now().at)),
            };
            match order {
                Ok(Order::End) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(order) => self.hear(order),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let due = self.due();
            if !due.is_empty() {
                self.round_of(&due);
            }
        }
    }

    fn hear(&mut self, order: Order) {
        match order {
            // What rests goes on resting: a payment that is recorded brings no line back.
            Order::Look | Order::End => return,
            Order::Asked => self.insist = true,
            Order::Move(desk) => {
                self.desk = *desk;
                self.postman = None;
            }
        }
        self.rests.clear();
        self.reasons.clear();
        self.told = None;
    }

    /// When to work next; nothing, while nothing waits that can go without a person.
    fn next_at(&mut self) -> Option<DateTime<Utc>> {
        let channels = Channel::ALL.iter();
        channels.filter_map(|channel| self.next_of(*channel)).min()
    }

    /// The channels that have something to do now.
    fn due(&mut self) -> Vec<Channel> {
        let now = self.desk.now().at;
        let is_due = |channel: &Channel| self.next_of(*channel).is_some_and(|at| at <= now);
        Channel::ALL.iter().copied().filter(is_due).collect()
    }

    fn next_of(&mut self, channel: Channel) -> Option<DateTime<Utc>> {
        let due = match self.open()?.next_due_of(channel) {
            Ok(due) => due?,
            Err(failure) => {
                self.say(News::Stopped {
                    why: in_one_line(&failure),
                });
                return None;
            }
        };
        match self.rests.get(&channel) {
            None => Some(due),
            Some(Rest::Until(rest)) => Some(due.max(*rest)),
            Some(Rest::ForAPerson) => None,
        }
    }

    fn open(&mut self) -> Option<&Postman> {
        if self.postman.is_none() {
            match self.desk.open_again() {
                Ok(book) => {
                    let stop = Arc::clone(&self.stop);
                    self.postman = Some(Postman::new(self.desk.clone(), book, stop));
                }
                Err(failure) => self.say(News::Stopped {
                    why: in_one_line(&failure),
                }),
            }
        }
        self.postman.as_ref()
    }

    fn round_of(&mut self, channels: &[Channel]) {
        let insist = std::mem::take(&mut self.insist);
        let inbox = self.inbox.clone();
        let Some(postman) = &mut self.postman else {
            return;
        };
        let mut tell = |news| {
            // The loop has ended when nobody hears it; the round goes on to its end.
            let _ = inbox.send(Incoming::Msg(Box::new(Msg::News(news))));
        };
        let round = guarded("sent", || postman.round_of(channels, insist, &mut tell));
        if round.is_err() {
            // Whatever state the mistake left, the next round begins with a new connection.
            self.postman = None;
        }
        let ends = match round.and_then(|ends| ends) {
            Ok(ends) => ends,
            Err(failure) => {
                let each = channels.iter();
                each.map(|channel| (*channel, Err(failure.clone())))
                    .collect()
            }
        };
        self.settle(ends);
    }

    /// Each channel rests as its round ended; why is said, the same once.
    fn settle(&mut self, ends: Vec<(Channel, Result<Ended>)>) {
        let now = self.desk.now().at;
        for (channel, end) in ends {
            let (rest, why) = match end {
                Ok(ended) => (rest_of(&ended, now), ended.why()),
                Err(failure) => (rest_after(&failure, now), Some(in_one_line(&failure))),
            };
            self.rests.insert(channel, rest);
            match why {
                Some(why) => self.reasons.insert(channel, why),
                None => self.reasons.remove(&channel),
            };
        }
        let mut reasons: Vec<&str> = self.reasons.values().map(String::as_str).collect();
        reasons.dedup();
        let why = (!reasons.is_empty()).then(|| reasons.join(" "));
        let said = why.clone().filter(|_| self.told != why);
        self.told = why;
        self.say(match said {
            Some(why) => News::Stopped { why },
            None => News::Idle,
        });
    }

    fn say(&self, news: News) {
        // The loop has ended when nobody hears it.
        let _ = self.inbox.send(Incoming::Msg(Box::new(Msg::News(news))));
    }
}

/// A full disk is emptied, and a book that is busy is free again; a setting, or a mistake of ours,
/// waits for a person.
fn rest_after(failure: &Failure, now: DateTime<Utc>) -> Rest {
    match failure.kind() {
        Kind::Book => Rest::Until(now + REST),
        Kind::Refused | Kind::Usage | Kind::Waiting => Rest::ForAPerson,
    }
}

fn rest_of(ended: &Ended, now: DateTime<Utc>) -> Rest {
    match ended {
        Ended::Clear => Rest::Until(now + LEAST_REST),
        Ended::Busy(_) => Rest::Until(now + REST),
        Ended::Held { again_at, .. } => match again_at {
            Some(at) => Rest::Until(*at.max(&(now + LEAST_REST))),
            None => Rest::ForAPerson,
        },
    }
}

fn wait_until(at: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    (at - now).to_std().unwrap_or_default().min(MOST_WAIT)
}

#[cfg(test)]
#[path = "send_worker_tests.rs"]
mod tests;
