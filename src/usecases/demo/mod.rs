//! The demo book: a made-up year of a designer, with dates relative to today.
//!
//! Nothing is sent on a weekend, so on a Saturday there would be nothing to show: the planner has
//! the last word, also here. The demo book is therefore built for a working day, and its screens
//! run with the clock fixed to it ([`demo_day`]): today, or the Friday before a weekend. The other
//! way, bending a policy or a weekend so that reminders are due on a Sunday, would show a program
//! that does what the real one never does.

mod crowd;
pub(in crate::usecases) mod dice;
mod kinds;
mod letters;
mod log;
mod parts;
mod scale;
mod year;

use std::path::Path;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::exchange::{fill, known};
use super::starting;
use crate::domain::clock::Now;
use crate::failure::Result;
use crate::store::{self, Book, Undo};

pub use scale::{seed_scale, seed_scale_with};

/// The day for which a demo book is built and on which its screens run: today, or the Friday before
/// a weekend.
#[must_use]
pub fn demo_day(today: NaiveDate) -> NaiveDate {
    let back = match today.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    today.checked_sub_days(Days::new(back)).unwrap_or(today)
}

/// The moment at which the screens of a demo book run: on its day, at the real instant.
#[must_use]
pub fn demo_now(now: Now) -> Now {
    Now {
        today: demo_day(now.today),
        at: now.at,
    }
}

/// Fills an empty book with the demo data, in one change.
///
/// # Errors
/// Refused, when the book has clients already: then nothing is changed, so a second run finds the
/// first one's data.
pub fn seed(book: &mut Book, now: Now) -> Result<()> {
    starting::require_empty(book)?;
    let now = demo_now(now);
    let document = year::document(&known(book, now)?, &book.view().templates()?, now)?;
    book.change(now, Undo::Bulk, |tx| {
        let report = fill(tx, now, &document)?;
        kinds::add(tx, now)?;
        for (then, text) in log::lines(&document) {
            tx.note_past(then, &text)?;
        }
        let line = format!(
            "Filled with demo data: {} clients and {} invoices",
            report.clients, report.invoices
        );
        Ok(((), line))
    })
}

/// Makes a throwaway demo book in a folder.
///
/// # Errors
/// Refused, when the folder holds a book with clients; book, when it cannot be written.
pub fn open(folder: &Path, now: Now) -> Result<Book> {
    let mut book = store::open(&folder.join("demo.db"), demo_now(now))?.book;
    seed(&mut book, now)?;
    Ok(book)
}

#[cfg(test)]
#[path = "demo_tests.rs"]
mod tests;
