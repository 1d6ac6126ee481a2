use std::path::Path;

use super::*;
use crate::exchange::{BookDocument, read_book};
use crate::failure::Failure;
use crate::store::OutboxFilter;
use crate::usecases::outbox;

fn now() -> Now {
    Now {
        today: "2026-11-23".parse().unwrap(),
        at: "2026-11-23T09:00:00Z".parse().unwrap(),
    }
}

fn new_book(folder: &Path, name: &str) -> Book {
    crate::store::open(&folder.join(name), now()).unwrap().book
}

fn read(book: &Book, text: &str) -> BookDocument {
    let known = known(book, now()).unwrap();
    read_book(text.as_bytes(), &known).unwrap_or_else(|problems| panic!("{problems}"))
}

fn export_text(book: &Book) -> String {
    let mut out = Vec::new();
    export(book, now(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Something of every part, in an order that a book would not have by itself: a credit note before
/// its invoice, a draft credit note before a draft, a paid-too-much, an earlier address, a hold that
/// was lifted, a message that waits.
const BOOK: &str = r#"{
  "payme": 1,
  "profile": {"name": "Ana Lind", "country": "DE", "terms_days": 14},
  "clients": [
    {"key": "zeta", "name": "Zeta", "currency": "USD"},
    {"key": "acme", "name": "Acme", "contacts": [{"email": "ap@acme.example"}]}
  ],
  "invoices": [
    {"client": "acme", "kind": "credit_note", "credits": "9",
     "lines": [{"description": "Late rebate", "unit_price": "1", "tax": {"category": "O"}}]},
    {"client": "acme", "note": "A draft"},
    {"client": "acme", "kind": "credit_note", "number": "10", "issued_on": "2026-10-01",
     "credits": "9",
     "lines": [{"description": "Rebate", "unit_price": "5", "tax": {"category": "O"}}]},
    {"client": "acme", "number": "9", "issued_on": "2026-10-01", "due_on": "2026-10-15",
     "buyer": {"key": "acme", "name": "Acme of old", "address": ["Old Street 1"]},
     "lines": [{"description": "Work", "unit_price": "105", "tax": {"category": "O"}}],
     "skipped": [{"stage": "friendly", "tone": "friendly", "days": 3, "on": "2026-10-19"}]},
    {"client": "zeta", "number": "8", "issued_on": "2026-09-01", "status": "written_off",
     "ended_on": "2026-10-01", "end_reason": "Gone.",
     "lines": [{"description": "Work", "unit_price": "0.995", "quantity": "3",
                "tax": {"category": "S", "rate": "19"}}]},
    {"client": "zeta", "number": "7", "issued_on": "2026-09-01",
     "lines": [{"description": "Work", "unit_price": "10", "tax": {"category": "G"}}],
     "payments": [{"paid_on": "2026-09-09", "amount": "9.00"},
                  {"paid_on": "2026-09-03", "amount": "2.00", "method": "cash"}],
     "overpaid": "1.00"}
  ],
  "holds": [
    {"invoice": "9", "kind": "dispute", "reason": "The colour.", "set_on": "2026-11-02"},
    {"client": "acme", "reason": "Holidays.", "set_on": "2026-08-01", "lifted_on": "2026-08-15"}
  ],
  "rates": [
    {"series": "GB-reference", "from": "2026-07-01", "rate": "3.50", "source": "Bank of England"},
    {"series": "DE-base", "from": "2026-01-01", "rate": "1.30", "source": "A newspaper"}
  ],
  "talks": [
    {"client": "acme", "invoices": ["9"], "on": "2026-11-05", "outcome": "not_received",
     "note": "Spam folder?\nAsked to look."},
    {"client": "zeta", "on": "2026-11-02", "at": "2026-11-02T10:30:00Z", "way": "letter",
     "promised_on": "2026-12-01"}
  ],
  "bank_checks": [{"on": "2026-11-20", "at": "2026-11-20T08:00:00Z"}, {"on": "2026-11-13"}],
  "messages": [
    {"message_id": "<b@x.example>", "client": "acme", "stage": "firm", "tone": "firm",
     "to": ["ap@acme.example"], "subject": "Invoice 9", "body": "Hello\n", "state": "cancelled",
     "queued_on": "2026-10-26",
     "invoices": [{"number": "9", "stage": "firm", "tone": "firm", "days": 10, "open": "100.00"}]},
    {"message_id": "<a@x.example>", "client": "acme", "stage": "firm", "tone": "firm",
     "to": ["ap@acme.example"], "state": "accepted", "queued_on": "2026-10-25",
     "invoices": [{"number": "9", "stage": "firm", "tone": "firm", "days": 10}],
     "attempts": [{"at": "2026-10-25T10:00:00Z", "outcome": "retry", "reply": "451 later"},
                  {"at": "2026-10-25T10:05:00Z", "outcome": "accepted", "reply": "250 ok"}]}
  ]
}"#;

#[test]
fn an_export_imported_into_a_new_book_exports_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = new_book(folder.path(), "first.db");
    let document = read(&first, BOOK);
    let report = import(&mut first, now(), &document).unwrap();
    assert_eq!(
        (
            report.clients,
            report.invoices,
            report.payments,
            report.messages
        ),
        (2, 6, 2, 2)
    );
    let text = export_text(&first);
    let mut second = new_book(folder.path(), "second.db");
    let document = read(&second, &text);
    import(&mut second, now(), &document).unwrap();
    assert_eq!(export_text(&second), text);
    assert_eq!(first.view().check().unwrap(), Vec::<String>::new());
    assert_eq!(second.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_habit_of_thanks_makes_no_other_seller() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = new_book(folder.path(), "first.db");
    let document = read(&first, BOOK);
    import(&mut first, now(), &document).unwrap();
    let sellers = |text: &str| text.matches("\"seller\"").count();
    let before = sellers(&export_text(&first));
    first
        .change(now(), crate::store::Undo::Possible, |tx| {
            let mut profile = tx.profile()?;
            profile.thank_you = crate::domain::party::ThankYou::Ask;
            tx.set_profile(&profile)?;
            Ok(((), "Changed".to_owned()))
        })
        .unwrap();
    let text = export_text(&first);
    assert_eq!(sellers(&text), before);
    let mut second = new_book(folder.path(), "second.db");
    let document = read(&second, &text);
    import(&mut second, now(), &document).unwrap();
    assert_eq!(export_text(&second), text);
}

#[test]
fn what_is_imported_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(folder.path(), "book.db");
    let document = read(&book, BOOK);
    import(&mut book, now(), &document).unwrap();
    let view = book.view();
    let nine = view.invoice(view.invoice_id("9").unwrap()).unwrap();
    assert_eq!(
        (nine.gross, nine.credited, nine.standing().open()),
        (10_500, 500, 10_000)
    );
    assert_eq!(nine.client_name, "Acme of old");
    let seven = view.invoice(view.invoice_id("7").unwrap()).unwrap();
    assert_eq!(
        (seven.gross, seven.paid, seven.standing().open()),
        (1_000, 1_100, -100)
    );
    let text = export_text(&book);
    let places = [
        "\"7\"",
        "\"8\"",
        "\"10\"",
        "\"9\"",
        "Late rebate",
        "A draft",
    ];
    let found: Vec<usize> = places
        .iter()
        .map(|place| text.find(place).unwrap())
        .collect();
    assert!(
        found.is_sorted(),
        "by day and number, drafts last and in their order: {found:?}"
    );
    assert!(
        text.contains("\"state\": \"cancelled\""),
        "a message that was taken back is kept as such"
    );
}

#[test]
fn nothing_is_imported_when_anything_is_there_already() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(folder.path(), "book.db");
    let document = read(&book, BOOK);
    import(&mut book, now(), &document).unwrap();
    let before = export_text(&book);
    let more = BOOK
        .replace("\"number\": \"7\"", "\"number\": \"6\"")
        .replace("\"zeta\"", "\"eta\"");
    let document = read(&book, &more);
    let failure: Failure = import(&mut book, now(), &document).unwrap_err();
    assert_eq!(
        failure.causes(),
        [
            "clients[1].key: Client \"acme\" is in the book already.",
            "invoices[2].number: Invoice 10 is in the book already.",
            "invoices[3].number: Invoice 9 is in the book already.",
            "invoices[4].number: Invoice 8 is in the book already.",
            "messages[0].message_id: Message <b@x.example> is in the book already.",
            "messages[1].message_id: Message <a@x.example> is in the book already.",
        ]
    );
    assert_eq!(export_text(&book), before);
}

#[test]
fn a_document_adds_to_a_book() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(folder.path(), "book.db");
    let document = read(&book, BOOK);
    import(&mut book, now(), &document).unwrap();
    let more = r#"{"invoices": [{"client": "zeta", "number": "11", "issued_on": "2026-11-01",
        "lines": [{"description": "More", "unit_price": "3", "tax": {"category": "G"}}]}]}"#;
    let document = read(&book, more);
    import(&mut book, now(), &document).unwrap();
    let view = book.view();
    let added = view.invoice(view.invoice_id("11").unwrap()).unwrap();
    assert_eq!(
        (added.currency.code(), added.terms_days),
        ("USD", 14),
        "as the client in the book"
    );
}

/// A profile with an IBAN, a changed policy and a changed template, as a book says them.
const SAYS: &str = r#"{
  "profile": {"name": "Ana Lind", "iban": "DE89370400440532013000"},
  "policies": [
    {"key": "standard", "name": "Hasty", "interval_days": 1, "stages": [
      {"name": "at once", "days": 1, "tone": "final", "channel": "email"}]},
    {"key": "soft", "name": "Soft", "interval_days": 9, "stages": [
      {"name": "late", "days": 30, "tone": "friendly", "channel": "email"}]}],
  "templates": [{"kind": "firm", "language": "en", "subject": "Pay", "body": "Now."}],
  "clients": [{"key": "new", "name": "New"}]
}"#;

#[test]
fn a_new_book_takes_what_the_document_says_and_tells() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(folder.path(), "book.db");
    let document = read(&book, SAYS);
    let report = import(&mut book, now(), &document).unwrap();
    assert_eq!(
        report.replaced,
        ["the policy standard", "the template firm (email, en)"],
        "nobody had said a profile"
    );
    assert_eq!(
        book.view().journal(1).unwrap()[0].text,
        "Imported 1 clients, 0 invoices and 0 payments, and replaced the policy standard, the \
         template firm (email, en)"
    );

    let mut other = new_book(folder.path(), "other.db");
    let mut mine = other.view().profile().unwrap();
    mine.iban = "GB33BUKB20201555555555".to_owned();
    crate::usecases::profile::set(&mut other, now(), &mine).unwrap();
    let document = read(&other, SAYS);
    let report = import(&mut other, now(), &document).unwrap();
    assert_eq!(report.replaced[0], "the profile");
}

#[test]
fn a_used_book_keeps_its_profile_policies_and_templates() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(folder.path(), "book.db");
    let document = read(&book, BOOK);
    import(&mut book, now(), &document).unwrap();
    let mut mine = book.view().profile().unwrap();
    mine.iban = "GB33BUKB20201555555555".to_owned();
    crate::usecases::profile::set(&mut book, now(), &mine).unwrap();
    let before = export_text(&book);
    let document = read(&book, SAYS);
    let failure = import(&mut book, now(), &document).unwrap_err();
    assert_eq!(
        failure.causes(),
        [
            "profile.iban: The book is in use and has \"GB33BUKB20201555555555\" here: leave it \
             out, or set it with `payme profile set` first.",
            "policies[0]: The book is in use and has another policy \"standard\": leave it out, or \
             set it with `payme policy set` first.",
            "templates[0]: The book is in use and has another template firm (email, en): leave it \
             out, or set it with `payme template set` first.",
        ]
    );
    assert_eq!(export_text(&book), before);
    // What is the same, or new, is no reason.
    let same = SAYS
        .replace(
            "\"name\": \"Ana Lind\", \"iban\": \"DE89370400440532013000\"",
            "",
        )
        .replace("\"standard\"", "\"hasty\"")
        .replace("\"language\": \"en\"", "\"language\": \"sv\"");
    let document = read(&book, &same);
    let report = import(&mut book, now(), &document).unwrap();
    assert_eq!(report.replaced, Vec::<String>::new());
    assert_eq!(book.view().profile().unwrap(), mine);
    let policies = book.view().policies().unwrap();
    for key in ["hasty", "soft"] {
        assert!(policies.iter().any(|policy| policy.key == key), "{key}");
    }
}

#[test]
fn a_message_of_another_book_never_leaves_from_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(folder.path(), "book.db");
    let doubt = BOOK.replace("\"state\": \"accepted\"", "\"state\": \"in_doubt\"");
    let document = read(&book, &doubt);
    import(&mut book, now(), &document).unwrap();
    let waiting = book.view().messages(OutboxFilter::Waiting, 10).unwrap();
    assert_eq!(waiting, Vec::new());
    let unknown = book.view().messages(OutboxFilter::Questions, 10).unwrap();
    assert_eq!(unknown.len(), 1);
    let failure = outbox::retry(&mut book, now(), unknown[0].id).unwrap_err();
    assert!(
        failure.message().contains("came from another book"),
        "{failure}"
    );
    let settled = outbox::resolve(&mut book, now(), unknown[0].id, false).unwrap();
    assert_eq!(settled.state.word(), "cancelled");
}
