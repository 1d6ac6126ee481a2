//! Facts for the planner's tests, made short.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::facts::{ClientFacts, Facts, Fate, InvoiceFacts, PastMessage, PastReminder};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, HoldId, InvoiceId};
use crate::domain::money::Money;
use crate::domain::party::{Hold, HoldKind, HoldTarget};
use crate::domain::policy::{Channel, Policy, Stage, Tone, Ways, Wish};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn stage(name: &str, days: i64, tone: Tone) -> Stage {
    Stage {
        name: name.to_owned(),
        days,
        tone,
        channel: Ways::Email,
        enabled: true,
        interest: false,
        unattended: false,
    }
}

/// The standard ladder, with the heads-up on.
pub(super) fn standard() -> Policy {
    Policy {
        key: "standard".to_owned(),
        name: "Standard".to_owned(),
        interval_days: 5,
        cap: 4,
        minimum: Decimal::ZERO,
        stages: vec![
            stage("heads-up", -3, Tone::HeadsUp),
            stage("friendly", 3, Tone::Friendly),
            stage("firm", 10, Tone::Firm),
            stage("final", 21, Tone::Final),
        ],
    }
}

pub(super) fn client(id: i64, key: &str) -> ClientFacts {
    ClientFacts {
        copies: Vec::new(),
        id: ClientId(id),
        key: key.to_owned(),
        name: format!("{key} GmbH"),
        country: "DE".to_owned(),
        policy: "standard".to_owned(),
        wish: Wish::Policy,
        no_sms: String::new(),
        emails: vec![format!("ap@{key}.example")],
        phones: vec!["+49405550100".to_owned()],
        holds: Vec::new(),
        latest: Vec::new(),
    }
}

/// An invoice of 100 euros; its number carries its id.
pub(super) fn invoice(id: i64, client: i64, due_on: &str) -> InvoiceFacts {
    InvoiceFacts {
        id: InvoiceId(id),
        number: format!("2026-{id:03}"),
        client: ClientId(client),
        due_on: day(due_on),
        open: Money::new(10_000, Currency::EUR),
        issued: true,
        holds: Vec::new(),
        history: Vec::new(),
    }
}

/// A mail to a client that is live.
pub(super) fn mail(on: NaiveDate) -> PastMessage {
    PastMessage {
        channel: Channel::Email,
        on,
    }
}

/// A reminder of a stage, over its first channel.
pub(super) fn past(stage: &Stage, on: &str, fate: Fate) -> PastReminder {
    PastReminder {
        stage: stage.name.clone(),
        tone: stage.tone,
        days: stage.days,
        channel: stage.channel.channels()[0],
        on: day(on),
        fate,
    }
}

pub(super) fn hold(kind: HoldKind, until: Option<&str>) -> Hold {
    Hold {
        id: HoldId(1),
        target: HoldTarget::Client(ClientId(1)),
        kind,
        until: until.map(day),
        reason: "by phone".to_owned(),
        set_on: day("2026-11-01"),
    }
}

/// One client, Acme, with the standard policy and some invoices.
pub(super) fn acme(invoices: Vec<InvoiceFacts>) -> Facts {
    Facts {
        own_country: "DE".to_owned(),
        policies: vec![standard()],
        clients: vec![client(1, "acme")],
        invoices,
    }
}
