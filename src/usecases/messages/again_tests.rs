//! What must not go twice, and what is seen of thanks and of texts that wait for the morning.

use std::time::Duration;

use chrono::TimeDelta;

use super::super::{outbox, overview};
use super::tests::{payment, sender, with_thanks};
use super::*;
use crate::domain::message::MessageState;
use crate::domain::party::ThankYou;
use crate::domain::views::Need;
use crate::store::fixtures::{empty, now, with_invoice};
use crate::store::{Guard, Settled, Undo};
use crate::usecases::payments;

fn end(book: &mut Book, message: &Message, state: MessageState, outcome: &'static str) {
    book.change(now(), Undo::Impossible, |tx| {
        let guard = Guard {
            id: message.id,
            attempt: message.attempt_count,
            from: &[MessageState::Queued],
        };
        let settled = Settled {
            state,
            why: "the server's words".to_owned(),
            outcome,
            step: "confirmation".to_owned(),
            due_at: None,
            counts: false,
        };
        Ok((tx.settle(guard, &settled)?, String::new()))
    })
    .unwrap();
}

fn thank(book: &mut Book, client: ClientId, invoice: crate::domain::ids::InvoiceId) -> Message {
    let (edit, wait) = (Edit::default(), Duration::ZERO);
    let about = About::ThankYou(invoice);
    send(
        book,
        now(),
        &sender(),
        client,
        Channel::Email,
        about,
        &edit,
        wait,
    )
    .unwrap()
}

fn paid(folder: &std::path::Path) -> (Book, ClientId, crate::domain::ids::InvoiceId) {
    let mut book = empty(folder);
    let (client, invoice) = with_invoice(&mut book);
    with_thanks(&mut book, ThankYou::Ask);
    let money = payment(invoice, 11_900, "2026-11-23");
    payments::record_and_thank(&mut book, now(), &money, Some(&sender())).unwrap();
    (book, client, invoice)
}

#[test]
fn thanks_that_were_refused_do_not_go_beside_later_ones() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, invoice) = paid(folder.path());
    let first = thank(&mut book, client, invoice);
    end(&mut book, &first, MessageState::Refused, "refused");
    let second = thank(&mut book, client, invoice);
    assert_ne!(first.id, second.id);
    end(&mut book, &second, MessageState::Accepted, "accepted");
    outbox::retry(&mut book, now(), first.id).unwrap();
    let why = book.view().no_longer_true(first.id, now()).unwrap();
    assert_eq!(why.unwrap(), "Another message thanks for 2026-001.");
}

#[test]
fn thanks_that_are_asked_for_count_as_due_and_stand_among_the_needs() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, invoice) = paid(folder.path());
    assert_eq!(overview::header(&book, now()).unwrap().reminders_due, 1);
    let needs = overview::dashboard(&book, now()).unwrap().needs;
    let [Need::Remind(row)] = &needs[..] else {
        panic!("one need: {needs:?}")
    };
    assert_eq!(row.about, About::ThankYou(invoice));
    thank(&mut book, client, invoice);
    assert_eq!(overview::header(&book, now()).unwrap().reminders_due, 0);
}

#[test]
fn what_waits_for_its_hour_is_not_stuck() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, invoice) = paid(folder.path());
    let (edit, wait) = (Edit::default(), Duration::from_hours(12));
    let about = About::ThankYou(invoice);
    send(
        &mut book,
        now(),
        &sender(),
        client,
        Channel::Email,
        about,
        &edit,
        wait,
    )
    .unwrap();
    let later = Now {
        at: now().at + TimeDelta::hours(1),
        ..now()
    };
    assert_eq!(overview::dashboard(&book, later).unwrap().needs, []);
    let after = Now {
        at: now().at + TimeDelta::hours(13),
        ..now()
    };
    let needs = overview::dashboard(&book, after).unwrap().needs;
    assert!(matches!(needs.as_slice(), [Need::Waiting(_)]), "{needs:?}");
}

#[test]
fn what_may_have_left_counts_for_the_limits() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, invoice) = paid(folder.path());
    let message = thank(&mut book, client, invoice);
    end(&mut book, &message, MessageState::Unknown, "unknown");
    let since = now().at - TimeDelta::minutes(1);
    let view = book.view();
    assert_eq!(
        view.accepted_since(Channel::Email, since, now().at)
            .unwrap(),
        1
    );
    assert!(
        view.accepted_oldest_since(Channel::Email, since)
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_stop_that_came_while_a_form_was_open_stays() {
    use crate::usecases::clients;
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = paid(folder.path());
    let open = clients::by_id(&book, client).unwrap();
    let mut stopped = open.clone();
    stopped.reminding.no_sms = "STOP on 24 Nov".to_owned();
    clients::change(&mut book, now(), &stopped).unwrap();
    let mut typed = open;
    typed.note = "new".to_owned();
    let saved = clients::change_from_form(&mut book, now(), &typed).unwrap();
    assert_eq!(saved.client.note, "new");
    assert_eq!(saved.client.reminding.no_sms, "STOP on 24 Nov");
}
