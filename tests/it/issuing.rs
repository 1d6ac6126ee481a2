//! Many processes that issue into one book at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::home::Home;

const PROCESSES: usize = 8;
const EACH: usize = 50;

/// A book with a client and a draft for each number that is to be given.
fn with_drafts(home: &Home) {
    let draft = |place: usize| {
        json!({
            "client": "acme", "status": "draft",
            "lines": [{"description": format!("Work {place}"), "quantity": "1",
                "unit_price": "100.00", "tax": {"category": "S", "rate": "19"}}]
        })
    };
    let invoices: Vec<Value> = (1..=PROCESSES * EACH).map(draft).collect();
    let document = json!({
        "payme": 1,
        "clients": [{"key": "acme", "name": "Acme GmbH"}],
        "invoices": invoices,
    });
    let file = home.write("drafts.json", &document.to_string());
    home.run(&["import", "json", file.to_str().unwrap()]);
}

#[test]
fn eight_processes_give_every_number_once() {
    let home = Home::new();
    with_drafts(&home);
    let running: Vec<_> = (0..PROCESSES)
        .map(|process| {
            // Each takes its share of the drafts, one after the other, each in its own transaction.
            let mut arguments = vec!["invoice".to_owned(), "issue".to_owned()];
            let own = (0..EACH).map(|place| format!("draft:{}", place * PROCESSES + process + 1));
            arguments.extend(own);
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            home.start(&arguments)
        })
        .collect();
    for process in running {
        let output = process.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        assert_eq!(said, "");
    }
    let list = home.json(&["invoice", "list", "--limit", "1000"]);
    let invoices = list["invoices"].as_array().unwrap();
    let numbers: BTreeSet<&str> = invoices
        .iter()
        .map(|invoice| invoice["number"].as_str().unwrap())
        .collect();
    let wanted: Vec<String> = (1..=PROCESSES * EACH)
        .map(|place| format!("2026-{place:03}"))
        .collect();
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    assert_eq!(invoices.len(), PROCESSES * EACH);
    assert_eq!(numbers, wanted);
    home.run(&["db", "check"]);
}
