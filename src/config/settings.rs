//! All settings together, each with where it came from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::clock::Clock;
use super::environment::Environment;
use super::file::{Section, Source};
use super::imap::Imap;
use super::mail::{self, Mail, Transport};
use super::paths::{Places, expand};
use super::screen::{self, KeyOverride, Screen};
use super::sms::{self, Sms};
use super::unattended::{self, Unattended};
use crate::failure::{Failure, Result};

/// What the command line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--book`.
    pub book: Option<PathBuf>,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--today`.
    pub today: Option<String>,
}

/// Where a setting came from; a later one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// `config.toml`.
    File,
    /// An environment variable.
    Environment,
    /// The command line.
    Flag,
}

impl Origin {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Environment => "environment",
            Self::Flag => "flag",
        }
    }
}

/// The settings of this run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The book's file.
    pub book: PathBuf,
    /// Where `book` came from.
    pub book_origin: Origin,
    /// The path of `config.toml`, whether it exists or not.
    pub config: PathBuf,
    /// Whether `config.toml` exists.
    pub config_found: bool,
    /// E-mail.
    pub mail: Mail,
    /// Text messages.
    pub sms: Sms,
    /// The screens; `NO_COLOR` turns the theme to `mono`.
    pub screen: Screen,
    /// What a run without a person may do.
    pub unattended: Unattended,
    /// Keys that were moved.
    pub keys: Vec<KeyOverride>,
    /// The clock.
    pub clock: Clock,
    /// The folders of this user.
    pub places: Places,
    /// Whether `NO_COLOR` is set.
    pub no_color: bool,
    given: BTreeSet<String>,
}

/// One line of `payme config show`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The key ("mail.host").
    pub key: String,
    /// The value in words; a secret is only said to come from somewhere.
    pub value: String,
    /// Where the value came from.
    pub origin: Origin,
}

impl Settings {
    /// Reads the settings: defaults < file < environment < flag. A missing file is an empty one,
    /// unless it was named.
    ///
    /// # Errors
    /// Usage, for a file that cannot be read, an unknown key, a value that cannot be, or a path
    /// with a variable that is not set.
    pub fn load(flags: &Flags, environment: &Environment, places: &Places) -> Result<Self> {
        let (config, named) = config_path(flags, environment, places)?;
        let text = read(&config, named)?;
        let config_dir = config.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let source = Source::new(&config, text.as_deref().unwrap_or(""));
        let table = source.parse()?;
        let mut top = Section::top(&source, table.get_ref());
        let file_book = match top.text("book")? {
            Some(found) => Some(expand(&found.value, &config_dir, places, environment)?),
            None => None,
        };
        let (book, book_origin) = book(flags, environment, places, file_book)?;
        let base = mail::Base {
            book: &book,
            config_dir: &config_dir,
            places,
            environment,
        };
        let mail = mail::mail(top.section("mail")?, &base)?;
        let sms = sms::sms(top.section("sms")?, &base)?;
        let mut screen = screen::screen(top.section("screen")?)?;
        let unattended = unattended::unattended(top.section("unattended")?)?;
        let keys = screen::keys(&top.section("keys")?)?;
        top.finish()?;
        let no_color = environment.get("NO_COLOR").is_some();
        if no_color {
            screen.theme = "mono".into();
        }
        Ok(Self {
            clock: clock(flags, environment)?,
            given: source.into_given(),
            config_found: text.is_some(),
            places: places.clone(),
            book,
            book_origin,
            config,
            mail,
            sms,
            screen,
            unattended,
            keys,
            no_color,
        })
    }

    /// Every setting, its value and where it came from, in the order of the file.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown> {
        let mut rows = vec![Shown {
            key: "book".into(),
            value: self.book.display().to_string(),
            origin: self.book_origin,
        }];
        rows.extend(self.mail_rows());
        let sms = self.sms.rows().into_iter();
        rows.extend(sms.map(|(key, value)| self.row(key, value)));
        let screen = [
            ("screen.theme", self.screen.theme.clone()),
            ("screen.mouse", self.screen.mouse.to_string()),
            ("screen.ascii", self.screen.ascii.to_string()),
        ];
        rows.extend(screen.into_iter().map(|(key, value)| self.row(key, value)));
        if self.no_color {
            let theme = rows.iter_mut().filter(|row| row.key == "screen.theme");
            theme.for_each(|row| row.origin = Origin::Environment);
        }
        let alone = &self.unattended;
        let alone = [
            ("unattended.enabled", alone.enabled.to_string()),
            ("unattended.max_messages", alone.max_messages.to_string()),
            (
                "unattended.max_payment_age_days",
                alone.max_payment_age_days.to_string(),
            ),
        ];
        rows.extend(alone.into_iter().map(|(key, value)| self.row(key, value)));
        rows.extend(self.keys.iter().map(|key| Shown {
            key: format!("keys.\"{}\"", key.command),
            value: key.keys.join(", "),
            origin: Origin::File,
        }));
        rows
    }

    fn mail_rows(&self) -> Vec<Shown> {
        let mail = &self.mail;
        let mut pairs: Vec<(&str, String)> = Vec::new();
        match &mail.transport {
            Transport::Smtp { account, secret } => {
                pairs.push(("mail.transport", "smtp".into()));
                pairs.push(("mail.host", account.host.clone()));
                pairs.push(("mail.port", account.port.to_string()));
                pairs.push((
                    "mail.encryption",
                    mail::encryption_word(account.encryption).into(),
                ));
                if let Some(file) = &account.ca_file {
                    pairs.push(("mail.ca_file", file.display().to_string()));
                }
                if let (Some(user), Some(secret)) = (&account.user, secret) {
                    pairs.push(("mail.user", user.clone()));
                    pairs.push(("mail.auth", mail::auth_word(account.auth).into()));
                    pairs.push(("mail.password", format!("from {}", secret.words())));
                }
                let timeout = account.limits.connect.as_secs();
                pairs.push(("mail.timeout_seconds", timeout.to_string()));
            }
            Transport::Sendmail => pairs.push(("mail.transport", "sendmail".into())),
            Transport::Folder => pairs.push(("mail.transport", "folder".into())),
        }
        let from = mail.from.as_ref().map(|from| {
            let bare = from.name.is_empty();
            if bare {
                from.email.clone()
            } else {
                format!("{} <{}>", from.name, from.email)
            }
        });
        pairs.push((
            "mail.from",
            from.unwrap_or_else(|| "the profile's address".into()),
        ));
        pairs.push(("mail.bcc_self", mail.bcc_self.to_string()));
        pairs.push(("mail.per_minute", mail.per_minute.to_string()));
        pairs.push(("mail.per_day", mail.per_day.to_string()));
        pairs.push(("mail.folder", mail.folder.display().to_string()));
        pairs.extend(mail.imap.iter().flat_map(Imap::rows));
        pairs
            .into_iter()
            .map(|(key, value)| self.row(key, value))
            .collect()
    }

    fn row(&self, key: &str, value: String) -> Shown {
        let from_file = match key {
            "mail.password" | "mail.imap.password" | "sms.password" => {
                ["_command", "_env", "_file"]
                    .iter()
                    .any(|end| self.given.contains(&format!("{key}{end}")))
            }
            other => self.given.contains(other),
        };
        Shown {
            key: key.to_owned(),
            value,
            origin: if from_file {
                Origin::File
            } else {
                Origin::Default
            },
        }
    }
}

/// Where `config.toml` is, and whether somebody named it.
///
/// # Errors
/// Usage, when the path holds a variable that is not set.
pub fn config_path(
    flags: &Flags,
    environment: &Environment,
    places: &Places,
) -> Result<(PathBuf, bool)> {
    if let Some(path) = &flags.config {
        return Ok((path.clone(), true));
    }
    match environment.get("PAYME_CONFIG") {
        Some(path) => Ok((from_environment(path.into(), environment, places)?, true)),
        None => Ok((places.config.join("config.toml"), false)),
    }
}

fn book(
    flags: &Flags,
    environment: &Environment,
    places: &Places,
    file: Option<PathBuf>,
) -> Result<(PathBuf, Origin)> {
    if let Some(path) = &flags.book {
        return Ok((path.clone(), Origin::Flag));
    }
    if let Some(path) = environment.get("PAYME_BOOK") {
        let path = from_environment(path.into(), environment, places)?;
        return Ok((path, Origin::Environment));
    }
    Ok(match file {
        Some(path) => (path, Origin::File),
        None => (places.data.join("book.db"), Origin::Default),
    })
}

/// The shell has not expanded a `~` in every way of setting a variable.
fn from_environment(path: PathBuf, environment: &Environment, places: &Places) -> Result<PathBuf> {
    match path.to_str() {
        Some(text) => expand(text, Path::new(""), places, environment),
        None => Ok(path),
    }
}

fn clock(flags: &Flags, environment: &Environment) -> Result<Clock> {
    let from_environment = environment
        .get("PAYME_TODAY")
        .map(|day| day.to_string_lossy().into_owned());
    match flags.today.clone().or(from_environment) {
        Some(day) => Clock::parse(&day),
        None => Ok(Clock::system()),
    }
}

fn read(path: &Path, named: bool) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => Ok(None),
        Err(error) => Err(Failure::usage(format!(
            "The settings file {} cannot be read.",
            path.display()
        ))
        .hint("check its name and its permissions")
        .because(error)),
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
