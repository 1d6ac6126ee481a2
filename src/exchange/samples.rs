//! A book and its surroundings for tests.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::document::SeriesDocument;
use super::reader::Known;
use crate::domain::currency::Currency;
use crate::domain::party::{Profile, ThankYou};
use crate::domain::policy::{Policy, Stage, Tone, Ways};

/// A new book: no clients, the standard policy.
pub(super) fn known() -> Known {
    let stage = |name: &str, days, tone, enabled| Stage {
        name: name.to_owned(),
        days,
        tone,
        channel: Ways::Email,
        enabled,
        interest: false,
        unattended: false,
    };
    Known {
        profile: Profile {
            name: String::new(),
            email: String::new(),
            phone: String::new(),
            address: Vec::new(),
            country: String::new(),
            tax_id: String::new(),
            iban: String::new(),
            bic: String::new(),
            currency: Currency::EUR,
            language: String::from("en"),
            terms_days: 30,
            signature: String::new(),
            usual_tax: String::new(),
            thank_you: ThankYou::Off,
        },
        policies: vec![Policy {
            key: String::from("standard"),
            name: String::from("Standard"),
            interval_days: 5,
            cap: 4,
            minimum: Decimal::ZERO,
            stages: vec![
                stage("heads-up", -3, Tone::HeadsUp, false),
                stage("friendly", 3, Tone::Friendly, true),
                stage("firm", 10, Tone::Firm, true),
                stage("final", 21, Tone::Final, true),
            ],
        }],
        clients: BTreeMap::new(),
        series: SeriesDocument::of_a_new_book(),
        today: "2026-11-23".parse().unwrap(),
    }
}

/// A small book with something in every part.
pub(super) const BOOK: &str = r#"{
  "payme": 1,
  "profile": {
    "name": "Ana Lind Design", "email": "ana@lind.example", "country": "DE", "currency": "EUR",
    "language": "en", "terms_days": 14, "address": ["Hofweg 1", "20095 Hamburg"],
    "iban": "DE89 3704 0044 0532 0130 00"
  },
  "clients": [
    {"key": "acme", "name": "Acme GmbH", "country": "DE", "language": "de", "terms_days": 30,
     "contacts": [{"name": "Jonas Falk", "email": "ap@acme.example", "phone": "+49 40 5550100"},
                  {"email": "boss@acme.example", "role": "cc"}]},
    {"key": "tokyo", "name": "Tokyo KK", "country": "JP", "currency": "JPY"}
  ],
  "invoices": [
    {"client": "acme", "number": "2026-001", "issued_on": "2026-09-01",
     "lines": [{"description": "Design", "quantity": "16", "unit": "HUR", "unit_price": "348.35",
                "discount_percent": "4", "tax": {"category": "S", "rate": "22"}}],
     "payments": [{"paid_on": "2026-10-02", "amount": "27.81"}],
     "gross": "6527.81",
     "skipped": [{"stage": "friendly", "tone": "friendly", "days": 3, "on": "2026-10-05"}]},
    {"client": "tokyo", "number": "2026-002", "issued_on": "2026-10-01", "due_on": "2026-10-11",
     "status": "voided", "ended_on": "2026-10-02", "end_reason": "Wrong client.",
     "lines": [{"description": "Logo", "unit_price": "120000", "tax": {"category": "G"}}]},
    {"client": "acme", "kind": "credit_note", "number": "C-1", "issued_on": "2026-10-03",
     "credits": "2026-001",
     "lines": [{"description": "Rebate", "unit_price": "100", "tax": {"category": "O"}}]},
    {"client": "tokyo", "note": "Still\nto write", "lines": []}
  ],
  "policies": [
    {"key": "gentle", "name": "Gentle", "interval_days": 7,
     "stages": [{"name": "friendly", "days": 7, "tone": "friendly"}]}
  ],
  "templates": [
    {"kind": "friendly", "language": "en", "subject": "Invoice", "body": "Hello\n"}
  ],
  "holds": [
    {"invoice": "2026-001", "kind": "promise", "until": "2026-12-01", "reason": "On the phone."},
    {"client": "tokyo", "reason": "New owner.", "set_on": "2026-10-01", "lifted_on": "2026-10-09"}
  ],
  "messages": [
    {"message_id": "<1@lind.example>", "client": "acme", "stage": "firm", "tone": "firm",
     "to": ["ap@acme.example"], "subject": "Invoice 2026-001", "body": "Hello",
     "state": "accepted", "queued_on": "2026-10-12",
     "invoices": [{"number": "2026-001", "stage": "firm", "tone": "firm", "days": 10,
                   "open": "6400.00"}],
     "attempts": [{"at": "2026-10-12T08:00:03Z", "outcome": "accepted", "step": "data",
                   "reply": "250 ok"}]},
    {"message_id": "<2@lind.example>", "client": "acme", "purpose": "thank-you",
     "to": ["ap@acme.example"], "state": "queued", "queued_on": "2026-10-13"}
  ]
}"#;
