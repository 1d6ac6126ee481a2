//! Where the screens stand: which book, who sends, and what carries it. The demo is another desk,
//! whose mail lands in its own folder and nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::throwaway::Throwaway;
use crate::config::{Environment, Mail, Settings};
use crate::delivery::Carrier;
use crate::domain::clock::Now;
use crate::domain::message::Address;
use crate::domain::party::Profile;
use crate::failure::Result;
use crate::store::{Book, Opened};
use crate::usecases::{Sender, demo, profile, starting};

/// A book with its settings.
#[derive(Clone, Debug)]
pub struct Desk {
    settings: Settings,
    environment: Environment,
    demo: Option<Arc<Throwaway>>,
    /// Whether the clock rests on the Friday before a weekend: reminders are never due on one, and
    /// the demo has something to show on any day.
    working_days: Arc<AtomicBool>,
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
    pub fn new(settings: Settings, environment: Environment) -> Self {
        Self {
            settings,
            environment,
            demo: None,
            working_days: Arc::default(),
        }
    }

    /// A demo book in a new folder below `parent`, which goes away with the last who holds this desk.
    ///
    /// # Errors
    /// Refused, when the folder cannot be made.
    pub fn demo(&self, parent: &Path) -> Result<Self> {
        let folder = Throwaway::make(parent)?;
        let mut settings = self.settings.clone();
        settings.book = folder.path().join("book.db");
        settings.mail = Mail::beside(&settings.book);
        self.working_days.store(true, Ordering::SeqCst);
        Ok(Self {
            settings,
            environment: self.environment.clone(),
            demo: Some(Arc::new(folder)),
            working_days: Arc::clone(&self.working_days),
        })
    }

    /// Tells the clock whether it shows working days only.
    #[must_use]
    pub fn working_days(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.working_days)
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

    /// Removes the folder of the demo, whoever still holds it.
    pub fn clear_away(&self) {
        if let Some(folder) = &self.demo {
            folder.remove();
        }
    }

    /// Opens the book, and makes it where there is none.
    ///
    /// # Errors
    /// Book, when it cannot be used.
    pub fn open(&self, now: Now) -> Result<Open> {
        if let Some(folder) = &self.demo {
            let now = demo::demo_now(now);
            let mut book = starting::open(&folder.path().join("book.db"), now)?.book;
            if starting::require_empty(&book).is_ok() {
                demo::seed(&mut book, now)?;
            }
            return Ok(Open {
                book,
                untouched: false,
                copy: None,
            });
        }
        let Opened { book, fresh, copy } = starting::open(&self.settings.book, now)?;
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
    pub fn open_again(&self, now: Now) -> Result<Book> {
        Ok(starting::open(&self.settings.book, now)?.book)
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
        }
    }

    /// What carries mail. Nothing is connected yet.
    ///
    /// # Errors
    /// Usage, when the settings cannot work.
    pub fn carrier(&self) -> Result<Box<dyn Carrier>> {
        self.settings.carrier(&self.environment)
    }

    /// What carries mail, in words.
    #[must_use]
    pub fn transport(&self) -> String {
        if self.settings.mail.to_folder() {
            format!("folder {}", self.short(&self.settings.mail.folder))
        } else {
            self.settings.mail.carrier()
        }
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

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
