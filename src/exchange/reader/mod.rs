//! From JSON to documents: a whole book, or one part of it, with every problem named.
//!
//! What may be missing takes a default: the book's profile for a client, the client for an invoice.
//! The single readers are what `profile set`, `policy set`, `template set` and their kin take; they
//! follow the same rules as a whole book, so that an element can be cut out of an export.

mod book;
mod catalogue;
mod edit;
mod history;
mod invoice;
mod kinds;
mod known;
mod lines;
mod links;
mod paid;
mod party;
mod policy;
mod recurring;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::document::{BookDocument, InvoiceDocument, SeriesDocument};
use super::fields::{Path, Report};
use super::json::{self, Node};
use super::problem::Problems;
use crate::domain::currency::Currency;
use crate::domain::message::StoredTemplate;
use crate::domain::party::{Client, Profile};
use crate::domain::policy::Policy;
use crate::domain::service::Service;

pub use links::not_deducted;

/// What the book knows already: defaults, and the names that a document may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The book's profile: defaults for clients, and what a partial profile leaves as it is.
    pub profile: Profile,
    /// The book's policies; a document may name them, or change one in part.
    pub policies: Vec<Policy>,
    /// The book's clients by key, with their defaults.
    pub clients: BTreeMap<String, ClientDefaults>,
    /// The book's series of numbers with their kinds.
    pub series: Vec<SeriesDocument>,
    /// The user's day: what was set or ended on an unsaid day was so today.
    pub today: NaiveDate,
}

/// What an invoice takes from its client when it does not say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDefaults {
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: Currency,
    /// Two-letter language.
    pub language: String,
    /// Days to pay.
    pub terms_days: i64,
}

impl From<&Client> for ClientDefaults {
    fn from(client: &Client) -> Self {
        Self {
            name: client.name.clone(),
            currency: client.currency,
            language: client.language.clone(),
            terms_days: client.terms_days,
        }
    }
}

/// What the readers of the parts share.
#[derive(Clone, Copy)]
struct Context<'a> {
    report: &'a Report,
    known: &'a Known,
    /// What clients and invoices take when they do not say.
    profile: &'a Profile,
    /// Keys of the policies, the document's and the book's.
    policies: &'a BTreeSet<String>,
    /// Clients by key, the document's and the book's.
    clients: &'a BTreeMap<String, ClientDefaults>,
    /// Keys of the series, the document's and the book's.
    series: &'a BTreeSet<String>,
}

/// Reads a whole book, or the parts of one that are there.
///
/// References stay inside the document, but for clients and policies, which may also be the
/// book's own. Whether a key or number is taken in the book is for the import to say.
///
/// # Errors
/// Every problem, with its path; or the line and column where the text is not JSON.
pub fn read_book(bytes: &[u8], known: &Known) -> Result<BookDocument, Problems> {
    let node = json::parse(bytes)?;
    let report = Report::default();
    let book = book::book(&node, known, &report);
    report.finish(book)
}

/// Reads one part with its reader.
fn part<T>(
    bytes: &[u8],
    known: &Known,
    read: impl FnOnce(&Node, Context<'_>) -> Option<T>,
) -> Result<T, Problems> {
    part_of(&json::parse(bytes)?, known, read)
}

fn part_of<T>(
    node: &Node,
    known: &Known,
    read: impl FnOnce(&Node, Context<'_>) -> Option<T>,
) -> Result<T, Problems> {
    let report = Report::default();
    let policies = known.policies.iter().map(|p| p.key.clone()).collect();
    let series = known.series_keys();
    let context = Context {
        report: &report,
        known,
        profile: &known.profile,
        policies: &policies,
        clients: &known.clients,
        series: &series,
    };
    let value = read(node, context);
    report.finish(value)
}

impl Known {
    fn series_keys(&self) -> BTreeSet<String> {
        self.series
            .iter()
            .map(|one| one.series.key.clone())
            .collect()
    }
}

/// Reads a profile; a missing field stays as it is in the book.
///
/// # Errors
/// Every problem, with its path.
pub fn read_profile(bytes: &[u8], known: &Known) -> Result<Profile, Problems> {
    part(bytes, known, |node, context| {
        party::profile(node, &Path::Root, context)
    })
}

/// Reads a client (its id is 0); a missing field takes the profile's default.
///
/// # Errors
/// Every problem, with its path; also a policy that the book does not have.
pub fn read_client(bytes: &[u8], known: &Known) -> Result<Client, Problems> {
    part(bytes, known, |node, context| {
        party::client(node, &Path::Root, context)
    })
}

/// Reads a new client (its id is 0); a missing field takes the profile's default, and without a key
/// the key is empty: it is made from the name when the client is saved.
///
/// # Errors
/// Every problem, with its path; also a policy that the book does not have.
pub fn read_new_client(bytes: &[u8], known: &Known) -> Result<Client, Problems> {
    part(bytes, known, |node, context| {
        party::client_over(node, &Path::Root, context, party::Base::New)
    })
}

/// Reads a change of a client; a missing field stays as it is.
///
/// # Errors
/// Every problem, with its path; also a policy that the book does not have.
pub fn read_client_change(
    bytes: &[u8],
    known: &Known,
    client: &Client,
) -> Result<Client, Problems> {
    part(bytes, known, |node, context| {
        party::client_over(node, &Path::Root, context, party::Base::Known(client))
    })
}

/// Reads an invoice or credit note (its ids are 0) of a client of the book.
///
/// What it names (`credits`, `source`, the deposits that it deducts) is for the book to look up.
///
/// # Errors
/// Every problem, with its path.
pub fn read_invoice(bytes: &[u8], known: &Known) -> Result<InvoiceDocument, Problems> {
    part(bytes, known, |node, context| {
        let document = invoice::invoice(node, &Path::Root, context)?;
        paid::refuse_transfers(&document, context.report);
        Some(document)
    })
}

/// Reads the fields of a draft that change; a missing one stays as it is, and `null` takes the
/// default. A discount of one form takes the place of the other.
///
/// # Errors
/// Every problem, with its path; also a change of the kind or of what it was made from.
pub fn read_invoice_over(
    bytes: &[u8],
    draft: &InvoiceDocument,
    known: &Known,
) -> Result<InvoiceDocument, Problems> {
    let node = edit::over(json::parse(bytes)?, draft)?;
    part_of(&node, known, |node, context| {
        invoice::invoice(node, &Path::Root, context)
    })
}

/// Reads a series of numbers; a missing field stays as it is in the book's series of that key.
///
/// # Errors
/// Every problem, with its path.
pub fn read_series(bytes: &[u8], known: &Known) -> Result<SeriesDocument, Problems> {
    part(bytes, known, |node, context| {
        catalogue::series(node, &Path::Root, &known.series, context.report)
    })
}

/// Reads a service; a missing field stays as it is in the one that is changed.
///
/// # Errors
/// Every problem, with its path.
pub fn read_service(
    bytes: &[u8],
    changed: Option<&Service>,
    known: &Known,
) -> Result<Service, Problems> {
    part(bytes, known, |node, context| {
        catalogue::service(node, &Path::Root, changed, context)
    })
}

/// Reads a policy; a missing field stays as it is in the book's policy of that key.
///
/// # Errors
/// Every problem, with its path.
pub fn read_policy(bytes: &[u8], known: &Known) -> Result<Policy, Problems> {
    part(bytes, known, |node, context| {
        policy::policy(node, &Path::Root, context)
    })
}

/// Reads a template.
///
/// # Errors
/// Every problem, with its path.
pub fn read_template(bytes: &[u8], known: &Known) -> Result<StoredTemplate, Problems> {
    part(bytes, known, |node, context| {
        let stages = policy::stage_names(&known.policies);
        policy::template(node, &Path::Root, context, &stages)
    })
}

#[cfg(test)]
#[path = "../reader_tests.rs"]
mod tests;
