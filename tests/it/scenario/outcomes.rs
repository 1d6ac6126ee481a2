//! What the mail server says, and what the screens make of it.

use super::with_overdue;
use crate::support::home::Home;
use crate::support::imap;
use crate::support::scene::Scene;
use crate::support::smtp::{Act, Point, Script, Server};

#[test]
fn what_nobody_can_know_is_decided_by_a_person() {
    // The message is stored, and the answer is lost.
    let server = Server::start(Script::new().at(1, Point::Stored, Act::Cut));
    let home = Home::new();
    home.mail_to(server.port());
    let mut scene = with_overdue(&home, 1);
    scene
        .keys("5ss")
        .pass(10)
        .shows("Nobody can know whether 2026-001");
    scene.pass(3600);
    assert_eq!(server.accepted(), 1, "it is not sent again by itself");
    scene.keys("<Esc>1").shows("Sent or not");
    scene.keys("<Enter>").shows("it arrived");
    scene.keys("<Enter>").hides("Sent or not");
    scene.pass(3600);
    drop(scene);
    assert_eq!(server.finish().messages.len(), 1);
}

#[test]
fn the_users_own_mailbox_is_asked_while_the_screens_go_on() {
    let server = Server::start(Script::new().on(Point::Stored, Act::Cut));
    let home = Home::new();
    home.mail_to(server.port());
    let mut scene = with_overdue(&home, 1);
    scene.keys("5ss").pass(10).keys("<Esc>1<Enter>");
    scene.hides("my mailbox");
    let message_id = id_of(&scene.frame());
    drop(scene);

    let empty = imap::Server::start(imap::Script::new("ana", "hunter2"));
    let full = imap::Server::start(imap::Script::new("ana", "hunter2").holds("Sent", &message_id));
    let ask_at = |port: u16| {
        home.mail_to(server.port());
        let path = home.path().join(".config/payme/config.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let imap = format!(
            "[mail.imap]\nhost = \"127.0.0.1\"\nport = {port}\nencryption = \"none\"\n\
             user = \"ana\"\npassword_command = \"echo hunter2\"\n"
        );
        std::fs::write(path, text + &imap).unwrap();
        Scene::new(&home, 120, 40)
    };
    let mut scene = ask_at(empty.port);
    scene
        .keys("1<Enter>")
        .shows("▸ look into my mailbox whether it was sent");
    scene
        .keys("<Enter>")
        .shows("stays a question. It is neither in Sent nor in INBOX");
    scene.shows("Sent or not");
    let mut scene = ask_at(full.port);
    scene
        .keys("1<Enter><Enter>")
        .shows("2026-001 was sent. It lies in the folder Sent");
    scene.hides("Sent or not");
    drop(scene);
    assert_eq!(server.accepted(), 1, "nothing was sent again");
}

#[test]
fn what_was_not_sent_after_all_goes_once_more() {
    let server = Server::start(Script::new().at(1, Point::Dot, Act::Cut));
    let home = Home::new();
    home.mail_to(server.port());
    let mut scene = with_overdue(&home, 1);
    scene
        .keys("5ss")
        .pass(10)
        .shows("Nobody can know whether 2026-001");
    let message_id = id_of(&scene.keys("<Esc>1<Enter>").frame());
    scene.keys("jj").shows("▸ send the same message again");
    scene.keys("<Enter>").shows("The client may get it twice");
    scene.keys("j<Enter>").pass(1).shows("Sent 2026-001");
    drop(scene);
    let record = server.finish();
    assert_eq!(record.messages.len(), 1);
    let sent = String::from_utf8_lossy(&record.messages[0].bytes).into_owned();
    assert!(sent.contains(&message_id), "{message_id} is not in {sent}");
}

/// The Message-ID in the box of a message.
fn id_of(frame: &str) -> String {
    let (_, after) = frame.split_once('<').unwrap();
    let (id, _) = after.split_once('>').unwrap();
    format!("<{id}>")
}

#[test]
fn a_refusal_is_told_in_the_servers_own_words() {
    let no = Act::say("550 5.1.1 no such person here");
    let server = Server::start(Script::new().about("client-02", Point::Recipient, no));
    let home = Home::new();
    home.mail_to(server.port());
    let mut scene = with_overdue(&home, 3);
    scene.keys("5*sbS").pass(10);
    assert_eq!(
        server.accepted(),
        2,
        "one refusal does not hold up the others"
    );
    scene.keys("<Esc>1").shows("Refused by server");
    scene.keys("<Enter>").shows("no such person here");
    drop(scene);
    server.finish();
}

#[test]
fn offline_it_waits_and_goes_once_when_the_line_is_back() {
    let home = Home::new();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    home.mail_to(nobody.local_addr().unwrap().port());
    drop(nobody);
    let mut scene = with_overdue(&home, 2);
    scene.keys("5*sbS").pass(10).shows("Offline at connection");
    drop(scene);
    let server = Server::start(Script::new());
    home.mail_to(server.port());
    let mut scene = crate::support::scene::Scene::new(&home, 80, 24);
    scene.pass(1);
    scene.pass(60);
    drop(scene);
    assert_eq!(server.finish().messages.len(), 2);
}

#[test]
fn a_refused_login_stops_all_and_loses_nothing() {
    let server = Server::start(Script::new().on(Point::Hello, Act::say("550 go away")));
    let home = Home::new();
    home.mail_to(server.port());
    let mut scene = with_overdue(&home, 3);
    scene
        .keys("5*sbS")
        .pass(10)
        .shows("The account is blocked at connection");
    scene.pass(60);
    drop(scene);
    let record = server.finish();
    assert_eq!(record.messages.len(), 0);
    assert_eq!(
        record.connections, 1,
        "a blocked account is not tried again"
    );
}

/// What an end-to-end fault leads to: the state, words for the user, and what the server counted
/// when everything that can be tried again was tried.
struct Fault {
    point: Point,
    says: &'static str,
    state: &'static str,
    words: &'static str,
    /// Minutes until the message goes again by itself.
    again: Option<i64>,
}

const FAULTS: [Fault; 9] = [
    Fault {
        point: Point::Recipient,
        says: "550 5.1.1 no such person",
        state: "refused",
        words: "550 5.1.1 no such person",
        again: None,
    },
    Fault {
        point: Point::Recipient,
        says: "450 4.7.1 greylisted, come back",
        state: "queued",
        words: "greylisted, come back",
        again: Some(5),
    },
    Fault {
        point: Point::Recipient,
        says: "452 4.2.2 mailbox is over its quota",
        state: "queued",
        words: "over its quota",
        again: Some(1),
    },
    Fault {
        point: Point::Recipient,
        says: "552 5.2.2 mailbox is full",
        state: "refused",
        words: "mailbox is full",
        again: None,
    },
    Fault {
        point: Point::Sender,
        says: "452 4.3.1 too many messages",
        state: "queued",
        words: "The rest waits until 12:15.",
        again: Some(15),
    },
    Fault {
        point: Point::Recipient,
        says: "550 5.4.5 daily sending quota exceeded",
        state: "queued",
        words: "daily sending quota exceeded",
        again: Some(240),
    },
    Fault {
        point: Point::Greeting,
        says: "554 5.7.1 your address is on a list",
        state: "queued",
        words: "your address is on a list",
        again: None,
    },
    Fault {
        point: Point::Dot,
        says: "451 4.3.0 local error",
        state: "queued",
        words: "local error",
        again: Some(1),
    },
    Fault {
        point: Point::Dot,
        says: "554 5.6.0 content is not wanted",
        state: "refused",
        words: "content is not wanted",
        again: None,
    },
];

#[test]
fn each_fault_has_its_state_its_words_and_its_retries() {
    for fault in &FAULTS {
        let said = fault.says;
        let server = Server::start(Script::new().at(1, fault.point, Act::say(said)));
        let home = Home::new();
        home.mail_to(server.port());
        let mut scene = with_overdue(&home, 1);
        scene.keys("5ss").pass(10);
        let state = || {
            let shown = home.json(&["outbox", "show", "1"]);
            shown["state"].as_str().unwrap().to_owned()
        };
        assert_eq!(state(), fault.state, "{said}");
        let shown = scene.frame();
        let page = home.run(&["outbox", "show", "1"]);
        assert!(
            shown.contains(fault.words) || page.contains(fault.words),
            "{said}: {shown}{page}"
        );
        assert_eq!(server.accepted(), 0, "{said}");
        if let Some(minutes) = fault.again {
            scene.pass(60 * minutes - 11);
            assert_eq!(server.accepted(), 0, "{said}: too early");
            scene.pass(12);
            assert_eq!(
                (server.accepted(), state().as_str()),
                (1, "accepted"),
                "{said}"
            );
        } else {
            scene.pass(24 * 3600);
            assert_eq!(
                (server.accepted(), state().as_str()),
                (0, fault.state),
                "{said}"
            );
        }
    }
}
