//! What goes right.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{NOON, SEND, TEXT, at, messages, send, settings, states, texted, twilio, twilio_with};
use crate::support::http::{Act, Server};
use crate::support::smtp;

const ACCEPTED: &str = r#"{"sid": "SM0123", "status": "queued", "to": "+491712345601"}"#;

const MAILED: &str = r#"{"key": "mailed", "name": "By e-mail", "interval_days": 5, "cap": 4,
    "minimum": "0", "stages": [{"name": "firm", "days": 10, "tone": "firm"}]}"#;

#[test]
fn a_reminder_goes_once_with_the_form_that_twilio_wants() {
    let home = texted(1);
    let server = Server::start([Act::answer(201, ACCEPTED)]);
    twilio(&home, &server);
    assert_eq!(send(&home), 0);
    assert_eq!(states(&home), ["accepted"]);
    let requests = server.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert_eq!(
        request.line,
        "POST /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1"
    );
    let login = STANDARD.encode("AC1:token");
    assert_eq!(request.header("Authorization"), format!("Basic {login}"));
    assert_eq!(
        request.body,
        "To=%2B491712345601&From=%2B447700900000&Body=Invoice%202026-001%20is%20late."
    );
    let message = &messages(&home)[0];
    assert_eq!(message["channel"], "sms");
    assert_eq!(message["to"], json!(["+491712345601"]));
    assert_eq!(message["attempts"][0]["reply"], "accepted as SM0123");
    assert!(message["message_id"].as_str().unwrap().len() <= 36);
    // Nothing goes again, however often it runs.
    assert_eq!(at(&home, NOON, &["outbox", "run"]).0, 0);
    assert_eq!(server.requests().len(), 1);
    let (_, shown) = at(&home, NOON, &["outbox", "show", "1"]);
    assert_eq!(shown["body"], TEXT);
}

#[test]
fn without_settings_each_becomes_a_file_at_any_hour() {
    let home = texted(2);
    let (code, answer) = at(&home, "2026-11-24T23:30", SEND);
    assert_eq!(code, 0, "{answer}");
    assert_eq!(states(&home), ["accepted"; 2]);
    let folder = home.path().join(".local/share/payme/outbox");
    let mut texts: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            assert_eq!(path.extension().unwrap(), "txt");
            std::fs::read_to_string(path).unwrap()
        })
        .collect();
    texts.sort();
    assert_eq!(texts[0], format!("To: +491712345601\n\n{TEXT}\n"));
    let words = home.run(&["doctor"]);
    assert!(words.contains("they become files"), "{words}");
}

#[test]
fn a_test_message_says_what_was_answered() {
    let home = texted(1);
    let server = Server::start([Act::answer(201, ACCEPTED)]);
    twilio(&home, &server);
    let (code, answer) = at(&home, NOON, &["sms", "test", "0171 2345678"]);
    assert_eq!(code, 0, "{answer}");
    assert_eq!(answer["to"], "+491712345678");
    assert_eq!(answer["provider_id"], "SM0123");
    let body = server.requests()[0].body.clone();
    assert!(body.starts_with("To=%2B491712345678&"), "{body}");
    let (code, words) = at(&home, NOON, &["sms", "test", "call me"]);
    assert_eq!(code, 2, "{words}");
    let wrong = Server::start([Act::answer(
        401,
        r#"{"code": 20003, "message": "Authenticate"}"#,
    )]);
    twilio(&home, &wrong);
    let (code, words) = at(&home, NOON, &["sms", "test", "0171 2345678"]);
    let words = words.to_string();
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("check [sms]"), "{words}");
    assert!(
        words.contains("the account sid or the auth token is wrong"),
        "{words}"
    );
}

#[test]
fn the_doctor_asks_the_account_without_a_message() {
    let home = texted(1);
    let server = Server::start([Act::answer(200, r#"{"sid": "AC1"}"#), Act::answer(401, "")]);
    twilio(&home, &server);
    let words = home.run(&["doctor"]);
    assert!(
        words.contains("Twilio, from +447700900000 works"),
        "{words}"
    );
    assert_eq!(
        server.requests()[0].line,
        "GET /2010-04-01/Accounts/AC1.json HTTP/1.1"
    );
    let output = home.output(&["doctor"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_blocked_channel_does_not_hold_up_the_other() {
    let both = |mail_works: bool| {
        let home = texted(2);
        home.write("mail.json", MAILED);
        home.run(&["policy", "set", "--from", "mail.json"]);
        home.run(&["client", "edit", "client-02", "--policy", "mailed"]);
        let script = if mail_works {
            smtp::Script::new()
        } else {
            smtp::Script::new().on(smtp::Point::Greeting, smtp::Act::say("554 closed"))
        };
        let mail = smtp::Server::start(script);
        let answer = if mail_works {
            Act::answer(401, r#"{"code": 20003, "message": "Authenticate"}"#)
        } else {
            Act::answer(201, ACCEPTED)
        };
        let sms = Server::start([answer]);
        home.mail_to(mail.port());
        let path = home.path().join(".config/payme/config.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let port = sms.port();
        std::fs::write(
            path,
            format!(
                "{text}[sms]\ntransport = \"twilio\"\nbase_url = \"http://127.0.0.1:{port}\"\n\
                 account = \"AC1\"\nfrom = \"+447700900000\"\npassword_command = \"echo token\"\n"
            ),
        )
        .unwrap();
        assert_eq!(send(&home), 3);
        (
            states(&home),
            messages(&home),
            mail.accepted(),
            sms.requests().len(),
        )
    };
    let (_, messages, mails, _) = both(true);
    for message in &messages {
        let state = if message["channel"] == "sms" {
            "queued"
        } else {
            "accepted"
        };
        assert_eq!(message["state"], state, "{message}");
    }
    assert_eq!((messages.len(), mails), (2, 1));
    let (_, messages, mails, texts) = both(false);
    for message in &messages {
        let state = if message["channel"] == "sms" {
            "accepted"
        } else {
            "queued"
        };
        assert_eq!(message["state"], state, "{message}");
    }
    assert_eq!((messages.len(), mails, texts), (2, 0, 1));
}

#[test]
fn each_channel_counts_its_own_limit() {
    let home = texted(3);
    let server = Server::start([Act::answer(201, ACCEPTED)]);
    twilio_with(&home, &server, "per_day = 2\n");
    let code = send(&home);
    assert_eq!(states(&home), ["accepted", "accepted", "queued"]);
    assert_eq!(code, 3);
    assert_eq!(server.requests().len(), 2);
    let (code, report) = at(&home, "2026-11-24T12:10", &["outbox", "run"]);
    assert_eq!(code, 3);
    let stopped = report["stopped"].as_str().unwrap();
    assert!(
        stopped.contains("The limit of 2 text messages in 24 hours"),
        "{stopped}"
    );
}

#[test]
fn what_is_shown_before_is_what_goes_with_its_length() {
    let home = texted(1);
    settings(&home, "max_parts = 1\n");
    let (code, shown) = at(
        &home,
        NOON,
        &[
            "reminder",
            "show",
            "--client",
            "client-01",
            "--channel",
            "sms",
        ],
    );
    assert_eq!(code, 0, "{shown}");
    let text = shown.to_string();
    assert!(text.contains("25 characters, GSM-7, 1 part"), "{text}");
    assert!(text.contains("+491712345601"), "{text}");
}
