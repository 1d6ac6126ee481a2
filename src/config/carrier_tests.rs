use std::path::Path;

use super::*;
use crate::config::{Flags, Places};
use crate::domain::currency::Currency;
use crate::domain::party::ThankYou;
use crate::failure::Kind;

fn settings(text: &str) -> Settings {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("c.toml");
    std::fs::write(&path, text).unwrap();
    let flags = Flags {
        config: Some(path),
        book: Some("/books/b.db".into()),
        today: None,
    };
    let places = Places::under(Path::new("/home/ana"));
    Settings::load(&flags, &Environment::fixed(&[]), &places).unwrap()
}

fn profile(email: &str) -> Profile {
    Profile {
        name: "Ana Lind".into(),
        email: email.into(),
        phone: String::new(),
        address: Vec::new(),
        country: "DE".into(),
        tax_id: String::new(),
        iban: String::new(),
        bic: String::new(),
        currency: Currency::EUR,
        language: "en".into(),
        terms_days: 14,
        signature: String::new(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}

const SMTP: &str =
    "[mail]\ntransport = \"smtp\"\nhost = \"h.example\"\nfrom = \"Own <own@l.example>\"\n";

#[test]
fn each_transport_has_its_carrier() {
    let environment = Environment::fixed(&[]);
    let described = |text: &str| settings(text).carrier(&environment).unwrap().describe();
    assert!(described("").contains("/books/outbox"));
    assert!(described(SMTP).contains("h.example"));
    assert!(described("[mail]\ntransport = \"sendmail\"").contains("sendmail"));
}

#[test]
fn the_sender_is_the_accounts_address_or_the_profiles() {
    let address = |text: &str, email: &str| settings(text).sender(&profile(email));
    assert_eq!(
        address(SMTP, "ana@l.example").unwrap().email,
        "own@l.example"
    );
    let own = address("", "ana@l.example").unwrap();
    assert_eq!(
        (own.name.as_str(), own.email.as_str()),
        ("Ana Lind", "ana@l.example")
    );
    assert_eq!(address("", "").unwrap().email, "payme@localhost");
    let failure = address("[mail]\ntransport = \"sendmail\"", " ").unwrap_err();
    assert_eq!(failure.kind(), Kind::Usage);
}

#[test]
fn the_mark_changes_with_the_account_and_only_with_it() {
    let mark = |text: &str| settings(text).account_mark();
    assert_eq!(mark(SMTP), mark(&format!("{SMTP}[screen]\nmouse = false")));
    let others = [
        mark(SMTP),
        mark(""),
        mark("[mail]\ntransport = \"sendmail\""),
        mark(&format!("{SMTP}port = 587")),
        mark(&format!("{SMTP}user = \"a\"")),
        mark(&format!("{SMTP}user = \"a\"\npassword_env = \"P\"")),
    ];
    for (index, one) in others.iter().enumerate() {
        assert!(!others.iter().skip(index + 1).any(|other| other == one));
    }
}

const TWILIO: &str = "[sms]\ntransport = \"twilio\"\naccount = \"AC1\"\nfrom = \"+447700900000\"\n";

#[test]
fn each_channel_has_its_own_mark_limits_and_hours() {
    let twilio = settings(TWILIO);
    assert_ne!(twilio.mark(Channel::Sms), settings("").mark(Channel::Sms));
    assert_eq!(
        twilio.mark(Channel::Email),
        settings("").mark(Channel::Email)
    );
    let other = settings(&format!("{TWILIO}password_env = \"P\"\n"));
    assert_ne!(twilio.mark(Channel::Sms), other.mark(Channel::Sms));
    assert_eq!(twilio.limits(Channel::Sms), (20, 400));
    assert_eq!(twilio.limits(Channel::Email), (0, 0), "a folder");
    let at: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
    assert!(twilio.quiet(Channel::Sms, at).quiet.is_some());
    assert!(twilio.quiet(Channel::Email, at).quiet.is_none());
    assert!(settings("").quiet(Channel::Sms, at).quiet.is_none());
}

#[test]
fn only_twilio_can_be_asked() {
    let nothing = Environment::fixed(&[]);
    let witness = settings(TWILIO).sms_witness(&nothing);
    assert_eq!(witness.unwrap().describe(), "Twilio");
    assert!(settings("").sms_witness(&nothing).is_none());
}
