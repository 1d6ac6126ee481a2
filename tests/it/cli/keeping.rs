//! Commands that keep the book: copies, versions, import and export.

use serde_json::json;

use super::{book, code, failure, page, said};
use crate::support::home::Home;

#[test]
fn status_migrate_and_rollback() {
    let home = book();
    let status = home.json(&["db", "status"]);
    let latest = status["latest"].as_i64().unwrap();
    assert_eq!(
        (&status["version"], &status["pending"]),
        (&json!(latest), &json!([]))
    );
    let path = home.path().join(".local/share/payme/book.db");
    assert_eq!(status["book"], path.to_str().unwrap());
    assert!(status["size"].as_i64().unwrap() > 0);

    // Down to the quick reads and the search, and past them.
    let newer = (latest - 8).to_string();
    let back = home.json(&["db", "rollback", "--steps", &newer]);
    assert_eq!(back["version"], 8);
    let lost = back["lost"].as_array().unwrap();
    assert!(lost.contains(&json!({"what": "series", "rows": 2})));
    let back = home.json(&["db", "rollback", "--steps", "2"]);
    assert_eq!(back["version"], 6);
    assert!(std::path::Path::new(back["copy"].as_str().unwrap()).exists());
    assert_eq!(back["lost"], json!([]), "the search is made again");
    let status = home.json(&["db", "status"]);
    let pending = status["pending"].as_array().unwrap().len();
    assert_eq!(i64::try_from(pending).unwrap(), latest - 6);
    let text = home.run(&["db", "rollback"]);
    assert!(
        text.contains("only in the copy now:\n  journal: "),
        "{text}"
    );
    let text = home.run(&["db", "migrate"]);
    assert!(
        text.starts_with(&format!(
            "The book is at version {latest} of {latest}.\nThe copy"
        )),
        "{text}"
    );
    assert_eq!(home.json(&["db", "migrate"])["copy"], json!(null));
    assert_eq!(
        home.json(&["invoice", "list"])["invoices"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
    failure(&home, &["db", "rollback", "--steps", "99"], 2);
    failure(&home, &["db", "rollback", "--steps", "0"], 2);
}

#[test]
fn a_copy_is_made_and_brought_back() {
    let home = book();
    let text = home.run(&["db", "backup", "copy.db"]);
    assert_eq!(text, "The copy is copy.db.\n");
    failure(&home, &["db", "backup", "copy.db"], 1);
    home.run(&["payment", "add", "2026-033", "--amount", "38"]);
    let restored = home.json(&["db", "restore", "copy.db"]);
    assert!(std::path::Path::new(restored["copy"].as_str().unwrap()).exists());
    assert_eq!(
        home.json(&["invoice", "show", "2026-033"])["open"],
        "238.00"
    );
    home.write("broken.db", "this is no book");
    failure(&home, &["db", "restore", "broken.db"], 4);
    failure(&home, &["db", "restore", "nowhere.db"], 4);
    assert_eq!(
        home.json(&["invoice", "show", "2026-033"])["open"],
        "238.00"
    );
}

#[test]
fn going_back_to_a_copy_says_what_went_since() {
    let home = book();
    home.run(&["db", "backup", "copy.db"]);
    let sent = home.json(&["reminder", "send", "--client", "acme", "--yes"]);
    assert_eq!(sent["messages"][0]["state"], "accepted");
    let restored = home.json(&["db", "restore", "copy.db"]);
    assert_eq!(
        (&restored["forgotten"], &restored["unknown"]),
        (&json!(1), &json!(0))
    );
    let text = home.run(&["db", "restore", "copy.db"]);
    assert!(text.starts_with("The book is now what copy.db was.\nThe book before is "));
    assert_eq!(text.lines().count(), 2, "nothing went since: {text}");
    home.run(&["reminder", "send", "--client", "acme", "--yes"]);
    let text = home.run(&["db", "restore", "copy.db"]);
    assert!(
        text.contains("1 message went after that copy was made"),
        "{text}"
    );
    let due = home.json(&["reminder", "list"]);
    assert_eq!(due["reminders"][0]["state"], "due", "planned again");
}

#[test]
fn a_book_is_checked() {
    let home = book();
    assert_eq!(home.run(&["db", "check"]), "The book is sound.\n");
    let checked = home.json(&["db", "check"]);
    assert_eq!(
        (&checked["breaches"], &checked["notes"]),
        (&json!([]), &json!([]))
    );
    home.write(
        "later.json",
        r#"{"invoices": [{"client": "acme", "number": "2026-040", "issued_on": "2026-11-20",
            "lines": [{"description": "x", "unit_price": "1", "tax": {"category": "O"}}]}]}"#,
    );
    home.run(&["import", "json", "later.json"]);
    assert_eq!(
        home.run(&["db", "check"]),
        "The book is sound.\nNo document has the numbers 2026-038 and 2026-039, between 2026-037 \
         and 2026-040.\n"
    );
}

#[test]
fn a_file_that_is_no_book_is_left_alone() {
    let home = Home::new();
    home.write(
        "notes.txt",
        "not a book, but somebody's notes, long enough to have a header of SQLite's size and more",
    );
    for line in [
        &["due"][..],
        &["db", "check"],
        &["db", "status"],
        &["db", "migrate"],
    ] {
        failure(&home, &[&["--book", "notes.txt"], line].concat(), 4);
    }
    let text = std::fs::read_to_string(home.path().join("notes.txt")).unwrap();
    assert!(text.starts_with("not a book"));
    failure(&home, &["--book", "/proc/no/book.db", "due"], 4);
}

#[test]
fn export_and_import_give_the_same_bytes() {
    let home = book();
    home.run(&["reminder", "send", "--client", "acme", "--yes"]);
    let first = home.run(&["export", "json", "-"]);
    let written = home.json(&["export", "json", "out.json"]);
    assert_eq!(written["bytes"], first.len());
    assert_eq!(
        std::fs::read_to_string(home.path().join("out.json")).unwrap(),
        first
    );
    failure(&home, &["export", "json", "out.json"], 1);
    home.run(&["export", "json", "out.json", "--force"]);
    failure(&home, &["export", "json", "no/folder/out.json"], 1);

    let other = Home::new();
    other.write("in.json", &first);
    let brought = other.json(&["import", "json", "in.json"]);
    assert_eq!(brought["clients"], 5);
    assert_eq!(
        (
            &brought["invoices"],
            &brought["payments"],
            &brought["messages"]
        ),
        (&json!(8), &json!(2), &json!(1))
    );
    assert_eq!(other.run(&["export", "json", "-"]), first);
    let left: Vec<_> = std::fs::read_dir(home.path())
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_import_is_all_or_nothing_and_names_every_problem() {
    let home = Home::new();
    home.write(
        "wrong.json",
        r#"{"payme": 1, "clients": [{"key": "acme", "name": "Acme"}],
            "invoices": [{"client": "acme", "number": "1", "issued_on": "2026-10-01",
              "lines": [{"description": "x", "quantity": "two", "unit": "DAY", "unit_price": "1",
                         "tax": {"category": "S", "rate": "19"}}]},
             {"client": "nobody", "lines": []}]}"#,
    );
    let words = failure(&home, &["import", "json", "wrong.json"], 1);
    for path in ["invoices[0].lines[0].quantity", "invoices[1].client"] {
        assert!(words.contains(path), "{words}");
    }
    assert_eq!(home.json(&["client", "list"])["clients"], json!([]));
    home.write("not.json", "{\"payme\": 1,");
    failure(&home, &["import", "json", "not.json"], 1);
    failure(&home, &["import", "json", "nowhere.json"], 1);
}

#[test]
fn an_import_never_changes_where_the_clients_of_a_used_book_pay() {
    let home = book();
    home.write(
        "more.json",
        r#"{"profile": {"iban": "GB33BUKB20201555555555"}, "clients": [{"key": "n", "name": "N"}]}"#,
    );
    let before = home.json(&["profile", "show"]);
    let words = failure(&home, &["import", "json", "more.json"], 1);
    assert!(words.contains("profile.iban"), "{words}");
    assert!(words.contains("payme profile set"), "{words}");
    assert_eq!(home.json(&["profile", "show"]), before);

    let new = Home::new();
    new.write(
        "mine.json",
        r#"{"name": "Ana", "iban": "DE89370400440532013000"}"#,
    );
    new.run(&["profile", "set", "--from", "mine.json"]);
    new.write(
        "more.json",
        r#"{"profile": {"iban": "GB33BUKB20201555555555"}}"#,
    );
    let text = new.run(&["import", "json", "more.json"]);
    assert!(
        text.ends_with("What the book said before was replaced: the profile.\n"),
        "{text}"
    );
}

#[test]
fn doctor_says_what_works_and_what_to_do() {
    let home = Home::new();
    insta::assert_snapshot!("doctor_fresh", page(&home, &home.run(&["doctor"])));
    home.write("b.json", include_str!("book.json"));
    home.run(&["import", "json", "b.json"]);
    let checks = home.json(&["doctor"]);
    let checks = checks["checks"].as_array().unwrap();
    let level = |name: &str| checks.iter().find(|c| c["name"] == name).unwrap()["level"].clone();
    assert_eq!(level("book"), "good");
    assert_eq!(level("sender"), "good");
    assert_eq!(level("account"), "warning");

    home.write(".config/payme/config.toml", "[mial]\n");
    let output = home.output(&["doctor", "--json"]);
    assert_eq!(code(&output), 2);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["checks"][0]["level"], "bad");
    home.write(".config/payme/config.toml", "");
    home.write(
        "broken.db",
        "no book at all, and quite certainly not one that SQLite would open for anybody",
    );
    let output = home.output(&["doctor", "--book", "broken.db"]);
    assert_eq!(code(&output), 4, "{}", said(&output));
    assert!(said(&output).contains("Something does not work."));
}

#[test]
fn an_empty_book_is_filled_with_the_demo_and_only_an_empty_one() {
    let home = Home::new();
    let seeded = home.json(&["db", "seed", "--demo"]);
    assert!(seeded["invoices"].as_i64().unwrap() >= 60, "{seeded}");
    let due = home.json(&["reminder", "list"]);
    let due = due["reminders"].as_array().unwrap().clone();
    let due = due.into_iter().filter(|r| r["state"] == "due").count();
    assert!((3..=6).contains(&due), "{due} are due");
    assert_eq!(home.run(&["db", "check"]), "The book is sound.\n");
    failure(&home, &["db", "seed", "--demo"], 1);
    failure(&home, &["db", "seed", "--scale", "10"], 1);
    let with_data = book();
    failure(&with_data, &["db", "seed", "--demo"], 1);
    failure(&with_data, &["db", "seed"], 2);
    failure(&with_data, &["db", "seed", "--demo", "--scale", "10"], 2);
}

#[test]
fn an_empty_book_is_filled_with_as_many_invoices_as_asked() {
    let home = Home::new();
    let text = home.run(&["db", "seed", "--scale", "300"]);
    assert!(
        text.ends_with("book.db has 300 made-up invoices now.\n"),
        "{text}"
    );
    assert_eq!(home.run(&["db", "check"]), "The book is sound.\n");
    failure(&home, &["db", "seed", "--scale", "0"], 2);
}
