//! From a book to JSON, one element at a time.
//!
//! The shape is the reader's, every field is written, fields stand in one fixed order, and elements
//! in the order that the source gives them, so that equal books give equal bytes.

mod catalogue;
mod history;
mod invoice;
mod known;
mod party;

use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use super::document::{
    BookDocument, HoldDocument, InvoiceDocument, MessageDocument, SeriesDocument, TalkDocument,
};
use crate::domain::interest::Rate;
use crate::domain::message::StoredTemplate;
use crate::domain::party::{Client, Profile, ThankYou};
use crate::domain::policy::Policy;
use crate::domain::recurrence::Recurrence;
use crate::domain::service::Service;
use crate::domain::wording::document::Words;
use crate::failure::{Failure, Result};

/// Takes each element of a part of the book.
pub type Each<'a, T> = &'a mut dyn FnMut(&T) -> Result<()>;

/// A book that can be written out, part by part, without holding a whole part in memory.
///
/// The order of each part is the source's: clients, policies and templates by key; invoices by day
/// of issue and number, and drafts after them by id; holds and messages by their day and id. An
/// implementation ends with the first error that its closure answers.
pub trait BookSource {
    /// The profile, where there is one.
    ///
    /// # Errors
    /// As the source says.
    fn profile(&self) -> Result<Option<Profile>>;

    /// Every client.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn clients(&self, each: Each<'_, Client>) -> Result<()>;

    /// Every invoice and credit note.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn invoices(&self, each: Each<'_, InvoiceDocument>) -> Result<()>;

    /// Every policy.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn policies(&self, each: Each<'_, Policy>) -> Result<()>;

    /// Every template.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn templates(&self, each: Each<'_, StoredTemplate>) -> Result<()>;

    /// Every series of numbers, or none where they are those of a new book.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn series(&self, each: Each<'_, SeriesDocument>) -> Result<()>;

    /// The catalogue.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn services(&self, each: Each<'_, Service>) -> Result<()>;

    /// The freelancer's own words that documents begin with.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn texts(&self, each: Each<'_, Words>) -> Result<()>;

    /// Every interest rate that the user entered.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn rates(&self, each: Each<'_, Rate>) -> Result<()>;

    /// Every talk of the contact log.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn talks(&self, each: Each<'_, TalkDocument>) -> Result<()>;

    /// Every day through which the user has looked at the bank account.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn bank_checks(&self, each: Each<'_, (NaiveDate, DateTime<Utc>)>) -> Result<()>;

    /// Every hold.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn holds(&self, each: Each<'_, HoldDocument>) -> Result<()>;

    /// Every message.
    ///
    /// # Errors
    /// As the source or the closure says.
    fn messages(&self, each: Each<'_, MessageDocument>) -> Result<()>;
}

/// Writes a whole book as one JSON document that [`read_book`](super::read_book) reads.
///
/// # Errors
/// What the source answers, or refused when the output cannot be written.
pub fn write_book(source: &dyn BookSource, out: &mut dyn Write) -> Result<()> {
    put(out, "{\n  \"payme\": 1")?;
    if let Some(profile) = source.profile()? {
        put(out, ",\n  \"profile\": ")?;
        element(out, &party::profile(&profile), "\n  ")?;
    }
    let mut list = List::open(out, "clients")?;
    source.clients(&mut |client| list.add(&party::client(client)))?;
    list.close()?;
    let mut list = List::open(out, "invoices")?;
    source.invoices(&mut |invoice| list.add(&invoice::invoice(invoice)))?;
    list.close()?;
    let mut list = List::open(out, "policies")?;
    source.policies(&mut |policy| list.add(&party::policy(policy)))?;
    list.close()?;
    let mut list = List::open(out, "templates")?;
    source.templates(&mut |template| list.add(&party::template(template)))?;
    list.close()?;
    // Parts that most books have nothing in are there only with something in them.
    let mut list = List::later(out, "series");
    source.series(&mut |series| list.add(&catalogue::series(series)))?;
    list.close()?;
    let mut list = List::later(out, "services");
    source.services(&mut |service| list.add(&catalogue::service(service)))?;
    list.close()?;
    let mut list = List::later(out, "texts");
    source.texts(&mut |text| list.add(&catalogue::text(text)))?;
    list.close()?;
    let mut list = List::later(out, "rates");
    source.rates(&mut |rate| list.add(&known::rate(rate)))?;
    list.close()?;
    let mut list = List::open(out, "holds")?;
    source.holds(&mut |hold| list.add(&history::hold(hold)))?;
    list.close()?;
    let mut list = List::later(out, "talks");
    source.talks(&mut |talk| list.add(&known::talk(talk)))?;
    list.close()?;
    let mut list = List::later(out, "bank_checks");
    source.bank_checks(&mut |check| list.add(&known::bank_check(check)))?;
    list.close()?;
    let mut list = List::open(out, "messages")?;
    source.messages(&mut |message| list.add(&history::message(message)))?;
    list.close()?;
    put(out, "\n}\n")
}

/// A profile as one line of JSON that [`read_profile`](super::reader::read_profile) reads: the form
/// of the snapshot of a seller.
///
/// # Errors
/// Refused, when it cannot be written.
pub fn profile_json(profile: &Profile) -> Result<String> {
    // How the book thanks is its own habit, and no part of who issued a document.
    let seller = Profile {
        thank_you: ThankYou::Off,
        ..profile.clone()
    };
    serde_json::to_string(&party::profile(&seller)).map_err(failed)
}

/// A client as one line of JSON that [`read_client`](super::reader::read_client) reads: the form of
/// the snapshot of a buyer.
///
/// # Errors
/// Refused, when it cannot be written.
pub fn client_json(client: &Client) -> Result<String> {
    serde_json::to_string(&party::client(client)).map_err(failed)
}

/// A profile as the JSON of a book has it.
#[must_use]
pub fn profile(profile: &Profile) -> impl Serialize + '_ {
    party::profile(profile)
}

/// A client as a command answers it: as in a book, with every field said.
#[must_use]
pub fn client_answer(client: &Client) -> impl Serialize + '_ {
    party::client_answer(client)
}

/// A client as the JSON of a book has it.
#[must_use]
pub fn client(client: &Client) -> impl Serialize + '_ {
    party::client(client)
}

/// A policy as the JSON of a book has it.
#[must_use]
pub fn policy(policy: &Policy) -> impl Serialize + '_ {
    party::policy(policy)
}

/// A template as the JSON of a book has it.
#[must_use]
pub fn template(template: &StoredTemplate) -> impl Serialize + '_ {
    party::template(template)
}

/// A series of numbers as the JSON of a book has it.
#[must_use]
pub fn series(series: &SeriesDocument) -> impl Serialize + '_ {
    catalogue::series(series)
}

/// A service as the JSON of a book has it.
#[must_use]
pub fn service(service: &Service) -> impl Serialize + '_ {
    catalogue::service(service)
}

/// A document as the JSON of a book has it.
#[must_use]
pub fn invoice(document: &InvoiceDocument) -> impl Serialize + '_ {
    invoice::invoice(document)
}

/// A schedule as the JSON of a book has it.
#[must_use]
pub fn schedule(recurrence: &Recurrence) -> impl Serialize + use<> {
    catalogue::schedule(recurrence)
}

/// A list of the document that is being written.
struct List<'a> {
    out: &'a mut dyn Write,
    name: &'static str,
    open: bool,
    empty: bool,
}

impl<'a> List<'a> {
    /// A list that is there also when it is empty.
    fn open(out: &'a mut dyn Write, name: &'static str) -> Result<Self> {
        let mut list = Self::later(out, name);
        list.begin()?;
        Ok(list)
    }

    /// A list that is there with its first element.
    fn later(out: &'a mut dyn Write, name: &'static str) -> Self {
        Self {
            out,
            name,
            open: false,
            empty: true,
        }
    }

    fn begin(&mut self) -> Result<()> {
        if !self.open {
            put(self.out, &format!(",\n  \"{}\": [", self.name))?;
        }
        self.open = true;
        Ok(())
    }

    fn add(&mut self, value: &impl Serialize) -> Result<()> {
        self.begin()?;
        put(self.out, if self.empty { "\n    " } else { ",\n    " })?;
        self.empty = false;
        element(self.out, value, "\n    ")
    }

    fn close(self) -> Result<()> {
        match (self.open, self.empty) {
            (false, _) => Ok(()),
            (true, true) => put(self.out, "]"),
            (true, false) => put(self.out, "\n  ]"),
        }
    }
}

/// Writes a value with each line indented; inside strings line breaks are escaped.
fn element(out: &mut dyn Write, value: &impl Serialize, indent: &str) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(failed)?;
    put(out, &text.replace('\n', indent))
}

fn put(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).map_err(failed)
}

fn failed(cause: impl std::fmt::Display) -> Failure {
    Failure::refused("The export could not be written.")
        .because(cause)
        .hint("check the place and its free space, or write to another file")
}

/// A day as `YYYY-MM-DD`.
#[derive(Clone, Copy)]
struct Day(NaiveDate);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A text that is left out, or `null`, when it is empty.
fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn visit<T>(list: &[T], each: Each<'_, T>) -> Result<()> {
    list.iter().try_for_each(each)
}

impl BookSource for BookDocument {
    fn profile(&self) -> Result<Option<Profile>> {
        Ok(self.profile.clone())
    }

    fn clients(&self, each: Each<'_, Client>) -> Result<()> {
        visit(&self.clients, each)
    }

    fn invoices(&self, each: Each<'_, InvoiceDocument>) -> Result<()> {
        visit(&self.invoices, each)
    }

    fn policies(&self, each: Each<'_, Policy>) -> Result<()> {
        visit(&self.policies, each)
    }

    fn templates(&self, each: Each<'_, StoredTemplate>) -> Result<()> {
        visit(&self.templates, each)
    }

    fn series(&self, each: Each<'_, SeriesDocument>) -> Result<()> {
        visit(&self.series, each)
    }

    fn services(&self, each: Each<'_, Service>) -> Result<()> {
        visit(&self.services, each)
    }

    fn texts(&self, each: Each<'_, Words>) -> Result<()> {
        visit(&self.texts, each)
    }

    fn rates(&self, each: Each<'_, Rate>) -> Result<()> {
        visit(&self.rates, each)
    }

    fn talks(&self, each: Each<'_, TalkDocument>) -> Result<()> {
        visit(&self.talks, each)
    }

    fn bank_checks(&self, each: Each<'_, (NaiveDate, DateTime<Utc>)>) -> Result<()> {
        visit(&self.bank_checks, each)
    }

    fn holds(&self, each: Each<'_, HoldDocument>) -> Result<()> {
        visit(&self.holds, each)
    }

    fn messages(&self, each: Each<'_, MessageDocument>) -> Result<()> {
        visit(&self.messages, each)
    }
}

#[cfg(test)]
#[path = "../writer_tests.rs"]
mod tests;
