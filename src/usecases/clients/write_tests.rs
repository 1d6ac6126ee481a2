use super::*;
use crate::domain::client_card::Weight;
use crate::store::fixtures::{client, empty, full, now};
use crate::usecases::clients::{card, show};
use crate::usecases::history;

fn book() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    (folder, book)
}

fn named(name: &str) -> Client {
    Client {
        name: name.to_owned(),
        key: String::new(),
        ..client("acme")
    }
}

fn lines(book: &Book) -> Vec<String> {
    let rows = history::list(book, 10).unwrap();
    rows.into_iter().map(|row| row.text).collect()
}

#[test]
fn a_client_gets_a_free_key_from_its_name_and_one_line_in_the_journal() {
    let (_folder, mut book) = book();
    let first = add(&mut book, now(), &named("  Müller & Söhne AG ")).unwrap();
    assert_eq!(first.client.name, "Müller & Söhne AG");
    assert_eq!(first.client.key, "mueller-soehne");
    assert_eq!(first.warnings, []);
    let second = add(&mut book, now(), &named("Mueller Soehne")).unwrap();
    assert_eq!(second.client.key, "mueller-soehne-2");
    let texts: Vec<&str> = second
        .warnings
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "It looks like Müller & Söhne AG (mueller-soehne).",
            "ap@acme.example is also an address of Müller & Söhne AG (mueller-soehne)."
        ]
    );
    assert_eq!(
        lines(&book)[..2],
        [
            "Client Mueller Soehne added",
            "Client Müller & Söhne AG added"
        ]
    );
    book.undo(now()).unwrap();
    assert!(card(&book, "mueller-soehne-2").is_err());
}

#[test]
fn a_card_is_stored_tidy_and_a_wrong_tax_id_only_warns() {
    let (_folder, mut book) = book();
    let mut messy = named("Acme");
    messy.tax_id = " de 123 456 789 ".into();
    messy.country = "de".into();
    messy.contacts[0].phone = "0049 (40) 555-0100".into();
    messy.address = vec![" Kanalstr. 9 ".into(), "  ".into()];
    messy.note = "one\r\ntwo\n\n".into();
    let saved = add(&mut book, now(), &messy).unwrap();
    let client = saved.client;
    assert_eq!(client.tax_id, "DE123456789");
    assert_eq!(client.country, "DE");
    assert_eq!(client.contacts[0].phone, "+49405550100");
    assert_eq!(client.address, ["Kanalstr. 9"]);
    assert_eq!(client.note, "one\ntwo");
    assert_eq!(saved.warnings.len(), 1);
    assert_eq!(saved.warnings[0].path, "tax_id");
    assert_eq!(saved.warnings[0].weight, Weight::Warning);
}

#[test]
fn what_is_wrong_or_taken_is_refused_and_nothing_is_written() {
    let (_folder, mut book) = book();
    add(&mut book, now(), &client("acme")).unwrap();
    let before = lines(&book);
    let taken = add(&mut book, now(), &client("acme")).unwrap_err();
    assert!(taken.message().contains("already: acme GmbH"), "{taken}");
    for wrong in [
        named(" "),
        Client {
            policy: "harsh".into(),
            ..named("Beta")
        },
        Client {
            terms_days: -3,
            ..named("Beta")
        },
        Client {
            key: "No Key".into(),
            ..named("Beta")
        },
    ] {
        assert!(add(&mut book, now(), &wrong).is_err(), "{wrong:?}");
    }
    assert_eq!(lines(&book), before);
}

#[test]
fn a_change_says_what_it_was_and_no_change_says_nothing() {
    let (_folder, mut book) = book();
    let mut acme = add(&mut book, now(), &client("acme")).unwrap().client;
    let before = lines(&book);
    change(&mut book, now(), &acme).unwrap();
    assert_eq!(lines(&book), before);
    acme.wants_order = true;
    change(&mut book, now(), &acme).unwrap();
    acme.name = "Acme Holding SE".into();
    acme.key = "holding".into();
    change(&mut book, now(), &acme).unwrap();
    assert_eq!(
        lines(&book)[..2],
        [
            "Client acme GmbH renamed to Acme Holding SE",
            "Client acme GmbH changed"
        ]
    );
    assert_eq!(card(&book, "holding").unwrap(), acme);
    acme.key.clear();
    change(&mut book, now(), &acme).unwrap();
    assert_eq!(card(&book, "holding").unwrap().key, "holding");
}

#[test]
fn archiving_takes_a_client_out_of_sight_and_back() {
    let (_folder, mut book) = book();
    let id = add(&mut book, now(), &client("acme")).unwrap().client.id;
    let seen = |book: &Book, archived| {
        super::super::list(book, now(), "", archived, None, 10)
            .unwrap()
            .rows
            .len()
    };
    assert!(archive(&mut book, now(), id, true).unwrap().archived);
    assert_eq!((seen(&book, false), seen(&book, true)), (0, 1));
    archive(&mut book, now(), id, true).unwrap();
    assert_eq!(lines(&book)[0], "Client acme GmbH archived");
    assert!(!archive(&mut book, now(), id, false).unwrap().archived);
    assert_eq!(seen(&book, false), 1);
    book.undo(now()).unwrap();
    assert_eq!(seen(&book, false), 0);
}

#[test]
fn a_note_is_replaced_alone_and_a_used_client_is_not_deleted() {
    let (_folder, mut book) = book();
    full(&mut book);
    let id = card(&book, "acme").unwrap().id;
    set_note(&mut book, now(), id, "calls on Fridays\n").unwrap();
    assert_eq!(card(&book, "acme").unwrap().note, "calls on Fridays");
    assert_eq!(lines(&book)[0], "Client acme GmbH has another note");
    let failure = delete(&mut book, now(), id).unwrap_err();
    assert!(failure.message().contains("used by"), "{failure}");
    let bare = add(&mut book, now(), &named("Bare")).unwrap().client;
    delete(&mut book, now(), bare.id).unwrap();
    assert!(card(&book, "bare").is_err());
    let detail = show(&book, now(), "acme").unwrap();
    assert!(!detail.payments.is_empty());
    assert!(detail.since.is_some());
}

#[test]
fn a_number_is_of_the_own_country_where_the_client_has_none() {
    let (_folder, mut book) = book();
    let mut card = named("Acme");
    card.country.clear();
    card.contacts[0].name = "Jonas Falk".into();
    card.contacts[0].phone = "040 5550100".into();
    let none = add(&mut book, now(), &card).unwrap_err();
    assert!(
        none.next_step().contains("the phone of Jonas Falk"),
        "{none}"
    );
    book.change(now(), Undo::Possible, |tx| {
        let mut profile = tx.profile()?;
        profile.country = "DE".into();
        tx.set_profile(&profile)?;
        Ok(((), "Country".to_owned()))
    })
    .unwrap();
    let saved = add(&mut book, now(), &card).unwrap().client;
    assert_eq!(saved.contacts[0].phone, "+49405550100");
}
