//! The profile, clients, policies and templates in JSON: the fields in their order.

use serde::Serialize;

use crate::domain::decimal::plain;
use crate::domain::message::StoredTemplate;
use crate::domain::party::{Client, Contact, InterestTerms, Profile, ThankYou};
use crate::domain::policy::{Policy, Stage};

#[derive(Serialize)]
pub(super) struct ProfileWire<'a> {
    name: &'a str,
    email: &'a str,
    phone: &'a str,
    address: &'a [String],
    country: &'a str,
    tax_id: &'a str,
    iban: &'a str,
    bic: &'a str,
    currency: &'a str,
    language: &'a str,
    terms_days: i64,
    signature: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    usual_tax: &'a str,
    #[serde(skip_serializing_if = "is_off")]
    thank_you: &'a str,
}

pub(super) fn profile(profile: &Profile) -> ProfileWire<'_> {
    ProfileWire {
        name: &profile.name,
        email: &profile.email,
        phone: &profile.phone,
        address: &profile.address,
        country: &profile.country,
        tax_id: &profile.tax_id,
        iban: &profile.iban,
        bic: &profile.bic,
        currency: profile.currency.code(),
        language: &profile.language,
        terms_days: profile.terms_days,
        signature: &profile.signature,
        usual_tax: &profile.usual_tax,
        thank_you: profile.thank_you.word(),
    }
}

fn is_off(word: &str) -> bool {
    word == ThankYou::Off.word()
}

fn is_law(word: &str) -> bool {
    word == InterestTerms::Law.word()
}

#[derive(Serialize)]
pub(super) struct ClientWire<'a> {
    key: &'a str,
    name: &'a str,
    contacts: Vec<ContactWire<'a>>,
    address: &'a [String],
    country: &'a str,
    tax_id: &'a str,
    business: bool,
    currency: &'a str,
    language: &'a str,
    terms_days: i64,
    policy: &'a str,
    channel: &'a str,
    note: &'a str,
    /// A book says it only where it is so: books from before it keep their bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    wants_order: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unattended: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interest: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    no_sms: &'a str,
    archived: bool,
}

#[derive(Serialize)]
struct ContactWire<'a> {
    name: &'a str,
    email: &'a str,
    phone: &'a str,
    role: &'a str,
}

pub(super) fn client(client: &Client) -> ClientWire<'_> {
    let mut wire = client_answer(client);
    wire.wants_order = wire.wants_order.filter(|wants| *wants);
    wire.unattended = wire.unattended.filter(|may| *may);
    wire.interest = wire.interest.filter(|terms| !is_law(terms));
    wire
}

pub(super) fn client_answer<'a>(client: &'a Client) -> ClientWire<'a> {
    let contact = |contact: &'a Contact| ContactWire {
        name: &contact.name,
        email: &contact.email,
        phone: &contact.phone,
        role: contact.role.word(),
    };
    ClientWire {
        key: &client.key,
        name: &client.name,
        contacts: client.contacts.iter().map(contact).collect(),
        address: &client.address,
        country: &client.country,
        tax_id: &client.tax_id,
        business: client.business,
        currency: client.currency.code(),
        language: &client.language,
        terms_days: client.terms_days,
        policy: &client.policy,
        channel: client.reminding.wish.word(),
        note: &client.note,
        wants_order: Some(client.wants_order),
        unattended: Some(client.reminding.unattended),
        interest: Some(client.reminding.interest.word()),
        no_sms: &client.reminding.no_sms,
        archived: client.archived,
    }
}

#[derive(Serialize)]
pub(super) struct PolicyWire<'a> {
    key: &'a str,
    name: &'a str,
    interval_days: i64,
    cap: i64,
    minimum: String,
    stages: Vec<StageWire<'a>>,
}

#[derive(Serialize)]
struct StageWire<'a> {
    name: &'a str,
    days: i64,
    tone: &'static str,
    channel: &'static str,
    enabled: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interest: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unattended: bool,
}

pub(super) fn policy<'a>(policy: &'a Policy) -> PolicyWire<'a> {
    let stage = |stage: &'a Stage| StageWire {
        name: &stage.name,
        days: stage.days,
        tone: stage.tone.word(),
        channel: stage.channel.word(),
        enabled: stage.enabled,
        interest: stage.interest,
        unattended: stage.unattended,
    };
    PolicyWire {
        key: &policy.key,
        name: &policy.name,
        interval_days: policy.interval_days,
        cap: policy.cap,
        minimum: plain(policy.minimum),
        stages: policy.stages.iter().map(stage).collect(),
    }
}

#[derive(Serialize)]
pub(super) struct TemplateWire<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    client: &'a str,
    kind: &'a str,
    channel: &'static str,
    language: &'a str,
    subject: &'a str,
    body: &'a str,
}

pub(super) fn template(template: &StoredTemplate) -> TemplateWire<'_> {
    TemplateWire {
        client: &template.client,
        kind: &template.kind,
        channel: template.channel.word(),
        language: &template.language,
        subject: &template.subject,
        body: &template.body,
    }
}
