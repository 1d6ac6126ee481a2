//! What goes wrong: for each fault the state, the words, the tries, and what the provider counted.

use std::net::TcpListener;

use super::{NOON, at, messages, send, settings, states, texted, twilio, twilio_with, words};
use crate::support::certificates::{self, Flaw};
use crate::support::home::Home;
use crate::support::http::{Act, Server};

/// What must come of one answer.
struct Case {
    act: Act,
    state: &'static str,
    /// The outcome of the try that is written down; nothing for one that does not count.
    outcome: Option<&'static str>,
    words: &'static str,
    /// How often the provider has had the message when the outbox has run three times more.
    requests: usize,
}

fn case(
    act: Act,
    state: &'static str,
    outcome: impl Into<Option<&'static str>>,
    words: &'static str,
    requests: usize,
) -> Case {
    Case {
        act,
        state,
        outcome: outcome.into(),
        words,
        requests,
    }
}

fn error(status: u16, code: u64, message: &str) -> Act {
    let body = format!(r#"{{"code": {code}, "message": "{message}", "status": {status}}}"#);
    Act::answer(status, &body)
}

fn run(case: &Case) {
    let home = texted(1);
    let server = Server::start([case.act.clone()]);
    twilio(&home, &server);
    let act = &case.act;
    assert_eq!(send(&home), 3, "{act:?}");
    assert_eq!(states(&home), [case.state], "{act:?}: {}", words(&home));
    let said = words(&home);
    assert!(said.contains(case.words), "{act:?}: {said}");
    let attempts = messages(&home)[0]["attempts"].as_array().unwrap().clone();
    let outcomes: Vec<&str> = attempts
        .iter()
        .map(|attempt| attempt["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(
        outcomes,
        case.outcome.into_iter().collect::<Vec<_>>(),
        "{act:?}"
    );
    // It does not come back by itself.
    for _ in 0..3 {
        at(&home, NOON, &["outbox", "run"]);
    }
    assert_eq!(states(&home), [case.state], "{act:?}");
    assert_eq!(server.requests().len(), case.requests, "{act:?}");
}

#[test]
fn a_no_to_the_number_or_the_text_is_a_no() {
    for one in [
        case(
            error(400, 21211, "Invalid To"),
            "refused",
            "refused",
            "the number cannot be written to",
            1,
        ),
        case(
            error(400, 21212, "Invalid From"),
            "refused",
            "refused",
            "21212",
            1,
        ),
        case(
            error(400, 21612, "Unreachable"),
            "refused",
            "refused",
            "cannot be reached from",
            1,
        ),
        case(
            error(400, 21614, "Not mobile"),
            "refused",
            "refused",
            "not a mobile phone",
            1,
        ),
        case(
            error(400, 12345, "Something new"),
            "refused",
            "refused",
            "HTTP 400: Something new",
            1,
        ),
        case(
            Act::answer(422, "not json"),
            "refused",
            "refused",
            "HTTP 422: not json",
            1,
        ),
    ] {
        run(&one);
    }
}

#[test]
fn a_no_to_the_account_blocks_it_and_keeps_the_message() {
    for one in [
        case(
            error(401, 20003, "Authenticate"),
            "queued",
            None,
            "the auth token is wrong",
            1,
        ),
        case(Act::answer(401, ""), "queued", None, "HTTP 401", 1),
        case(Act::answer(403, "no"), "queued", None, "HTTP 403", 1),
        case(
            error(400, 21606, "From"),
            "queued",
            None,
            "not one of the account",
            1,
        ),
        case(
            error(400, 21608, "Trial"),
            "queued",
            None,
            "a trial account",
            1,
        ),
        case(
            Act::with(302, "Location: https://elsewhere.example/x\r\n", ""),
            "queued",
            None,
            "sends on to https://elsewhere.example/x (302)",
            1,
        ),
        case(Act::with(308, "", ""), "queued", None, "(308)", 1),
        case(Act::answer(404, ""), "queued", None, "HTTP 404", 1),
    ] {
        run(&one);
    }
}

#[test]
fn too_many_wait_as_long_as_the_provider_says() {
    for (act, seconds) in [
        (Act::with(429, "Retry-After: 300\r\n", ""), 300),
        (
            Act::with(
                429,
                "Date: Tue, 24 Nov 2026 12:00:00 GMT\r\n\
                 Retry-After: Tue, 24 Nov 2026 12:10:00 GMT\r\n",
                "",
            ),
            600,
        ),
        (
            Act::answer(429, r#"{"code": 20429, "message": "Too many"}"#),
            60,
        ),
        (Act::answer(429, ""), 60),
    ] {
        let home = texted(2);
        let server = Server::start([act.clone(), Act::answer(201, r#"{"sid": "SM1"}"#)]);
        twilio(&home, &server);
        assert_eq!(send(&home), 3);
        assert_eq!(states(&home), ["queued"; 2], "{act:?}");
        let message = &messages(&home)[0];
        assert_eq!(message["attempts"][0]["outcome"], "account", "{act:?}");
        let (due, queued) = (&message["due_at"], &message["queued_at"]);
        let instant = |value: &serde_json::Value| {
            value
                .as_str()
                .unwrap()
                .parse::<chrono::DateTime<chrono::Utc>>()
                .unwrap()
        };
        let wait = (instant(due) - instant(queued)).num_seconds();
        assert!((seconds..seconds + 30).contains(&wait), "{act:?}: {wait} s");
        // All wait, and then both go.
        at(&home, NOON, &["outbox", "run"]);
        assert_eq!(server.requests().len(), 1, "{act:?}");
        let (code, _) = at(&home, "2026-11-24T12:30", &["outbox", "run"]);
        assert_eq!((code, states(&home)), (0, vec!["accepted".to_owned(); 2]));
        assert_eq!(server.requests().len(), 3, "{act:?}");
    }
}

#[test]
fn what_is_not_a_complete_answer_is_a_question_to_a_person() {
    for one in [
        case(Act::answer(500, ""), "unknown", "unknown", "HTTP 500", 1),
        case(
            Act::answer(502, "<html>Bad gateway</html>"),
            "unknown",
            "unknown",
            "Bad gateway",
            1,
        ),
        case(
            Act::with(503, "Retry-After: 5\r\n", ""),
            "unknown",
            "unknown",
            "HTTP 503",
            1,
        ),
        case(Act::answer(504, ""), "unknown", "unknown", "HTTP 504", 1),
        case(
            Act::CutAfter,
            "unknown",
            "unknown",
            "ended before a complete answer",
            1,
        ),
        case(
            Act::Silence,
            "unknown",
            "unknown",
            "No complete answer within 2 s",
            1,
        ),
        case(
            Act::Drip,
            "unknown",
            "unknown",
            "No complete answer within 2 s",
            1,
        ),
        case(
            Act::Say(b"hello there\r\n\r\n"),
            "unknown",
            "unknown",
            "not HTTP",
            1,
        ),
        case(
            Act::Say(b"HTTP/1.1 201 Cre"),
            "unknown",
            "unknown",
            "before a complete answer",
            1,
        ),
        case(
            Act::Say(b"HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{\"sid\":"),
            "unknown",
            "unknown",
            "before a complete answer",
            1,
        ),
        case(
            Act::answer(201, ""),
            "unknown",
            "unknown",
            "has no message sid",
            1,
        ),
        case(
            Act::answer(201, "{\"sid\": "),
            "unknown",
            "unknown",
            "has no message sid",
            1,
        ),
        case(
            Act::answer(200, "<html>Log in here</html>"),
            "unknown",
            "unknown",
            "Log in here",
            1,
        ),
        case(Act::Flood(201), "unknown", "unknown", "far too long", 1),
        case(Act::Flood(400), "unknown", "unknown", "far too long", 1),
    ] {
        run(&one);
    }
}

#[test]
fn a_line_that_is_cut_before_the_request_is_read_is_a_question_too() {
    let home = texted(1);
    let server = Server::start([Act::CutBefore]);
    twilio(&home, &server);
    assert_eq!(send(&home), 3);
    assert_eq!(states(&home), ["unknown"]);
    at(&home, NOON, &["outbox", "run"]);
    assert_eq!((server.requests().len(), server.connections()), (0, 1));
}

/// Settings for a port that nobody listens at.
fn nobody(home: &Home) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    settings(
        home,
        &format!(
            "transport = \"twilio\"\nbase_url = \"http://127.0.0.1:{port}\"\naccount = \"AC1\"\n\
             from = \"+447700900000\"\npassword_command = \"echo token\"\n"
        ),
    );
}

#[test]
fn offline_is_no_try_and_it_goes_when_the_line_is_back() {
    let home = texted(1);
    nobody(&home);
    assert_eq!(send(&home), 3);
    assert_eq!(states(&home), ["queued"]);
    assert!(
        words(&home).starts_with("Offline at connection"),
        "{}",
        words(&home)
    );
    assert!(
        messages(&home)[0]["attempts"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    settings(
        &home,
        "transport = \"twilio\"\nbase_url = \"https://nowhere.invalid\"\naccount = \"AC1\"\n\
         from = \"+447700900000\"\npassword_command = \"echo token\"\n",
    );
    at(&home, NOON, &["outbox", "run"]);
    assert!(
        words(&home).starts_with("Offline at name look-up"),
        "{}",
        words(&home)
    );
    let server = Server::start([Act::answer(201, r#"{"sid": "SM1"}"#)]);
    twilio(&home, &server);
    assert_eq!(at(&home, NOON, &["outbox", "run"]).0, 0);
    assert_eq!(states(&home), ["accepted"]);
}

#[test]
fn a_wrong_certificate_stops_before_a_byte_of_the_request() {
    for (flaw, said) in [
        (
            Flaw::UnknownAuthority,
            "an authority that this computer does not know",
        ),
        (Flaw::Expired, "has expired"),
        (Flaw::OtherName, "is not for localhost"),
    ] {
        let home = texted(1);
        let server = Server::tls(
            certificates::server(flaw),
            [Act::answer(201, r#"{"sid": "SM1"}"#)],
        );
        secure(&home, &server);
        assert_eq!(send(&home), 3);
        assert_eq!(states(&home), ["queued"], "{flaw:?}");
        assert!(words(&home).contains(said), "{flaw:?}: {}", words(&home));
        assert_eq!(server.requests(), [], "{flaw:?}");
    }
    let home = texted(1);
    let right = certificates::server(Flaw::None);
    let server = Server::tls(right, [Act::answer(201, r#"{"sid": "SM1"}"#)]);
    secure(&home, &server);
    assert_eq!(send(&home), 0);
    assert_eq!(
        (states(&home), server.requests().len()),
        (vec!["accepted".into()], 1)
    );
    // TLS is spoken to a server that does not.
    let plain = Server::start([Act::Say(b"HTTP/1.1 400 Bad\r\n\r\n")]);
    let home = texted(1);
    secure(&home, &plain);
    assert_eq!(send(&home), 3);
    assert_eq!(states(&home), ["queued"]);
}

fn secure(home: &Home, server: &Server) {
    let (port, ca) = (server.port(), certificates::ca_file());
    settings(
        home,
        &format!(
            "transport = \"twilio\"\nbase_url = \"https://localhost:{port}\"\naccount = \"AC1\"\n\
             from = \"+447700900000\"\npassword_command = \"echo token\"\nca_file = \"{}\"\n",
            ca.display()
        ),
    );
}

#[test]
fn after_stop_no_text_goes_to_the_client_any_more() {
    let home = texted(1);
    let server = Server::start([error(400, 21610, "Unsubscribed")]);
    twilio(&home, &server);
    assert_eq!(send(&home), 3);
    assert_eq!(states(&home), ["refused"]);
    assert!(words(&home).contains("has answered STOP"));
    let (_, client) = at(&home, NOON, &["client", "show", "client-01"]);
    let why = client["no_sms"].as_str().unwrap();
    assert!(
        why.contains("+491712345601") && why.contains("STOP"),
        "{why}"
    );
    // Not even the same message again.
    at(&home, NOON, &["outbox", "retry", "1"]);
    at(&home, NOON, &["outbox", "run"]);
    assert_eq!(states(&home), ["expired"]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_secret_that_cannot_be_had_is_the_account_and_is_not_shown() {
    let home = texted(1);
    let server = Server::start([Act::answer(201, r#"{"sid": "SM1"}"#)]);
    twilio_with(&home, &server, "");
    let path = home.path().join(".config/payme/config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("echo token", "echo hunter2 >&2; exit 1"),
    )
    .unwrap();
    assert_eq!(send(&home), 3);
    assert_eq!(states(&home), ["queued"]);
    assert!(
        words(&home).contains("password_command failed"),
        "{}",
        words(&home)
    );
    assert_eq!(server.connections(), 0);
}
