//! `payme import`: bring data into the book, all of it or nothing.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::Answer;
use super::session::{Session, read_document};
use crate::exchange::read_book;
use crate::failure::Result;
use crate::usecases::exchange;

/// Bring data into the book.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// A payme JSON file: every problem is named with its place, and nothing is written unless
    /// there is none
    Json(Json),
}

#[derive(Args, Debug)]
pub(super) struct Json {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct ImportDocument {
    clients: usize,
    invoices: usize,
    payments: usize,
    policies: usize,
    templates: usize,
    holds: usize,
    messages: usize,
    replaced: Vec<String>,
}

pub(super) fn run(command: Import, session: &mut Session<'_>) -> Result<Answer> {
    let Import::Json(line) = command;
    let now = session.now()?;
    let bytes = read_document(&line.file)?;
    let mut book = session.book()?;
    let document = read_book(&bytes, &exchange::known(&book, now)?)?;
    let report = exchange::import(&mut book, now, &document)?;
    let document = ImportDocument {
        clients: report.clients,
        invoices: report.invoices,
        payments: report.payments,
        policies: document.policies.len(),
        templates: document.templates.len(),
        holds: document.holds.len(),
        messages: report.messages,
        replaced: report.replaced,
    };
    session.answer(&document, |page| {
        page.line("Imported");
        page.pairs(&[
            ("  clients", document.clients.to_string()),
            ("  invoices", document.invoices.to_string()),
            ("  payments", document.payments.to_string()),
            ("  policies", document.policies.to_string()),
            ("  templates", document.templates.to_string()),
            ("  holds", document.holds.to_string()),
            ("  messages", document.messages.to_string()),
        ]);
        if !document.replaced.is_empty() {
            page.line(format!(
                "What the book said before was replaced: {}.",
                document.replaced.join(", ")
            ));
        }
    })
}
