//! After the point of no return: only a clear answer settles it.

use super::*;
use crate::support::smtp::{Act, Point};

#[test]
fn a_451_is_tried_again() {
    let tried = attempt(Script::new().on(Point::Dot, Act::say("451 4.3.0 try again")));
    tried.is("retry", Step::Confirmation, "451 4.3.0 try again", 0);
    assert_eq!(tried.not_before(), None);
}

#[test]
fn a_554_refuses_the_message() {
    let tried = attempt(Script::new().on(Point::Dot, Act::say("554 5.7.1 spam")));
    tried.is("refused", Step::Confirmation, "554 5.7.1 spam", 0);
}

#[test]
fn a_421_pauses_the_account() {
    let tried = attempt(Script::new().on(Point::Dot, Act::say_and_cut("421 4.7.0 too much")));
    tried.is("account", Step::Confirmation, "421 4.7.0 too much", 0);
    assert_eq!(tried.pause(), Some(Duration::from_mins(15)));
}

#[test]
fn a_cut_is_unknown_whether_stored_or_not() {
    let tried = attempt(Script::new().on(Point::Stored, Act::Cut));
    tried.is("unknown", Step::Confirmation, "closed the connection", 1);
    let tried = attempt(Script::new().on(Point::Dot, Act::Cut));
    tried.is("unknown", Step::Confirmation, "closed the connection", 0);
}

#[test]
fn a_reset_is_unknown_whether_stored_or_not() {
    let tried = attempt(Script::new().on(Point::Stored, Act::Reset));
    tried.is("unknown", Step::Confirmation, "reset", 1);
    let tried = attempt(Script::new().on(Point::Dot, Act::Reset));
    tried.is("unknown", Step::Confirmation, "reset", 0);
}

#[test]
fn silence_and_drip_are_unknown_at_the_limit() {
    for (point, counted) in [(Point::Dot, 0), (Point::Stored, 1)] {
        for act in [Act::Silence, Act::Drip] {
            let tried = attempt_with(Script::new().on(point, act), |account| {
                account.limits.confirmation = SHORT;
            });
            tried.is(
                "unknown",
                Step::Confirmation,
                "No answer within 0.3 s.",
                counted,
            );
        }
    }
}

#[test]
fn a_late_250_is_a_yes() {
    let late = Act::Wait(Duration::from_millis(1200));
    let tried = attempt_with(Script::new().on(Point::Stored, late), |account| {
        // The limits before the point of no return do not count any more.
        account.limits.body = Duration::from_secs(1);
    });
    tried.is(
        "accepted",
        Step::Confirmation,
        "250 2.0.0 ok, queued as 1",
        1,
    );
}

#[test]
fn another_positive_code_is_unknown() {
    for line in ["354 go on", "220 hello", "251 will forward"] {
        let tried = attempt(Script::new().on(Point::Stored, Act::say(line)));
        tried.is("unknown", Step::Confirmation, line, 1);
    }
}

#[test]
fn garbage_is_unknown() {
    for garbage in ["hello", "999 ok", "25", "250-ok\r\nnot 250"] {
        let tried = attempt(Script::new().on(Point::Stored, Act::say(garbage)));
        tried.is("unknown", Step::Confirmation, "Not a reply of SMTP", 1);
    }
}

#[test]
fn an_answer_that_breaks_off_is_unknown() {
    let half = Act::SayAndCut(b"250-2.0.0 ok\r\n250".to_vec());
    let tried = attempt(Script::new().on(Point::Stored, half));
    tried.is("unknown", Step::Confirmation, "", 1);
}

#[test]
fn an_answer_without_an_end_is_unknown() {
    let tried = attempt(Script::new().on(Point::Stored, Act::Flood));
    tried.is("unknown", Step::Confirmation, "has no end", 1);
}

#[test]
fn a_250_in_an_old_encoding_is_a_yes() {
    let latin = Act::Say(b"250 2.0.0 angenommen f\xfcr Zustellung\r\n".to_vec());
    let tried = attempt(Script::new().on(Point::Stored, latin));
    tried.is(
        "accepted",
        Step::Confirmation,
        "250 2.0.0 angenommen f?r Zustellung",
        1,
    );
}

#[test]
fn every_line_of_an_answer_is_kept() {
    let lines = Act::Say(b"554-5.7.1 This looks\r\n554 5.7.1 like spam\x1b[2J\r\n".to_vec());
    let tried = attempt(Script::new().on(Point::Dot, lines));
    tried.is(
        "refused",
        Step::Confirmation,
        "554 5.7.1 This looks like spam[2J",
        0,
    );
}

#[test]
fn over_long_replies_are_read_to_their_end_and_cut_for_people() {
    let yes = |length: usize| Act::say(&format!("250 2.0.0 {}", "x".repeat(length)));
    let tried = attempt(Script::new().on(Point::Stored, yes(900)));
    tried.is("accepted", Step::Confirmation, "2.0.0 xxx", 1);
    assert_eq!(tried.outcome.reply().chars().count(), 604);
    // RFC 5321 4.5.3.1.5 allows 512 bytes; what is far beyond is no answer that can be believed.
    let tried = attempt(Script::new().on(Point::Stored, yes(9000)));
    tried.is("unknown", Step::Confirmation, "too long", 1);
    let lines: Vec<String> = (0..500)
        .map(|n| format!("554-5.6.0 reason {n}\r\n"))
        .collect();
    let lines = lines.concat();
    let no = Act::Say(format!("{lines}554 5.6.0 the last\r\n").into_bytes());
    let tried = attempt(Script::new().on(Point::Dot, no));
    tried.is("refused", Step::Confirmation, "5.6.0 reason 0", 0);
    assert_eq!(tried.outcome.reply().chars().count(), 604);
}
