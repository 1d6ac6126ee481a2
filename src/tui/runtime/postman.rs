//! One round of sending: what is due goes out, and the screens hear of each message. The send worker
//! does this on its own thread and connection; tests do it on theirs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};

use super::clock::until;
use super::desk::Desk;
use crate::config::Clock;
use crate::delivery::{Carrier, Evidence, Outcome, Parcel, Step};
use crate::domain::ids::OutboxId;
use crate::domain::policy::Channel;
use crate::failure::{Failure, Kind, Result};
use crate::store::Book;
use crate::tui::model::News;
use crate::usecases::outbox::{self, OutboxFilter, Progress, Route, RunReport};

/// Sends for one desk.
pub struct Postman {
    desk: Desk,
    book: Book,
    carriers: BTreeMap<Channel, Box<dyn Carrier>>,
    stop: Arc<AtomicBool>,
}

/// How a round ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nothing is due any more; what is queued for later goes when its time has come.
    Clear,
    /// What is due has to wait.
    Held {
        /// Why, and what to do.
        why: String,
        /// When it is worth to try again without a person.
        again_at: Option<DateTime<Utc>>,
    },
    /// Another process sends for this book.
    Busy(Failure),
}

impl Ended {
    /// Why what is due has to wait, in one line.
    #[must_use]
    pub fn why(&self) -> Option<String> {
        match self {
            Self::Clear => None,
            Self::Held { why, .. } => Some(why.clone()),
            Self::Busy(failure) => Some(in_one_line(failure)),
        }
    }

    /// How two channels ended together: what has to wait in either is said.
    #[must_use]
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Clear, other) => other,
            (one, Self::Clear) => one,
            (Self::Busy(failure), _) | (_, Self::Busy(failure)) => Self::Busy(failure),
            (
                Self::Held { why, again_at },
                Self::Held {
                    why: other,
                    again_at: or,
                },
            ) => Self::Held {
                why: format!("{why} {other}"),
                again_at: again_at.into_iter().chain(or).min(),
            },
        }
    }

    /// What the screens hear of it.
    #[must_use]
    pub fn news(&self) -> News {
        match self.why() {
            Some(why) => News::Stopped { why },
            None => News::Idle,
        }
    }
}

impl Postman {
    /// For an open book of this desk. When `stop` turns true, the message on its way is finished and
    /// no other begins.
    #[must_use]
    pub const fn new(desk: Desk, book: Book, stop: Arc<AtomicBool>) -> Self {
        Self {
            desk,
            book,
            carriers: BTreeMap::new(),
            stop,
        }
    }

    /// When the next queued message may go.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        outbox::next_due(&self.book)
    }

    /// The same for one channel.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn next_due_of(&self, channel: Channel) -> Result<Option<DateTime<Utc>>> {
        outbox::next_due_of(&self.book, channel)
    }

    /// Whether a program that ended in the middle of its work left something to look after.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn has_left_overs(&self) -> Result<bool> {
        Ok(!outbox::list(&self.book, OutboxFilter::Waiting, 1)?.is_empty())
    }

    /// Asks who may know what became of a message.
    ///
    /// # Errors
    /// Usage, when nobody is set up who could be asked; refused, when the message is no question;
    /// book, when it cannot be used.
    pub fn ask(&mut self, id: OutboxId) -> Result<News> {
        let channel = outbox::show(&self.book, id)?.channel;
        let Some(mut witness) = self.desk.witness(channel)? else {
            return Err(Failure::usage("Nobody can be asked what became of it.")
                .hint("set [mail.imap] in config.toml"));
        };
        let now = self.desk.now();
        let answer = outbox::ask(&mut self.book, now, id, witness.as_mut())?;
        Ok(News::Asked {
            message: Box::new(answer.message),
            words: match answer.evidence {
                Evidence::Found { words, .. }
                | Evidence::Failed { words, .. }
                | Evidence::NotFound { words } => words,
                Evidence::Silent { why } => why,
            },
        })
    }

    /// Sends what is due. `insist` is for a person's own action: a blocked account is tried once
    /// more.
    ///
    /// # Errors
    /// Book, when it cannot be used; usage, when the settings of a channel cannot work.
    pub fn round(&mut self, insist: bool, tell: &mut dyn FnMut(News)) -> Result<Ended> {
        let mut all = Ended::Clear;
        for (_, ended) in self.round_of(Channel::ALL, insist, tell)? {
            all = all.and(ended?);
        }
        Ok(all)
    }

    /// The same for some channels, with the end of each: one whose account is blocked, or whose
    /// settings cannot work, does not hold up the other.
    ///
    /// # Errors
    /// Book, when it cannot be used.
    pub fn round_of(
        &mut self,
        channels: &[Channel],
        insist: bool,
        tell: &mut dyn FnMut(News),
    ) -> Result<Vec<(Channel, Result<Ended>)>> {
        let mut ends = Vec::new();
        for channel in channels {
            if !self.carriers.contains_key(channel) {
                match self.desk.carrier(*channel) {
                    Ok(carrier) => {
                        self.carriers.insert(*channel, carrier);
                    }
                    Err(failure) => ends.push((*channel, Err(failure))),
                }
            }
        }
        let settings = self.desk.settings();
        let at = self.desk.now().at;
        let carriers = self.carriers.iter_mut();
        let mut chosen: Vec<(Channel, Stoppable<'_>)> = carriers
            .filter(|(channel, _)| channels.contains(channel))
            .map(|(channel, carrier)| {
                let stop = self.stop.as_ref();
                let carrier = carrier.as_mut();
                (*channel, Stoppable { carrier, stop })
            })
            .collect();
        let mut routes: Vec<Route<'_>> = Vec::new();
        for (channel, carrier) in &mut chosen {
            let (per_minute, per_day) = settings.limits(*channel);
            routes.push(Route {
                channel: *channel,
                to_folder: settings.to_folder(*channel),
                carrier,
                account: settings.mark(*channel),
                per_minute,
                per_day,
                quiet: settings.quiet(*channel, at),
            });
        }
        let clock = self.desk.clock();
        let config_clock = settings.clock;
        let mut progress = |step| report(step, tell);
        let book = &mut self.book;
        let run = outbox::run_all(book, clock.as_ref(), &mut routes, insist, &mut progress);
        for route in routes {
            route.carrier.close();
        }
        match run {
            Ok(reports) => {
                let reports = reports.into_iter();
                ends.extend(
                    reports.map(|(channel, report)| (channel, Ok(ended(report, config_clock, at)))),
                );
            }
            Err(failure) if failure.kind() == Kind::Waiting => {
                let busy = chosen.iter().map(|(channel, _)| *channel);
                ends.extend(busy.map(|channel| (channel, Ok(Ended::Busy(failure.clone())))));
            }
            Err(failure) => return Err(failure),
        }
        Ok(ends)
    }
}

/// What waits says until when, where that is known and not the same minute again and again.
fn ended(report: RunReport, clock: Clock, now: DateTime<Utc>) -> Ended {
    let again_at = report.again_at;
    let Some(why) = report.stopped else {
        return Ended::Clear;
    };
    let why = match again_at {
        Some(_) if report.paced => format!("{why} The rest follows by itself."),
        Some(at) if !report.offline => {
            // First, because a narrow window cuts a server's long words off.
            format!("The rest waits until {}. {why}", until(clock, now, at))
        }
        Some(_) | None => why,
    };
    Ended::Held { why, again_at }
}

fn report(step: Progress, tell: &mut dyn FnMut(News)) {
    match step {
        Progress::Sending {
            message,
            done,
            total,
        } => {
            let now = message.client_name;
            tell(News::Progress { done, total, now });
        }
        Progress::Settled {
            message,
            done,
            total,
        } => {
            let now = String::new();
            tell(News::Progress { done, total, now });
            tell(News::Message(message));
        }
    }
}

/// A failure as one line: what, and what to do next.
pub(super) fn in_one_line(failure: &Failure) -> String {
    match failure.next_step() {
        "" => failure.message().to_owned(),
        next => format!("{} ({next})", failure.message().trim_end_matches('.')),
    }
}

/// A carrier that begins no message once the screens are being left.
struct Stoppable<'a> {
    carrier: &'a mut dyn Carrier,
    stop: &'a AtomicBool,
}

impl Carrier for Stoppable<'_> {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        if self.stop.load(Ordering::SeqCst) {
            return Outcome::Withdrawn {
                why: "The program ends; it goes next time.".to_owned(),
            };
        }
        self.carrier.deliver(parcel, commit)
    }

    fn describe(&self) -> String {
        self.carrier.describe()
    }

    fn close(&mut self) {
        self.carrier.close();
    }

    fn check(&mut self) -> std::result::Result<String, (Step, String)> {
        self.carrier.check()
    }
}
