//! Rows and figures that screens and commands show: plain data, read by the store.

use chrono::{DateTime, NaiveDate, Utc};

use super::ids::{ClientId, EntryId, HoldId, InvoiceId, OutboxId, PaymentId};
use super::invoice::{Invoice, InvoiceKind, InvoiceState, InvoiceStatus, Payment};
use super::message::{Address, Message};
use super::money::Money;
use super::party::{Client, Hold, HoldKind};
use super::policy::{Channel, Tone};

/// One page of a list that is paged by key, never by offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` at the end. Opaque.
    pub next: Option<String>,
}

/// A row of the list of invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRow {
    /// Row id.
    pub id: InvoiceId,
    /// Number, or `draft:ID`.
    pub reference: String,
    /// Kind.
    pub kind: InvoiceKind,
    /// Stored status.
    pub status: InvoiceStatus,
    /// Computed state.
    pub state: InvoiceState,
    /// Client.
    pub client: ClientId,
    /// Client's key.
    pub client_key: String,
    /// Client's name.
    pub client_name: String,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Due date.
    pub due_on: Option<NaiveDate>,
    /// Gross total.
    pub gross: Money,
    /// Open balance.
    pub open: Money,
    /// Days late, negative before due, 0 when nothing is open.
    pub days_late: i64,
    /// Day of the last payment.
    pub paid_on: Option<NaiveDate>,
    /// How many reminders went, and the day of the last.
    pub reminded: Option<(i64, NaiveDate)>,
    /// Whether a hold on it or its client is active today.
    pub held: bool,
}

/// How the list of invoices is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvoiceSort {
    /// Drafts, then open ones, then the rest; the latest due date first.
    #[default]
    OpenFirst,
    /// The earliest due date first: what is latest stands on top.
    Due,
    /// The newest first.
    Newest,
    /// The largest gross first.
    Amount,
}

/// How many invoices there are of a sort, for the views over the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InvoiceCounts {
    /// All.
    pub all: i64,
    /// With an open balance, overdue or not.
    pub open: i64,
    /// Overdue today.
    pub overdue: i64,
    /// Drafts.
    pub drafts: i64,
    /// Paid.
    pub paid: i64,
}

/// Something that was said or happened, with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub on: NaiveDate,
    /// One line.
    pub text: String,
}

/// One invoice with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceDetail {
    /// The document.
    pub invoice: Invoice,
    /// Computed state.
    pub state: InvoiceState,
    /// Open balance.
    pub open: Money,
    /// Days late.
    pub days_late: i64,
    /// The client as it is now.
    pub client: Client,
    /// Payments, oldest first.
    pub payments: Vec<Payment>,
    /// Messages about it, oldest first.
    pub reminders: Vec<SentReminder>,
    /// Holds on it or its client that are active today.
    pub holds: Vec<Hold>,
    /// Issued, due, reminded, paid …, oldest first.
    pub timeline: Vec<Event>,
}

/// A reminder of an invoice that went or waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentReminder {
    /// Stage name.
    pub stage: String,
    /// Channel.
    pub channel: Channel,
    /// Message; `None` for a stage passed over.
    pub message: Option<OutboxId>,
    /// The message's state word, or "skipped".
    pub state: String,
    /// Whether it was only written to a folder of this machine.
    pub to_folder: bool,
    /// When the server accepted it.
    pub sent_at: Option<DateTime<Utc>>,
    /// The user's day.
    pub on: NaiveDate,
}

/// A row of the list of clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// Row id.
    pub id: ClientId,
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Country.
    pub country: String,
    /// Open balances, one a currency.
    pub open: Vec<Money>,
    /// How many invoices are open.
    pub open_count: i64,
    /// How many are overdue today.
    pub overdue_count: i64,
    /// Archived.
    pub archived: bool,
    /// Whether a hold on the client is active today.
    pub held: bool,
}

/// One client with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDetail {
    /// The client.
    pub client: Client,
    /// Open balances, one a currency.
    pub open: Vec<Money>,
    /// Billed this calendar year, one a currency.
    pub billed: Vec<Money>,
    /// Median days from issue to full payment; `None` without a paid invoice.
    pub pays_after: Option<i64>,
    /// Their invoices, the newest first, at most 50.
    pub invoices: Vec<InvoiceRow>,
    /// Messages to them, the newest first, at most 20.
    pub messages: Vec<Message>,
    /// Holds that are active today, on the client or one of its invoices.
    pub holds: Vec<Hold>,
    /// Billed per month of the last 12, in the client's currency, oldest first.
    pub months: Vec<MonthSum>,
}

/// A row of the list of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Row id.
    pub id: PaymentId,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// Amount.
    pub amount: Money,
    /// Method.
    pub method: String,
    /// Note.
    pub note: String,
    /// Invoice.
    pub invoice: InvoiceId,
    /// Invoice number.
    pub number: String,
    /// Client's key.
    pub client_key: String,
    /// Client's name.
    pub client_name: String,
    /// What is still open on the invoice.
    pub open: Money,
}

/// Where a row of the reminder queue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It would go today.
    Due,
    /// It comes on a later day.
    Later(NaiveDate),
    /// It rests until something or somebody acts.
    Blocked,
}

/// An invoice in a row of the reminder queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderInvoice {
    /// Row id.
    pub id: InvoiceId,
    /// Number.
    pub number: String,
    /// Open balance.
    pub open: Money,
    /// Days late, negative before due.
    pub days_late: i64,
    /// Due date.
    pub due_on: NaiveDate,
    /// Its own stage in this message.
    pub stage: String,
}

/// A row of the reminder queue: a message that would go, or one invoice that waits or rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderRow {
    /// Client.
    pub client: ClientId,
    /// Client's key.
    pub client_key: String,
    /// Client's name.
    pub client_name: String,
    /// Channel.
    pub channel: Channel,
    /// Stage name; empty when no stage is left.
    pub stage: String,
    /// Tone; `None` when no stage is left.
    pub tone: Option<Tone>,
    /// Due, later or blocked.
    pub turn: Turn,
    /// The day that the stage fell due, or will.
    pub due_on: Option<NaiveDate>,
    /// What it covers, most days late first. Never empty.
    pub invoices: Vec<ReminderInvoice>,
    /// Addresses.
    pub to: Vec<String>,
    /// How many reminders the first invoice has had, and the day of the last.
    pub last: Option<(i64, NaiveDate)>,
    /// Subject, for a due one.
    pub subject: String,
    /// Why it is not due, or what was missed; empty otherwise.
    pub why: String,
    /// The hold that it rests on.
    pub hold: Option<HoldId>,
    /// The message that it waits for.
    pub message: Option<OutboxId>,
}

/// What the user changed in a reminder for this once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Speak as this tone instead.
    pub tone: Option<Tone>,
    /// This subject instead.
    pub subject: Option<String>,
    /// This text instead.
    pub body: Option<String>,
    /// The [`Prepared::seal`] of what the user saw: when what would go is no longer the same,
    /// nothing is sent. `None` sends what is due now.
    pub seen: Option<String>,
}

impl Edit {
    /// Whether the user changed anything.
    #[must_use]
    pub const fn is_change(&self) -> bool {
        self.tone.is_some() || self.subject.is_some() || self.body.is_some()
    }
}

/// How a check before sending came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckLevel {
    /// Fine.
    Good,
    /// Look at it; sending is possible.
    Warning,
    /// Sending is not possible.
    Bad,
}

/// One check before sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// How it came out.
    pub level: CheckLevel,
    /// One short line.
    pub text: String,
}

/// A reminder as it would go, ready for the send panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Client.
    pub client: ClientId,
    /// Client's key.
    pub client_key: String,
    /// Client's name.
    pub client_name: String,
    /// Channel.
    pub channel: Channel,
    /// Stage it speaks as.
    pub stage: String,
    /// Tone it speaks in.
    pub tone: Tone,
    /// What it covers.
    pub invoices: Vec<ReminderInvoice>,
    /// Sender.
    pub from: Address,
    /// Recipients.
    pub to: Vec<Address>,
    /// Copies.
    pub cc: Vec<Address>,
    /// Blind copies.
    pub bcc: Vec<Address>,
    /// Subject.
    pub subject: String,
    /// Text, exactly as the client gets it.
    pub body: String,
    /// What was looked at before sending.
    pub checks: Vec<Check>,
    /// What carries it, in words ("smtp.lind.example", "folder ~/…/outbox").
    pub transport: String,
    /// Whether it only lands in a folder of this machine.
    pub to_folder: bool,
    /// Stands for all of this: it changes when what would go changes.
    pub seal: String,
}

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
    /// The day of the newest payment.
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
}

/// A setting of a hold, as the user gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHold {
    /// Pause, promise or dispute.
    pub kind: HoldKind,
    /// Last day; a promise needs one.
    pub until: Option<NaiveDate>,
    /// Why; never empty.
    pub reason: String,
}

/// A payment, as the user gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// Invoice.
    pub invoice: InvoiceId,
    /// Amount, positive, in the invoice's currency.
    pub amount: Money,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// Method.
    pub method: String,
    /// Note.
    pub note: String,
    /// What a payment provider kept of it, 0 or more, in the same currency; it counts as paid all
    /// the same.
    pub fee: Money,
    /// Allow more than is open.
    pub overpay: bool,
}
