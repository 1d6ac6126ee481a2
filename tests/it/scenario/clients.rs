//! Clients, from an empty book on.

use payme::usecases::clients;

use crate::support::home::Home;
use crate::support::scene::Scene;

/// An empty book of somebody who has said nothing yet.
fn empty(home: &Home) -> Scene {
    let mut scene = Scene::new(home, 80, 24);
    scene.keys("<Esc>3").shows("No clients yet.");
    scene
}

#[test]
fn a_first_client_takes_few_keys_and_undo_takes_it_back() {
    let home = Home::new();
    let mut scene = empty(&home);
    scene.keys("nAcme GmbH<Tab>ap@acme.example<Enter>");
    scene.shows("Client Acme GmbH is added.").shows("acme");
    let card = clients::card(scene.backend.book(), "acme").unwrap();
    assert_eq!(card.contacts[0].email, "ap@acme.example");
    assert_eq!((card.terms_days, card.policy.as_str()), (30, "standard"));
    scene.keys("u").shows("Taken back: Client Acme GmbH added");
    scene.shows("No clients yet.");
    scene.keys("<C-r>").shows("Acme GmbH");
}

#[test]
fn a_likely_duplicate_is_noticed_and_does_not_block() {
    let home = Home::new();
    let mut scene = empty(&home);
    scene.keys("nAcme GmbH<Tab>ap@acme.example<Enter>");
    scene.keys("nACME<Tab>AP@acme.example");
    scene.shows("! looks like Acme GmbH (acme)");
    scene.shows("! also an address of Acme GmbH (acme)");
    scene.keys("<Enter>").shows("Client ACME is added.");
    assert!(clients::card(scene.backend.book(), "acme-2").is_ok());
}

#[test]
fn a_taken_key_brings_the_form_back_with_all_that_was_typed() {
    let home = Home::new();
    let mut scene = empty(&home);
    scene
        .keys("nAcme GmbH<Enter>")
        .keys("nBeta AG<Up><Up>acme<Enter>");
    scene.shows("already: Acme GmbH").shows("Beta AG");
    scene.keys("<Backspace><Backspace><Backspace><Backspace>beta<Enter>");
    scene.shows("Client Beta AG is added.");
}

#[test]
fn a_renamed_client_keeps_its_old_name_on_what_is_issued() {
    let home = Home::new();
    let mut scene = super::with_overdue(&home, 1);
    scene.keys("3e and more<Enter>").shows("and more is saved.");
    scene
        .keys("2")
        .shows("Client 01 GmbH  ")
        .hides("GmbH and more  ");
    scene.keys("3").shows("GmbH and more  ");
    scene.keys("u").shows("Taken back").hides("GmbH and more  ");
}

#[test]
fn putting_away_archives_who_has_invoices_and_deletes_who_has_nothing() {
    let home = Home::new();
    let mut scene = super::with_overdue(&home, 1);
    scene
        .keys("3d")
        .shows("is archived")
        .shows("a  shows archived ones");
    scene
        .keys("a")
        .shows("Client 01")
        .keys("d")
        .shows("is back");
    scene.keys("nNova<Enter>").shows("Nova");
    scene.keys("d").shows("Nova had nothing and is deleted.");
    scene.keys("u").shows("Taken back: Client Nova deleted");
}

#[test]
fn the_client_shows_payments_messages_and_a_note_written_in_the_editor() {
    let home = Home::new();
    let mut scene = super::with_overdue(&home, 1);
    scene.keys("2p<Enter>").shows("is recorded.");
    scene.keys("3<Enter>").shows("client since");
    scene.keys("]").shows("Payments").shows("714.00");
    scene.keys("]").shows("Nothing was sent yet.");
    scene.keys("]").shows("No note.");
    scene.editor = Box::new(|_| Ok("Calls on Fridays.\nLikes tea.\n".to_owned()));
    scene.keys("E").shows("The note of").shows("Likes tea.");
}
