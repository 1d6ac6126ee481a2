//! Logging in.

use std::sync::{Arc, Mutex};

use payme::delivery::SecretSource;
use payme::failure::{Failure, Result};

use super::*;
use crate::support::certificates::{Flaw, server as certificate};
use crate::support::smtp::{Act, Point};

/// Gives these secrets in turn, and remembers whether a fresh one was wanted.
#[derive(Clone, Default)]
struct Secrets {
    next: Arc<Mutex<Vec<&'static str>>>,
    asked: Arc<Mutex<Vec<bool>>>,
}

impl Secrets {
    fn new(secrets: &[&'static str]) -> Self {
        let next = secrets.iter().rev().copied().collect();
        Self {
            next: Arc::new(Mutex::new(next)),
            asked: Arc::default(),
        }
    }

    fn asked(&self) -> Vec<bool> {
        self.asked.lock().unwrap().clone()
    }
}

impl SecretSource for Secrets {
    fn get(&mut self, fresh: bool) -> Result<String> {
        self.asked.lock().unwrap().push(fresh);
        let secret = self.next.lock().unwrap().pop();
        secret
            .map(str::to_string)
            .ok_or_else(|| Failure::refused("`pass show mail` ended with code 1: locked."))
    }
}

fn carrier_with(server: &Server, auth: Auth, secrets: &Secrets) -> Box<dyn Carrier> {
    let account = Account {
        user: Some("ana".into()),
        auth,
        ..plain(server)
    };
    carrier(MailSettings::Smtp {
        account,
        secret: Some(Box::new(secrets.clone())),
    })
    .unwrap()
}

fn log_in(script: Script, auth: Auth, secrets: &Secrets) -> Tried {
    let server = Server::start(script);
    let mut carrier = carrier_with(&server, auth, secrets);
    let (outcome, commits) = deliver(carrier.as_mut(), &[TO], BYTES);
    drop(carrier);
    Tried {
        outcome,
        commits,
        record: server.finish(),
    }
}

#[test]
fn plain_is_preferred_and_login_will_do_whatever_the_case() {
    for (offered, said) in [
        ("LOGIN PLAIN", "AUTH PLAIN "),
        ("login plain", "AUTH PLAIN "),
        ("CRAM-MD5 login", "AUTH LOGIN"),
    ] {
        let script = Script::new().login(offered, "ana", "hunter2");
        let tried = log_in(script, Auth::Password, &Secrets::new(&["hunter2"]));
        tried.is("accepted", Step::Confirmation, "queued", 1);
        assert_eq!(tried.record.heard(said), 1, "{offered}");
    }
}

#[test]
fn xoauth2_sends_the_token() {
    let script = Script::new().login("PLAIN XOAUTH2", "ana", "token");
    let tried = log_in(script, Auth::Xoauth2, &Secrets::new(&["token"]));
    tried.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(tried.record.heard("AUTH XOAUTH2"), 1);
}

#[test]
fn a_wrong_password_blocks_the_account_and_is_forgotten() {
    let secrets = Secrets::new(&["hunter1", "hunter2"]);
    let server = Server::start(Script::new().login("PLAIN", "ana", "hunter2"));
    let mut carrier = carrier_with(&server, Auth::Password, &secrets);
    let blocked = Outcome::Account {
        step: Step::Login,
        why: "535 5.7.8 wrong".into(),
        pause: None,
    };
    assert_eq!(deliver(carrier.as_mut(), &[TO], BYTES), (blocked, 0));
    assert_eq!(secrets.asked(), [false]);
    let (outcome, _) = deliver(carrier.as_mut(), &[TO], BYTES);
    assert_eq!(outcome.word(), "accepted");
    assert_eq!(secrets.asked(), [false, false]);
    drop(carrier);
    assert_eq!(server.finish().messages.len(), 1);
}

#[test]
fn a_password_is_remembered_between_connections() {
    let secrets = Secrets::new(&["hunter2"]);
    let server = Server::start(Script::new().login("PLAIN", "ana", "hunter2"));
    let mut carrier = carrier_with(&server, Auth::Password, &secrets);
    for _ in 0..2 {
        assert_eq!(deliver(carrier.as_mut(), &[TO], BYTES).0.word(), "accepted");
        carrier.close();
    }
    assert_eq!(secrets.asked(), [false]);
    assert_eq!(server.finish().connections, 2);
}

#[test]
fn a_token_that_is_not_taken_is_asked_for_once_more() {
    let secrets = Secrets::new(&["old", "new"]);
    let script = Script::new().login("XOAUTH2", "ana", "new");
    let tried = log_in(script, Auth::Xoauth2, &secrets);
    tried.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(secrets.asked(), [false, true]);
}

#[test]
fn a_token_that_is_refused_at_once_is_asked_for_once_more() {
    let secrets = Secrets::new(&["old", "new"]);
    let script =
        Script::new()
            .login("XOAUTH2", "ana", "new")
            .at(1, Point::Login, Act::say("535 5.7.8 no"));
    let tried = log_in(script, Auth::Xoauth2, &secrets);
    tried.is("accepted", Step::Confirmation, "queued", 1);
    assert_eq!(secrets.asked(), [false, true]);
}

#[test]
fn a_second_token_that_is_not_taken_blocks_the_account() {
    let secrets = Secrets::new(&["old", "also old", "never asked for"]);
    let script = Script::new().login("XOAUTH2", "ana", "new");
    let tried = log_in(script, Auth::Xoauth2, &secrets);
    tried.is("account", Step::Login, "535 5.7.8 wrong", 0);
    assert_eq!(tried.pause(), None);
    assert_eq!(secrets.asked(), [false, true]);
    assert_eq!(tried.record.heard("AUTH"), 2);
}

#[test]
fn a_454_pauses_the_account_and_keeps_the_password() {
    let secrets = Secrets::new(&["hunter2"]);
    let script = Script::new()
        .login("PLAIN", "ana", "hunter2")
        .on(Point::Login, Act::say("454 4.7.0 try later"));
    let tried = log_in(script, Auth::Password, &secrets);
    tried.is("account", Step::Login, "454 4.7.0 try later", 0);
    assert_eq!(tried.pause(), Some(Duration::from_mins(5)));
}

#[test]
fn a_server_without_a_login_that_fits_is_named() {
    let secrets = Secrets::new(&["hunter2"]);
    let tried = log_in(Script::new(), Auth::Password, &secrets);
    tried.is("account", Step::Login, "offers no login", 0);

    let script = Script::new().login("SCRAM-SHA-256 SCRAM-SHA-1", "ana", "hunter2");
    let tried = log_in(script, Auth::Password, &secrets);
    let words = "it has SCRAM-SHA-256, SCRAM-SHA-1, and this account can use PLAIN or LOGIN";
    tried.is("account", Step::Login, words, 0);
    assert_eq!(tried.pause(), None);
    assert_eq!(secrets.asked(), [] as [bool; 0]);
}

#[test]
fn a_challenge_that_nobody_understands_blocks_the_account() {
    let script = Script::new()
        .also_offers("AUTH PLAIN")
        .login("PLAIN", "ana", "hunter2")
        .on(Point::Login, Act::say("334 Y29sb3VyPw=="));
    let tried = log_in(script, Auth::Password, &Secrets::new(&["hunter2"]));
    tried.is("account", Step::Login, "challenge", 0);
}

#[test]
fn another_positive_code_is_not_a_login() {
    let script = Script::new()
        .login("PLAIN", "ana", "hunter2")
        .on(Point::Login, Act::say("250 fine"));
    let tried = log_in(script, Auth::Password, &Secrets::new(&["hunter2"]));
    tried.is("retry", Step::Login, "Unexpected reply: 250 fine", 0);
    assert_eq!(tried.record.heard("MAIL"), 0);
}

#[test]
fn a_secret_that_cannot_be_had_blocks_the_account() {
    let script = Script::new().login("PLAIN", "ana", "hunter2");
    let tried = log_in(script, Auth::Password, &Secrets::default());
    tried.is(
        "account",
        Step::Login,
        "`pass show mail` ended with code 1: locked.",
        0,
    );
    assert_eq!(tried.record.heard("AUTH"), 0);
}

#[test]
fn a_server_that_wants_a_login_blocks_an_account_without_one() {
    let tried = attempt(Script::new().login("PLAIN", "ana", "hunter2"));
    tried.is("account", Step::Sender, "530 5.7.0 log in first", 0);
    assert_eq!(tried.pause(), None);
}

#[test]
fn a_user_needs_a_secret_and_a_password_never_goes_over_a_plain_line() {
    let server = Server::start(Script::new());
    let with_user = Account {
        user: Some("ana".into()),
        ..plain(&server)
    };
    let elsewhere = Account {
        host: "smtp.example.org".into(),
        ..with_user.clone()
    };
    let refused = |account: Account| {
        let settings = MailSettings::Smtp {
            account,
            secret: None,
        };
        carrier(settings).err().unwrap().to_string()
    };
    assert!(refused(with_user).contains("no password for ana"));
    assert!(refused(elsewhere).contains("must be encrypted"));
}

#[test]
fn the_password_goes_only_over_the_encrypted_line() {
    let script = Script::new()
        .also_offers("STARTTLS")
        .starttls(certificate(Flaw::None))
        .login("PLAIN", "ana", "hunter2");
    let server = Server::start(script);
    let account = Account {
        user: Some("ana".into()),
        ..encrypted(&server, Encryption::StartTls)
    };
    let mut carrier = carrier(MailSettings::Smtp {
        account,
        secret: Some(Box::new(Secrets::new(&["hunter2"]))),
    })
    .unwrap();
    assert!(carrier.check().is_ok());
    let place = format!("127.0.0.1:{} (STARTTLS) as ana", server.port());
    assert_eq!(carrier.describe(), place);
    drop(carrier);
    let record = server.finish();
    let at = |command: &str| {
        let start = format!("C: {command}");
        record
            .dialogue
            .iter()
            .position(|line| line.starts_with(&start))
    };
    assert!(at("STARTTLS").unwrap() < at("AUTH").unwrap());
}
