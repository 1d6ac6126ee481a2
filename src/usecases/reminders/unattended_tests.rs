use super::*;
use crate::domain::message::Address;
use crate::domain::party::Client;
use crate::domain::policy::Ways;
use crate::store::fixtures::{client, empty, invoice, now};
use crate::usecases::SmsSender;

fn sender() -> Sender {
    Sender {
        from: Address {
            name: "Ana Lind".to_owned(),
            email: "ana@lind.example".to_owned(),
        },
        bcc_self: false,
        transport: "folder outbox".to_owned(),
        to_folder: true,
        sms: SmsSender {
            from: "+447700900000".to_owned(),
            transport: "folder outbox".to_owned(),
            to_folder: true,
            max_parts: 4,
            ..SmsSender::default()
        },
    }
}

/// A client that may be written to without a person, over both channels, with one late invoice
/// whose first stage was missed.
fn book(folder: &std::path::Path) -> (Book, ClientId) {
    let mut book = empty(folder);
    let client = book
        .change(now(), Undo::Bulk, |tx| {
            let mut new: Client = client("acme");
            new.reminding.unattended = true;
            new.contacts[0].phone = "+49 171 2345678".to_owned();
            set_stages(tx, Ways::Both, true)?;
            let client = tx.add_client(&new)?;
            tx.add_invoice(&invoice(client, "2026-001", "2026-11-04"), "{}", "{}")?;
            Ok((client, "Imported".to_owned()))
        })
        .unwrap();
    (book, client)
}

fn set_stages(tx: &Tx<'_>, ways: Ways, unattended: bool) -> Result<()> {
    let mut policies = tx.policies()?;
    let policy = policies.iter_mut().find(|one| one.key == "standard");
    let policy = policy.unwrap();
    for stage in &mut policy.stages {
        stage.channel = ways;
        stage.unattended = unattended;
    }
    tx.set_policy(policy)?;
    Ok(())
}

fn run(book: &mut Book) -> Alone {
    let lock = SenderLock::take(book.path()).unwrap();
    queue_unattended(&lock, book, now(), &sender(), 20).unwrap()
}

#[test]
fn both_halves_of_a_stage_that_catches_up_go() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, _) = book(folder.path());
    let alone = run(&mut book);
    assert_eq!(alone.left, []);
    assert_eq!(alone.queued.len(), 2);
}

#[test]
fn a_mark_that_is_taken_away_stops_what_waits_until_a_person_sends_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client) = book(folder.path());
    let queued = run(&mut book).queued;
    let why = |book: &Book, id| book.view().no_longer_true(id, now()).unwrap();
    for id in &queued {
        assert_eq!(why(&book, *id), None);
    }
    let mark = |book: &mut Book, stages: bool, clients: bool| {
        book.change(now(), Undo::Possible, |tx| {
            set_stages(tx, Ways::Both, stages)?;
            let mut card = tx.client(client)?;
            card.reminding.unattended = clients;
            tx.set_client(&card)?;
            Ok(((), "Changed".to_owned()))
        })
        .unwrap();
    };
    for (stages, clients) in [(false, true), (true, false)] {
        mark(&mut book, stages, clients);
        for id in &queued {
            let said = why(&book, *id).unwrap();
            assert_eq!(said, "It is no longer marked for runs without a person.");
        }
    }
    mark(&mut book, true, true);
    assert_eq!(why(&book, queued[0]), None);
}
