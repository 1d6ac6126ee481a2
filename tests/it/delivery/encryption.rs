//! TLS and STARTTLS, and everything that must not pass for them.

use super::*;
use crate::support::certificates::{Flaw, server as certificate};
use crate::support::smtp::{Act, Point};

fn attempt_over(script: Script, encryption: Encryption) -> Tried {
    attempt_with(script, |account| {
        account.encryption = encryption;
        account.ca_file = Some(certificates::ca_file());
    })
}

fn starttls() -> Script {
    Script::new()
        .also_offers("STARTTLS")
        .starttls(certificate(Flaw::None))
}

#[test]
fn tls_and_starttls_carry_a_message() {
    let tls = attempt_over(Script::new().tls(certificate(Flaw::None)), Encryption::Tls);
    tls.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(tls.record.messages, [stored(&[TO])]);
    assert_eq!(tls.record.heard("EHLO"), 1);

    let upgraded = attempt_over(starttls(), Encryption::StartTls);
    upgraded.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(upgraded.record.messages, [stored(&[TO])]);
    assert_eq!(upgraded.record.heard("STARTTLS"), 1);
    assert_eq!(upgraded.record.heard("EHLO"), 2);
}

#[test]
fn the_name_of_the_host_is_looked_up_and_verified() {
    let script = Script::new().tls(certificate(Flaw::None));
    let tried = attempt_with(script, |account| {
        account.host = "localhost".into();
        account.encryption = Encryption::Tls;
        account.ca_file = Some(certificates::ca_file());
    });
    tried.is("accepted", Step::Confirmation, "queued", 1);
}

#[test]
fn starttls_in_small_letters_is_starttls() {
    let script = Script::new()
        .offers(&["size 1000000", "starttls", "8bitmime"])
        .starttls(certificate(Flaw::None));
    attempt_over(script, Encryption::StartTls).is("accepted", Step::Confirmation, "queued", 1);
}

#[test]
fn without_starttls_nothing_is_sent() {
    let tried = attempt_over(Script::new(), Encryption::StartTls);
    tried.is("account", Step::Tls, "does not offer STARTTLS", 0);
    assert_eq!(tried.pause(), None);
    assert_eq!(tried.record.heard("MAIL"), 0);
}

#[test]
fn a_454_to_starttls_pauses_the_account() {
    let script = starttls().on(Point::StartTls, Act::say("454 4.7.0 not now"));
    let tried = attempt_over(script, Encryption::StartTls);
    tried.is("account", Step::Tls, "454 4.7.0 not now", 0);
    assert_eq!(tried.pause(), Some(Duration::from_mins(5)));
    assert_eq!(tried.record.heard("MAIL"), 0);
}

#[test]
fn text_behind_the_220_of_starttls_is_tampering() {
    let injected = b"220 go on\r\n250 injected\r\n".to_vec();
    let script = starttls().on(Point::StartTls, Act::Say(injected));
    let tried = attempt_over(script, Encryption::StartTls);
    tried.is("account", Step::Tls, "tampering", 0);
    assert_eq!(tried.pause(), None);
}

#[test]
fn a_forged_dialogue_behind_starttls_is_never_a_success() {
    let forged = "220 go on\r\n250-forged\r\n250 AUTH PLAIN\r\n235 ok\r\n250 ok\r\n250 ok\r\n\
                  354 go on\r\n250 2.0.0 queued\r\n";
    let script = Script::new()
        .also_offers("STARTTLS")
        .on(Point::StartTls, Act::Say(forged.into()));
    let tried = attempt_over(script, Encryption::StartTls);
    tried.is("account", Step::Tls, "tampering", 0);
    assert_eq!(tried.record.heard("MAIL"), 0);
}

#[test]
fn a_wrong_certificate_blocks_the_account() {
    for (flaw, words) in [
        (
            Flaw::OtherName,
            "not for 127.0.0.1 but for DnsName(\"other.example\")",
        ),
        (Flaw::Expired, "has expired"),
        (
            Flaw::UnknownAuthority,
            "an authority that this computer does not know",
        ),
    ] {
        let over_tls = Script::new().tls(certificate(flaw));
        let tried = attempt_over(over_tls, Encryption::Tls);
        tried.is("account", Step::Tls, words, 0);
        assert_eq!(tried.pause(), None);

        let upgraded = Script::new()
            .also_offers("STARTTLS")
            .starttls(certificate(flaw));
        let tried = attempt_over(upgraded, Encryption::StartTls);
        tried.is("account", Step::Tls, words, 0);
        assert_eq!(tried.record.heard("MAIL"), 0);
    }
}

#[test]
fn the_own_authority_must_be_named() {
    let script = Script::new().tls(certificate(Flaw::None));
    let tried = attempt_with(script, |account| account.encryption = Encryption::Tls);
    // A computer without any certificates says so instead.
    assert_eq!(tried.outcome.word(), "account", "{:?}", tried.outcome);
    assert_eq!(tried.outcome.step(), Step::Tls);
    assert_eq!(tried.record.messages, []);
}

#[test]
fn a_ca_file_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing\n").unwrap();
    for path in [empty, folder.path().join("missing.pem")] {
        let name = path.display().to_string();
        let tried = attempt_with(Script::new(), |account| {
            account.encryption = Encryption::Tls;
            account.ca_file = Some(path);
        });
        tried.is("account", Step::Tls, &name, 0);
        assert_eq!(tried.record.connections, 0);
    }
}

#[test]
fn tls_at_a_plain_port_names_the_ports() {
    let tried = attempt_over(Script::new(), Encryption::Tls);
    tried.is("account", Step::Tls, "\"starttls\" to 587", 0);
}

#[test]
fn a_plain_greeting_awaited_at_a_tls_port_ends_at_the_limit() {
    let script = Script::new().tls(certificate(Flaw::None));
    let tried = attempt_with(script, |account| {
        account.encryption = Encryption::StartTls;
        account.ca_file = Some(certificates::ca_file());
        account.limits.connect = SHORT;
    });
    tried.is("retry", Step::Connect, "No answer within 0.3 s.", 0);
}

#[test]
fn a_cut_in_the_handshake_is_tried_again() {
    let script = Script::new()
        .also_offers("STARTTLS")
        .on(Point::StartTls, Act::say_and_cut("220 go on"));
    let tried = attempt_over(script, Encryption::StartTls);
    assert_eq!(
        (tried.outcome.word(), tried.outcome.step()),
        ("retry", Step::Tls)
    );
    assert_eq!(tried.commits, 0);
}

#[test]
fn a_silent_handshake_ends_at_the_limit() {
    let script = Script::new()
        .also_offers("STARTTLS")
        .on(Point::Hello, Act::Silence);
    let tried = attempt_with(script, |account| {
        account.encryption = Encryption::StartTls;
        account.ca_file = Some(certificates::ca_file());
        account.limits.connect = SHORT;
    });
    tried.is("retry", Step::Connect, "No answer", 0);
}
