//! `payme payment`: money that came in.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::args::{Paging, list_text};
use super::document::{PaymentDocument, PaymentsDocument, payment_row};
use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::domain::ids::PaymentId;
use crate::domain::input::{amount, date, date_echo};
use crate::domain::money::Money;
use crate::domain::views::{NewPayment, PaymentRow};
use crate::failure::Result;
use crate::usecases::{invoices, payments};

/// Money that came in.
#[derive(Debug, Subcommand)]
pub(super) enum Payment {
    /// Record a payment for an invoice
    Add(Add),
    /// List payments, the newest first
    List(List),
    /// Remove a payment that was recorded by mistake
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// The invoice's number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// The amount, with a decimal point or comma, in the invoice's currency
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: String,
    /// The day that the money came: 2026-11-23, 23.11., yesterday, -3
    #[arg(
        long,
        value_name = "DATE",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// How it was paid
    #[arg(long, value_name = "METHOD", default_value = "bank")]
    method: String,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Allow more than is open
    #[arg(long)]
    overpay: bool,
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

pub(super) fn run(command: Payment, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Payment::Add(line) => add(&line, session),
        Payment::List(line) => list(&line, session),
        Payment::Remove(line) => remove(&line, session),
    }
}

fn add(line: &Add, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let invoice = invoices::show(&book, now, &line.number)?.invoice;
    let new = NewPayment {
        invoice: invoice.id,
        amount: amount(&line.amount, invoice.currency)?,
        paid_on: date(&line.on, now.today)?,
        method: line.method.trim().to_owned(),
        note: line.note.trim().to_owned(),
        fee: Money::zero(invoice.currency),
        overpay: line.overpay,
    };
    let payment = payments::record(&mut book, now, &new)?;
    let after = invoices::show(&book, now, &line.number)?;
    let reference = after.invoice.reference();
    let document = PaymentDocument {
        id: payment.id.0,
        invoice: &reference,
        client: &after.invoice.client_key,
        paid_on: payment.paid_on.to_string(),
        currency: payment.amount.currency().code(),
        amount: payment.amount.plain(),
        method: &payment.method,
        note: &payment.note,
        open: after.open.plain(),
    };
    session.answer(&document, |page| {
        page.line(format!(
            "Recorded {} on {} for invoice {reference} of {} (payment {}).",
            payment.amount,
            date_echo(payment.paid_on),
            after.invoice.client_name,
            payment.id,
        ));
        page.line(open_words(&reference, after.open));
    })
}

fn open_words(reference: &str, open: Money) -> String {
    if open.is_positive() {
        format!("Invoice {reference} has {open} open.")
    } else {
        format!("Invoice {reference} is paid.")
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
        Column::fixed("method"),
        Column::flexible("note"),
    ]);
    for row in rows {
        table.row([
            row.id.to_string(),
            row.paid_on.to_string(),
            row.number.clone(),
            row.client_name.clone(),
            row.amount.to_string(),
            row.method.clone(),
            row.note.clone(),
        ]);
    }
    table
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
