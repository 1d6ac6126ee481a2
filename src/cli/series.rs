//! `payme series`: how documents are numbered.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::Value;

use super::print::{Answer, Column, Table};
use super::service::given;
use super::session::{Session, read_document};
use crate::domain::invoice::InvoiceKind;
use crate::exchange::{reader, writer};
use crate::failure::{Failure, Result};
use crate::usecases::exchange;
use crate::usecases::series::{self, SeriesView};

/// How documents are numbered.
#[derive(Debug, Subcommand)]
pub(super) enum Series {
    /// List the series with the number that each gives next
    List,
    /// Show one series
    Show(Show),
    /// Make or change a series; what was issued keeps its numbers
    Set(Set),
    /// Remove a series that nothing uses
    Remove(Show),
}

#[derive(Args, Debug)]
pub(super) struct Show {
    /// The series' key
    #[arg(value_name = "KEY")]
    key: String,
}

#[derive(Args, Debug)]
pub(super) struct Set {
    /// The series' key
    #[arg(value_name = "KEY", required_unless_present = "from")]
    key: Option<String>,
    /// A file of JSON fields with the series' key, or - for standard input; a field that is missing
    /// stays as it is
    #[arg(long, value_name = "FILE", conflicts_with_all = ["key", "pattern", "reset", "start"])]
    #[arg(conflicts_with = "kinds")]
    from: Option<PathBuf>,
    /// What its numbers look like: {year}-{seq:03}
    #[arg(long, value_name = "PATTERN")]
    pattern: Option<String>,
    /// When it counts from its start again: never, yearly or monthly
    #[arg(long, value_name = "WHEN")]
    reset: Option<String>,
    /// The first running number of each period
    #[arg(long, value_name = "N")]
    start: Option<u64>,
    #[arg(long = "kind", value_name = "KIND")]
    #[arg(help = "What it numbers: invoice, credit_note, deposit or quote; may stand again")]
    kinds: Vec<String>,
}

impl Set {
    /// The fields as JSON.
    fn bytes(&self) -> Result<Vec<u8>> {
        if let Some(from) = &self.from {
            return read_document(from);
        }
        let mut fields = given(&[
            ("key", &self.key),
            ("pattern", &self.pattern),
            ("reset", &self.reset),
        ]);
        if let Some(start) = self.start {
            fields.insert("start".into(), start.into());
        }
        if fields.len() < 2 && self.kinds.is_empty() {
            return Err(Failure::usage("Nothing is said about the series.")
                .hint("give --from FILE, or options such as --pattern"));
        }
        Ok(Value::Object(fields).to_string().into_bytes())
    }
}

#[derive(Serialize)]
struct ListDocument<T> {
    series: Vec<T>,
}

#[derive(Serialize)]
struct SeriesDocument<'a, T> {
    #[serde(flatten)]
    fields: T,
    next: &'a str,
}

#[derive(Serialize)]
struct RemovedDocument<'a> {
    removed: &'a str,
}

fn document(view: &SeriesView) -> SeriesDocument<'_, impl Serialize + '_> {
    SeriesDocument {
        fields: writer::series(&view.document),
        next: &view.next,
    }
}

pub(super) fn run(command: Series, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    match command {
        Series::List => {
            let list = series::list(&session.book()?, now)?;
            let answer = ListDocument {
                series: list.iter().map(document).collect(),
            };
            session.answer(&answer, |page| page.table(&table(&list)))
        }
        Series::Show(line) => {
            let view = series::show(&session.book()?, now, &line.key)?;
            answer(&view, session)
        }
        Series::Set(line) => set(&line, session),
        Series::Remove(line) => {
            let said = series::remove(&mut session.book()?, now, &line.key)?;
            session.answer(&RemovedDocument { removed: &line.key }, |page| {
                page.line(format!("{said}."));
            })
        }
    }
}

fn set(line: &Set, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bytes = line.bytes()?;
    let mut book = session.book()?;
    let mut new = reader::read_series(&bytes, &exchange::known(&book, now)?)?;
    for word in &line.kinds {
        let kind = InvoiceKind::from_word(word).ok_or_else(|| {
            Failure::usage(format!("\"{word}\" is no kind of document."))
                .hint("use invoice, credit_note, deposit or quote")
        })?;
        if !new.kinds.contains(&kind) {
            new.kinds.push(kind);
        }
    }
    series::set(&mut book, now, &new)?;
    let view = series::show(&book, now, &new.series.key)?;
    answer(&view, session)
}

fn answer(view: &SeriesView, session: &Session<'_>) -> Result<Answer> {
    session.answer(&document(view), |page| {
        page.table(&table(std::slice::from_ref(view)));
    })
}

fn table(list: &[SeriesView]) -> Table {
    let mut table = Table::new(&[
        Column::fixed("key"),
        Column::fixed("pattern"),
        Column::fixed("reset"),
        Column::figure("start"),
        Column::fixed("next"),
        Column::flexible("for"),
    ]);
    for view in list {
        let (series, kinds) = (&view.document.series, &view.document.kinds);
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        table.row([
            series.key.clone(),
            series.pattern.to_string(),
            series.reset.word().into(),
            series.start.to_string(),
            view.next.clone(),
            kinds.join(", "),
        ]);
    }
    table
}
