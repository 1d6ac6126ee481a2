//! The templates that come with the program, in every language, as a client would read them.

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use rust_decimal::Decimal;

use super::{
    InterestFacts, LetterData, LetterFacts, LetterInvoice, LetterPayment, Rendered, Template,
    check, render,
};
use crate::domain::currency::Currency;
use crate::domain::discount::Discount;
use crate::domain::interest::Rule;
use crate::domain::invoice::{Invoice, InvoiceKind, Line, TaxCategory};
use crate::domain::locale::Language;
use crate::domain::message::StoredTemplate;
use crate::domain::money::Money;
use crate::domain::party::{Profile, ThankYou};
use crate::domain::policy::{Channel, Tone};

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
    Template::from(stored(language, Channel::Email, kind))
}

fn stored(language: Language, channel: Channel, kind: &str) -> StoredTemplate {
    let folder = match channel {
        Channel::Email => "",
        Channel::Sms => "sms/",
    };
    let path = format!("{}/{folder}{kind}.txt", language.word());
    let file = FOLDER.get_file(&path).unwrap().contents_utf8().unwrap();
    let Template { subject, body } = Template::read(channel, file).unwrap();
    StoredTemplate {
        client: String::new(),
        kind: kind.to_owned(),
        channel,
        language: language.word().to_owned(),
        subject,
        body,
    }
}

fn in_currency(mut invoice: LetterInvoice, minor: i64, currency: Currency) -> LetterInvoice {
    invoice.gross = Money::new(minor, currency);
    invoice.open = invoice.gross;
    invoice
}

fn interest() -> InterestFacts {
    InterestFacts {
        amount: Money::new(639, Currency::EUR),
        per_day: Money::new(21, Currency::EUR),
        fixed: Money::new(4_000, Currency::EUR),
        total: Money::new(4_639, Currency::EUR),
        rule: Rule::DeBusiness,
        rates_of: Some(day("2026-07-01")),
    }
}

/// One invoice with everything known; one with as little as can be; three in EUR and USD; one in GBP;
/// several in JPY.
fn letters<'a>(
    known: &'a Profile,
    bare: &'a Profile,
    language: Language,
    channel: Channel,
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
    let dollars = in_currency(
        invoice("2026-042", due("2026-11-16", "2026-11-25"), 0),
        1_234_550,
        Currency::USD,
    );
    let pounds = in_currency(one.clone(), 1_029_315, Currency::GBP);
    let yen = |number: &str, minor| {
        let day = due("2026-11-10", "2026-11-24");
        in_currency(
            invoice(number, day, 0),
            minor,
            Currency::from_code("JPY").unwrap(),
        )
    };
    let mut settled = one.clone();
    if thanks {
        settled.open = Money::zero(Currency::EUR);
        partly.purchase_order = String::new();
    }
    let mut full = letter(known, language, vec![settled.clone()]);
    full.interest = (!ahead && !thanks).then(interest);
    full.pay_code = true;
    let mut little = letter(bare, language, vec![partly.clone()]);
    little.contact_name = "";
    let mut all = vec![settled, partly, dollars];
    all.sort_by_key(|invoice| invoice.due_on);
    let mut several = letter(known, language, all);
    several.contact_name = "Dr. Jonas Falk";
    let sterling = letter(known, language, vec![pounds]);
    let japan = letter(
        known,
        language,
        vec![yen("2026-043", 98_000), yen("2026-044", 1_250_000)],
    );
    let mut letters = vec![full, little, several, sterling, japan];
    for facts in &mut letters {
        facts.channel = channel;
        if thanks {
            give_thanks(facts);
        }
    }
    letters
}

/// The first invoice was paid, and all that is not in euro.
fn give_thanks(facts: &mut LetterFacts<'_>) {
    let paid = facts.invoices.first().map(|one| one.gross).unwrap();
    facts.paid = Some((paid, day("2026-11-19")));
    facts.tone = None;
    for invoice in &mut facts.invoices {
        if invoice.gross.currency() != Currency::EUR {
            invoice.open = Money::zero(invoice.gross.currency());
        }
    }
}

fn bare() -> Profile {
    let mut bare = ana();
    for field in [&mut bare.iban, &mut bare.bic, &mut bare.phone] {
        field.clear();
    }
    bare.signature = String::new();
    bare
}

fn page(letter: &Rendered) -> String {
    if letter.subject.is_empty() {
        return letter.body.clone();
    }
    format!("Subject: {}\n\n{}", letter.subject, letter.body)
}

fn snapshot(name: &str, pages: &[String]) {
    let text = pages.join("\n----------------------------------------\n\n");
    assert!(!text.contains("\n\n\n"), "{name} leaves a hole:\n{text}");
    assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn every_template_reads_well() {
    let (known, bare) = (ana(), bare());
    for language in Language::ALL {
        for channel in Channel::ALL {
            let mut pages = Vec::new();
            for kind in KINDS {
                pages.push(format!("=== {kind}\n"));
                let template = Template::from(stored(*language, *channel, kind));
                for facts in letters(&known, &bare, *language, *channel, kind) {
                    let data = LetterData::new(&facts).unwrap();
                    pages.push(page(&render(&template, &data).unwrap()));
                }
            }
            snapshot(&format!("{}-{}", language.word(), channel.word()), &pages);
        }
    }
}

/// Design days at 19 %, a flat discount, travel without tax.
fn bill() -> Invoice {
    let mut bill = Invoice::blank(InvoiceKind::Invoice, Currency::EUR);
    let tax = |percent: i64| (TaxCategory::Standard, Decimal::from(percent));
    let mut days = Line::new(
        "Design sprint",
        "2.5".parse().unwrap(),
        "DAY",
        600.into(),
        tax(19),
    );
    days.discount = Discount::Percent(10.into());
    let hour = Line::new(
        "Review\ncall",
        Decimal::ONE,
        "HUR",
        "87.5".parse().unwrap(),
        tax(7),
    );
    let mut travel = Line::new(
        "Travel",
        Decimal::ONE,
        "C62",
        Decimal::from(40),
        (TaxCategory::ReverseCharge, Decimal::ZERO),
    );
    travel.reason = String::new();
    bill.lines = vec![days, hour, travel];
    bill.discount = Discount::Amount(2_750);
    bill.number = Some("2026-039".to_owned());
    bill.issued_on = Some(day("2026-10-20"));
    bill.due_on = Some(day("2026-11-19"));
    bill.supplied_on = Some(day("2026-10-05"));
    bill.supplied_until = Some(day("2026-10-09"));
    bill.note = "Thank you.".to_owned();
    bill.add_up().unwrap();
    bill
}

#[test]
fn statements_and_invoices_read_well() {
    let (known, bare) = (ana(), bare());
    let bill = bill();
    for language in Language::ALL {
        let mut pages = Vec::new();
        let template = Template::from(stored(*language, Channel::Email, "statement"));
        let mut letters = letters(&known, &bare, *language, Channel::Email, "statement");
        let payment = |number: &str, minor, currency| LetterPayment {
            on: day("2026-11-02"),
            amount: Money::new(minor, currency),
            number: number.to_owned(),
        };
        letters[2].payments = Some((
            day("2026-09-20"),
            vec![
                payment("2026-041", 95_000, Currency::EUR),
                payment("2026-030", 42_000, Currency::USD),
            ],
        ));
        let mut nothing = letter(&known, *language, Vec::new());
        nothing.payments = Some((
            day("2026-08-22"),
            vec![payment("2026-030", 50_000, Currency::EUR)],
        ));
        letters.push(nothing);
        for facts in &letters {
            let data = LetterData::new(facts).unwrap();
            pages.push(page(&render(&template, &data).unwrap()));
        }
        let template = Template::from(stored(*language, Channel::Email, "invoice"));
        let gross = bill.money(bill.gross);
        for (profile, open, code) in [
            (&known, gross, true),
            (&bare, gross, false),
            (&known, Money::zero(Currency::EUR), false),
        ] {
            let one = LetterInvoice {
                gross,
                open,
                ..invoice("2026-039", "2026-11-19", 0)
            };
            let mut facts = letter(profile, *language, vec![one]);
            facts.document = Some(&bill);
            facts.pay_code = code;
            let data = LetterData::new(&facts).unwrap();
            pages.push(page(&render(&template, &data).unwrap()));
        }
        snapshot(&format!("{}-statement-invoice", language.word()), &pages);
    }
}

/// The basic alphabet of GSM 03.38 without its extension table, whose signs count two.
const GSM: &str = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
                   ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

#[test]
fn text_messages_are_short_and_in_the_alphabet_of_phones() {
    let (mut known, bare) = (ana(), bare());
    for (language, phone) in Language::ALL
        .iter()
        .flat_map(|one| [(one, true), (one, false)])
    {
        known.phone = if phone { ana().phone } else { String::new() };
        for kind in KINDS {
            let template = Template::from(stored(*language, Channel::Sms, kind));
            let letters = letters(&known, &bare, *language, Channel::Sms, kind);
            for (place, facts) in letters.into_iter().enumerate() {
                for with_interest in [false, true] {
                    let mut facts = facts.clone();
                    if !with_interest {
                        facts.interest = None;
                    }
                    let text = render(&template, &LetterData::new(&facts).unwrap())
                        .unwrap()
                        .body;
                    let text = text.trim_end();
                    let strange: String = text.chars().filter(|c| !GSM.contains(*c)).collect();
                    assert_eq!(strange, "", "{} {kind}: {text}", language.word());
                    let long = text.chars().count();
                    // A usual invoice fits into one part, with a phone number sometimes into two.
                    let usual = place == 0 && !with_interest;
                    let most = match (usual, phone && kind == "final") {
                        (true, false) => 160,
                        (true, true) | (false, _) => 306,
                    };
                    assert!(long <= most, "{} {kind}: {long}: {text}", language.word());
                }
            }
        }
    }
}

#[test]
fn every_rule_of_interest_is_a_sentence_of_every_language() {
    let known = ana();
    let mut lines = Vec::new();
    for language in Language::ALL {
        for rule in [
            Rule::DeBusiness,
            Rule::DeConsumer,
            Rule::Gb,
            Rule::Eu,
            Rule::Contract("9.5".parse().unwrap()),
        ] {
            let mut facts = letter(&known, *language, Vec::new());
            facts.interest = Some(InterestFacts { rule, ..interest() });
            lines.push(LetterData::new(&facts).unwrap().interest.unwrap().rule);
        }
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("interest-rules", lines.join("\n"));
    });
}

#[test]
fn every_template_passes_the_check_that_a_user_s_own_meets() {
    let mut count = 0;
    for language in Language::ALL {
        for kind in super::kinds() {
            for channel in Channel::ALL {
                if super::goes_over(kind, *channel) {
                    check(&stored(*language, *channel, kind)).unwrap();
                    count += 1;
                }
            }
        }
    }
    let files: usize = FOLDER
        .dirs()
        .map(|dir| dir.files().count() + dir.dirs().map(|sms| sms.files().count()).sum::<usize>())
        .sum();
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
