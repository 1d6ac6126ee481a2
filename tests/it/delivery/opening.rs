//! Look-up, connection, greeting, EHLO.

use std::net::TcpListener;

use super::*;
use crate::support::smtp::{Act, Point};

#[test]
fn a_greeting_554_blocks_the_account() {
    let tried = attempt(Script::new().on(Point::Greeting, Act::say_and_cut("554 5.7.1 go away")));
    tried.is("account", Step::Connect, "554 5.7.1 go away", 0);
    assert_eq!(tried.pause(), None);
}

#[test]
fn a_greeting_421_pauses_the_account() {
    let tried = attempt(Script::new().on(Point::Greeting, Act::say_and_cut("421 4.3.2 busy")));
    tried.is("account", Step::Connect, "421 4.3.2 busy", 0);
    assert_eq!(tried.pause(), Some(Duration::from_mins(15)));
}

#[test]
fn a_cut_in_place_of_a_greeting_is_tried_again() {
    let tried = attempt(Script::new().on(Point::Greeting, Act::Cut));
    tried.is("retry", Step::Connect, "closed the connection", 0);
    let tried = attempt(Script::new().on(Point::Greeting, Act::Reset));
    tried.is("retry", Step::Connect, "reset", 0);
}

#[test]
fn a_silent_or_dripping_greeting_ends_at_the_limit() {
    for act in [Act::Silence, Act::Drip] {
        let tried = attempt_with(Script::new().on(Point::Greeting, act), |account| {
            account.limits.connect = SHORT;
        });
        tried.is("retry", Step::Connect, "No answer within 0.3 s.", 0);
    }
}

#[test]
fn a_greeting_with_another_positive_code_is_not_a_greeting() {
    let tried = attempt(Script::new().on(Point::Greeting, Act::say("250 ok")));
    tried.is("retry", Step::Connect, "Unexpected reply: 250 ok", 0);
}

#[test]
fn a_greeting_of_another_protocol_is_not_one_either() {
    let tried = attempt(Script::new().on(Point::Greeting, Act::say("SSH-2.0-OpenSSH_9.9")));
    tried.is("retry", Step::Connect, "is this the right port?", 0);
}

#[test]
fn a_greeting_without_an_end_is_cut_off() {
    let tried = attempt(Script::new().on(Point::Greeting, Act::Flood));
    tried.is("retry", Step::Connect, "has no end", 0);
}

#[test]
fn a_500_to_ehlo_blocks_the_account() {
    let tried = attempt(Script::new().on(Point::Hello, Act::say("500 5.5.1 what?")));
    tried.is("account", Step::Connect, "500 5.5.1 what?", 0);
    assert_eq!(tried.pause(), None);
}

#[test]
fn a_cut_after_ehlo_is_tried_again() {
    let tried = attempt(Script::new().on(Point::Hello, Act::Cut));
    tried.is("retry", Step::Connect, "closed the connection", 0);
}

#[test]
fn a_refused_port_is_offline() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let tried = attempt_with(Script::new(), |account| account.port = port);
    tried.is("offline", Step::Connect, "does not answer", 0);
    assert_eq!(tried.record.connections, 0);
}

#[test]
fn an_unknown_host_is_offline() {
    let server = Server::start(Script::new());
    let mut account = encrypted(&server, Encryption::Tls);
    account.host = "mail.invalid".into();
    account.limits.connect = Duration::from_secs(2);
    let (outcome, commits) = deliver(without_login(account).as_mut(), &[TO], BYTES);
    assert_eq!((outcome.word(), outcome.step()), ("offline", Step::Lookup));
    assert!(outcome.reply().contains("for mail.invalid"), "{outcome:?}");
    assert_eq!(commits, 0);
}

#[test]
fn the_program_calls_itself_by_its_address() {
    let tried = attempt(Script::new());
    tried.is(
        "accepted",
        Step::Confirmation,
        "250 2.0.0 ok, queued as 1",
        1,
    );
    assert_eq!(tried.record.heard("EHLO [127.0.0.1]"), 1);
    assert_eq!(tried.record.heard("EHLO"), 1);
    assert_eq!(tried.record.heard("QUIT"), 1);
    assert_eq!(tried.record.messages, [stored(&[TO])]);
}

#[test]
fn a_check_says_the_greeting_and_sends_nothing() {
    let server = Server::start(Script::new());
    let mut carrier = without_login(plain(&server));
    assert_eq!(carrier.check(), Ok("220 scripted.example ESMTP".into()));
    let place = format!("127.0.0.1:{} (no encryption)", server.port());
    assert_eq!(carrier.describe(), place);
    let record = server.finish();
    assert_eq!(record.heard("MAIL"), 0);
    assert_eq!(record.heard("QUIT"), 1);
}

#[test]
fn a_check_names_the_step_that_failed() {
    let server = Server::start(Script::new().on(Point::Hello, Act::say("500 what?")));
    let mut carrier = without_login(plain(&server));
    assert_eq!(carrier.check(), Err((Step::Connect, "500 what?".into())));
}
