//! Figures over the book.

use chrono::{Datelike, NaiveDate};

use crate::domain::clock::Now;
use crate::domain::views::{AgeBand, ClientFigures, MonthSum, Period, TaxSum};
use crate::failure::{Failure, Result};
use crate::store::Book;

/// The age of debt in five bands, one sum a currency, the home currency first.
///
/// # Errors
/// Book, when it cannot be read.
pub fn aging(book: &Book, now: Now) -> Result<Vec<AgeBand>> {
    let home = book.view().profile()?.currency;
    book.view().age_bands(now.today, home)
}

/// What was paid in each month of a year, one list of twelve months a currency; the home currency
/// comes first and is always there.
///
/// # Errors
/// Usage, when the year is not between 1900 and 9998; book, when it cannot be read.
pub fn revenue(book: &Book, _now: Now, year: i32) -> Result<Vec<Vec<MonthSum>>> {
    months_of(book, "paid", year)
}

/// What was billed in each month of a year, the same way; credit notes are taken off.
///
/// # Errors
/// Usage, when the year is not between 1900 and 9998; book, when it cannot be read.
pub fn billed(book: &Book, _now: Now, year: i32) -> Result<Vec<Vec<MonthSum>>> {
    months_of(book, "billed", year)
}

/// The tax groups of what was issued in a year, by period, currency, category and rate.
///
/// # Errors
/// Usage, when the year is not between 1900 and 9998; book, when it cannot be read.
pub fn tax(book: &Book, year: i32, period: Period) -> Result<Vec<TaxSum>> {
    let (from, until) = bounds(year)?;
    book.view().tax_sums(from, until, period)
}

/// What each client brought in a year and how it paid, one row a client and currency, the largest
/// first in each currency.
///
/// # Errors
/// Usage, when the year is not between 1900 and 9998; book, when it cannot be read.
pub fn clients(book: &Book, now: Now, year: i32) -> Result<Vec<ClientFigures>> {
    let (from, until) = bounds(year)?;
    book.view().client_figures(from, until, now.today)
}

/// The first and the last day of a year.
fn bounds(year: i32) -> Result<(NaiveDate, NaiveDate)> {
    let bounds = (1900..=9998)
        .contains(&year)
        .then(|| {
            Some((
                NaiveDate::from_ymd_opt(year, 1, 1)?,
                NaiveDate::from_ymd_opt(year, 12, 31)?,
            ))
        })
        .flatten();
    bounds.ok_or_else(|| {
        Failure::usage(format!("{year} is not a year of a book."))
            .hint("give four digits, such as 2026")
    })
}

fn months_of(book: &Book, kind: &str, year: i32) -> Result<Vec<Vec<MonthSum>>> {
    let (from, until) = bounds(year)?;
    let view = book.view();
    let home = view.profile()?.currency;
    let mut currencies = view.month_currencies(kind)?;
    currencies.retain(|currency| *currency != home);
    currencies.insert(0, home);
    let mut all = Vec::new();
    for currency in currencies {
        let months = view.months(kind, currency, from, until)?;
        if currency == home || months.iter().any(|month| month.count != 0) {
            all.push(months);
        }
    }
    Ok(all)
}

/// The years that a book has figures for: from its first month to today.
///
/// # Errors
/// Book, when it cannot be read.
pub fn years(book: &Book, now: Now) -> Result<(i32, i32)> {
    let first = book
        .view()
        .first_day()?
        .map_or(now.today.year(), |day| day.year());
    Ok((first.min(now.today.year()), now.today.year()))
}
