//! What becomes of documents, what recurs, and the log, from the command line.

use payme::domain::clock::Now;
use payme::domain::invoice::{InvoiceKind, Line, TaxCategory};
use payme::store;
use payme::usecases::drafts;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{book, code, failure};
use crate::support::home::{Home, TODAY};

/// A draft of a kind for a client, with two lines of 100.
fn draft(home: &Home, kind: InvoiceKind, client: &str, text: &str) -> String {
    let now = Now {
        today: TODAY.parse().unwrap(),
        at: format!("{TODAY}T08:00:00Z").parse().unwrap(),
    };
    let path = home.path().join(".local/share/payme/book.db");
    let mut book = store::open(&path, now).unwrap().book;
    let begun = drafts::begin(&mut book, now, kind, client).unwrap();
    let mut draft = begun.invoice;
    let tax = (TaxCategory::Standard, Decimal::from(19));
    let line = |text: &str| Line::new(text, Decimal::ONE, "DAY", Decimal::from(100), tax);
    draft.lines = vec![line(text), line("Print")];
    let written = drafts::save(&mut book, now, begun.entry, &draft).unwrap();
    written.invoice.reference()
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap().to_owned()
}

#[test]
fn drafts_are_issued_together_or_not_at_all() {
    let home = Home::new();
    home.import_overdue(1);
    let one = draft(&home, InvoiceKind::Invoice, "client-01", "Logo");
    let two = draft(&home, InvoiceKind::Invoice, "client-01", "");
    let words = failure(&home, &["invoice", "issue", &one, &two], 1);
    assert!(
        words.contains("says nothing about what was done"),
        "{words}"
    );
    assert_eq!(home.json(&["invoice", "show", &one])["status"], "draft");
    home.run(&["invoice", "delete", &two]);
    let issued = home.json(&["invoice", "issue", &one, "--on", "2026-11-20"]);
    assert_eq!(issued["number"], "2026-002");
    assert_eq!(issued["issued_on"], "2026-11-20");
    failure(&home, &["invoice", "issue", "2026-002"], 1);
    failure(&home, &["invoice", "issue"], 2);
}

#[test]
fn documents_are_voided_copied_credited_and_written_off() {
    let home = Home::new();
    home.import_overdue(3);
    failure(&home, &["invoice", "void", "2026-001"], 2);
    failure(&home, &["invoice", "void", "2026-001", "--reason", " "], 2);
    let copy = home.json(&["invoice", "void", "2026-001", "--reason", "wrong", "--copy"]);
    assert_eq!(copy["voided"], "2026-001");
    let voided = home.json(&["invoice", "show", "2026-001"]);
    assert_eq!(
        (voided["state"].as_str(), voided["end_reason"].as_str()),
        (Some("voided"), Some("wrong"))
    );
    let draft = text(&copy, "ref");
    assert_eq!(home.json(&["invoice", "show", &draft])["gross"], "714.00");
    let again = home.json(&["invoice", "copy", "2026-001"]);
    let deleted = home.json(&["invoice", "delete", &text(&again, "ref")]);
    assert_eq!(deleted["deleted"], again["ref"]);
    let said = home.run(&["invoice", "write-off", "2026-002", "--reason", "gone"]);
    assert_eq!(said, "2026-002 is written off.\n");
    let note = home.json(&["invoice", "credit", "2026-003", "--line", "1", "--issue"]);
    assert_eq!(
        (note["kind"].as_str(), note["credits"].as_str()),
        (Some("credit_note"), Some("2026-003"))
    );
    assert_eq!(home.json(&["invoice", "show", "2026-003"])["open"], "0.00");
    failure(&home, &["invoice", "credit", "2026-003", "--line", "9"], 1);
    failure(&home, &["invoice", "credit", "2026-003", "--line", "0"], 2);
    let found = home.json(&["invoice", "list", "--filter", "kind:credit"]);
    assert_eq!(found["invoices"].as_array().unwrap().len(), 1);
    home.run(&["db", "check"]);
}

#[test]
fn a_quote_goes_its_way_to_a_deposit_and_a_final_invoice() {
    let home = Home::new();
    home.import_overdue(1);
    let quote = draft(&home, InvoiceKind::Quote, "client-01", "Website");
    assert_eq!(
        home.json(&["invoice", "issue", &quote])["number"],
        "Q2026-001"
    );
    assert_eq!(
        home.json(&["invoice", "decline", "Q2026-001"])["state"],
        "declined"
    );
    failure(&home, &["invoice", "bill", "Q2026-001"], 1);
    assert_eq!(
        home.json(&["invoice", "accept", "Q2026-001"])["state"],
        "accepted"
    );
    failure(&home, &["invoice", "deposit", "Q2026-001"], 2);
    let deposit = home.json(&["invoice", "deposit", "Q2026-001", "--percent", "30"]);
    let deposit = home.json(&["invoice", "issue", &text(&deposit, "ref")]);
    assert_eq!(
        (deposit["gross"].as_str(), deposit["open"].as_str()),
        (Some("71.40"), Some("71.40"))
    );
    let last = text(&home.json(&["invoice", "bill", "Q2026-001"]), "ref");
    let number = text(&deposit, "number");
    home.run(&["invoice", "deduct", &last, &number]);
    let last = home.json(&["invoice", "issue", &last]);
    assert_eq!(last["gross"], "166.60");
    failure(&home, &["invoice", "void", &number, "--reason", "x"], 1);
    let by_client = home.json(&["invoice", "deposit", "client-01", "--amount", "50,00"]);
    assert!(text(&by_client, "ref").starts_with("draft:"));
    let quotes = home.json(&["invoice", "list", "--filter", "is:accepted"]);
    assert_eq!(quotes["invoices"].as_array().unwrap().len(), 1);
    home.run(&["db", "check"]);
}

/// A book with a template that comes each month since September; answers its reference.
fn with_template() -> (Home, String) {
    let home = Home::new();
    home.import_overdue(1);
    let from = draft(
        &home,
        InvoiceKind::Invoice,
        "client-01",
        "Hosting, {month year}",
    );
    failure(
        &home,
        &[
            "recurring",
            "add",
            &from,
            "--every",
            "moon",
            "--first",
            "today",
        ],
        2,
    );
    let made = home.json(&[
        "recurring",
        "add",
        &from,
        "--every",
        "month",
        "--first",
        "2026-09-30",
    ]);
    let template = text(&made, "ref");
    assert_eq!(
        made,
        json!({"id": made["id"], "ref": template, "name": "Hosting (Client 01 GmbH)",
            "client": "client-01", "currency": "EUR", "gross": "238.00", "state": "active",
            "every": "month", "first_on": "2026-09-30", "next_on": "2026-09-30", "until_on": null,
            "automatic": false, "paused": false})
    );
    (home, template)
}

#[test]
fn what_recurs_is_listed_changed_and_run() {
    let (home, template) = with_template();
    let run = home.json(&["recurring", "run"]);
    let made = run["made"].as_array().unwrap();
    let days: Vec<&str> = made.iter().map(|one| one["on"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-09-30", "2026-10-30"]);
    assert_eq!(home.run(&["recurring", "run"]), "Nothing is due.\n");
    let shown = home.json(&["invoice", "show", &text(&made[1], "ref")]);
    assert_eq!(shown["lines"][0]["description"], "Hosting, October 2026");
    failure(&home, &["invoice", "issue", &template], 1);
}

#[test]
fn a_template_rests_goes_on_issues_by_itself_and_ends() {
    let home = Home::new();
    home.import_overdue(1);
    let text_of = "Hosting, {month year}";
    let from = draft(&home, InvoiceKind::Invoice, "client-01", text_of);
    let made = home.json(&[
        "recurring",
        "add",
        &from,
        "--every",
        "month",
        "--first",
        "2026-09-30",
    ]);
    let template = text(&made, "ref");
    home.run(&["recurring", "run"]);
    assert_eq!(
        home.json(&["recurring", "pause", &template])["state"],
        "paused"
    );
    failure(&home, &["recurring", "pause", &template], 1);
    assert_eq!(
        home.json(&["recurring", "resume", &template])["next_on"],
        "2026-11-30"
    );
    let set = home.json(&[
        "recurring",
        "set",
        &template,
        "--next",
        "2026-10-01",
        "--automatic",
    ]);
    assert_eq!(
        (set["next_on"].as_str(), set["automatic"].as_bool()),
        (Some("2026-10-30"), Some(true))
    );
    let run = home.json(&["recurring", "run"]);
    assert_eq!(run["made"][0]["ref"], "2026-002");
    assert_eq!(home.json(&["recurring", "end", &template])["state"], "over");
    let list = home.run(&["recurring", "list"]);
    assert!(
        list.contains("Hosting (Client 01 GmbH)") && list.contains("over"),
        "{list}"
    );
    failure(&home, &["recurring", "show", "2026-002"], 1);
    home.run(&["db", "check"]);
}

#[test]
fn the_log_is_filtered_and_leads_back() {
    let home = book();
    home.run(&[
        "payment", "add", "2026-032", "--amount", "10", "--on", "23.11.",
    ]);
    home.run(&[
        "payment", "add", "2026-033", "--amount", "20", "--on", "23.11.",
    ]);
    let log = home.json(&["log", "--invoice", "2026-032"]);
    let entry = &log["entries"][0];
    assert_eq!(entry["text"], "Payment 10.00 EUR for 2026-032");
    assert_eq!(entry["undoable"], true);
    let id = entry["id"].to_string();
    let back = home.json(&["undo", &id]);
    assert_eq!(back["undone"], "Payment 10.00 EUR for 2026-032");
    failure(&home, &["undo", &id], 1);
    assert_eq!(
        home.json(&["redo"])["redone"],
        "Payment 10.00 EUR for 2026-032"
    );
    assert_eq!(
        home.run(&["undo"]),
        "Taken back: Payment 20.00 EUR for 2026-033.\n"
    );
    let client = home.json(&["log", "--client", "acme", "--limit", "1"]);
    assert_eq!(client["entries"].as_array().unwrap().len(), 1);
    assert!(
        home.run(&["log", "no", "such", "words"])
            .contains("No entry matches.")
    );
    failure(&home, &["log", "--client", "nobody"], 1);
    assert_eq!(code(&home.output(&["log"])), 0);
}
