//! Sending from the real program: the worker has its own thread and its own connection.

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
