//! What goes out is what was shown, however it was changed.

use mail_parser::MessageParser;
use payme::usecases::outbox::{self, OutboxFilter};

use super::with_overdue;
use crate::support::home::Home;
use crate::support::scene::Scene;

/// Subject and text of the one file in the outbox folder.
fn letter(home: &Home) -> (String, String) {
    let folder = home.path().join(".local/share/payme/outbox");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
    assert_eq!(files.len(), 1);
    let bytes = std::fs::read(files[0].path()).unwrap();
    let mail = MessageParser::default().parse(&bytes).unwrap();
    let body = mail.body_text(0).unwrap().replace("\r\n", "\n");
    (mail.subject().unwrap().to_owned(), body)
}

#[test]
fn the_letter_is_the_one_that_was_shown() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5s").shows("It only becomes a file");
    let shown = scene.resize(120, 60).frame();
    scene.keys("s").pass(10).shows("Wrote 2026-001");
    let (subject, body) = letter(&home);
    assert!(shown.contains(&subject), "{subject}");
    for line in body.lines().filter(|line| line.len() < 60) {
        assert!(shown.contains(line.trim()), "{line:?} is not in\n{shown}");
    }
}

#[test]
fn a_text_is_changed_for_this_once() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5se").keys("Call me. <F2>").shows("Call me. ");
    scene.keys("s").pass(10).shows("Wrote 2026-001");
    assert!(letter(&home).1.contains("Call me. "), "{}", letter(&home).1);
}

#[test]
fn the_users_editor_changes_the_text() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.editor = Box::new(|text| Ok(text.replace("Hello Jonas", "Dear Mr Falk")));
    scene.keys("5sE").shows("Dear Mr Falk,");
    scene.keys("s").pass(10).shows("Wrote 2026-001");
    assert!(letter(&home).1.starts_with("Dear Mr Falk,"));
}

#[test]
fn another_tone_is_another_letter_of_the_same_stage() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5st").shows("This is my last reminder");
    scene.keys("s").pass(10).shows("Wrote 2026-001");
    assert!(letter(&home).1.contains("This is my last reminder"));
    let sent = outbox::list(scene.backend.book(), OutboxFilter::All, 1).unwrap();
    assert_eq!(sent[0].stage, "firm");
}

#[test]
fn u_takes_a_message_back_before_it_leaves() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 2);
    scene.keys("5ss").pass(9).shows("in 1 s");
    scene.keys("u").shows("Taken back");
    scene.pass(60);
    assert!(!home.path().join(".local/share/payme/outbox").exists());
    scene.keys("<Esc>").shows("2 due now");
}

#[test]
fn u_takes_all_back_that_went_with_one_key() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 4);
    scene
        .keys("5*sbS")
        .pass(5)
        .shows("Sending 4 messages in 5 s");
    scene.keys("u").pass(60);
    assert!(!home.path().join(".local/share/payme/outbox").exists());
    scene.keys("<Esc>").shows("4 due now");
}

#[test]
fn what_was_paid_meanwhile_does_not_go() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5ss<Esc>2p<Enter>").shows("✓ paid 24 Nov");
    scene.pass(10).shows("did not go");
    assert!(!home.path().join(".local/share/payme/outbox").exists());
}

#[test]
fn leaving_while_something_waits_asks_first() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5ss<Esc>q");
    assert!(!scene.left);
    scene.keys("<Esc>").pass(10).shows("Wrote 2026-001");
}

#[test]
fn without_an_address_to_send_from_nothing_can_be_sent() {
    let home = Home::new();
    home.write(
        ".config/payme/config.toml",
        "[mail]\ntransport = \"sendmail\"\n",
    );
    let mut book = crate::support::home::overdue(1);
    book["profile"]["email"] = "".into();
    home.write("book.json", &book.to_string());
    let mut scene = Scene::new(&home, 80, 24);
    scene.keys("3~/book.json<Enter>").shows("Brought in");
    scene.keys("5ss").pass(60);
    let all = outbox::list(scene.backend.book(), OutboxFilter::All, 10).unwrap();
    assert!(all.is_empty(), "{all:?}");
}
