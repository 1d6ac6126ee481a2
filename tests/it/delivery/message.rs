//! MAIL, RCPT, DATA and the body: before the point of no return nothing is accepted.

use super::*;
use crate::support::smtp::{Act, Point};

#[test]
fn a_452_to_mail_pauses_the_account() {
    let tried = attempt(Script::new().on(Point::Sender, Act::say("452 4.3.1 no space")));
    tried.is("account", Step::Sender, "452 4.3.1 no space", 0);
    assert_eq!(tried.pause(), Some(Duration::from_mins(15)));
}

#[test]
fn a_552_to_mail_refuses_the_message() {
    let tried = attempt(Script::new().on(Point::Sender, Act::say("552 5.3.4 too big")));
    tried.is("refused", Step::Sender, "552 5.3.4 too big", 0);
}

#[test]
fn a_450_to_rcpt_waits_for_the_greylist() {
    let tried = attempt(Script::new().on(Point::Recipient, Act::say("450 4.2.0 greylisted")));
    tried.is(
        "retry",
        Step::Recipient,
        "450 4.2.0 greylisted (ap@acme.example)",
        0,
    );
    assert_eq!(tried.not_before(), Some(Duration::from_mins(5)));
}

#[test]
fn a_450_421_to_rcpt_pauses_the_account() {
    let tried = attempt(Script::new().on(Point::Recipient, Act::say("450 4.2.1 too fast")));
    tried.is("account", Step::Recipient, "450 4.2.1 too fast", 0);
    assert_eq!(tried.pause(), Some(Duration::from_mins(15)));
}

#[test]
fn a_550_to_rcpt_refuses_the_message_to_everybody() {
    let script = Script::new().about(
        "gone@",
        Point::Recipient,
        Act::say("550 5.1.1 no such user"),
    );
    let server = Server::start(script);
    let mut carrier = without_login(plain(&server));
    let (outcome, commits) = deliver(carrier.as_mut(), &[TO, "gone@acme.example"], BYTES);
    let reply = "550 5.1.1 no such user (gone@acme.example)".into();
    let step = Step::Recipient;
    let stopped = false;
    let refused = Outcome::Refused {
        step,
        reply,
        stopped,
    };
    assert_eq!((outcome, commits), (refused, 0));
    drop(carrier);
    let record = server.finish();
    assert_eq!(record.messages, []);
    assert_eq!(record.heard("DATA"), 0);
}

#[test]
fn a_550_545_is_the_limit_of_the_day() {
    let tried = attempt(Script::new().on(Point::Recipient, Act::say("550 5.4.5 daily limit")));
    tried.is("account", Step::Recipient, "550 5.4.5 daily limit", 0);
    assert_eq!(tried.pause(), Some(Duration::from_hours(4)));
}

#[test]
fn a_452_or_a_421_with_a_cut_at_rcpt_pauses_the_account() {
    for act in [
        Act::say("452 4.5.3 too many recipients"),
        Act::say_and_cut("421 4.7.0 too many connections"),
    ] {
        let tried = attempt(Script::new().on(Point::Recipient, act));
        tried.is("account", Step::Recipient, "too many", 0);
        assert_eq!(tried.pause(), Some(Duration::from_mins(15)));
    }
}

#[test]
fn a_reset_at_rcpt_is_tried_again() {
    let tried = attempt(Script::new().on(Point::Recipient, Act::Reset));
    tried.is("retry", Step::Recipient, "reset", 0);
    assert_eq!(tried.not_before(), None);
}

#[test]
fn a_451_to_data_is_tried_again() {
    let tried = attempt(Script::new().on(Point::Data, Act::say("451 4.3.0 try again")));
    tried.is("retry", Step::Data, "451 4.3.0 try again", 0);
    assert_eq!(tried.not_before(), None);
}

#[test]
fn a_positive_code_to_data_that_is_not_354_is_out_of_step() {
    let tried = attempt(Script::new().on(Point::Data, Act::say("250 ok")));
    tried.is("retry", Step::Data, "Unexpected reply: 250 ok", 0);
}

#[test]
fn silence_and_drip_end_at_the_limit_of_a_command() {
    for point in [Point::Sender, Point::Recipient, Point::Data] {
        for act in [Act::Silence, Act::Drip] {
            let tried = attempt_with(Script::new().on(point, act), |account| {
                account.limits.command = SHORT;
            });
            assert_eq!(tried.outcome.word(), "retry", "{point:?}");
            assert_eq!(tried.outcome.reply(), "No answer within 0.3 s.");
            assert_eq!((tried.commits, tried.record.messages.len()), (0, 0));
        }
    }
}

/// Larger than what the system buffers between two programs.
fn large() -> Vec<u8> {
    b"0123456789012345678901234567890123456789\r\n".repeat(400_000)
}

fn attempt_large(script: Script, limits: Limits) -> Tried {
    let server = Server::start(script);
    let mut account = plain(&server);
    account.limits = limits;
    let mut carrier = without_login(account);
    let (outcome, commits) = deliver(carrier.as_mut(), &[TO], &large());
    drop(carrier);
    Tried {
        outcome,
        commits,
        record: server.finish(),
    }
}

#[test]
fn a_reset_in_the_body_is_tried_again() {
    let tried = attempt_large(Script::new().on(Point::Body, Act::Reset), PATIENT);
    tried.is("retry", Step::Body, "", 0);
}

#[test]
fn a_server_that_speaks_before_the_end_gets_no_end() {
    let early = Act::say("552 5.3.4 too big");
    let tried = attempt_large(Script::new().on(Point::Body, early), PATIENT);
    tried.is(
        "retry",
        Step::Body,
        "Unexpected reply: 552 5.3.4 too big",
        0,
    );
}

#[test]
fn a_reply_too_many_is_not_taken_for_the_answer_to_the_message() {
    let twice = Act::Say(b"354 go on\r\n451 4.3.0 no\r\n".to_vec());
    let tried = attempt(Script::new().on(Point::Data, twice));
    assert_eq!(
        (tried.outcome.word(), tried.outcome.step()),
        ("retry", Step::Body)
    );
    assert_eq!(tried.record.messages, []);
}

#[test]
fn a_server_that_speaks_between_commit_and_end_gets_no_end() {
    // An empty message goes from the 354 to the commit without another word.
    let twice = Act::Say(b"354 go on\r\n250 2.0.0 queued\r\n".to_vec());
    let server = Server::start(Script::new().on(Point::Data, twice));
    let mut carrier = without_login(plain(&server));
    let (outcome, commits) = deliver(carrier.as_mut(), &[TO], b"");
    let said = (outcome.word(), outcome.step(), outcome.reply());
    let words = "Unexpected reply: 250 2.0.0 queued";
    assert_eq!(said, ("retry", Step::Body, words));
    assert_eq!(commits, 1);
    drop(carrier);
    assert_eq!(server.finish().messages, []);
}

#[test]
fn a_body_that_is_not_taken_ends_at_its_limit() {
    let (script, gate) = Script::new().hold(Point::Body);
    let server = Server::start(script);
    let mut account = plain(&server);
    account.limits.body = SHORT;
    let mut carrier = without_login(account);
    let (outcome, commits) = deliver(carrier.as_mut(), &[TO], &large());
    assert_eq!((outcome.word(), outcome.step()), ("retry", Step::Body));
    assert_eq!(commits, 0);
    gate.open();
    drop(carrier);
    assert_eq!(server.finish().messages, []);
}

#[test]
fn a_large_message_arrives_byte_by_byte() {
    let tried = attempt_large(Script::new(), PATIENT);
    tried.is("accepted", Step::Confirmation, "queued", 1);
    assert!(tried.record.messages[0].bytes == large());
}

#[test]
fn a_no_at_the_commit_stops_the_message() {
    let server = Server::start(Script::new());
    let mut carrier = without_login(plain(&server));
    let to = [TO.to_string()];
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes: BYTES,
        envelope_from: FROM,
        envelope_to: &to,
    };
    let mut commits = 0;
    let outcome = carrier.deliver(&parcel, &mut || {
        commits += 1;
        false
    });
    assert_eq!(outcome.word(), "withdrawn", "{outcome:?}");
    assert_eq!(commits, 1);
    // The next message has a connection of its own.
    assert_eq!(
        deliver(carrier.as_mut(), &["next@acme.example"], BYTES)
            .0
            .word(),
        "accepted"
    );
    drop(carrier);
    let record = server.finish();
    assert_eq!(record.connections, 2);
    assert_eq!(record.messages, [stored(&["next@acme.example"])]);
}

#[test]
fn the_commit_comes_after_the_body_and_before_the_end() {
    let (script, gate) = Script::new().hold(Point::Dot);
    let server = Server::start(script);
    let mut carrier = without_login(plain(&server));
    let to = [TO.to_string()];
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes: BYTES,
        envelope_from: FROM,
        envelope_to: &to,
    };
    let mut before = usize::MAX;
    let outcome = carrier.deliver(&parcel, &mut || {
        before = server.accepted();
        gate.open();
        true
    });
    assert_eq!(outcome.word(), "accepted");
    assert_eq!(before, 0);
    gate.wait_until_reached();
    drop(carrier);
    assert_eq!(server.finish().messages.len(), 1);
}
