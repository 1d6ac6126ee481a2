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
