//! `payme client add|edit|archive|delete`.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::cli::document::client_document;
use crate::cli::print::Answer;
use crate::cli::session::{Session, read_document};
use crate::domain::client_card::Finding;
use crate::domain::contact;
use crate::domain::country::Country;
use crate::domain::party::{Client, Contact, ContactRole};
use crate::exchange::reader;
use crate::failure::{Failure, Result};
use crate::usecases::clients::{self, Saved};

#[derive(Args, Debug)]
pub(in crate::cli) struct Add {
    #[command(flatten)]
    card: Card,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Edit {
    /// The client's key
    #[arg(value_name = "KEY")]
    client: String,
    #[command(flatten)]
    card: Card,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Unattended {
    /// Whether they may
    #[arg(value_name = "YES-OR-NO")]
    #[arg(value_parser = ["yes", "no"])]
    may: String,
    /// The clients' keys
    #[arg(value_name = "KEY", required_unless_present = "all")]
    keys: Vec<String>,
    /// Every client that is not archived
    #[arg(long, conflicts_with = "keys")]
    all: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Archive {
    /// The client's key
    #[arg(value_name = "KEY")]
    key: String,
    /// Bring it back instead
    #[arg(long)]
    undo: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Delete {
    /// The client's key
    #[arg(value_name = "KEY")]
    key: String,
}

/// What a card says.
#[derive(Args, Debug, Default)]
struct Card {
    /// A file of JSON fields, or - for standard input, in place of the other options
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Short key; made from the name when it is not said
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// E-mail address of the contact to write to
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Phone number of the contact to write to, with + and the country
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// A person, such as "Jonas Falk <ap@acme.example> +49405550100"; "cc" in front copies them;
    /// said several times for several; they take the place of all before
    #[arg(long, value_name = "PERSON")]
    contact: Vec<String>,
    /// A line of the address; said several times for several lines
    #[arg(long, value_name = "LINE")]
    address: Vec<String>,
    /// Country, a name or two letters
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// VAT id or tax number
    #[arg(long, value_name = "ID")]
    tax_id: Option<String>,
    /// Whether it is a business or a consumer
    #[arg(long, value_name = "KIND")]
    #[arg(value_parser = ["business", "consumer"])]
    kind: Option<String>,
    /// Currency
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Language, two letters
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Days to pay
    #[arg(long, value_name = "DAYS")]
    terms_days: Option<i64>,
    /// Key of the policy of reminders
    #[arg(long, value_name = "KEY")]
    policy: Option<String>,
    /// How reminders go; policy leaves it to the stage
    #[arg(long, value_name = "CHANNEL")]
    #[arg(value_parser = ["policy", "email", "sms", "both"])]
    channel: Option<String>,
    /// Note, for you alone
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Whether it wants a purchase order number on every invoice
    #[arg(long, value_name = "YES-OR-NO")]
    #[arg(value_parser = ["yes", "no"])]
    wants_order: Option<String>,
    /// Whether runs without a person may write to it
    #[arg(long, value_name = "YES-OR-NO")]
    #[arg(value_parser = ["yes", "no"])]
    unattended: Option<String>,
    /// What it owes for paying late: law, none, or the agreed percentage a year
    #[arg(long, value_name = "law|none|PERCENT")]
    interest: Option<String>,
    /// It may get SMS again; another number alone does not take back that it wants none
    #[arg(long)]
    sms_allowed: bool,
}

impl Card {
    /// The document: the file, or one made of the options over the contacts that are there.
    fn document(&self, contacts: &[Contact]) -> Result<Vec<u8>> {
        let fields = self.fields(contacts)?;
        match &self.from {
            Some(_) if !fields.is_empty() => Err(Failure::usage(
                "--from stands in place of the other options.",
            )
            .hint("write all of it into the document, or leave --from out")),
            Some(from) => read_document(from),
            None if fields.is_empty() => Err(Failure::usage("Nothing is said about the client.")
                .hint("use --name and --email, or --from FILE; --help lists all options")),
            None => Ok(Value::Object(fields).to_string().into_bytes()),
        }
    }

    fn fields(&self, contacts: &[Contact]) -> Result<Map<String, Value>> {
        let mut fields = Map::new();
        let texts = [
            ("name", &self.name),
            ("key", &self.key),
            ("tax_id", &self.tax_id),
            ("currency", &self.currency),
            ("language", &self.language),
            ("policy", &self.policy),
            ("channel", &self.channel),
            ("note", &self.note),
            ("interest", &self.interest),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                fields.insert(name.to_owned(), json!(value));
            }
        }
        if let Some(country) = &self.country {
            let code = match country.trim() {
                "" => "",
                typed => Country::find(typed)?.code(),
            };
            fields.insert("country".to_owned(), json!(code));
        }
        if let Some(kind) = &self.kind {
            fields.insert("business".to_owned(), json!(kind == "business"));
        }
        if let Some(days) = self.terms_days {
            fields.insert("terms_days".to_owned(), json!(days));
        }
        if let Some(wants) = &self.wants_order {
            fields.insert("wants_order".to_owned(), json!(wants == "yes"));
        }
        if let Some(may) = &self.unattended {
            fields.insert("unattended".to_owned(), json!(may == "yes"));
        }
        if self.sms_allowed {
            fields.insert("no_sms".to_owned(), json!(""));
        }
        if !self.address.is_empty() {
            fields.insert("address".to_owned(), json!(self.address));
        }
        if let Some(people) = self.people(contacts)? {
            let people: Vec<Value> = people.iter().map(person).collect();
            fields.insert("contacts".to_owned(), json!(people));
        }
        Ok(fields)
    }

    /// The contacts, when anything is said about them.
    fn people(&self, now: &[Contact]) -> Result<Option<Vec<Contact>>> {
        if self.contact.is_empty() && self.email.is_none() && self.phone.is_none() {
            return Ok(None);
        }
        let mut people = if self.contact.is_empty() {
            now.to_vec()
        } else {
            let said = self.contact.iter().map(|line| contact::parse(line));
            said.collect::<Result<_>>()?
        };
        if self.email.is_none() && self.phone.is_none() {
            return Ok(Some(people));
        }
        let known = people.iter().position(|one| one.role == ContactRole::To);
        let known = known.filter(|_| self.contact.is_empty());
        if known.is_none() {
            people.insert(0, contact::parse("")?);
        }
        let place = known.unwrap_or(0);
        if let Some(first) = people.get_mut(place) {
            if let Some(email) = &self.email {
                email.clone_into(&mut first.email);
            }
            if let Some(phone) = &self.phone {
                phone.clone_into(&mut first.phone);
            }
        }
        Ok(Some(people))
    }
}

fn person(contact: &Contact) -> Value {
    json!({
        "name": contact.name, "email": contact.email, "phone": contact.phone,
        "role": contact.role.word(),
    })
}

pub(super) fn add(line: &Add, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let document = line.card.document(&[])?;
    let mut book = session.book()?;
    let card = reader::read_new_client(&document, &clients::known(&book, now)?)?;
    let saved = clients::add(&mut book, now, &card)?;
    answer(session, &book, saved)
}

pub(super) fn edit(line: &Edit, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let before = clients::card(&book, &line.client)?;
    let document = line.card.document(&before.contacts)?;
    let known = clients::known(&book, now)?;
    let card = reader::read_client_change(&document, &known, &before)?;
    let saved = clients::change(&mut book, now, &card)?;
    answer(session, &book, saved)
}

fn answer(session: &Session<'_>, book: &crate::store::Book, saved: Saved) -> Result<Answer> {
    let Saved { client, warnings } = saved;
    let detail = clients::show(book, session.now()?, &client.key)?;
    session.answer(&client_document(&detail, Some(&warnings)), |page| {
        super::text(page, &detail);
        if !warnings.is_empty() {
            page.heading("Look at");
        }
        for Finding { path, text, .. } in &warnings {
            page.line(format!("! {path}: {text}"));
        }
    })
}

pub(super) fn archive(line: &Archive, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let Client { id, .. } = clients::card(&book, &line.key)?;
    let client = clients::archive(&mut book, now, id, !line.undo)?;
    let detail = clients::show(&book, now, &client.key)?;
    session.answer(&client_document(&detail, None), |page| {
        let done = if client.archived {
            let key = &client.key;
            format!("archived; `payme client archive {key} --undo` brings it back")
        } else {
            "in sight".to_owned()
        };
        page.line(format!("Client {} is {done}.", client.name));
    })
}

#[derive(Serialize)]
struct Marked<'a> {
    unattended: bool,
    changed: Vec<&'a str>,
}

pub(super) fn unattended(line: &Unattended, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let may = line.may == "yes";
    let keys = (!line.all).then_some(line.keys.as_slice());
    let changed = clients::set_unattended(&mut book, now, keys, may)?;
    let document = Marked {
        unattended: may,
        changed: changed.iter().map(|client| client.key.as_str()).collect(),
    };
    session.answer(&document, |page| {
        if changed.is_empty() {
            page.line("Nothing changed: all of them are marked so already.");
        }
        for client in &changed {
            let may = if may { "may" } else { "may not" };
            page.line(format!("{} {may} be written to unattended.", client.name));
        }
    })
}

#[derive(Serialize)]
struct Deleted<'a> {
    deleted: &'a str,
}

pub(super) fn delete(line: &Delete, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let Client { id, .. } = clients::card(&book, &line.key)?;
    let client = clients::delete(&mut book, now, id)?;
    let document = Deleted {
        deleted: &client.key,
    };
    session.answer(&document, |page| {
        page.line(format!("Client {} is deleted.", client.name));
    })
}
