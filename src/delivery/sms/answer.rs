//! What a provider's answer means, where its status alone decides.

use std::time::Duration;

use chrono::DateTime;

use super::http::{Reply, Trouble};
use crate::delivery::{Outcome, Step};

/// How long an account rests over its limit when the provider does not say.
const RATE_LIMITED: Duration = Duration::from_mins(1);

/// The longest rest that a provider's word is taken for.
const LONGEST_REST: Duration = Duration::from_hours(24);

/// The most of an answer that is shown, in characters.
const MOST_WORDS: usize = 300;

/// No complete answer.
pub(super) fn trouble(trouble: Trouble) -> Outcome {
    match trouble {
        Trouble::Offline(step, why) => Outcome::Offline { step, why },
        Trouble::Setting(step, why) => account(step, why, None),
        Trouble::Withdrawn => Outcome::Withdrawn {
            why: "Stopped before the request was sent.".into(),
        },
        Trouble::Unknown(why) => Outcome::Unknown { why },
    }
}

/// A complete answer that is no acceptance, by its status. `words` are the provider's own.
pub(super) fn refusal(reply: &Reply, words: &str) -> Outcome {
    let status = reply.status;
    let said = said(status, words);
    let step = Step::Confirmation;
    match status {
        // See Other: the request was done, and its result lies elsewhere (RFC 9110 15.4.4). The
        // other redirects ask for the same request at another place.
        303 => Outcome::Unknown { why: said },
        300..=399 => account(step, elsewhere(reply), None),
        401 | 403 | 407 => account(Step::Login, said, None),
        404 | 405 | 406 | 410 | 415 => account(step, said, None),
        429 => account(step, said, Some(rest(reply))),
        400..=407 | 409..=424 | 426..=499 => Outcome::Refused {
            step,
            reply: said,
            stopped: false,
        },
        // A server that fails or grows tired of waiting may have passed the message on before.
        _ => Outcome::Unknown { why: said },
    }
}

pub(super) fn account(step: Step, why: String, pause: Option<Duration>) -> Outcome {
    Outcome::Account { step, why, pause }
}

/// A 2xx that does not say what an acceptance says.
pub(super) fn odd(reply: &Reply, what: &str) -> Outcome {
    let start = excerpt(&reply.body);
    let start = if start.is_empty() {
        String::from("it is empty")
    } else {
        start
    };
    Outcome::Unknown {
        why: format!("The answer {} {what}: {start}", reply.status),
    }
}

fn elsewhere(reply: &Reply) -> String {
    let to = if reply.location.is_empty() {
        String::from("another address")
    } else {
        excerpt(&reply.location)
    };
    format!(
        "The server sends on to {to} ({}), and payme does not follow with a password. Correct the \
         address in [sms].",
        reply.status
    )
}

/// A status and words, as one line.
fn said(status: u16, words: &str) -> String {
    if words.is_empty() {
        format!("HTTP {status}")
    } else {
        format!("HTTP {status}: {words}")
    }
}

/// The beginning of a text of the other side, on one line and without control characters.
pub(super) fn excerpt(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut start: String = line.chars().take(MOST_WORDS).collect();
    if start.len() < line.len() {
        start.push('…');
    }
    start
}

/// The longest id that is kept, in characters.
const LONGEST_ID: usize = 200;

/// An id of the other side, fit to be kept and shown: bounded, without control characters and
/// without those that turn the direction of writing.
pub(super) fn id(text: &str) -> String {
    let turns = |c: char| {
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{61c}' | '\u{feff}')
    };
    let clean = text.chars().filter(|c| !c.is_control() && !turns(*c));
    clean.take(LONGEST_ID).collect::<String>().trim().to_owned()
}

/// How long to wait: `Retry-After` in seconds, or as a date, which is compared with the server's own
/// (RFC 9110 10.2.3).
pub(super) fn rest(reply: &Reply) -> Duration {
    let asked = reply.retry_after.trim();
    let date = |text: &str| DateTime::parse_from_rfc2822(text.trim()).ok();
    let seconds = asked.parse::<u64>().ok().map(Duration::from_secs);
    seconds
        .or_else(|| {
            let wait = date(asked)? - date(&reply.date)?;
            wait.to_std().ok()
        })
        .unwrap_or(RATE_LIMITED)
        .clamp(Duration::from_secs(1), LONGEST_REST)
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
