//! From settings to what carries mail.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::environment::Environment;
use super::imap::Imap;
use super::mail::Transport;
use super::secret::SecretFrom;
use super::settings::Settings;
use crate::delivery::{self, Carrier, MailSettings, Mailbox, Sendmail, Witness};
use crate::domain::message::Address;
use crate::domain::party::Profile;
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};

/// The sender where nobody has said one and nothing leaves the machine.
const NOBODY: &str = "payme@localhost";

impl Settings {
    /// What carries mail. Nothing is connected, started or written yet; a secret is fetched when
    /// the server asks for it.
    ///
    /// # Errors
    /// Usage, when the settings cannot work.
    pub fn carrier(&self, environment: &Environment) -> Result<Box<dyn Carrier>> {
        delivery::carrier(match &self.mail.transport {
            Transport::Smtp { account, secret } => MailSettings::Smtp {
                account: account.clone(),
                secret: secret.as_ref().map(|from| source(from, environment)),
            },
            Transport::Sendmail => MailSettings::Sendmail(Sendmail::default()),
            Transport::Folder => MailSettings::Folder(self.mail.folder.clone()),
        })
    }

    /// Who can be asked what became of an e-mail: the user's own mailbox, where one is set up.
    /// Nothing is connected yet.
    ///
    /// # Errors
    /// Usage, when the settings cannot work.
    pub fn mailbox(&self, environment: &Environment) -> Result<Option<Mailbox>> {
        let open = |imap: &Imap| {
            let secret = source(&imap.secret, environment);
            Mailbox::new(imap.account.clone(), secret)
        };
        self.mail.imap.as_ref().map(open).transpose()
    }

    /// Who can be asked what became of an e-mail; `None` where nobody can.
    ///
    /// # Errors
    /// Usage, when the settings cannot work.
    pub fn mail_witness(&self, environment: &Environment) -> Result<Option<Box<dyn Witness>>> {
        let boxed = |mailbox| -> Box<dyn Witness> { Box::new(mailbox) };
        Ok(self.mailbox(environment)?.map(boxed))
    }

    /// Who can be asked what became of a message of a channel; `None` where nobody can.
    ///
    /// # Errors
    /// Usage, when the settings cannot work.
    pub fn witness(
        &self,
        channel: Channel,
        environment: &Environment,
    ) -> Result<Option<Box<dyn Witness>>> {
        match channel {
            Channel::Email => self.mail_witness(environment),
            Channel::Sms => Ok(None),
        }
    }

    /// A mark of the account: it changes when a setting of it changes, so that a block of the old
    /// account ends. It holds no secret.
    #[must_use]
    pub fn account_mark(&self) -> String {
        let mut hasher = DefaultHasher::new();
        match &self.mail.transport {
            Transport::Smtp { account, secret } => {
                (format!("{account:?}"), secret).hash(&mut hasher);
            }
            Transport::Sendmail => "sendmail".hash(&mut hasher),
            Transport::Folder => self.mail.folder.hash(&mut hasher),
        }
        self.mail.from.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// Who sends: `from` of `[mail]`, else the profile.
    ///
    /// # Errors
    /// Usage, when neither says an address and the mail would leave the machine.
    pub fn sender(&self, profile: &Profile) -> Result<Address> {
        if let Some(from) = &self.mail.from {
            return Ok(from.clone());
        }
        let address = |email: &str| Address {
            name: profile.name.clone(),
            email: email.to_owned(),
        };
        match profile.email.trim() {
            "" if self.mail.to_folder() => Ok(address(NOBODY)),
            "" => Err(Failure::usage("There is no address to send from.")
                .hint("set from in [mail] of config.toml, or email in the profile")),
            email => Ok(address(email)),
        }
    }
}

/// The secret, fetched anew whenever it is asked for.
fn source(from: &SecretFrom, environment: &Environment) -> Box<dyn delivery::SecretSource> {
    let (from, environment) = (from.clone(), environment.clone());
    Box::new(move |_fresh: bool| {
        from.fetch(&environment)
            .map(|secret| secret.reveal().to_owned())
    })
}

#[cfg(test)]
#[path = "carrier_tests.rs"]
mod tests;
