//! The reminder queue, a reminder ready to go, and holds.

use chrono::NaiveDate;

use crate::domain::ids::{ClientId, HoldId, InvoiceId, OutboxId};
use crate::domain::message::{Address, MessageState, Purpose};
use crate::domain::money::Money;
use crate::domain::party::HoldKind;
use crate::domain::policy::{Channel, Tone, Ways};
use crate::domain::reminder::Returned;
use crate::domain::sms::Size;

/// What a message that a person prepares is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum About {
    /// The reminders that are due to the client over the channel.
    #[default]
    Reminder,
    /// Thanks for an invoice that was paid in full.
    ThankYou(InvoiceId),
    /// A statement of account.
    Statement,
    /// An invoice itself.
    Invoice(InvoiceId),
}

impl About {
    /// What such a message is for.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Reminder => Purpose::Reminder,
            Self::ThankYou(_) => Purpose::ThankYou,
            Self::Statement => Purpose::Statement,
            Self::Invoice(_) => Purpose::Invoice,
        }
    }
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
    /// The channel of a message that is due; the first one of what comes later or rests.
    pub channel: Channel,
    /// Over what it goes; for one that is due its channel alone.
    pub ways: Ways,
    /// What the message is about: a reminder, or thanks for the payment of its invoice.
    pub about: About,
    /// Stage name; empty when no stage is left. Of thanks the word for them.
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
    /// Why it is not due; for a due one what was missed, and what keeps the other half of its stage.
    pub why: String,
    /// The hold that it rests on.
    pub hold: Option<HoldId>,
    /// The message that it waits for.
    pub message: Option<OutboxId>,
    /// How that message stands: queued or on its way, refused, or unknown.
    pub message_state: Option<MessageState>,
    /// What was paid, of thanks.
    pub paid: Option<Money>,
    /// The hold that it comes back from: a reason to look at it first.
    pub returned: Option<Returned>,
}

impl ReminderRow {
    /// The row of a message that a person asks for, whether something is due or not.
    #[must_use]
    pub fn asked(
        client: ClientId,
        client_name: &str,
        about: About,
        invoices: Vec<ReminderInvoice>,
    ) -> Self {
        Self {
            client,
            client_key: String::new(),
            client_name: client_name.to_owned(),
            channel: Channel::Email,
            ways: Ways::Email,
            about,
            stage: String::new(),
            tone: None,
            turn: Turn::Due,
            due_on: None,
            invoices,
            to: Vec::new(),
            last: None,
            subject: String::new(),
            why: String::new(),
            hold: None,
            message: None,
            message_state: None,
            paid: None,
            returned: None,
        }
    }
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

/// A message as it would go, ready for the send panel.
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
    /// What it is about.
    pub about: About,
    /// Stage it speaks as; empty when it is no reminder.
    pub stage: String,
    /// Tone it speaks in; `None` when it is no reminder.
    pub tone: Option<Tone>,
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
    /// How long a text message is; `None` for an e-mail.
    pub sms: Option<Size>,
    /// Stands for all of this: it changes when what would go changes.
    pub seal: String,
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
