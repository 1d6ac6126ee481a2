//! Adding, changing and putting away clients.

use serde_json::json;

use super::{book, failure};
use crate::support::home::Home;

const ACME: &str = r#"{"name": "Nova Kft", "contacts": [
    {"name": "Eva Nagy", "email": "eva@nova.example", "phone": "+36 1 555 0100", "role": "to"},
    {"email": "books@nova.example", "role": "cc"}],
    "address": ["Fő utca 1", "1011 Budapest"], "country": "HU", "wants_order": true}"#;

#[test]
fn a_client_comes_from_a_document_with_the_profile_s_defaults() {
    let home = book();
    home.write("nova.json", ACME);
    let profile = home.json(&["profile", "show"]);
    let saved = home.json(&["client", "add", "--from", "nova.json"]);
    assert_eq!(saved["key"], "nova");
    assert_eq!(saved["contacts"][0]["phone"], "+3615550100");
    assert_eq!(saved["contacts"][1]["role"], "cc");
    for name in ["currency", "language", "terms_days"] {
        assert_eq!(saved[name], profile[name], "{name}");
    }
    assert_eq!(saved["wants_order"], true);
    assert_eq!(saved["policy"], "standard");
    assert_eq!(saved["warnings"], json!([]));
    let shown = home.json(&["client", "show", "nova"]);
    assert_eq!(shown["name"], "Nova Kft");
    assert_eq!(shown["wants_order"], true);
    assert_eq!(shown["since"], json!(null));
}

#[test]
fn a_client_comes_from_options_and_says_what_to_look_at() {
    let home = book();
    let text = home.run(&[
        "client",
        "add",
        "--name",
        "ACME gmbh",
        "--email",
        "new@acme.example",
        "--country",
        "Germany",
        "--tax-id",
        "DE12345678",
        "--contact",
        "cc Books <books@other.example>",
        "--key",
        "acme-two",
    ]);
    insta::assert_snapshot!("client_add", text);
    let card = home.json(&["client", "show", "acme-two"]);
    assert_eq!(card["contacts"][0]["email"], "new@acme.example");
    assert_eq!(card["contacts"][0]["role"], "to");
    assert_eq!(card["contacts"][1]["role"], "cc");
}

#[test]
fn a_change_merges_the_fields_that_are_said() {
    let home = book();
    let before = home.json(&["client", "show", "acme"]);
    home.write("change.json", r#"{"terms_days": 7, "wants_order": true}"#);
    let saved = home.json(&["client", "edit", "acme", "--from", "change.json"]);
    assert_eq!(saved["terms_days"], 7);
    assert_eq!(saved["contacts"], before["contacts"]);
    let renamed = home.json(&[
        "client",
        "edit",
        "acme",
        "--name",
        "Zenith SE",
        "--key",
        "zenith",
        "--wants-order",
        "no",
        "--email",
        "pay@zenith.example",
    ]);
    assert_eq!(renamed["key"], "zenith");
    assert_eq!(renamed["wants_order"], false);
    assert_eq!(
        renamed["contacts"][0]["name"],
        before["contacts"][0]["name"]
    );
    assert_eq!(renamed["contacts"][0]["email"], "pay@zenith.example");
    // What is issued keeps the name of its day, and is found by the new key.
    let invoice = home.json(&["invoice", "show", "2026-032"]);
    assert_eq!(invoice["client"]["key"], "zenith");
    assert_eq!(invoice["client"]["name"], before["name"]);
    failure(&home, &["client", "show", "acme"], 1);
}

#[test]
fn a_book_with_a_renamed_client_goes_out_and_comes_in_as_the_same_bytes() {
    let home = book();
    home.run(&[
        "client",
        "edit",
        "acme",
        "--name",
        "Zenith SE",
        "--key",
        "zenith",
    ]);
    home.run(&["client", "edit", "zenith", "--wants-order", "yes"]);
    let first = home.run(&["export", "json", "-"]);
    assert!(first.contains("\"wants_order\": true"), "{first}");
    assert_eq!(
        first.matches("\"wants_order\"").count(),
        1,
        "only where it is so"
    );
    home.write("again.json", &first);
    home.run(&["--book", "again.db", "import", "json", "again.json"]);
    assert_eq!(
        home.run(&["--book", "again.db", "export", "json", "-"]),
        first
    );
    home.run(&["db", "check"]);
}

#[test]
fn what_is_wrong_is_named_with_its_path_and_nothing_is_added() {
    let home = book();
    let count = || {
        home.json(&["client", "list", "--archived"])["clients"]
            .as_array()
            .unwrap()
            .len()
    };
    let before = count();
    home.write(
        "wrong.json",
        r#"{"name": "Nova", "contacts": [{"emial": "x"}, {"email": "x"}], "policy": "harsh"}"#,
    );
    let words = failure(&home, &["client", "add", "--from", "wrong.json"], 1);
    for part in [
        "contacts[0].emial",
        "nearest one is \"email\"",
        "contacts[1].email",
        "policy: There is no",
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    failure(
        &home,
        &["client", "add", "--name", "Nova", "--phone", "040 55"],
        1,
    );
    failure(
        &home,
        &["client", "add", "--name", "Nova", "--contact", "a@b@c"],
        2,
    );
    failure(&home, &["client", "add"], 2);
    failure(
        &home,
        &["client", "add", "--from", "wrong.json", "--name", "Nova"],
        2,
    );
    let words = failure(
        &home,
        &["client", "add", "--name", "Other", "--key", "acme"],
        1,
    );
    assert!(words.contains("acme"), "{words}");
    failure(&home, &["client", "edit", "nobody", "--name", "Nova"], 1);
    assert_eq!(count(), before);
}

#[test]
fn a_client_is_archived_and_brought_back_and_deleted_only_bare() {
    let home = book();
    let text = home.run(&["client", "archive", "acme"]);
    assert!(text.contains("is archived"), "{text}");
    assert_eq!(home.json(&["client", "show", "acme"])["archived"], true);
    let back = home.json(&["client", "archive", "acme", "--undo"]);
    assert_eq!(back["archived"], false);
    let words = failure(&home, &["client", "delete", "acme"], 1);
    assert!(words.contains("used by"), "{words}");
    assert!(words.contains("payme client archive acme"), "{words}");
    home.run(&["client", "add", "--name", "Nova"]);
    assert_eq!(
        home.json(&["client", "delete", "nova"]),
        json!({"deleted": "nova"})
    );
    failure(&home, &["client", "show", "nova"], 1);
}

#[test]
fn an_empty_home_gets_a_first_client() {
    let home = Home::new();
    let saved = home.json(&[
        "client",
        "add",
        "--name",
        "Acme",
        "--email",
        "ap@acme.example",
    ]);
    assert_eq!(saved["currency"], "EUR");
    assert_eq!(home.json(&["client", "list"])["clients"][0]["key"], "acme");
}

#[test]
fn a_client_says_who_wants_no_sms_what_it_owes_and_whether_runs_may_write() {
    let home = Home::new();
    home.import_overdue(1);
    let plain = home.json(&["client", "show", "client-01"]);
    assert_eq!(plain["unattended"], false, "{plain}");
    assert_eq!(plain["interest"], "law");
    home.write("stop.json", r#"{"no_sms": "It answered STOP."}"#);
    home.run(&["client", "edit", "client-01", "--from", "stop.json"]);
    let line = [
        "client",
        "edit",
        "client-01",
        "--interest",
        "9.5",
        "--unattended",
        "yes",
    ];
    home.run(&line);
    let shown = home.output(&["client", "show", "client-01"]);
    let text = String::from_utf8(shown.stdout).unwrap();
    for part in ["It answered STOP.", "9.5 % a year", "runs without a person"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    home.run(&["client", "edit", "client-01", "--phone", "+49405550100"]);
    let kept = home.json(&["client", "show", "client-01"]);
    assert_eq!(kept["no_sms"], "It answered STOP.");
    home.run(&[
        "client",
        "edit",
        "client-01",
        "--sms-allowed",
        "--interest",
        "none",
    ]);
    let after = home.json(&["client", "show", "client-01"]);
    assert!(after["no_sms"].is_null(), "{after}");
    assert_eq!(after["interest"], "none");
    failure(
        &home,
        &["client", "edit", "client-01", "--interest", "lots"],
        1,
    );
}
