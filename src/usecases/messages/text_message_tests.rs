use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::clock::Now;
use crate::domain::ids::ClientId;
use crate::domain::message::{Address, Message, MessageState, StoredTemplate};
use crate::domain::party::{Client, Contact, ContactRole};
use crate::domain::policy::{Channel, Ways};
use crate::domain::quiet::{LocalQuiet, Quiet};
use crate::domain::sms::Encoding;
use crate::domain::views::{Check, CheckLevel, Edit, Prepared};
use crate::failure::Result;
use crate::store::fixtures::{self, empty, invoice, now};
use crate::store::{Book, Undo};
use crate::usecases::reminders::{prepare, send};
use crate::usecases::{Sender, SmsSender, outbox};

fn sender() -> Sender {
    Sender {
        from: Address {
            name: "Ana Lind".to_owned(),
            email: "ana@lind.example".to_owned(),
        },
        bcc_self: true,
        transport: "smtp.lind.example".to_owned(),
        to_folder: false,
        sms: SmsSender {
            from: "+447700900000".to_owned(),
            transport: "Twilio".to_owned(),
            to_folder: false,
            quiet: LocalQuiet {
                quiet: Some(Quiet::default()),
                ..LocalQuiet::default()
            },
            max_parts: 2,
        },
    }
}

fn person(name: &str, phone: &str, role: ContactRole) -> Contact {
    Contact {
        name: name.to_owned(),
        email: format!("{name}@acme.example"),
        phone: phone.to_owned(),
        role,
    }
}

/// A client with these people, one invoice that is late, and a policy that reminds by SMS.
fn book(folder: &Path, contacts: Vec<Contact>, text: &str) -> (Book, ClientId) {
    let mut book = empty(folder);
    let client = book
        .change(now(), Undo::Bulk, |tx| {
            let mut policy = tx.policies()?.remove(0);
            policy.key = "standard".to_owned();
            for stage in &mut policy.stages {
                stage.channel = Ways::Sms;
            }
            tx.set_policy(&policy)?;
            for tone in ["friendly", "firm", "final"] {
                tx.set_template(&StoredTemplate {
                    client: String::new(),
                    kind: tone.to_owned(),
                    channel: Channel::Sms,
                    language: "de".to_owned(),
                    subject: String::new(),
                    body: text.to_owned(),
                })?;
            }
            let new = Client {
                contacts,
                ..fixtures::client("acme")
            };
            let client = tx.add_client(&new)?;
            tx.add_invoice(&invoice(client, "2026-001", "2026-11-04"), "{}", "{}")?;
            Ok((client, "Imported".to_owned()))
        })
        .unwrap();
    (book, client)
}

fn two() -> Vec<Contact> {
    vec![
        person("Books", "+49 171 0000000", ContactRole::Cc),
        person("Nobody", "", ContactRole::To),
        person("Jonas", "+490171 2345678", ContactRole::To),
        person("Eva", "+491712345679", ContactRole::To),
    ]
}

fn at(text: &str) -> Now {
    let at: DateTime<Utc> = text.parse().unwrap();
    Now {
        today: at.date_naive(),
        at,
    }
}

fn press(book: &mut Book, now: Now, client: ClientId) -> Result<Message> {
    let wait = Duration::from_secs(10);
    send(
        book,
        now,
        &sender(),
        client,
        Channel::Sms,
        &Edit::default(),
        wait,
    )
}

fn show(book: &Book, client: ClientId, edit: &Edit) -> Prepared {
    prepare(book, now(), &sender(), client, Channel::Sms, edit).unwrap()
}

fn said<'p>(prepared: &'p Prepared, words: &str) -> &'p Check {
    let found = prepared
        .checks
        .iter()
        .find(|check| check.text.contains(words));
    found.unwrap_or_else(|| panic!("{words:?} is not in {:?}", prepared.checks))
}

#[test]
fn the_first_who_is_written_to_and_has_a_number_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client) = book(folder.path(), two(), "Rechnung {{ numbers }} ist offen.\n");
    let shown = show(&book, client, &Edit::default());
    assert_eq!((shown.to.len(), shown.to[0].name.as_str()), (1, "Jonas"));
    assert_eq!(shown.to[0].email, "+491712345678");
    assert!(shown.cc.is_empty() && shown.bcc.is_empty() && shown.subject.is_empty());
    assert_eq!(
        (shown.transport.as_str(), shown.to_folder),
        ("Twilio", false)
    );
    let size = shown.sms.clone().unwrap();
    assert_eq!((size.parts, size.encoding), (1, Encoding::Gsm7));

    let message = press(&mut book, now(), client).unwrap();
    assert_eq!(
        message.to,
        ["+490171 2345678"],
        "as it stands with the client"
    );
    assert_eq!(message.body, "Rechnung 2026-001 ist offen.");
    let bytes = outbox::bytes(&book, message.id).unwrap();
    assert_eq!(bytes, shown.body.as_bytes());
    assert_eq!(message.message_id.len(), 36);
    let again = press(&mut book, now(), client).unwrap();
    assert_eq!(again.id, message.id, "the same key twice finds the first");
}

#[test]
fn the_number_changes_the_seal_and_takes_a_waiting_text_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client) = book(folder.path(), two(), "Bitte zahlen.");
    let before = show(&book, client, &Edit::default()).seal;
    let id = press(&mut book, now(), client).unwrap().id;
    book.change(now(), Undo::Possible, |tx| {
        let mut card = tx.client(client)?;
        card.contacts[2].phone = "+491712345999".to_owned();
        tx.set_client(&card)?;
        Ok(((), "Client changed".to_owned()))
    })
    .unwrap();
    let why = book.view().no_longer_true(id, now()).unwrap().unwrap();
    assert!(why.contains("addresses have changed"), "{why}");
    outbox::cancel(&mut book, now(), id).unwrap();
    assert_ne!(show(&book, client, &Edit::default()).seal, before);
}

#[test]
fn a_long_text_and_a_dear_letter_are_pointed_out_and_go_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{} – bitte zahlen", "Rechnung offen. ".repeat(9));
    let (mut book, client) = book(folder.path(), two(), &text);
    let shown = show(&book, client, &Edit::default());
    let long = said(&shown, "159 characters, UCS-2, 3 parts: more than 2");
    assert_eq!(long.level, CheckLevel::Warning);
    let saving = said(&shown, "– makes it 3 parts");
    assert_eq!(saving.level, CheckLevel::Warning);
    let mine = Edit {
        body: Some("Kurz.".to_owned()),
        ..Edit::default()
    };
    let short = show(&book, client, &mine);
    assert_eq!(
        said(&short, "5 characters, GSM-7, 1 part").level,
        CheckLevel::Good
    );
    assert_eq!(
        press(&mut book, now(), client).unwrap().state,
        MessageState::Queued
    );
}

#[test]
fn a_land_line_a_shared_number_and_an_unreadable_one_are_seen_before() {
    let folder = tempfile::tempdir().unwrap();
    let land = vec![person("Jonas", "+4930901820", ContactRole::To)];
    let (mut book, client) = book(folder.path(), land, "Bitte zahlen.");
    book.change(now(), Undo::Possible, |tx| {
        let other = Client {
            contacts: vec![person("Eva", "+4930901820", ContactRole::To)],
            ..fixtures::client("nova")
        };
        tx.add_client(&other)?;
        Ok(((), "Client added".to_owned()))
    })
    .unwrap();
    let shown = show(&book, client, &Edit::default());
    assert_eq!(said(&shown, "is a land line").level, CheckLevel::Warning);
    assert_eq!(
        said(&shown, "also a contact of nova GmbH").level,
        CheckLevel::Warning
    );
    book.change(now(), Undo::Possible, |tx| {
        let mut card = tx.client(client)?;
        card.contacts[0].phone = "+4917".to_owned();
        tx.set_client(&card)?;
        Ok(((), "Client changed".to_owned()))
    })
    .unwrap();
    let shown = show(&book, client, &Edit::default());
    assert_eq!(said(&shown, "too few or too many").level, CheckLevel::Bad);
    assert!(press(&mut book, now(), client).is_err());
}

#[test]
fn nobody_is_written_to_who_has_said_stop() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client) = book(folder.path(), two(), "Bitte zahlen.");
    let id = press(&mut book, now(), client).unwrap().id;
    book.change(now(), Undo::Possible, |tx| {
        let mut card = tx.client(client)?;
        card.reminding.no_sms = "It answered STOP.".to_owned();
        tx.set_client(&card)?;
        Ok(((), "Client changed".to_owned()))
    })
    .unwrap();
    let why = book.view().no_longer_true(id, now()).unwrap().unwrap();
    assert!(why.contains("STOP"), "{why}");
    outbox::cancel(&mut book, now(), id).unwrap();
    assert!(press(&mut book, now(), client).is_err());
}

#[test]
fn at_night_it_is_queued_for_the_morning_with_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client) = book(folder.path(), two(), "Bitte zahlen.");
    let night = at("2026-11-24T20:00:00Z");
    let message = press(&mut book, night, client).unwrap();
    assert_eq!(message.due_at, at("2026-11-25T09:00:00Z").at);
    assert_eq!(message.why, "Quiet hours until Wed 25 Nov 09:00.");
    assert_eq!(message.state, MessageState::Queued);
    let much_later = Now {
        at: message.due_at + TimeDelta::hours(47),
        ..at("2026-11-26T20:00:00Z")
    };
    let why = book.view().no_longer_true(message.id, much_later).unwrap();
    assert_eq!(why, None, "the two days begin in the morning");
}

#[test]
fn what_leaves_in_the_morning_speaks_of_that_day() {
    let folder = tempfile::tempdir().unwrap();
    let text = "{{ invoice.days }}, heute ist der {{ today }}.";
    let (mut book, client) = book(folder.path(), two(), text);
    let friday = at("2026-11-27T20:00:00Z");
    let shown = prepare(
        &book,
        friday,
        &sender(),
        client,
        Channel::Sms,
        &Edit::default(),
    )
    .unwrap();
    let message = press(&mut book, friday, client).unwrap();
    assert_eq!(message.due_at, at("2026-11-30T09:00:00Z").at, "a Monday");
    assert_eq!(shown.body, message.body, "what was shown goes");
    assert_eq!(message.body, "26 Tage, heute ist der 30.11.2026.");
}
