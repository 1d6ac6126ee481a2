//! What was queued from these screens and has not left yet: its ten seconds, and the progress of
//! what is leaving.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::Model;
use super::effect::News;
use super::screens::send;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Message, MessageState};
use crate::failure::Failure;

/// Seconds between `s` and the moment a message may leave.
pub const DELAY_SECONDS: u32 = 10;

/// A message in its ten seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Row id.
    pub id: OutboxId,
    /// What it is about and to whom.
    pub what: String,
    /// When it may leave.
    pub leaves_at: DateTime<Utc>,
    /// What was queued with one key shares a number, and is taken back with one key.
    batch: u64,
    taking_back: bool,
}

/// How far the send worker is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many are through.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// Whom it writes to now.
    pub now: String,
}

/// Everything about messages that are on their way.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// In their ten seconds, the oldest first.
    pub waiting: Vec<Waiting>,
    /// Those whose ten seconds have passed, until the send worker says what became of them.
    leaving_now: BTreeSet<OutboxId>,
    /// How far the send worker is, while it works.
    pub progress: Option<Progress>,
    /// Whether the program ends as soon as nothing waits any more.
    pub leaving: bool,
    batch: u64,
}

impl Outbox {
    /// What is queued from now on is taken back together.
    pub fn begin_batch(&mut self) {
        self.batch += 1;
    }

    /// The messages of the newest batch, to take back. They are not given twice.
    pub fn last_batch(&mut self) -> Vec<OutboxId> {
        let open = |one: &&mut Waiting| !one.taking_back;
        let newest = self.waiting.iter().filter(|one| !one.taking_back);
        let Some(batch) = newest.map(|one| one.batch).max() else {
            return Vec::new();
        };
        let of_batch = self.waiting.iter_mut().filter(open);
        of_batch
            .filter(|one| one.batch == batch)
            .map(|one| {
                one.taking_back = true;
                one.id
            })
            .collect()
    }

    /// Seconds until the next message leaves, rounded up.
    #[must_use]
    pub fn seconds_left(&self, now: DateTime<Utc>) -> Option<i64> {
        let next = self.waiting.iter().map(|one| one.leaves_at).min()?;
        Some(((next - now).num_milliseconds().max(0) + 999) / 1000)
    }

    /// When the seconds shown change next.
    #[must_use]
    pub fn deadline(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let next = self.waiting.iter().map(|one| one.leaves_at).min()?;
        let whole = self.seconds_left(now)?.saturating_sub(1);
        Some(next - TimeDelta::seconds(whole))
    }

    /// Whether nothing waits and nothing is on its way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.leaving_now.is_empty()
    }

    fn forget(&mut self, id: OutboxId) {
        self.waiting.retain(|one| one.id != id);
    }
}

impl Model {
    /// A message was queued from here.
    pub(super) fn queued(&mut self, message: &Message) {
        self.outbox.forget(message.id);
        self.outbox.waiting.push(Waiting {
            id: message.id,
            what: format!(
                "{} to {}",
                message.invoices.join(", "),
                message.to.join(", ")
            ),
            leaves_at: message.due_at,
            batch: self.outbox.batch,
            taking_back: false,
        });
    }

    /// A message was taken back.
    pub(super) fn taken_back(&mut self, message: &Message) {
        self.outbox.forget(message.id);
        send::message_changed(self, message);
        let rest = self.outbox.waiting.iter().any(|one| one.taking_back);
        if !rest {
            self.say(format!("Taken back: {}.", message.subject));
        }
    }

    /// A message could not be taken back: most likely it has left.
    pub(super) fn not_taken_back(&mut self, id: OutboxId, failure: &Failure) {
        self.outbox.forget(id);
        self.complain(failure);
    }

    /// What the send worker tells.
    pub(super) fn hear(&mut self, news: News) {
        match news {
            News::Progress { done, total, now } => {
                self.outbox.progress = Some(Progress { done, total, now });
            }
            News::Message(message) => {
                self.message_moved(&message);
                self.stale();
            }
            News::Stopped { why } => {
                self.outbox.progress = None;
                self.outbox.leaving_now.clear();
                self.complain(&Failure::refused(why));
                self.stale();
            }
            News::Idle => {
                self.outbox.progress = None;
                self.outbox.leaving_now.clear();
                self.stale();
            }
            News::Asked { message, words } => {
                let about = message.invoices.join(", ");
                if message.state == MessageState::Accepted {
                    self.say(format!("{about} was sent. {words}"));
                } else {
                    self.note(format!("{about} stays a question. {words}"));
                }
                self.stale();
            }
            News::NotAsked(failure) => self.complain(&failure),
        }
    }

    fn message_moved(&mut self, message: &Message) {
        send::message_changed(self, message);
        match message.state {
            MessageState::Sending | MessageState::InDoubt => self.outbox.forget(message.id),
            MessageState::Queued
            | MessageState::Accepted
            | MessageState::Refused
            | MessageState::Unknown
            | MessageState::Cancelled
            | MessageState::Expired => {
                self.outbox.forget(message.id);
                self.outbox.leaving_now.remove(&message.id);
            }
        }
        if message.state.is_final()
            && let Some(known) = &mut self.dashboard.data
        {
            // Until the dashboard is read again: who quits now is not asked about what has gone.
            known.waiting = known.waiting.saturating_sub(1).max(0);
        }
        let about = message.invoices.join(", ");
        let to = message.to.join(", ");
        match message.state {
            MessageState::Accepted if self.setup.to_folder => {
                let folder = &self.setup.transport;
                self.say(format!("Wrote {about} for {to} as a file: {folder}."));
            }
            MessageState::Accepted => self.say(format!("Sent {about} to {to}.")),
            MessageState::Refused => {
                let failure = Failure::refused(format!("The server refused {about} to {to}."));
                self.complain(&failure.because(&message.why));
            }
            MessageState::Unknown => {
                let text = format!("Nobody can know whether {about} to {to} arrived.");
                let failure = Failure::waiting(text).because(&message.why);
                self.complain(&failure.hint("look, then say so with r on the dashboard"));
            }
            MessageState::Expired => {
                self.note(format!("{about} did not go: {}", message.why));
            }
            MessageState::Queued if !message.why.is_empty() => {
                self.note(format!("{about} waits: {}", message.why));
            }
            MessageState::Queued
            | MessageState::Sending
            | MessageState::InDoubt
            | MessageState::Cancelled => {}
        }
    }

    /// The ten seconds of some have passed.
    pub(super) fn let_go(&mut self) {
        let now = self.now.at;
        let gone = self.outbox.waiting.iter();
        let gone = gone.filter(|one| one.leaves_at <= now && !one.taking_back);
        let gone: Vec<OutboxId> = gone.map(|one| one.id).collect();
        self.outbox.leaving_now.extend(gone);
        self.outbox
            .waiting
            .retain(|one| one.leaves_at > now || one.taking_back);
    }
}
