use mail_parser::MessageParser;

use super::*;
use crate::domain::ids::InvoiceId;
use crate::domain::message::{Address, MessageState};
use crate::domain::policy::Tone;
use crate::domain::views::{CheckLevel, Turn};
use crate::store::fixtures::{day, empty, invoice, now, with_invoice};
use crate::usecases::SmsSender;
use crate::usecases::reminders::{prepare, queue, skip};
use crate::usecases::{history, outbox};

fn sender() -> Sender {
    Sender {
        from: Address {
            name: "Ana Lind".to_owned(),
            email: "ana@lind.example".to_owned(),
        },
        bcc_self: true,
        transport: "folder outbox".to_owned(),
        to_folder: true,
        sms: SmsSender::default(),
    }
}

fn book(folder: &std::path::Path) -> (Book, ClientId, InvoiceId) {
    let mut book = empty(folder);
    let (client, invoice) = with_invoice(&mut book);
    (book, client, invoice)
}

fn press(book: &mut Book, client: ClientId, edit: &Edit) -> Result<Message> {
    let wait = Duration::from_secs(10);
    send(book, now(), &sender(), client, Channel::Email, edit, wait)
}

#[test]
fn what_is_sent_is_what_was_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    let shown = prepare(
        &book,
        now(),
        &sender(),
        client,
        Channel::Email,
        &Edit::default(),
    )
    .unwrap();
    let message = press(&mut book, client, &Edit::default()).unwrap();
    assert_eq!(message.state, MessageState::Queued);
    assert_eq!((message.due_at - now().at).num_seconds(), 10);
    let bytes = outbox::bytes(&book, message.id).unwrap();
    let mail = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(mail.subject().unwrap(), shown.subject);
    let body = mail.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(body.trim_end(), shown.body.trim_end());
    assert!(shown.body.contains("2026-001"));
    assert!(
        shown.body.contains("119,00"),
        "German amounts: {}",
        shown.body
    );
    assert_eq!(shown.tone, Tone::Firm);
    assert!(
        shown
            .checks
            .iter()
            .all(|check| check.level != CheckLevel::Bad)
    );
    assert!(mail.bcc().is_none(), "a blind copy is in the envelope only");
}

#[test]
fn the_same_key_twice_finds_the_first_message() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    let first = press(&mut book, client, &Edit::default()).unwrap();
    let second = press(&mut book, client, &Edit::default()).unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(
        outbox::list(&book, outbox::OutboxFilter::All, 10)
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn taken_back_it_is_due_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    let message = press(&mut book, client, &Edit::default()).unwrap();
    assert!(
        queue(&book, now())
            .unwrap()
            .iter()
            .all(|row| row.turn != Turn::Due)
    );
    outbox::cancel(&mut book, now(), message.id).unwrap();
    let rows = queue(&book, now()).unwrap();
    assert_eq!(rows.iter().filter(|row| row.turn == Turn::Due).count(), 1);
    let again = press(&mut book, client, &Edit::default()).unwrap();
    assert_ne!(again.id, message.id);
}

#[test]
fn an_edit_counts_for_this_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    let edit = Edit {
        seen: None,
        tone: Some(Tone::Friendly),
        subject: Some("A word\r\nBcc: thief@example.org".to_owned()),
        body: Some("Please call me.\n".to_owned()),
    };
    let message = press(&mut book, client, &edit).unwrap();
    assert!(message.subject.starts_with("A word"), "{}", message.subject);
    assert_eq!(message.body, "Please call me.\n");
    assert_eq!(
        (message.stage.as_str(), message.tone),
        ("firm", Some(Tone::Friendly))
    );
    let bytes = outbox::bytes(&book, message.id).unwrap();
    let mail = MessageParser::default().parse(&bytes).unwrap();
    assert!(
        mail.bcc().is_none(),
        "a line break in a subject adds no header"
    );
}

#[test]
fn one_message_lists_all_due_invoices_of_a_client() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    book.change(now(), Undo::Bulk, |tx| {
        tx.add_invoice(&invoice(client, "2026-002", "2026-11-20"), "{}", "{}")?;
        Ok(((), "Added".to_owned()))
    })
    .unwrap();
    let message = press(&mut book, client, &Edit::default()).unwrap();
    assert_eq!(message.invoices, ["2026-001", "2026-002"]);
    assert!(
        message.body.contains("238,00"),
        "the total: {}",
        message.body
    );
}

#[test]
fn a_second_reminder_answers_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, invoice) = book(folder.path());
    book.change(now(), Undo::Bulk, |tx| {
        let mut past = crate::store::fixtures::message(client, "first", invoice);
        past.stage = "friendly".to_owned();
        for reminder in &mut past.reminders {
            reminder.stage = "friendly".to_owned();
            reminder.tone = Tone::Friendly;
            reminder.days = 3;
        }
        past.subject = "Rechnung 2026-001".to_owned();
        let at = now().at - chrono::TimeDelta::days(14);
        tx.add_past_message(&crate::store::PastMessage {
            message: past,
            state: MessageState::Accepted,
            why: "250 ok".to_owned(),
            queued_on: day("2026-11-10"),
            queued_at: at,
            settled_at: at,
            attempts: Vec::new(),
        })?;
        Ok(((), "Imported".to_owned()))
    })
    .unwrap();
    let message = press(&mut book, client, &Edit::default()).unwrap();
    assert_eq!(message.subject, "Re: Rechnung 2026-001");
    let bytes = outbox::bytes(&book, message.id).unwrap();
    let mail = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(mail.in_reply_to().as_text(), Some("first@lind.example"));
    assert_eq!(mail.references().as_text(), Some("first@lind.example"));
}

#[test]
fn a_stage_passed_over_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, invoice) = book(folder.path());
    skip(&mut book, now(), invoice).unwrap();
    assert!(skip(&mut book, now(), invoice).is_err());
    let failure = press(&mut book, client, &Edit::default()).unwrap_err();
    assert!(
        failure.message().contains("No reminder is due"),
        "{failure}"
    );
    history::undo(&mut book, now()).unwrap();
    assert!(press(&mut book, client, &Edit::default()).is_ok());
}

#[test]
fn no_text_message_is_promised() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    let failure = send(
        &mut book,
        now(),
        &sender(),
        client,
        Channel::Sms,
        &Edit::default(),
        Duration::ZERO,
    )
    .unwrap_err();
    assert!(failure.message().contains("text messages"), "{failure}");
}

#[test]
fn what_changed_since_it_was_shown_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    let added = book
        .change(now(), Undo::Bulk, |tx| {
            let id = tx.add_invoice(&invoice(client, "2026-002", "2026-11-04"), "{}", "{}")?;
            Ok((id, "Added".to_owned()))
        })
        .unwrap();
    let mine = Edit {
        body: Some("Both are late.\n".to_owned()),
        ..Edit::default()
    };
    let shown = prepare(&book, now(), &sender(), client, Channel::Email, &mine).unwrap();
    let seen = Edit {
        seen: Some(shown.seal),
        ..mine.clone()
    };
    let payment = crate::domain::views::NewPayment {
        invoice: added,
        amount: crate::domain::money::Money::new(11_900, crate::domain::currency::Currency::EUR),
        paid_on: now().today,
        method: "bank".to_owned(),
        note: String::new(),
        fee: crate::domain::money::Money::zero(crate::domain::currency::Currency::EUR),
        overpay: false,
    };
    crate::usecases::payments::record(&mut book, now(), &payment).unwrap();
    let failure = press(&mut book, client, &seen).unwrap_err();
    assert!(
        failure.message().contains("changed since it was shown"),
        "{failure}"
    );
    let shown = prepare(&book, now(), &sender(), client, Channel::Email, &mine).unwrap();
    let seen = Edit {
        seen: Some(shown.seal),
        ..mine
    };
    assert_eq!(
        press(&mut book, client, &seen).unwrap().invoices,
        ["2026-001"]
    );
}

/// A refused firm reminder for a client with a copy.
fn refused(folder: &std::path::Path) -> (Book, ClientId) {
    let mut book = empty(folder);
    let client = book
        .change(now(), Undo::Bulk, |tx| {
            let mut new = crate::store::fixtures::client("acme");
            new.contacts.push(crate::domain::party::Contact {
                name: "Books".to_owned(),
                email: "books@acme.example".to_owned(),
                phone: String::new(),
                role: crate::domain::party::ContactRole::Cc,
            });
            let client = tx.add_client(&new)?;
            tx.add_invoice(&invoice(client, "2026-001", "2026-11-04"), "{}", "{}")?;
            Ok((client, "Imported".to_owned()))
        })
        .unwrap();
    let message = press(&mut book, client, &Edit::default()).unwrap();
    book.change(now(), Undo::Impossible, |tx| {
        let guard = crate::store::Guard {
            id: message.id,
            attempt: 0,
            from: &[MessageState::Queued],
        };
        tx.move_message(guard, MessageState::Refused, "554 content rejected", None)?;
        Ok(((), String::new()))
    })
    .unwrap();
    (book, client)
}

#[test]
fn a_refusal_blocks_a_client_with_copies_and_is_mended_by_a_new_text() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client) = refused(folder.path());
    let rows = queue(&book, now()).unwrap();
    assert!(rows.iter().all(|row| row.turn != Turn::Due), "{rows:?}");
    assert!(
        rows[0].why.contains("554 content rejected"),
        "{}",
        rows[0].why
    );
    assert!(
        press(&mut book, client, &Edit::default()).is_err(),
        "the same is not sent again"
    );
    let shown = prepare(
        &book,
        now(),
        &sender(),
        client,
        Channel::Email,
        &Edit::default(),
    )
    .unwrap();
    let edit = Edit {
        body: Some(format!("{}\nP.S. sorry.\n", shown.body)),
        ..Edit::default()
    };
    assert_eq!(
        press(&mut book, client, &edit).unwrap().state,
        MessageState::Queued
    );
}

#[test]
fn a_batch_is_queued_from_one_plan_and_one_bad_order_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path());
    let order = |client, channel, edit: &Edit| Order {
        client,
        channel,
        edit: edit.clone(),
    };
    let seen = Edit {
        seen: Some("something else".to_owned()),
        ..Edit::default()
    };
    let orders = [
        order(client, Channel::Email, &seen),
        order(ClientId(99), Channel::Email, &Edit::default()),
        order(client, Channel::Email, &Edit::default()),
        order(client, Channel::Email, &Edit::default()),
    ];
    let sent = send_all(&mut book, &now, &sender(), &orders, Duration::ZERO).unwrap();
    let changed = sent[0].as_ref().unwrap_err();
    assert!(changed.message().contains("has changed"), "{changed}");
    assert!(sent[1].is_err());
    let (third, fourth) = (sent[2].as_ref().unwrap(), sent[3].as_ref().unwrap());
    assert_eq!(third.id, fourth.id, "the same order twice is one message");
    let all = outbox::list(&book, outbox::OutboxFilter::All, 10).unwrap();
    assert_eq!(all.len(), 1);
    let journal = history::list(&book, 10).unwrap();
    let queued = journal
        .iter()
        .filter(|e| e.text.starts_with("Queued the firm"));
    assert_eq!(queued.count(), 1);
}
