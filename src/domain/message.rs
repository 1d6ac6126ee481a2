//! Messages of the outbox: their states, and a letter before it becomes bytes.

use chrono::{DateTime, NaiveDate, Utc};

use super::ids::{ClientId, OutboxId};
use super::invoice::words;
use super::policy::{Channel, Tone};

/// Where a message is. DELIVERY: at most once, provably.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// May go when due; surely nothing was accepted.
    Queued,
    /// Claimed by a sender, before the body's end.
    Sending,
    /// Committed after the body and before the final dot: the answer is awaited.
    InDoubt,
    /// The server has it.
    Accepted,
    /// A coded permanent no.
    Refused,
    /// It may have arrived; a person decides.
    Unknown,
    /// Taken back.
    Cancelled,
    /// No longer true: paid, held, or its stage has passed.
    Expired,
}

words!(MessageState {
    Queued => "queued", Sending => "sending", InDoubt => "in_doubt", Accepted => "accepted",
    Refused => "refused", Unknown => "unknown", Cancelled => "cancelled", Expired => "expired",
});

impl MessageState {
    /// Whether nothing will change it any more without a person.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Queued | Self::Sending | Self::InDoubt => false,
            Self::Accepted | Self::Refused | Self::Unknown | Self::Cancelled | Self::Expired => {
                true
            }
        }
    }

    /// Whether its reminders still stand: the client has it, or may get it.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Queued | Self::Sending | Self::InDoubt | Self::Accepted | Self::Unknown => true,
            Self::Refused | Self::Cancelled | Self::Expired => false,
        }
    }
}

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Reminders.
    Reminder,
    /// Thanks for a payment.
    ThankYou,
    /// A statement of account: everything that is open, and what was paid.
    Statement,
    /// An invoice itself.
    Invoice,
}

words!(Purpose {
    Reminder => "reminder", ThankYou => "thank-you", Statement => "statement",
    Invoice => "invoice",
});

/// A name and an address, apart; never a formatted string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Display name; may be empty.
    pub name: String,
    /// `local@domain`.
    pub email: String,
}

/// An e-mail before it becomes bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Sender.
    pub from: Address,
    /// Recipients.
    pub to: Vec<Address>,
    /// Copies.
    pub cc: Vec<Address>,
    /// Blind copies: in the envelope only.
    pub bcc: Vec<Address>,
    /// Subject, without line breaks.
    pub subject: String,
    /// Text body, `\n` line ends.
    pub body: String,
    /// RFC 5322 Message-ID with its angle brackets.
    pub message_id: String,
    /// Message-ID of the first mail about the invoice, which this one answers.
    pub in_reply_to: Option<String>,
    /// Message-IDs of the thread, oldest first.
    pub references: Vec<String>,
    /// When it was written.
    pub date: DateTime<Utc>,
    /// Written without a person looking (RFC 3834 `Auto-Submitted: auto-generated`).
    pub unattended: bool,
}

/// A message as the outbox lists and shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Row id.
    pub id: OutboxId,
    /// RFC 5322 Message-ID with angle brackets.
    pub message_id: String,
    /// Client.
    pub client: ClientId,
    /// Client's key.
    pub client_key: String,
    /// Client's name.
    pub client_name: String,
    /// Channel.
    pub channel: Channel,
    /// What it is for.
    pub purpose: Purpose,
    /// Tone, for reminders.
    pub tone: Option<Tone>,
    /// Stage name, for reminders.
    pub stage: String,
    /// To and cc addresses, as shown.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// State.
    pub state: MessageState,
    /// Whether it was only written to a folder of this machine.
    pub to_folder: bool,
    /// The words that explain the state: the server's, or ours.
    pub why: String,
    /// Not before this instant.
    pub due_at: DateTime<Utc>,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// The user's day when it was queued.
    pub queued_on: NaiveDate,
    /// How often a try was counted.
    pub attempt_count: i64,
    /// Numbers of the invoices it covers.
    pub invoices: Vec<String>,
    /// The tries, oldest first; empty in lists.
    pub attempts: Vec<Attempt>,
}

/// One try to deliver a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// The outcome's word ("accepted", "refused", "retry", "offline", "account", "unknown" …).
    pub outcome: String,
    /// The step that it reached ("name look-up", "login", "data" …).
    pub step: String,
    /// The server's own words, or ours.
    pub reply: String,
}

/// What a kind of message says in one language, as the book keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTemplate {
    /// Key of the client that alone gets it; empty where it is for all.
    pub client: String,
    /// A tone's word, "thank-you", "statement", "invoice", or the name of a stage.
    pub kind: String,
    /// Channel.
    pub channel: Channel,
    /// Two-letter language.
    pub language: String,
    /// Subject with variables; empty for SMS.
    pub subject: String,
    /// Text with variables.
    pub body: String,
}
