use rust_decimal::Decimal;

use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::ClientId;
use crate::domain::party::{Reminding, ThankYou};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn seller() -> Profile {
    Profile {
        name: "Ana Lind Design".to_owned(),
        email: "ana@lind.example".to_owned(),
        phone: String::new(),
        address: vec!["Torstr. 1".to_owned()],
        country: "DE".to_owned(),
        tax_id: "DE123456788".to_owned(),
        iban: String::new(),
        bic: String::new(),
        currency: Currency::EUR,
        language: "de".to_owned(),
        terms_days: 14,
        signature: "Ana".to_owned(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}

fn client(country: &str, tax_id: &str) -> Client {
    Client {
        id: ClientId(1),
        key: "nordlicht".to_owned(),
        name: "Nordlicht".to_owned(),
        contacts: Vec::new(),
        address: vec!["Havnegade 4".to_owned()],
        country: country.to_owned(),
        tax_id: tax_id.to_owned(),
        business: true,
        currency: Currency::EUR,
        language: "en".to_owned(),
        terms_days: 30,
        policy: "standard".to_owned(),
        reminding: Reminding::default(),
        note: String::new(),
        wants_order: false,
        archived: false,
    }
}

fn draft(client: &Client, category: TaxCategory, rate: i64) -> Invoice {
    let mut draft = Invoice::draft(InvoiceKind::Invoice, client);
    draft.supplied_on = Some(day("2026-11-01"));
    let tax = (category, Decimal::from(rate));
    let price = Decimal::from(100);
    draft
        .lines
        .push(Line::new("Design", Decimal::ONE, "DAY", price, tax));
    draft
}

fn said(draft: &Invoice, client: &Client, seller: &Profile) -> Vec<(Weight, String)> {
    let found = check(Facts {
        invoice: draft,
        client,
        seller,
        today: day("2026-11-24"),
    });
    let said = found.into_iter();
    said.map(|finding| (finding.weight, finding.path)).collect()
}

#[test]
fn a_good_draft_has_nothing_said_about_it() {
    let client = client("DE", "DE136695976");
    let draft = draft(&client, TaxCategory::Standard, 19);
    assert_eq!(said(&draft, &client, &seller()), []);
}

#[test]
fn errors_come_first_and_name_their_field() {
    let client = client("DK", "");
    let mut draft = draft(&client, TaxCategory::ReverseCharge, 0);
    draft.supplied_on = None;
    draft.due_on = Some(day("2026-11-20"));
    draft.lines[0].description = " ".to_owned();
    let mut other = draft.lines[0].clone();
    other.category = TaxCategory::Exempt;
    draft.lines.push(other);
    let (error, warning) = (Weight::Error, Weight::Warning);
    assert_eq!(
        said(&draft, &client, &seller()),
        [
            (error, "due_on"),
            (error, "lines[0].description"),
            (error, "lines[1].description"),
            (error, "lines[1].tax.reason"),
            (error, "client"),
            (warning, "supplied_on"),
        ]
        .map(|(weight, path)| (weight, path.to_owned()))
    );
}

#[test]
fn an_order_number_that_the_client_wants_is_missed() {
    let mut client = client("DE", "DE136695976");
    client.wants_order = true;
    let mut draft = draft(&client, TaxCategory::Standard, 19);
    assert_eq!(
        said(&draft, &client, &seller()),
        [(Weight::Warning, "purchase_order".to_owned())]
    );
    draft.purchase_order = "PO 4711".to_owned();
    assert_eq!(said(&draft, &client, &seller()), []);
}

#[test]
fn a_tax_id_with_a_slip_is_a_warning() {
    let client = client("DE", "DE136695977");
    let draft = draft(&client, TaxCategory::Standard, 19);
    assert_eq!(
        said(&draft, &client, &seller()),
        [(Weight::Warning, "client".to_owned())]
    );
}

#[test]
fn a_negative_total_and_no_line_are_errors() {
    let client = client("DE", "DE136695976");
    let mut draft = draft(&client, TaxCategory::Standard, 19);
    draft.lines[0].quantity = Decimal::NEGATIVE_ONE;
    let error = |path: &str| [(Weight::Error, path.to_owned())];
    assert_eq!(said(&draft, &client, &seller()), error("gross"));
    draft.lines.clear();
    assert_eq!(said(&draft, &client, &seller()), error("lines"));
}

fn presets(small: bool) -> Vec<TaxPreset> {
    [
        ("Standard 19 %", TaxCategory::Standard, 19, !small),
        ("Small business", TaxCategory::Exempt, 0, small),
        ("Reverse charge", TaxCategory::ReverseCharge, 0, false),
        ("Service abroad", TaxCategory::OutOfScope, 0, false),
    ]
    .into_iter()
    .map(|(name, category, rate, preferred)| TaxPreset {
        name: name.to_owned(),
        category,
        rate: Decimal::from(rate),
        reason: String::new(),
        preferred,
    })
    .collect()
}

#[test]
fn the_usual_tax_follows_both_countries() {
    let mut consumer = client("DK", "");
    consumer.business = false;
    for (client, wanted) in [
        (client("DE", "DE136695976"), TaxCategory::Standard),
        (client("DK", "DK13585628"), TaxCategory::ReverseCharge),
        (client("DK", ""), TaxCategory::Standard),
        (client("US", ""), TaxCategory::OutOfScope),
        (client("", ""), TaxCategory::Standard),
        (consumer, TaxCategory::Standard),
    ] {
        let presets = presets(false);
        let usual = usual_tax(&seller(), &client, &presets).unwrap();
        assert_eq!(usual.category, wanted, "{}", client.country);
    }
    let presets = presets(true);
    let usual = usual_tax(&seller(), &client("DK", "DK13585628"), &presets).unwrap();
    assert_eq!(usual.category, TaxCategory::Exempt);
    assert_eq!(usual_tax(&seller(), &client("DE", ""), &[]), None);
}
