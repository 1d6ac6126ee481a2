//! Invoices: rows of the list, and one with all that belongs to it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceState, InvoiceStatus, Payment, words};
use crate::domain::money::Money;
use crate::domain::party::{Client, Hold};
use crate::domain::policy::Channel;
use crate::domain::recurrence::Recurrence;

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
    /// Due date; of a quote the last day that it is valid, of a template the day of its next draft.
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
    /// Quotes that are out, whatever was said to them.
    pub quotes: i64,
    /// Templates of recurring invoices; they are not among all.
    pub recurring: i64,
}

/// Something that was said or happened, with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub on: NaiveDate,
    /// One line.
    pub text: String,
}

/// What a moment of a timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentKind {
    /// It was issued.
    Issued,
    /// It fell due, or will.
    Due,
    /// A message about it: a reminder, thanks, a statement, the invoice itself.
    Message,
    /// One try to deliver that message, with the server's words.
    Attempt,
    /// A stage that was passed over.
    Skipped,
    /// A talk of the contact log.
    Talk,
    /// A hold was set.
    Hold,
    /// A hold ended on its day.
    HoldOver,
    /// A hold was lifted before.
    HoldLifted,
    /// Money came in, went back, or the balance moved otherwise.
    Payment,
    /// A credit note took something off.
    CreditNote,
    /// It was voided or written off, or its quote was answered.
    Ended,
}

words!(MomentKind {
    Issued => "issued", Due => "due", Message => "message", Attempt => "attempt",
    Skipped => "skipped", Talk => "talk", Hold => "hold", HoldOver => "hold_over",
    HoldLifted => "hold_lifted", Payment => "payment", CreditNote => "credit_note",
    Ended => "ended",
});

/// A moment of an invoice's timeline: everything that was said and heard about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The user's day; of a try to deliver, the day in UTC.
    pub on: NaiveDate,
    /// When exactly, where that is known.
    pub at: Option<DateTime<Utc>>,
    /// What it is.
    pub kind: MomentKind,
    /// One line.
    pub text: String,
    /// The message that it belongs to.
    pub message: Option<OutboxId>,
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
    /// What the client has too much on other invoices in this currency, which this one could use.
    pub credit: Money,
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
    /// Issued, due, reminded, spoken to, paid …, oldest first: every moment but the single tries.
    pub timeline: Vec<Event>,
    /// When a template comes again.
    pub schedule: Option<Recurrence>,
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

/// What issuing a draft would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToIssue {
    /// `draft:ID`.
    pub reference: String,
    /// What it is.
    pub kind: InvoiceKind,
    /// Its client's name.
    pub client_name: String,
    /// Gross total.
    pub gross: Money,
    /// The number that it would get next; empty where something stands in the way.
    pub number: String,
    /// What stands in the way, in sentences.
    pub errors: Vec<String>,
}
