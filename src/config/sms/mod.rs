//! `[sms]`: what carries a text message, and when it may leave.

mod read;

use std::path::{Path, PathBuf};

use super::mail::folder_of;
use super::secret::SecretFrom;
use crate::delivery::sms::{Command, Hook, Https, gateway, twilio};
use crate::domain::quiet::Quiet;

pub(super) use read::sms;

/// The settings of text messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sms {
    /// What carries them.
    pub transport: SmsTransport,
    /// When none leaves.
    pub quiet: Quiet,
    /// A text of more parts is pointed out. 1 to 20.
    pub max_parts: usize,
    /// At most this many messages a minute. 1 to 10,000.
    pub per_minute: u32,
    /// At most this many messages a day. 1 to 1,000,000.
    pub per_day: u32,
    /// The folder of `.txt` files of the folder transport.
    pub folder: PathBuf,
}

/// What carries a text message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsTransport {
    /// An account at Twilio, and where its auth token comes from.
    Twilio(twilio::Account, SecretFrom),
    /// A phone of one's own, and where its password comes from.
    Gateway(gateway::Account, SecretFrom),
    /// Another provider, and where the password of its user comes from.
    Webhook(Hook, Option<SecretFrom>),
    /// A program of this machine.
    Command(Command),
    /// A folder of this machine: nothing leaves.
    Folder,
}

impl Sms {
    /// The settings without a file: a folder beside the book.
    #[must_use]
    pub fn beside(book: &Path) -> Self {
        Self {
            transport: SmsTransport::Folder,
            quiet: Quiet::default(),
            max_parts: 3,
            per_minute: 20,
            per_day: 400,
            folder: folder_of(book).join("outbox"),
        }
    }

    /// Whether messages only land in a folder of this machine.
    #[must_use]
    pub const fn to_folder(&self) -> bool {
        match self.transport {
            SmsTransport::Twilio(..)
            | SmsTransport::Gateway(..)
            | SmsTransport::Webhook(..)
            | SmsTransport::Command(_) => false,
            SmsTransport::Folder => true,
        }
    }

    /// When nothing leaves; never, where nothing leaves the machine anyway.
    #[must_use]
    pub const fn held(&self) -> Option<Quiet> {
        if self.to_folder() {
            None
        } else {
            Some(self.quiet)
        }
    }

    /// The sender's number or service, where the settings name one; empty otherwise.
    #[must_use]
    pub fn from(&self) -> &str {
        match &self.transport {
            SmsTransport::Twilio(account, _) => match &account.from {
                twilio::From::Number(number) => number,
                twilio::From::Service(service) => service,
            },
            SmsTransport::Gateway(..)
            | SmsTransport::Webhook(..)
            | SmsTransport::Command(_)
            | SmsTransport::Folder => "",
        }
    }

    /// What carries a message, in words for people ("Twilio", "folder …").
    #[must_use]
    pub fn carrier(&self) -> String {
        match &self.transport {
            SmsTransport::Twilio(..) => "Twilio".into(),
            SmsTransport::Gateway(account, _) => format!("gateway {}", host(&account.base_url)),
            SmsTransport::Webhook(hook, _) => format!("webhook {}", host(&hook.url)),
            SmsTransport::Command(command) => command.program.display().to_string(),
            SmsTransport::Folder => format!("folder {}", self.folder.display()),
        }
    }

    /// Keys and values for `config show`, in the order of the file.
    pub(super) fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = self.transport_rows();
        rows.push(("sms.quiet_hours", self.quiet.hours_text()));
        rows.push(("sms.quiet_sunday", self.quiet.sunday.to_string()));
        rows.push(("sms.max_parts", self.max_parts.to_string()));
        rows.push(("sms.per_minute", self.per_minute.to_string()));
        rows.push(("sms.per_day", self.per_day.to_string()));
        rows.push(("sms.folder", self.folder.display().to_string()));
        rows
    }

    fn transport_rows(&self) -> Vec<(&'static str, String)> {
        let from = |secret: &SecretFrom| ("sms.password", format!("from {}", secret.words()));
        match &self.transport {
            SmsTransport::Twilio(account, secret) => {
                let mut rows = vec![
                    ("sms.transport", "twilio".to_owned()),
                    ("sms.base_url", account.base_url.clone()),
                    ("sms.account", account.sid.clone()),
                    match &account.from {
                        twilio::From::Number(number) => ("sms.from", number.clone()),
                        twilio::From::Service(service) => {
                            ("sms.messaging_service", service.clone())
                        }
                    },
                    from(secret),
                ];
                rows.extend(line_rows(&account.https));
                rows
            }
            SmsTransport::Gateway(account, secret) => {
                let mut rows = vec![
                    ("sms.transport", "gateway".to_owned()),
                    ("sms.base_url", account.base_url.clone()),
                    ("sms.user", account.user.clone()),
                    from(secret),
                ];
                rows.extend(line_rows(&account.https));
                rows
            }
            SmsTransport::Webhook(hook, secret) => {
                let mut rows = vec![("sms.transport", "webhook".to_owned())];
                if let Some(secret) = secret {
                    rows.push(("sms.user", hook.user.clone()));
                    rows.push(from(secret));
                }
                rows.extend(line_rows(&hook.https));
                // Header, query and body may hold a key: of a header and of a query only the
                // names are shown.
                let names: Vec<&str> = hook.headers.iter().map(|(name, _)| name.as_str()).collect();
                let accept: Vec<String> = hook.accept.iter().map(ToString::to_string).collect();
                rows.push(("sms.webhook.method", hook.method.clone()));
                rows.push(("sms.webhook.url", without_values(&hook.url)));
                rows.push(("sms.webhook.headers", names.join(", ")));
                let length = hook.body.chars().count();
                let body = format!("a template of {length} characters");
                rows.push(("sms.webhook.body", body));
                rows.push(("sms.webhook.id_pointer", hook.id_pointer.clone()));
                rows.push(("sms.webhook.accept", accept.join(", ")));
                rows
            }
            SmsTransport::Command(command) => vec![
                ("sms.transport", "command".to_owned()),
                ("sms.timeout_seconds", command.limit.as_secs().to_string()),
                ("sms.command.program", command.program.display().to_string()),
                ("sms.command.args", command.args.join(" ")),
            ],
            SmsTransport::Folder => vec![("sms.transport", "folder".to_owned())],
        }
    }
}

fn line_rows(https: &Https) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    if let Some(file) = &https.ca_file {
        rows.push(("sms.ca_file", file.display().to_string()));
    }
    rows.push(("sms.timeout_seconds", https.limit.as_secs().to_string()));
    rows
}

/// An address with the names in its query and without their values.
fn without_values(url: &str) -> String {
    let Some((address, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let names = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) => format!("{name}=…"),
        None => String::from("…"),
    });
    format!("{address}?{}", names.collect::<Vec<_>>().join("&"))
}

/// The host of an address, with its port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

#[cfg(test)]
#[path = "sms_tests.rs"]
mod tests;
