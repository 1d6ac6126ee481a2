//! The documents of the book as a table for spreadsheets: RFC 4180, one row a document.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it; amounts and days
//! are written as they are.

use std::io::Write;

use chrono::NaiveDate;

use crate::domain::clock::Now;
use crate::domain::invoice::Invoice;
use crate::failure::{Failure, Result};
use crate::store::Book;

/// The columns, which stay in this order; new ones come after them.
const COLUMNS: [&str; 20] = [
    "kind",
    "number",
    "status",
    "state",
    "client",
    "client_name",
    "issued_on",
    "due_on",
    "supplied_on",
    "supplied_until",
    "currency",
    "net",
    "tax",
    "gross",
    "paid",
    "credited",
    "open",
    "days_late",
    "purchase_order",
    "credits",
];

/// Writes every document, by day of issue and number and drafts last, one at a time.
///
/// # Errors
/// Refused, when it cannot be written; book, when it cannot be read.
pub fn export_csv(book: &Book, now: Now, out: &mut dyn Write) -> Result<()> {
    put(out, &COLUMNS.map(String::from))?;
    book.at_one_moment(|view| view.each_invoice(&mut |invoice| put(out, &row(now, &invoice))))
}

fn row(now: Now, invoice: &Invoice) -> [String; COLUMNS.len()] {
    let standing = invoice.standing();
    let amount = |minor| invoice.money(minor).plain();
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    [
        invoice.kind.word().to_owned(),
        text(&invoice.reference()),
        invoice.status.word().to_owned(),
        standing.state(now.today).word().to_owned(),
        text(&invoice.client_key),
        text(&invoice.client_name),
        day(invoice.issued_on),
        day(invoice.due_on),
        day(invoice.supplied_on),
        day(invoice.supplied_until),
        invoice.currency.code().to_owned(),
        amount(invoice.net),
        amount(invoice.tax),
        amount(invoice.gross),
        amount(invoice.paid),
        amount(invoice.credited),
        amount(standing.open()),
        standing.days_late(now.today).to_string(),
        text(&invoice.purchase_order),
        text(invoice.credits.as_deref().unwrap_or_default()),
    ]
}

/// A text that no spreadsheet takes for a formula.
fn text(text: &str) -> String {
    let formula = |first: char| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r');
    if text.starts_with(formula) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn put(out: &mut dyn Write, fields: &[String]) -> Result<()> {
    let quoted: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    write!(out, "{}\r\n", quoted.join(",")).map_err(|error| {
        Failure::refused("The export could not be written.")
            .because(error)
            .hint("check the place and its free space, or write to another file")
    })
}

/// A field in quotes where it needs them.
fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
