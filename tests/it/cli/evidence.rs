//! What became of a message whose outcome nobody knows: the user's own mailbox is asked, then the
//! person.

use serde_json::{Value, json};

use super::asking::in_dialogue;
use super::{code, failure, said};
use crate::support::home::Home;
use crate::support::imap;
use crate::support::smtp::{Act, Point, Script, Server};

const SECRET: &str = "hunter2-hunter2";

/// A home whose messages were all cut off before the answer: nobody knows what became of them.
/// Answers their Message-IDs as well, the oldest first.
fn doubtful(count: usize) -> (Home, Vec<String>) {
    let home = Home::new();
    home.import_overdue(count);
    let server = Server::start(Script::new().on(Point::Stored, Act::Cut));
    home.mail_to(server.port());
    let sent = home.output(&["reminder", "send", "--all", "--yes"]);
    assert_eq!(code(&sent), 3, "{}", said(&sent));
    let listed = home.json(&["outbox", "list"]);
    let messages = listed["messages"].as_array().unwrap().iter().rev();
    let ids = messages.map(|message| {
        assert_eq!(message["state"], "unknown");
        message["message_id"].as_str().unwrap().to_owned()
    });
    let ids = ids.collect();
    (home, ids)
}

/// Sets the mailbox up.
fn ask_at(home: &Home, server: &imap::Server) {
    let path = ".config/payme/config.toml";
    let text = std::fs::read_to_string(home.path().join(path)).unwrap();
    let mail = text.split("[mail.imap]").next().unwrap();
    let port = server.port;
    home.write(
        path,
        &format!(
            "{mail}[mail.imap]\nhost = \"127.0.0.1\"\nport = {port}\nencryption = \"none\"\n\
             user = \"ana\"\npassword_command = \"echo {SECRET}\"\n"
        ),
    );
}

fn mailbox() -> imap::Script {
    imap::Script::new("ana", SECRET)
}

/// Runs what leaves something for a person; answers what it says beside its answer.
fn left(home: &Home, line: &[&str]) -> String {
    let output = home.output(line);
    assert_eq!(code(&output), 3, "{}", said(&output));
    said(&output)
}

fn state(home: &Home, id: &str) -> Value {
    home.json(&["outbox", "show", id])["state"].clone()
}

#[test]
fn found_in_the_mailbox_it_counts_as_sent() {
    let (home, ids) = doubtful(1);
    let server = imap::Server::start(mailbox().holds("Sent", &ids[0]));
    ask_at(&home, &server);
    let answer = home.json(&["outbox", "resolve", "1"]);
    assert_eq!(answer["state"], "accepted");
    assert_eq!(answer["evidence"]["word"], "found");
    let words = "It lies in the folder Sent of ana since 24 Nov 2026, 10:04 (+01:00).";
    assert_eq!(answer["why"], words);
    let shown = home.run(&["outbox", "show", "1"]);
    let line = format!("evidence at the mailbox ana at 127.0.0.1: {words}");
    assert!(shown.contains(&line), "{shown}");
    let journal = home.run(&["log"]);
    assert!(
        journal.contains("Found as sent: the firm reminder"),
        "{journal}"
    );
}

#[test]
fn not_found_it_stays_a_question_and_says_where_was_looked() {
    let (home, _) = doubtful(1);
    let server = imap::Server::start(mailbox());
    ask_at(&home, &server);
    let words = left(&home, &["outbox", "resolve", "1"]);
    let looked = "It is neither in Sent nor in INBOX of ana.";
    assert!(words.contains(looked), "{words}");
    assert!(
        words.contains("payme outbox resolve 1 --as sent"),
        "{words}"
    );
    let why = home.json(&["outbox", "show", "1"])["why"].clone();
    let why = why.as_str().unwrap();
    assert!(
        why.ends_with(&format!("Asked the mailbox ana at 127.0.0.1: {looked}")),
        "{why}"
    );
    assert!(
        why.starts_with("The server closed the connection."),
        "{why}"
    );
    // Not found proves nothing: the person may say either.
    home.run(&["outbox", "resolve", "1", "--as", "not-sent"]);
    assert_eq!(state(&home, "1"), "cancelled");
}

#[test]
fn a_person_at_a_terminal_is_asked_when_it_was_not_found() {
    for (answer, ends, state_after) in [
        ("y\n", 0, "accepted"),
        ("n\n", 0, "cancelled"),
        ("\n", 3, "unknown"),
    ] {
        let (home, _) = doubtful(1);
        let server = imap::Server::start(mailbox());
        ask_at(&home, &server);
        let line = ["outbox", "resolve", "1"];
        let dialogue = [("leave it open] ", answer)];
        let (code, text) = in_dialogue(&home, 120, &line, &dialogue);
        assert_eq!(code, ends, "{text}");
        assert!(text.contains("neither in Sent nor in INBOX"), "{text}");
        assert_eq!(state(&home, "1"), state_after);
    }
}

#[test]
fn evidence_speaks_against_not_sent() {
    let (home, ids) = doubtful(1);
    let server = imap::Server::start(mailbox().holds("INBOX", &ids[0]));
    ask_at(&home, &server);
    let line = ["outbox", "resolve", "1", "--as", "not-sent"];
    let words = failure(&home, &line, 1);
    assert!(
        words.contains("Message 1 was sent. It lies in the folder INBOX"),
        "{words}"
    );
    assert!(words.contains("--anyway"), "{words}");
    assert_eq!(state(&home, "1"), "unknown");
    home.run(&["outbox", "resolve", "1", "--as", "not-sent", "--anyway"]);
    assert_eq!(state(&home, "1"), "cancelled");
    failure(&home, &["outbox", "resolve", "1", "--anyway"], 2);
}

#[test]
fn all_are_asked_about_over_one_connection() {
    let (home, ids) = doubtful(3);
    let server = imap::Server::start(mailbox().holds("Sent", &ids[0]).holds("INBOX", &ids[2]));
    ask_at(&home, &server);
    let output = home.output(&["outbox", "resolve", "--all", "--json"]);
    assert_eq!(code(&output), 3, "{}", said(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let words = |n: usize| answer["messages"][n]["evidence"]["word"].clone();
    assert_eq!(
        [words(0), words(1), words(2)],
        ["found", "not_found", "found"]
    );
    assert_eq!(answer["not_asked"], 0);
    assert_eq!(server.record().connections, 1);
    let states = ["1", "2", "3"].map(|id| state(&home, id));
    assert_eq!(states, ["accepted", "unknown", "accepted"]);
    home.run(&["outbox", "resolve", "2", "--as", "sent"]);
    let none = home.json(&["outbox", "resolve", "--all"]);
    assert_eq!(none, json!({"messages": [], "not_asked": 0}));
}

#[test]
fn a_mailbox_that_is_silent_settles_nothing() {
    let (home, _) = doubtful(1);
    let server = imap::Server::start(mailbox().on("UID SEARCH", imap::Act::say("{tag} NO later")));
    ask_at(&home, &server);
    let words = left(&home, &["outbox", "resolve", "1"]);
    assert!(
        words.contains("The folder Sent cannot be searched: later"),
        "{words}"
    );
    assert_eq!(state(&home, "1"), "unknown");
}

#[test]
fn without_a_mailbox_it_says_what_to_set() {
    let (home, _) = doubtful(1);
    let words = failure(&home, &["outbox", "resolve", "1"], 2);
    assert!(words.contains("Nobody can be asked"), "{words}");
    assert!(
        words.contains("[mail.imap]") && words.contains("--as sent"),
        "{words}"
    );
    let words = left(&home, &["outbox", "resolve", "--all"]);
    assert!(words.contains("Nobody could be asked about 1"), "{words}");
    failure(&home, &["outbox", "resolve"], 2);
    failure(&home, &["outbox", "resolve", "1", "--all"], 2);
}

#[test]
fn the_doctor_logs_in_to_the_mailbox() {
    let home = Home::new();
    home.import_overdue(1);
    let smtp = Server::start(Script::new());
    home.mail_to(smtp.port());
    let server = imap::Server::start(mailbox());
    ask_at(&home, &server);
    let finding = |checks: &Value| {
        let checks = checks["checks"].as_array().unwrap();
        checks
            .iter()
            .find(|one| one["name"] == "mailbox")
            .unwrap()
            .clone()
    };
    let well = finding(&home.json(&["doctor"]));
    assert_eq!(well["level"], "good");
    let words = "the mailbox ana at 127.0.0.1 works: sent mail is in \"Sent\".";
    assert_eq!(well["text"], words);
    let wrong = imap::Server::start(imap::Script::new("ana", "something else"));
    ask_at(&home, &wrong);
    let ill = finding(&home.json(&["doctor"]));
    assert_eq!(ill["level"], "bad", "{ill}");
    let text = ill["text"].as_str().unwrap();
    assert!(text.contains("did not take the login of ana"), "{text}");
    assert!(!text.contains(SECRET), "{text}");
    let rows = home.json(&["config", "show"]);
    assert!(rows.to_string().contains("mail.imap.folder"), "{rows}");
}
