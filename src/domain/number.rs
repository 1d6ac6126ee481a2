//! Numbers of invoices: any system of the user's, as long as it can be printed and referred to.

use super::text::one_line;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;

/// The longest number, in characters.
pub const LONGEST: usize = 40;

/// How commands and JSON name a draft, which has no number: `draft:7`.
pub const DRAFT: &str = "draft:";

/// Checks the number of an invoice: 1 to [`LONGEST`] printable characters, without blanks around
/// it, and not of the form that names a draft.
///
/// # Errors
/// Refused, with what is wrong with it.
pub fn check(number: &str) -> Result<()> {
    let shown = one_line(number);
    let what = if number.is_empty() {
        String::from("An invoice number must not be empty.")
    } else if shown != number {
        format!("The invoice number \"{shown}\" has a character that cannot be printed.")
    } else if number.trim() != number {
        format!("The invoice number \"{number}\" has blanks around it.")
    } else if number.chars().count() > LONGEST {
        format!("The invoice number \"{number}\" is longer than {LONGEST} characters.")
    } else if number.to_ascii_lowercase().starts_with(DRAFT) {
        format!("The invoice number \"{number}\" would name a draft, and a draft has no number.")
    } else {
        return Ok(());
    };
    Err(Failure::refused(what).hint("use a number such as 2026-039"))
}
