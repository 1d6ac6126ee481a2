//! `payme report`: figures over the book.

use chrono::Datelike;
use clap::{Args, Subcommand, ValueEnum};

use super::document::{
    CurrencyYear, aging_document, clients_report, revenue_document, sums, tax_report,
};
use super::due;
use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::domain::currency::Currency;
use crate::domain::decimal::plain;
use crate::domain::money::Money;
use crate::domain::views::{MonthSum, Period};
use crate::failure::Result;
use crate::usecases::reports;

/// Figures over the book.
#[derive(Debug, Subcommand)]
pub(super) enum Report {
    /// The age of debt: what is open, by days late
    Aging,
    /// Income by month, one table a currency
    Revenue(Revenue),
    /// Tax by period, currency and rate: of what was issued, credit notes taken off
    Tax(Tax),
    /// What each client brings, owes, and how long it takes to pay
    Clients(Revenue),
}

#[derive(Args, Debug)]
pub(super) struct Revenue {
    /// The year; this one when not said
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
}

#[derive(Args, Debug)]
pub(super) struct Tax {
    /// The year; this one when not said
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// How long a period is
    #[arg(long, value_enum, default_value_t)]
    by: By,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum By {
    /// A month
    Month,
    /// Three months
    #[default]
    Quarter,
    /// The whole year
    Year,
}

pub(super) fn run(command: Report, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Report::Aging => aging(session),
        Report::Revenue(line) => revenue(&line, session),
        Report::Tax(line) => tax(&line, session),
        Report::Clients(line) => clients(&line, session),
    }
}

fn aging(session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bands = reports::aging(&session.book()?, now)?;
    let document = aging_document(&bands, now.today)?;
    let total = sums(bands.iter().flat_map(|band| band.open.iter().copied()))?;
    session.answer(&document, |page| {
        let mut table = Table::new(&[
            Column::fixed("age"),
            Column::figure("invoices"),
            Column::figure("open"),
        ]);
        for band in &bands {
            table.row([
                band.label.into(),
                band.count.to_string(),
                due::sums(&band.open),
            ]);
        }
        let count: i64 = bands.iter().map(|band| band.count).sum();
        table.row(["all".into(), count.to_string(), due::sums(&total)]);
        page.table(&table);
    })
}

fn revenue(line: &Revenue, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let year = line.year.unwrap_or_else(|| now.today.year());
    let book = session.book()?;
    let paid = reports::revenue(&book, now, year)?;
    let billed = reports::billed(&book, now, year)?;
    let years = years(&paid, &billed)?;
    session.answer(&revenue_document(year, &years), |page| {
        for one in &years {
            page.heading(&format!("{year}, {}", one.paid_sum.currency()));
            let mut table = Table::new(&[
                Column::fixed("month"),
                Column::figure("paid"),
                Column::figure("payments"),
                Column::figure("billed"),
            ]);
            for (paid, billed) in one.paid.iter().zip(&one.billed) {
                table.row([
                    paid.month.format("%b").to_string(),
                    paid.sum.grouped(),
                    paid.count.to_string(),
                    billed.sum.grouped(),
                ]);
            }
            let payments: i64 = one.paid.iter().map(|month| month.count).sum();
            table.row([
                "year".into(),
                one.paid_sum.grouped(),
                payments.to_string(),
                one.billed_sum.grouped(),
            ]);
            page.table(&table);
        }
    })
}

fn tax(line: &Tax, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let year = line.year.unwrap_or_else(|| now.today.year());
    let period = match line.by {
        By::Month => Period::Month,
        By::Quarter => Period::Quarter,
        By::Year => Period::Year,
    };
    let sums = reports::tax(&session.book()?, year, period)?;
    session.answer(&tax_report(year, period, &sums), |page| {
        if sums.is_empty() {
            page.line(format!("Nothing was issued in {year}."));
            return;
        }
        let mut table = Table::new(&[
            Column::fixed("period"),
            Column::fixed("tax"),
            Column::figure("rate"),
            Column::figure("base"),
            Column::figure("tax"),
            Column::figure("documents"),
        ]);
        for sum in &sums {
            table.row([
                period.name(sum.start),
                sum.category.word().into(),
                format!("{} %", plain(sum.rate)),
                sum.base.to_string(),
                sum.tax.to_string(),
                sum.documents.to_string(),
            ]);
        }
        page.table(&table);
    })
}

fn clients(line: &Revenue, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let year = line.year.unwrap_or_else(|| now.today.year());
    let figures = reports::clients(&session.book()?, now, year)?;
    session.answer(&clients_report(year, &figures), |page| {
        if figures.is_empty() {
            page.line(format!(
                "Nothing was issued in {year}, and nothing is open."
            ));
            return;
        }
        let mut table = Table::new(&[
            Column::flexible("client"),
            Column::figure("billed"),
            Column::figure("open"),
            Column::figure("pays after"),
            Column::figure("late"),
        ]);
        for one in &figures {
            table.row([
                one.name.clone(),
                one.billed.to_string(),
                one.open.to_string(),
                one.pays_after
                    .map_or_else(String::new, |days| format!("{days} d")),
                one.late_percent()
                    .map_or_else(String::new, |share| format!("{share} %")),
            ]);
        }
        page.table(&table);
    })
}

/// Puts what was paid and what was billed side by side, one year a currency.
fn years(paid: &[Vec<MonthSum>], billed: &[Vec<MonthSum>]) -> Result<Vec<CurrencyYear>> {
    let currency = |months: &Vec<MonthSum>| months.first().map(|month| month.sum.currency());
    let mut all: Vec<Currency> = Vec::new();
    for one in paid.iter().chain(billed).filter_map(currency) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    let of = |lists: &[Vec<MonthSum>], wanted: Currency| {
        let found = lists
            .iter()
            .find(|months| currency(months) == Some(wanted))
            .cloned();
        found.unwrap_or_else(|| empty(paid, billed, wanted))
    };
    let sum = |months: &[MonthSum], wanted: Currency| {
        months
            .iter()
            .try_fold(Money::zero(wanted), |sum, month| sum.plus(month.sum))
    };
    all.into_iter()
        .map(|wanted| {
            let (paid, billed) = (of(paid, wanted), of(billed, wanted));
            Ok(CurrencyYear {
                paid_sum: sum(&paid, wanted)?,
                billed_sum: sum(&billed, wanted)?,
                paid,
                billed,
            })
        })
        .collect()
}

/// The same months without money.
fn empty(paid: &[Vec<MonthSum>], billed: &[Vec<MonthSum>], wanted: Currency) -> Vec<MonthSum> {
    let months = paid.first().or(billed.first()).cloned().unwrap_or_default();
    let nothing = |month: MonthSum| MonthSum {
        month: month.month,
        sum: Money::zero(wanted),
        count: 0,
    };
    months.into_iter().map(nothing).collect()
}
