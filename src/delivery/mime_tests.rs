use chrono::{DateTime, Utc};
use mail_parser::{HeaderValue as Parsed, MessageParser};

use super::*;

fn address(name: &str, email: &str) -> Address {
    Address {
        name: name.into(),
        email: email.into(),
    }
}

fn letter() -> Letter {
    Letter {
        from: address("Ana Lind", "ana@lind.example"),
        to: vec![address("Jonas Falk", "ap@acme.example")],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: "Invoice 2026-039".into(),
        body: "Dear Jonas,\n\nthank you.\n".into(),
        message_id: "<0f@lind.example>".into(),
        in_reply_to: None,
        references: Vec::new(),
        date: "2026-11-10T08:30:00Z".parse::<DateTime<Utc>>().unwrap(),
        unattended: false,
    }
}

fn head(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.split("\r\n\r\n").next().unwrap().to_string()
}

fn assert_seven_bit(bytes: &[u8]) {
    assert!(bytes.is_ascii());
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 998));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']));
}

#[test]
fn a_plain_letter_is_what_it_says() {
    let bytes = build(&letter()).unwrap();
    assert_seven_bit(&bytes);
    let message = MessageParser::default().parse(&bytes).unwrap();
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Ana Lind"));
    assert_eq!(from.address(), Some("ana@lind.example"));
    assert_eq!(message.subject(), Some("Invoice 2026-039"));
    assert_eq!(message.message_id(), Some("0f@lind.example"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-11-10T08:30:00Z");
    assert_eq!(
        message.body_text(0).unwrap().replace("\r\n", "\n"),
        letter().body
    );
    let head = head(&bytes);
    assert!(head.contains("MIME-Version: 1.0"), "{head}");
    assert!(
        head.contains("Content-Type: text/plain; charset=utf-8"),
        "{head}"
    );
    for absent in [
        "Auto-Submitted",
        "In-Reply-To",
        "References",
        "List-",
        "Precedence",
        "Bcc",
    ] {
        assert!(!head.contains(absent), "{absent} in {head}");
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let mut letter = letter();
    letter.body = "für Müller – 1.950,00 €\n".repeat(40);
    assert_eq!(build(&letter).unwrap(), build(&letter).unwrap());
}

#[test]
fn umlauts_travel_in_seven_bits() {
    let mut letter = letter();
    letter.from.name = "Zoë Ångström".into();
    letter.to = vec![address("Müller, Jürgen \"Jay\"", "j@acme.example")];
    letter.subject = format!("Rechnung über 1.950,00 € {}", "für März ".repeat(12))
        .trim()
        .into();
    letter.body = format!(
        "Größe: 5 €\n.\n..\nFrom me\n{}\n",
        "langes Wort ".repeat(200)
    );
    let bytes = build(&letter).unwrap();
    assert_seven_bit(&bytes);
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(
        message.from().unwrap().first().unwrap().name(),
        Some("Zoë Ångström")
    );
    let to = message.to().unwrap().first().unwrap();
    assert_eq!(to.name(), Some("Müller, Jürgen \"Jay\""));
    assert_eq!(message.subject(), Some(letter.subject.as_str()));
    assert_eq!(
        message.body_text(0).unwrap().replace("\r\n", "\n"),
        letter.body
    );
}

#[test]
fn to_and_cc_are_shown_and_bcc_is_not() {
    let mut letter = letter();
    letter.to.push(address("", "two@acme.example"));
    letter.cc = vec![address("Ms. Cc", "cc@acme.example")];
    letter.bcc = vec![
        address("Ana", "ana@lind.example"),
        address("", "ap@acme.example"),
    ];
    let bytes = build(&letter).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    let to: Vec<_> = message.to().unwrap().iter().map(|a| a.address()).collect();
    assert_eq!(to, [Some("ap@acme.example"), Some("two@acme.example")]);
    assert_eq!(
        message.cc().unwrap().first().unwrap().name(),
        Some("Ms. Cc")
    );
    assert!(message.bcc().is_none());
    let envelope = envelope(&letter).unwrap();
    assert_eq!(envelope.from, "ana@lind.example");
    assert_eq!(
        envelope.to,
        [
            "ap@acme.example",
            "two@acme.example",
            "cc@acme.example",
            "ana@lind.example"
        ]
    );
}

#[test]
fn threads_name_the_first_mail_also_with_long_ids() {
    let mut letter = letter();
    let id = |n: usize| format!("<{n:032x}@a-rather-long-name-of-a-mail-domain.lind.example>");
    letter.message_id = id(9);
    letter.in_reply_to = Some(id(0));
    letter.references = (0..4).map(id).collect();
    letter.subject = "Re: Invoice 2026-039".into();
    let bytes = build(&letter).unwrap();
    assert_seven_bit(&bytes);
    let message = MessageParser::default().parse(&bytes).unwrap();
    let bare = |n: usize| id(n).trim_matches(['<', '>']).to_string();
    assert_eq!(message.message_id(), Some(bare(9).as_str()));
    assert_eq!(message.in_reply_to(), &Parsed::Text(bare(0).into()));
    let thread = (0..4).map(|n| bare(n).into()).collect();
    assert_eq!(message.references(), &Parsed::TextList(thread));
}

#[test]
fn only_an_unattended_letter_says_so() {
    let mut letter = letter();
    letter.unattended = true;
    let head = head(&build(&letter).unwrap());
    assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
}

#[test]
fn control_characters_cannot_add_a_header() {
    let mut letter = letter();
    letter.from.name = "Ana\r\nBcc: evil@example.org".into();
    letter.to = vec![address(
        "Jo\u{0}nas\u{1b}[31m\tFalk\u{7f}",
        "ap@acme.example",
    )];
    letter.subject = "Hello\r\n\r\nbody\nX-Evil: 1\u{2028}2".into();
    letter.body = "a\u{0}b\u{1b}c\td\re\r\nf\n".into();
    let bytes = build(&letter).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    assert!(message.bcc().is_none());
    assert!(message.header("X-Evil").is_none());
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Ana Bcc: evil@example.org"));
    let to = message.to().unwrap().first().unwrap();
    assert_eq!(to.name(), Some("Jonas[31m Falk"));
    assert_eq!(message.subject(), Some("Hello body X-Evil: 1 2"));
    let body = message.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(body, "abc\tde\nf\n");
}

#[test]
fn a_domain_outside_ascii_becomes_punycode_everywhere() {
    let mut letter = letter();
    letter.to = vec![address("Bücher", "ap@Bücher.example")];
    let bytes = build(&letter).unwrap();
    assert_seven_bit(&bytes);
    assert!(head(&bytes).contains("ap@xn--bcher-kva.example"));
    assert_eq!(envelope(&letter).unwrap().to, ["ap@xn--bcher-kva.example"]);
}

#[test]
fn a_local_part_outside_ascii_stays() {
    let mut letter = letter();
    letter.to = vec![address("", "jürgen@bücher.example")];
    let bytes = build(&letter).unwrap();
    let raw = String::from_utf8(bytes).unwrap();
    assert!(raw.contains("jürgen@xn--bcher-kva.example"), "{raw}");
    assert_eq!(
        envelope(&letter).unwrap().to,
        ["jürgen@xn--bcher-kva.example"]
    );
}

#[test]
fn a_wrong_address_is_named() {
    for wrong in [
        "",
        "acme",
        "@acme.example",
        "ap@",
        "a b@acme.example",
        "ap@acme..example",
        "ap@acme.example\r\nRCPT TO:<x@y.example>",
        "ap@ac me.example",
        "ap@-.example",
    ] {
        let mut letter = letter();
        letter.to = vec![address("Acme", wrong)];
        let failure = build(&letter).unwrap_err();
        assert_eq!(
            failure.message(),
            format!("{wrong:?} is not an e-mail address."),
            "{failure}"
        );
        assert!(!failure.next_step().is_empty());
        assert!(envelope(&letter).is_err());
    }
}

#[test]
fn somebody_must_get_it() {
    let mut letter = letter();
    letter.to = Vec::new();
    letter.bcc = vec![address("", "ana@lind.example")];
    let failure = build(&letter).unwrap_err();
    assert_eq!(failure.message(), "The message has no recipient.");
}

#[test]
fn a_domain_without_a_dot_goes_with_a_warning() {
    let mut letter = letter();
    assert_eq!(warnings(&letter), Vec::<String>::new());
    letter.to.push(address("", "root@localhost"));
    letter.cc.push(address("", "root@[127.0.0.1]"));
    assert!(build(&letter).is_ok());
    let warnings = warnings(&letter);
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("root@localhost"), "{warnings:?}");
}

#[test]
fn a_message_id_is_new_and_in_the_senders_domain() {
    let one = new_message_id("ana@lind.example").unwrap();
    let two = new_message_id("lind.example").unwrap();
    assert_ne!(one, two);
    for id in [&one, &two] {
        assert_eq!(identifier(id).as_ref(), Ok(id));
        assert_eq!(id.len(), "<>@lind.example".len() + 32);
        assert!(id.ends_with("@lind.example>"));
    }
    assert!(
        new_message_id("a@bücher.example")
            .unwrap()
            .ends_with("@xn--bcher-kva.example>")
    );
    assert!(new_message_id("").unwrap().ends_with("@localhost>"));
}

#[test]
fn a_wrong_message_id_is_refused() {
    for wrong in [
        "",
        "a@b",
        "<a@b",
        "<a>",
        "<@b>",
        "<a@>",
        "<a@b>\r\nX: 1",
        "<a b@c>",
        "<ä@b>",
    ] {
        let mut letter = letter();
        letter.message_id = wrong.into();
        assert!(
            build(&letter).unwrap_err().message().contains("Message-ID"),
            "{wrong}"
        );
        letter.message_id = "<a@b>".into();
        letter.references = vec![wrong.into()];
        assert!(build(&letter).is_err(), "{wrong}");
    }
}
