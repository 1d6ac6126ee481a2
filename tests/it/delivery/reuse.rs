//! One connection for many messages.

use super::*;
use crate::support::smtp::{Act, Point};

fn number(n: usize) -> String {
    format!("client{n}@acme.example")
}

/// Sends to these clients one after another over one carrier.
fn batch(script: Script, clients: usize) -> (Vec<&'static str>, Record) {
    let server = Server::start(script);
    let mut carrier = without_login(plain(&server));
    let words = (1..=clients)
        .map(|n| {
            let (outcome, commits) = deliver(carrier.as_mut(), &[&number(n)], BYTES);
            let committed = usize::from(outcome.step() == Step::Confirmation);
            assert_eq!(commits, committed, "{outcome:?}");
            outcome.word()
        })
        .collect();
    carrier.close();
    (words, server.finish())
}

fn recipients(record: &Record) -> Vec<String> {
    record.messages.iter().flat_map(|m| m.to.clone()).collect()
}

#[test]
fn fifty_messages_go_over_one_connection() {
    let (words, record) = batch(Script::new(), 50);
    assert_eq!(words, ["accepted"; 50]);
    assert_eq!(record.connections, 1);
    assert_eq!(record.heard("RSET"), 0);
    assert_eq!(record.heard("QUIT"), 1);
    assert_eq!(
        recipients(&record),
        (1..=50).map(number).collect::<Vec<_>>()
    );
}

#[test]
fn a_refused_recipient_in_the_middle_leaves_the_others_alone() {
    let no = Act::say("550 5.1.1 no such user");
    let (words, record) = batch(Script::new().about("client3@", Point::Recipient, no), 5);
    assert_eq!(
        words,
        ["accepted", "accepted", "refused", "accepted", "accepted"]
    );
    assert_eq!(record.connections, 1);
    assert_eq!(record.heard("RSET"), 1);
    assert_eq!(recipients(&record), [1, 2, 4, 5].map(number));
}

#[test]
fn a_no_after_the_whole_message_leaves_the_connection_usable() {
    let script = Script::new()
        .at(1, Point::Dot, Act::say("554 5.7.1 spam"))
        .at(2, Point::Dot, Act::say("451 4.3.0 later"));
    let (words, record) = batch(script, 3);
    assert_eq!(words, ["refused", "retry", "accepted"]);
    assert_eq!(record.connections, 1);
    assert_eq!(recipients(&record), [number(3)]);
}

#[test]
fn a_server_that_does_not_know_rset_gets_a_new_connection() {
    let script = Script::new()
        .at(1, Point::Recipient, Act::say("550 5.1.1 no"))
        .on(Point::Reset, Act::say("502 5.5.1 what?"));
    let (words, record) = batch(script, 2);
    assert_eq!(words, ["refused", "accepted"]);
    assert_eq!(record.connections, 2);
    assert_eq!(recipients(&record), [number(2)]);
}

#[test]
fn an_idle_goodbye_is_not_taken_for_an_answer() {
    for goodbye in ["221 2.0.0 idle for too long", "421 4.4.2 idle for too long"] {
        let script = Script::new().at(1, Point::Idle, Act::say_and_cut(goodbye));
        let (words, record) = batch(script, 3);
        assert_eq!(words, ["accepted"; 3], "{goodbye}");
        assert_eq!(record.connections, 2);
        assert_eq!(recipients(&record), [1, 2, 3].map(number));
    }
}

#[test]
fn a_connection_that_ended_while_idle_is_replaced() {
    for act in [Act::Cut, Act::Reset] {
        let script = Script::new().at(1, Point::Idle, act);
        let (words, record) = batch(script, 2);
        assert_eq!(words, ["accepted"; 2]);
        assert_eq!(record.connections, 2);
        assert_eq!(recipients(&record), [1, 2].map(number));
    }
}

#[test]
fn an_answer_too_many_is_never_taken_for_the_next_one() {
    let twice = Act::Say(b"250 ok\r\n550 no\r\n".to_vec());
    let (words, record) = batch(Script::new().at(1, Point::Stored, twice), 3);
    assert_eq!(words, ["accepted"; 3]);
    assert_eq!(record.connections, 2);
    assert_eq!(recipients(&record), [1, 2, 3].map(number));
}

#[test]
fn a_421_at_a_new_connection_too_pauses_the_account() {
    let script = Script::new()
        .at(2, Point::Sender, Act::say_and_cut("421 4.7.0 busy"))
        .at(3, Point::Sender, Act::say_and_cut("421 4.7.0 busy"));
    let (words, record) = batch(script, 2);
    assert_eq!(words, ["accepted", "account"]);
    assert_eq!(record.connections, 2);
}

#[test]
fn an_unknown_end_is_not_reused() {
    let script = Script::new().at(1, Point::Stored, Act::say("354 go on"));
    let (words, record) = batch(script, 2);
    assert_eq!(words, ["unknown", "accepted"]);
    assert_eq!(record.connections, 2);
}
