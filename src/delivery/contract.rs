//! What every way of delivery promises.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// A finished message and where it goes.
#[derive(Clone, Copy, Debug)]
pub struct Parcel<'a> {
    /// E-mail: the whole message, headers and body, with CRLF line ends. SMS: its text in UTF-8.
    /// Never changed on its way.
    pub bytes: &'a [u8],
    /// The message's own id ([`crate::domain::message::Message::message_id`]): what a provider is
    /// given so that it can tell a repeat.
    pub reference: &'a str,
    /// The envelope's sender, `local@domain` with an ASCII domain; empty for SMS.
    pub envelope_from: &'a str,
    /// The envelope's recipients: addresses (to, cc and bcc), `local@domain` with ASCII domains, at
    /// least one; or one phone number, E.164.
    pub envelope_to: &'a [String],
}

/// How far an attempt came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Finding the server's address by its name.
    Lookup,
    /// Reaching the server, its greeting and its answer to EHLO.
    Connect,
    /// Encrypting the line: STARTTLS, handshake, certificate.
    Tls,
    /// Logging in, and getting the secret for it.
    Login,
    /// Naming the sender (MAIL).
    Sender,
    /// Naming a recipient (RCPT).
    Recipient,
    /// Asking to send the message (DATA).
    Data,
    /// Sending the message, up to the point of no return.
    Body,
    /// The answer to the whole message, after the point of no return.
    Confirmation,
    /// Running the sendmail program.
    Program,
    /// Writing a file into the folder.
    Folder,
}

impl Step {
    /// The word for people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lookup => "name look-up",
            Self::Connect => "connection",
            Self::Tls => "TLS",
            Self::Login => "login",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Data => "data",
            Self::Body => "body",
            Self::Confirmation => "confirmation",
            Self::Program => "program",
            Self::Folder => "folder",
        }
    }
}

/// What came of one attempt. Every variant but [`Outcome::Accepted`] and [`Outcome::Unknown`] says
/// that surely nothing was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has the message.
    Accepted {
        /// Its own words.
        reply: String,
        /// The provider's own id of the message; empty where it gives none.
        id: String,
    },
    /// Not now: this message may be tried again, and the attempt counts.
    Retry {
        /// How far it came.
        step: Step,
        /// The server's words, or what happened.
        reply: String,
        /// Wait at least this long (greylisting); `None` leaves it to the back-off.
        not_before: Option<Duration>,
    },
    /// The server cannot be reached: no name, refused, unreachable. Not an attempt.
    Offline {
        /// How far it came.
        step: Step,
        /// What happened.
        why: String,
    },
    /// A clear and permanent no to this message or to one of its recipients.
    Refused {
        /// How far it came.
        step: Step,
        /// The server's words, or the reason.
        reply: String,
        /// Whether the recipient has asked for no more messages over this channel (STOP): nothing
        /// may go there any more.
        stopped: bool,
    },
    /// The account cannot send: login, certificate, setting, or the provider's limit. The message
    /// stays as it is, and so does every other one of this account.
    Account {
        /// How far it came.
        step: Step,
        /// The server's words, or the reason.
        why: String,
        /// When to try again by itself; `None` means not before the setting has changed.
        pause: Option<Duration>,
    },
    /// `commit` said no, and the message was not completed.
    Withdrawn {
        /// What was done.
        why: String,
    },
    /// It may have been accepted, or not. Never tried again by itself.
    Unknown {
        /// What happened after the point of no return.
        why: String,
    },
}

impl Outcome {
    /// The word of the attempt's record.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Retry { .. } => "retry",
            Self::Offline { .. } => "offline",
            Self::Refused { .. } => "refused",
            Self::Account { .. } => "account",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// How far the attempt came.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Retry { step, .. }
            | Self::Offline { step, .. }
            | Self::Refused { step, .. }
            | Self::Account { step, .. } => *step,
            Self::Withdrawn { .. } => Step::Body,
            Self::Accepted { .. } | Self::Unknown { .. } => Step::Confirmation,
        }
    }

    /// The provider's own id of an accepted message; empty otherwise.
    #[must_use]
    pub fn provider_id(&self) -> &str {
        match self {
            Self::Accepted { id, .. } => id,
            Self::Retry { .. }
            | Self::Offline { .. }
            | Self::Refused { .. }
            | Self::Account { .. }
            | Self::Withdrawn { .. }
            | Self::Unknown { .. } => "",
        }
    }

    /// The server's own words, or ours.
    #[must_use]
    pub fn reply(&self) -> &str {
        match self {
            Self::Accepted { reply, .. }
            | Self::Retry { reply, .. }
            | Self::Refused { reply, .. } => reply,
            Self::Offline { why, .. }
            | Self::Account { why, .. }
            | Self::Withdrawn { why }
            | Self::Unknown { why } => why,
        }
    }
}

/// What is known of a message whose outcome is unknown, for a [`Witness`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// RFC 5322 Message-ID with angle brackets, or the id that an SMS provider was given.
    pub message_id: String,
    /// The provider's own id, where it is known; empty otherwise.
    pub provider_id: String,
    /// The recipients.
    pub to: Vec<String>,
    /// The text.
    pub body: String,
    /// When the try began that nobody knows the end of.
    pub since: DateTime<Utc>,
}

/// What a witness says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It is there: the other side has the message.
    Found {
        /// Where and how, in words for people.
        words: String,
        /// The provider's own id; empty where there is none.
        id: String,
    },
    /// The other side has it and will not deliver it, or has tried in vain: a clear no.
    Failed {
        /// Where and why, in words for people.
        words: String,
        /// The provider's own id; empty where there is none.
        id: String,
    },
    /// It was looked for and is not there. That does not prove that it never left.
    NotFound {
        /// Where was looked, in words for people.
        words: String,
    },
    /// It could not be looked for.
    Silent {
        /// Why.
        why: String,
    },
}

/// Somebody who can be asked what became of a message: the provider, or the user's own mailbox.
pub trait Witness: Send {
    /// Looks for one message. Never sends or changes anything.
    fn ask(&mut self, trace: &Trace) -> Evidence;

    /// Who is asked, in a few words: `the mailbox ana@lind.example`, `Twilio`.
    fn describe(&self) -> String;
}

/// One way to deliver. It may keep a connection between two messages.
pub trait Carrier: Send {
    /// Makes one attempt.
    ///
    /// `commit` is called at most once, and exactly once where the point of no return is reached:
    /// SMTP when the whole body is written and the final dot is not, sendmail right before the
    /// program starts, a folder right before the file gets its name. When it answers `false`,
    /// the message is not completed and the outcome is [`Outcome::Withdrawn`].
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome;

    /// Where messages go, in a few words for a screen: `smtp.example.org:465 (TLS)`.
    fn describe(&self) -> String;

    /// Ends a kept connection politely. The next attempt opens a new one.
    fn close(&mut self);

    /// Tries everything that needs no message: connection, encryption, login.
    ///
    /// # Errors
    /// The step that failed, and the server's words or the reason.
    fn check(&mut self) -> Result<String, (Step, String)>;
}
