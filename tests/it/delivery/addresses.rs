//! From a letter to the server: names, domains, letters that not every server takes.

use chrono::{DateTime, Utc};
use mail_parser::MessageParser;
use payme::delivery::mime;
use payme::domain::message::{Address, Letter};

use super::*;

fn address(name: &str, email: &str) -> Address {
    Address {
        name: name.into(),
        email: email.into(),
    }
}

fn letter_to(to: Address) -> Letter {
    Letter {
        from: address("Zoë Lind", FROM),
        to: vec![to],
        cc: Vec::new(),
        bcc: vec![address("", FROM)],
        subject: "Rechnung über 5 €".into(),
        body: "Schöne Grüße\n.\n".into(),
        message_id: "<1@lind.example>".into(),
        in_reply_to: None,
        references: Vec::new(),
        date: "2026-11-10T08:30:00Z".parse::<DateTime<Utc>>().unwrap(),
        unattended: false,
    }
}

fn send(script: Script, letter: &Letter) -> Tried {
    let bytes = mime::build(letter).unwrap();
    let envelope = mime::envelope(letter).unwrap();
    let server = Server::start(script);
    let mut carrier = without_login(plain(&server));
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes: &bytes,
        envelope_from: &envelope.from,
        envelope_to: &envelope.to,
    };
    let mut commits = 0;
    let outcome = carrier.deliver(&parcel, &mut || {
        commits += 1;
        true
    });
    drop(carrier);
    Tried {
        outcome,
        commits,
        record: server.finish(),
    }
}

#[test]
fn umlauts_need_nothing_of_the_server() {
    let letter = letter_to(address("Müller", TO));
    let tried = send(Script::new().offers(&[]), &letter);
    tried.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(tried.record.heard("MAIL FROM:<ana@lind.example>"), 1);
    assert_eq!(tried.record.messages[0].to, [TO, FROM]);
    let bytes = &tried.record.messages[0].bytes;
    assert_eq!(bytes, &mime::build(&letter).unwrap());
    let message = MessageParser::default().parse(bytes).unwrap();
    assert_eq!(message.subject(), Some("Rechnung über 5 €"));
    assert_eq!(message.body_text(0).unwrap(), "Schöne Grüße\r\n.\r\n");
}

#[test]
fn eight_bit_bytes_need_8bitmime() {
    let bytes = "Subject: x\r\n\r\nSchöne Grüße\r\n".as_bytes();
    for (features, word, counted) in [(&["8BITMIME"][..], "accepted", 1), (&[], "refused", 0)] {
        let server = Server::start(Script::new().offers(features));
        let mut carrier = without_login(plain(&server));
        let (outcome, _) = deliver(carrier.as_mut(), &[TO], bytes);
        assert_eq!(outcome.word(), word, "{outcome:?}");
        drop(carrier);
        let record = server.finish();
        assert_eq!(record.messages.len(), counted);
        assert_eq!(
            record.heard("MAIL FROM:<ana@lind.example> BODY=8BITMIME"),
            counted
        );
    }
}

#[test]
fn a_domain_outside_ascii_needs_nothing_of_the_server() {
    let letter = letter_to(address("Bücher", "ap@bücher.example"));
    let tried = send(Script::new().offers(&[]), &letter);
    tried.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(tried.record.heard("RCPT TO:<ap@xn--bcher-kva.example>"), 1);
}

#[test]
fn a_local_part_outside_ascii_goes_with_smtputf8() {
    let letter = letter_to(address("", "jürgen@bücher.example"));
    let tried = send(Script::new().offers(&["SMTPUTF8", "8BITMIME"]), &letter);
    tried.is("accepted", Step::Confirmation, "queued", 1);
    let mail = "MAIL FROM:<ana@lind.example> SMTPUTF8 BODY=8BITMIME";
    assert_eq!(tried.record.heard(mail), 1);
    assert_eq!(
        tried.record.heard("RCPT TO:<jürgen@xn--bcher-kva.example>"),
        1
    );
}

#[test]
fn a_local_part_outside_ascii_is_refused_without_smtputf8() {
    let letter = letter_to(address("", "jürgen@acme.example"));
    let tried = send(Script::new().offers(&["8BITMIME"]), &letter);
    tried.is("refused", Step::Recipient, "jürgen@acme.example", 0);
    assert!(tried.outcome.reply().contains("SMTPUTF8"));
    assert_eq!(tried.record.heard("MAIL"), 0);
}

#[test]
fn control_characters_in_names_reach_nobody() {
    let mut letter = letter_to(address("Jo\r\nBcc: evil@example.org\0nas\u{7}", TO));
    letter.subject = "Hi\r\n.\r\nMAIL FROM:<evil@example.org>".into();
    letter.body = "text\r\n.\r\nQUIT\r\n".into();
    let tried = send(Script::new(), &letter);
    tried.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(tried.record.messages[0].to, [TO, FROM]);
    let message = MessageParser::default()
        .parse(&tried.record.messages[0].bytes)
        .unwrap();
    assert!(message.bcc().is_none());
    assert_eq!(message.subject(), Some("Hi . MAIL FROM:<evil@example.org>"));
    let to = message.to().unwrap().first().unwrap();
    assert_eq!(to.name(), Some("Jo Bcc: evil@example.orgnas"));
}

#[test]
fn an_envelope_that_is_no_address_is_refused() {
    for to in [
        &["ap@acme.example>\r\nDATA\r\n<x@y.example"][..],
        &["acme"],
        &[],
    ] {
        let server = Server::start(Script::new());
        let mut carrier = without_login(plain(&server));
        let (outcome, commits) = deliver(carrier.as_mut(), to, BYTES);
        assert_eq!(
            (outcome.word(), outcome.step(), commits),
            ("refused", Step::Recipient, 0)
        );
        drop(carrier);
        let record = server.finish();
        assert_eq!((record.heard("MAIL"), record.messages.len()), (0, 0));
    }
}
