//! What every command has at hand: settings, the clock, the book, and how answers are written.

use std::io::{BufRead, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::args::Global;
use super::print::{Answer, Format, Page, quietly};
use crate::config::{Environment, Flags, Places, Settings};
use crate::domain::clock::Now;
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::{Sender, SmsSender, profile, starting};

/// No document is larger than this, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// One run of one command.
pub(super) struct Session<'a> {
    /// The options that stand before or after the command.
    pub(super) flags: Flags,
    /// The environment.
    pub(super) environment: Environment,
    /// The settings, or why there are none: `doctor` and `config path` work without.
    pub(super) settings: Result<Settings>,
    /// How the answer is written.
    pub(super) format: Format,
    /// Whether somebody looks on while it goes on.
    watched: bool,
    /// Whether somebody can be asked.
    pub(super) may_ask: bool,
    /// Standard output, for what is too large to be an answer.
    pub(super) out: &'a mut dyn Write,
    /// Standard error, for questions and progress.
    pub(super) err: &'a mut dyn Write,
}

impl<'a> Session<'a> {
    pub(super) fn new(global: &Global, out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        let environment = Environment::process();
        let flags = flags(global);
        let settings =
            Places::of_user().and_then(|places| Settings::load(&flags, &environment, &places));
        let terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        Self {
            flags,
            environment,
            settings,
            format: Format {
                json: global.json,
                width: columns(),
            },
            watched: std::io::stderr().is_terminal() && !global.json,
            may_ask: terminal && !global.no_input,
            out,
            err,
        }
    }

    pub(super) fn settings(&self) -> Result<&Settings> {
        self.settings.as_ref().map_err(Clone::clone)
    }

    pub(super) fn now(&self) -> Result<Now> {
        Ok(self.settings()?.clock.now())
    }

    pub(super) fn path(&self) -> Result<PathBuf> {
        Ok(self.settings()?.book.clone())
    }

    /// Opens the book; makes an empty one where there is none.
    pub(super) fn book(&mut self) -> Result<Book> {
        let path = self.path()?;
        let opened = starting::open(&path, self.now()?)?;
        if let Some(copy) = &opened.copy {
            let copy = copy.display();
            self.tell(&format!(
                "The book was brought to this version; the copy before it is {copy}."
            ));
        }
        Ok(opened.book)
    }

    /// Says how far it is, where somebody looks on.
    pub(super) fn progress(&mut self, line: &str) {
        if self.watched {
            self.tell(line);
        }
    }

    /// Who sends, and what carries it.
    ///
    /// # Errors
    /// Usage, when there is no address to send from.
    pub(super) fn sender(&self, book: &Book) -> Result<Sender> {
        let settings = self.settings()?;
        Ok(Sender {
            from: settings.sender(&profile::show(book)?)?,
            bcc_self: settings.mail.bcc_self,
            transport: settings.mail.carrier(),
            to_folder: settings.mail.to_folder(),
            sms: SmsSender {
                from: settings.sms.from().to_owned(),
                transport: settings.sms.carrier(),
                to_folder: settings.sms.to_folder(),
                quiet: settings.quiet(Channel::Sms, settings.clock.now().at),
                max_parts: settings.sms.max_parts,
            },
        })
    }

    pub(super) fn answer<D: serde::Serialize>(
        &self,
        document: &D,
        page: impl FnOnce(&mut Page),
    ) -> Result<Answer> {
        self.format.answer(document, page)
    }

    /// An answer that is text for people only.
    pub(super) fn page(&self, page: impl FnOnce(&mut Page)) -> Answer {
        self.format.page(page)
    }

    /// Writes a document as it is made: it may be larger than memory.
    ///
    /// # Errors
    /// Refused, when it cannot be made or written. A reader that has gone away is no error.
    pub(super) fn stream<D: serde::Serialize>(&mut self, document: &D) -> Result<Answer> {
        let mut out = BufWriter::new(&mut *self.out);
        let written = match serde_json::to_writer_pretty(&mut out, document) {
            Ok(()) => out.write_all(b"\n").and_then(|()| out.flush()),
            Err(error) => Err(error.into()),
        };
        quietly(written)?;
        Ok(Answer::raw(String::new()))
    }

    /// Says something beside the answer; programs do not want to hear it.
    pub(super) fn tell(&mut self, line: &str) {
        if !self.format.json {
            let mut page = Page::new(None);
            page.line(line);
            // Who cannot be told has closed the channel on purpose.
            let _ = self.err.write_all(page.into_text().as_bytes());
        }
    }

    /// Shows what a question is about.
    ///
    /// # Errors
    /// Refused, when it cannot be shown.
    pub(super) fn show(&mut self, page: Page) -> Result<()> {
        self.err
            .write_all(page.into_text().as_bytes())
            .map_err(unread)
    }

    /// Asks for a yes.
    ///
    /// # Errors
    /// Refused, when the answer cannot be read.
    pub(super) fn ask(&mut self, question: &str) -> Result<bool> {
        let answer = self.line(&format!("{question} [y/N]"))?;
        Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
    }

    /// Asks for a line; without blanks around it.
    ///
    /// # Errors
    /// Refused, when the answer cannot be read.
    pub(super) fn line(&mut self, question: &str) -> Result<String> {
        write!(self.err, "{question} ").map_err(unread)?;
        self.err.flush().map_err(unread)?;
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(unread)?;
        Ok(line.trim().to_owned())
    }
}

fn unread(error: std::io::Error) -> Failure {
    Failure::refused("Your answer cannot be read.")
        .hint("use --yes")
        .because(error)
}

fn flags(global: &Global) -> Flags {
    Flags {
        book: global.book.clone(),
        config: global.config.clone(),
        today: global.today.clone(),
    }
}

/// The width of the terminal that standard output is.
fn columns() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    terminal_size().map(|(columns, _)| columns)
}

/// Columns and rows of the terminal.
pub(super) fn terminal_size() -> Option<(usize, usize)> {
    let (columns, rows) = terminal_size::terminal_size()?;
    (columns.0 > 0 && rows.0 > 0).then(|| (usize::from(columns.0), usize::from(rows.0)))
}

/// Reads a whole document: a file, or standard input for `-`.
///
/// # Errors
/// Refused, when it cannot be read or is larger than 512 MiB.
pub(super) fn read_document(from: &Path) -> Result<Vec<u8>> {
    let name = if from == Path::new("-") {
        "Standard input".to_owned()
    } else {
        format!("The file {}", from.display())
    };
    let mut bytes = Vec::new();
    let read = if from == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
    } else {
        std::fs::File::open(from).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    let size = read.map_err(|error| {
        Failure::refused(format!("{name} cannot be read."))
            .hint("check the name, or use - for standard input")
            .because(error)
    })?;
    if u64::try_from(size).unwrap_or(u64::MAX) > LARGEST {
        return Err(Failure::refused(format!("{name} is larger than 512 MiB."))
            .hint("bring the data in smaller parts"));
    }
    Ok(bytes)
}

/// Waits until a deadline, in which another process may take a message back.
pub(super) fn wait(time: Duration) {
    let (_alive, never) = channel::<()>();
    // Nobody sends: only the deadline ends it.
    let _ = never.recv_timeout(time);
}
