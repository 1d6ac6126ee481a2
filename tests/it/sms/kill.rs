//! The plug is pulled between the request and its answer.

use super::{NOON, SEND, at, states, texted, twilio};
use crate::support::http::{Act, Server};
use crate::support::smtp::Gate;

#[test]
fn killed_before_the_answer_it_is_a_question_and_went_once() {
    let home = texted(1);
    let gate = Gate::default();
    let accepted = Act::answer(201, r#"{"sid": "SM1"}"#);
    let held = Act::Hold(gate.clone(), Box::new(accepted));
    let server = Server::start([held]);
    twilio(&home, &server);
    let mut sending = home.command(SEND).env("PAYME_TODAY", NOON).spawn().unwrap();
    gate.wait_until_reached();
    sending.kill().unwrap();
    sending.wait().unwrap();
    gate.open();

    let (code, _) = at(&home, NOON, &["outbox", "run"]);
    assert_eq!(code, 3);
    assert_eq!(states(&home), ["unknown"]);
    for _ in 0..2 {
        at(&home, NOON, &["outbox", "run"]);
        at(&home, NOON, SEND);
    }
    assert_eq!(states(&home), ["unknown"]);
    assert_eq!(server.requests().len(), 1);
}
