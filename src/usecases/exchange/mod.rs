//! A whole book in and out.

mod export;
mod import;
mod standing;

use std::collections::BTreeMap;

use crate::domain::clock::Now;
use crate::exchange::{ClientDefaults, Known};
use crate::failure::Result;
use crate::store::Book;

pub use export::export;
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
        clients,
        today: now.today,
    })
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
