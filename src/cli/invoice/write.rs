//! `payme invoice new` and `edit`: drafts from JSON.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::text;
use crate::cli::document::invoice_document;
use crate::cli::print::Answer;
use crate::cli::session::{Session, read_document};
use crate::domain::invoice::Invoice;
use crate::exchange::reader;
use crate::failure::Result;
use crate::usecases::{drafts, exchange, invoices};

#[derive(Args, Debug)]
pub(in crate::cli) struct New {
    /// A file with one invoice as JSON, or - for standard input
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Issue it at once
    #[arg(long)]
    issue: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Edit {
    /// The draft, as draft:ID
    #[arg(value_name = "DRAFT")]
    reference: String,
    /// A file with the fields that change as JSON, or - for standard input; lines are given whole
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

#[derive(Serialize)]
struct NewDocument<'a> {
    id: i64,
    #[serde(rename = "ref")]
    reference: String,
    number: Option<&'a str>,
}

impl<'a> From<&'a Invoice> for NewDocument<'a> {
    fn from(invoice: &'a Invoice) -> Self {
        Self {
            id: invoice.id.0,
            reference: invoice.reference(),
            number: invoice.number.as_deref(),
        }
    }
}

pub(super) fn new(line: &New, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bytes = read_document(&line.from)?;
    let mut book = session.book()?;
    let known = exchange::known(&book, now)?;
    let document = reader::read_invoice(&bytes, &known)?;
    let made = drafts::add(&mut book, now, &document, line.issue)?;
    let reference = made.reference();
    session.answer(&NewDocument::from(&made), |page| {
        let (kind, gross) = (made.kind.name(), made.money(made.gross));
        let sentence = match &made.number {
            None => format!("The {kind} {reference} is a draft, {gross}."),
            Some(_) => format!("The {kind} {reference} is issued, {gross}."),
        };
        page.line(sentence);
    })
}

pub(super) fn edit(line: &Edit, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bytes = read_document(&line.from)?;
    let mut book = session.book()?;
    let known = exchange::known(&book, now)?;
    let draft = exchange::document(&book, now, &line.reference)?;
    let document = reader::read_invoice_over(&bytes, &draft, &known)?;
    drafts::edit(&mut book, now, &line.reference, &document)?;
    let detail = invoices::show(&book, now, &line.reference)?;
    session.answer(&invoice_document(&detail), |page| text(page, &detail, ""))
}
