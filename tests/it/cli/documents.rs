//! Documents, services and series from JSON and options, and the table for spreadsheets.

use serde_json::{Value, json};

use super::{book, failure};

const DRAFT: &str = r#"{"client": "acme", "note": "Thanks", "discount_amount": "10.00",
    "lines": [{"description": "Design", "quantity": "2", "unit": "DAY", "unit_price": "600",
               "tax": {"category": "S", "rate": "19"}}]}"#;

#[test]
fn a_draft_is_made_changed_and_shown() {
    let home = book();
    home.write("draft.json", DRAFT);
    let made = home.json(&["invoice", "new", "--from", "draft.json"]);
    let reference = made["ref"].as_str().unwrap().to_owned();
    assert_eq!(reference, format!("draft:{}", made["id"]));
    assert_eq!(made["number"], Value::Null);
    let shown = home.json(&["invoice", "show", &reference]);
    assert_eq!(shown["discount_amount"], "10.00");
    assert_eq!(shown["lines"][0]["amount"], "1200.00");
    assert_eq!(shown["lines"][0]["tax"]["reason"], "");
    assert_eq!(
        (&shown["prices"], &shown["source"], &shown["answer"]),
        (&json!("net"), &Value::Null, &Value::Null)
    );
    assert!(shown.get("schedule").is_none());
    home.write(
        "change.json",
        r#"{"note": "", "terms": "Soon.", "discount_percent": "50"}"#,
    );
    let changed = home.json(&["invoice", "edit", &reference, "--from", "change.json"]);
    assert_eq!(changed["terms"], "Soon.");
    assert_eq!(changed["discount_amount"], "0.00");
    assert_eq!(changed["net"], "600.00");
    home.write("wrong.json", r#"{"lines": [{"description": "x"}]}"#);
    let said = failure(
        &home,
        &["invoice", "edit", &reference, "--from", "wrong.json"],
        1,
    );
    assert!(said.contains("lines[0].unit_price"), "{said}");
    failure(
        &home,
        &["invoice", "edit", "draft:999", "--from", "change.json"],
        1,
    );
}

#[test]
fn a_document_is_issued_at_once_or_was_issued_before() {
    let home = book();
    home.write("draft.json", DRAFT);
    let made = home.json(&["invoice", "new", "--from", "draft.json", "--issue"]);
    assert_eq!(made["ref"], made["number"]);
    home.write(
        "old.json",
        &DRAFT.replacen(
            '{',
            r#"{"number": "OLD-1", "issued_on": "2020-01-01", "source": "nowhere","#,
            1,
        ),
    );
    let said = failure(&home, &["invoice", "new", "--from", "old.json"], 1);
    assert!(said.contains("source: There is no document"), "{said}");
}

#[test]
fn a_template_says_when_it_comes_again() {
    let home = book();
    home.write(
        "template.json",
        &DRAFT.replacen(
            '{',
            r#"{"kind": "recurring", "schedule": {"every": "month", "first_on": "2026-10-31"},"#,
            1,
        ),
    );
    let made = home.json(&["invoice", "new", "--from", "template.json"]);
    let shown = home.json(&["invoice", "show", made["ref"].as_str().unwrap()]);
    assert_eq!(
        shown["schedule"],
        json!({"every": "month", "first_on": "2026-10-31", "next_on": "2026-10-31",
               "until_on": null, "automatic": false, "paused": false})
    );
}

#[test]
fn the_catalogue_is_kept() {
    let home = book();
    let options = ["--description", "Design", "--price", "600", "--unit", "DAY"];
    let line = [
        &["service", "add"][..],
        &options,
        &["--tax", "S", "--rate", "19"],
    ]
    .concat();
    let added = home.json(&line);
    assert_eq!(
        (&added["unit_price"], &added["tax"]["rate"]),
        (&json!("600.00"), &json!("19"))
    );
    failure(&home, &line, 1);
    let id = added["id"].to_string();
    let changed = home.json(&["service", "edit", &id, "--price", "650.50"]);
    assert_eq!(
        (&changed["unit_price"], &changed["unit"]),
        (&json!("650.50"), &json!("DAY"))
    );
    let list = home.json(&["service", "list"]);
    assert_eq!(list["services"], json!([changed]));
    assert!(home.run(&["service", "list"]).contains("650.50"));
    failure(&home, &["service", "edit", &id], 2);
    assert_eq!(
        home.json(&["service", "remove", &id])["removed"].to_string(),
        id
    );
    failure(&home, &["service", "remove", &id], 1);
    assert!(home.run(&["service", "list"]).contains("empty"));
}

#[test]
fn series_are_set_and_removed() {
    let home = book();
    let list = home.json(&["series", "list"]);
    assert_eq!(list["series"][1]["key"], "quotes");
    let line = [
        "series",
        "set",
        "notes",
        "--pattern",
        "C{year}-{seq:04}",
        "--kind",
        "credit_note",
    ];
    let set = home.json(&line);
    assert_eq!(
        (&set["next"], &set["reset"]),
        (&json!("C2026-0001"), &json!("yearly"))
    );
    assert_eq!(home.json(&["series", "show", "notes"]), set);
    failure(&home, &["series", "remove", "notes"], 1);
    let said = failure(
        &home,
        &["series", "set", "other", "--pattern", "C{year}-{seq}"],
        1,
    );
    assert!(said.contains("notes"), "{said}");
    failure(&home, &["series", "set", "other", "--pattern", "C"], 1);
    failure(&home, &["series", "set", "other"], 2);
    home.run(&["series", "set", "invoices", "--kind", "credit_note"]);
    assert!(home.run(&["series", "remove", "notes"]).contains("Removed"));
    failure(&home, &["series", "show", "notes"], 1);
}

#[test]
fn the_table_goes_to_a_file_or_out() {
    let home = book();
    let text = home.run(&["export", "csv", "-"]);
    assert!(text.starts_with("kind,number,status,"), "{text}");
    let documents = home.json(&["invoice", "list", "--limit", "1000"]);
    let count = documents["invoices"].as_array().unwrap().len();
    assert_eq!(text.lines().count(), count + 1);
    let written = home.json(&["export", "csv", "out.csv"]);
    assert_eq!(written["bytes"], text.len());
    failure(&home, &["export", "csv", "out.csv"], 1);
}
