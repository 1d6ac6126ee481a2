//! Sending from the real program: the worker has its own thread and its own connection.

use std::time::{Duration, Instant};

use crate::cli::unattended::{ready, switch_on};
use crate::support::home::Home;
use crate::support::pty::Start;
use crate::support::smtp::{Point, Script, Server};

/// A book with reminders in its outbox, queued while the server could not be reached.
fn queued(home: &Home, count: usize) {
    home.import_overdue(count);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    home.mail_to(port);
    let sent = home.output(&["reminder", "send", "--all", "--yes"]);
    assert_ne!(sent.status.code(), Some(0), "nothing can have been sent");
}

#[test]
fn what_an_earlier_run_left_goes_out() {
    let home = Home::new();
    queued(&home, 3);
    let server = Server::start(Script::new());
    home.mail_to(server.port());
    let mut pty = Start::new(&home).go();
    pty.shows("Sent 2026-003 to ap@client-03.example.");
    // The dashboard has been read since: nothing waits, so nothing is asked.
    pty.shows("3 sent in Nov");
    pty.send("q");
    assert!(pty.ended().success());
    assert_eq!(server.finish().messages.len(), 3);
}

#[test]
fn leaving_waits_for_the_answer_to_the_message_on_its_way() {
    let home = Home::new();
    queued(&home, 2);
    let (script, gate) = Script::new().hold(Point::Stored);
    let server = Server::start(script);
    home.mail_to(server.port());
    let mut pty = Start::new(&home).size(120, 24).go();
    pty.shows("Needs you today");
    gate.wait_until_reached();
    pty.send("\x03")
        .shows("waits for the mail server's answer")
        .is_restored();
    gate.open();
    assert!(pty.ended().success());
    // The one on its way arrived, and no other was begun.
    assert_eq!(server.finish().messages.len(), 1);
    let outbox = home.json(&["outbox", "list"]);
    let mut states: Vec<_> = outbox["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["state"].as_str().unwrap().to_owned())
        .collect();
    states.sort();
    assert_eq!(states, ["accepted", "queued"]);
}

#[test]
fn screens_and_a_run_without_a_person_send_each_message_once() {
    for round in 0..3 {
        let server = Server::start(Script::new());
        let home = ready(10, server.port());
        // Six were queued while the server could not be reached: the screens send them as they
        // open. Four are due beside them, and marked for the run without a person.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        home.mail_to(closed.local_addr().unwrap().port());
        drop(closed);
        let mut line = vec!["reminder", "send", "--yes"];
        let keys: Vec<String> = (1..=6).map(|n| format!("client-{n:02}")).collect();
        for key in &keys {
            line.extend(["--client", key]);
        }
        home.output(&line);
        home.mail_to(server.port());
        switch_on(&home);
        let mut run = home.start(&["reminder", "send", "--unattended"]);
        let mut pty = Start::new(&home).size(120, 30).go();
        let mut again = home.start(&["reminder", "send", "--unattended"]);
        for child in [&mut run, &mut again] {
            let code = child.wait().unwrap().code();
            assert!(matches!(code, Some(0 | 3)), "round {round}: {code:?}");
        }
        // The screens go on while the last of the four are sent.
        let patience = Instant::now() + Duration::from_mins(1);
        let waits = |count: usize| {
            let left = server.accepted() < count;
            assert!(
                !left || Instant::now() < patience,
                "fewer than {count} came"
            );
            left
        };
        while waits(6) {
            std::thread::yield_now();
        }
        while waits(10) {
            home.output(&["reminder", "send", "--unattended"]);
        }
        pty.shows("10 sent in Nov");
        pty.send("q");
        assert!(pty.ended().success());
        let record = server.finish();
        let mut to: Vec<&str> = record.messages.iter().map(|m| m.to[0].as_str()).collect();
        to.sort_unstable();
        let all = to.len();
        to.dedup();
        assert_eq!((all, to.len()), (10, 10), "round {round}: {to:?}");
    }
}
