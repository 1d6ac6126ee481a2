//! A template tried out before it is kept.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::data::{LetterData, LetterFacts, LetterInvoice, LetterPayment};
use super::interest::InterestFacts;
use super::render::{Rendered, Template, render};
use crate::domain::currency::Currency;
use crate::domain::interest::Rule;
use crate::domain::invoice::{Invoice, InvoiceKind, Line, TaxCategory};
use crate::domain::locale::Language;
use crate::domain::message::{Purpose, StoredTemplate};
use crate::domain::money::Money;
use crate::domain::party::{Profile, ThankYou};
use crate::domain::policy::Tone;
use crate::failure::Result;

/// Whether a template works for one invoice and for several, with everything known and with as
/// little as there can be. For a template that a user has just written.
///
/// # Errors
/// As [`render`].
pub fn check(template: &StoredTemplate) -> Result<()> {
    let words = Template::from(template.clone());
    let (full, bare) = (sample_profile("DE02120300000000202051"), sample_profile(""));
    let bill = sample_invoice();
    let least = i64::from(template.kind != Purpose::Statement.word());
    for (profile, contact, count) in [(&full, "Jonas Falk", 1), (&full, "", 3), (&bare, "", least)]
    {
        let facts = facts(template, profile, contact, count, &bill);
        render(&words, &LetterData::new(&facts)?)?;
    }
    Ok(())
}

/// What a template says about one made-up invoice, in its own language and for its channel.
///
/// # Errors
/// As [`render`].
pub fn sample(template: &StoredTemplate) -> Result<Rendered> {
    let profile = sample_profile("DE02120300000000202051");
    let bill = sample_invoice();
    let facts = facts(template, &profile, "Jonas Falk", 1, &bill);
    render(&Template::from(template.clone()), &LetterData::new(&facts)?)
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

fn sample_invoice() -> Invoice {
    let mut invoice = Invoice::blank(InvoiceKind::Invoice, Currency::EUR);
    invoice.lines = vec![Line::new(
        "Design sprint",
        Decimal::ONE,
        "DAY",
        Decimal::from(740),
        (TaxCategory::Zero, Decimal::ZERO),
    )];
    // One line of whole numbers always adds up.
    let _ = invoice.add_up();
    invoice
}

fn facts<'a>(
    template: &StoredTemplate,
    profile: &'a Profile,
    contact: &'a str,
    count: i64,
    bill: &'a Invoice,
) -> LetterFacts<'a> {
    let day = NaiveDate::from_epoch_days(20_000).unwrap_or_default();
    let invoice = |place: i64| LetterInvoice {
        number: format!("2026-{place:03}"),
        issued_on: day - Days::new(44),
        due_on: day - Days::new(14),
        gross: Money::new(74_000, Currency::EUR),
        open: Money::new(74_000 - place, Currency::EUR),
        purchase_order: String::new(),
        reminders: place,
    };
    let language = Language::from_code(&template.language);
    let mut facts = LetterFacts {
        channel: template.channel,
        pay_by: day + Days::new(7),
        client_name: "Acme GmbH",
        contact_name: contact,
        invoices: (0..count).map(invoice).collect(),
        ..LetterFacts::new(profile, language, day)
    };
    let paid = Money::new(74_000, Currency::EUR);
    match Purpose::from_word(&template.kind) {
        Some(Purpose::ThankYou) => {
            facts.paid = Some((paid, day));
            for invoice in &mut facts.invoices {
                invoice.open = Money::zero(Currency::EUR);
            }
        }
        Some(Purpose::Statement) => {
            let payment = LetterPayment {
                on: day,
                amount: paid,
                number: "2026-001".to_owned(),
            };
            facts.payments = Some((day - Days::new(90), vec![payment; usize::from(count > 1)]));
        }
        Some(Purpose::Invoice) => {
            facts.document = Some(bill);
            facts.pay_code = count > 1;
        }
        Some(Purpose::Reminder) | None => {
            facts.tone = Some(Tone::from_word(&template.kind).unwrap_or(Tone::Firm));
            facts.pay_code = count > 1;
            facts.interest = (count > 1).then(|| InterestFacts {
                amount: Money::new(318, Currency::EUR),
                per_day: Money::new(23, Currency::EUR),
                fixed: Money::new(4_000, Currency::EUR),
                total: Money::new(4_318, Currency::EUR),
                rule: Rule::DeBusiness,
                rates_of: Some(day),
            });
        }
    }
    facts
}
