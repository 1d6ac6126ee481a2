//! From settings to what carries messages.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use chrono::{DateTime, Utc};

use super::environment::Environment;
use super::imap::Imap;
use super::mail::Transport;
use super::secret::SecretFrom;
use super::settings::Settings;
use super::sms::SmsTransport;
use crate::delivery::sms::{self, SmsSettings};
use crate::delivery::{self, Carrier, MailSettings, Mailbox, Sendmail, Witness};
use crate::domain::message::Address;
use crate::domain::party::Profile;
use crate::domain::policy::Channel;
use crate::domain::quiet::LocalQuiet;
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
            Channel::Sms => Ok(self.sms_witness(environment)),
        }
    }

    /// What carries the messages of a channel, as [`Self::carrier`] and [`Self::sms_carrier`].
    ///
    /// # Errors
    /// Usage, when the settings cannot work.
    pub fn carrier_of(
        &self,
        channel: Channel,
        environment: &Environment,
    ) -> Result<Box<dyn Carrier>> {
        match channel {
            Channel::Email => self.carrier(environment),
            Channel::Sms => Ok(self.sms_carrier(environment)),
        }
    }

    /// Whether the messages of a channel only land in a folder of this machine.
    #[must_use]
    pub const fn to_folder(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.mail.to_folder(),
            Channel::Sms => self.sms.to_folder(),
        }
    }

    /// The most messages of a channel a minute and a day; 0 for no limit. A folder has no provider
    /// who counts.
    #[must_use]
    pub const fn limits(&self, channel: Channel) -> (u32, u32) {
        match channel {
            _ if self.to_folder(channel) => (0, 0),
            Channel::Email => (self.mail.per_minute, self.mail.per_day),
            Channel::Sms => (self.sms.per_minute, self.sms.per_day),
        }
    }

    /// The mark of a channel's account, as [`Self::account_mark`].
    #[must_use]
    pub fn mark(&self, channel: Channel) -> String {
        match channel {
            Channel::Email => self.account_mark(),
            Channel::Sms => self.sms_mark(),
        }
    }

    /// When no message of a channel leaves, at an instant.
    #[must_use]
    pub fn quiet(&self, channel: Channel, at: DateTime<Utc>) -> LocalQuiet {
        LocalQuiet {
            quiet: match channel {
                Channel::Email => None,
                Channel::Sms => self.sms.held(),
            },
            offset: self.clock.offset(at),
        }
    }

    /// What carries text messages. Nothing is connected, started or written yet; a secret is fetched
    /// when it is needed.
    #[must_use]
    pub fn sms_carrier(&self, environment: &Environment) -> Box<dyn Carrier> {
        sms::carrier(match &self.sms.transport {
            SmsTransport::Twilio(account, token) => {
                SmsSettings::Twilio(account.clone(), source(token, environment))
            }
            SmsTransport::Gateway(account, password) => {
                SmsSettings::Gateway(account.clone(), source(password, environment))
            }
            SmsTransport::Webhook(hook, password) => {
                let password = password.as_ref().map(|from| source(from, environment));
                SmsSettings::Webhook(hook.clone(), password)
            }
            SmsTransport::Command(command) => SmsSettings::Command(command.clone()),
            SmsTransport::Folder => SmsSettings::Folder(self.sms.folder.clone()),
        })
    }

    /// Who can be asked what became of a text message; `None` where nobody can.
    #[must_use]
    pub fn sms_witness(&self, environment: &Environment) -> Option<Box<dyn Witness>> {
        match &self.sms.transport {
            SmsTransport::Twilio(account, token) => {
                let token = source(token, environment);
                Some(Box::new(sms::Twilio::new(account.clone(), token)))
            }
            SmsTransport::Gateway(..)
            | SmsTransport::Webhook(..)
            | SmsTransport::Command(_)
            | SmsTransport::Folder => None,
        }
    }

    /// Where the secret of the text messages' account comes from, where it has one.
    #[must_use]
    pub const fn sms_secret(&self) -> Option<&SecretFrom> {
        match &self.sms.transport {
            SmsTransport::Twilio(_, secret) | SmsTransport::Gateway(_, secret) => Some(secret),
            SmsTransport::Webhook(_, secret) => secret.as_ref(),
            SmsTransport::Command(_) | SmsTransport::Folder => None,
        }
    }

    /// A mark of the text messages' account, as [`Self::account_mark`] for mail.
    #[must_use]
    pub fn sms_mark(&self) -> String {
        let mut hasher = DefaultHasher::new();
        match &self.sms.transport {
            SmsTransport::Twilio(account, secret) => (account, secret).hash(&mut hasher),
            SmsTransport::Gateway(account, secret) => (account, secret).hash(&mut hasher),
            SmsTransport::Webhook(hook, secret) => (hook, secret).hash(&mut hasher),
            SmsTransport::Command(command) => command.hash(&mut hasher),
            SmsTransport::Folder => self.sms.folder.hash(&mut hasher),
        }
        format!("{:016x}", hasher.finish())
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
