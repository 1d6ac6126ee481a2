//! A whole book in and out.

mod csv;
mod export;
mod fits;
mod import;
mod series;
mod standing;

use std::collections::BTreeMap;

use crate::domain::clock::Now;
use crate::exchange::{ClientDefaults, Known};
use crate::failure::Result;
use crate::store::Book;

pub use csv::export_csv;
pub use export::{document, export};
pub use fits::names_in_book;
pub use import::{ImportReport, import};
pub(super) use import::{add_one, fill};

/// What the book knows already, for reading a document: defaults, policies, clients.
///
/// # Errors
/// Book, when it cannot be read.
pub fn known(book: &Book, now: Now) -> Result<Known> {
    let view = book.view();
    let mut clients = BTreeMap::new();
    view.each_client(&mut |client| {
        clients.insert(client.key.clone(), ClientDefaults::from(&client));
        Ok(())
    })?;
    Ok(Known {
        profile: view.profile()?,
        policies: view.policies()?,
        series: series::of(&view)?,
        clients,
        today: now.today,
    })
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "whole_tests.rs"]
mod whole_tests;
