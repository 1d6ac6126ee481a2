//! The account that mail goes out from.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::failure::{Failure, Result};

/// How the line to the server is protected. There is no "if possible".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte, usually on port 465 (RFC 8314).
    Tls,
    /// A plain greeting, then STARTTLS, usually on port 587; without STARTTLS nothing is sent.
    StartTls,
    /// No encryption: only to this computer.
    None,
}

impl Encryption {
    /// The word for people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tls => "TLS",
            Self::StartTls => "STARTTLS",
            Self::None => "no encryption",
        }
    }
}

/// How to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// A password, by AUTH PLAIN or else LOGIN.
    Password,
    /// An OAuth 2 access token, by AUTH XOAUTH2.
    Xoauth2,
}

/// The hard limit of each phase; a server that sends a byte now and then cannot outlast it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Look-up, connection, greeting, EHLO, and TLS, each.
    pub connect: Duration,
    /// The answer to one command (RFC 5321 4.5.3.2.2 and 4.5.3.2.3).
    pub command: Duration,
    /// Writing the message.
    pub body: Duration,
    /// The answer to the whole message (RFC 5321 4.5.3.2.6).
    pub confirmation: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_mins(5),
            body: Duration::from_mins(10),
            confirmation: Duration::from_mins(10),
        }
    }
}

/// One mail account. The secret is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The server's name, or its address.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// How the line is protected.
    pub encryption: Encryption,
    /// A file of PEM certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Who logs in; `None` for a server that wants no login.
    pub user: Option<String>,
    /// How to log in.
    pub auth: Auth,
    /// The limits of the phases.
    pub limits: Limits,
}

impl Account {
    /// Checks what no server needs to be asked for.
    ///
    /// # Errors
    /// No host, or no encryption to a server that is not on this computer.
    pub fn check(&self) -> Result<()> {
        if self.host.trim().is_empty() {
            return Err(Failure::usage("The mail account has no server.")
                .hint("Set host in [mail] of config.toml."));
        }
        if self.encryption == Encryption::None && !is_loopback(&self.host) {
            return Err(Failure::usage(format!(
                "Mail to {} must be encrypted: \"none\" is only for a server on this computer.",
                self.host
            ))
            .hint("Set encryption = \"tls\" (port 465) or \"starttls\" (port 587)."));
        }
        Ok(())
    }
}

/// Whether a host's name or address means this computer.
pub(in crate::delivery) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
