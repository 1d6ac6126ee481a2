//! Invoices are written and issued.

use payme::domain::invoice::{InvoiceStatus, TaxCategory};
use payme::usecases::invoices;
use rust_decimal::Decimal;

use crate::support::home::Home;
use crate::support::scene::Scene;

/// What is done with a field: words that are typed, or keys that are pressed.
enum Do<'a> {
    Type(&'a str),
    Press(&'a str, usize),
}
use Do::{Press, Type};

/// Does it all, and says how many keys were pressed besides the typed words.
fn all(scene: &mut Scene, steps: &[Do]) -> usize {
    let one = |step: &Do| match step {
        Type(words) => {
            scene.keys(words);
            0
        }
        Press(keys, count) => {
            scene.keys(keys);
            *count
        }
    };
    steps.iter().map(one).sum()
}

/// The screens on an empty book of a business in Germany.
fn business(home: &Home, width: u16, height: u16) -> Scene {
    let mut scene = Scene::new(home, width, height);
    scene.keys("2Ana Lind Design<Tab>DE<Tab>DE136695976<Enter>");
    scene
}

fn issued(scene: &Scene, number: &str) -> payme::domain::views::InvoiceDetail {
    let now = payme::domain::clock::Now {
        today: crate::support::home::TODAY.parse().unwrap(),
        at: "2026-11-24T12:00:00Z".parse().unwrap(),
    };
    invoices::show(scene.backend.book(), now, number).unwrap()
}

#[test]
fn the_first_client_and_the_first_invoice_take_few_keys() {
    let home = Home::new();
    let mut scene = Scene::new(&home, 80, 24);
    let keys = all(
        &mut scene,
        &[
            Press("2", 1),
            Type("Ana Lind Design"),
            Press("<Tab>", 1),
            Type("DE"),
            Press("<Tab>", 1),
            Type("DE136695976"),
            Press("<Tab>", 1),
            Type("DE02 1203 0000 0000 2020 51"),
            Press("<Enter>", 1),
            Press("n", 1),
            Type("Nordlicht Studio"),
            Press("<Tab><Tab>", 2),
            Type("Kanalstr. 9"),
            Press("<Tab><Tab>", 2),
            Type("DE"),
            Press("<Enter>", 1),
            Type("Landing page, build"),
            Press("<Enter>", 1),
            Type("3"),
            Press("<Enter>", 1),
            Type("day"),
            Press("<Enter>", 1),
            Type("600"),
            Press("<Enter>", 1),
            Type("Copy edits"),
            Press("<Enter>", 1),
            Type("1:30"),
            Press("<Enter>", 1),
            Type("h"),
            Press("<Enter>", 1),
            Type("76,00"),
            Press("<F9>", 1),
        ],
    );
    scene
        .shows("Issue 2026-001?")
        .shows("2,277.66 EUR for Nordlicht Studio, due Thu 24 Dec 2026");
    let keys = keys + all(&mut scene, &[Press("<Enter>", 1)]);
    assert!(keys < 40, "{keys}");
    scene.shows("2026-001 is issued").shows("2,277.66");
    let invoice = issued(&scene, "2026-001").invoice;
    assert_eq!(invoice.status, InvoiceStatus::Issued);
    assert_eq!(
        (invoice.net, invoice.tax, invoice.gross),
        (191_400, 36_366, 227_766)
    );
    assert_eq!(invoice.lines[1].quantity, Decimal::new(15, 1));
}

#[test]
fn an_invoice_to_a_business_in_denmark_is_a_reverse_charge() {
    let home = Home::new();
    let mut scene = business(&home, 100, 30);
    scene.keys("nHavn ApS<Tab><Tab>Havnegade 4<Tab><Tab>DK<Tab>DK13585628<Enter>");
    scene.shows("Reverse charge").shows("DK13585628 ✓");
    scene.keys("Design<Enter>2<Enter>day<Enter>500<Enter>");
    scene.shows("VAT 0 % reverse charge").shows("1,000.00");
    scene.keys("<F9><Enter>").shows("2026-001 is issued");
    let invoice = issued(&scene, "2026-001").invoice;
    assert_eq!(
        (invoice.net, invoice.tax, invoice.gross),
        (100_000, 0, 100_000)
    );
    assert_eq!(invoice.lines[0].category, TaxCategory::ReverseCharge);
    assert!(invoice.lines[0].reason.contains("Reverse charge"));
}

#[test]
fn reverse_charge_without_the_clients_tax_id_is_an_error_that_says_so() {
    let home = Home::new();
    let mut scene = business(&home, 100, 30);
    scene.keys("nHavn ApS<Tab><Tab>Havnegade 4<Tab><Tab>DK<Enter>");
    scene.keys("Design<Enter>2<Enter>day<Enter>500<Enter>");
    scene.shows("VAT 19 %");
    // The tax of every line is chosen by name, two fields above the lines.
    scene.keys("<Up><Up><Enter>rever<Enter>");
    scene
        .keys("<F9>")
        .shows("cannot be issued yet")
        .shows("tax id of Havn ApS");
    scene.keys("<Enter>").hides("cannot be issued yet");
}

#[test]
fn what_could_be_two_numbers_is_shown_with_both_and_never_taken() {
    let home = Home::new();
    let mut scene = business(&home, 80, 24);
    scene.keys("nNordlicht<Tab><Tab>Kanalstr. 9<Tab><Tab>DE<Enter>");
    scene.keys("Design<Enter>1<Enter>day<Enter>1.234");
    scene.shows("\"1.234\" could mean 1234 or 1.234");
    scene
        .keys("<Enter>")
        .shows("1.234")
        .shows("could mean 1234 or 1.234");
    // What was left is still there after the screens were left and opened again.
    scene
        .keys("<F9>")
        .shows("cannot be issued yet")
        .shows("Line 1, price");
    scene
        .keys("<Enter><Esc>")
        .shows("go back to it")
        .keys("<Enter>");
    scene
        .keys("<C-u>1.234,00<Enter>")
        .hides("could mean")
        .shows("1,468.46");
    scene.keys("<F9><Enter>").shows("2026-001 is issued");
    assert_eq!(issued(&scene, "2026-001").invoice.net, 123_400);
}

#[test]
fn a_draft_is_on_disk_after_every_field_and_an_empty_one_goes_again() {
    let home = Home::new();
    let mut scene = business(&home, 80, 24);
    scene.keys("nNordlicht<Tab><Tab>Kanalstr. 9<Tab><Tab>DE<Enter><Esc>");
    scene
        .shows("the empty draft is deleted")
        .keys("2")
        .shows("No invoices yet");
    scene.keys("nnord<Enter>Design<Tab>2<Tab>");
    let draft = |scene: &Scene| {
        let mut found = (1..9).filter_map(|id| {
            let now = payme::domain::clock::Now {
                today: crate::support::home::TODAY.parse().unwrap(),
                at: "2026-11-24T12:00:00Z".parse().unwrap(),
            };
            invoices::show(scene.backend.book(), now, &format!("draft:{id}")).ok()
        });
        found.next().unwrap().invoice
    };
    let now = draft(&scene);
    assert_eq!(
        (now.lines[0].description.as_str(), now.lines[0].quantity),
        ("Design", Decimal::TWO)
    );
    // The whole sitting is one step of the journal.
    scene.keys("<Tab>100<Esc>").shows("draft").keys("u");
    scene.shows("Taken back").shows("No invoices yet");
}

#[test]
fn a_note_is_written_in_the_users_editor() {
    let home = Home::new();
    let mut scene = business(&home, 80, 24);
    scene.editor = Box::new(|_| Ok("Thank you.\nUntil next time.\n".to_owned()));
    scene.keys("nNordlicht<Tab><Tab>Kanalstr. 9<Tab><Tab>DE<Enter>");
    scene.keys("<F4>").shows("Thank you.¶Until next time.");
    scene
        .keys("<Esc>")
        .keys("2<Enter>")
        .shows("Thank you.¶Until next time.");
}

#[test]
fn what_another_program_wrote_meanwhile_is_shown_and_not_written_over() {
    let home = Home::new();
    let mut scene = business(&home, 80, 24);
    scene.keys("nNordlicht<Tab><Tab>Kanalstr. 9<Tab><Tab>DE<Enter>Design<Tab>2<Tab>");
    let mut other = Scene::new(&home, 80, 24);
    other.keys("2<Enter>").shows("Design");
    other.keys("<Tab>5<Tab><Esc>");
    // Here nobody knows yet; the next field says so and brings what is there now.
    scene
        .keys("day<Tab>")
        .shows("changed elsewhere")
        .shows("   5 ");
    scene.keys("<C-z>").shows("   2 ");
    other
        .keys("2<Enter><Tab><Tab><Tab>100<F9><Enter>")
        .shows("is issued");
    scene
        .keys("<Tab>7<Tab>")
        .shows("issued or deleted elsewhere");
    assert!(scene.model.editor.is_none());
}
