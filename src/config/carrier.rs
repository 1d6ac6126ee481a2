//! From settings to what carries mail.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::environment::Environment;
use super::mail::Transport;
use super::settings::Settings;
use crate::delivery::{self, Carrier, MailSettings, Sendmail};
use crate::domain::message::Address;
use crate::domain::party::Profile;
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
                secret: secret.clone().map(|from| {
                    let environment = environment.clone();
                    let source: Box<dyn delivery::SecretSource> = Box::new(move |_fresh: bool| {
                        from.fetch(&environment)
                            .map(|secret| secret.reveal().to_owned())
                    });
                    source
                }),
            },
            Transport::Sendmail => MailSettings::Sendmail(Sendmail::default()),
            Transport::Folder => MailSettings::Folder(self.mail.folder.clone()),
        })
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

#[cfg(test)]
#[path = "carrier_tests.rs"]
mod tests;
