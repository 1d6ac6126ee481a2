//! The first screen, figures over the book, and the journal.

use chrono::{DateTime, NaiveDate, Utc};

use super::reminder::{ReminderInvoice, ReminderRow};
use crate::domain::freshness::Freshness;
use crate::domain::ids::EntryId;
use crate::domain::message::Message;
use crate::domain::money::Money;
use crate::domain::party::Hold;

/// What needs the user today: one Enter from being done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// A reminder that would go today.
    Remind(ReminderRow),
    /// A message whose outcome nobody knows.
    Resolve(Message),
    /// A message that the server refused.
    Refused(Message),
    /// A message that should have left by now and has not: offline, put off, or a blocked account.
    Waiting(Message),
    /// An invoice whose ladder ended or whose cap is reached.
    Decide(ReminderRow),
    /// A promise that was not kept: its day has passed and the balance is open.
    BrokenPromise {
        /// The hold.
        hold: Hold,
        /// The client's key.
        client_key: String,
        /// The client's name.
        client_name: String,
        /// The invoices it was about, with what is open.
        invoices: Vec<ReminderInvoice>,
    },
}

/// A band of the age of debt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeBand {
    /// "not due", "1-14 d", "15-30 d", "31-60 d", "> 60 d".
    pub label: &'static str,
    /// How many invoices.
    pub count: i64,
    /// Open balances, one a currency, the home currency first.
    pub open: Vec<Money>,
}

/// A month and a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthSum {
    /// First day of the month.
    pub month: NaiveDate,
    /// The sum.
    pub sum: Money,
    /// How many payments or invoices.
    pub count: i64,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Row id.
    pub id: EntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// The user's day.
    pub on: NaiveDate,
    /// What was done, in one line.
    pub text: String,
    /// Whether `u` can take it back.
    pub undoable: bool,
    /// Whether it was taken back.
    pub undone: bool,
}

/// The first screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dashboard {
    /// Open balances, one a currency, the home currency first (always there, zero or not).
    pub outstanding: Vec<Money>,
    /// How many invoices are open.
    pub outstanding_count: i64,
    /// Overdue balances, the same way.
    pub overdue: Vec<Money>,
    /// How many are overdue.
    pub overdue_count: i64,
    /// Days late of the oldest.
    pub oldest_days: i64,
    /// Paid this month, the same way.
    pub paid: Vec<Money>,
    /// How many payments this month.
    pub paid_count: i64,
    /// Paid last month in the home currency.
    pub paid_before: Money,
    /// Messages that wait in the outbox.
    pub waiting: i64,
    /// Messages that a server accepted this month.
    pub accepted: i64,
    /// Messages written to a folder of this machine this month: nobody has got them.
    pub filed: i64,
    /// The to-do list.
    pub needs: Vec<Need>,
    /// The next reminder that comes later, as a line.
    pub next: Option<String>,
    /// Age of debt, five bands.
    pub ages: Vec<AgeBand>,
    /// Median days from issue to full payment over the last year.
    pub pays_after: Option<i64>,
    /// Income of the last 12 months in the home currency, oldest first.
    pub income: Vec<MonthSum>,
    /// The newest of the journal.
    pub activity: Vec<JournalRow>,
    /// The day through which payments are known: the newest one, or the last look at the bank.
    pub payments_through: Option<NaiveDate>,
}

/// What stands on every screen: the tabs and the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Business name; empty when not said.
    pub business: String,
    /// Home currency code.
    pub currency: String,
    /// How many reminder messages are due today.
    pub reminders_due: i64,
    /// Messages with an unknown outcome.
    pub unknown: i64,
    /// Through which day payments are known.
    pub freshness: Freshness,
}
