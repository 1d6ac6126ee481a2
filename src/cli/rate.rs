//! `payme rate`: the interest rates that claims rest on.

use clap::{Args, Subcommand, ValueEnum};
use rust_decimal::Decimal;
use serde::Serialize;

use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::domain::decimal::plain;
use crate::domain::input::{date, rate as percent};
use crate::domain::interest::{Rate as Row, Series};
use crate::failure::Result;
use crate::usecases::rates::{self, Age};

/// The interest rates that claims rest on.
#[derive(Debug, Subcommand)]
pub(super) enum Rate {
    /// List the rates, and say which half-year has none
    List,
    /// Enter a rate; it stands before one of payme of the same day
    Add(Add),
    /// Remove a rate that you entered
    Remove(Remove),
}

/// A reference rate.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// The German base rate (BGB 247)
    #[value(name = "DE-base")]
    DeBase,
    /// The ECB's reference rate (Directive 2011/7/EU)
    #[value(name = "ECB-reference")]
    EcbReference,
    /// The UK's reference rate (Late Payment Act 1998)
    #[value(name = "GB-reference")]
    GbReference,
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// Which rate
    #[arg(value_enum, value_name = "SERIES", ignore_case = true)]
    series: Of,
    /// The first day of the half-year from which it holds
    #[arg(long, value_name = "DATE")]
    from: String,
    /// Percent a year, without the points that the law adds
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    rate: String,
    /// Who published it
    #[arg(long, value_name = "TEXT")]
    source: String,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// Which rate
    #[arg(value_enum, value_name = "SERIES", ignore_case = true)]
    series: Of,
    /// The day from which it holds
    #[arg(long, value_name = "DATE")]
    from: String,
}

impl Of {
    const fn series(self) -> Series {
        match self {
            Self::DeBase => Series::DeBase,
            Self::EcbReference => Series::EcbReference,
            Self::GbReference => Series::GbReference,
        }
    }
}

#[derive(Serialize)]
struct RateDocument<'a> {
    series: &'static str,
    from: String,
    rate: String,
    source: &'a str,
    own: bool,
}

#[derive(Serialize)]
struct AgeDocument {
    series: &'static str,
    newest: Option<String>,
    missing: Option<String>,
}

#[derive(Serialize)]
struct RatesDocument<'a> {
    rates: Vec<RateDocument<'a>>,
    ages: Vec<AgeDocument>,
}

#[derive(Serialize)]
struct RemovedDocument {
    series: &'static str,
    from: String,
}

fn document(rate: &Row) -> RateDocument<'_> {
    RateDocument {
        series: rate.series.word(),
        from: rate.from.to_string(),
        rate: plain(rate.rate),
        source: &rate.source,
        own: rate.own,
    }
}

/// What is said of a series whose newest rate is old.
pub(super) fn missing_words(age: &Age) -> Option<String> {
    let missing = age.missing?;
    let newest = age.newest.map_or_else(
        || "none is known".to_owned(),
        |day| format!("the newest is of {day}"),
    );
    Some(format!(
        "The {} from {missing} is not known; {newest}.",
        age.series.name()
    ))
}

pub(super) fn run(command: Rate, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Rate::List => list(session),
        Rate::Add(line) => {
            let (now, mut book) = (session.now()?, session.book()?);
            let row = Row {
                series: line.series.series(),
                from: date(&line.from, now.today)?,
                rate: signed(&line.rate)?,
                source: line.source,
                own: true,
            };
            let row = rates::add(&mut book, now, &row)?;
            session.answer(&document(&row), |page| {
                page.line(format!(
                    "The {} is {} % from {}.",
                    row.series.name(),
                    plain(row.rate),
                    row.from
                ));
            })
        }
        Rate::Remove(line) => {
            let (now, mut book) = (session.now()?, session.book()?);
            let (series, from) = (line.series.series(), date(&line.from, now.today)?);
            rates::remove(&mut book, now, series, from)?;
            let removed = RemovedDocument {
                series: series.word(),
                from: from.to_string(),
            };
            session.answer(&removed, |page| {
                page.line(format!("Removed your {} of {from}.", series.name()));
            })
        }
    }
}

/// A percentage that may be negative, as base rates were.
fn signed(text: &str) -> Result<Decimal> {
    match text.trim().strip_prefix(['-', '−']) {
        Some(size) => Ok(-percent(size)?),
        None => percent(text),
    }
}

fn list(session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let rates = rates::list(&session.book()?)?;
    let ages = rates::ages(&rates, now.today);
    let all = RatesDocument {
        rates: rates.all().iter().map(document).collect(),
        ages: ages
            .iter()
            .map(|age| AgeDocument {
                series: age.series.word(),
                newest: age.newest.map(|day| day.to_string()),
                missing: age.missing.map(|day| day.to_string()),
            })
            .collect(),
    };
    session.answer(&all, |page| {
        let mut table = Table::new(&[
            Column::fixed("series"),
            Column::fixed("from"),
            Column::figure("percent"),
            Column::fixed("by"),
            Column::flexible("source"),
        ]);
        for rate in rates.all() {
            table.row([
                rate.series.word().to_owned(),
                rate.from.to_string(),
                plain(rate.rate),
                if rate.own { "you" } else { "payme" }.to_owned(),
                rate.source.clone(),
            ]);
        }
        page.table(&table);
        page.gap();
        for line in ages.iter().filter_map(missing_words) {
            page.line(line);
        }
    })
}
