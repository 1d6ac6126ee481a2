//! How old the knowledge of payments is, and "I checked my bank today".

use chrono::NaiveDate;

use crate::domain::clock::Now;
use crate::domain::freshness::Freshness;
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo};

/// Through which day payments are known, and why.
///
/// # Errors
/// Book, when it cannot be read.
pub fn known_through(book: &Book, now: Now) -> Result<Freshness> {
    book.view().freshness(now.today)
}

/// Notes that the user has looked at the bank account and entered everything that came through a
/// day; today when none is said. The same day twice is nothing new. Answers what is known now.
///
/// # Errors
/// Refused, when the day is in the future.
pub fn confirm(book: &mut Book, now: Now, on: Option<NaiveDate>) -> Result<Freshness> {
    let on = on.unwrap_or(now.today);
    if on > now.today {
        return Err(Failure::refused(format!(
            "{on} is in the future: nobody can know what will have come by then."
        ))
        .hint("give today or an earlier day"));
    }
    book.change(now, Undo::Possible, |tx| {
        let line = if tx.add_bank_check(on)? {
            format!("Checked the bank account through {on}")
        } else {
            String::new()
        };
        Ok((tx.freshness(now.today)?, line))
    })
}

#[cfg(test)]
#[path = "freshness_tests.rs"]
mod tests;
