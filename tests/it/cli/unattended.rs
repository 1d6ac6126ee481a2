//! The run without a person: what it refuses, what it sends and leaves, and how it reports.

use serde_json::{Value, json};

use super::{code, failure, said};
use crate::support::home::Home;
use crate::support::smtp::{Act, Point, Script, Server};

const RUN: [&str; 3] = ["reminder", "send", "--unattended"];

fn settings(home: &Home, more: &str) {
    let path = home.path().join(".config/payme/config.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mail = text.split("[unattended]").next().unwrap();
    home.write(
        ".config/payme/config.toml",
        &format!("{mail}[unattended]\n{more}\n"),
    );
}

/// Runs without a person are on; for after the mail settings were written anew.
pub(crate) fn switch_on(home: &Home) {
    settings(home, "enabled = true");
}

/// Marks a stage of the standard policy, or takes its mark away.
fn mark(home: &Home, stage: &str, may: bool) {
    let mut policy = home.json(&["policy", "show", "standard"]);
    for one in policy["stages"].as_array_mut().unwrap() {
        if one["name"] == stage {
            one["unattended"] = json!(may);
        }
    }
    let file = home.write("policy.json", &policy.to_string());
    home.run(&["policy", "set", "--from", file.to_str().unwrap()]);
}

/// A book with `count` clients to whom the firm stage is due and may go unattended, and one who has
/// paid yesterday.
pub(crate) fn ready(count: usize, port: u16) -> Home {
    let home = Home::new();
    home.import_overdue(count + 1);
    home.mail_to(port);
    switch_on(&home);
    mark(&home, "firm", true);
    let paid = format!("2026-{:03}", count + 1);
    home.run(&["payment", "add", &paid, "--on", "2026-11-23"]);
    home.run(&["client", "unattended", "yes", "--all"]);
    home
}

fn run(home: &Home) -> Value {
    home.json(&RUN)
}

fn keys(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter()
        .map(|one| one["client"].as_str().unwrap())
        .collect()
}

#[test]
fn it_refuses_until_it_is_switched_on_and_stands_alone() {
    let home = Home::new();
    home.import_overdue(1);
    let words = failure(&home, &RUN, 1);
    assert!(
        words.contains("Sending without a person is not switched on."),
        "{words}"
    );
    assert!(words.contains("[unattended]"), "{words}");
    for other in [
        &["--yes"][..],
        &["--all"],
        &["--client", "acme"],
        &["--delay", "5"],
    ] {
        failure(&home, &[&RUN[..], other].concat(), 2);
    }
    settings(&home, "enabld = true");
    let words = failure(&home, &RUN, 2);
    assert!(words.contains("\"unattended.enabled\""), "{words}");
    settings(&home, "max_messages = 0");
    failure(&home, &RUN, 2);
}

#[test]
fn the_report_is_one_line_a_message() {
    let server = Server::start(Script::new());
    let home = ready(2, server.port());
    home.run(&["client", "unattended", "no", "client-02"]);
    let text = home.run(&RUN);
    assert_eq!(
        text,
        "accepted  client-01  firm  2026-001  ap@client-01.example\n\
         left  client-02  firm  2026-002  Client 02 GmbH is not marked for unattended runs; \
         `payme client unattended yes client-02` marks it.\n"
    );
    home.run(&["client", "edit", "client-02", "--unattended", "yes"]);
    let document = run(&home);
    assert_eq!(keys(&document["messages"]), ["client-02"]);
    assert_eq!(document["messages"][0]["state"], "accepted");
    assert_eq!(
        (
            &document["left"],
            &document["unknown"],
            &document["stopped"]
        ),
        (&json!([]), &json!(0), &Value::Null)
    );
    assert_eq!(document["payments_known_through"], "2026-11-23");
    assert_eq!(home.run(&RUN), "Nothing was due.\n");
    let record = server.finish();
    assert_eq!(record.messages.len(), 2);
    for message in &record.messages {
        let text = String::from_utf8_lossy(&message.bytes);
        assert!(
            text.contains("Auto-Submitted: auto-generated\r\n"),
            "{text}"
        );
    }
}

#[test]
fn a_message_with_a_stage_that_is_not_marked_stays_whole() {
    let server = Server::start(Script::new());
    let home = ready(1, server.port());
    home.write(
        "more.json",
        &json!({"payme": 1, "invoices": [{
            "client": "client-01", "number": "2026-101", "issued_on": "2026-10-20",
            "due_on": "2026-11-20", "currency": "EUR",
            "lines": [{"description": "Icons", "quantity": "1", "unit": "DAY",
                "unit_price": "100.00", "tax": {"category": "S", "rate": "19"}}],
        }]})
        .to_string(),
    );
    home.run(&["import", "json", "more.json"]);
    mark(&home, "friendly", false);
    let document = run(&home);
    assert_eq!(document["messages"], json!([]));
    assert_eq!(
        document["left"][0]["invoices"],
        json!(["2026-001", "2026-101"])
    );
    let why = "Stage \"friendly\" of invoice 2026-101 is for a person to send.";
    assert_eq!(document["left"][0]["why"], why);
    assert_eq!(server.finish().messages.len(), 0);
}

#[test]
fn old_knowledge_of_payments_stops_it() {
    let server = Server::start(Script::new());
    let home = ready(2, server.port());
    // A message that waits from before does not go either.
    home.mail_to(1);
    home.output(&["reminder", "send", "--client", "client-01", "--yes"]);
    home.mail_to(server.port());
    settings(&home, "enabled = true\nmax_payment_age_days = 0");
    let output = home.output(&[&RUN[..], &["--json"]].concat());
    assert_eq!(code(&output), 3);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["messages"], json!([]));
    assert_eq!(
        document["stopped"],
        "Payments are known only through 23 Nov 2026, so nothing is sent."
    );
    let text = home.output(&RUN);
    assert!(text.stdout.is_empty());
    assert!(
        said(&text).contains("known only through 23 Nov 2026"),
        "{}",
        said(&text)
    );
    assert_eq!(server.accepted(), 0);
    settings(&home, "enabled = true\nmax_payment_age_days = 1");
    assert_eq!(run(&home)["stopped"], Value::Null);
    assert_eq!(server.finish().messages.len(), 2);

    let home = Home::new();
    home.import_overdue(1);
    settings(&home, "enabled = true");
    assert!(said(&home.output(&RUN)).contains("No payment was ever entered"));
}

#[test]
fn only_so_many_go_a_day() {
    let server = Server::start(Script::new());
    let home = ready(3, server.port());
    settings(&home, "enabled = true\nmax_messages = 2");
    let first = run(&home);
    assert_eq!(keys(&first["messages"]), ["client-01", "client-02"]);
    assert_eq!(
        first["left"][0]["why"],
        "The limit of 2 unattended messages a day is reached."
    );
    // A later run of the day counts what the first one wrote.
    assert_eq!(run(&home)["messages"], json!([]));
    let mut tomorrow = home.command(&[&RUN[..], &["--json"]].concat());
    let output = tomorrow.env("PAYME_TODAY", "2026-11-25").output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(keys(&document["messages"]), ["client-03"]);
    assert_eq!(server.finish().messages.len(), 3);
}

#[test]
fn an_unknown_outcome_waits_for_a_person() {
    let server = Server::start(
        Script::new()
            .about(
                "ap@client-01.example",
                Point::Recipient,
                Act::say("550 no such user"),
            )
            .on(Point::Dot, Act::Cut),
    );
    let home = ready(2, server.port());
    let output = home.output(&[&RUN[..], &["--json"]].concat());
    assert_eq!(code(&output), 3, "{}", said(&output));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let states: Vec<&Value> = document["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["state"])
        .collect();
    assert_eq!(states, ["refused", "unknown"]);
    assert_eq!(document["unknown"], 1);
    // The next run says so again, and sends neither once more.
    let again = home.output(&RUN);
    assert_eq!(code(&again), 3);
    let words = said(&again);
    assert!(words.contains("Something waits for a person."), "{words}");
    assert!(
        words.contains("1 message has an unknown outcome"),
        "{words}"
    );
    assert_eq!(server.finish().messages.len(), 0);
}

#[test]
fn who_sends_already_keeps_it_out() {
    let (script, gate) = Script::new().hold(Point::Sender);
    let server = Server::start(script);
    let home = ready(2, server.port());
    let mut first = home.start(&RUN);
    gate.wait_until_reached();
    let words = failure(&home, &RUN, 3);
    assert!(
        words.contains("Another payme is sending for the book"),
        "{words}"
    );
    gate.open();
    assert!(first.wait().unwrap().success());
    assert_eq!(server.finish().messages.len(), 2);
}

#[test]
fn many_clients_are_marked_and_taken_back_at_once() {
    let home = Home::new();
    home.import_overdue(3);
    let marked = home.json(&["client", "unattended", "yes", "client-01", "client-03"]);
    assert_eq!(
        marked,
        json!({"unattended": true, "changed": ["client-01", "client-03"]})
    );
    let marks = |home: &Home| -> Vec<bool> {
        let keys = ["client-01", "client-02", "client-03"];
        let mark = |key| home.json(&["client", "show", key])["unattended"] == json!(true);
        keys.map(mark).to_vec()
    };
    assert_eq!(marks(&home), [true, false, true]);
    let all = home.run(&["client", "unattended", "yes", "--all"]);
    assert_eq!(all, "Client 02 GmbH may be written to unattended.\n");
    home.run(&["undo"]);
    assert_eq!(marks(&home), [true, false, true]);
    assert_eq!(
        home.run(&["client", "unattended", "yes", "client-01"]),
        "Nothing changed: all of them are marked so already.\n"
    );
    failure(&home, &["client", "unattended", "yes", "nobody"], 1);
    failure(&home, &["client", "unattended", "yes"], 2);
}

#[test]
fn doctor_finds_the_timer() {
    let home = Home::new();
    let bin = home.path().join("bin");
    let timer = |home: &Home| -> (String, String) {
        let mut command = home.command(&["doctor", "--json"]);
        let output = command.env("PATH", &bin).output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let checks = document["checks"].as_array().unwrap();
        let found = checks.iter().find(|c| c["name"] == "timer").unwrap();
        let word = |field: &str| found[field].as_str().unwrap().to_owned();
        (word("level"), word("text"))
    };
    assert_eq!(timer(&home).0, "good");
    settings(&home, "enabled = true");
    assert_eq!(
        timer(&home),
        (
            "warning".into(),
            "Sending unattended is switched on, and nothing starts it.".into()
        )
    );
    let units = ".config/systemd/user";
    home.write(
        &format!("{units}/payme.service"),
        "[Service]\nExecStart=payme reminder send --unattended\n",
    );
    assert!(timer(&home).1.starts_with("No timer starts"));
    home.write(
        &format!("{units}/payme.timer"),
        "[Timer]\nOnCalendar=daily\n",
    );
    assert!(timer(&home).1.ends_with("is there and not switched on."));
    home.write(&format!("{units}/timers.target.wants/payme.timer"), "");
    assert_eq!(
        timer(&home),
        (
            "good".into(),
            "The systemd timer payme.timer sends unattended.".into()
        )
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::remove_file(home.path().join(units).join("payme.service")).unwrap();
        let script = home.write(
            "bin/crontab",
            "#!/bin/sh\necho '0 10 * * 1-5 payme reminder send --unattended'\n",
        );
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(timer(&home).1, "A line of the crontab sends unattended.");
        settings(&home, "enabled = false");
        assert_eq!(timer(&home).0, "warning");
    }
}

/// The screens' worker and the command run the outbox through the same lock: whoever comes second
/// stays away, and what both see goes once.
#[test]
fn two_processes_at_once_send_each_message_once() {
    for round in 0..5 {
        let server = Server::start(Script::new());
        let home = ready(6, server.port());
        // Two are queued by a person who was offline, and wait for whoever sends.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        home.mail_to(closed.local_addr().unwrap().port());
        drop(closed);
        let mut line = vec!["reminder", "send", "--yes"];
        line.extend(["--client", "client-01", "--client", "client-02"]);
        assert_eq!(code(&home.output(&line)), 3);
        home.mail_to(server.port());
        settings(&home, "enabled = true");
        let mut both = [
            home.start(&["reminder", "send", "--all", "--yes"]),
            home.start(&RUN),
            home.start(&["outbox", "run"]),
        ];
        for child in &mut both {
            let code = child.wait().unwrap().code();
            assert!(matches!(code, Some(0 | 1 | 3)), "round {round}: {code:?}");
        }
        home.run(&["outbox", "run"]);
        let record = server.finish();
        let mut to: Vec<&str> = record.messages.iter().map(|m| m.to[0].as_str()).collect();
        to.sort_unstable();
        let once = to.windows(2).all(|pair| pair[0] != pair[1]);
        assert!(once, "round {round}: {to:?}");
        assert_eq!(to.len(), 6, "round {round}: {to:?}");
    }
}
