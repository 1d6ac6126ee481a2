use super::super::samples::{BOOK, known};
use super::*;
use crate::domain::invoice::{InvoiceKind, InvoiceStatus};
use crate::domain::message::{MessageState, Purpose};
use crate::domain::policy::Wish;
use crate::exchange::document::HoldOn;

fn read(text: &str) -> BookDocument {
    match read_book(text.as_bytes(), &known()) {
        Ok(document) => document,
        Err(problems) => panic!("{problems}"),
    }
}

fn problems(text: &str) -> Vec<String> {
    let problems = read_book(text.as_bytes(), &known()).unwrap_err();
    problems.list().iter().map(ToString::to_string).collect()
}

#[test]
fn a_book_is_read_with_its_defaults() {
    let book = read(BOOK);
    let [acme, tokyo] = &book.clients[..] else {
        panic!("two clients")
    };
    assert_eq!((acme.language.as_str(), acme.terms_days), ("de", 30));
    assert_eq!(
        (tokyo.language.as_str(), tokyo.terms_days),
        ("en", 14),
        "as the profile"
    );
    assert_eq!(
        (acme.policy.as_str(), acme.reminding.wish, acme.business),
        ("standard", Wish::Policy, true)
    );
    assert_eq!(acme.contacts[0].phone, "+49405550100");
    let [first, void, note, draft] = &book.invoices[..] else {
        panic!("four invoices")
    };
    let first_due = first.invoice.due_on.unwrap().to_string();
    assert_eq!(first_due, "2026-10-01", "the client's terms");
    assert_eq!(
        (
            first.invoice.currency.code(),
            first.invoice.language.as_str()
        ),
        ("EUR", "de")
    );
    assert_eq!(first.payments[0].method, "bank");
    assert_eq!(void.invoice.terms_days, 10, "from issue to due");
    assert_eq!(void.invoice.status, InvoiceStatus::Voided);
    assert_eq!(note.invoice.kind, InvoiceKind::CreditNote);
    assert_eq!(draft.invoice.status, InvoiceStatus::Draft);
    assert_eq!(
        (draft.invoice.number.clone(), draft.invoice.terms_days),
        (None, 14)
    );
    assert_eq!(book.policies[0].cap, 4);
    assert_eq!(book.holds[0].on, HoldOn::Invoice(String::from("2026-001")));
    assert_eq!(book.holds[0].set_on, known().today);
}

#[test]
fn amounts_are_computed() {
    let book = read(BOOK);
    let first = &book.invoices[0].invoice;
    assert_eq!(
        (first.net, first.tax, first.gross),
        (535_066, 117_715, 652_781)
    );
    assert_eq!(first.lines[0].net, 535_066);
    assert_eq!((first.paid, first.credited), (2_781, 10_000));
    assert_eq!(first.standing().open(), 640_000);
    let yen = &book.invoices[1].invoice;
    assert_eq!((yen.gross, yen.taxes[0].tax), (120_000, 0));
    let note = &book.invoices[2].invoice;
    assert_eq!(
        note.standing().open(),
        0,
        "nothing is open on a credit note"
    );
}

#[test]
fn a_message_never_leaves_from_another_book() {
    let book = read(BOOK);
    assert_eq!(book.messages[0].state, MessageState::Accepted);
    assert_eq!(
        book.messages[0].settled_at.to_rfc3339(),
        "2026-10-12T08:00:03+00:00"
    );
    // It may have gone from the book that it waited in.
    assert_eq!(book.messages[1].state, MessageState::Unknown);
    assert_eq!(book.messages[1].purpose, Purpose::ThankYou);
    let sending = BOOK.replace("\"state\": \"queued\"", "\"state\": \"sending\"");
    assert_eq!(read(&sending).messages[1].state, MessageState::Unknown);
    let doubt = BOOK.replace("\"state\": \"queued\"", "\"state\": \"in_doubt\"");
    assert_eq!(read(&doubt).messages[1].state, MessageState::Unknown);
}

#[test]
fn every_problem_is_listed_with_its_path() {
    let text = r#"{
      "profil": {},
      "clients": [
        {"key": "acme", "name": "Acme", "contacts": [{"email": "nobody"}], "policy": "harsh"},
        {"key": "acme", "name": "Acme again", "currency": "EURO"},
        {"name": "No key"}
      ],
      "invoices": [
        {"client": "acme", "number": "1", "issued_on": "2026-10-01", "due_on": "2026-09-01",
         "lines": [{"description": "x", "quantity": "abc", "unit_price": 5,
                    "tax": {"category": "S"}}]},
        {"client": "nobody", "number": "1", "issued_on": "2026-10-01",
         "lines": [{"description": "x", "unit_price": "1", "tax": {"category": "Z", "rate": "7"}}]},
        {"client": "acme", "number": "3", "terms_days": -1, "payments": []},
        {"client": "acme", "number": "4", "issued_on": "2026-10-01", "lines": [], "credits": "9"}
      ],
      "holds": [{"reason": "x"}, {"invoice": "77", "kind": "promise", "reason": "x"}]
    }"#;
    assert_eq!(
        problems(text),
        [
            "profil: \"profil\" is not a field here; the nearest one is \"profile\".",
            "clients[0].policy: There is no policy \"harsh\".",
            "clients[0].contacts[0].email: \"nobody\" is not an e-mail address.",
            "clients[1].currency: \"EURO\" is not an ISO 4217 currency code.",
            "clients[1].key: \"acme\" is in the document twice.",
            "clients[2].key: This is missing.",
            "invoices[0].due_on: 2026-09-01 lies before the day of issue, 2026-10-01.",
            "invoices[0].lines[0].quantity: \"abc\" is not a decimal number.",
            "invoices[0].lines[0].unit_price: 5 is a number; write it as a text: \"5\".",
            "invoices[0].lines[0].tax.rate: This is missing.",
            "invoices[1].client: There is no client \"nobody\".",
            "invoices[1].lines[0].tax.rate: The tax rate of line 1 (category Z) is 7 %, and must be 0 \
             with this tax category.",
            "invoices[1].number: \"1\" is in the document twice.",
            "invoices[2].number: A number without a day of issue; give issued_on, or leave the \
             number to payme.",
            "invoices[2].payments: Only an issued invoice has payments; give issued_on.",
            "invoices[2].terms_days: This is -1; a whole number from 0 to 3650 is needed.",
            "invoices[3].credits: Only a credit note takes back an invoice.",
            "invoices[3].lines: What was issued has at least one line.",
            "invoices[3].credits: There is no invoice \"9\" in the document.",
            "holds[0]: A hold names either a client or an invoice.",
            "holds[1].until: This is missing; a promise has a last day.",
            "holds[1].invoice: There is no invoice \"77\" in the document.",
        ]
    );
}

fn invoice_with(fields: &str) -> String {
    format!(
        r#"{{"clients": [{{"key": "a", "name": "A"}}], "invoices": [{{"client": "a", "number": "1",
        "issued_on": "2026-10-01", "lines": [{{"description": "x", "unit_price": "10.005",
        "tax": {{"category": "S", "rate": "19"}}}}], {fields}}}]}}"#
    )
}

#[test]
fn totals_that_are_given_must_agree() {
    assert_eq!(
        read(&invoice_with(
            "\"net\": \"10.01\", \"tax\": \"1.90\", \"gross\": \"11.91\""
        ))
        .invoices[0]
            .invoice
            .gross,
        1191
    );
    assert_eq!(
        problems(&invoice_with("\"gross\": \"11.90\"")),
        ["invoices[0].gross: 11.90 is given, and the lines come to 11.91."]
    );
}

#[test]
fn paying_too_much_must_be_said() {
    let paid = "\"payments\": [{\"paid_on\": \"2026-10-02\", \"amount\": \"12.00\"}]";
    assert_eq!(
        problems(&invoice_with(paid)),
        [
            "invoices[0].payments: They come to 12.00, which is 0.09 more than the invoice; if that is \
          so, give \"overpaid\": \"0.09\"."
        ]
    );
    let said = format!("{paid}, \"overpaid\": \"0.09\"");
    assert_eq!(read(&invoice_with(&said)).invoices[0].invoice.paid, 1200);
    let wrong = format!("{paid}, \"overpaid\": \"0.10\"");
    assert_eq!(
        problems(&invoice_with(&wrong)),
        [
            "invoices[0].payments: They come to 12.00, which is 0.09 more than the invoice, and \
          \"overpaid\" says 0.10."
        ]
    );
    let nothing = "\"payments\": [{\"paid_on\": \"2026-10-02\", \"amount\": \"0.00\"}]";
    assert_eq!(
        problems(&invoice_with(nothing)),
        ["invoices[0].payments[0].amount: A payment is more than nothing."]
    );
}

#[test]
fn a_credit_note_takes_back_no_more_than_there_is() {
    let too_much = BOOK.replace("\"unit_price\": \"100\"", "\"unit_price\": \"6528\"");
    assert_eq!(
        problems(&too_much),
        [
            "invoices[2].credits: Credit notes take back 6528.00, and invoice 2026-001 is over 6527.81."
        ]
    );
    let other = BOOK.replace("\"credits\": \"2026-001\"", "\"credits\": \"2026-002\"");
    assert_eq!(
        problems(&other),
        ["invoices[2].credits: Invoice 2026-002 is of client \"tokyo\"."]
    );
}

#[test]
fn a_stage_is_carried_once() {
    let twice = BOOK
        .replace("\"purpose\": \"thank-you\",", "\"stage\": \"firm\", \"tone\": \"firm\", \"invoices\": [{\"number\": \"2026-001\", \"stage\": \"firm\", \"tone\": \"firm\", \"days\": 10}],")
        .replace("\"state\": \"queued\"", "\"state\": \"unknown\"");
    assert_eq!(
        problems(&twice),
        ["messages[1].invoices[0]: Stage \"firm\" of invoice 2026-001 has gone by email already."]
    );
    let refused = twice.replace("\"state\": \"unknown\"", "\"state\": \"refused\"");
    assert_eq!(read(&refused).messages.len(), 2);
    let same_id = BOOK.replace("<2@lind", "<1@lind");
    assert_eq!(
        problems(&same_id),
        ["messages[1].message_id: \"<1@lind.example>\" is in the document twice."]
    );
}

#[test]
fn stages_climb() {
    let text = r#"{"policies": [{"key": "p", "name": "P", "stages": [
        {"name": "late", "days": 9, "tone": "friendly"},
        {"name": "soon", "days": 5, "tone": "firm"},
        {"name": "soon", "days": 9, "tone": "heads-up"}]}]}"#;
    assert_eq!(
        problems(text),
        [
            "policies[0].stages: \"late\" speaks softer than \"soon\" before it.",
            "policies[0].stages: There are two stages \"soon\".",
            "policies[0].stages: \"late\" and \"soon\" are on one day.",
            "policies[0].stages: \"soon\" speaks softer than \"late\" before it.",
            "policies[0].stages: \"soon\" is at 9 days: the tone heads-up stands at 0 days or \
             before, all others after.",
        ]
    );
}

#[test]
fn a_document_of_a_newer_kind_is_refused_at_once() {
    assert_eq!(
        problems("{\"payme\": 2, \"clients\": 5}"),
        ["payme: A newer payme wrote this document; this one reads version 1."]
    );
    assert_eq!(
        problems("[]"),
        ["This is a list; an object in { } is needed."]
    );
    assert_eq!(read("{}"), BookDocument::default());
}

#[test]
fn the_failure_lists_every_problem() {
    let failure: crate::failure::Failure = read_book(b"{\"x\": 1, \"y\": 2}", &known())
        .unwrap_err()
        .into();
    assert_eq!(
        failure.message(),
        "The document has 2 problems; nothing was changed."
    );
    assert_eq!(failure.causes().len(), 2);
    assert_eq!(failure.kind(), crate::failure::Kind::Refused);
}

#[test]
fn parts_are_read_alone() {
    let mut known = known();
    known.profile.name = String::from("Ana");
    let profile = read_profile(b"{\"country\": \"DE\"}", &known).unwrap();
    assert_eq!(
        (profile.name.as_str(), profile.country.as_str()),
        ("Ana", "DE")
    );
    let policy = read_policy(b"{\"key\": \"standard\", \"cap\": 2}", &known).unwrap();
    assert_eq!(
        (policy.cap, policy.interval_days, policy.stages.len()),
        (2, 5, 4)
    );
    let unnamed = read_policy(b"{\"key\": \"new\"}", &known).unwrap_err();
    assert_eq!(unnamed.to_string(), "name: This is missing.");
    let client = read_client(b"{\"key\": \"a\", \"name\": \"A\"}", &known).unwrap();
    assert_eq!(client.currency, Currency::EUR);
    known
        .clients
        .insert(String::from("a"), ClientDefaults::from(&client));
    let invoice = read_invoice(b"{\"client\": \"a\"}", &known).unwrap();
    assert_eq!(
        (
            invoice.invoice.client_key.as_str(),
            invoice.invoice.terms_days
        ),
        ("a", 30)
    );
    let template =
        b"{\"kind\": \"final\", \"language\": \"fr\", \"subject\": \"s\", \"body\": \"\"}";
    assert_eq!(
        read_template(template, &known).unwrap_err().to_string(),
        "body: This is empty."
    );
}

#[test]
fn rates_talks_and_looks_at_the_bank_are_read_and_checked() {
    let problems = problems(
        r#"{
      "clients": [{"key": "acme", "name": "Acme"}, {"key": "zeta", "name": "Zeta"}],
      "invoices": [{"client": "acme", "number": "1", "issued_on": "2026-10-01",
        "lines": [{"description": "x", "unit_price": "1", "tax": {"category": "O"}}]}],
      "rates": [
        {"series": "DE-base", "from": "2026-07-02", "rate": "1", "source": "x"},
        {"series": "DE-base", "from": "2026-07-01", "rate": "101", "source": "x"},
        {"series": "LIBOR", "from": "2026-07-01", "rate": "1", "source": "x"}],
      "talks": [
        {"client": "nobody", "on": "2026-11-01"},
        {"client": "zeta", "invoices": ["1", "2"], "on": "2026-11-01"},
        {"client": "acme", "invoices": ["1", "1"], "on": "2026-11-01",
         "promised_on": "2026-10-30"}],
      "bank_checks": [{"on": "2026-11-01"}, {"on": "2026-11-01"}]
    }"#,
    );
    for expected in [
        "rates[0]: 2026-07-02 does not begin a half-year",
        "rates[1]: 101 is no usable rate.",
        "rates[2].series: \"LIBOR\" is not one of DE-base, ECB-reference, GB-reference.",
        "talks[0].client: There is no client \"nobody\".",
        "talks[1].invoices[0]: Invoice 1 is of client \"acme\".",
        "talks[1].invoices[1]: There is no invoice \"2\" in the document.",
        "talks[2].invoices[1]: \"1\" is named twice.",
        "talks[2].promised_on: This is before the day of the talk.",
        "bank_checks[1].on: \"2026-11-01\" is in the document twice.",
    ] {
        let found = problems.iter().any(|one| one.starts_with(expected));
        assert!(found, "{expected} not in {problems:#?}");
    }
}
