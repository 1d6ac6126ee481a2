//! A client's card: a new one, or one of the book. Every field but the name may stay as it is.

mod echo;

use super::{Field, Form, Many, Purpose, Refused, Value, open_form};
use crate::domain::client_card::{Likely, MOST_TERMS};
use crate::domain::country::Country;
use crate::domain::currency::Currency;
use crate::domain::party::{Client, Contact, InterestTerms, Reminding};
use crate::domain::policy::Wish;
use crate::domain::{contact, tax_id};
use crate::failure::{Failure, Result};
use crate::tui::model::screens::clients;
use crate::tui::model::{Job, Load, Model, Slot, Sought, Write};
pub(super) use echo::echo;

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
    /// Country of the business: that of a phone number where the client has none.
    home: String,
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
const UNATTENDED: &str = "unattended";
const INTEREST: &str = "interest";
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
    let home = model.profile.as_ref();
    let card = Card {
        home: home.map_or_else(String::new, |profile| profile.country.clone()),
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
    let channels = ["as the policy says", "e-mail", "SMS", "both"];
    let channels = channels.map(str::to_owned).to_vec();
    let words = |all: [&str; 2]| all.map(str::to_owned).to_vec();
    let policy = policies.iter().position(|key| *key == client.policy);
    let channel = Wish::ALL.iter().position(|w| *w == client.reminding.wish);
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
        Field::choice("Channel", channels)
            .named(CHANNEL)
            .chosen(channel.unwrap_or(0)),
        Field::choice("Unattended", words(["no", "yes"]))
            .named(UNATTENDED)
            .chosen(usize::from(client.reminding.unattended)),
        Field::text("Interest", client.reminding.interest.word()).named(INTEREST),
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
    let people = people(form, &card.before).into_iter();
    let emails = people.map(|contact| contact.email);
    let load = Load::Alike(Sought {
        name: form.text_of(NAME).to_owned(),
        emails: emails.filter(|email| !email.is_empty()).collect(),
        itself: (!card.is_new()).then_some(card.before.id),
    });
    model.want(Load::Policies);
    model.want(load);
}

/// Takes the keys of the policies; a form that is open offers them too.
pub(in crate::tui::model) fn take_policies(model: &mut Model, keys: Vec<String>) {
    model.policies.clone_from(&keys);
    let Some(form) = super::top(model) else {
        return;
    };
    let place = form.place(POLICY);
    if let Purpose::Client(card) = &mut form.purpose
        && let Some(Field {
            value: Value::Choice { options, .. },
            ..
        }) = form.fields.get_mut(place)
    {
        // Those that stand there keep their place, so that the choice stays what it was.
        for key in keys {
            if !options.contains(&key) {
                options.push(key);
            }
        }
        card.policies.clone_from(options);
    }
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

/// The contacts that can be read.
fn people(form: &Form, before: &Client) -> Vec<Contact> {
    let rows = form.rows_of(CONTACTS).into_iter();
    rows.filter_map(|(_, text)| read_person(before, text).ok())
        .collect()
}

/// The country's code: what was typed, or what the card had when it is none that we know.
fn country(form: &Form) -> Result<String> {
    match form.text_of(COUNTRY) {
        "" => Ok(String::new()),
        text => Country::find(text).map(|country| country.code().to_owned()),
    }
}

fn terms(text: &str) -> Option<i64> {
    let days = text.parse().ok()?;
    (0..=MOST_TERMS).contains(&days).then_some(days)
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
        contacts: contacts(form, card)?,
        address: texts(form, ADDRESS),
        country,
        tax_id: tax_id::normal(form.text_of(TAX)),
        business: form.chosen_of(KIND) == 0,
        currency: Currency::from_code(&code).map_err(refused(CURRENCY))?,
        language: form.text_of(LANGUAGE).to_ascii_lowercase(),
        terms_days: terms(form.text_of(TERMS)).unwrap_or(before.terms_days),
        policy: policy.unwrap_or(&before.policy).clone(),
        reminding: reminding(form, before)?,
        note: texts(form, NOTE).join("\n"),
        wants_order: form.chosen_of(ORDER) == 1,
        archived: before.archived,
    })
}

fn reminding(form: &Form, before: &Client) -> std::result::Result<Reminding, Refused> {
    let wish = Wish::ALL.get(form.chosen_of(CHANNEL)).copied();
    Ok(Reminding {
        wish: wish.unwrap_or(before.reminding.wish),
        unattended: form.chosen_of(UNATTENDED) == 1,
        no_sms: before.reminding.no_sms.clone(),
        interest: interest_of(form.text_of(INTEREST)).ok_or_else(|| {
            let text = "Write law, none, or the percentage a year that you agreed, such as 9.5.";
            (form.place(INTEREST), text.to_owned())
        })?,
    })
}

/// What was agreed about interest; nothing is the law.
fn interest_of(text: &str) -> Option<InterestTerms> {
    let word = text.replace(['%', ' '], "").replace(',', ".");
    InterestTerms::from_word(if word.is_empty() { "law" } else { &word })
}

/// Whether nobody can say which country's a phone number is: it has no +, and neither the client nor
/// the business has a country.
fn no_country(form: &Form, card: &Card, contact: &Contact) -> bool {
    let country = country(form).is_ok_and(|country| country.is_empty());
    let national = !contact.phone.is_empty() && !contact.phone.starts_with('+');
    national && country && card.home.is_empty()
}

fn texts(form: &Form, name: &str) -> Vec<String> {
    let rows = form.rows_of(name).into_iter();
    rows.map(|(_, text)| text.to_owned()).collect()
}

/// The person of a row. One that nobody touched stays exactly who it was.
fn read_person(before: &Client, text: &str) -> Result<Contact> {
    let known = before
        .contacts
        .iter()
        .find(|one| contact::line(one) == text);
    match known {
        Some(known) => Ok(known.clone()),
        None => contact::parse(text),
    }
}

fn contacts(form: &Form, card: &Card) -> std::result::Result<Vec<Contact>, Refused> {
    let one = |(place, text): (usize, &str)| {
        let contact = read_person(&card.before, text)
            .map_err(|failure| (place, failure.message().to_owned()))?;
        if no_country(form, card, &contact) {
            let words = format!(
                "The phone number of {} has no country: write it with +, or give the client one.",
                contact::called(&contact)
            );
            return Err((place, words));
        }
        Ok(contact)
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
