//! The plug is pulled: kill -9 of the real program at each step of a send, against a server that
//! counts. Never two of a message, and never none without a question to a person or a later send.

use serde_json::Value;

use crate::support::home::Home;
use crate::support::smtp::{Act, Gate, Point, Script, Server, Stored};

/// Every step at which the server can hold the program.
const POINTS: [Point; 9] = [
    Point::Greeting,
    Point::Hello,
    Point::Sender,
    Point::Recipient,
    Point::Data,
    Point::Body,
    Point::Dot,
    Point::Stored,
    Point::Idle,
];

fn states(home: &Home) -> Vec<(String, String)> {
    let list = home.json(&["outbox", "list"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let messages = list["messages"].as_array().unwrap();
    messages
        .iter()
        .map(|m| (text(&m["message_id"]), text(&m["state"])))
        .collect()
}

/// How often the server has counted a message.
fn count(stored: &[Stored], message_id: &str) -> usize {
    let header = format!("Message-ID: {message_id}");
    let is_it = |message: &&Stored| String::from_utf8_lossy(&message.bytes).contains(&header);
    stored.iter().filter(is_it).count()
}

/// Whether each message is where it may be: counted once and accepted, or a question to a person.
fn assert_settled(states: &[(String, String)], stored: &[Stored], at: &str) {
    for (id, state) in states {
        let counted = count(stored, id);
        match state.as_str() {
            "accepted" => assert_eq!(counted, 1, "{id} is accepted, killed {at}"),
            "unknown" => assert!(counted <= 1, "{id} went {counted} times, killed {at}"),
            other => panic!("{id} is {other}, killed {at}"),
        }
    }
}

#[test]
fn killed_at_each_step_a_message_goes_once_or_asks_a_person() {
    for point in POINTS {
        let home = Home::new();
        let (script, gate) = Script::new().hold(point);
        let server = Server::start(script);
        home.mail_to(server.port());
        home.import_overdue(2);
        let mut sending = home.start(&["reminder", "send", "--all", "--yes"]);
        gate.wait_until_reached();
        sending.kill().unwrap();
        sending.wait().unwrap();
        gate.open();

        let after = home.output(&["outbox", "run"]);
        let states = states(&home);
        assert_eq!(states.len(), 2, "killed at {point:?}");
        let unknown = states.iter().any(|(_, state)| state == "unknown");
        let code = after.status.code();
        assert_eq!(
            code,
            Some(if unknown { 3 } else { 0 }),
            "killed at {point:?}"
        );
        let doubtful = matches!(point, Point::Dot | Point::Stored);
        // When the body is seen the program may have committed already, and when the answer is
        // said it may not have read it yet: the plug can be quicker or slower than that.
        if !matches!(point, Point::Body | Point::Idle) {
            assert_eq!(unknown, doubtful, "killed at {point:?}: {states:?}");
        }

        // Nothing goes again by itself, however often it runs.
        home.output(&["outbox", "run"]);
        let record = server.finish();
        assert_settled(&states, &record.messages, &format!("at {point:?}"));
    }
}

#[test]
fn killed_again_and_again_a_batch_arrives_once() {
    let home = Home::new();
    let count = 20;
    home.import_overdue(count);
    let steps = [
        Point::Stored,
        Point::Sender,
        Point::Body,
        Point::Dot,
        Point::Recipient,
        Point::Stored,
        Point::Idle,
    ];
    let mut stored = Vec::new();
    let mut command: &[&str] = &["reminder", "send", "--all", "--yes"];
    for point in steps {
        // One message gets through each time, then the plug is pulled at the second.
        let gate = Gate::default();
        let server = Server::start(Script::new().at(2, point, Act::Hold(gate.clone())));
        home.mail_to(server.port());
        let mut sending = home.start(command);
        command = &["outbox", "run"];
        gate.wait_until_reached();
        sending.kill().unwrap();
        sending.wait().unwrap();
        gate.open();
        stored.extend(server.finish().messages);
    }
    let server = Server::start(Script::new());
    home.mail_to(server.port());
    home.output(&["outbox", "run"]);
    stored.extend(server.finish().messages);
    let states = states(&home);
    assert_eq!(states.len(), count);
    assert_settled(&states, &stored, "again and again");
    let unknown = states
        .iter()
        .filter(|(_, state)| state == "unknown")
        .count();
    // Three times surely in doubt; at Body and Idle the program may be a little before or after.
    assert!((3..=5).contains(&unknown), "{unknown} are in doubt");
}
