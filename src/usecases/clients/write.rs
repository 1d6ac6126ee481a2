//! Making, changing and putting away clients.

use std::collections::BTreeMap;

use crate::domain::client_card::{self, Finding, Likely};
use crate::domain::clock::Now;
use crate::domain::ids::ClientId;
use crate::domain::party::Client;
use crate::domain::{client_key, contact, phone, tax_id, text};
use crate::exchange::Known;
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo, View};

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;

/// At most so many clients are named that may be the same.
const ALIKE: usize = 5;

/// A client that was saved, and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The client as it is in the book now.
    pub client: Client,
    /// What to look at; it was saved all the same.
    pub warnings: Vec<Finding>,
}

/// What the book knows already, for reading the document of one client.
///
/// # Errors
/// Book, when it cannot be read.
pub fn known(book: &Book, now: Now) -> Result<Known> {
    let view = book.view();
    Ok(Known {
        profile: view.profile()?,
        policies: view.policies()?,
        clients: BTreeMap::new(),
        series: Vec::new(),
        today: now.today,
    })
}

/// Clients of the book that a name and addresses may mean as well; the client itself is left out.
///
/// # Errors
/// Book, when it cannot be read.
pub fn alike(
    book: &Book,
    name: &str,
    emails: &[&str],
    itself: Option<ClientId>,
) -> Result<Vec<Likely>> {
    book.view().alike(name, emails, itself, ALIKE)
}

/// All that is to be said about a card before it is saved.
///
/// # Errors
/// Book, when it cannot be read.
pub fn check(book: &Book, card: &Client) -> Result<Vec<Finding>> {
    findings(&book.view(), card)
}

fn likely(view: &View<'_>, card: &Client) -> Result<Vec<Likely>> {
    let emails: Vec<&str> = card.contacts.iter().map(|one| one.email.as_str()).collect();
    let own = (card.id.0 > 0).then_some(card.id);
    view.alike(&card.name, &emails, own, ALIKE)
}

fn findings(view: &View<'_>, card: &Client) -> Result<Vec<Finding>> {
    let policies = view.policies()?;
    let keys: Vec<&str> = policies.iter().map(|policy| policy.key.as_str()).collect();
    let mut found = client_card::check(card, &keys);
    found.extend(likely(view, card)?.iter().map(|one| one.finding(card)));
    Ok(found)
}

/// Refuses a card with an error; answers the warnings.
fn require(view: &View<'_>, card: &Client) -> Result<Vec<Finding>> {
    let found = findings(view, card)?;
    match client_card::first_error(&found) {
        Some(error) => Err(Failure::refused(error.text.clone()).hint(format!(
            "correct {} and try again",
            place(card, &error.path)
        ))),
        None => Ok(client_card::warnings(found)),
    }
}

/// A field as a person calls it: "the phone of Jonas Falk" for `contacts[0].phone`.
fn place(card: &Client, path: &str) -> String {
    let found = path.strip_prefix("contacts[").and_then(|rest| {
        let (index, field) = rest.split_once("].")?;
        let contact = card.contacts.get(index.parse::<usize>().ok()?)?;
        Some(format!("the {field} of {}", contact::called(contact)))
    });
    found.unwrap_or_else(|| path.to_owned())
}

/// The form in which a card is stored: names on one line without outer spaces, numbers in E.164, a
/// VAT id without spaces, a country in capitals. A number without a country is one of the client's, else
/// of the country of the business, `home`.
fn tidy(card: &Client, home: &str) -> Client {
    let mut card = card.clone();
    let line = |value: &str| text::one_line(value).trim().to_owned();
    card.name = line(&card.name);
    card.tax_id = line(&tax_id::normal(&card.tax_id));
    card.country = card.country.trim().to_ascii_uppercase();
    card.note = note(&card.note);
    card.address = card.address.iter().map(|one| line(one)).collect();
    card.address.retain(|one| !one.is_empty());
    for person in &mut card.contacts {
        person.name = line(&person.name);
        person.email = line(&person.email);
        person.phone = line(&person.phone);
        let country = if card.country.is_empty() {
            home
        } else {
            &card.country
        };
        if let Ok(number) = phone::read(&person.phone, country) {
            person.phone = number.e164;
        }
    }
    card
}

/// A note as it is stored.
fn note(text: &str) -> String {
    text::block(text).trim_end().to_owned()
}

/// Adds a client; its `id` is ignored. Without a key it gets one made from its name.
///
/// # Errors
/// Refused, when the card has an error or the key is taken.
pub fn add(book: &mut Book, now: Now, card: &Client) -> Result<Saved> {
    book.change(now, Undo::Possible, |tx| {
        let mut card = tidy(card, &tx.profile()?.country);
        card.id = ClientId(0);
        let warnings = require(tx, &card)?;
        let taken = |key: &str| tx.client_id(key).is_ok();
        if card.key.is_empty() {
            card.key = client_key::free(&card.name, taken);
        } else if taken(&card.key) {
            let other = tx.client(tx.client_id(&card.key)?)?.name;
            return Err(Failure::refused(format!(
                "There is a client with the key \"{}\" already: {other}.",
                card.key
            ))
            .hint("choose another key, or leave it out"));
        }
        let client = tx.client(tx.add_client(&card)?)?;
        let line = format!("Client {} added", client.name);
        Ok((Saved { client, warnings }, line))
    })
}

/// Makes a client of the book, by its `id`, say what the card says. Its drafts take a new name;
/// what is issued keeps the old one.
///
/// # Errors
/// Refused, when there is no such client, the card has an error, or the key is taken.
pub fn change(book: &mut Book, now: Now, card: &Client) -> Result<Saved> {
    change_over(book, now, card, |_before, _card| {})
}

/// The same for a card that was open for a while: whether text messages may go to the client stays
/// as the book has it, since a STOP may have come meanwhile.
///
/// # Errors
/// As [`change`].
pub fn change_from_form(book: &mut Book, now: Now, card: &Client) -> Result<Saved> {
    change_over(book, now, card, |before, card| {
        card.reminding.no_sms.clone_from(&before.reminding.no_sms);
    })
}

fn change_over(
    book: &mut Book,
    now: Now,
    card: &Client,
    keep: impl Fn(&Client, &mut Client),
) -> Result<Saved> {
    book.change(now, Undo::Possible, |tx| {
        let before = tx.client(card.id)?;
        let mut card = tidy(card, &tx.profile()?.country);
        keep(&before, &mut card);
        if card.key.is_empty() {
            card.key.clone_from(&before.key);
        }
        let warnings = require(tx, &card)?;
        if card == before {
            let client = before;
            return Ok((Saved { client, warnings }, String::new()));
        }
        tx.set_client(&card)?;
        let client = tx.client(card.id)?;
        let line = if before.name == client.name {
            format!("Client {} changed", client.name)
        } else {
            format!("Client {} renamed to {}", before.name, client.name)
        };
        Ok((Saved { client, warnings }, line))
    })
}

fn only(
    book: &mut Book,
    now: Now,
    id: ClientId,
    make: impl FnOnce(&mut Client) -> Option<&'static str>,
) -> Result<Client> {
    book.change(now, Undo::Possible, |tx: &Tx<'_>| {
        let mut client = tx.client(id)?;
        match make(&mut client) {
            None => Ok((client, String::new())),
            Some(done) => {
                tx.set_client(&client)?;
                let line = format!("Client {} {done}", client.name);
                Ok((client, line))
            }
        }
    })
}

/// Puts a client out of sight, or back into it; what is open stays open and is reminded of.
///
/// # Errors
/// Refused, when there is no such client.
pub fn archive(book: &mut Book, now: Now, id: ClientId, archived: bool) -> Result<Client> {
    only(book, now, id, |client| {
        let same = std::mem::replace(&mut client.archived, archived) == archived;
        let done = if archived { "archived" } else { "brought back" };
        (!same).then_some(done)
    })
}

/// Says for several clients whether a run without a person may write to them, as one change.
/// `None` is every client that is in sight. Answers those that changed, by key.
///
/// # Errors
/// Refused, when a key is of no client.
pub fn set_unattended(
    book: &mut Book,
    now: Now,
    keys: Option<&[String]>,
    may: bool,
) -> Result<Vec<Client>> {
    book.change(now, Undo::Possible, |tx| {
        let ids = match keys {
            Some(keys) => keys
                .iter()
                .map(|key| tx.client_id(key))
                .collect::<Result<_>>()?,
            None => tx.clients_in_sight()?,
        };
        let mut changed: Vec<Client> = Vec::new();
        for id in ids {
            let mut client = tx.client(id)?;
            if client.reminding.unattended != may {
                client.reminding.unattended = may;
                tx.set_client(&client)?;
                changed.push(client);
            }
        }
        let may = if may { "may" } else { "may not" };
        let line = match changed.as_slice() {
            [] => String::new(),
            [one] => format!("{} {may} be written to unattended", one.name),
            more => format!("{} clients {may} be written to unattended", more.len()),
        };
        Ok((changed, line))
    })
}

/// Replaces the note of a client.
///
/// # Errors
/// Refused, when there is no such client.
pub fn set_note(book: &mut Book, now: Now, id: ClientId, note: &str) -> Result<Client> {
    let note = self::note(note);
    only(book, now, id, |client| {
        let same = client.note == note;
        client.note = note;
        (!same).then_some("has another note")
    })
}

/// Takes a client that nothing names out of the book, with its contacts and holds. Answers it.
///
/// # Errors
/// Refused, when documents or messages name it: archive it instead.
pub fn delete(book: &mut Book, now: Now, id: ClientId) -> Result<Client> {
    book.change(now, Undo::Possible, |tx| {
        let client = tx.client(id)?;
        tx.delete_client(&client)?;
        let line = format!("Client {} deleted", client.name);
        Ok((client, line))
    })
}
