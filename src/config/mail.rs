//! `[mail]`: what carries an e-mail, and for whom.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::environment::Environment;
use super::file::{Found, Section};
use super::imap::{self, Imap};
use super::paths::{Places, expand};
use super::secret::SecretFrom;
use crate::delivery::smtp::{Account, Auth, Encryption, Limits};
use crate::domain::message::Address;
use crate::failure::Result;

/// What carries an e-mail, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// What carries it.
    pub transport: Transport,
    /// Who sends; without it the profile's name and address.
    pub from: Option<Address>,
    /// Whether a blind copy goes to the sender.
    pub bcc_self: bool,
    /// At most this many messages a minute. 1 to 10,000.
    pub per_minute: u32,
    /// At most this many messages a day. 1 to 1,000,000.
    pub per_day: u32,
    /// The folder of `.eml` files of the folder transport.
    pub folder: PathBuf,
    /// The mailbox that can be asked what became of a message.
    pub imap: Option<Imap>,
}

/// What carries an e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// An account at an SMTP server.
    Smtp {
        /// The account; its limits come from `timeout_seconds`.
        account: Account,
        /// Where its password or token comes from; only with a user.
        secret: Option<SecretFrom>,
    },
    /// The machine's own `sendmail` program.
    Sendmail,
    /// A folder of this machine: nothing leaves.
    Folder,
}

const TRANSPORTS: &[(&str, Word)] = &[
    ("smtp", Word::Smtp),
    ("sendmail", Word::Sendmail),
    ("folder", Word::Folder),
];
pub(super) const ENCRYPTIONS: &[(&str, Encryption)] = &[
    ("tls", Encryption::Tls),
    ("starttls", Encryption::StartTls),
    ("none", Encryption::None),
];
pub(super) const METHODS: &[(&str, Auth)] =
    &[("password", Auth::Password), ("xoauth2", Auth::Xoauth2)];

#[derive(Clone, Copy)]
enum Word {
    Smtp,
    Sendmail,
    Folder,
}

/// The word of an encryption in the file.
pub(super) fn encryption_word(encryption: Encryption) -> &'static str {
    match encryption {
        Encryption::Tls => "tls",
        Encryption::StartTls => "starttls",
        Encryption::None => "none",
    }
}

/// The word of a way to log in, in the file.
pub(super) fn auth_word(auth: Auth) -> &'static str {
    match auth {
        Auth::Password => "password",
        Auth::Xoauth2 => "xoauth2",
    }
}

/// The limits of the phases of one message, in the proportions of RFC 5321 4.5.3.2: a command may
/// take ten times as long as a connection, the message and the answer to it twenty times. 30 s give
/// exactly the times of the RFC.
fn limits(connect: Duration) -> Limits {
    Limits {
        connect,
        command: connect.saturating_mul(10),
        body: connect.saturating_mul(20),
        confirmation: connect.saturating_mul(20),
    }
}

impl Mail {
    /// The settings without a file: a folder beside the book.
    #[must_use]
    pub fn beside(book: &Path) -> Self {
        Self {
            transport: Transport::Folder,
            from: None,
            bcc_self: false,
            per_minute: 20,
            per_day: 400,
            folder: folder_of(book).join("outbox"),
            imap: None,
        }
    }

    /// Whether messages only land in a folder of this machine.
    #[must_use]
    pub const fn to_folder(&self) -> bool {
        match self.transport {
            Transport::Folder => true,
            Transport::Smtp { .. } | Transport::Sendmail => false,
        }
    }

    /// What carries a message, in words for people ("smtp.example.org:587", "sendmail", "folder …").
    #[must_use]
    pub fn carrier(&self) -> String {
        match &self.transport {
            Transport::Smtp { account, .. } => format!("{}:{}", account.host, account.port),
            Transport::Sendmail => "sendmail".into(),
            Transport::Folder => format!("folder {}", self.folder.display()),
        }
    }
}

/// The folder that a book lies in.
pub(super) fn folder_of(book: &Path) -> PathBuf {
    book.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// What paths in the section start from.
pub(super) struct Base<'a> {
    pub(super) book: &'a Path,
    pub(super) config_dir: &'a Path,
    pub(super) places: &'a Places,
    pub(super) environment: &'a Environment,
}

/// Every key of the section, before they are looked at together.
struct Raw {
    transport: Option<Found<Word>>,
    host: Option<Found<String>>,
    port: Option<u32>,
    encryption: Option<Found<Encryption>>,
    ca_file: Option<Found<String>>,
    user: Option<Found<String>>,
    auth: Option<Found<Auth>>,
    password_command: Option<Found<String>>,
    password_env: Option<Found<String>>,
    password_file: Option<Found<String>>,
    timeout: Option<u32>,
}

pub(super) fn mail(mut section: Section<'_, '_>, base: &Base<'_>) -> Result<Mail> {
    let mut mail = Mail::beside(base.book);
    let raw = Raw {
        transport: section.word("transport", TRANSPORTS)?,
        host: section.text("host")?,
        port: section.number("port", 1..=65535)?,
        encryption: section.word("encryption", ENCRYPTIONS)?,
        ca_file: section.text("ca_file")?,
        user: section.text("user")?,
        auth: section.word("auth", METHODS)?,
        password_command: section.text("password_command")?,
        password_env: section.text("password_env")?,
        password_file: section.text("password_file")?,
        timeout: section.number("timeout_seconds", 1..=600)?,
    };
    if let Some(from) = section.text("from")? {
        let Some(address) = address(&from.value) else {
            let what = "must be an address such as \"Ana Lind <ana@lind.example>\"";
            return Err(section.fault("from", &from.span, what));
        };
        mail.from = Some(address);
    }
    if let Some(flag) = section.flag("bcc_self")? {
        mail.bcc_self = flag;
    }
    if let Some(count) = section.number("per_minute", 1..=10_000)? {
        mail.per_minute = count;
    }
    if let Some(count) = section.number("per_day", 1..=1_000_000)? {
        mail.per_day = count;
    }
    if let Some(folder) = section.text("folder")? {
        let start = folder_of(base.book);
        mail.folder = expand(&folder.value, &start, base.places, base.environment)?;
    }
    mail.transport = transport(&section, &raw, mail.from.as_ref(), base)?;
    mail.imap = imap::imap(section.nested("imap", "mail.imap")?, &mail, base)?;
    section.finish()?;
    Ok(mail)
}

fn transport(
    section: &Section<'_, '_>,
    raw: &Raw,
    from: Option<&Address>,
    base: &Base<'_>,
) -> Result<Transport> {
    let word = match (&raw.transport, &raw.host) {
        (Some(word), _) => word.value,
        // A host that does nothing would let somebody believe that mail goes there.
        (None, Some(host)) => {
            let what = "does nothing without transport = \"smtp\"";
            return Err(section.fault("host", &host.span, what));
        }
        (None, None) => Word::Folder,
    };
    match word {
        Word::Sendmail => Ok(Transport::Sendmail),
        Word::Folder => Ok(Transport::Folder),
        Word::Smtp => account(section, raw, from, base),
    }
}

fn account(
    section: &Section<'_, '_>,
    raw: &Raw,
    from: Option<&Address>,
    base: &Base<'_>,
) -> Result<Transport> {
    let at = raw
        .transport
        .as_ref()
        .map_or(0..0, |word| word.span.clone());
    let host = raw.host.as_ref().map_or("", |host| host.value.trim());
    if host.is_empty() {
        return Err(section.fault("transport", &at, "is \"smtp\" and needs a host"));
    }
    if from.is_none() {
        return Err(section.fault("transport", &at, "is \"smtp\" and needs a from address"));
    }
    let (encryption, port) = line(raw);
    if encryption == Encryption::None && !is_loopback(host) {
        let span = raw
            .encryption
            .as_ref()
            .map_or(at, |found| found.span.clone());
        let what = "may be \"none\" only to this machine (localhost, 127.0.0.1 or ::1)";
        return Err(section.fault("encryption", &span, what));
    }
    let ca_file = raw
        .ca_file
        .as_ref()
        .map(|file| expand(&file.value, base.config_dir, base.places, base.environment));
    let user = raw.user.as_ref().map(|user| user.value.clone());
    let user = user.filter(|user| !user.is_empty());
    if let (None, Some(auth)) = (&user, &raw.auth) {
        return Err(section.fault("auth", &auth.span, "needs a user"));
    }
    Ok(Transport::Smtp {
        secret: user
            .as_ref()
            .map(|user| secret(raw, host, user, base))
            .transpose()?,
        account: Account {
            host: host.to_owned(),
            port,
            encryption,
            ca_file: ca_file.transpose()?,
            user,
            auth: raw
                .auth
                .as_ref()
                .map_or(Auth::Password, |found| found.value),
            limits: limits(Duration::from_secs(raw.timeout.unwrap_or(30).into())),
        },
    })
}

/// Port and encryption complete each other; implicit TLS comes first (RFC 8314).
fn line(raw: &Raw) -> (Encryption, u16) {
    let encryption = match (&raw.encryption, raw.port) {
        (Some(found), _) => found.value,
        (None, Some(587 | 25 | 2525)) => Encryption::StartTls,
        (None, Some(_) | None) => Encryption::Tls,
    };
    let port = match (raw.port, encryption) {
        (Some(port), _) => u16::try_from(port).unwrap_or(u16::MAX),
        (None, Encryption::Tls) => 465,
        (None, Encryption::StartTls) => 587,
        (None, Encryption::None) => 25,
    };
    (encryption, port)
}

fn secret(raw: &Raw, host: &str, user: &str, base: &Base<'_>) -> Result<SecretFrom> {
    let command = raw.password_command.as_ref();
    match (&raw.password_file, command) {
        (Some(file), None) => expand(&file.value, base.config_dir, base.places, base.environment)
            .map(SecretFrom::File),
        (Some(_) | None, _) => Ok(SecretFrom::chosen(
            command,
            raw.password_env.as_ref(),
            format!("payme smtp {host}"),
            user,
        )),
    }
}

pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// "Ana Lind <ana@lind.example>", "\"Lind, Ana\" <ana@lind.example>" or the bare address.
fn address(text: &str) -> Option<Address> {
    let text = text.trim();
    let (name, email) = match text.strip_suffix('>') {
        Some(rest) => rest.rsplit_once('<')?,
        None => ("", text),
    };
    let (local, domain) = email.rsplit_once('@')?;
    let whole = !local.is_empty()
        && !domain.is_empty()
        && !email.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ','));
    let name = name.trim();
    let quoted = name.strip_prefix('"').and_then(|n| n.strip_suffix('"'));
    whole.then(|| Address {
        name: quoted.unwrap_or(name).to_owned(),
        email: email.to_owned(),
    })
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
