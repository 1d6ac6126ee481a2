use super::*;
use crate::domain::ids::ClientId;
use crate::domain::message::{Attempt, MessageState, Purpose};
use crate::store::fixtures::{empty, full, now};

fn message(why: &str, reply: &str) -> Message {
    Message {
        id: OutboxId(7),
        message_id: "<7@lind.example>".to_owned(),
        client: ClientId(1),
        client_key: "acme".to_owned(),
        client_name: "Acme".to_owned(),
        channel: Channel::Email,
        purpose: Purpose::Reminder,
        tone: None,
        stage: "firm".to_owned(),
        to: Vec::new(),
        subject: String::new(),
        body: String::new(),
        state: MessageState::Accepted,
        to_folder: false,
        why: why.to_owned(),
        due_at: now().at,
        queued_at: now().at,
        queued_on: now().today,
        attempt_count: 1,
        invoices: Vec::new(),
        attempts: vec![Attempt {
            at: now().at,
            outcome: "accepted".to_owned(),
            step: "data".to_owned(),
            reply: reply.to_owned(),
        }],
    }
}

#[test]
fn the_trace_says_what_became_of_it() {
    assert_eq!(
        trace(&message("", "250 2.0.0 Ok: queued as 4XYZ")),
        "X-Payme-Message: 7\r\nX-Payme-State: accepted\r\n\
         X-Payme-Queued: 2026-11-24T09:00:00.000Z\r\n\
         X-Payme-Answer: 2026-11-24T09:00:00.000Z accepted at data: 250 2.0.0 Ok:\r\n \
         queued as 4XYZ\r\n"
    );
}

#[test]
fn what_a_server_says_cannot_become_a_header_of_its_own() {
    let text = trace(&message(
        "Größe\r\nBcc: all@example.org\r\n\r\nbody",
        "250 ok\u{1b}[2J =?UTF-8?Q?x?= \u{202e}evil",
    ));
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        assert!(
            line.starts_with("X-Payme-") || line.starts_with(' '),
            "{line:?}"
        );
        assert!(
            line.len() <= 78 && line.bytes().all(|b| (b' '..=b'~').contains(&b)),
            "{line:?}"
        );
    }
    assert!(text.contains("=?UTF-8?Q?Gr=C3=B6=C3=9Fe?="), "{text}");
    assert!(!text.contains("\r\n\r\n"), "{text}");
}

#[test]
fn the_bytes_follow_as_they_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, _, id) = full(&mut book);
    let bytes = raw(&book, id).unwrap();
    assert_eq!(bytes, b"Subject: Rechnung\r\n\r\nHallo\r\n");
    let whole = proof(&book, id).unwrap();
    assert!(whole.ends_with(&bytes));
    assert!(whole.starts_with(b"X-Payme-Message: 1\r\n"));
}
