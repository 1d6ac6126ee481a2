//! Every fault of a mail server, before and after the point of no return: what the carrier says,
//! what the server counted, and how often the point of no return was asked for.

mod addresses;
mod confirmation;
mod encryption;
mod login;
mod mailbox;
mod message;
mod opening;
mod reuse;

use std::time::Duration;

use payme::delivery::smtp::{Account, Auth, Encryption, Limits};
use payme::delivery::{Carrier, MailSettings, Outcome, Parcel, Step, carrier};

use crate::support::certificates;
use crate::support::smtp::{Record, Script, Server, Stored};

/// A limit that a test waits for.
const SHORT: Duration = Duration::from_millis(300);

/// A limit that is never reached.
const LONG: Duration = Duration::from_secs(20);

const PATIENT: Limits = Limits {
    connect: LONG,
    command: LONG,
    body: LONG,
    confirmation: LONG,
};

const BYTES: &[u8] = b"Subject: Invoice\r\nMessage-ID: <1@lind.example>\r\n\r\n\
    Dear Jonas,\r\n.\r\n.. dots\r\nbye\r\n";
const FROM: &str = "ana@lind.example";
const TO: &str = "ap@acme.example";

/// An account on a plain line to this computer.
fn plain(server: &Server) -> Account {
    Account {
        host: "127.0.0.1".into(),
        port: server.port(),
        encryption: Encryption::None,
        ca_file: None,
        user: None,
        auth: Auth::Password,
        limits: PATIENT,
    }
}

/// An account on an encrypted line, which trusts the authority of the tests.
fn encrypted(server: &Server, encryption: Encryption) -> Account {
    Account {
        encryption,
        ca_file: Some(certificates::ca_file()),
        ..plain(server)
    }
}

fn without_login(account: Account) -> Box<dyn Carrier> {
    carrier(MailSettings::Smtp {
        account,
        secret: None,
    })
    .unwrap()
}

/// One delivery, counting the commits.
fn deliver(carrier: &mut dyn Carrier, to: &[&str], bytes: &[u8]) -> (Outcome, usize) {
    let to: Vec<String> = to.iter().map(ToString::to_string).collect();
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes,
        envelope_from: FROM,
        envelope_to: &to,
    };
    let mut commits = 0;
    let outcome = carrier.deliver(&parcel, &mut || {
        commits += 1;
        true
    });
    (outcome, commits)
}

/// What came of one message.
struct Tried {
    outcome: Outcome,
    commits: usize,
    record: Record,
}

/// One message to one recipient, through a plain account changed by `change`.
fn attempt_with(script: Script, change: impl FnOnce(&mut Account)) -> Tried {
    let server = Server::start(script);
    let mut account = plain(&server);
    change(&mut account);
    let mut carrier = without_login(account);
    let (outcome, commits) = deliver(carrier.as_mut(), &[TO], BYTES);
    drop(carrier);
    Tried {
        outcome,
        commits,
        record: server.finish(),
    }
}

fn attempt(script: Script) -> Tried {
    attempt_with(script, |_| ())
}

impl Tried {
    /// Asserts the outcome's word and step, words in its reply, and what the server counted.
    /// A commit belongs exactly to what came to the confirmation.
    #[track_caller]
    fn is(&self, word: &str, step: Step, words: &str, counted: usize) {
        let said = (self.outcome.word(), self.outcome.step());
        assert_eq!(said, (word, step), "{:?}", self.outcome);
        let reply = self.outcome.reply();
        assert!(reply.contains(words), "{words:?} is not in {reply:?}");
        let dialogue = &self.record.dialogue;
        assert_eq!(self.record.messages.len(), counted, "{dialogue:#?}");
        let commits = usize::from(step == Step::Confirmation);
        assert_eq!(self.commits, commits, "{:?}", self.outcome);
    }

    /// The pause of the account.
    #[track_caller]
    fn pause(&self) -> Option<Duration> {
        let Outcome::Account { pause, .. } = &self.outcome else {
            panic!("not about the account: {:?}", self.outcome);
        };
        *pause
    }

    /// How long the message has to wait.
    #[track_caller]
    fn not_before(&self) -> Option<Duration> {
        let Outcome::Retry { not_before, .. } = &self.outcome else {
            panic!("not to be tried again: {:?}", self.outcome);
        };
        *not_before
    }
}

fn stored(to: &[&str]) -> Stored {
    Stored {
        from: FROM.into(),
        to: to.iter().map(ToString::to_string).collect(),
        bytes: BYTES.to_vec(),
    }
}
