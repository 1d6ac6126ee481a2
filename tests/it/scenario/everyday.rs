//! Payments, holds, stages passed over, lists, copies: what is done day by day.

use payme::usecases::outbox::{self, OutboxFilter};

use super::with_overdue;
use crate::support::home::Home;
use crate::support::scene::Scene;

const DUE: &str = "1 due now";

#[test]
fn who_has_paid_is_not_reminded_and_undo_brings_it_back() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5").shows(DUE);
    scene
        .keys("p<Enter>")
        .shows("is recorded.")
        .shows("0 due now");
    scene.keys("4").shows("714.00").shows("2026-001");
    scene.keys("u").shows("Taken back: Payment 714.00 EUR");
    scene.keys("5").shows(DUE);
    scene
        .keys("<C-r>")
        .shows("Done once more")
        .shows("0 due now");
}

#[test]
fn a_part_that_was_paid_is_taken_off_what_is_asked_for() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5p");
    for _ in 0..6 {
        scene.keys("<Backspace>");
    }
    scene.keys("14,00").shows("14.00 EUR");
    scene.keys("<Enter>").shows("is recorded.");
    scene
        .shows("700.00")
        .keys("s")
        .shows("EUR 700.00 of it is still open");
}

#[test]
fn a_promise_rests_reminders_with_its_reason_until_it_is_lifted() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5z").shows("you rest them for a while");
    scene.keys("<Right>").shows("the client promised to pay");
    scene
        .keys("<Tab><Tab>said so by phone<Enter>")
        .shows("No reminders for 2026-001");
    scene.shows("0 due now").shows("said so by phone");
    scene.keys("Z").shows(DUE);
    // Lifting is undone like everything else.
    scene.keys("u").shows("0 due now");
}

#[test]
fn a_stage_passed_over_gives_way_to_the_next() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("5X").shows("0 due now").shows("final");
    scene.keys("u").shows(DUE);
}

#[test]
fn a_list_is_filtered_opened_and_copied_from() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 12);
    scene
        .keys("2/client:client-07<Enter>")
        .shows("2026-007")
        .hides("2026-006");
    scene.keys("y<Enter>");
    assert_eq!(scene.copied, ["2026-007"]);
    scene.keys("<Esc>").shows("2026-006");
    scene
        .keys("3/07<Enter><Enter>")
        .shows("Client 07 GmbH")
        .shows("2026-007");
}

#[test]
fn the_mouse_does_what_keys_do() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 3);
    scene.click_text("3 Clie").shows("Client 02 GmbH");
    scene.click_text("5 Rem").shows("3 due now");
    scene
        .click_text("Client 02 GmbH")
        .shows("ap@client-02.example");
}

#[test]
fn every_size_of_window_is_drawn() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 3);
    for (width, height) in [(60, 16), (80, 24), (100, 30), (200, 60), (1, 1), (30, 5)] {
        scene.resize(width, height);
        for screen in ["1", "2", "3", "4", "5", "6", "5s", "<Esc>"] {
            scene.keys(screen).frame();
        }
    }
    scene.resize(46, 12).shows("This window is 46 x 12.");
    scene.shows("3 reminders due");
}

#[test]
fn what_was_pasted_stays_on_its_line() {
    let home = Home::new();
    let mut scene = Scene::new(&home, 80, 24);
    scene
        .keys("2")
        .paste("Ana\tLind\nDesign \x1b[31m")
        .shows("Ana Lind Design");
    scene.keys("<Enter>").shows("Your business is saved.");
}

#[test]
fn the_demo_door_leads_to_a_full_book() {
    let home = Home::new();
    let mut scene = Scene::new(&home, 80, 24);
    scene
        .keys("1")
        .shows("demo")
        .shows("Needs you today")
        .shows("Send firm reminder");
    scene.keys("5s").shows("folder of the demo");
    // What is sent there stays there.
    scene.keys("s").pass(10).shows("Wrote ");
    let sent = outbox::list(scene.backend.book(), OutboxFilter::All, 100).unwrap();
    assert!(!sent.is_empty());
    assert!(!home.path().join(".local/share/payme/outbox").exists());
}

#[test]
fn a_file_with_mistakes_names_them_and_brings_nothing() {
    let home = Home::new();
    home.write(
        "book.json",
        "{\"payme\": 1, \"clients\": [{\"key\": \"A B\"}]}",
    );
    let mut scene = Scene::new(&home, 80, 24);
    scene
        .keys("3~/book.json<Enter>")
        .shows("nothing was changed");
    scene.keys("<Esc><Esc>").shows("Nothing needs you today.");
}

#[test]
fn leaving_is_one_key_at_the_top() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("2<Enter>q");
    assert!(!scene.left, "q goes back first");
    scene.keys("q");
    assert!(scene.left);
}
