//! What a fault means: for the message, for the recipient, for the whole account.
//!
//! The step decides the scope. A no to RCPT is about that recipient, a no to MAIL, DATA or the
//! message about that message; greeting, EHLO, TLS and login are about the account. A few codes
//! mean the provider's limit wherever they come, and those of RFC 4954 mean the login.

use std::time::Duration;

use super::fault::{Fault, Trouble};
use super::reply::Reply;
use crate::delivery::{Outcome, Step};

/// Greylisting servers want to see the same message again after some minutes (RFC 6647).
const GREYLISTED: Duration = Duration::from_mins(5);

/// The account cannot send for a moment: the server is out of order or overloaded.
const OUT_OF_ORDER: Duration = Duration::from_mins(5);

/// The provider's limit on messages a minute or connections at a time.
const RATE_LIMITED: Duration = Duration::from_mins(15);

/// The provider's limit a day, which most count over a sliding window.
const DAILY_LIMIT: Duration = Duration::from_hours(4);

/// Providers whose 554 5.2.0 says "you have sent too much".
const BIG_PROVIDERS: [&str; 9] = [
    "office365.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "gmail.com",
    "google.com",
    "googlemail.com",
    "yahoo.com",
    "yahoodns.net",
];

/// What a fault at a server means.
pub(super) fn outcome(trouble: Trouble, host: &str) -> Outcome {
    let Trouble { step, fault, about } = trouble;
    let settled = matches!(fault, Fault::Denied(_) | Fault::Withdrawn);
    if step == Step::Confirmation && !settled {
        // Before the point of no return nothing was accepted; after it nobody knows.
        return Outcome::Unknown { why: words(fault) };
    }
    match fault {
        Fault::Denied(reply) => denied(step, &reply, about.as_deref(), host),
        Fault::Unreachable(why) => Outcome::Offline { step, why },
        Fault::Setting(why) | Fault::TokenRefused(why) => Outcome::Account {
            step,
            why,
            pause: None,
        },
        Fault::Unfit(reply) => refused(step, reply),
        Fault::Withdrawn => Outcome::Withdrawn { why: words(fault) },
        Fault::Silence(_) | Fault::Cut(_) | Fault::Garbled(_) | Fault::OutOfStep(_) => {
            Outcome::Retry {
                step,
                reply: words(fault),
                not_before: None,
            }
        }
    }
}

/// What happened, for a person.
fn words(fault: Fault) -> String {
    match fault {
        Fault::Denied(reply) => reply.to_string(),
        Fault::OutOfStep(reply) => format!("Unexpected reply: {reply}"),
        Fault::Silence(limit) => format!("No answer within {} s.", limit.as_secs_f32()),
        Fault::Cut(why) => sentence(&why),
        Fault::Garbled(why) => format!("Not a reply of SMTP: {}", sentence(&why)),
        Fault::Unreachable(why)
        | Fault::Setting(why)
        | Fault::TokenRefused(why)
        | Fault::Unfit(why) => why,
        Fault::Withdrawn => "Stopped before its end; the server has nothing.".into(),
    }
}

/// A clear no.
fn denied(step: Step, reply: &Reply, about: Option<&str>, host: &str) -> Outcome {
    let words = match about {
        Some(recipient) => format!("{reply} ({recipient})"),
        None => reply.to_string(),
    };
    if let Some(pause) = provider_limit(reply, host) {
        return Outcome::Account {
            step,
            why: words,
            pause: Some(pause),
        };
    }
    if is_about_the_account(step, reply) {
        return Outcome::Account {
            step,
            why: words,
            pause: (!reply.is_permanent()).then_some(OUT_OF_ORDER),
        };
    }
    if reply.is_permanent() {
        return refused(step, words);
    }
    let greylisted =
        reply.code() == 450 || reply.mentions("greylist") || reply.mentions("graylist");
    Outcome::Retry {
        step,
        reply: words,
        not_before: greylisted.then_some(GREYLISTED),
    }
}

/// How long to pause when the provider's limit is reached.
fn provider_limit(reply: &Reply, host: &str) -> Option<Duration> {
    match reply.code() {
        // RFC 3463 3.3: this recipient's mailbox is full; nothing is wrong with the account.
        452 if reply.has_status("4.2.2") => None,
        421 | 432 | 452 => Some(RATE_LIMITED),
        450 if reply.has_status("4.2.1") => Some(RATE_LIMITED),
        550 if reply.has_status("5.4.5") => Some(DAILY_LIMIT),
        554 if reply.has_status("5.2.0") && is_big_provider(host) => Some(DAILY_LIMIT),
        _ => None,
    }
}

fn is_big_provider(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    BIG_PROVIDERS.iter().any(|name| {
        host.strip_suffix(name)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

fn is_about_the_account(step: Step, reply: &Reply) -> bool {
    // RFC 4954 6: 530 login required, 534 too weak, 535 wrong, 538 needs encryption.
    let about_the_login = matches!(reply.code(), 530 | 534 | 535 | 538);
    match step {
        Step::Lookup | Step::Connect | Step::Tls | Step::Login | Step::Program | Step::Folder => {
            true
        }
        Step::Sender | Step::Recipient | Step::Data | Step::Body | Step::Confirmation => {
            about_the_login
        }
    }
}

fn refused(step: Step, reply: String) -> Outcome {
    Outcome::Refused {
        step,
        reply,
        stopped: false,
    }
}

fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['.', '!', '?']) {
        words.to_string()
    } else {
        format!("{words}.")
    }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
