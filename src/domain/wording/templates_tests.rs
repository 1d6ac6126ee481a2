//! The templates that come with the program, in every language, as a client would read them.

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};

use super::{LetterData, LetterFacts, LetterInvoice, Template, check, render};
use crate::domain::currency::Currency;
use crate::domain::locale::Language;
use crate::domain::money::Money;
use crate::domain::party::{Profile, ThankYou};
use crate::domain::policy::Tone;

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/seeds/reference/templates");

const KINDS: [&str; 5] = ["heads-up", "friendly", "firm", "final", "thank-you"];

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn ana() -> Profile {
    Profile {
        name: "Ana Lind Design".to_owned(),
        email: "ana@lind.example".to_owned(),
        phone: "+46 8 123 456 78".to_owned(),
        address: Vec::new(),
        country: "SE".to_owned(),
        tax_id: String::new(),
        iban: "DE02120300000000202051".to_owned(),
        bic: "BYLADEM1001".to_owned(),
        currency: Currency::EUR,
        language: "en".to_owned(),
        terms_days: 30,
        signature: "Ana Lind".to_owned(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}

pub(super) fn invoice(number: &str, due_on: &str, open: i64) -> LetterInvoice {
    LetterInvoice {
        number: number.to_owned(),
        issued_on: day(due_on) - chrono::TimeDelta::days(30),
        due_on: day(due_on),
        gross: Money::new(open, Currency::EUR),
        open: Money::new(open, Currency::EUR),
        purchase_order: String::new(),
        reminders: 2,
    }
}

/// A letter of 20 November 2026 to Jonas Falk at Acme.
pub(super) fn letter(
    profile: &Profile,
    language: Language,
    invoices: Vec<LetterInvoice>,
) -> LetterFacts<'_> {
    LetterFacts {
        pay_by: day("2026-11-27"),
        tone: Some(Tone::Firm),
        client_name: "Acme GmbH",
        contact_name: "Jonas Falk",
        invoices,
        ..LetterFacts::new(profile, language, day("2026-11-20"))
    }
}

fn template(language: Language, kind: &str) -> Template {
    let path = format!("{}/{kind}.txt", language.word());
    let file = FOLDER.get_file(&path).unwrap();
    Template::parse(file.contents_utf8().unwrap()).unwrap()
}

/// One invoice with everything known; one with as little as can be; three in two currencies.
fn letters<'a>(
    known: &'a Profile,
    bare: &'a Profile,
    language: Language,
    kind: &str,
) -> Vec<LetterFacts<'a>> {
    let ahead = kind == "heads-up";
    let thanks = kind == "thank-you";
    let due = |late: &'static str, soon: &'static str| if ahead { soon } else { late };
    let one = LetterInvoice {
        purchase_order: "4711".to_owned(),
        ..invoice("2026-039", due("2026-10-20", "2026-11-23"), 74_000)
    };
    let mut partly = LetterInvoice {
        open: Money::new(100_000, Currency::EUR),
        reminders: 1,
        ..invoice("2026-041", due("2026-11-19", "2026-11-24"), 195_000)
    };
    let dollars = LetterInvoice {
        gross: Money::new(1_234_550, Currency::USD),
        open: Money::new(1_234_550, Currency::USD),
        ..invoice("2026-042", due("2026-11-16", "2026-11-25"), 0)
    };
    let mut settled = one.clone();
    if thanks {
        settled.open = Money::zero(Currency::EUR);
        partly.purchase_order = String::new();
    }
    let mut full = letter(known, language, vec![settled.clone()]);
    let mut little = letter(bare, language, vec![partly.clone()]);
    little.contact_name = "";
    let mut all = vec![settled, partly, dollars];
    all.sort_by_key(|invoice| invoice.due_on);
    let mut several = letter(known, language, all);
    several.contact_name = "Dr. Jonas Falk";
    if thanks {
        full.paid = Some((Money::new(74_000, Currency::EUR), day("2026-11-19")));
        several.paid = full.paid;
    }
    vec![full, little, several]
}

#[test]
fn every_template_reads_well() {
    let known = ana();
    let mut bare = ana();
    for field in [&mut bare.iban, &mut bare.bic, &mut bare.phone] {
        field.clear();
    }
    bare.signature = String::new();
    for language in Language::ALL {
        for kind in KINDS {
            let template = template(*language, kind);
            let pages: Vec<String> = letters(&known, &bare, *language, kind)
                .iter()
                .map(|facts| {
                    let data = LetterData::new(facts).unwrap();
                    let letter = render(&template, &data).unwrap();
                    format!("Subject: {}\n\n{}", letter.subject, letter.body)
                })
                .collect();
            let text = pages.join("\n----------------------------------------\n\n");
            assert!(!text.contains("\n\n\n"), "{kind} leaves a hole:\n{text}");
            assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
            insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
                insta::assert_snapshot!(format!("{}-{kind}", language.word()), text);
            });
        }
    }
}

#[test]
fn every_template_passes_the_check_that_a_user_s_own_meets() {
    let mut count = 0;
    for language in Language::ALL {
        for kind in KINDS {
            check(&template(*language, kind)).unwrap();
            count += 1;
        }
    }
    let files: usize = FOLDER.dirs().map(|dir| dir.files().count()).sum();
    assert_eq!(count, files, "no file is left out");
}

#[test]
fn one_day_and_several_are_told_apart() {
    let known = ana();
    for (language, one, several) in [
        (Language::En, "1 day overdue", "4 days overdue"),
        (Language::De, "1 Tag überfällig", "4 Tage überfällig"),
        (
            Language::Fr,
            "un retard de 1 jour.",
            "un retard de 4 jours.",
        ),
        (
            Language::Es,
            "un retraso de 1 día.",
            "un retraso de 4 días.",
        ),
    ] {
        for (due_on, words) in [("2026-11-19", one), ("2026-11-16", several)] {
            let facts = letter(&known, language, vec![invoice("2026-039", due_on, 74_000)]);
            let data = LetterData::new(&facts).unwrap();
            let body = render(&template(language, "firm"), &data).unwrap().body;
            assert!(body.contains(words), "{words}: {body}");
        }
    }
}

#[test]
fn a_first_message_does_not_claim_earlier_ones() {
    let known = ana();
    for (language, word) in [
        (Language::En, "already sent"),
        (Language::De, "haben dazu bereits"),
        (Language::Fr, "Je vous ai déjà adressé"),
        (Language::Es, "Ya le envié"),
    ] {
        for (reminders, said) in [(0, false), (1, true), (3, true)] {
            let mut late = invoice("2026-039", "2026-10-20", 74_000);
            late.reminders = reminders;
            let data = LetterData::new(&letter(&known, language, vec![late])).unwrap();
            let body = render(&template(language, "final"), &data).unwrap().body;
            assert_eq!(body.contains(word), said, "{reminders}: {body}");
        }
    }
}
