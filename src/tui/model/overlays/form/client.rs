//! A client's card: a new one, or one of the book. Every field but the name may stay as it is.

use chrono::{Days, NaiveDate};

use super::{Echo, Field, Form, Many, Purpose, Refused, Sense, open_form};
use crate::domain::client_card::{Alike, Likely, MOST_TERMS};
use crate::domain::country::Country;
use crate::domain::currency::Currency;
use crate::domain::locale::Language;
use crate::domain::party::{Client, Contact};
use crate::domain::policy::Channel;
use crate::domain::tax_id::{self, Finding};
use crate::domain::{client_key, contact, input};
use crate::failure::Failure;
use crate::tui::model::screens::clients;
use crate::tui::model::{Job, Load, Model, Slot, Write};

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;

/// What comes after a client was saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum After {
    /// Nothing: the list, with the cursor on the client.
    #[default]
    Nothing,
    /// An invoice for the client: see [`Model::take_new_client`].
    NewInvoice,
}

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Card {
    /// The client as it was; of a new one, the defaults.
    before: Client,
    /// Keys of the policies, in the order of the choice.
    policies: Vec<String>,
    /// What stood in the form when it opened.
    contents: Vec<(&'static str, String)>,
    /// Clients that may be the same as this one.
    pub likely: Vec<Likely>,
    after: After,
}

const NAME: &str = "name";
const CONTACTS: &str = "contacts";
const ADDRESS: &str = "address";
const COUNTRY: &str = "country";
const TAX: &str = "tax_id";
const KIND: &str = "business";
const TERMS: &str = "terms_days";
const CURRENCY: &str = "currency";
const LANGUAGE: &str = "language";
const ORDER: &str = "wants_order";
const POLICY: &str = "policy";
const CHANNEL: &str = "channel";
const KEY: &str = "key";
const NOTE: &str = "note";

impl Card {
    /// Whether something was typed since it opened.
    #[must_use]
    pub fn is_changed(&self, form: &Form) -> bool {
        form.contents() != self.contents
    }

    const fn is_new(&self) -> bool {
        self.before.id.0 == 0
    }
}

/// A form that waits for the answer to its change, so that a refusal brings it back.
#[derive(Clone, Debug)]
pub(in crate::tui::model) struct Saving {
    job: Job,
    form: Form,
}

/// Opens the form for a new client, with the profile's defaults.
pub(in crate::tui::model) fn open_new(model: &mut Model, name: &str, after: After) {
    let Some(profile) = &model.profile else {
        return;
    };
    let client = Client {
        name: name.to_owned(),
        ..profile.new_client()
    };
    open(model, client, "New client".to_owned(), after);
}

/// Opens the form for a client of the book.
pub(in crate::tui::model) fn open_known(model: &mut Model, client: &Client) {
    let title = format!("Edit {}", client.name);
    open(model, client.clone(), title, After::Nothing);
}

fn open(model: &mut Model, before: Client, title: String, after: After) {
    let mut policies: Vec<String> = model.policies.clone();
    if !policies.contains(&before.policy) {
        policies.insert(0, before.policy.clone());
    }
    let fields = fields(&before, &policies);
    let card = Card {
        before,
        policies,
        contents: Vec::new(),
        likely: Vec::new(),
        after,
    };
    let mut form = Form::new(Purpose::Client(Box::new(card)), title, fields);
    let contents = form.contents();
    if let Purpose::Client(card) = &mut form.purpose {
        card.contents = contents;
    }
    model.forget(Slot::Alike);
    open_form(model, form);
}

fn fields(client: &Client, policies: &[String]) -> Vec<Field> {
    let people: Vec<String> = client.contacts.iter().map(contact::line).collect();
    let note: Vec<String> = client.note.lines().map(str::to_owned).collect();
    let country = Country::from_code(&client.country);
    let country = country.map_or_else(|| client.country.clone(), |one| one.to_string());
    let words = |all: [&str; 2]| all.map(str::to_owned).to_vec();
    let policy = policies.iter().position(|key| *key == client.policy);
    let channel = usize::from(client.channel == Channel::Sms);
    let mut fields = vec![
        Field::text("Name", client.name.clone())
            .named(NAME)
            .kept()
            .under("Who"),
    ];
    fields.extend(Field::rows(CONTACTS, "Contacts", Many::Rows, &people));
    fields.extend(Field::rows(ADDRESS, "Address", Many::Rows, &client.address));
    fields.extend([
        Field::text("Country", country).named(COUNTRY).under("Tax"),
        Field::text("Tax id", client.tax_id.clone()).named(TAX),
        Field::choice("Kind", words(["business", "consumer"]))
            .named(KIND)
            .chosen(usize::from(!client.business)),
        Field::text("Days to pay", client.terms_days.to_string())
            .named(TERMS)
            .under("Invoices"),
        Field::text("Currency", client.currency.code()).named(CURRENCY),
        Field::text("Language", client.language.clone()).named(LANGUAGE),
        Field::choice(
            "Order number",
            words(["not needed", "wanted on every invoice"]),
        )
        .named(ORDER)
        .chosen(usize::from(client.wants_order)),
        Field::choice("Policy", policies.to_vec())
            .named(POLICY)
            .chosen(policy.unwrap_or_default())
            .under("Reminders"),
        Field::choice("Channel", words(["email", "sms"]))
            .named(CHANNEL)
            .chosen(channel),
        Field::text("Key", client.key.clone())
            .named(KEY)
            .under("For you alone"),
    ]);
    fields.extend(Field::rows(NOTE, "Note", Many::Lines, &note));
    fields
}

/// Asks whether a client like this one is in the book.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    let Some(super::Overlay::Form(form)) = model.overlays.last() else {
        return;
    };
    let Purpose::Client(card) = &form.purpose else {
        return;
    };
    let emails = people(form).into_iter().map(|(_, contact)| contact.email);
    let load = Load::Alike {
        name: form.text_of(NAME).to_owned(),
        emails: emails.filter(|email| !email.is_empty()).collect(),
        except: (!card.is_new()).then_some(card.before.id),
    };
    model.want(load);
}

/// Takes the clients that may be the same.
pub(in crate::tui::model) fn take_likely(model: &mut Model, likely: Vec<Likely>) {
    if let Some(Form {
        purpose: Purpose::Client(card),
        ..
    }) = super::top(model)
    {
        card.likely = likely;
    }
}

/// The contacts that can be read, each with its row.
fn people(form: &Form) -> Vec<(usize, Contact)> {
    let rows = form.rows_of(CONTACTS).into_iter();
    rows.filter_map(|(place, text)| Some((place, contact::parse(text).ok()?)))
        .collect()
}

/// What was understood.
pub(super) fn echo(form: &Form, card: &Card, index: usize, today: NaiveDate) -> Option<Echo> {
    let field = form.fields.get(index)?;
    let text = form.text(index);
    match field.name {
        NAME => Some(name_echo(card, text)),
        CONTACTS => contact_echo(form, card, index, text),
        ADDRESS if text.is_empty() && !field.label.is_empty() => {
            Some(Echo::hint("a line each; the blank one adds a line"))
        }
        COUNTRY => Some(country_echo(card, text)),
        TAX => Some(tax_echo(text, country(form).as_deref().unwrap_or_default())),
        TERMS => Some(terms_echo(text, today)),
        CURRENCY => Some(match Currency::from_code(&text.to_ascii_uppercase()) {
            Ok(currency) => Echo::good(format!("= {}", currency.code())),
            Err(failure) => Echo::bad(&failure),
        }),
        LANGUAGE => Some(language_echo(text)),
        POLICY => Some(Echo::hint("◂ ▸ chooses the ladder of reminders")),
        KEY => Some(key_echo(form, card, text)),
        NOTE if text.is_empty() && !field.label.is_empty() => {
            Some(Echo::hint("nobody else sees it; F4 opens $EDITOR"))
        }
        _ => None,
    }
}

fn name_echo(card: &Card, text: &str) -> Echo {
    let alike = card.likely.iter().find(|one| one.by == Alike::Name);
    match alike {
        _ if text.is_empty() => Echo::hint("as it stands on invoices"),
        Some(one) => Echo::new(
            Sense::Look,
            format!("looks like {} ({})", one.name, one.key),
        ),
        None if !card.is_new() && text != card.before.name => {
            Echo::hint("what is issued keeps the old name, drafts take this one")
        }
        None => Echo::good(""),
    }
}

fn contact_echo(form: &Form, card: &Card, index: usize, text: &str) -> Option<Echo> {
    if text.is_empty() {
        let first = form.place(CONTACTS) == index;
        return first.then(|| Echo::hint("e-mail, name and phone in one line; cc in front copies"));
    }
    let contact = match contact::parse(text) {
        Ok(contact) => contact,
        Err(failure) => return Some(Echo::bad(&failure)),
    };
    let email = contact.email.as_str();
    let known = card
        .likely
        .iter()
        .find(|one| matches!(&one.by, Alike::Email(other) if other.eq_ignore_ascii_case(email)));
    if let Some(one) = known {
        let words = format!("also an address of {} ({})", one.name, one.key);
        return Some(Echo::new(Sense::Look, words));
    }
    if let Some(doubt) = contact::doubt(email) {
        return Some(Echo::new(Sense::Look, doubt));
    }
    let parts = [contact.role.word(), &contact.name, email, &contact.phone];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if email.is_empty() && contact.phone.is_empty() {
        let words = format!("{}, without an address: nothing can be sent", contact.name);
        return Some(Echo::new(Sense::Look, words));
    }
    Some(Echo::good(parts.join(" · ")))
}

/// The country's code: what was typed, or what the card had when it is none that we know.
fn country(form: &Form) -> crate::failure::Result<String> {
    match form.text_of(COUNTRY) {
        "" => Ok(String::new()),
        text => Country::find(text).map(|country| country.code().to_owned()),
    }
}

fn country_echo(card: &Card, text: &str) -> Echo {
    if text.is_empty() {
        return Echo::hint("a name or a code: Germany, de");
    }
    match Country::find(text) {
        Ok(country) if country.to_string() == text => Echo::good(""),
        Ok(country) => Echo::good(country.to_string()),
        Err(_) if text == card.before.country => Echo::new(Sense::Look, "not a country"),
        Err(failure) => Echo::bad(&failure),
    }
}

fn tax_echo(text: &str, country: &str) -> Echo {
    if text.is_empty() {
        return Echo::hint("VAT id or tax number; reverse charge needs it");
    }
    match tax_id::check(text, country) {
        Finding::Checked(id) => {
            let prefix: String = id.chars().take(2).collect();
            Echo::good(format!("{prefix}, check digits right"))
        }
        Finding::Formed(id) => {
            let prefix: String = id.chars().take(2).collect();
            Echo::good(format!("{prefix}, of the right form"))
        }
        Finding::National => Echo::hint("kept as it is; not checked"),
        Finding::Warning(why) => Echo::new(Sense::Look, why),
    }
}

fn terms(text: &str) -> Option<i64> {
    let days = text.parse().ok()?;
    (0..=MOST_TERMS).contains(&days).then_some(days)
}

fn terms_echo(text: &str, today: NaiveDate) -> Echo {
    let due = terms(text).and_then(|days| {
        let days = Days::new(u64::try_from(days).ok()?);
        today.checked_add_days(days)
    });
    match due {
        Some(day) => Echo::good(format!("issued today, due {}", input::date_echo(day))),
        None => Echo::new(Sense::Bad, format!("a whole number from 0 to {MOST_TERMS}")),
    }
}

fn language_echo(text: &str) -> Echo {
    let letters = text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic());
    match Language::from_word(&text.to_ascii_lowercase()) {
        Some(language) => Echo::good(language.name()),
        None if letters => Echo::new(Sense::Look, "no texts of ours in it: letters are English"),
        None => Echo::new(Sense::Bad, "two letters, such as en or de"),
    }
}

fn key_echo(form: &Form, card: &Card, text: &str) -> Echo {
    if text.is_empty() {
        let name = form.text_of(NAME);
        return match (card.is_new(), name) {
            (true, "") => Echo::hint("made from the name"),
            (true, name) => Echo::hint(format!("{}, made from the name", client_key::make(name))),
            (false, _) => Echo::hint(format!("stays {}", card.before.key)),
        };
    }
    match client_key::check(text) {
        Ok(()) => Echo::good(""),
        Err(failure) => Echo::bad(&failure),
    }
}

/// The card as it is now.
fn card_of(form: &Form, card: &Card) -> std::result::Result<Client, Refused> {
    let before = &card.before;
    let at = |name: &str| form.place(name);
    let refused = |name: &str| {
        let place = at(name);
        move |failure: Failure| (place, failure.message().to_owned())
    };
    let name = form.text_of(NAME).to_owned();
    if name.is_empty() {
        return Err((at(NAME), "A client needs a name.".to_owned()));
    }
    let country = match form.text_of(COUNTRY) {
        text if text == before.country => before.country.clone(),
        _ => country(form).map_err(refused(COUNTRY))?,
    };
    let code = form.text_of(CURRENCY).to_ascii_uppercase();
    let policy = card.policies.get(form.chosen_of(POLICY));
    Ok(Client {
        id: before.id,
        key: form.text_of(KEY).to_owned(),
        name,
        contacts: contacts(form, before)?,
        address: texts(form, ADDRESS),
        country,
        tax_id: tax_id::normal(form.text_of(TAX)),
        business: form.chosen_of(KIND) == 0,
        currency: Currency::from_code(&code).map_err(refused(CURRENCY))?,
        language: form.text_of(LANGUAGE).to_ascii_lowercase(),
        terms_days: terms(form.text_of(TERMS)).unwrap_or(before.terms_days),
        policy: policy.unwrap_or(&before.policy).clone(),
        channel: [Channel::Email, Channel::Sms]
            .get(form.chosen_of(CHANNEL))
            .copied()
            .unwrap_or(before.channel),
        note: texts(form, NOTE).join("\n"),
        wants_order: form.chosen_of(ORDER) == 1,
        archived: before.archived,
    })
}

fn texts(form: &Form, name: &str) -> Vec<String> {
    let rows = form.rows_of(name).into_iter();
    rows.map(|(_, text)| text.to_owned()).collect()
}

/// A row that nobody touched stays exactly the person that it was.
fn contacts(form: &Form, before: &Client) -> std::result::Result<Vec<Contact>, Refused> {
    let one = |(place, text): (usize, &str)| {
        let known = before
            .contacts
            .iter()
            .find(|one| contact::line(one) == text);
        match known {
            Some(known) => Ok(known.clone()),
            None => contact::parse(text).map_err(|failure| (place, failure.message().to_owned())),
        }
    };
    form.rows_of(CONTACTS).into_iter().map(one).collect()
}

/// Saves the card. The form waits aside until the book has answered.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    card: &Card,
) -> std::result::Result<(), Refused> {
    let client = card_of(form, card)?;
    if !card.is_new() && !card.is_changed(form) {
        return Ok(());
    }
    let said = if card.is_new() {
        format!("Client {} is added.", client.name)
    } else {
        format!("Client {} is saved.", client.name)
    };
    let write = Write::SaveClient {
        card: Box::new(client),
        after: card.after,
    };
    let job = model.write(write, said);
    let form = form.clone();
    model.saving = Some(Box::new(Saving { job, form }));
    Ok(())
}

/// The client is in the book.
pub(in crate::tui::model) fn saved(model: &mut Model, key: String, after: After) {
    model.saving = None;
    match after {
        After::Nothing => clients::go_to(model, key),
        After::NewInvoice => model.new_client = Some(key),
    }
}

/// The book did not take it: the form is there again, with the reason.
pub(in crate::tui::model) fn refused(model: &mut Model, job: Job, failure: &Failure) {
    let saving = model.saving.take().filter(|saving| saving.job == job);
    let Some(saving) = saving else {
        model.complain(failure);
        return;
    };
    let mut form = saving.form;
    if failure.message().contains("key") {
        form.focus = form.place(KEY);
    }
    form.problem = Some(match failure.next_step() {
        "" => failure.message().to_owned(),
        next => format!(
            "{} Next: {}.",
            failure.message(),
            next.trim_end_matches('.')
        ),
    });
    open_form(model, form);
}

impl Model {
    /// The key of a client that was made for an invoice which waits for it, once: the form was
    /// opened with [`After::NewInvoice`] and the book has taken the client.
    pub fn take_new_client(&mut self) -> Option<String> {
        self.new_client.take()
    }
}
