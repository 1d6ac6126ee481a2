//! Names that would be more than names: in subjects, texts and the bytes that leave.

use std::time::Duration;

use mail_parser::MessageParser;

use super::super::reminders;
use super::tests::{sender, with_thanks};
use super::*;
use crate::domain::ids::InvoiceId;
use crate::domain::party::Contact;
use crate::store::fixtures::{client, empty, invoice, now};
use crate::usecases::{outbox, payments};

const NAMES: [&str; 9] = [
    "Acme\r\nBcc: all@lind.example",
    "Acme\n\nSubject: second\n\nbody",
    "Acme\u{1b}]0;owned\u{7}\u{1b}[2J",
    "Acme \u{202e}HbmG\u{202c} \u{200f}\u{2066}x\u{2069}",
    "Acme\" <thief@lind.example>, \"",
    "{{ iban }}{% for i in range(9) %}x{% endfor %}",
    "{% include '/etc/passwd' %}{{ 7 * 7 }}",
    "Acme\u{2028}To: all@lind.example\u{85}x\0y",
    "=?utf-8?q?Bcc:_all=40lind.example?=",
];

fn book(folder: &std::path::Path, name: &str) -> (Book, ClientId, InvoiceId) {
    let mut book = empty(folder);
    let made = book
        .change(now(), Undo::Bulk, |tx| {
            let mut hostile = client("acme");
            hostile.name = name.to_owned();
            hostile.contacts = vec![Contact {
                name: name.to_owned(),
                ..hostile.contacts.remove(0)
            }];
            let id = tx.add_client(&hostile)?;
            let mut bill = invoice(id, "2026-001", "2026-11-04");
            bill.purchase_order = name.to_owned();
            bill.lines[0].description = name.to_owned();
            bill.add_up().unwrap();
            let bill = tx.add_invoice(&bill, "{}", "{}")?;
            Ok(((id, bill), "Imported".to_owned()))
        })
        .unwrap();
    (book, made.0, made.1)
}

/// The headers of a message by name, and its lines.
fn look(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(
        text.lines().all(|line| line.len() <= 998),
        "a line is too long: {text}"
    );
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let fields = head
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']));
    fields
        .map(|line| line.split_once(':').unwrap().0.to_owned())
        .collect()
}

fn is_harmless(text: &str, name: &str) {
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}')
    };
    assert!(!text.contains(bad), "{name:?}: {text:?}");
    assert!(!text.contains("DE02"), "{name:?} was evaluated: {text}");
    assert!(!text.contains("49 "), "{name:?} was evaluated: {text}");
    for line in text.lines() {
        assert!(
            !line.starts_with("Bcc:") && !line.starts_with("To:") && !line.starts_with("Subject:"),
            "{name:?}: {text}"
        );
    }
}

fn bytes_are_harmless(bytes: &[u8], name: &str) {
    let mut known = vec![
        "Message-ID",
        "Date",
        "From",
        "Subject",
        "To",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    ];
    known.sort_unstable();
    let mut heads = look(bytes);
    heads.sort_unstable();
    assert_eq!(heads, known, "{name:?}");
    let mail = MessageParser::default().parse(bytes).unwrap();
    let to: Vec<&str> = mail
        .to()
        .unwrap()
        .iter()
        .filter_map(|one| one.address())
        .collect();
    assert_eq!(to, ["ap@acme.example"], "{name:?}");
    let shown_name = mail
        .to()
        .unwrap()
        .first()
        .and_then(|one| one.name())
        .unwrap_or("");
    is_harmless(shown_name, name);
    assert!(mail.bcc().is_none());
    is_harmless(mail.subject().unwrap(), name);
}

#[test]
fn no_name_is_more_than_a_name() {
    let long = "x".repeat(10_000);
    let spaced = "Acme GmbH ".repeat(1_000);
    let names = NAMES
        .iter()
        .copied()
        .chain([long.as_str(), spaced.as_str()]);
    for name in names {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, client, bill) = book(folder.path(), name);
        let abouts = [About::Reminder, About::Statement, About::Invoice(bill)];
        for about in abouts {
            let edit = Edit::default();
            let (channel, wait) = (Channel::Email, Duration::ZERO);
            let shown = prepare(&book, now(), &sender(), client, channel, about, &edit).unwrap();
            is_harmless(&shown.subject, name);
            is_harmless(&shown.body, name);
            assert!(!shown.subject.contains('\n'));
            assert!(shown.subject.chars().count() <= 300, "{}", shown.subject);
            let sent = send(
                &mut book,
                now(),
                &sender(),
                client,
                channel,
                about,
                &edit,
                wait,
            )
            .unwrap();
            assert_eq!((&sent.subject, &sent.body), (&shown.subject, &shown.body));
            bytes_are_harmless(&outbox::bytes(&book, sent.id).unwrap(), name);
        }
    }
}

#[test]
fn thanks_take_hostile_names_too() {
    for name in NAMES {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, client, bill) = book(folder.path(), name);
        with_thanks(&mut book, crate::domain::party::ThankYou::Auto);
        let payment = super::tests::payment(bill, 11_900, "2026-11-24");
        payments::record_and_thank(&mut book, now(), &payment, Some(&sender())).unwrap();
        let thanks = waiting(&book, bill).unwrap().unwrap();
        assert_eq!(thanks.client, client);
        is_harmless(&thanks.body, name);
        look(&outbox::bytes(&book, thanks.id).unwrap());
        assert!(reminders::queue(&book, now()).unwrap().is_empty());
    }
}
