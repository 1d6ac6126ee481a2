//! What makes reminders trusted, by keys on a real book: the contact log and its holds, own words,
//! statements, text messages beside e-mails, and the timeline that has it all.

use super::with_overdue;
use crate::support::home::Home;
use crate::support::scene::Scene;

/// The files of the outbox folder by name, as text.
fn files(home: &Home) -> Vec<(String, String)> {
    let folder = home.path().join(".local/share/payme/outbox");
    let Ok(found) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<(String, String)> = found
        .map(|file| {
            let file = file.unwrap();
            let bytes = std::fs::read(file.path()).unwrap();
            let name = file.file_name().to_string_lossy().into_owned();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_promise_rests_the_reminders_and_its_end_brings_them_back_with_its_reason() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5m").shows("they promised to pay by a day");
    scene.keys("<Enter>+3<Tab>Jonas is ill<Enter>");
    scene.shows("Noted. No reminders for 2026-001 until");
    scene.shows("hold").shows("Jonas is ill").hides("1 due now");
    // On the Monday after, the money has not come.
    scene.days(6).keys("1").shows("Promise not kept");
    scene
        .keys("5")
        .shows("1 due now")
        .shows("Promised to pay by");
    scene
        .keys("H")
        .shows("call: promised to pay by")
        .shows("Jonas is ill");
    scene.keys("<Esc>");
}

#[test]
fn who_never_got_the_invoice_gets_it_again() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene
        .keys("5mjjj<Enter>so they say<Enter>")
        .shows("Send the invoice again?");
    scene
        .keys("<Enter>")
        .shows("invoice · Client 01 GmbH · 2026-001");
    scene.keys("s").pass(10).shows("Wrote");
    let [(_, mail)] = &files(&home)[..] else {
        panic!("one mail: {:?}", files(&home))
    };
    assert!(mail.contains("2026-001"), "{mail}");
    scene.keys("<Esc>H").shows("was not received: so they say");
}

#[test]
fn a_statement_goes_to_a_client_by_two_keys() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("3S").shows("statement · Client 01 GmbH");
    scene.keys("s").pass(10).shows("Wrote");
    assert_eq!(files(&home).len(), 1);
    scene.keys("<Esc>5").shows("1 due now");
}

#[test]
fn own_words_are_tried_out_kept_and_sent_and_ours_come_back() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.resize(120, 40);
    scene
        .keys("5e")
        .shows("What Client 01 GmbH gets")
        .shows("Overdue: invoice 2026-001");
    scene
        .keys("c")
        .keys("{{ nobdy }} <F2>")
        .shows("which does not exist");
    for _ in 0.."{{ nobdy }} ".len() {
        scene.keys("<Backspace>");
    }
    scene.keys("Ahoy, ").shows("Ahoy, Hello Jonas");
    scene
        .keys("<F2>")
        .shows("gets its own words now")
        .shows("its own");
    scene.keys("<Esc>s").shows("Ahoy, Hello Jonas");
    scene.keys("<Esc>eR").shows("gets the words for all again");
    scene.keys("<Esc>s").hides("Ahoy").shows("Hello Jonas");
}

#[test]
fn an_e_mail_and_a_text_message_of_one_stage_go_by_their_own_keys() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    drop(scene);
    home.run(&["client", "edit", "client-01", "--channel", "both"]);
    home.write(
        "people.json",
        r#"{"contacts": [{"name": "Jonas Falk", "email": "ap@client-01.example",
            "phone": "+491712345678", "role": "to"}]}"#,
    );
    home.run(&["client", "edit", "client-01", "--from", "people.json"]);
    scene = Scene::new(&home, 80, 24);
    scene.keys("5").shows("2 due now");
    scene.keys("s").shows("firm · Client 01 GmbH");
    scene
        .keys("s")
        .shows("SMS firm")
        .shows("Length")
        .shows("1 part");
    scene.keys("s").pass(10);
    let files = files(&home);
    let ends: Vec<&str> = files
        .iter()
        .filter_map(|(name, _)| name.rsplit('.').next())
        .collect();
    assert!(ends.contains(&"eml") && ends.contains(&"txt"), "{ends:?}");
    assert_eq!(files.len(), 2);
    scene
        .keys("<Esc>5")
        .hides("2 due now")
        .shows("final")
        .shows("#1");
}

#[test]
fn a_look_at_the_bank_makes_what_is_known_fresh() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 3);
    scene.keys("5*sS").shows("No payment was ever entered");
    scene.keys("<Esc>").hides("Sending");
    scene.keys("b").shows("Payments are known through today");
    scene.keys("S").pass(10).shows("✓");
    assert_eq!(files(&home).len(), 3);
}
