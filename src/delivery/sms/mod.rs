//! Text messages: a provider, a phone of one's own, a webhook, a program.
//!
//! ```text
//! Parcel (text, number, reference) ──► Carrier ──► Outcome
//!                                      Twilio │ Gateway │ Webhook ──► http ──► answer
//!                                      Command ──► program          Folder (.txt)
//! ```

mod answer;
mod codes;
pub mod command;
pub mod gateway;
mod http;
pub mod twilio;
pub mod webhook;

use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ureq::http::Uri;

use crate::delivery::{Carrier, Folder, Outcome, Parcel, SecretSource, Step};
use crate::failure::{Failure, Result};

pub use command::Command;
pub use gateway::Gateway;
pub use twilio::Twilio;
pub use webhook::{Hook, Webhook};

/// How text messages go out.
pub enum SmsSettings {
    /// Over an account at Twilio, with its auth token.
    Twilio(twilio::Account, Box<dyn SecretSource>),
    /// Over a phone of one's own, with its password.
    Gateway(gateway::Account, Box<dyn SecretSource>),
    /// Over any other provider; with a password where it has a user.
    Webhook(Hook, Option<Box<dyn SecretSource>>),
    /// By a program of this computer.
    Command(Command),
    /// As `.txt` files into this folder.
    Folder(PathBuf),
}

/// The carrier for these settings. Nothing is connected, started or written yet.
#[must_use]
pub fn carrier(settings: SmsSettings) -> Box<dyn Carrier> {
    match settings {
        SmsSettings::Twilio(account, token) => Box::new(Twilio::new(account, token)),
        SmsSettings::Gateway(account, password) => Box::new(Gateway::new(account, password)),
        SmsSettings::Webhook(hook, password) => Box::new(Webhook::new(hook, password)),
        SmsSettings::Command(command) => Box::new(command),
        SmsSettings::Folder(path) => Box::new(Folder::of_texts(path)),
    }
}

/// Line and deadline of an account that is reached over HTTP.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Https {
    /// The most that one message may take, from the name look-up to the end of the answer.
    pub limit: Duration,
    /// A file of certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
}

impl Default for Https {
    fn default() -> Self {
        Self {
            limit: twilio::LIMIT,
            ca_file: None,
        }
    }
}

impl Https {
    fn client(&self) -> http::Client {
        http::Client {
            limit: self.limit,
            ca_file: self.ca_file.clone(),
        }
    }
}

/// A new id of a text message, by which a provider can tell a repeat: 36 characters of hexadecimal
/// digits and hyphens, the form of RFC 9562.
///
/// # Errors
/// Refused, when the system has no randomness.
pub fn new_reference() -> Result<String> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(|error| {
        Failure::refused("The system gives no random numbers for the message's id.").because(error)
    })?;
    let number = u128::from_be_bytes(random);
    // Version 4, variant 10.
    let number = number & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let digits = format!("{number:032x}");
    let mut id = String::with_capacity(36);
    for (place, digit) in digits.chars().enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            id.push('-');
        }
        id.push(digit);
    }
    Ok(id)
}

/// The one number that a text goes to.
fn to<'p>(parcel: &Parcel<'p>) -> std::result::Result<&'p str, Outcome> {
    match parcel.envelope_to {
        [number] if number.starts_with('+') => Ok(number),
        _ => Err(Outcome::Refused {
            step: Step::Recipient,
            reply: "A text message goes to one number, with + and the country.".into(),
            stopped: false,
        }),
    }
}

fn text<'p>(parcel: &Parcel<'p>) -> std::result::Result<&'p str, Outcome> {
    std::str::from_utf8(parcel.bytes).map_err(|error| Outcome::Refused {
        step: Step::Body,
        reply: format!("The text is no text: {error}."),
        stopped: false,
    })
}

/// The header of basic authentication (RFC 7617).
fn basic(user: &str, password: &str) -> (String, String) {
    let pair = STANDARD.encode(format!("{user}:{password}"));
    ("Authorization".into(), format!("Basic {pair}"))
}

/// Names and values as a form sends them.
fn form(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect();
    pairs.join("&")
}

/// A text with everything but the unreserved characters of RFC 3986 as `%` and two digits.
pub(super) fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The host of an address of HTTP, without brackets, and whether the line to it is plain; `None` for
/// anything but `http(s)://host[:port][/path][?query]` (RFC 3986), so also for one with a user in it.
#[must_use]
pub fn host_of(url: &str) -> Option<(String, bool)> {
    let uri: Uri = url.parse().ok().filter(|_| !url.contains('#'))?;
    let plain = match uri.scheme_str()? {
        "http" => true,
        "https" => false,
        _ => return None,
    };
    let authority = uri.authority()?.as_str();
    let host = uri.host()?;
    let port = authority.strip_prefix(host)?;
    let is_port = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let host = match host.strip_prefix('[') {
        Some(inner) => {
            let inner = inner.strip_suffix(']')?;
            inner.parse::<std::net::Ipv6Addr>().ok()?;
            inner
        }
        None => host,
    };
    (is_port && !host.is_empty()).then(|| (host.to_owned(), plain))
}

/// The host of an address, for a screen.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_that_every_provider_takes() {
        let (one, other) = (new_reference().unwrap(), new_reference().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 36);
        assert!(one.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        assert_eq!(one.chars().nth(14), Some('4'));
    }

    #[test]
    fn a_form_says_every_byte() {
        assert_eq!(
            form(&[("DateSent>", "2026-11-24"), ("Body", "a b+ü")]),
            "DateSent%3E=2026-11-24&Body=a%20b%2B%C3%BC"
        );
        assert_eq!(host("https://api.example:8443/x?y"), "api.example:8443");
        assert_eq!(basic("user", "päss").1, "Basic dXNlcjpww6Rzcw==");
    }
}
