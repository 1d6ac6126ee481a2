//! The command line: every command as text and as JSON, in a home of its own and on a fixed day.

mod asking;
mod clients;
mod documents;
mod evidence;
mod keeping;
mod kinds;
mod knowing;
mod paying;
mod reading;
mod sending;
mod settings;
mod setup;
pub(crate) mod unattended;
mod usage;
mod writing;

use std::process::Output;

use serde_json::Value;

use crate::support::home::Home;

/// A book with invoices in every state: see `book.json`.
fn book() -> Home {
    let home = Home::new();
    home.write("book.json", include_str!("book.json"));
    home.run(&["import", "json", "book.json"]);
    home
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs a command that must fail: text on standard error alone, and the same as one JSON line.
fn failure(home: &Home, arguments: &[&str], expected: i32) -> String {
    let text = home.output(arguments);
    assert_eq!(code(&text), expected, "{arguments:?}: {}", said(&text));
    assert!(text.stdout.is_empty(), "{arguments:?} printed something");
    let json = home.output(&[arguments, &["--json"]].concat());
    assert_eq!(
        code(&json),
        expected,
        "{arguments:?} --json: {}",
        said(&json)
    );
    assert!(
        json.stdout.is_empty(),
        "{arguments:?} --json printed something"
    );
    let line = said(&json);
    assert_eq!(line.trim_end().lines().count(), 1, "{line}");
    let document: Value = serde_json::from_str(&line).unwrap();
    let kind = ["", "refused", "usage", "waiting", "book"][usize::try_from(expected).unwrap()];
    assert_eq!(document["error"]["kind"], kind, "{line}");
    assert!(document["error"]["hint"].is_string(), "{line}");
    let message = document["error"]["message"].as_str().unwrap();
    let first = message.split_whitespace().next().unwrap();
    assert!(said(&text).contains(first), "{line}");
    said(&text)
}

/// A page without what differs from run to run: the home's path.
fn page(home: &Home, text: &str) -> String {
    text.replace(home.path().to_str().unwrap(), "~")
}
