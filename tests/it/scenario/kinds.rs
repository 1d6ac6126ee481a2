//! Quotes, deposits and what recurs; voids, credit notes, issuing from the list.

use payme::domain::clock::Now;
use payme::domain::invoice::{InvoiceKind, Line, TaxCategory};
use payme::domain::recurrence::Recurrence;
use payme::domain::schedule::{Every, Schedule};
use payme::store::{self, Book};
use payme::usecases::{drafts, recurring};
use rust_decimal::Decimal;

use super::with_overdue;
use crate::support::home::{Home, TODAY};
use crate::support::scene::Scene;

fn now() -> Now {
    let today = TODAY.parse().unwrap();
    Now {
        today,
        at: format!("{TODAY}T08:00:00Z").parse().unwrap(),
    }
}

fn book(home: &Home) -> Book {
    let path = home.path().join(".local/share/payme/book.db");
    store::open(&path, now()).unwrap().book
}

fn written(book: &mut Book, kind: InvoiceKind, text: &str) -> String {
    let begun = drafts::begin(book, now(), kind, "client-01").unwrap();
    let mut draft = begun.invoice;
    let tax = (TaxCategory::Standard, Decimal::from(19));
    let price = Decimal::from(100);
    draft.lines = vec![
        Line::new(text, Decimal::ONE, "DAY", price, tax),
        Line::new("Print", Decimal::ONE, "C62", price, tax),
    ];
    let written = drafts::save(book, now(), begun.entry, &draft).unwrap();
    written.invoice.reference()
}

#[test]
fn a_void_and_its_copy_are_one_form_away() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 1);
    scene.keys("2D").shows("Void · 2026-001");
    scene.keys("<Enter>").shows("Say why");
    scene
        .keys("wrong price<Enter>")
        .shows("2026-001 is void; this is its copy.");
    scene
        .keys("<Esc>")
        .shows("✗ void")
        .shows("○ draft")
        .shows("draft:2");
    scene.keys("u").shows("Taken back").hides("○ draft");
    scene.hides("✗ void");
}

#[test]
fn a_template_after_three_missed_months_becomes_three_drafts() {
    let home = Home::new();
    with_overdue(&home, 1);
    let mut book = book(&home);
    let draft = written(&mut book, InvoiceKind::Invoice, "Hosting, {month year}");
    let monthly = Recurrence::new(Schedule {
        every: Every::Months(1),
        first_on: "2026-09-01".parse().unwrap(),
        until_on: None,
    });
    recurring::create(&mut book, now(), &draft, &monthly).unwrap();
    drafts::delete(&mut book, now(), &draft).unwrap();
    drop(book);
    let mut scene = Scene::new(&home, 100, 30);
    scene.shows("3 drafts were made from Hosting (Client 01 GmbH).");
    scene.keys("2").shows("Drafts 3").shows("Recurring 1");
    scene.keys("]]]<Enter>").shows("Hosting, November 2026");
    // One is taken back, and does not come again by itself.
    scene.keys("<Esc>u").shows("Taken back: Made draft:");
    drop(scene);
    let mut scene = Scene::new(&home, 100, 30);
    scene.keys("2").shows("Drafts 2");
    scene
        .keys("[")
        .shows("↻ recurring")
        .shows("Every month on the 1st");
    scene.keys("T").shows("It rests; T lets it go on");
}

#[test]
fn marked_drafts_are_issued_with_one_question() {
    let home = Home::new();
    with_overdue(&home, 1);
    let mut book = book(&home);
    written(&mut book, InvoiceKind::Invoice, "Logo");
    written(&mut book, InvoiceKind::Invoice, "Card");
    drop(book);
    let mut scene = Scene::new(&home, 100, 30);
    scene
        .keys("2]]]*i")
        .shows("Issue 2 drafts, from 2026-002 on");
    scene
        .keys("<Enter>")
        .shows("2 are issued: 2026-002 to 2026-003.");
    scene.keys("[[[i").shows("is issued already");
}

#[test]
fn a_quote_is_accepted_and_billed_from_the_list() {
    let home = Home::new();
    with_overdue(&home, 1);
    let mut book = book(&home);
    let draft = written(&mut book, InvoiceKind::Quote, "Website");
    drop(book);
    let mut scene = Scene::new(&home, 100, 30);
    scene
        .keys("2]]]i")
        .shows("Issue Q2026-001 to Client 01 GmbH");
    scene.keys("<Enter>").shows("Q2026-001 is issued.");
    scene.keys("]]").shows("? offered");
    scene.keys("A").shows("✗ declined");
    scene.keys("b").shows("was declined");
    scene.keys("a").shows("✓ accepted");
    scene.keys("B<Enter>").shows("Edit deposit 2026-002");
    scene.keys("<Esc>b").shows("Edit 2026-002").shows("Website");
    assert_ne!(draft, "");
}

#[test]
fn chosen_lines_are_credited() {
    let home = Home::new();
    with_overdue(&home, 1);
    let mut book = book(&home);
    let draft = written(&mut book, InvoiceKind::Invoice, "Logo");
    drafts::issue(&mut book, now(), &draft, None).unwrap();
    drop(book);
    let mut scene = Scene::new(&home, 100, 30);
    scene
        .keys("2/2026-002<Enter>C")
        .shows("Credit note for 2026-002");
    scene.keys("<Space>").shows("1 of 2");
    scene
        .keys("<Enter>")
        .shows("Edit credit note 2026-003")
        .shows("119.00");
    scene.keys("<Esc><Esc>]]]").shows("119.00").shows("○ draft");
}

#[test]
fn the_log_of_a_row_takes_back_an_older_change() {
    let home = Home::new();
    let mut scene = with_overdue(&home, 2);
    scene.keys("2p<Enter>").shows("is recorded.");
    scene.keys("gp<Enter>").shows("is recorded.");
    scene
        .keys("GL")
        .shows("invoice:2026-00")
        .shows("today     12:00");
    scene.keys("u").shows("undone");
    scene
        .keys("a")
        .shows("cannot be undone")
        .shows("Payment 714.00 EUR");
    scene.keys("Gu").shows("That cannot be undone");
    scene.keys("/nothing like it").shows("Nothing fits");
}
