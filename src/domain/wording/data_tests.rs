use super::super::templates_tests::{ana, day, invoice, letter};
use super::super::variables::VARIABLES;
use super::*;

#[test]
fn every_variable_is_described_and_every_description_is_a_variable() {
    let profile = ana();
    let data = LetterData::new(&letter(&profile, Language::En, vec![])).unwrap();
    let json = serde_json::to_value(&data).unwrap();
    let mut there: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut told: Vec<&str> = VARIABLES.iter().map(|(name, _)| *name).collect();
    there.sort_unstable();
    told.sort_unstable();
    assert_eq!(there, told);
}

#[test]
fn amounts_and_dates_are_in_the_client_s_language() {
    let profile = ana();
    let bill = || vec![invoice("2026-039", "2026-10-20", 123_450)];
    let data = LetterData::new(&letter(&profile, Language::De, bill())).unwrap();
    let first = data.invoice.unwrap();
    assert_eq!(first.open, "1.234,50 EUR");
    assert_eq!(first.due_on, "20. Oktober 2026");
    assert_eq!((first.days_late, first.days.as_str()), (31, "31 Tage"));
    assert_eq!(data.pay_by, "27. November 2026");
    assert_eq!(data.iban, "DE02 1203 0000 0000 2020 51");
    let english = LetterData::new(&letter(&profile, Language::En, bill())).unwrap();
    assert_eq!(english.total, "EUR 1,234.50");
}

#[test]
fn each_currency_has_its_own_total() {
    let profile = ana();
    let mut bills = vec![
        invoice("1", "2026-10-20", 100),
        invoice("2", "2026-10-21", 250),
        invoice("3", "2026-10-22", 5),
    ];
    bills[1].open = Money::new(250, Currency::USD);
    let data = LetterData::new(&letter(&profile, Language::En, bills)).unwrap();
    assert_eq!(data.totals, ["EUR 1.05", "USD 2.50"]);
    assert_eq!(data.total, "EUR 1.05 and USD 2.50");
    assert_eq!(data.numbers, "1, 2 and 3");
    assert_eq!(data.reference, "1, 2, 3");
}

#[test]
fn a_total_that_does_not_fit_is_refused() {
    let profile = ana();
    let bills = vec![
        invoice("1", "2026-10-20", i64::MAX),
        invoice("2", "2026-10-20", 1),
    ];
    assert!(LetterData::new(&letter(&profile, Language::En, bills)).is_err());
}

#[test]
fn partly_paid_and_paid_are_told_apart() {
    let profile = ana();
    let mut bills = vec![
        invoice("1", "2026-10-20", 100),
        invoice("2", "2026-10-20", 100),
        invoice("3", "2026-10-20", 100),
    ];
    bills[1].open = Money::new(40, Currency::EUR);
    bills[2].open = Money::zero(Currency::EUR);
    let data = LetterData::new(&letter(&profile, Language::En, bills)).unwrap();
    let states: Vec<(bool, bool)> = data
        .invoices
        .iter()
        .map(|i| (i.is_partly_paid, i.is_paid))
        .collect();
    assert_eq!(states, [(false, false), (true, false), (false, true)]);
}

#[test]
fn reminders_are_the_fewest_of_any_invoice() {
    let profile = ana();
    let mut bills = vec![
        invoice("1", "2026-10-20", 100),
        invoice("2", "2026-10-20", 100),
    ];
    bills[0].reminders = 3;
    bills[1].reminders = 0;
    let data = LetterData::new(&letter(&profile, Language::En, bills)).unwrap();
    assert_eq!(data.reminders, 0);
}

#[test]
fn text_from_the_book_stays_on_its_line() {
    let mut profile = ana();
    profile.name = "Ana\r\nBcc: all@lind.example".to_owned();
    profile.signature = " ".to_owned();
    let mut facts = letter(&profile, Language::En, vec![]);
    facts.client_name = "Acme\u{1b}[2J\u{202e}";
    facts.contact_name = "Jonas\nFalk";
    facts.reference = " RF18\t2026 ";
    let data = LetterData::new(&facts).unwrap();
    assert_eq!(data.business, "Ana Bcc: all@lind.example");
    assert_eq!(
        data.signature, data.business,
        "an empty one takes the business name"
    );
    assert_eq!(data.client, "Acme[2J");
    assert_eq!(
        (data.contact.as_str(), data.contact_first.as_str()),
        ("Jonas Falk", "Jonas")
    );
    assert_eq!(data.reference, "RF18 2026");
}

#[test]
fn a_reference_is_left_out_when_the_numbers_do_not_fit() {
    let profile = ana();
    let bills = (0..30)
        .map(|i| invoice(&format!("2026-{i:03}"), "2026-10-20", 1))
        .collect();
    let data = LetterData::new(&letter(&profile, Language::En, bills)).unwrap();
    assert_eq!(data.reference, "");
    assert_eq!(data.count, 30);
}

#[test]
fn thanks_name_the_payment() {
    let profile = ana();
    let mut facts = letter(&profile, Language::Fr, vec![]);
    facts.tone = None;
    facts.paid = Some((Money::new(5_000, Currency::EUR), day("2026-03-01")));
    let data = LetterData::new(&facts).unwrap();
    assert_eq!(data.paid, "50,00 EUR");
    assert_eq!(data.paid_on, "1er mars 2026");
    assert_eq!(data.tone, "");
}
