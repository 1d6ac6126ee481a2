//! A phone of one's own, a webhook, a program.

use serde_json::{Value, json};

use super::{LATER, NOON, TEXT, at, messages, send, settings, states, texted, words};
use crate::support::home::Home;
use crate::support::http::{Act, Server};

fn gateway(home: &Home, server: &Server) {
    let port = server.port();
    settings(
        home,
        &format!(
            "transport = \"gateway\"\nbase_url = \"http://127.0.0.1:{port}/api/\"\nuser = \"me\"\n\
             password_command = \"echo secret\"\n"
        ),
    );
}

#[test]
fn a_gateway_gets_our_id_and_knows_it_again() {
    let home = texted(1);
    let server = Server::start([
        Act::CutAfter,
        Act::answer(409, r#"{"message": "conflict"}"#),
    ]);
    gateway(&home, &server);
    assert_eq!(send(&home), 3);
    assert_eq!(states(&home), ["unknown"]);
    assert!(
        words(&home).contains("Sending it again is safe"),
        "{}",
        words(&home)
    );
    at(&home, LATER, &["outbox", "run"]);
    assert_eq!(server.requests().len(), 1, "by itself it never goes again");
    at(&home, NOON, &["outbox", "retry", "1"]);
    assert_eq!(at(&home, LATER, &["outbox", "run"]).0, 0);
    assert_eq!(states(&home), ["accepted"]);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].line, "POST /api/messages HTTP/1.1");
    assert_eq!(requests[0].body, requests[1].body);
    let body: Value = serde_json::from_str(&requests[0].body).unwrap();
    assert_eq!(body["id"], messages(&home)[0]["message_id"]);
    assert_eq!(body["textMessage"], json!({"text": TEXT}));
    assert_eq!(body["phoneNumbers"], json!(["+491712345601"]));
}

#[test]
fn a_gateway_says_yes_no_or_nothing() {
    for (act, state) in [
        (
            Act::answer(202, r#"{"id": "x", "state": "Pending"}"#),
            "accepted",
        ),
        (Act::answer(202, "<html>"), "unknown"),
        (
            Act::answer(400, r#"{"message": "invalid number"}"#),
            "refused",
        ),
        (Act::answer(401, ""), "queued"),
        (Act::answer(503, ""), "unknown"),
    ] {
        let home = texted(1);
        let server = Server::start([act.clone()]);
        gateway(&home, &server);
        send(&home);
        at(&home, LATER, &["outbox", "run"]);
        assert_eq!(states(&home), [state], "{act:?}");
        assert_eq!(server.requests().len(), 1, "{act:?}");
    }
}

fn webhook(home: &Home, server: &Server, rest: &str) {
    let port = server.port();
    settings(
        home,
        &format!(
            "transport = \"webhook\"\nuser = \"me\"\npassword_command = \"echo secret\"\n\
             [sms.webhook]\nurl = \"http://127.0.0.1:{port}/send?kind=sms\"\n\
             headers = {{ \"X-Kind\" = \"reminder\" }}\n\
             body = '{{\"to\": {{{{ to | tojson }}}}, \"text\": {{{{ text | tojson }}}}}}'\n{rest}"
        ),
    );
}

#[test]
fn a_webhook_sends_what_the_settings_say() {
    let home = texted(1);
    let server = Server::start([Act::answer(202, r#"{"message": {"id": 77}}"#)]);
    webhook(
        &home,
        &server,
        "id_pointer = \"/message/id\"\nmethod = \"PUT\"\n",
    );
    assert_eq!(send(&home), 0, "{}", words(&home));
    let request = &server.requests()[0];
    assert_eq!(request.line, "PUT /send?kind=sms HTTP/1.1");
    assert_eq!(request.header("Content-Type"), "application/json");
    assert_eq!(request.header("X-Kind"), "reminder");
    assert_eq!(request.header("Authorization"), "Basic bWU6c2VjcmV0");
    let message = &messages(&home)[0];
    assert_eq!(request.header("Idempotency-Key"), message["message_id"]);
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body, json!({"to": "+491712345601", "text": TEXT}));
    assert_eq!(message["attempts"][0]["reply"], "accepted as 77");
}

#[test]
fn a_webhook_is_believed_only_as_configured() {
    for (act, rest, state) in [
        (Act::answer(200, "fine"), "", "accepted"),
        (Act::answer(204, ""), "", "unknown"),
        (Act::answer(204, ""), "accept = [204]\n", "accepted"),
        (
            Act::answer(200, "fine"),
            "id_pointer = \"/id\"\n",
            "unknown",
        ),
        (
            Act::answer(200, "{\"id\": \"\"}"),
            "id_pointer = \"/id\"\n",
            "unknown",
        ),
        (Act::answer(418, "teapot"), "", "refused"),
        (Act::with(307, "Location: /other\r\n", ""), "", "queued"),
        (Act::answer(500, ""), "", "unknown"),
        (Act::CutAfter, "", "unknown"),
    ] {
        let home = texted(1);
        let server = Server::start([act.clone()]);
        webhook(&home, &server, rest);
        send(&home);
        at(&home, LATER, &["outbox", "run"]);
        assert_eq!(states(&home), [state], "{act:?} {rest}: {}", words(&home));
        assert_eq!(server.requests().len(), 1, "{act:?}");
    }
}

#[test]
fn a_program_gets_number_and_text_as_words() {
    let home = texted(1);
    let script = "#!/bin/sh\nprintf '%s\\n' \"$@\" >> \"$HOME/sent\"\n";
    let program = home.write("send", script);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&program, mode).unwrap();
    settings(
        &home,
        "transport = \"command\"\n[sms.command]\nprogram = \"~/send\"\nargs = [\"{to}\", \"{text}\"]\n",
    );
    assert_eq!(send(&home), 0, "{}", words(&home));
    at(&home, LATER, &["outbox", "run"]);
    let sent = std::fs::read_to_string(home.path().join("sent")).unwrap();
    assert_eq!(sent, format!("+491712345601\n{TEXT}\n"));
    assert_eq!(states(&home), ["accepted"]);
}

/// Nothing that is shown or exported of the book has a secret that a provider has said back.
#[test]
fn a_secret_that_is_said_back_is_not_kept() {
    let echo = "got Authorization: Basic bWU6c2VjcmV0 (me:secret), X-Key: hunter-2-key, \
                pass=hunter-2-key&pass=url%2Fkey%3D9";
    for (status, body) in [
        (200, echo.to_owned()),
        (400, echo.to_owned()),
        (401, json!({ "message": echo }).to_string()),
        (
            500,
            format!("{{\"message\": \"{}\"}}", echo.replace('s', "\\u0073")),
        ),
        (301, echo.to_owned()),
    ] {
        for way in ["gateway", "webhook"] {
            let home = texted(1);
            let server = Server::start([Act::answer(status, &body)]);
            let port = server.port();
            let text = if way == "gateway" {
                format!("transport = \"gateway\"\nbase_url = \"http://127.0.0.1:{port}\"\n")
            } else {
                String::from("transport = \"webhook\"\n")
            };
            let hook = format!(
                "[sms.webhook]\nurl = \"http://127.0.0.1:{port}/?key=url%2Fkey%3D9\"\n\
                 headers = {{ \"X-Key\" = \"hunter-2-key\" }}\n\
                 body = '{{\"pass\": \"hunter-2-key\", \"text\": {{{{ text | tojson }}}}}}'\n"
            );
            let login = "user = \"me\"\npassword_command = \"echo secret\"\n";
            let hook = if way == "webhook" {
                hook
            } else {
                String::new()
            };
            settings(&home, &format!("{text}{login}{hook}"));
            at(&home, NOON, super::SEND);
            let (_, shown) = at(&home, NOON, &["outbox", "show", "1"]);
            let (_, book) = at(&home, NOON, &["export"]);
            let kept = format!("{shown}{book}{}", words(&home));
            assert!(
                kept.contains("(secret)") || status == 301,
                "{status} {way}: {kept}"
            );
            let mut told = vec!["bWU6", ":secret"];
            if way == "webhook" {
                told.extend(["hunter", "url%2Fkey", "url/key"]);
            }
            for part in told {
                assert!(!kept.contains(part), "{status} {way} keeps {part}: {shown}");
            }
        }
    }
}
