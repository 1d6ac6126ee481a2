//! Commands that write into the book.

use serde_json::json;

use super::{book, code, failure, said};
use crate::support::home::Home;

#[test]
fn a_payment_is_recorded_with_comma_or_point_and_removed() {
    let home = book();
    let text = home.run(&[
        "payment", "add", "2026-032", "--amount", "60,50", "--on", "23.11.",
    ]);
    assert_eq!(
        text,
        "Recorded 60.50 EUR on Mon 23 Nov 2026 for invoice 2026-032 of Acme GmbH (payment 3).\n\
         Invoice 2026-032 has 39.50 EUR open.\n"
    );
    let rest = home.json(&[
        "payment", "add", "2026-032", "--amount", "39.50", "--method", "card", "--note", "rest",
    ]);
    assert_eq!(
        rest,
        json!({"id": 4, "invoice": "2026-032", "client": "acme", "kind": "payment",
            "paid_on": "2026-11-24", "currency": "EUR", "amount": "39.50", "fee": "0.00",
            "method": "card", "note": "rest", "other": null, "open": "0.00"})
    );
    assert_eq!(home.json(&["invoice", "show", "2026-032"])["state"], "paid");
    assert_eq!(
        home.json(&["payment", "remove", "4"]),
        json!({"removed": 4})
    );
    assert_eq!(home.json(&["invoice", "show", "2026-032"])["open"], "39.50");
    assert!(home.run(&["payment", "remove", "3"]).contains("60.50 EUR"));
    failure(&home, &["payment", "remove", "3"], 1);
}

#[test]
fn a_payment_that_cannot_be_is_refused() {
    let home = book();
    let add = |rest: &[&str], expected: i32| {
        failure(&home, &[&["payment", "add"], rest].concat(), expected)
    };
    let words = add(&["2026-033", "--amount", "1.234"], 2);
    assert!(words.contains("1234"), "{words}");
    add(&["2026-033", "--amount", "ten"], 2);
    add(&["2026-033", "--amount", "1.2345"], 1);
    add(&["2026-033", "--amount", "10", "--on", "someday"], 2);
    add(&["2026-033", "--amount", "10", "--on", "tomorrow"], 1);
    add(&["2026-033", "--amount", "-10"], 1);
    add(&["2026-033", "--amount", "0"], 1);
    add(&["2026-033", "--amount", "238.01"], 1);
    add(&["2026-034", "--amount", "1"], 1);
    add(&["draft:8", "--amount", "1"], 1);
    add(&["2026-999", "--amount", "1"], 1);
    assert_eq!(
        home.json(&["payment", "list"])["payments"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let over = home.json(&[
        "payment",
        "add",
        "2026-033",
        "--amount",
        "238.01",
        "--overpay",
    ]);
    assert_eq!(over["open"], "-0.01");
}

#[test]
fn reminders_rest_until_they_are_released() {
    let home = book();
    let due = || {
        let list = home.json(&["reminder", "list"]);
        let due = list["reminders"].as_array().unwrap().clone();
        let due = due.into_iter().filter(|r| r["state"] == "due");
        due.map(|r| r["client"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(due(), ["acme", "pixel"]);
    let hold = home.json(&[
        "reminder",
        "hold",
        "--client",
        "pixel",
        "--kind",
        "promise",
        "--until",
        "+7",
        "--reason",
        "Sam pays on Tuesday",
    ]);
    assert_eq!(
        hold,
        json!({"id": 2, "client": "pixel", "invoice": null, "kind": "promise",
            "until": "2026-12-01", "reason": "Sam pays on Tuesday", "set_on": "2026-11-24"})
    );
    assert_eq!(due(), ["acme"]);
    for number in ["2026-031", "2026-032"] {
        let text = home.run(&[
            "reminder",
            "hold",
            "--invoice",
            number,
            "--reason",
            "asked why",
        ]);
        assert!(text.starts_with(&format!("Reminders for {number} rest until you lift it")));
    }
    assert!(due().is_empty());
    assert_eq!(
        home.json(&["reminder", "release", "2"]),
        json!({"released": [2]})
    );
    assert_eq!(
        home.json(&["reminder", "release", "--invoice", "2026-031"]),
        json!({"released": [3]})
    );
    assert_eq!(
        home.run(&["reminder", "release", "--invoice", "2026-032"]),
        "Lifted hold 4.\n"
    );
    assert_eq!(due(), ["acme", "pixel"]);
}

#[test]
fn a_hold_that_cannot_be_is_refused() {
    let home = book();
    let hold = |rest: &[&str], expected: i32| {
        failure(&home, &[&["reminder", "hold"], rest].concat(), expected)
    };
    hold(&["--client", "pixel", "--reason", " "], 1);
    hold(
        &["--client", "pixel", "--reason", "x", "--kind", "promise"],
        1,
    );
    hold(&["--client", "pixel", "--reason", "x", "--until", "-1"], 1);
    hold(&["--client", "nobody", "--reason", "x"], 1);
    hold(&["--reason", "x"], 2);
    hold(
        &[
            "--client",
            "pixel",
            "--invoice",
            "2026-031",
            "--reason",
            "x",
        ],
        2,
    );
    failure(&home, &["reminder", "release", "2"], 1);
    failure(&home, &["reminder", "release", "--client", "pixel"], 1);
    failure(&home, &["reminder", "release"], 2);
}

#[test]
fn the_profile_is_changed_field_by_field() {
    let home = book();
    home.write(
        "p.json",
        r#"{"phone": "+49 40 1", "terms_days": 21, "iban": "GB29 NWBK 6016 1331 9268 19"}"#,
    );
    let changed = home.json(&["profile", "set", "--from", "p.json"]);
    assert_eq!(changed, home.json(&["profile", "show"]));
    assert_eq!(
        (&changed["name"], &changed["phone"]),
        (&json!("Lind Design"), &json!("+49 40 1"))
    );
    assert_eq!(
        (&changed["terms_days"], &changed["iban"]),
        (&json!(21), &json!("GB29NWBK60161331926819"))
    );
    assert!(home.run(&["profile", "show"]).contains("Days to pay  21\n"));
    home.write(
        "wrong.json",
        r#"{"emial": "x", "terms_days": "x", "iban": "DE00 1"}"#,
    );
    let words = failure(&home, &["profile", "set", "--from", "wrong.json"], 1);
    for part in ["emial", "email", "terms_days", "iban"] {
        assert!(words.contains(part), "{words}");
    }
    failure(&home, &["profile", "set", "--from", "nowhere.json"], 1);
    failure(&home, &["profile", "set", "--from", "-"], 1);
    assert_eq!(home.json(&["profile", "show"]), changed);
}

#[test]
fn documents_come_from_standard_input_too() {
    let home = Home::new();
    let mut command =
        assert_cmd::Command::from_std(home.command(&["profile", "set", "--from", "-"]));
    let output = command
        .write_stdin(r#"{"name": "Ana Lind"}"#)
        .output()
        .unwrap();
    assert_eq!(code(&output), 0);
    assert_eq!(home.json(&["profile", "show"])["name"], "Ana Lind");
}

#[test]
fn policies_are_made_and_changed() {
    let home = Home::new();
    home.write("cap.json", r#"{"key": "standard", "cap": 3}"#);
    let changed = home.json(&["policy", "set", "--from", "cap.json"]);
    assert_eq!(
        (&changed["cap"], &changed["interval_days"]),
        (&json!(3), &json!(5))
    );
    home.write(
        "gentle.json",
        r#"{"key": "gentle", "name": "Gentle", "interval_days": 14, "minimum": "20",
            "stages": [{"name": "note", "days": 7, "tone": "friendly"}]}"#,
    );
    let text = home.run(&["policy", "set", "--from", "gentle.json"]);
    assert!(text.contains("No reminder for less than 20."), "{text}");
    let shown = home.json(&["policy", "show", "gentle"]);
    assert_eq!(
        (&shown["minimum"], &shown["interval_days"]),
        (&json!("20"), &json!(14))
    );
    let stage = &shown["stages"][0];
    assert_eq!(
        (&stage["channel"], &stage["enabled"]),
        (&json!("email"), &json!(true))
    );
    home.write(
        "wrong.json",
        r#"{"key": "standard", "cap": 0, "interval_days": 365}"#,
    );
    let words = failure(&home, &["policy", "set", "--from", "wrong.json"], 1);
    assert!(
        words.contains("cap") && words.contains("interval_days"),
        "{words}"
    );
    assert_eq!(home.json(&["policy", "show", "standard"])["cap"], 3);
}

#[test]
fn templates_are_changed_and_what_cannot_be_written_is_refused() {
    let home = book();
    let template = |subject: &str, body: &str| {
        let text = json!({"kind": "friendly", "language": "en", "subject": subject, "body": body});
        home.write("t.json", &text.to_string());
    };
    template("About {{ numbers }}", "Hello,\n{{ numbers }} is open.\n");
    let set = home.json(&["template", "set", "--from", "t.json"]);
    assert_eq!(set["subject"], "About {{ numbers }}");
    let prepared = home.json(&["reminder", "show", "--client", "pixel"]);
    assert_eq!(prepared["subject"], "About 2026-035");
    template("About {{ numbers }}", "{% if %}");
    failure(&home, &["template", "set", "--from", "t.json"], 1);
    assert_eq!(home.json(&["template", "show", "friendly/email/en"]), set);
}

/// An editor that writes a file over what it is given.
fn with_editor(home: &Home, text: &str, arguments: &[&str]) -> std::process::Output {
    let file = home.write("edited.txt", text);
    let editor = format!("cp '{}'", file.display());
    let mut command = home.command(arguments);
    command.env("EDITOR", editor).output().unwrap()
}

/// Whose words a template has; nothing when there is none.
fn origin(home: &Home, name: &str, client: Option<&str>) -> Option<String> {
    let list = home.json(&["template", "list"]);
    let templates = list["templates"].as_array().unwrap().clone();
    templates.into_iter().find_map(|one| {
        let said = format!(
            "{}/{}/{}",
            one["kind"].as_str().unwrap(),
            one["channel"].as_str().unwrap(),
            one["language"].as_str().unwrap()
        );
        let same = said == name && one["client"].as_str() == client;
        same.then(|| one["origin"].as_str().unwrap().to_owned())
    })
}

#[test]
fn templates_are_edited_previewed_reset_and_taken_back() {
    let home = book();
    let firm = &["template", "edit", "firm/email/en"][..];
    let wrong = with_editor(&home, "Subject: Pay\n\nTo {{ ibann }}\n", firm);
    assert_eq!(code(&wrong), 1);
    assert!(
        said(&wrong).contains("\"ibann\", which does not exist"),
        "{}",
        said(&wrong)
    );
    assert!(
        said(&wrong).contains("did you mean \"iban\"?"),
        "{}",
        said(&wrong)
    );
    let origin = |name: &str, client: Option<&str>| origin(&home, name, client);
    assert_eq!(origin("firm/email/en", None).unwrap(), "ours");
    let right = with_editor(&home, "Subject: Pay {{ numbers }}\n\n{{ total }}\n", firm);
    assert!(right.status.success(), "{}", said(&right));
    assert_eq!(origin("firm/email/en", None).unwrap(), "yours");
    let own = &["template", "edit", "firm/email/en", "--client", "pixel"];
    let right = with_editor(&home, "Subject: Dear\n\n{{ client }}\n", own);
    assert!(right.status.success(), "{}", said(&right));
    assert_eq!(origin("firm/email/en", Some("pixel")).unwrap(), "yours");

    let preview = home.json(&["template", "preview", "firm/email/en", "--client", "pixel"]);
    assert_eq!(
        (&preview["sample"], &preview["subject"]),
        (&json!(false), &json!("Dear"))
    );
    let sample = home.run(&["template", "preview", "firm/sms/de"]);
    assert!(
        sample.contains("made-up invoice") && sample.contains("740,00 EUR"),
        "{sample}"
    );
    home.run(&["template", "check", "firm/email/en"]);
    let variables = home.run(&["template", "variables"]);
    assert!(
        variables.contains("pay_code") && variables.contains("interest"),
        "{variables}"
    );

    home.run(&["template", "reset", "firm/email/en", "--client", "pixel"]);
    assert_eq!(origin("firm/email/en", Some("pixel")), None);
    home.run(&["undo"]);
    assert_eq!(origin("firm/email/en", Some("pixel")).unwrap(), "yours");
    home.run(&["template", "reset", "firm/email/en"]);
    assert_eq!(origin("firm/email/en", None).unwrap(), "ours");
    failure(
        &home,
        &["template", "reset", "firm/email/en", "--client", "acme"],
        1,
    );
    failure(&home, &["template", "show", "firm/fax/en"], 2);
    failure(&home, &["template", "edit", "nothing/email/en"], 1);
}

#[test]
fn a_client_s_own_template_goes_along_with_the_book() {
    let home = book();
    let own = &["template", "edit", "firm/email/en", "--client", "pixel"];
    let right = with_editor(&home, "Subject: Dear\n\n{{ client }}\n", own);
    assert!(right.status.success(), "{}", said(&right));
    home.run(&["export", "json", "first.json"]);
    let other = Home::new();
    other.write(
        "first.json",
        &std::fs::read_to_string(home.path().join("first.json")).unwrap(),
    );
    other.run(&["import", "json", "first.json"]);
    other.run(&["export", "json", "second.json"]);
    let bytes = |home: &Home, name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    let first = bytes(&home, "first.json");
    assert!(
        first.contains("\"client\": \"pixel\",\n      \"kind\": \"firm\""),
        "in the export"
    );
    assert!(first == bytes(&other, "second.json"), "the same bytes");
}
