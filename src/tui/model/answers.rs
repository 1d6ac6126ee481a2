//! What comes back from the outside and is more than a row: a ladder, a year, news of the sender.

use chrono::NaiveTime;

use crate::domain::message::Message;
use crate::domain::policy::Policy;
use crate::domain::views::{InvoiceDetail, JournalRow, MonthSum};
use crate::failure::Failure;

/// The ladder of one invoice: where it stands and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The invoice with its past reminders.
    pub invoice: InvoiceDetail,
    /// Its client's policy.
    pub policy: Policy,
}

/// Income of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revenue {
    /// The year.
    pub year: i32,
    /// The first year that the book has figures for, and the last.
    pub years: (i32, i32),
    /// Paid, twelve months a currency, the home currency first.
    pub paid: Vec<Vec<MonthSum>>,
    /// Billed, the same way.
    pub billed: Vec<Vec<MonthSum>>,
}

/// A line of the journal, with the time of day where the user is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The line.
    pub row: JournalRow,
    /// The time of day.
    pub time: NaiveTime,
}

/// What the send worker tells while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It goes through what is due.
    Progress {
        /// How many are through.
        done: usize,
        /// How many there are.
        total: usize,
        /// Whom it writes to now; empty between two.
        now: String,
    },
    /// A message changed its state.
    Message(Box<Message>),
    /// It stopped; what is queued waits.
    Stopped {
        /// Why, and what to do next.
        why: String,
    },
    /// Nothing is due any more.
    Idle,
    /// Somebody was asked what became of a message.
    Asked {
        /// The message as it is now: accepted, where it was found.
        message: Box<Message>,
        /// What was found, in words.
        words: String,
    },
    /// Nobody could be asked.
    NotAsked(Failure),
}
