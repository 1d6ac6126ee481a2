//! A whole book as plain data, in the domain's types.
//!
//! Rows name each other here by what people know (a client's key, an invoice's number), because row
//! ids are another book's own: every `id` inside is 0 until the store has given one.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::interest::Rate;
use crate::domain::invoice::{Invoice, InvoiceKind, PaymentKind};
use crate::domain::message::{Attempt, MessageState, Purpose, StoredTemplate};
use crate::domain::money::Money;
use crate::domain::numbering::{Pattern, Reset, Series};
use crate::domain::party::{Client, HoldKind, Profile};
use crate::domain::policy::{Channel, Policy, Tone};
use crate::domain::recurrence::Recurrence;
use crate::domain::service::Service;
use crate::domain::talk::{TalkOutcome, Way};
use crate::domain::wording::document::Words;

/// A book, or a part of one. Its lists are in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookDocument {
    /// The freelancer; `None` leaves the book's own as it is.
    pub profile: Option<Profile>,
    /// Clients, ids 0.
    pub clients: Vec<Client>,
    /// Invoices and credit notes.
    pub invoices: Vec<InvoiceDocument>,
    /// Policies; one with a known key takes the place of it.
    pub policies: Vec<Policy>,
    /// Templates; one with the same kind, channel and language takes the place of it.
    pub templates: Vec<StoredTemplate>,
    /// Series of numbers; one with a known key takes the place of it.
    pub series: Vec<SeriesDocument>,
    /// The catalogue, ids 0.
    pub services: Vec<Service>,
    /// The freelancer's own words that documents begin with.
    pub texts: Vec<Words>,
    /// Interest rates that the user entered.
    pub rates: Vec<Rate>,
    /// Holds, lifted ones too.
    pub holds: Vec<HoldDocument>,
    /// The contact log.
    pub talks: Vec<TalkDocument>,
    /// Days through which the user has looked at the bank account, each with when that was said.
    pub bank_checks: Vec<(NaiveDate, DateTime<Utc>)>,
    /// Messages and with them the reminders that went.
    pub messages: Vec<MessageDocument>,
}

/// An invoice or credit note with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceDocument {
    /// The document. Its ids are 0; `client_key` says whose it is and `credits` what it takes back;
    /// nets, taxes, totals, `paid` and `credited` are computed. A credit note is `credited` in full,
    /// as nothing is ever open on it.
    pub invoice: Invoice,
    /// The freelancer as they were at issue, where that differs from the profile.
    pub seller: Option<Profile>,
    /// The client as it was at issue, where that differs from the client; its key is the same.
    pub buyer: Option<Client>,
    /// Payments, in the order of the file; only of what was issued and asks for money.
    pub payments: Vec<PaymentDocument>,
    /// Stages that the user passed over, oldest first.
    pub skipped: Vec<SkippedStage>,
    /// When a template comes again; only of a recurring invoice.
    pub schedule: Option<Recurrence>,
    /// How the document names this draft (`draft:3`), where another one was made from it.
    pub name: Option<String>,
}

/// A series of numbers with the kinds of documents that it numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesDocument {
    /// The series.
    pub series: Series,
    /// The kinds that it is the usual one of, in the order of [`InvoiceKind::ALL`].
    pub kinds: Vec<InvoiceKind>,
}

impl SeriesDocument {
    /// The series of a new book.
    #[must_use]
    pub fn of_a_new_book() -> Vec<Self> {
        let made = |key: &str, pattern: &str, kinds: &[InvoiceKind]| {
            let pattern = Pattern::parse(pattern).ok()?;
            Some(Self {
                series: Series {
                    key: key.to_owned(),
                    pattern,
                    reset: Reset::Yearly,
                    start: 1,
                },
                kinds: kinds.to_vec(),
            })
        };
        let invoices = [
            InvoiceKind::Invoice,
            InvoiceKind::CreditNote,
            InvoiceKind::Deposit,
        ];
        [
            made("invoices", "{year}-{seq:03}", &invoices),
            made("quotes", "Q{year}-{seq:03}", &[InvoiceKind::Quote]),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A payment of the invoice around it, or what else moved its balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentDocument {
    /// What it is.
    pub kind: PaymentKind,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// Amount in the invoice's currency, with the sign that its kind has.
    pub amount: Money,
    /// What a payment provider kept of it, in the same currency.
    pub fee: Money,
    /// For a transfer: the number of the invoice at its other end, which has the same the other way.
    pub other: Option<String>,
    /// How it was paid ("bank", "card", "cash" …).
    pub method: String,
    /// A note.
    pub note: String,
}

/// A stage that the user passed over: it counts as gone, and no message carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedStage {
    /// Stage name.
    pub stage: String,
    /// Its tone then.
    pub tone: Tone,
    /// Its days from due then.
    pub days: i64,
    /// Its channel.
    pub channel: Channel,
    /// The user's day.
    pub on: NaiveDate,
}

/// What a hold rests on, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoldOn {
    /// All invoices of the client with this key.
    Client(String),
    /// The invoice with this number.
    Invoice(String),
}

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldDocument {
    /// What it rests on.
    pub on: HoldOn,
    /// Pause, promise or dispute.
    pub kind: HoldKind,
    /// Last day, inclusive; a promise has one.
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// The day that it was set.
    pub set_on: NaiveDate,
    /// The day that it was lifted.
    pub lifted_on: Option<NaiveDate>,
}

/// A talk of the contact log. The hold that it set is among the holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkDocument {
    /// Client's key.
    pub client: String,
    /// Numbers of what it was about; none for everything that was open.
    pub invoices: Vec<String>,
    /// The user's day.
    pub on: NaiveDate,
    /// When it was noted.
    pub at: DateTime<Utc>,
    /// How.
    pub way: Way,
    /// What came of it.
    pub outcome: TalkOutcome,
    /// What was said.
    pub note: String,
    /// The day by which they promised to pay.
    pub promised_on: Option<NaiveDate>,
}

/// A message of the outbox, without its bytes: it never leaves again from another book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageDocument {
    /// RFC 5322 Message-ID with angle brackets.
    pub message_id: String,
    /// Client's key.
    pub client: String,
    /// Channel.
    pub channel: Channel,
    /// What it was for.
    pub purpose: Purpose,
    /// Name of the stage that it spoke as; empty for thanks.
    pub stage: String,
    /// Its tone; `None` for thanks.
    pub tone: Option<Tone>,
    /// To and cc addresses, as shown.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// State; one of the final ones, see [`MessageDocument::portable`].
    pub state: MessageState,
    /// The words that explain the state.
    pub why: String,
    /// The user's day when it was queued.
    pub queued_on: NaiveDate,
    /// When it was queued, to the millisecond.
    pub queued_at: DateTime<Utc>,
    /// When it reached its state; for one that has not, its last try, or else when it was queued.
    pub settled_at: DateTime<Utc>,
    /// What it reminded of, in order; nothing when it is no reminder.
    pub invoices: Vec<CoveredInvoice>,
    /// What it was about when it is no reminder: number, and what was open then, where that is known.
    pub about: Vec<(String, Option<Money>)>,
    /// The tries, oldest first.
    pub attempts: Vec<Attempt>,
}

/// An invoice in a message, with its own stage then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredInvoice {
    /// Number.
    pub number: String,
    /// Stage name.
    pub stage: String,
    /// Its tone.
    pub tone: Tone,
    /// Its days from due.
    pub days: i64,
    /// What was open when the message was written, where that is known.
    pub open: Option<Money>,
}

impl MessageDocument {
    /// The state that a message has in another book, with the words for it.
    ///
    /// What still waits in this book or is on its way is `unknown` there: it may go from here, so that
    /// a copy of the book on another machine cannot send it twice. There it waits for a person.
    #[must_use]
    pub fn portable(state: MessageState, why: &str) -> (MessageState, String) {
        match state {
            MessageState::Queued => (
                MessageState::Unknown,
                String::from(
                    "It waited in the outbox of the book that this one was copied from; it may have \
                     gone from there.",
                ),
            ),
            MessageState::Sending | MessageState::InDoubt => (
                MessageState::Unknown,
                String::from("It was on its way when this book was copied."),
            ),
            MessageState::Accepted
            | MessageState::Refused
            | MessageState::Unknown
            | MessageState::Cancelled
            | MessageState::Expired => (state, why.to_owned()),
        }
    }
}

impl InvoiceDocument {
    /// What was paid beyond a gross total, minor units; 0 when nothing was.
    #[must_use]
    pub fn paid_beyond(paid: i64, gross: i64) -> i64 {
        paid.saturating_sub(gross.max(0)).max(0)
    }
}
