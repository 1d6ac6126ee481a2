//! From first launch in an empty home to ten reminders at a mail server, each seen once.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use mail_parser::MessageParser;

use crate::support::home::{Home, overdue};
use crate::support::scene::Scene;
use crate::support::smtp::{Script, Server, Stored};

/// A frame with the same port in every run. The system gives ports of five digits.
fn frame(scene: &Scene, server: &Server) -> String {
    let port = format!("127.0.0.1:{}", server.port());
    scene.frame().replace(&port, "127.0.0.1:46025")
}

#[test]
fn from_first_launch_to_ten_reminders() {
    let server = Server::start(Script::new());
    let home = Home::new();
    home.mail_to(server.port());
    home.write("book.json", &overdue(10).to_string());

    let mut scene = Scene::new(&home, 80, 24);
    assert_snapshot!("ten-1-welcome", frame(&scene, &server));
    scene.keys("2Ana Lind Design<Tab>Germany<Tab><Tab>DE89370400440532013000");
    assert_snapshot!("ten-2-business", frame(&scene, &server));
    scene.keys("<Enter>").shows("Nothing needs you today.");
    scene.keys(":bring<Enter>~/book.json");
    assert_snapshot!("ten-3-bring", frame(&scene, &server));
    scene.keys("<Enter>");
    assert_snapshot!("ten-4-due", frame(&scene, &server));
    scene.keys("5*");
    assert_snapshot!("ten-5-marked", frame(&scene, &server));
    scene.keys("s");
    assert_snapshot!("ten-6-panel", frame(&scene, &server));
    scene.keys("bS");
    assert_snapshot!("ten-7-queued", frame(&scene, &server));

    scene.pass(9).shows("in 1 s");
    assert_eq!(server.accepted(), 0, "nothing leaves before its time");
    scene.pass(1);
    assert_snapshot!("ten-8-sent", frame(&scene, &server));
    scene.keys("<Esc>1");
    assert_snapshot!("ten-9-done", frame(&scene, &server));

    // Neither the same keys nor time send anything twice.
    scene.keys("5*s").pass(3600);
    drop(scene);
    let record = server.finish();
    assert_eq!(record.messages.len(), 10);
    assert_eq!(distinct(&record.messages, recipients), 10);
    assert_eq!(distinct(&record.messages, message_id), 10);
    assert_eq!(record.heard("DATA"), 10);
    assert_eq!(record.connections, 1);
}

fn distinct(messages: &[Stored], of: impl Fn(&Stored) -> String) -> usize {
    messages.iter().map(of).collect::<BTreeSet<_>>().len()
}

fn recipients(message: &Stored) -> String {
    message.to.join(", ")
}

fn message_id(message: &Stored) -> String {
    let mail = MessageParser::default().parse(&message.bytes).unwrap();
    mail.message_id().unwrap().to_owned()
}
