use super::*;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::talk::{TalkOutcome, Way};
use crate::store::fixtures::{client, day, empty, invoice, now, with_invoice};

fn new(client: ClientId, invoices: &[InvoiceId], outcome: TalkOutcome) -> NewTalk {
    NewTalk {
        client,
        invoices: invoices.to_vec(),
        on: now().today,
        way: Way::Call,
        outcome,
        note: String::new(),
        promised_on: None,
    }
}

fn promise(client: ClientId, invoices: &[InvoiceId], until: &str) -> NewTalk {
    NewTalk {
        promised_on: Some(day(until)),
        ..new(client, invoices, TalkOutcome::None)
    }
}

#[test]
fn a_promise_holds_its_invoices_and_one_undo_takes_all_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, one) = with_invoice(&mut book);
    let two = book
        .change(now(), Undo::Bulk, |tx| {
            let two = invoice(client, "2026-002", "2026-11-05");
            Ok((tx.add_invoice(&two, "{}", "{}")?, "Imported".to_owned()))
        })
        .unwrap();
    let noted = add(
        &mut book,
        now(),
        &promise(client, &[one, two], "2026-12-01"),
    )
    .unwrap();
    let targets: Vec<_> = noted.holds.iter().map(|hold| hold.target).collect();
    assert_eq!(
        targets,
        [HoldTarget::Invoice(one), HoldTarget::Invoice(two)]
    );
    let hold = &noted.holds[0];
    assert_eq!(
        (hold.kind, hold.until),
        (HoldKind::Promise, Some(day("2026-12-01")))
    );
    assert_eq!(hold.reason, "promised in a call");
    assert_eq!(noted.talk.hold, Some(hold.id));
    assert_eq!(noted.talk.invoices, ["2026-001", "2026-002"]);
    assert_eq!(list(&book, TalkFilter::Invoice(two), 9).unwrap().len(), 1);

    let line = book.undo(now()).unwrap();
    assert_eq!(
        line,
        "Noted with acme GmbH about 2026-001, 2026-002: call: promised to pay by 2026-12-01"
    );
    assert!(list(&book, TalkFilter::All, 9).unwrap().is_empty());
    assert!(book.view().holds().unwrap().is_empty());
    book.redo(now()).unwrap();
    assert_eq!(book.view().holds().unwrap().len(), 2);
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_new_promise_takes_the_place_of_one_that_still_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, one) = with_invoice(&mut book);
    add(&mut book, now(), &promise(client, &[one], "2026-12-20")).unwrap();
    add(&mut book, now(), &promise(client, &[one], "2026-12-01")).unwrap();
    let holds = book.view().holds().unwrap();
    assert_eq!(holds.len(), 1);
    assert_eq!(holds[0].until, Some(day("2026-12-01")));
}

#[test]
fn a_dispute_holds_once_and_without_an_invoice_the_client() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, one) = with_invoice(&mut book);
    let dispute = new(client, &[one], TalkOutcome::Dispute);
    assert_eq!(add(&mut book, now(), &dispute).unwrap().holds.len(), 1);
    assert_eq!(add(&mut book, now(), &dispute).unwrap().holds.len(), 0);
    let all = add(&mut book, now(), &new(client, &[], TalkOutcome::Dispute)).unwrap();
    assert_eq!(all.holds[0].target, HoldTarget::Client(client));
    assert_eq!(all.holds[0].until, None);
    assert_eq!(list(&book, TalkFilter::Invoice(one), 9).unwrap().len(), 3);
}

#[test]
fn who_did_not_get_the_invoice_is_offered_it_again_and_nothing_rests() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, one) = with_invoice(&mut book);
    let noted = add(
        &mut book,
        now(),
        &new(client, &[one], TalkOutcome::NotReceived),
    )
    .unwrap();
    assert_eq!(noted.send_again, ["2026-001"]);
    assert!(noted.holds.is_empty());
    let removed = remove(&mut book, now(), noted.talk.id).unwrap();
    assert_eq!(removed, noted.talk);
    assert!(remove(&mut book, now(), noted.talk.id).is_err());
    book.undo(now()).unwrap();
    assert_eq!(
        list(&book, TalkFilter::Client(client), 9).unwrap(),
        [noted.talk]
    );
}

#[test]
fn what_cannot_have_been_said_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (acme, one) = with_invoice(&mut book);
    let other = book
        .change(now(), Undo::Bulk, |tx| {
            Ok((tx.add_client(&client("other"))?, "Imported".to_owned()))
        })
        .unwrap();
    let mut refused = |talk: &NewTalk| add(&mut book, now(), talk).unwrap_err();
    let foreign = refused(&new(other, &[one], TalkOutcome::None));
    assert_eq!(foreign.message(), "Invoice 2026-001 is of acme GmbH.");
    let backwards = refused(&promise(acme, &[one], "2026-11-23"));
    assert!(backwards.message().contains("cannot have promised"));
    let mut tomorrow = new(acme, &[one], TalkOutcome::None);
    tomorrow.on = day("2026-11-25");
    assert!(refused(&tomorrow).message().contains("in the future"));
    assert!(list(&book, TalkFilter::All, 9).unwrap().is_empty());
}
