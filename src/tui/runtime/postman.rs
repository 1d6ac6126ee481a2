//! One round of sending: what is due goes out, and the screens hear of each message. The send worker
//! does this on its own thread and connection; tests do it on theirs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};

use super::desk::Desk;
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
    carrier: Option<Box<dyn Carrier>>,
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
            carrier: None,
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
                Evidence::Found { words, .. } | Evidence::NotFound { words } => words,
                Evidence::Silent { why } => why,
            },
        })
    }

    /// Sends what is due. `insist` is for a person's own action: a blocked account is tried once
    /// more.
    ///
    /// # Errors
    /// Book, when it cannot be used; usage, when the mail settings cannot work.
    pub fn round(&mut self, insist: bool, tell: &mut dyn FnMut(News)) -> Result<Ended> {
        let carrier = match &mut self.carrier {
            Some(carrier) => carrier,
            empty => empty.insert(self.desk.carrier()?),
        };
        let mail = &self.desk.settings().mail;
        // A folder has no provider who counts.
        let limits = if mail.to_folder() {
            (0, 0)
        } else {
            (mail.per_minute, mail.per_day)
        };
        let mut stoppable = Stoppable {
            carrier: carrier.as_mut(),
            stop: &self.stop,
        };
        let mut route = Route {
            channel: Channel::Email,
            to_folder: mail.to_folder(),
            carrier: &mut stoppable,
            account: self.desk.settings().account_mark(),
            per_minute: limits.0,
            per_day: limits.1,
        };
        let clock = self.desk.clock();
        let mut progress = |step| report(step, tell);
        let run = outbox::run(
            &mut self.book,
            clock.as_ref(),
            &mut route,
            insist,
            &mut progress,
        );
        carrier.close();
        match run {
            Ok(report) => Ok(ended(report)),
            Err(failure) if failure.kind() == Kind::Waiting => Ok(Ended::Busy(failure)),
            Err(failure) => Err(failure),
        }
    }
}

fn ended(report: RunReport) -> Ended {
    match report.stopped {
        Some(why) => Ended::Held {
            why,
            again_at: report.again_at,
        },
        None => Ended::Clear,
    }
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
