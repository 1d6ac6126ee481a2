//! `[mail.imap]`: the user's own mailbox, which can be asked what became of a message.

use std::time::Duration;

use super::file::Section;
use super::mail::{self, Base, Mail, Transport};
use super::paths::expand;
use super::secret::SecretFrom;
use crate::delivery::imap::Account;
use crate::delivery::smtp::{Auth, Encryption};
use crate::failure::Result;

/// The user's own mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imap {
    /// The mailbox; its limit comes from `timeout_seconds`.
    pub account: Account,
    /// Where its password or token comes from.
    pub secret: SecretFrom,
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
    let command = section.text("password_command")?;
    let variable = section.text("password_env")?;
    let file = section.text("password_file")?;
    let keyring = section.flag("keyring")?.unwrap_or_default();
    let ca_file = section.text("ca_file")?;
    let folder = section.text("folder")?.map(|found| found.value);
    let timeout = section.number("timeout_seconds", 1..=600)?.unwrap_or(30);
    let Some(first) = section.first() else {
        return Ok(None);
    };
    let Some(host) = host.filter(|host| !host.value.trim().is_empty()) else {
        return Err(section.fault("host", &first, "is missing: a mailbox needs its server"));
    };
    let host_name = host.value.trim().to_owned();
    let (encryption, port) = line(encryption.as_ref().map(|found| found.value), port);
    if encryption == Encryption::None && !mail::is_loopback(&host_name) {
        let what =
            "needs encryption: \"none\" is only for this machine (localhost, 127.0.0.1 or ::1)";
        return Err(section.fault("host", &host.span, what));
    }
    let smtp = match &mail.transport {
        Transport::Smtp { account, secret } => Some((account, secret.as_ref())),
        Transport::Sendmail | Transport::Folder => None,
    };
    let user = user
        .filter(|user| !user.trim().is_empty())
        .or_else(|| smtp.and_then(|(account, _)| account.user.clone()))
        .or_else(|| mail.from.as_ref().map(|from| from.email.clone()));
    let Some(user) = user else {
        return Err(section.fault("host", &host.span, "needs a user"));
    };
    let own = command.is_some() || variable.is_some() || keyring;
    let secret = match (file, smtp.and_then(|(_, secret)| secret)) {
        (Some(file), _) if !own => SecretFrom::File(expand(
            &file.value,
            base.config_dir,
            base.places,
            base.environment,
        )?),
        (None, Some(secret)) if !own => secret.clone(),
        (Some(_) | None, _) => {
            let service = format!("payme imap {host_name}");
            SecretFrom::chosen(command.as_ref(), variable.as_ref(), service, &user)
        }
    };
    let ca_file = match ca_file {
        Some(file) => Some(expand(
            &file.value,
            base.config_dir,
            base.places,
            base.environment,
        )?),
        None => smtp.and_then(|(account, _)| account.ca_file.clone()),
    };
    section.finish()?;
    Ok(Some(Imap {
        account: Account {
            host: host_name,
            port,
            encryption,
            ca_file,
            user,
            auth: auth
                .map(|found| found.value)
                .or_else(|| smtp.map(|(account, _)| account.auth))
                .unwrap_or(Auth::Password),
            folder: folder.filter(|folder| !folder.trim().is_empty()),
            limit: Duration::from_secs(timeout.into()),
        },
        secret,
    }))
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
