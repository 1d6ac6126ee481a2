//! `payme log`, `undo` and `redo`: what was done, and the way back.

use clap::Args;
use serde::Serialize;

use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::domain::clock::instant_text;
use crate::domain::ids::EntryId;
use crate::domain::log_query::LogQuery;
use crate::failure::Result;
use crate::usecases::history;

#[derive(Args, Debug)]
pub(super) struct Log {
    /// Only what touched this client or one of its documents
    #[arg(long, value_name = "KEY")]
    client: Option<String>,
    /// Only what touched this document, by number or draft:ID
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
    /// Only lines with these words
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// At most so many lines
    #[arg(long, value_name = "N", default_value_t = 50)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
}

#[derive(Args, Debug)]
pub(super) struct Undo {
    /// The entry, as `payme log` shows it; else the newest change
    #[arg(value_name = "ENTRY")]
    entry: Option<i64>,
}

#[derive(Serialize)]
struct LogDocument {
    entries: Vec<EntryDocument>,
}

#[derive(Serialize)]
struct EntryDocument {
    id: i64,
    at: String,
    on: String,
    text: String,
    undoable: bool,
    undone: bool,
}

pub(super) fn log(line: &Log, session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let query = LogQuery {
        client: line.client.as_ref().map(|key| key.to_lowercase()),
        invoice: line.invoice.clone(),
        words: line.words.clone(),
    };
    let limit = usize::try_from(line.limit).unwrap_or(usize::MAX);
    let rows = history::log(&book, &query, limit)?;
    let document = LogDocument {
        entries: rows
            .iter()
            .map(|row| EntryDocument {
                id: row.id.0,
                at: instant_text(row.at),
                on: row.on.to_string(),
                text: row.text.clone(),
                undoable: row.undoable,
                undone: row.undone,
            })
            .collect(),
    };
    session.answer(&document, |page| {
        if rows.is_empty() {
            page.line("No entry matches.");
            return;
        }
        let mut table = Table::new(&[
            Column::figure("entry"),
            Column::fixed("day"),
            Column::fixed("UTC"),
            Column::flexible("what"),
            Column::fixed("undo"),
        ]);
        for row in &rows {
            table.row([
                row.id.to_string(),
                row.on.to_string(),
                row.at.format("%H:%M").to_string(),
                row.text.clone(),
                match (row.undone, row.undoable) {
                    (true, _) => "undone".to_owned(),
                    (false, true) => "possible".to_owned(),
                    (false, false) => String::new(),
                },
            ]);
        }
        page.table(&table);
    })
}

#[derive(Serialize)]
struct Undone<'a> {
    undone: &'a str,
}

pub(super) fn undo(line: &Undo, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let what = match line.entry {
        Some(id) => history::undo_entry(&mut book, now, EntryId(id))?,
        None => history::undo(&mut book, now)?,
    };
    session.answer(&Undone { undone: &what }, |page| {
        page.line(format!("Taken back: {}.", what.trim_end_matches('.')));
    })
}

#[derive(Serialize)]
struct Redone<'a> {
    redone: &'a str,
}

pub(super) fn redo(session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let what = history::redo(&mut book, now)?;
    session.answer(&Redone { redone: &what }, |page| {
        page.line(format!("Done once more: {}.", what.trim_end_matches('.')));
    })
}
