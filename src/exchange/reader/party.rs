//! The profile, and clients with their contacts.

use super::Context;
use crate::domain::ids::ClientId;
use crate::domain::party::{Client, Contact, ContactRole, Profile};
use crate::domain::policy::Channel;
use crate::exchange::email;
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar::{self, Read};

/// Most days to pay: about ten years.
pub(super) const MOST_TERMS: i64 = 3650;

const PROFILE: &[&str] = &[
    "name",
    "email",
    "phone",
    "address",
    "country",
    "tax_id",
    "iban",
    "bic",
    "currency",
    "language",
    "terms_days",
    "signature",
    "usual_tax",
];

/// A profile over the one that the book has.
pub(super) fn profile(node: &Node, path: &Path<'_>, context: Context<'_>) -> Option<Profile> {
    let fields = Fields::open(node, path, PROFILE, context.report)?;
    let now = &context.known.profile;
    let or = |found: Option<String>, current: &String| found.unwrap_or_else(|| current.clone());
    Some(Profile {
        name: or(fields.optional("name", named(scalar::line)), &now.name),
        email: or(fields.optional("email", email::email), &now.email),
        phone: or(fields.optional("phone", scalar::line), &now.phone),
        address: if fields.has("address") {
            address(&fields, context.report)
        } else {
            now.address.clone()
        },
        country: or(fields.optional("country", scalar::country), &now.country),
        tax_id: or(fields.optional("tax_id", scalar::line), &now.tax_id),
        iban: or(fields.optional("iban", scalar::iban), &now.iban),
        bic: or(fields.optional("bic", scalar::line), &now.bic),
        currency: fields
            .optional("currency", scalar::currency)
            .unwrap_or(now.currency),
        language: or(fields.optional("language", scalar::language), &now.language),
        terms_days: fields
            .optional("terms_days", scalar::whole(0, MOST_TERMS))
            .unwrap_or(now.terms_days),
        signature: or(fields.optional("signature", scalar::line), &now.signature),
        usual_tax: or(fields.optional("usual_tax", scalar::line), &now.usual_tax),
    })
}

/// A name, which has at most 200 characters.
fn named(read: impl Fn(&Node) -> Read<String>) -> impl Fn(&Node) -> Read<String> {
    scalar::within(scalar::LONGEST_NAME, read)
}

const CLIENT: &[&str] = &[
    "key",
    "name",
    "contacts",
    "address",
    "country",
    "tax_id",
    "business",
    "currency",
    "language",
    "terms_days",
    "policy",
    "channel",
    "note",
    "archived",
];

/// A client, with the profile's defaults.
pub(super) fn client(node: &Node, path: &Path<'_>, context: Context<'_>) -> Option<Client> {
    let fields = Fields::open(node, path, CLIENT, context.report)?;
    let profile = context.profile;
    let key = fields.required("key", scalar::key);
    let name = fields.required("name", named(scalar::filled));
    let policy = fields
        .optional("policy", scalar::key)
        .unwrap_or_else(|| String::from("standard"));
    if !context.policies.contains(&policy) {
        fields.problem("policy", format!("There is no policy \"{policy}\"."));
    }
    let client = Client {
        id: ClientId(0),
        key: key.clone().unwrap_or_default(),
        name: name.unwrap_or_default(),
        contacts: fields.each("contacts", |node, path| contact(node, path, context.report)),
        address: address(&fields, context.report),
        country: fields
            .optional("country", scalar::country)
            .unwrap_or_default(),
        tax_id: fields.optional("tax_id", scalar::line).unwrap_or_default(),
        business: fields.optional("business", scalar::flag).unwrap_or(true),
        currency: fields
            .optional("currency", scalar::currency)
            .unwrap_or(profile.currency),
        language: fields
            .optional("language", scalar::language)
            .unwrap_or_else(|| profile.language.clone()),
        terms_days: fields
            .optional("terms_days", scalar::whole(0, MOST_TERMS))
            .unwrap_or(profile.terms_days),
        policy,
        channel: fields
            .optional("channel", scalar::word(Channel::ALL, Channel::word))
            .unwrap_or(Channel::Email),
        note: fields
            .optional("note", scalar::within(scalar::LONGEST_NOTE, scalar::block))
            .unwrap_or_default(),
        archived: fields.optional("archived", scalar::flag).unwrap_or(false),
    };
    // Even a faulty client is kept when it has a key, so that its invoices are not called orphans.
    key.map(|_| client)
}

fn contact(node: &Node, path: &Path<'_>, report: &Report) -> Option<Contact> {
    let fields = Fields::open(node, path, &["name", "email", "phone", "role"], report)?;
    let contact = Contact {
        name: fields
            .optional("name", named(scalar::line))
            .unwrap_or_default(),
        email: fields.optional("email", email::email).unwrap_or_default(),
        phone: fields.optional("phone", scalar::phone).unwrap_or_default(),
        role: fields
            .optional("role", scalar::word(ContactRole::ALL, ContactRole::word))
            .unwrap_or(ContactRole::To),
    };
    Some(contact)
}

fn address(fields: &Fields<'_>, report: &Report) -> Vec<String> {
    fields.each("address", |node, path| {
        let line = scalar::line(node);
        line.map_err(|message| report.add(path, message)).ok()
    })
}
