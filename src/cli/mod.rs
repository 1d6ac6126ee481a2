//! The command line: every action of the screens as a command, for people and for programs.
//!
//! One file holds one command: what may stand on its line, what it does through the use cases, and
//! its page of text. The JSON documents are in `document`, the way answers are written in `print`. A
//! command answers or fails; only [`run`] writes, and picks the exit code.

mod args;
mod bank;
mod client;
mod completions;
mod db;
mod doctor;
mod document;
mod due;
mod export;
mod import;
mod invoice;
mod log;
mod mail;
mod message;
mod outbox;
mod payment;
mod policy;
mod print;
mod profile;
mod rate;
mod recurring;
mod reference;
mod reminder;
mod report;
mod resolve;
mod series;
mod service;
mod session;
mod settings;
mod sms;
mod talk;
mod template;
mod text;

use std::ffi::OsString;
use std::io::Write;

use clap::{CommandFactory, Parser};

use args::{Command, Global, Line};
use print::{Answer, failure_text, quietly};
use session::Session;

use crate::config::{Environment, Flags, Places, Settings, logging};
use crate::failure::{Failure, Kind, Result};

pub use reference::{KeyHelp, commands as command_reference, manual};

/// What the command line asks for.
#[derive(Debug)]
pub struct Request {
    global: Global,
    command: Option<Command>,
}

/// Which screens to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screens {
    /// On the user's book.
    Book,
    /// On a throwaway demo book.
    Demo,
}

/// Reads the command line.
///
/// # Errors
/// The exit code, when help, the version or a usage message was written and the run is over.
pub fn parse(
    line: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::result::Result<Request, u8> {
    let words: Vec<OsString> = line.into_iter().collect();
    let json = words.iter().any(|word| word == "--json");
    match Line::try_parse_from(&words) {
        Ok(Line { global, command }) => Ok(Request { global, command }),
        Err(error) if !error.use_stderr() => {
            let text = error.render().to_string();
            let written = quietly(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
            Err(written.map_or_else(|failure| report(&failure, json, err), |()| 0))
        }
        Err(error) if json => Err(report(&usage(&error), true, err)),
        Err(error) => {
            // Who has closed standard error still gets the exit code.
            let _ = err.write_all(error.render().to_string().as_bytes());
            Err(Kind::Usage.exit_code())
        }
    }
}

/// The first sentence of the parser's message, for programs.
fn usage(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let message = words.join(" ");
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    Failure::usage(format!("{message}.")).hint("payme --help lists the commands and their options")
}

impl Request {
    /// The screens, when no command or `demo` is asked for.
    ///
    /// # Errors
    /// Usage, with `--json`: screens are no document.
    pub fn screens(&self) -> Result<Option<Screens>> {
        let screens = match &self.command {
            None => Screens::Book,
            Some(Command::Demo) => Screens::Demo,
            Some(_) => return Ok(None),
        };
        if self.global.json {
            return Err(Failure::usage("The screens have no JSON.")
                .hint("name a command; payme --help lists them"));
        }
        Ok(Some(screens))
    }

    /// The settings of this run, for the screens.
    ///
    /// # Errors
    /// Usage, when a setting is wrong.
    pub fn settings(&self) -> Result<Settings> {
        let flags = Flags {
            book: self.global.book.clone(),
            config: self.global.config.clone(),
            today: self.global.today.clone(),
        };
        Settings::load(&flags, &Environment::process(), &Places::of_user()?)
    }

    /// Writes a failure as this run wants it; answers its exit code.
    #[must_use]
    pub fn report(&self, failure: &Failure, err: &mut dyn Write) -> u8 {
        report(failure, self.global.json, err)
    }
}

fn report(failure: &Failure, json: bool, err: &mut dyn Write) -> u8 {
    // Who has closed standard error still gets the exit code.
    let _ = err.write_all(failure_text(failure, json).as_bytes());
    failure.kind().exit_code()
}

/// Runs a command to its end: answer on `out`, failure on `err`. Answers the exit code. `keys` are
/// those of the screens, for the manual page.
#[must_use]
pub fn run(
    request: Request,
    keys: &dyn Fn() -> Vec<KeyHelp>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let Request { global, command } = request;
    let json = global.json;
    let done = {
        let mut session = Session::new(&global, out, err);
        logged(&session).and_then(|log| {
            let done = command.map_or_else(
                || Ok(Answer::raw(String::new())),
                |command| dispatch(command, keys, &mut session),
            );
            if let Err(failure) = &done {
                tracing::warn!(kind = failure.kind().word(), "{}", failure.message());
            }
            drop(log);
            done
        })
    };
    match done.and_then(|answer| answer.write(out)) {
        Ok(None) => 0,
        // What was asked for is on standard output; the exit code says that something waits.
        Ok(Some(waiting)) if json => waiting.kind().exit_code(),
        Ok(Some(failure)) | Err(failure) => report(&failure, json, err),
    }
}

fn logged(session: &Session<'_>) -> Result<Option<logging::Log>> {
    match &session.settings {
        Ok(settings) => logging::start(&session.environment, &settings.places),
        Err(_) => Ok(None),
    }
}

fn dispatch(
    command: Command,
    keys: &dyn Fn() -> Vec<KeyHelp>,
    session: &mut Session<'_>,
) -> Result<Answer> {
    match command {
        // The screens are opened before a command is run.
        Command::Demo => Ok(Answer::raw(String::new())),
        Command::Due => due::run(session),
        Command::Profile(command) => profile::run(command, session),
        Command::Client(command) => client::run(command, session),
        Command::Invoice(command) => invoice::run(command, session),
        Command::Service(command) => service::run(command, session),
        Command::Series(command) => series::run(command, session),
        Command::Payment(command) => payment::run(command, session),
        Command::Bank(command) => bank::run(command, session),
        Command::Rate(command) => rate::run(command, session),
        Command::Talk(command) => talk::run(command, session),
        Command::Reminder(command) => reminder::run(command, session),
        Command::Recurring(command) => recurring::run(command, session),
        Command::Log(line) => log::log(&line, session),
        Command::Undo(line) => log::undo(&line, session),
        Command::Redo => log::redo(session),
        Command::Statement(command) => message::statement(command, session),
        Command::Outbox(command) => outbox::run(command, session),
        Command::Policy(command) => policy::run(command, session),
        Command::Template(command) => template::run(command, session),
        Command::Text(command) => text::run(command, session),
        Command::Report(command) => report::run(command, session),
        Command::Import(command) => import::run(command, session),
        Command::Export(command) => export::run(command, session),
        Command::Db(command) => db::run(command, session),
        Command::Config(command) => settings::run(command, session),
        Command::Doctor => doctor::run(session),
        Command::Mail(command) => mail::run(command, session),
        Command::Sms(command) => sms::run(command, session),
        Command::Completions(command) => Ok(completions::run(&command)),
        Command::Man => Ok(Answer::raw(manual(&keys()))),
    }
}

/// The whole grammar of the command line.
fn grammar() -> clap::Command {
    let mut command = Line::command();
    command.build();
    command
}

#[cfg(test)]
#[path = "cli_tests.rs"]
mod tests;
