//! What is known of mail providers: servers, and what they want instead of a plain password.

use std::sync::OnceLock;

use super::mail::ENCRYPTIONS;
use crate::delivery::smtp::{Auth, Encryption};

const TABLE: &str = include_str!("providers.tsv");

/// A server of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the line is protected.
    pub encryption: Encryption,
}

/// What a provider wants for a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The account's password.
    Password,
    /// A password made for one program, in the account's security settings.
    AppPassword,
    /// The password of mail, which is not the one of the website.
    MailPassword,
    /// The account's password, once other programs were let in.
    Enable,
    /// An OAuth 2 token.
    Xoauth2,
    /// The password that the provider's own program on this computer shows.
    Bridge,
}

const HINTS: &[(&str, Hint)] = &[
    ("password", Hint::Password),
    ("app-password", Hint::AppPassword),
    ("mail-password", Hint::MailPassword),
    ("enable", Hint::Enable),
    ("xoauth2", Hint::Xoauth2),
    ("bridge", Hint::Bridge),
];

impl Hint {
    /// How the login goes.
    #[must_use]
    pub const fn auth(self) -> Auth {
        match self {
            Self::Xoauth2 => Auth::Xoauth2,
            Self::Password
            | Self::AppPassword
            | Self::MailPassword
            | Self::Enable
            | Self::Bridge => Auth::Password,
        }
    }

    /// What a person has to know before the login works; empty where the password will do.
    #[must_use]
    pub fn words(self, label: &str, address: &str) -> String {
        match self {
            Self::Password => String::new(),
            Self::AppPassword => format!(
                "{label} takes no ordinary password from other programs: make an app password in its \
                 security settings, or let a command print a token (auth = \"xoauth2\", such as \
                 `oama access {address}`)."
            ),
            Self::MailPassword => format!(
                "{label} has a password of its own for mail programs: set it in its settings."
            ),
            Self::Enable => format!(
                "{label} lets other programs in only when POP3/IMAP/SMTP is switched on in its settings."
            ),
            Self::Xoauth2 => format!(
                "{label} takes no passwords any more but OAuth2 tokens. A program of yours must print a \
                 fresh one: `oama access {address}` and `pizauth show ACCOUNT` are two that do."
            ),
            Self::Bridge => format!(
                "{label} runs on this computer and shows a password of its own; save its certificate \
                 with \"Export TLS certificates\" and name the file with --ca-file."
            ),
        }
    }
}

/// A provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// The short name.
    pub name: String,
    /// The name for people.
    pub label: String,
    domains: Vec<String>,
    /// Where mail goes out.
    pub smtp: Server,
    /// Where mail lies.
    pub imap: Server,
    /// Whether only the part before the @ logs in.
    local_user: bool,
    /// What it wants for a login.
    pub hint: Hint,
    /// Where this is from, with its year.
    pub source: String,
}

impl Provider {
    /// Who logs in with an address.
    #[must_use]
    pub fn user(&self, address: &str) -> String {
        match address.rsplit_once('@') {
            Some((local, _)) if self.local_user => local.to_owned(),
            Some(_) | None => address.to_owned(),
        }
    }
}

/// The provider of an address, by its domain; `None` when it is not known.
#[must_use]
pub fn of_address(address: &str) -> Option<&'static Provider> {
    let (_, domain) = address.rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let fits = |pattern: &String| match pattern.split_once('*') {
        None => *pattern == domain,
        Some((start, end)) => {
            domain.len() > start.len() + end.len()
                && domain.starts_with(start)
                && domain.ends_with(end)
        }
    };
    all().iter().find(|one| one.domains.iter().any(fits))
}

/// The provider of a short name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Provider> {
    all().iter().find(|one| one.name.eq_ignore_ascii_case(name))
}

/// All of them. A line that cannot be read is left out; a test reads each.
#[must_use]
pub fn all() -> &'static [Provider] {
    static ALL: OnceLock<Vec<Provider>> = OnceLock::new();
    ALL.get_or_init(|| lines().filter_map(provider).collect())
}

fn lines() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#'))
}

fn provider(line: &str) -> Option<Provider> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().filter(|cell| !cell.is_empty());
    Some(Provider {
        name: cell()?.to_owned(),
        label: cell()?.to_owned(),
        domains: cell()?.split(' ').map(str::to_owned).collect(),
        smtp: server(cell()?)?,
        imap: server(cell()?)?,
        local_user: word(&[("address", false), ("local", true)], cell()?)?,
        hint: word(HINTS, cell()?)?,
        source: cell()?.to_owned(),
    })
}

fn server(text: &str) -> Option<Server> {
    let mut parts = text.split(' ');
    Some(Server {
        host: parts.next()?.to_owned(),
        port: parts.next()?.parse().ok()?,
        encryption: word(ENCRYPTIONS, parts.next()?)?,
    })
}

fn word<T: Copy>(words: &[(&str, T)], wanted: &str) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == wanted);
    found.map(|(_, value)| *value)
}

#[cfg(test)]
#[path = "providers_tests.rs"]
mod tests;
