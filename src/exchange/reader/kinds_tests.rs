use crate::domain::discount::{Discount, Prices};
use crate::domain::invoice::{InvoiceStatus, QuoteAnswer};
use crate::exchange::document::{BookDocument, InvoiceDocument};
use crate::exchange::read_book;
use crate::exchange::reader::{read_invoice, read_invoice_over, read_series, read_service};
use crate::exchange::samples::known;

const LINE: &str = r#"{"description": "Work", "unit_price": "100", "tax": {"category": "O"}}"#;

fn book(invoices: &str) -> String {
    format!(
        r#"{{"clients": [{{"key": "a", "name": "A"}}, {{"key": "b", "name": "B"}}],
            "invoices": [{invoices}]}}"#
    )
}

fn read(invoices: &str) -> BookDocument {
    read_book(book(invoices).as_bytes(), &known()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(invoices: &str) -> Vec<String> {
    let problems = read_book(book(invoices).as_bytes(), &known()).unwrap_err();
    problems.list().iter().map(ToString::to_string).collect()
}

/// One document with these fields, a line and a client.
fn with(fields: &str) -> String {
    format!(r#"{{"client": "a", "lines": [{LINE}], {fields}}}"#)
}

fn issued(number: &str, fields: &str) -> String {
    with(&format!(
        r#""number": "{number}", "issued_on": "2026-10-01", {fields}"#
    ))
}

#[test]
fn every_field_is_read() {
    let text = format!(
        r#"{{"client": "a", "kind": "quote", "number": "Q1", "issued_on": "2026-10-01",
            "due_on": "2026-10-31", "series": "quotes", "prices": "gross", "terms": "Soon.",
            "discount_amount": "10.00", "answer": "accepted", "answered_on": "2026-10-05",
            "lines": [{{"description": "Work", "unit_price": "100", "discount_amount": "1.50",
                "tax": {{"category": "E", "reason": "Small business"}}}}]}},
           {}"#,
        issued("1", r#""source": "Q1""#)
    );
    let document = read(&text);
    let quote = &document.invoices[0].invoice;
    assert_eq!(
        (quote.series.as_str(), quote.prices),
        ("quotes", Prices::Gross)
    );
    assert_eq!(
        (quote.terms.as_str(), quote.discount),
        ("Soon.", Discount::Amount(1_000))
    );
    assert_eq!(quote.answer, Some(QuoteAnswer::Accepted));
    assert_eq!(quote.answered_on.unwrap().to_string(), "2026-10-05");
    assert_eq!(quote.lines[0].discount, Discount::Amount(150));
    assert_eq!(quote.lines[0].reason, "Small business");
    assert_eq!(document.invoices[1].invoice.source.as_deref(), Some("Q1"));
}

#[test]
fn a_draft_is_kept_as_it_stands() {
    let document = read(&with(
        r#""status": "draft", "issued_on": "2026-12-01", "due_on": "2026-11-01",
            "supplied_until": "2026-01-01""#,
    ));
    let draft = &document.invoices[0].invoice;
    assert_eq!(draft.status, InvoiceStatus::Draft);
    assert_eq!(draft.issued_on.unwrap().to_string(), "2026-12-01");
    let odd = r#"{"client": "a", "lines": [{"description": "", "unit_price": "-1",
        "tax": {"category": "O"}}], "net": "0.00", "tax": "0.00", "gross": "0.00"}"#;
    assert_eq!(read(odd).invoices[0].invoice.gross, 0);
    let wrong = odd.replace(r#", "net": "0.00""#, "");
    assert_eq!(problems(&wrong).len(), 1);
    let later = read(&with(r#""due_on": null"#));
    assert_eq!(later.invoices[0].invoice.due_on, None);
}

fn each_has_one(cases: &[(String, &str)]) {
    for (document, expected) in cases {
        assert_eq!(problems(document), [*expected], "{document}");
    }
}

#[test]
fn what_a_kind_cannot_have_is_named() {
    each_has_one(&[
        (
            issued("1", r#""answer": "accepted""#),
            "invoices[0].answer: Only a quote has an answer.",
        ),
        (
            with(r#""kind": "quote", "answer": "declined""#),
            "invoices[0].answer: A draft has no answer yet; give issued_on.",
        ),
        (
            issued("1", r#""kind": "quote", "answered_on": "2026-10-02""#),
            "invoices[0].answered_on: Give the answer as well.",
        ),
        (
            issued(
                "1",
                r#""kind": "quote", "payments": [{"paid_on": "2026-10-02", "amount": "1.00"}]"#,
            ),
            "invoices[0].payments: A quote has no payments.",
        ),
        (
            issued("1", r#""kind": "quote", "status": "written_off""#),
            "invoices[0].status: A quote is not written off.",
        ),
        (
            issued("1", r#""kind": "recurring", "status": "issued""#),
            "invoices[0].status: A recurring invoice is a template and stays a draft.",
        ),
        (
            with(r#""schedule": {"every": "month", "first_on": "2026-10-31"}"#),
            "invoices[0].schedule: Only a recurring invoice comes again.",
        ),
    ]);
}

#[test]
fn what_a_document_says_wrong_is_named() {
    each_has_one(&[
        (
            with(r#""series": "none""#),
            "invoices[0].series: There is no series \"none\".",
        ),
        (
            with(r#""discount_percent": "1", "discount_amount": "1.00""#),
            "invoices[0].discount_amount: A discount is a percentage or an amount; give one of \
             the two.",
        ),
        (
            with(r#""discount_amount": "-1.00""#),
            "invoices[0].discount_amount: The document discount is -1.00 EUR, and must not be \
             negative.",
        ),
        (
            issued("1", r#""ref": "draft:1""#),
            "invoices[0].ref: A document with a number goes by its number.",
        ),
        (
            with(r#""source": "draft:9""#),
            "invoices[0].source: No draft of the document has the ref \"draft:9\".",
        ),
        (
            with(r#""source": "draft:x""#),
            "invoices[0].source: \"draft:x\" names no draft; write draft:7.",
        ),
        (
            issued("1", r#""source": "1""#),
            "invoices[0].source: This leads back to the document itself.",
        ),
    ]);
    let late = with(r#""number": "1", "issued_on": "2199-12-20", "terms_days": 30"#);
    assert_eq!(
        problems(&late),
        ["invoices[0].terms_days: It would be due on 2200-01-19, outside the years 1900 to 2199."]
    );
}

#[test]
fn what_is_too_long_is_named() {
    let name = "n".repeat(201);
    let text = format!(r#"{{"clients": [{{"key": "a", "name": "{name}"}}]}}"#);
    let found = read_book(text.as_bytes(), &known()).unwrap_err();
    assert_eq!(
        found.to_string(),
        "clients[0].name: This has 201 characters; at most 200 are possible."
    );
    let note = "ü".repeat(10_001);
    assert_eq!(
        problems(&with(&format!(r#""note": "{note}""#))),
        ["invoices[0].note: This has 10001 characters; at most 10000 are possible."]
    );
    let fits = "ü".repeat(10_000);
    read(&with(&format!(r#""terms": "{fits}""#)));
    let long = with("\"note\": \"\"").replace("Work", &"w".repeat(4_001));
    assert!(problems(&long)[0].starts_with("invoices[0].lines[0].description: "));
}

#[test]
fn a_template_says_when_it_comes_again() {
    let template = |schedule: &str, note: &str| {
        with(&format!(
            r#""kind": "recurring", "note": "{note}", "schedule": {schedule}"#
        ))
    };
    let document = read(&template(
        r#"{"every": "2 weeks", "first_on": "2026-10-02", "until_on": null, "automatic": true}"#,
        "For {week year}, {{sic}}",
    ));
    let schedule = document.invoices[0].schedule.unwrap();
    assert_eq!(schedule.schedule.every.text(), "2 weeks");
    assert_eq!(schedule.next_on, schedule.schedule.first_on);
    assert!(schedule.automatic && !schedule.paused);
    assert_eq!(
        problems(&template(
            r#"{"every": "noon", "first_on": "x"}"#,
            "{mnoth}"
        )),
        [
            "invoices[0].schedule.every: \"noon\" does not say how often.",
            "invoices[0].schedule.first_on: \"x\" is not a date; write it as 2026-10-31.",
        ]
    );
    let early = r#"{"every": "month", "first_on": "2026-10-31", "next_on": "2026-10-01"}"#;
    assert_eq!(
        problems(&template(early, "")),
        ["invoices[0].schedule: The next day 2026-10-01 is before the first one, 2026-10-31."]
    );
}

#[test]
fn a_deposit_is_deducted_of_the_same_client_and_currency() {
    let last = |number: &str, quantity: &str| {
        format!(
            r#"{{"client": "a", "number": "9", "issued_on": "2026-11-01", "lines": [{LINE},
                {{"description": "Deposit", "quantity": "{quantity}", "unit_price": "10",
                  "tax": {{"category": "O"}}, "deducts": "{number}"}}]}}"#
        )
    };
    let deposit = |fields: &str| issued("D1", &format!(r#""kind": "deposit", {fields}"#));
    let here = |first: &str, second: &str| problems(&format!("{first}, {second}"));
    let text = format!("{}, {}", last("D1", "-1"), deposit(r#""note": """#));
    let document = read(&text);
    let line = &document.invoices[0].invoice.lines[1];
    assert_eq!((line.deducts.as_deref(), line.net), (Some("D1"), -1_000));
    assert_eq!(
        problems(&last("elsewhere", "1")),
        ["invoices[0].lines[1].quantity: A deposit is deducted with a negative quantity."]
    );
    let second = last("D1", "-1").replace(r#""number": "9""#, r#""number": "10""#);
    assert_eq!(
        here(&text, &second),
        ["invoices[2].lines: Deposit invoice D1 is deducted on another invoice already."]
    );
    let other = deposit(r#""note": """#).replace("\"a\"", "\"b\"");
    assert_eq!(
        here(&last("D1", "-1"), &other),
        ["invoices[0].lines[1].deducts: Deposit invoice D1 is of client \"b\"."]
    );
    assert_eq!(
        here(&last("D1", "-1"), &deposit(r#""currency": "USD""#)),
        ["invoices[0].lines[1].deducts: Deposit invoice D1 is in USD."]
    );
    assert_eq!(
        here(&last("D1", "-1"), &issued("D1", r#""note": """#)),
        ["invoices[0].lines[1].deducts: D1 is no deposit invoice, but an invoice."]
    );
}

#[test]
fn what_a_line_comes_to_is_a_check() {
    let line = r#"{"description": "Work", "unit_price": "100", "tax": {"category": "O"},
        "net": "100.00", "amount": "99.00"}"#;
    assert_eq!(
        problems(&format!(r#"{{"client": "a", "lines": [{line}]}}"#)),
        ["invoices[0].lines[0].amount: 99.00 is given, and the line comes to 100.00."]
    );
}

fn alone(text: &str) -> InvoiceDocument {
    let mut known = known();
    let client = &read("").clients[0];
    known.clients.insert(client.key.clone(), client.into());
    read_invoice(text.as_bytes(), &known).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn some_fields_of_a_draft_change() {
    let draft = alone(&with(
        r#""discount_percent": "5", "note": "Old", "due_on": "2026-12-01""#,
    ));
    let mut known = known();
    let client = &read("").clients[0];
    known.clients.insert(client.key.clone(), client.into());
    let over = |text: &str| read_invoice_over(text.as_bytes(), &draft, &known);
    let changed = over(r#"{"discount_amount": "7.00", "due_on": null, "terms": "Soon."}"#).unwrap();
    let invoice = changed.invoice;
    assert_eq!(
        (invoice.discount, invoice.due_on),
        (Discount::Amount(700), None)
    );
    assert_eq!(
        (invoice.note.as_str(), invoice.terms.as_str()),
        ("Old", "Soon.")
    );
    let refused = over(r#"{"kind": "quote"}"#).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "kind: A draft keeps this; begin another one."
    );
    over(r#"{"kind": "invoice"}"#).unwrap();
    assert!(
        over(r#"{"nope": 1}"#)
            .unwrap_err()
            .to_string()
            .starts_with("nope: ")
    );
    assert!(over("[]").is_err());
}

#[test]
fn series_and_services_are_read_alone() {
    let known = known();
    let series = read_series(
        br#"{"key": "invoices", "pattern": "R{year}-{seq}"}"#,
        &known,
    )
    .unwrap();
    assert_eq!((series.series.start, series.kinds.len()), (1, 3));
    let fresh = read_series(br#"{"key": "x", "pattern": "X{seq}"}"#, &known).unwrap();
    assert_eq!(fresh.series.reset.word(), "never");
    for (text, expected) in [
        (
            r#"{"key": "x", "pattern": "X"}"#,
            "pattern: The number pattern \"X\" has no {seq}",
        ),
        (
            r#"{"key": "x", "pattern": "{seq}", "reset": "yearly"}"#,
            "The number pattern",
        ),
        (
            r#"{"key": "x", "pattern": "{seq}", "kinds": ["recurring"]}"#,
            "kinds[0]: A recurring",
        ),
        (
            r#"{"key": "X X", "pattern": "{seq}"}"#,
            "\"X X\" cannot be the key",
        ),
        (r#"{"pattern": "{seq}"}"#, "key: This is missing."),
    ] {
        let found = read_series(text.as_bytes(), &known)
            .unwrap_err()
            .to_string();
        assert!(found.starts_with(expected), "{found}");
    }
    let text = br#"{"description": "Design", "unit_price": "600", "tax": {"category": "S", "rate": "19"}}"#;
    let service = read_service(text, None, &known).unwrap();
    assert_eq!(
        (service.unit.as_str(), service.currency.code()),
        ("C62", "EUR")
    );
    let changed = read_service(br#"{"unit": "DAY"}"#, Some(&service), &known).unwrap();
    assert_eq!(
        (changed.unit.as_str(), changed.unit_price),
        ("DAY", service.unit_price)
    );
    let wrong =
        br#"{"description": " ", "unit_price": "-1", "tax": {"category": "Z", "rate": "5"}}"#;
    let found = read_service(wrong, None, &known).unwrap_err().to_string();
    assert!(found.contains("description: This is empty."), "{found}");
    assert!(
        found.contains("unit_price: A price is not negative."),
        "{found}"
    );
}
