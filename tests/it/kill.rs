//! The plug is pulled: kill -9 of the real program at each step of a send, against a server that
//! counts. Never two of a message, and never none without a question to a person or a later send.

use std::collections::HashMap;
use std::process::Child;

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
    let list = home.json(&["outbox", "list", "--limit", "1000"]);
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

/// Numbers that look random and are the same each time (splitmix64).
struct Dice(u64);

impl Dice {
    /// From 1 to `most`.
    fn roll(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap() + 1
    }
}

/// How often the server has counted each value of a header.
fn counts(stored: &[Stored], header: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for message in stored {
        let text = String::from_utf8_lossy(&message.bytes);
        let line = text.lines().find_map(|line| line.strip_prefix(header));
        *counts.entry(line.unwrap().trim().to_owned()).or_default() += 1;
    }
    counts
}

/// Pulls the plug at a moment of the dice: where the server holds the program, or while both run,
/// when so many more have gone.
fn pull_the_plug(dice: &mut Dice, server: &Server, mut sending: Child) {
    let nth = dice.roll(40);
    if let Some(point) = POINTS.get(dice.roll(2 * POINTS.len()) - 1) {
        let once = matches!(point, Point::Greeting | Point::Hello);
        println!("killed at {point:?}, message {nth}");
        let gate = server.hold(if once { 1 } else { nth }, *point);
        gate.wait_until_reached();
        sending.kill().unwrap();
        sending.wait().unwrap();
        gate.open();
    } else {
        let spins = dice.roll(200_000);
        println!("killed {spins} spins after message {nth}");
        let until = server.accepted() + nth;
        while server.accepted() < until {
            assert!(sending.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::yield_now();
        }
        (0..spins).for_each(|_| std::hint::spin_loop());
        sending.kill().unwrap();
        sending.wait().unwrap();
    }
}

#[test]
fn five_hundred_over_one_connection_killed_at_twenty_moments_arrive_once() {
    const MESSAGES: usize = 500;
    const KILLS: usize = 20;
    let seed = 20_261_124;
    println!("seed {seed}");
    let mut dice = Dice(seed);
    let home = Home::new();
    home.import_overdue(MESSAGES);
    let server = Server::start(Script::new());
    home.mail_to(server.port());
    let mut command: &[&str] = &["reminder", "send", "--all", "--yes"];
    for _ in 0..KILLS {
        pull_the_plug(&mut dice, &server, home.start(command));
        command = &["outbox", "run"];
    }
    let last = home.json(&["outbox", "run"]);
    assert!(last["stopped"].is_null(), "{last}");

    let states = states(&home);
    let record = server.finish();
    assert_eq!(states.len(), MESSAGES);
    assert_eq!(record.connections, KILLS + 1, "one connection a start");
    let by_id = counts(&record.messages, "Message-ID:");
    let by_recipient = counts(&record.messages, "To:");
    assert!(by_id.values().chain(by_recipient.values()).all(|n| *n == 1));
    let mut unknown = 0;
    for (id, state) in &states {
        let counted = by_id.get(id).copied().unwrap_or_default();
        match state.as_str() {
            "accepted" => assert_eq!(counted, 1, "{id} is accepted"),
            "unknown" => unknown += 1,
            other => panic!("{id} is {other}"),
        }
    }
    println!("{unknown} of {MESSAGES} are unknown");
    assert!(unknown <= KILLS, "a kill leaves at most one in doubt");
}
