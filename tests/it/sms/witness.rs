//! Twilio is asked what became of a message.

use payme::delivery::sms::Twilio;
use payme::delivery::sms::twilio::{Account, From};
use payme::delivery::{Evidence, Trace, Witness};
use serde_json::{Value, json};

use crate::support::http::{Act, Server};

const TEXT: &str = "Please pay 2026-001.";

fn ask(server: &Server, provider_id: &str) -> Evidence {
    let account = Account {
        base_url: format!("http://127.0.0.1:{}", server.port()),
        sid: "AC1".into(),
        from: From::Number("+447700900000".into()),
        https: payme::delivery::sms::Https::default(),
    };
    let mut twilio = Twilio::new(account, Box::new(|_fresh: bool| Ok("token".to_owned())));
    assert_eq!(Witness::describe(&twilio), "Twilio");
    twilio.ask(&Trace {
        message_id: "r-1".into(),
        provider_id: provider_id.into(),
        to: vec!["+491712345601".into()],
        body: TEXT.into(),
        since: "2026-11-24T00:05:00Z".parse().unwrap(),
    })
}

fn message(sid: &str, body: &str) -> Value {
    json!({"sid": sid, "from": "+447700900000", "to": "+491712345601", "body": body, "status": "delivered",
        "error_code": null, "date_created": "Tue, 24 Nov 2026 00:05:01 +0000"})
}

fn page(messages: &[Value], next: Option<&str>) -> Act {
    Act::answer(
        200,
        &json!({"messages": messages, "next_page_uri": next}).to_string(),
    )
}

#[test]
fn it_is_found_by_number_day_and_text() {
    let next = "/2010-04-01/Accounts/AC1/Messages.json?Page=1";
    let server = Server::start([
        page(&[message("SM1", "Another text")], Some(next)),
        page(&[message("SM2", TEXT)], None),
    ]);
    let Evidence::Found { words, id } = ask(&server, "") else {
        panic!("not found");
    };
    assert_eq!(
        (id.as_str(), words.as_str()),
        ("SM2", "Twilio has it as SM2, delivered.")
    );
    let lines: Vec<String> = server.requests().into_iter().map(|one| one.line).collect();
    // The day before: the two clocks may differ around midnight.
    let first = "GET /2010-04-01/Accounts/AC1/Messages.json\
        ?To=%2B491712345601&DateSent%3E=2026-11-23&PageSize=200 HTTP/1.1";
    assert_eq!(lines, [first.to_owned(), format!("GET {next} HTTP/1.1")]);
}

#[test]
fn what_is_not_there_is_not_found_and_no_answer_says_nothing() {
    let server = Server::start([page(&[message("SM1", "Another text")], None)]);
    assert!(matches!(ask(&server, ""), Evidence::NotFound { .. }));
    for act in [
        Act::answer(500, ""),
        Act::answer(401, ""),
        Act::answer(200, "<html>"),
        Act::answer(200, "{}"),
        Act::CutAfter,
    ] {
        let server = Server::start([act.clone()]);
        assert!(
            matches!(ask(&server, ""), Evidence::Silent { .. }),
            "{act:?}"
        );
    }
}

#[test]
fn by_its_sid_it_says_what_became_of_it() {
    let mut lost = message("SM7", TEXT);
    lost["status"] = json!("undelivered");
    lost["error_code"] = json!(30003);
    let server = Server::start([Act::answer(200, &lost.to_string())]);
    let Evidence::Failed { words, .. } = ask(&server, "SM7") else {
        panic!("it has not failed");
    };
    assert_eq!(
        words,
        "Twilio has it as SM7, undelivered: the phone is off or out of reach (30003)."
    );
    assert_eq!(
        server.requests()[0].line,
        "GET /2010-04-01/Accounts/AC1/Messages/SM7.json HTTP/1.1"
    );
    let server = Server::start([Act::answer(404, r#"{"code": 20404}"#)]);
    assert!(matches!(ask(&server, "SM7"), Evidence::NotFound { .. }));
}

/// A list cannot lead the token to another host, and what has failed there was not sent.
#[test]
fn another_host_gets_no_token_and_a_failure_is_one() {
    let other = Server::start([page(&[message("SM2", TEXT)], None)]);
    for next in [
        format!("@127.0.0.1:{}/x", other.port()),
        format!("//127.0.0.1:{}/x", other.port()),
    ] {
        let server = Server::start([page(&[], Some(&next))]);
        assert!(
            matches!(ask(&server, ""), Evidence::Silent { .. }),
            "{next}"
        );
    }
    assert_eq!(other.requests(), []);
    let mut lost = message("SM3", TEXT);
    lost["status"] = json!("failed");
    let server = Server::start([page(&[lost.clone()], None)]);
    assert!(matches!(ask(&server, ""), Evidence::Failed { .. }));
    let server = Server::start([page(&[lost, message("SM4", TEXT)], None)]);
    assert!(matches!(ask(&server, ""), Evidence::Found { .. }));
    let server = Server::start([]);
    assert!(matches!(ask(&server, "../x"), Evidence::Silent { .. }));
    assert_eq!(server.requests(), []);
}
