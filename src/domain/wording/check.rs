//! A template tried out before it is kept.

use super::data::{LetterData, LetterFacts, LetterInvoice};
use super::render::{Template, render};
use crate::domain::currency::Currency;
use crate::domain::locale::Language;
use crate::domain::money::Money;
use crate::domain::party::{Profile, ThankYou};
use crate::failure::Result;

/// Whether a template works for one invoice and for several, with everything known and with as
/// little as there can be. For a template that a user has just written.
///
/// # Errors
/// As [`render`].
pub fn check(template: &Template) -> Result<()> {
    let full = sample_profile("DE02120300000000202051");
    let bare = sample_profile("");
    for (profile, contact, count) in [(&full, "Jonas Falk", 1), (&full, "", 3), (&bare, "", 1)] {
        let data = LetterData::new(&sample(profile, contact, count))?;
        render(template, &data)?;
    }
    Ok(())
}

fn sample_profile(iban: &str) -> Profile {
    Profile {
        name: "Ana Lind Design".to_owned(),
        email: "ana@lind.example".to_owned(),
        phone: String::new(),
        address: Vec::new(),
        country: "DE".to_owned(),
        tax_id: String::new(),
        iban: iban.to_owned(),
        bic: String::new(),
        currency: Currency::EUR,
        language: "en".to_owned(),
        terms_days: 30,
        signature: "Ana".to_owned(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}

fn sample<'a>(profile: &'a Profile, contact: &'a str, count: i64) -> LetterFacts<'a> {
    let day = chrono::NaiveDate::from_epoch_days(20_000).unwrap_or_default();
    let invoice = |place: i64| LetterInvoice {
        number: format!("2026-{place:03}"),
        issued_on: day,
        due_on: day,
        gross: Money::new(74_000, Currency::EUR),
        open: Money::new(74_000 - place, Currency::EUR),
        purchase_order: String::new(),
        reminders: place,
    };
    LetterFacts {
        language: Language::En,
        today: day,
        pay_by: day,
        tone: None,
        profile,
        client_name: "Acme GmbH",
        contact_name: contact,
        reference: "",
        invoices: (0..count).map(invoice).collect(),
        paid: None,
    }
}
