//! `[mail.imap]`: the user's own mailbox, which can be asked what became of a message.

use std::time::Duration;

use super::file::{Found, Section};
use super::mail::{self, Base, Mail, Transport};
use super::paths::expand;
use super::secret::SecretFrom;
use crate::delivery::imap::Account;
use crate::delivery::smtp::{self, Auth, Encryption};
use crate::failure::Result;

/// The user's own mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imap {
    /// The mailbox; its limit comes from `timeout_seconds`.
    pub account: Account,
    /// Where its password or token comes from.
    pub secret: SecretFrom,
}

/// Where a password is, as the section says it.
struct Own {
    command: Option<Found<String>>,
    variable: Option<Found<String>>,
    file: Option<Found<String>>,
    keyring: bool,
}

impl Own {
    fn read(section: &mut Section<'_, '_>) -> Result<Self> {
        Ok(Self {
            command: section.text("password_command")?,
            variable: section.text("password_env")?,
            file: section.text("password_file")?,
            keyring: section.flag("keyring")?.unwrap_or_default(),
        })
    }

    /// The section's own, or else the one of `[mail]`.
    fn or(
        self,
        of_mail: Option<&SecretFrom>,
        host: &str,
        user: &str,
        base: &Base<'_>,
    ) -> Result<SecretFrom> {
        let another = self.command.is_some() || self.variable.is_some() || self.keyring;
        match (self.file, of_mail) {
            (Some(file), _) if !another => {
                let path = expand(&file.value, base.config_dir, base.places, base.environment)?;
                Ok(SecretFrom::File(path))
            }
            (None, Some(secret)) if !another => Ok(secret.clone()),
            (Some(_) | None, _) => Ok(SecretFrom::chosen(
                self.command.as_ref(),
                self.variable.as_ref(),
                format!("payme imap {host}"),
                user,
            )),
        }
    }
}

/// The account at an SMTP server, whose settings are taken over.
fn smtp(mail: &Mail) -> Option<(&smtp::Account, Option<&SecretFrom>)> {
    match &mail.transport {
        Transport::Smtp { account, secret } => Some((account, secret.as_ref())),
        Transport::Sendmail | Transport::Folder => None,
    }
}

/// Reads the section. What it does not say, and what is the same for most mailboxes, comes from
/// `[mail]`: user, way to log in, password, certificates.
pub(super) fn imap(
    mut section: Section<'_, '_>,
    mail: &Mail,
    base: &Base<'_>,
) -> Result<Option<Imap>> {
    let host = section.text("host")?;
    let port = section.number("port", 1..=65535)?;
    let encryption = section.word("encryption", mail::ENCRYPTIONS)?;
    let user = section.text("user")?.map(|found| found.value);
    let auth = section.word("auth", mail::METHODS)?;
    let own = Own::read(&mut section)?;
    let ca_file = section.text("ca_file")?;
    let folder = section.text("folder")?.map(|found| found.value);
    let timeout = section.number("timeout_seconds", 1..=600)?.unwrap_or(30);
    let Some(first) = section.first() else {
        return Ok(None);
    };
    let Some(host) = host.filter(|host| !host.value.trim().is_empty()) else {
        return Err(section.fault("host", &first, "is missing: a mailbox needs its server"));
    };
    let at = host.span;
    let host = host.value.trim().to_owned();
    let (encryption, port) = line(encryption.map(|found| found.value), port);
    if encryption == Encryption::None && !mail::is_loopback(&host) {
        let what =
            "needs encryption: \"none\" is only for this machine (localhost, 127.0.0.1 or ::1)";
        return Err(section.fault("host", &at, what));
    }
    let smtp = smtp(mail);
    let user = user
        .filter(|user| !user.trim().is_empty())
        .or_else(|| smtp.and_then(|(account, _)| account.user.clone()))
        .or_else(|| mail.from.as_ref().map(|from| from.email.clone()));
    let Some(user) = user else {
        return Err(section.fault("host", &at, "needs a user"));
    };
    let ca_file = ca_file
        .map(|file| expand(&file.value, base.config_dir, base.places, base.environment))
        .transpose()?;
    section.finish()?;
    let secret = own.or(smtp.and_then(|(_, secret)| secret), &host, &user, base)?;
    let auth = auth.map(|found| found.value);
    let account = Account {
        host,
        port,
        encryption,
        ca_file: ca_file.or_else(|| smtp.and_then(|(account, _)| account.ca_file.clone())),
        user,
        auth: auth
            .or_else(|| smtp.map(|(account, _)| account.auth))
            .unwrap_or(Auth::Password),
        folder: folder.filter(|folder| !folder.trim().is_empty()),
        limit: Duration::from_secs(timeout.into()),
    };
    Ok(Some(Imap { account, secret }))
}

/// Port and encryption complete each other; TLS from the first byte comes first (RFC 8314).
fn line(encryption: Option<Encryption>, port: Option<u32>) -> (Encryption, u16) {
    let encryption = match (encryption, port) {
        (Some(encryption), _) => encryption,
        (None, Some(143)) => Encryption::StartTls,
        (None, Some(_) | None) => Encryption::Tls,
    };
    let port = port.and_then(|port| u16::try_from(port).ok());
    let usual = match encryption {
        Encryption::Tls => 993,
        Encryption::StartTls | Encryption::None => 143,
    };
    (encryption, port.unwrap_or(usual))
}

impl Imap {
    /// The rows of `payme config show`.
    pub(super) fn rows(&self) -> Vec<(&'static str, String)> {
        let account = &self.account;
        let mut rows = vec![
            ("mail.imap.host", account.host.clone()),
            ("mail.imap.port", account.port.to_string()),
            (
                "mail.imap.encryption",
                mail::encryption_word(account.encryption).to_owned(),
            ),
        ];
        if let Some(file) = &account.ca_file {
            rows.push(("mail.imap.ca_file", file.display().to_string()));
        }
        rows.extend([
            ("mail.imap.user", account.user.clone()),
            ("mail.imap.auth", mail::auth_word(account.auth).to_owned()),
            (
                "mail.imap.password",
                format!("from {}", self.secret.words()),
            ),
            (
                "mail.imap.folder",
                account
                    .folder
                    .clone()
                    .unwrap_or_else(|| "as the server marks it".to_owned()),
            ),
            (
                "mail.imap.timeout_seconds",
                account.limit.as_secs().to_string(),
            ),
        ]);
        rows
    }
}

#[cfg(test)]
#[path = "imap_tests.rs"]
mod tests;
