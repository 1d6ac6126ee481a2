//! What a freelancer does, one function each: the same for a key and for a command.
//!
//! A use case reads the book, asks the rules, and writes in one transaction. It never prints and
//! never asks; the front ends do.

pub mod clients;
pub mod demo;
pub mod drafts;
pub mod exchange;
pub mod freshness;
pub mod history;
pub mod holds;
pub mod interest;
pub mod invoices;
pub mod messages;
pub mod outbox;
pub mod overview;
pub mod payments;
pub mod policies;
pub mod profile;
pub mod rates;
pub mod recurring;
pub mod reminders;
pub mod reports;
pub mod series;
pub mod services;
pub mod starting;
pub mod talks;
pub mod templates;
pub mod texts;

use crate::domain::message::Address;
use crate::domain::policy::Channel;
use crate::domain::quiet::LocalQuiet;

/// Who sends, and what carries it: made from the settings by the front ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The sender's name and address.
    pub from: Address,
    /// Whether the sender gets a blind copy.
    pub bcc_self: bool,
    /// What carries an e-mail, in words ("smtp.lind.example").
    pub transport: String,
    /// Whether an e-mail only lands in a folder of this machine.
    pub to_folder: bool,
    /// The same for text messages.
    pub sms: SmsSender,
}

/// Who sends text messages, and what carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SmsSender {
    /// The sender's number or service, where the settings name one.
    pub from: String,
    /// What carries it, in words ("Twilio").
    pub transport: String,
    /// Whether it only lands in a folder of this machine.
    pub to_folder: bool,
    /// When none leaves.
    pub quiet: LocalQuiet,
    /// A text of more parts is pointed out.
    pub max_parts: usize,
}

impl Sender {
    /// What carries a message of a channel, in words.
    #[must_use]
    pub fn transport(&self, channel: Channel) -> &str {
        match channel {
            Channel::Email => &self.transport,
            Channel::Sms => &self.sms.transport,
        }
    }

    /// Whether a message of a channel only lands in a folder of this machine.
    #[must_use]
    pub const fn to_folder(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.to_folder,
            Channel::Sms => self.sms.to_folder,
        }
    }
}
