//! `payme payment`: money that came in, and what else moves the balance of an invoice.

mod record;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::args::{Paging, list_text};
use super::document::{PaymentsDocument, payment_row};
use super::message;
use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::domain::ids::PaymentId;
use crate::domain::input::amount;
use crate::domain::invoice::PaymentKind;
use crate::domain::views::PaymentRow;
use crate::failure::Result;
use crate::usecases::{payments, profile};

/// Money that came in.
#[derive(Debug, Subcommand)]
pub(super) enum Payment {
    /// Record a payment for an invoice
    Add(record::Add),
    /// Record money that went back to a client
    Refund(record::Refund),
    /// Let an invoice use what the client paid too much on others
    UseCredit(record::UseCredit),
    /// Write off the few cents that are left of an invoice, or too much
    Difference(record::Difference),
    /// Thank a client whose payment has settled an invoice
    Thank(message::Thank),
    /// List payments, the newest first
    List(List),
    /// Remove a payment that was recorded by mistake; of used credit both ends
    Remove(Remove),
    /// Show or set how large a difference can be written off
    Limit(Limit),
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// Only those whose invoice, client or note has these words
    #[arg(long, value_name = "WORDS", default_value = "")]
    filter: String,
    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The payment's id, as `payme payment list` shows it
    #[arg(value_name = "ID")]
    id: i64,
}

#[derive(Args, Debug)]
pub(super) struct Limit {
    /// In the currency of the business; 0 for no differences. Other currencies take as many of
    /// their smallest units
    #[arg(value_name = "AMOUNT")]
    amount: Option<String>,
}

pub(super) fn run(command: Payment, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Payment::Add(line) => record::add(&line, session),
        Payment::Refund(line) => record::refund(&line, session),
        Payment::UseCredit(line) => record::use_credit(&line, session),
        Payment::Difference(line) => record::difference(&line, session),
        Payment::Thank(line) => message::thank(&line, session),
        Payment::List(line) => list(&line, session),
        Payment::Remove(line) => remove(&line, session),
        Payment::Limit(line) => limit(&line, session),
    }
}

fn list(line: &List, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let (after, limit) = (line.paging.after.as_deref(), line.paging.limit());
    let page = payments::list(&book, now, &line.filter, after, limit)?;
    let document = PaymentsDocument {
        payments: page.rows.iter().map(payment_row).collect(),
        next: page.next.as_deref(),
    };
    session.answer(&document, |text| {
        let table = payment_table(&page.rows);
        list_text(text, &table, page.next.as_deref(), "payment");
    })
}

/// Payments as a table.
pub(super) fn payment_table(rows: &[PaymentRow]) -> Table {
    let mut table = Table::new(&[
        Column::figure("id"),
        Column::fixed("day"),
        Column::fixed("invoice"),
        Column::flexible("client"),
        Column::figure("amount"),
        Column::fixed("what"),
        Column::flexible("note"),
    ]);
    for row in rows {
        table.row([
            row.id.to_string(),
            row.paid_on.to_string(),
            row.number.clone(),
            row.client_name.clone(),
            row.amount.to_string(),
            what(row.kind, &row.method, row.other.as_deref()),
            note(row),
        ]);
    }
    table
}

/// What an entry is, in a word or two: how money came, or what else it is.
pub(super) fn what(kind: PaymentKind, method: &str, other: Option<&str>) -> String {
    match (kind, other) {
        (PaymentKind::Payment, _) => method.to_owned(),
        (PaymentKind::Transfer, Some(other)) => format!("credit, {other}"),
        (PaymentKind::Transfer, None) => "credit".to_owned(),
        (PaymentKind::Refund, _) if method.is_empty() => "refund".to_owned(),
        (PaymentKind::Refund, _) => format!("refund, {method}"),
        (PaymentKind::Difference, _) => "difference".to_owned(),
    }
}

fn note(row: &PaymentRow) -> String {
    match (row.fee.is_zero(), row.note.is_empty()) {
        (true, _) => row.note.clone(),
        (false, true) => format!("fee {}", row.fee.grouped()),
        (false, false) => format!("{}; fee {}", row.note, row.fee.grouped()),
    }
}

#[derive(Serialize)]
struct Removed {
    removed: i64,
}

fn remove(line: &Remove, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let said = payments::remove(&mut book, now, PaymentId(line.id))?;
    session.answer(&Removed { removed: line.id }, |page| {
        page.line(format!("{said}."));
    })
}

#[derive(Serialize)]
struct LimitDocument {
    currency: &'static str,
    most_difference: String,
}

fn limit(line: &Limit, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    if let Some(text) = &line.amount {
        let most = amount(text, profile::show(&book)?.currency)?;
        payments::set_difference_limit(&mut book, now, most)?;
    }
    let most = payments::difference_limit(&book)?;
    let document = LimitDocument {
        currency: most.currency().code(),
        most_difference: most.plain(),
    };
    session.answer(&document, |page| {
        page.line(if most.is_zero() {
            "No difference can be written off.".to_owned()
        } else {
            format!("Differences up to {most} can be written off.")
        });
    })
}
