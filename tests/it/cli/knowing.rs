//! What is known of payments, of talks and of every message: `bank`, `talk`, `rate`, the timeline.

use serde_json::json;

use super::{book, failure, said};
use crate::support::home::Home;

#[test]
fn a_look_at_the_bank_makes_the_knowledge_new() {
    let home = book();
    assert_eq!(
        home.json(&["bank", "show"]),
        json!({"known_through": "2026-11-10", "age_days": 14, "old": true,
            "paid_on": "2026-11-10", "checked_on": null})
    );
    let old = home.run(&["bank", "show"]);
    assert!(
        old.contains("14 days ago") && old.contains("payme bank checked"),
        "{old}"
    );
    let checked = home.json(&["bank", "checked"]);
    assert_eq!(
        (&checked["known_through"], &checked["old"]),
        (&json!("2026-11-24"), &json!(false))
    );
    let again = home.run(&["bank", "checked"]);
    assert!(again.contains("today"), "{again}");
    let log = home.run(&["log"]);
    assert_eq!(log.matches("Checked the bank account").count(), 1, "{log}");
    let show = home.run(&["reminder", "show", "--client", "acme"]);
    assert!(
        show.contains("ok    unpaid; payments are known through 24 Nov"),
        "{show}"
    );
    assert_eq!(home.json(&["due"])["payments_through"], "2026-11-24");
    home.run(&["undo"]);
    assert_eq!(home.json(&["bank", "show"])["known_through"], "2026-11-10");
    failure(&home, &["bank", "checked", "--on", "2026-11-30"], 1);
}

#[test]
fn a_batch_says_how_old_its_knowledge_is_and_one_message_does_not() {
    let home = book();
    let one = home.output(&["reminder", "send", "--client", "acme", "--yes"]);
    assert!(!said(&one).contains("known only"), "{}", said(&one));
    let home = book();
    let batch = home.output(&["reminder", "send", "--all", "--yes"]);
    assert!(batch.status.success());
    assert!(
        said(&batch).contains("Payments are known only through"),
        "{}",
        said(&batch)
    );
    let home: Home = book();
    home.run(&["bank", "checked", "--on", "2026-11-21"]);
    let batch = home.output(&["reminder", "send", "--all", "--yes"]);
    assert!(!said(&batch).contains("known only"), "{}", said(&batch));
}

#[test]
fn interest_stands_with_an_overdue_invoice_and_its_reminder() {
    let home = book();
    let shown = home.json(&["invoice", "show", "2026-031"]);
    let interest = &shown["interest"];
    assert_eq!(interest["rule"], "de_business");
    assert_eq!(interest["fixed"], "40.00");
    assert_eq!(
        (&interest["rates_of"], &interest["stale"]),
        (&json!("2026-01-01"), &json!(true))
    );
    assert_eq!(interest["days"], shown["days_late"]);
    let text = home.run(&["invoice", "show", "2026-031"]);
    assert!(
        text.contains("Interest: ") && text.contains("section 288 (2) BGB"),
        "{text}"
    );
    assert!(
        text.contains("the one from 2026-07-01 is not known yet"),
        "{text}"
    );
    let paid = home.json(&["invoice", "show", "2026-034"]);
    assert!(paid.get("interest").is_none(), "{paid}");
    let reminder = home.json(&["reminder", "show", "--client", "acme"]);
    let numbers: Vec<_> = reminder["interest"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["number"])
        .collect();
    assert_eq!(numbers, ["2026-031", "2026-032"]);
    let text = home.run(&["reminder", "show", "--client", "acme"]);
    assert!(text.contains("note  interest on 2026-032: "), "{text}");
    home.write("none.json", r#"{"interest": "none"}"#);
    home.run(&["client", "edit", "acme", "--from", "none.json"]);
    assert!(
        home.json(&["invoice", "show", "2026-031"])
            .get("interest")
            .is_none()
    );
}

#[test]
fn a_rate_of_ones_own_is_used_listed_exported_and_undone() {
    let home = book();
    let before = home.json(&["invoice", "show", "2026-031"])["interest"]["amount"].clone();
    let list = home.run(&["rate", "list"]);
    assert!(
        list.contains(
            "The German base rate from 2026-07-01 is not known; the newest is of 2026-01-01."
        ),
        "{list}"
    );
    let doctor = home.run(&["doctor"]);
    assert!(
        doctor.contains("payme rate add DE-base --from 2026-07-01"),
        "{doctor}"
    );
    let line = [
        "rate",
        "add",
        "DE-base",
        "--from",
        "2026-07-01",
        "--rate",
        "-0.5",
        "--source",
        "Bundesbank",
    ];
    let added = home.json(&line);
    assert_eq!(
        (&added["rate"], &added["own"]),
        (&json!("-0.5"), &json!(true))
    );
    let interest = home.json(&["invoice", "show", "2026-031"])["interest"].clone();
    assert_ne!(interest["amount"], before);
    assert_eq!(
        (&interest["rate"], &interest["stale"]),
        (&json!("8.5"), &json!(false))
    );
    assert!(
        home.run(&["doctor"])
            .contains("The German base rate is known"),
        "doctor"
    );
    let rates = home.json(&["rate", "list"]);
    let own: Vec<_> = rates["rates"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rate| rate["own"] == true)
        .collect();
    assert_eq!(own.len(), 1);

    home.run(&["export", "json", "out.json"]);
    let second = Home::new();
    second.write(
        "in.json",
        &std::fs::read_to_string(home.path().join("out.json")).unwrap(),
    );
    second.run(&["import", "json", "in.json"]);
    assert_eq!(second.json(&["rate", "list"])["rates"], rates["rates"]);

    home.run(&["undo"]);
    assert_eq!(
        home.json(&["invoice", "show", "2026-031"])["interest"]["amount"],
        before
    );
    let ours = failure(
        &home,
        &["rate", "remove", "DE-base", "--from", "2026-01-01"],
        1,
    );
    assert!(ours.contains("came with payme"), "{ours}");
    failure(
        &home,
        &[
            "rate",
            "add",
            "DE-base",
            "--from",
            "2026-07-02",
            "--rate",
            "1",
            "--source",
            "x",
        ],
        2,
    );
    failure(
        &home,
        &[
            "rate",
            "add",
            "DE-base",
            "--from",
            "2026-07-01",
            "--rate",
            "1",
            "--source",
            " ",
        ],
        1,
    );
}

#[test]
fn a_talk_holds_what_was_promised_and_offers_the_invoice_again() {
    let home = book();
    let noted = home.json(&[
        "talk",
        "add",
        "--invoice",
        "2026-031",
        "--invoice",
        "2026-032",
        "--promised",
        "+7",
        "--outcome",
        "payment-on-its-way",
        "--note",
        "new bookkeeper",
    ]);
    assert_eq!(noted["client"], "acme");
    assert_eq!(
        (&noted["way"], &noted["outcome"]),
        (&json!("call"), &json!("payment_on_its_way"))
    );
    assert_eq!(noted["promised_on"], "2026-12-01");
    let holds: Vec<_> = noted["holds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hold| {
            (
                hold["invoice"].as_str().unwrap(),
                hold["kind"].as_str().unwrap(),
                hold["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        holds,
        [
            ("2026-031", "promise", "new bookkeeper"),
            ("2026-032", "promise", "new bookkeeper")
        ]
    );
    failure(&home, &["reminder", "send", "--client", "acme", "--yes"], 1);
    let text = home.run(&[
        "talk",
        "add",
        "--client",
        "pixel",
        "--way",
        "reply",
        "--outcome",
        "voicemail",
        "--on",
        "2026-11-20",
    ]);
    assert_eq!(
        text,
        "Noted with Pixel & Co Ltd: reply: left on the voicemail.\n"
    );
    let again = home.run(&[
        "talk",
        "add",
        "--invoice",
        "2026-031",
        "--outcome",
        "not-received",
    ]);
    assert!(
        again.contains("To send it again: payme invoice send 2026-031"),
        "{again}"
    );
    let list = home.json(&["talk", "list", "--invoice", "2026-031"]);
    assert_eq!(list["talks"].as_array().unwrap().len(), 2);
    let text = home.run(&["talk", "list"]);
    assert!(
        text.contains(
            "call: the payment is on its way: promised to pay by 2026-12-01: new bookkeeper"
        ),
        "{text}"
    );
    home.run(&["undo"]);
    assert_eq!(
        home.json(&["talk", "list"])["talks"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    failure(&home, &["talk", "add"], 2);
    failure(&home, &["talk", "remove", "99"], 1);
}
