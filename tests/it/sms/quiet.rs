//! Quiet hours hold a text message until they end.

use super::{SEND, at, messages, states, texted, twilio, twilio_with, words};
use crate::support::http::{Act, Server};

fn accepting() -> Server {
    Server::start([Act::answer(201, r#"{"sid": "SM1"}"#)])
}

#[test]
fn what_is_sent_at_night_goes_in_the_morning() {
    let home = texted(1);
    let server = accepting();
    twilio(&home, &server);
    let (code, answer) = at(&home, "2026-11-24T21:00", SEND);
    assert_eq!(code, 3, "{answer}");
    assert_eq!(answer["messages"][0]["state"], "queued");
    assert_eq!(
        answer["messages"][0]["why"],
        "Quiet hours until Wed 25 Nov 09:00."
    );
    assert_eq!(messages(&home)[0]["due_at"], "2026-11-25T09:00:00.000Z");
    for hour in ["2026-11-24T22:00", "2026-11-25T08:59"] {
        at(&home, hour, &["outbox", "run"]);
    }
    assert_eq!(
        (states(&home), server.requests().len()),
        (vec!["queued".into()], 0)
    );
    assert_eq!(at(&home, "2026-11-25T09:00", &["outbox", "run"]).0, 0);
    assert_eq!(
        (states(&home), server.requests().len()),
        (vec!["accepted".into()], 1)
    );
}

#[test]
fn it_is_looked_at_again_when_it_is_about_to_leave() {
    let home = texted(1);
    let down = Server::start([Act::answer(429, "")]);
    twilio(&home, &down);
    // Put off shortly before seven, and due again after it.
    at(&home, "2026-11-24T18:58", SEND);
    assert_eq!(states(&home), ["queued"]);
    let server = accepting();
    twilio(&home, &server);
    let (code, report) = at(&home, "2026-11-24T19:05", &["outbox", "run"]);
    assert_eq!((code, server.requests().len()), (3, 0), "{report}");
    assert_eq!(words(&home), "Quiet hours until Wed 25 Nov 09:00.");
    assert_eq!(report["again_at"], "2026-11-25T09:00:00.000Z");
    assert_eq!(at(&home, "2026-11-25T09:30", &["outbox", "run"]).0, 0);
    assert_eq!(states(&home), ["accepted"]);
}

#[test]
fn a_friday_night_is_not_held_into_the_weekend() {
    let home = texted(1);
    let server = accepting();
    twilio(&home, &server);
    at(&home, "2026-11-27T20:00", SEND);
    assert_eq!(words(&home), "Quiet hours until Mon 30 Nov 09:00.");
    at(&home, "2026-11-28T10:00", &["outbox", "run"]);
    assert_eq!(states(&home), ["queued"]);
    assert_eq!(at(&home, "2026-11-30T09:01", &["outbox", "run"]).0, 0);
    assert_eq!(
        (states(&home), server.requests().len()),
        (vec!["accepted".into()], 1)
    );
}

#[test]
fn the_hours_are_the_users_own() {
    let home = texted(1);
    let server = accepting();
    twilio_with(&home, &server, "quiet_hours = \"\"\n");
    assert_eq!(at(&home, "2026-11-24T23:00", SEND).0, 0);
    assert_eq!(
        (states(&home), server.requests().len()),
        (vec!["accepted".into()], 1)
    );
}
