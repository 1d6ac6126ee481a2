//! Text messages through the real program: a book, a scripted provider, and what became of each.

mod everyday;
mod faults;
mod kill;
mod quiet;
mod transports;

use serde_json::{Value, json};

use crate::support::home::{Home, overdue};
use crate::support::http::Server;

/// A working hour of the day that every test lives on, a Tuesday.
const NOON: &str = "2026-11-24T12:00";

/// The text of every reminder here.
const TEXT: &str = "Invoice 2026-001 is late.";

/// A home whose book has `count` clients with a mobile number, each owing one invoice, and whose
/// policy reminds by text message.
fn texted(count: usize) -> Home {
    let home = Home::new();
    let mut book = overdue(count);
    for (n, client) in book["clients"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        client["contacts"][0]["phone"] = json!(format!("0171 23456{:02}", n + 1));
    }
    book["policies"] = json!([{
        "key": "standard", "name": "Standard", "interval_days": 5, "cap": 4, "minimum": "0",
        "stages": [{"name": "firm", "days": 10, "tone": "firm", "channel": "sms"}],
    }]);
    book["templates"] = json!([{
        "kind": "firm", "channel": "sms", "language": "en",
        "body": "Invoice {{ numbers }} is late.\n",
    }]);
    let file = home.write("texted.json", &book.to_string());
    home.run(&["import", "json", file.to_str().unwrap()]);
    home
}

/// Settings for Twilio at a server on this computer.
fn twilio(home: &Home, server: &Server) {
    twilio_with(home, server, "");
}

fn twilio_with(home: &Home, server: &Server, rest: &str) {
    let port = server.port();
    settings(
        home,
        &format!(
            "transport = \"twilio\"\nbase_url = \"http://127.0.0.1:{port}\"\naccount = \"AC1\"\n\
             from = \"+447700900000\"\npassword_command = \"echo token\"\n{rest}"
        ),
    );
}

fn settings(home: &Home, sms: &str) {
    let text = format!("[sms]\ntimeout_seconds = 2\n{sms}");
    home.write(".config/payme/config.toml", &text);
}

/// Runs a command at an hour of the day; its exit code, and its document where it has one.
fn at(home: &Home, hour: &str, arguments: &[&str]) -> (i32, Value) {
    let mut command = home.command(&[arguments, &["--json"]].concat());
    let output = command.env("PAYME_TODAY", hour).output().unwrap();
    let document = if output.stdout.is_empty() {
        Value::String(String::from_utf8_lossy(&output.stderr).into_owned())
    } else {
        serde_json::from_slice(&output.stdout).unwrap()
    };
    (output.status.code().unwrap(), document)
}

const SEND: &[&str] = &["reminder", "send", "--all", "--yes"];

/// Sends all that is due at noon; the exit code.
fn send(home: &Home) -> i32 {
    at(home, NOON, SEND).0
}

/// Every message, the oldest first.
fn messages(home: &Home) -> Vec<Value> {
    let (_, list) = at(home, NOON, &["outbox", "list"]);
    let mut messages = list["messages"].as_array().unwrap().clone();
    messages.reverse();
    messages
}

fn states(home: &Home) -> Vec<String> {
    let messages = messages(home);
    let state = |message: &Value| message["state"].as_str().unwrap().to_owned();
    messages.iter().map(state).collect()
}

/// The words of the first message's last try.
fn words(home: &Home) -> String {
    let (_, shown) = at(home, NOON, &["outbox", "show", "1"]);
    shown["why"].as_str().unwrap_or_default().to_owned()
}
