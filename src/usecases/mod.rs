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
pub mod invoices;
pub mod outbox;
pub mod overview;
pub mod payments;
pub mod policies;
pub mod profile;
pub mod recurring;
pub mod reminders;
pub mod reports;
pub mod series;
pub mod services;
pub mod starting;
pub mod talks;
pub mod texts;

use crate::domain::message::Address;

/// Who sends, and what carries it: made from the settings by the front ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The sender's name and address.
    pub from: Address,
    /// Whether the sender gets a blind copy.
    pub bcc_self: bool,
    /// What carries it, in words ("smtp.lind.example").
    pub transport: String,
    /// Whether it only lands in a folder of this machine.
    pub to_folder: bool,
}
