//! The profile, and clients with their contacts.

use super::Context;
use crate::domain::party::{
    Client, Contact, ContactRole, InterestTerms, Profile, Reminding, ThankYou,
};
use crate::domain::policy::Wish;
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
    "thank_you",
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
        thank_you: fields
            .optional("thank_you", scalar::word(ThankYou::ALL, ThankYou::word))
            .unwrap_or(now.thank_you),
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
    "wants_order",
    "unattended",
    "interest",
    "no_sms",
    "archived",
];

/// What a client's document is laid over.
#[derive(Clone, Copy)]
pub(super) enum Base<'a> {
    /// Nothing: an element of a book, with its key.
    Book,
    /// Nothing: a new client, whose key may still be made from the name.
    New,
    /// A client of the book; a missing field stays as it is.
    Known(&'a Client),
}

/// A client of a book, with the profile's defaults.
pub(super) fn client(node: &Node, path: &Path<'_>, context: Context<'_>) -> Option<Client> {
    client_over(node, path, context, Base::Book)
}

/// A client over what it is laid on.
pub(super) fn client_over(
    node: &Node,
    path: &Path<'_>,
    context: Context<'_>,
    base: Base<'_>,
) -> Option<Client> {
    let fields = Fields::open(node, path, CLIENT, context.report)?;
    let now = match base {
        Base::Book | Base::New => context.profile.new_client(),
        Base::Known(client) => client.clone(),
    };
    let (key, name) = names(&fields, &now, base);
    let policy = fields.optional("policy", scalar::key).unwrap_or(now.policy);
    if !context.policies.contains(&policy) {
        fields.problem("policy", format!("There is no policy \"{policy}\"."));
    }
    let or = |found: Option<String>, current: String| found.unwrap_or(current);
    let country = or(fields.optional("country", scalar::country), now.country);
    let client = Client {
        id: now.id,
        key: key.clone().unwrap_or_default(),
        name: name.unwrap_or_default(),
        contacts: if fields.has("contacts") {
            fields.each("contacts", |node, path| {
                contact(node, path, &country, context.report)
            })
        } else {
            now.contacts
        },
        address: if fields.has("address") {
            address(&fields, context.report)
        } else {
            now.address
        },
        country,
        tax_id: or(fields.optional("tax_id", scalar::line), now.tax_id),
        business: fields
            .optional("business", scalar::flag)
            .unwrap_or(now.business),
        currency: fields
            .optional("currency", scalar::currency)
            .unwrap_or(now.currency),
        language: or(fields.optional("language", scalar::language), now.language),
        terms_days: fields
            .optional("terms_days", scalar::whole(0, MOST_TERMS))
            .unwrap_or(now.terms_days),
        policy,
        reminding: reminding(&fields, now.reminding),
        note: or(
            fields.optional("note", scalar::within(scalar::LONGEST_NOTE, scalar::block)),
            now.note,
        ),
        wants_order: fields
            .optional("wants_order", scalar::flag)
            .unwrap_or(now.wants_order),
        archived: fields
            .optional("archived", scalar::flag)
            .unwrap_or(now.archived),
    };
    // Even a faulty client is kept when it has a key, so that its invoices are not called orphans.
    key.map(|_| client)
}

fn reminding(fields: &Fields<'_>, now: Reminding) -> Reminding {
    Reminding {
        wish: fields
            .optional("channel", scalar::word(Wish::ALL, Wish::word))
            .unwrap_or(now.wish),
        unattended: fields
            .optional("unattended", scalar::flag)
            .unwrap_or(now.unattended),
        interest: fields
            .optional("interest", interest)
            .unwrap_or(now.interest),
        no_sms: fields
            .optional("no_sms", scalar::line)
            .unwrap_or(now.no_sms),
    }
}

/// `law`, `none`, or what was agreed in percent a year.
fn interest(node: &Node) -> Read<InterestTerms> {
    let text = scalar::text(node)?;
    InterestTerms::from_word(&text).ok_or_else(|| {
        format!("\"{text}\" is not law, none, or a percentage of 0 to 100 such as \"9.5\".")
    })
}

/// Key and name: a book's client needs both, a new one its name, a known one keeps what it has.
fn names(fields: &Fields<'_>, now: &Client, base: Base<'_>) -> (Option<String>, Option<String>) {
    match base {
        Base::Book => (
            fields.required("key", scalar::key),
            fields.required("name", named(scalar::filled)),
        ),
        Base::New => (
            Some(fields.optional("key", scalar::key).unwrap_or_default()),
            fields.required("name", named(scalar::filled)),
        ),
        Base::Known(_) => (
            Some(
                fields
                    .optional("key", scalar::key)
                    .unwrap_or_else(|| now.key.clone()),
            ),
            Some(
                fields
                    .optional("name", named(scalar::filled))
                    .unwrap_or_else(|| now.name.clone()),
            ),
        ),
    }
}

fn contact(node: &Node, path: &Path<'_>, country: &str, report: &Report) -> Option<Contact> {
    let fields = Fields::open(node, path, &["name", "email", "phone", "role"], report)?;
    let name = fields
        .optional("name", named(scalar::line))
        .unwrap_or_default();
    let email = fields.optional("email", email::email).unwrap_or_default();
    let who = if name.is_empty() { &email } else { &name };
    let phone = fields.optional("phone", scalar::phone(country, who));
    Some(Contact {
        phone: phone.unwrap_or_default(),
        name,
        email,
        role: fields
            .optional("role", scalar::word(ContactRole::ALL, ContactRole::word))
            .unwrap_or(ContactRole::To),
    })
}

fn address(fields: &Fields<'_>, report: &Report) -> Vec<String> {
    fields.each("address", |node, path| {
        let line = scalar::line(node);
        line.map_err(|message| report.add(path, message)).ok()
    })
}
