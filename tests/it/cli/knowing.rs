//! What is known of payments, of talks and of every message: `bank`, `talk`, `rate`, the timeline.

use serde_json::{Value, json};

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

/// Enters a German base rate of the second half of 2026.
fn enter_rate(home: &Home, percent: &str) -> Value {
    home.json(&[
        "rate",
        "add",
        "DE-base",
        "--from",
        "2026-07-01",
        "--rate",
        percent,
        "--source",
        "Bundesbank",
    ])
}

fn interest(home: &Home) -> Value {
    home.json(&["invoice", "show", "2026-031"])["interest"].clone()
}

#[test]
fn a_rate_of_ones_own_is_used_and_undone() {
    let home = book();
    let before = interest(&home);
    let list = home.run(&["rate", "list"]);
    let missing = "The German base rate from 2026-07-01 is not known; the newest is of 2026-01-01.";
    assert!(list.contains(missing), "{list}");
    let doctor = home.run(&["doctor"]);
    assert!(
        doctor.contains("payme rate add DE-base --from 2026-07-01"),
        "{doctor}"
    );
    let added = enter_rate(&home, "-0.5");
    assert_eq!(
        (&added["rate"], &added["own"]),
        (&json!("-0.5"), &json!(true))
    );
    let after = interest(&home);
    assert_ne!(after["amount"], before["amount"]);
    assert_eq!(
        (&after["rate"], &after["stale"]),
        (&json!("8.5"), &json!(false))
    );
    let doctor = home.run(&["doctor"]);
    assert!(doctor.contains("The German base rate is known"), "{doctor}");
    home.run(&["undo"]);
    assert_eq!(interest(&home), before);
}

#[test]
fn own_rates_are_exported_and_ours_are_not_removed() {
    let home = book();
    enter_rate(&home, "1.5");
    let rates = home.json(&["rate", "list"])["rates"].clone();
    let all = rates.as_array().unwrap().iter();
    assert_eq!(all.filter(|rate| rate["own"] == true).count(), 1);
    let second = exported(&home);
    assert_eq!(second.json(&["rate", "list"])["rates"], rates);

    let ours = ["rate", "remove", "DE-base", "--from", "2026-01-01"];
    let words = failure(&home, &ours, 1);
    assert!(words.contains("came with payme"), "{words}");
    home.run(&["rate", "remove", "DE-base", "--from", "2026-07-01"]);
    let add = |from, source, code| {
        let line = [
            "rate", "add", "DE-base", "--from", from, "--rate", "1", "--source", source,
        ];
        failure(&home, &line, code)
    };
    add("2026-07-02", "x", 2);
    add("2026-07-01", " ", 1);
}

/// A new book with what another one exported.
fn exported(home: &Home) -> Home {
    home.run(&["export", "json", "out.json"]);
    let text = std::fs::read_to_string(home.path().join("out.json")).unwrap();
    let second = Home::new();
    second.write("in.json", &text);
    second.run(&["import", "json", "in.json"]);
    second
}

#[test]
fn a_talk_holds_what_was_promised() {
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
    assert_eq!(
        (&noted["client"], &noted["way"]),
        (&json!("acme"), &json!("call"))
    );
    assert_eq!(noted["outcome"], "payment_on_its_way");
    assert_eq!(noted["promised_on"], "2026-12-01");
    let holds = noted["holds"].as_array().unwrap();
    for (hold, number) in holds.iter().zip(["2026-031", "2026-032"]) {
        assert_eq!(
            (&hold["invoice"], &hold["kind"]),
            (&json!(number), &json!("promise"))
        );
        assert_eq!(hold["reason"], "new bookkeeper");
    }
    assert_eq!(holds.len(), 2);
    failure(&home, &["reminder", "send", "--client", "acme", "--yes"], 1);
    let text = home.run(&["talk", "list"]);
    let line = "call: the payment is on its way: promised to pay by 2026-12-01: new bookkeeper";
    assert!(text.contains(line), "{text}");
    let talks = home.json(&["talk", "list"]);
    // Ids and holds are a book's own.
    let note = &exported(&home).json(&["talk", "list"])["talks"][0];
    for field in [
        "client",
        "invoices",
        "on",
        "at",
        "outcome",
        "note",
        "promised_on",
    ] {
        assert_eq!(note[field], talks["talks"][0][field], "{field}");
    }
    home.run(&["undo"]);
    assert_eq!(home.json(&["talk", "list"]), json!({"talks": []}));
}

#[test]
fn who_did_not_get_the_invoice_is_offered_it_again() {
    let home = book();
    let line = [
        "talk",
        "add",
        "--client",
        "pixel",
        "--way",
        "reply",
        "--outcome",
        "voicemail",
    ];
    assert_eq!(
        home.run(&line),
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
    assert_eq!(list["talks"].as_array().unwrap().len(), 1);
    failure(&home, &["talk", "add"], 2);
    failure(&home, &["talk", "remove", "99"], 1);
    let removed = home.run(&["talk", "remove", "1"]);
    assert_eq!(removed, "Removed the talk with Pixel & Co Ltd.\n");
}

#[test]
fn a_message_is_written_out_as_it_left_with_the_answer_above_it() {
    let home = book();
    let sent = home.json(&["reminder", "send", "--client", "acme", "--yes"]);
    assert_eq!(sent["messages"][0]["id"], 1);
    let folder = home.path().join(".local/share/payme/outbox");
    let left = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let left = std::fs::read(left.path()).unwrap();
    let raw = home
        .output(&["outbox", "show", "1", "--eml", "--raw"])
        .stdout;
    assert_eq!(raw, left, "the bytes are those that left");
    let line = ["outbox", "show", "1", "--eml", "-o", "proof.eml"];
    let written = home.json(&line);
    let whole = std::fs::read(home.path().join("proof.eml")).unwrap();
    assert_eq!(written["bytes"], whole.len());
    assert!(whole.ends_with(&raw) && whole.len() > raw.len());
    let text = String::from_utf8(whole).unwrap();
    assert!(
        text.starts_with("X-Payme-Message: 1\r\nX-Payme-State: accepted\r\n"),
        "{text}"
    );
    assert!(text.contains("X-Payme-Answer: "), "{text}");
    let mail = mail_parser::MessageParser::default()
        .parse(text.as_bytes())
        .unwrap();
    assert_eq!(
        mail.header("X-Payme-State").unwrap().as_text(),
        Some("accepted")
    );
    assert!(mail.subject().is_some() && mail.message_id().is_some());
    let again = failure(&home, &line, 1);
    assert!(again.contains("exists"), "{again}");
    home.run(&[&line[..], &["--force"]].concat());
    failure(&home, &["outbox", "show", "1", "--raw"], 2);
    let json = home.output(&["outbox", "show", "1", "--eml", "--json"]);
    assert_eq!(json.status.code(), Some(2));

    let second = exported(&home);
    let none = failure(&second, &["outbox", "show", "1", "--eml", "-o", "x.eml"], 1);
    assert!(none.contains("came from another book"), "{none}");
    assert!(!second.path().join("x.eml").exists());
}

#[test]
fn a_timeline_has_messages_tries_talks_holds_and_payments() {
    let home = book();
    home.run(&["reminder", "send", "--client", "acme", "--yes"]);
    home.run(&["talk", "add", "--invoice", "2026-032", "--promised", "+7"]);
    home.run(&[
        "payment",
        "add",
        "2026-032",
        "--amount",
        "5.00",
        "--on",
        "2026-11-24",
    ]);
    let line = home.json(&["invoice", "timeline", "2026-032"]);
    let kinds: Vec<_> = line["moments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap().to_owned())
        .collect();
    for kind in [
        "issued", "due", "payment", "message", "attempt", "talk", "hold",
    ] {
        assert!(
            kinds.iter().any(|one| one == kind),
            "{kind} not in {kinds:?}"
        );
    }
    let text = home.run(&["invoice", "timeline", "2026-032"]);
    assert!(text.contains("promised to pay by 2026-12-01"), "{text}");
    assert!(text.contains("accepted: "), "{text}");
    let show = home.run(&["invoice", "show", "2026-032"]);
    assert!(
        show.contains("call: promised to pay by 2026-12-01"),
        "{show}"
    );
    assert!(!show.contains("  accepted: "), "{show}");
    failure(&home, &["invoice", "timeline", "2026-999"], 1);
}

#[test]
fn taxes_and_clients_are_reported() {
    let home = book();
    let tax = home.json(&["report", "tax"]);
    let groups = tax["groups"].as_array().unwrap();
    assert!(!groups.is_empty());
    for group in groups {
        assert!(
            group["period"].as_str().unwrap().starts_with("2026-Q"),
            "{group}"
        );
    }
    let months = home.json(&["report", "tax", "--by", "month"]);
    let sum = |report: &Value| -> i64 {
        let groups = report["groups"].as_array().unwrap().iter();
        let euros = groups.filter(|group| group["currency"] == "EUR");
        euros
            .map(|group| {
                group["base"]
                    .as_str()
                    .unwrap()
                    .replace('.', "")
                    .parse::<i64>()
                    .unwrap()
            })
            .sum()
    };
    assert_eq!(sum(&tax), sum(&months));
    assert!(home.run(&["report", "tax"]).contains("2026-Q4"));
    assert!(
        home.run(&["report", "tax", "--year", "2020"])
            .contains("Nothing was issued in 2020.")
    );
    failure(&home, &["report", "tax", "--year", "12"], 2);
    let clients = home.json(&["report", "clients"]);
    let acme = clients["clients"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["client"] == "acme")
        .unwrap()
        .clone();
    assert_eq!(
        (&acme["open"], &acme["currency"]),
        (&json!("1290.00"), &json!("EUR"))
    );
    assert_eq!(
        (&acme["decided"], &acme["late_percent"]),
        (&json!(2), &json!(100))
    );
    assert!(home.run(&["report", "clients"]).contains("Acme GmbH"));
}
