//! What is to be said about a client's card before it is saved: errors, which keep it from being
//! saved, and warnings, which never do.

use super::client_key;
use super::contact;
use super::country::Country;
use super::latin;
use super::party::{Client, Contact};
use super::phone;
use super::policy::Wish;
use super::tax_id;

#[cfg(test)]
#[path = "client_card_tests.rs"]
mod tests;

/// Most days to pay: about ten years.
pub const MOST_TERMS: i64 = 3650;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Look at it; the card can be saved.
    Warning,
    /// The card cannot be saved.
    Error,
}

/// One thing that is to be said about a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Error or warning.
    pub weight: Weight,
    /// The field, as a path in the client's document: `name`, `contacts[0].email`.
    pub path: String,
    /// What, as a sentence.
    pub text: String,
}

impl Finding {
    fn error(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Error,
            path: path.into(),
            text: text.into(),
        }
    }

    /// A warning.
    #[must_use]
    pub fn warning(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Warning,
            path: path.into(),
            text: text.into(),
        }
    }
}

/// Looks at a card. An empty key is fine: one is made from the name. `policies` are the keys of the
/// book's policies. Whether the key or the name is taken is for the book to say.
#[must_use]
pub fn check(client: &Client, policies: &[&str]) -> Vec<Finding> {
    let mut found = Vec::new();
    if client.name.trim().is_empty() {
        found.push(Finding::error("name", "A client needs a name."));
    }
    if !client.key.is_empty()
        && let Err(failure) = client_key::check(&client.key)
    {
        found.push(Finding::error("key", failure.message()));
    }
    for (place, contact) in client.contacts.iter().enumerate() {
        found.extend(person(client, contact, place));
    }
    found.extend(reach(client));
    if !client.country.is_empty() && Country::from_code(&client.country).is_none() {
        let text = format!("\"{}\" is not a country.", client.country);
        found.push(Finding::warning("country", text));
    }
    if let tax_id::Finding::Warning(why) = tax_id::check(&client.tax_id, &client.country) {
        found.push(Finding::warning("tax_id", sentence(&why)));
    }
    if !(0..=MOST_TERMS).contains(&client.terms_days) {
        let text = format!("Days to pay are 0 to {MOST_TERMS}.");
        found.push(Finding::error("terms_days", text));
    }
    let language = &client.language;
    if language.len() != 2 || !language.chars().all(|c| c.is_ascii_lowercase()) {
        let text = format!("\"{language}\" is not a language; write two small letters like en.");
        found.push(Finding::error("language", text));
    }
    if !policies.contains(&client.policy.as_str()) {
        let text = format!("There is no policy \"{}\".", client.policy);
        found.push(Finding::error("policy", text));
    }
    found
}

/// The first error, if there is one.
#[must_use]
pub fn first_error(found: &[Finding]) -> Option<&Finding> {
    found.iter().find(|one| one.weight == Weight::Error)
}

/// The warnings.
#[must_use]
pub fn warnings(found: Vec<Finding>) -> Vec<Finding> {
    found
        .into_iter()
        .filter(|one| one.weight == Weight::Warning)
        .collect()
}

fn person(client: &Client, contact: &Contact, place: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    let field = |part: &str| format!("contacts[{place}].{part}");
    let email = contact.email.as_str();
    if !email.is_empty() {
        if let Err(failure) = contact::check_email(email) {
            found.push(Finding::error(field("email"), failure.message()));
        } else if let Some(doubt) = contact::doubt(email) {
            found.push(Finding::warning(field("email"), doubt));
        }
        let before = client.contacts.iter().take(place);
        if before
            .into_iter()
            .any(|other| other.email.eq_ignore_ascii_case(email))
        {
            let text = format!("{email} stands here twice.");
            found.push(Finding::warning(field("email"), text));
        }
    }
    found.extend(number(client, contact).map(|(weight, text)| Finding {
        weight,
        path: field("phone"),
        text,
    }));
    if contact.name.is_empty() && email.is_empty() && contact.phone.is_empty() {
        let text = "This contact has no name, e-mail address or phone number.";
        found.push(Finding::warning(format!("contacts[{place}]"), text));
    }
    found
}

/// What is to be said about the phone number of a contact.
fn number(client: &Client, contact: &Contact) -> Option<(Weight, String)> {
    if contact.phone.is_empty() {
        return None;
    }
    let by_sms = matches!(client.reminding.wish, Wish::Sms | Wish::Both);
    match phone::read(&contact.phone, &client.country) {
        Ok(number) => {
            let doubt = phone::doubt(&number).filter(|_| by_sms)?;
            Some((Weight::Warning, doubt))
        }
        Err(failure) => {
            let name = match (contact.name.as_str(), contact.email.as_str()) {
                ("", "") => String::new(),
                ("", email) => format!("The number of {email}: "),
                (name, _) => format!("The number of {name}: "),
            };
            Some((Weight::Error, format!("{name}{}", failure.message())))
        }
    }
}

/// Whether reminders find somebody.
fn reach(client: &Client) -> Option<Finding> {
    use super::party::ContactRole::To;
    let mut to = client.contacts.iter().filter(|one| one.role == To);
    let email = |one: &Contact| !one.email.is_empty();
    let phone = |one: &Contact| !one.phone.is_empty();
    let (found, what) = match client.reminding.wish {
        Wish::Policy | Wish::Email => (to.any(email), "e-mail address"),
        Wish::Sms => (to.any(phone), "phone number"),
        Wish::Both => (
            to.any(|one| email(one) || phone(one)),
            "e-mail address or phone number",
        ),
    };
    let text = format!("No contact to write to has {} {what}: reminders rest.", {
        if what.starts_with('e') { "an" } else { "a" }
    });
    (!found).then(|| Finding::warning("contacts", text))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut out: String = first.into_iter().flatten().chain(letters).collect();
    if !out.ends_with('.') {
        out.push('.');
    }
    out
}

/// A client of the book that may be the same as the one that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likely {
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// What is the same.
    pub by: Alike,
}

/// What two clients have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alike {
    /// The name, but for capitals, spaces, points and the legal form.
    Name,
    /// This e-mail address, but for capitals.
    Email(String),
}

impl Likely {
    /// What is to be said about it: a warning on the name or on the contact of that address.
    #[must_use]
    pub fn finding(&self, client: &Client) -> Finding {
        let (key, name) = (&self.key, &self.name);
        match &self.by {
            Alike::Name => Finding::warning("name", format!("It looks like {name} ({key}).")),
            Alike::Email(email) => {
                let same = |one: &Contact| one.email.eq_ignore_ascii_case(email);
                let place = client.contacts.iter().position(same).unwrap_or(0);
                let text = format!("{email} is also an address of {name} ({key}).");
                Finding::warning(format!("contacts[{place}].email"), text)
            }
        }
    }
}

/// A name without what does not tell two clients apart: capitals, marks on letters, spaces and
/// signs, and a legal form at its end. Empty when nothing is left.
#[must_use]
pub fn likeness(name: &str) -> String {
    let folded = latin::fold(name).replace(['.', '\''], "");
    let mut words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    client_key::drop_legal_forms(&mut words);
    words.concat()
}
