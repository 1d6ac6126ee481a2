//! Where the screens stand: which book, who sends, and what carries it. The demo is another desk,
//! whose messages land in its own folder and nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::clock::Ticks;
use super::throwaway::Throwaway;
use crate::config::{Environment, Mail, Settings, Sms};
use crate::delivery::Carrier;
use crate::domain::clock::Now;
use crate::domain::message::Address;
use crate::domain::party::Profile;
use crate::domain::policy::Channel;
use crate::failure::Result;
use crate::store::{Book, Opened};
use crate::usecases::{Sender, SmsSender, demo, profile, starting};

/// A book with its settings, and the clock of those who work on it.
#[derive(Clone)]
pub struct Desk {
    settings: Settings,
    environment: Environment,
    clock: Ticks,
    demo: Option<Arc<Throwaway>>,
    /// Whether the clock shows the day of the demo: the same for all desks of a run.
    demo_day: Arc<AtomicBool>,
}

/// A book that was opened.
#[derive(Debug)]
pub struct Open {
    /// The book.
    pub book: Book,
    /// Whether nobody has put anything into it yet.
    pub untouched: bool,
    /// The copy that was made before a new version.
    pub copy: Option<PathBuf>,
}

impl Desk {
    /// The user's own book, as the settings have it.
    #[must_use]
    pub fn new(settings: Settings, environment: Environment, ticks: Ticks) -> Self {
        let demo_day = Arc::new(AtomicBool::new(false));
        let shown = Arc::clone(&demo_day);
        let clock = move || {
            let now = ticks();
            if shown.load(Ordering::SeqCst) {
                demo::demo_now(now)
            } else {
                now
            }
        };
        Self {
            settings,
            environment,
            clock: Arc::new(clock),
            demo: None,
            demo_day,
        }
    }

    /// A desk with a demo book in a new folder below `parent`, which goes away with the last who
    /// holds the desk. From now on the clock of this run shows the day of the demo.
    ///
    /// # Errors
    /// Refused, when the folder cannot be made; book, when the book cannot be written.
    pub fn demo(&self, parent: &Path) -> Result<(Self, Open)> {
        let folder = Throwaway::make(parent)?;
        let book = demo::open(folder.path(), self.now())?;
        let mut settings = self.settings.clone();
        settings.book = book.path().to_path_buf();
        settings.mail = Mail::beside(&settings.book);
        settings.sms = Sms::beside(&settings.book);
        self.demo_day.store(true, Ordering::SeqCst);
        let desk = Self {
            settings,
            demo: Some(Arc::new(folder)),
            ..self.clone()
        };
        let open = Open {
            book,
            untouched: false,
            copy: None,
        };
        Ok((desk, open))
    }

    /// What time it is for those who work here.
    #[must_use]
    pub fn clock(&self) -> Ticks {
        Arc::clone(&self.clock)
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Now {
        (self.clock)()
    }

    /// The settings, with the book and the mail of this desk.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The environment.
    #[must_use]
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Whether it is the demo.
    #[must_use]
    pub const fn is_demo(&self) -> bool {
        self.demo.is_some()
    }

    /// Opens the book, and makes it where there is none.
    ///
    /// # Errors
    /// Book, when it cannot be used.
    pub fn open(&self) -> Result<Open> {
        let Opened { book, fresh, copy } = starting::open(&self.settings.book, self.now())?;
        let unsaid = profile::show(&book)?.name.is_empty();
        let untouched = fresh || (unsaid && starting::require_empty(&book).is_ok());
        Ok(Open {
            book,
            untouched,
            copy,
        })
    }

    /// Opens the book once more, for another thread.
    ///
    /// # Errors
    /// Book, when it cannot be used.
    pub fn open_again(&self) -> Result<Book> {
        Ok(starting::open(&self.settings.book, self.now())?.book)
    }

    /// Who sends. Without any address the message cannot be built, and the send panel says so.
    #[must_use]
    pub fn sender(&self, profile: &Profile) -> Sender {
        let from = self.settings.sender(profile);
        Sender {
            from: from.unwrap_or_else(|_unsaid| Address {
                name: profile.name.clone(),
                email: String::new(),
            }),
            bcc_self: self.settings.mail.bcc_self,
            transport: self.transport(),
            to_folder: self.settings.mail.to_folder(),
            sms: SmsSender {
                from: self.settings.sms.from().to_owned(),
                transport: self.sms_transport(),
                to_folder: self.settings.sms.to_folder(),
                quiet: self.settings.quiet(Channel::Sms, self.now().at),
                max_parts: self.settings.sms.max_parts,
            },
        }
    }

    /// What carries the messages of a channel. Nothing is connected yet.
    ///
    /// # Errors
    /// Usage, when the settings cannot work.
    pub fn carrier(&self, channel: Channel) -> Result<Box<dyn Carrier>> {
        self.settings.carrier_of(channel, &self.environment)
    }

    /// What carries mail, in words.
    #[must_use]
    pub fn transport(&self) -> String {
        let mail = &self.settings.mail;
        self.folder(mail.to_folder().then_some(&mail.folder))
            .unwrap_or_else(|| mail.carrier())
    }

    /// What carries text messages, in words.
    #[must_use]
    pub fn sms_transport(&self) -> String {
        let sms = &self.settings.sms;
        self.folder(sms.to_folder().then_some(&sms.folder))
            .unwrap_or_else(|| sms.carrier())
    }

    /// A folder that messages land in, in words.
    fn folder(&self, folder: Option<&PathBuf>) -> Option<String> {
        let folder = folder?;
        Some(if self.is_demo() {
            "folder of the demo".to_owned()
        } else {
            format!("folder {}", self.short(folder))
        })
    }

    /// A path as people write it, with `~` for the home folder.
    #[must_use]
    pub fn short(&self, path: &Path) -> String {
        match path.strip_prefix(&self.settings.places.home) {
            Ok(rest) => format!("~/{}", rest.display()),
            Err(_elsewhere) => path.display().to_string(),
        }
    }

    /// A path that a person typed or dropped into the window: quotes and a leading `~` are
    /// understood.
    #[must_use]
    pub fn path(&self, text: &str) -> PathBuf {
        let text = text.trim();
        let quoted = ['"', '\''].iter().find_map(|quote| {
            let inner = text.strip_prefix(*quote)?;
            inner.strip_suffix(*quote)
        });
        let text = quoted.map_or_else(|| text.replace("\\ ", " "), str::to_owned);
        match text.strip_prefix("~/") {
            Some(rest) => self.settings.places.home.join(rest),
            None => PathBuf::from(text),
        }
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Desk({})", self.settings.book.display())
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
