use proptest::prelude::*;

use super::*;
use crate::domain::party::ContactRole;
use crate::domain::query::InvoiceQuery;
use crate::domain::views::InvoiceSort;
use crate::store::fixtures::{client, empty, full, now, with_invoice};
use crate::store::{Book, Undo};

fn person(email: &str) -> Contact {
    Contact {
        name: String::new(),
        email: email.to_owned(),
        phone: String::new(),
        role: ContactRole::To,
    }
}

fn add(book: &mut Book, card: &Client) -> ClientId {
    book.change(now(), Undo::Possible, |tx| {
        Ok((tx.add_client(card)?, "added".to_owned()))
    })
    .unwrap()
}

fn set(book: &mut Book, card: &Client) -> Result<()> {
    book.change(now(), Undo::Possible, |tx| {
        tx.set_client(card)?;
        Ok(((), "changed".to_owned()))
    })
}

fn contact_ids(book: &Book, id: ClientId) -> Vec<(i64, String)> {
    let rows = rows(&book.connection, id).unwrap();
    rows.into_iter()
        .map(|row| (row.id, row.contact.email))
        .collect()
}

#[test]
fn contacts_that_stay_keep_their_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let mut card = client("acme");
    card.contacts = ["a@x.example", "b@x.example", "c@x.example"]
        .map(person)
        .to_vec();
    card.id = add(&mut book, &card);
    let before = contact_ids(&book, card.id);
    card.contacts = ["d@x.example", "c@x.example", "a@x.example"]
        .map(person)
        .to_vec();
    card.contacts[2].name = "Anna".to_owned();
    set(&mut book, &card).unwrap();
    assert_eq!(book.view().client(card.id).unwrap(), card);
    let after = contact_ids(&book, card.id);
    assert_eq!(after[1], before[2]);
    assert_eq!(after[2], before[0]);
    book.undo(now()).unwrap();
    assert_eq!(contact_ids(&book, card.id), before);
    book.redo(now()).unwrap();
    assert_eq!(book.view().client(card.id).unwrap(), card);
    assert_eq!(contact_ids(&book, card.id), after);
}

#[test]
fn what_does_not_change_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let mut card = client("acme");
    card.contacts = ["a@x.example", "b@x.example"].map(person).to_vec();
    card.id = add(&mut book, &card);
    card.note = "calls on Fridays".to_owned();
    set(&mut book, &card).unwrap();
    let tables: Vec<String> = book
        .connection
        .prepare(
            "SELECT table_name FROM journal_rows
             WHERE entry_id = (SELECT max(id) FROM journal)",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|row| row.unwrap())
        .collect();
    assert_eq!(tables, ["clients"]);
}

#[test]
fn a_new_name_reaches_drafts_and_their_search_and_nothing_that_is_issued() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (id, issued) = with_invoice(&mut book);
    let draft = book
        .change(now(), Undo::Possible, |tx| {
            let mut draft = tx.invoice(issued)?;
            draft.status = crate::domain::invoice::InvoiceStatus::Draft;
            draft.number = None;
            Ok((tx.add_invoice(&draft, "", "")?, "a draft".to_owned()))
        })
        .unwrap();
    let mut card = book.view().client(id).unwrap();
    let old = std::mem::replace(&mut card.name, "Zanzibar AG".to_owned());
    set(&mut book, &card).unwrap();
    let found = |book: &Book, word: &str| -> Vec<i64> {
        let query = InvoiceQuery::parse(word).unwrap();
        let page = book
            .view()
            .invoices(now().today, &query, InvoiceSort::Newest, None, 10);
        page.unwrap().rows.into_iter().map(|row| row.id.0).collect()
    };
    assert_eq!(
        book.view().invoice(draft).unwrap().client_name,
        "Zanzibar AG"
    );
    assert_eq!(book.view().invoice(issued).unwrap().client_name, old);
    assert_eq!(found(&book, "zanzibar"), [draft.0]);
    book.undo(now()).unwrap();
    assert_eq!(book.view().invoice(draft).unwrap().client_name, old);
    assert_eq!(found(&book, "zanzibar"), Vec::<i64>::new());
    assert_eq!(found(&book, &old).len(), 2);
}

#[test]
fn a_key_may_change_while_it_is_free_and_payments_are_found_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    let other = add(&mut book, &client("other"));
    let id = book.view().client_id("acme").unwrap();
    let mut card = book.view().client(id).unwrap();
    card.key = "other".to_owned();
    let failure = set(&mut book, &card).unwrap_err();
    assert!(failure.message().contains("another client"), "{failure}");
    card.key = "zenith".to_owned();
    set(&mut book, &card).unwrap();
    let paid = |book: &Book, word: &str| book.view().payments(word, None, 10).unwrap().rows.len();
    assert!(paid(&book, "zenith") > 0);
    assert_ne!(book.view().client_id("zenith").unwrap(), other);
    book.undo(now()).unwrap();
    assert_eq!(paid(&book, "zenith"), 0);
    assert!(book.view().client_id("acme").is_ok());
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn only_a_client_that_nothing_names_is_deleted_and_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    let delete = |book: &mut Book, key: &str| {
        let id = book.view().client_id(key).unwrap();
        book.change(now(), Undo::Possible, |tx| {
            let card = tx.client(id)?;
            tx.delete_client(&card)?;
            Ok(((), format!("Client {} deleted", card.name)))
        })
    };
    let failure = delete(&mut book, "acme").unwrap_err();
    assert!(failure.message().contains("invoice"), "{failure}");
    assert!(
        failure.next_step().contains("client archive acme"),
        "{failure}"
    );
    let mut card = client("bare");
    card.id = add(&mut book, &card);
    book.change(now(), Undo::Possible, |tx| {
        let hold = crate::domain::views::NewHold {
            kind: crate::domain::party::HoldKind::Pause,
            until: None,
            reason: "on leave".to_owned(),
        };
        tx.add_hold(crate::domain::party::HoldTarget::Client(card.id), &hold)?;
        Ok(((), "a hold".to_owned()))
    })
    .unwrap();
    let holds = book.view().holds().unwrap();
    delete(&mut book, "bare").unwrap();
    assert!(book.view().client_id("bare").is_err());
    book.undo(now()).unwrap();
    assert_eq!(book.view().client(card.id).unwrap(), card);
    assert_eq!(book.view().holds().unwrap(), holds);
    book.redo(now()).unwrap();
    assert!(book.view().client_id("bare").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_change_of_contacts_is_made_undone_and_made_again(
        old in prop::collection::vec("[a-e]", 0..5),
        new in prop::collection::vec("[a-e]", 0..5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut book = empty(folder.path());
        let people = |names: &[String]| -> Vec<Contact> {
            names.iter().map(|name| person(&format!("{name}@x.example"))).collect()
        };
        let mut card = client("acme");
        card.contacts = people(&old);
        card.id = add(&mut book, &card);
        let before = card.clone();
        card.contacts = people(&new);
        set(&mut book, &card).unwrap();
        prop_assert_eq!(&book.view().client(card.id).unwrap(), &card);
        book.undo(now()).unwrap();
        prop_assert_eq!(&book.view().client(card.id).unwrap(), &before);
        book.redo(now()).unwrap();
        prop_assert_eq!(&book.view().client(card.id).unwrap(), &card);
    }
}
