//! What the planner is told, and what it answers: plain data.

use chrono::NaiveDate;

use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::money::Money;
use crate::domain::party::Hold;
use crate::domain::policy::{Channel, Policy, Tone, Ways, Wish};

/// Everything that the planner looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Two-letter country of the freelancer, for their own weekend; empty means Saturday and Sunday.
    pub own_country: String,
    /// Every policy that a client here names.
    pub policies: Vec<Policy>,
    /// Every client with an open invoice.
    pub clients: Vec<ClientFacts>,
    /// Every issued invoice with an open balance; others are ignored.
    pub invoices: Vec<InvoiceFacts>,
}

/// A client, as far as reminders go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFacts {
    /// Row id.
    pub id: ClientId,
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Two-letter country, for the weekend.
    pub country: String,
    /// Key of the policy.
    pub policy: String,
    /// Over what it wants to be written to.
    pub wish: Wish,
    /// Why no SMS may go to it; empty when one may.
    pub no_sms: String,
    /// E-mail addresses that are written to (role `to`).
    pub emails: Vec<String>,
    /// Phone numbers that are written to (role `to`).
    pub phones: Vec<String>,
    /// E-mail addresses that get a copy (role `cc`).
    pub copies: Vec<String>,
    /// Holds on the client that were not lifted.
    pub holds: Vec<Hold>,
    /// The newest reminder messages to this client that are live (waiting, accepted or unknown),
    /// about whatever invoice, open or not: at least those of its last three days, in any order.
    pub latest: Vec<PastMessage>,
}

/// A reminder message that went to a client, or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastMessage {
    /// Channel.
    pub channel: Channel,
    /// The day that it was settled, or queued while it waits.
    pub on: NaiveDate,
}

impl ClientFacts {
    /// The day of the last message to this client.
    #[must_use]
    pub fn last_message_on(&self) -> Option<NaiveDate> {
        self.latest.iter().map(|message| message.on).max()
    }
}

/// An invoice, as far as reminders go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceFacts {
    /// Row id.
    pub id: InvoiceId,
    /// Number.
    pub number: String,
    /// Client.
    pub client: ClientId,
    /// Due date.
    pub due_on: NaiveDate,
    /// Open balance.
    pub open: Money,
    /// Whether it is issued: not draft, void or written off, and no credit note.
    pub issued: bool,
    /// Holds on the invoice that were not lifted.
    pub holds: Vec<Hold>,
    /// Reminders so far, oldest first.
    pub history: Vec<PastReminder>,
}

/// One earlier reminder of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastReminder {
    /// Stage name.
    pub stage: String,
    /// Tone then.
    pub tone: Tone,
    /// Days from due then.
    pub days: i64,
    /// Channel.
    pub channel: Channel,
    /// The day it was queued or skipped.
    pub on: NaiveDate,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an earlier reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The server accepted the message.
    Delivered,
    /// It waits in the outbox, or is on its way.
    Waiting {
        /// The message.
        message: OutboxId,
    },
    /// Nobody knows; a person must decide first.
    Unknown {
        /// The message.
        message: OutboxId,
    },
    /// The server refused it, for these recipients.
    Refused {
        /// The message.
        message: OutboxId,
        /// The addresses it was refused for.
        recipients: Vec<String>,
        /// The server's words.
        why: String,
    },
    /// The user passed over this stage.
    Skipped,
}

/// What a day's plan says.
///
/// A stage that goes over both channels is two messages. An invoice is listed once: in the due
/// messages of its stage (one a channel, and never of two stages), or as one that comes later, or as
/// one that is blocked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The messages that would go today: one a client and channel, most urgent first.
    pub due: Vec<DueMessage>,
    /// Invoices whose next stage comes later, soonest first.
    pub later: Vec<Later>,
    /// Invoices that rest until something or somebody acts.
    pub blocked: Vec<Blocked>,
}

/// One message that would go today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueMessage {
    /// Client.
    pub client: ClientId,
    /// Channel.
    pub channel: Channel,
    /// Name of the highest stage among its invoices: the message speaks as this one.
    pub stage: String,
    /// Tone of that stage.
    pub tone: Tone,
    /// The day that the earliest of its stages fell due.
    pub due_on: NaiveDate,
    /// What it covers, most days late first.
    pub invoices: Vec<DueInvoice>,
    /// What a person should know: that it is the second half of a stage, or that the other half
    /// cannot go, and why. Sentences; empty when there is nothing.
    pub why: String,
}

/// One invoice in a message that would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueInvoice {
    /// Invoice.
    pub id: InvoiceId,
    /// Number.
    pub number: String,
    /// Its own stage's name.
    pub stage: String,
    /// Its own stage's tone.
    pub tone: Tone,
    /// Its own stage's days from due.
    pub days: i64,
    /// The day that its stage fell due (moved off weekends).
    pub stage_on: NaiveDate,
    /// Due date of the invoice.
    pub due_on: NaiveDate,
    /// Open balance.
    pub open: Money,
    /// Days late (negative before due).
    pub days_late: i64,
    /// Stages that were missed and are collapsed into this one.
    pub missed: Vec<String>,
    /// Whether the text of its stage names the interest.
    pub interest: bool,
}

/// An invoice whose next stage comes later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Invoice.
    pub invoice: InvoiceId,
    /// Client.
    pub client: ClientId,
    /// Over what it would go.
    pub ways: Ways,
    /// Stage.
    pub stage: String,
    /// Tone.
    pub tone: Tone,
    /// The day it would go.
    pub on: NaiveDate,
    /// Why it is not today, as a sentence.
    pub why: String,
}

/// An invoice that is not planned until something acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Invoice.
    pub invoice: InvoiceId,
    /// Client.
    pub client: ClientId,
    /// The stage that would come, where there is one.
    pub stage: Option<String>,
    /// Why.
    pub reason: BlockReason,
    /// The same as a sentence for people, with the next step.
    pub why: String,
}

/// Why an invoice is not planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockReason {
    /// A hold on the invoice or its client.
    Held(Hold),
    /// The client has no address for the channel.
    NoAddress(Channel),
    /// The client wants no SMS.
    NoSms,
    /// A message about it is waiting or on its way.
    Waiting(OutboxId),
    /// A message about it has an unknown outcome.
    Unknown(OutboxId),
    /// The server refused the last one and the address is still the same.
    Refused(OutboxId),
    /// As many reminders went as the policy allows by itself.
    CapReached,
    /// Every stage has gone.
    LadderEnded,
    /// Less is open than the policy's minimum.
    BelowMinimum,
    /// The client's policy is missing.
    NoPolicy,
}
