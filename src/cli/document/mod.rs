//! The JSON documents of the command line, field by field in their documented order.
//!
//! Amounts are strings with exactly the decimals of their currency, days are `YYYY-MM-DD`, instants
//! RFC 3339 in UTC. A name that is here stays: scripts rely on it.

mod client;
mod interest;
mod invoice;
mod message;
mod overview;
mod payment;
mod reminder;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::money::Money;

pub(super) use client::{ClientsDocument, client_document, client_row};
pub(super) use interest::{InterestDocument, interest_document, interest_words};
pub(super) use invoice::{InvoicesDocument, invoice_document, price};
pub(super) use message::{MessageDocument, MessagesDocument, message_document};
pub(super) use overview::{CurrencyYear, aging_document, due_document, revenue_document, sums};
pub(super) use payment::{PaymentsDocument, RecordedDocument, payment_entry, payment_row};
pub(super) use reminder::{
    PreparedDocument, RemindersDocument, hold_document, level_word, reminder_document,
};

/// An amount with its currency, where a document mixes currencies.
#[derive(Debug, Serialize)]
pub(super) struct Amount {
    currency: &'static str,
    amount: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            currency: money.currency().code(),
            amount: money.plain(),
        }
    }
}

fn amounts(list: &[Money]) -> Vec<Amount> {
    list.iter().copied().map(Amount::from).collect()
}

fn day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// A text, or nothing where nothing was said.
fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
