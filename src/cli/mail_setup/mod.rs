//! `payme mail setup`: an address becomes an account that was tried. What the options do not say is
//! asked at a terminal; what was tried and works is written, and nothing else.

mod ask;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::mail;
use super::print::Answer;
use super::session::Session;
use crate::config::change::{Draft, Line, Setting, shown};
use crate::config::mail::{auth_word, encryption_word};
use crate::config::providers::Server;
use crate::config::{Flags, Places, Settings};
use crate::delivery::smtp::Auth;
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::usecases::{outbox, profile};

const MAIL: &[&str] = &["mail"];
const IMAP: &[&str] = &["mail", "imap"];

#[derive(Args, Debug)]
pub(super) struct Setup {
    /// Your address; it fills in the servers of a well-known provider
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// The name beside it; else the name of your profile
    #[arg(long)]
    name: Option<String>,
    /// The provider of an address with a domain of your own, such as gmail or fastmail
    #[arg(long, value_name = "NAME", conflicts_with = "host")]
    provider: Option<String>,
    /// The server that mail goes out by
    #[arg(long)]
    host: Option<String>,
    /// Its port
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// How the line to it is protected
    #[arg(long, value_enum)]
    encryption: Option<Protection>,
    /// Who logs in; else the address
    #[arg(long)]
    user: Option<String>,
    /// How to log in
    #[arg(long, value_enum)]
    auth: Option<Method>,
    /// Where the password or token is: `command:LINE`, `env:NAME`, `file:PATH` or `keyring`
    #[arg(long, value_name = "WHERE", value_parser = secret)]
    secret: Option<Kept>,
    /// A file of certificates to trust besides the system's
    #[arg(long, value_name = "FILE")]
    ca_file: Option<String>,
    /// Send the test message there; else to the address itself
    #[arg(long, value_name = "ADDRESS", conflicts_with = "no_test")]
    test: Option<String>,
    /// Log in and send no test message
    #[arg(long)]
    no_test: bool,
    /// Leave the mailbox out, which can tell whether a message was sent
    #[arg(long)]
    no_imap: bool,
    /// Try nothing, write nothing, and print the lines
    #[arg(long)]
    dry_run: bool,
}

/// How a line is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Protection {
    /// TLS from the first byte
    Tls,
    /// A plain greeting, then TLS
    Starttls,
    /// None, only to this computer
    None,
}

/// How to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// A password
    Password,
    /// An OAuth 2 token
    Xoauth2,
}

/// Where a password is kept. It never comes into the file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kept {
    Command(String),
    Variable(String),
    File(String),
    Keyring,
}

fn secret(text: &str) -> std::result::Result<Kept, String> {
    let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
    match (kind, rest.trim()) {
        ("keyring", "") => Ok(Kept::Keyring),
        ("command", line) if !line.is_empty() => Ok(Kept::Command(line.to_owned())),
        ("env", name) if !name.is_empty() => Ok(Kept::Variable(name.to_owned())),
        ("file", path) if !path.is_empty() => Ok(Kept::File(path.to_owned())),
        _ => Err("write command:LINE, env:NAME, file:PATH or keyring".to_owned()),
    }
}

/// An account as it is to be written.
struct Account {
    address: String,
    name: String,
    smtp: Server,
    imap: Option<Server>,
    user: String,
    auth: Auth,
    secret: Kept,
    ca_file: Option<String>,
}

#[derive(Serialize)]
struct SetupDocument<'a> {
    config: String,
    lines: &'a [String],
    written: bool,
    backup: Option<String>,
    server: Option<&'a str>,
    tested: Option<&'a str>,
    reply: Option<&'a str>,
    /// What speaks against the mailbox.
    mailbox: Option<&'a str>,
}

pub(super) fn run(line: &Setup, session: &mut Session<'_>) -> Result<Answer> {
    // A file that cannot be read is mended first.
    let config = session.settings()?.config.clone();
    let account = ask::account(line, session)?;
    let lines = lines(&account);
    let texts = shown(&lines);
    if line.dry_run {
        return answer(session, &config, &texts, None, &Trial::default());
    }
    let test = ask::test(line, &account, session)?;
    let draft = Draft::write(&config, &lines)?;
    let flags = Flags {
        config: Some(draft.path().to_path_buf()),
        ..session.flags.clone()
    };
    let settings = Settings::load(&flags, &session.environment, &Places::of_user()?)?;
    let trial = try_out(&settings, test, session)
        .map_err(|failure| failure.hint("nothing was written; mend it and start again"))?;
    let written = Written {
        backup: draft.keep()?,
    };
    answer(session, &config, &texts, Some(&written), &trial)
}

/// The file was written.
struct Written {
    /// Where the file before it is kept, if there was one.
    backup: Option<PathBuf>,
}

/// What was tried.
#[derive(Default)]
struct Trial {
    server: Option<String>,
    tested: Option<String>,
    reply: Option<String>,
    /// What speaks against the mailbox; it is no reason to write nothing.
    mailbox: Option<String>,
}

/// Logs in, and sends a test message where one is wanted.
fn try_out(settings: &Settings, test: Option<String>, session: &mut Session<'_>) -> Result<Trial> {
    session.progress("connecting …");
    let mut carrier = settings.carrier(&session.environment)?;
    let place = carrier.describe();
    let greeting = carrier.check().map_err(|(step, why)| {
        Failure::refused(format!("{place} fails at the step \"{}\".", step.word())).because(why)
    })?;
    carrier.close();
    let mut trial = Trial {
        server: Some(place),
        reply: Some(greeting),
        ..Trial::default()
    };
    if let Some(to) = test {
        let now = session.now()?;
        let mut book = session.book()?;
        let from = settings.sender(&profile::show(&book)?)?;
        let sent = mail::send(settings, &session.environment, &from, now, &to)?;
        outbox::account_works(&mut book, now, Channel::Email)?;
        trial.tested = Some(to);
        trial.reply = Some(sent.reply);
    }
    if let Some(mut mailbox) = settings.mailbox(&session.environment)? {
        session.progress("looking into the mailbox …");
        trial.mailbox = mailbox.check().err();
    }
    Ok(trial)
}

/// The lines of an account. Of the ways to a password only one stays in the file.
fn lines(account: &Account) -> Vec<Line> {
    let text = |section, key, value: Option<&str>| Line {
        section,
        key,
        value: value.map(|value| Setting::Text(value.to_owned())),
    };
    let port = |section, server: &Server| Line {
        section,
        key: "port",
        value: Some(Setting::Number(server.port)),
    };
    let from = if account.name.is_empty() {
        account.address.clone()
    } else {
        format!("{} <{}>", account.name, account.address)
    };
    let (command, variable, file) = match &account.secret {
        Kept::Command(line) => (Some(line.as_str()), None, None),
        Kept::Variable(name) => (None, Some(name.as_str()), None),
        Kept::File(path) => (None, None, Some(path.as_str())),
        Kept::Keyring => (None, None, None),
    };
    let auth = match account.auth {
        // What the file says by saying nothing.
        Auth::Password => None,
        Auth::Xoauth2 => Some(auth_word(account.auth)),
    };
    let mut lines = vec![
        text(MAIL, "transport", Some("smtp")),
        text(MAIL, "host", Some(&account.smtp.host)),
        port(MAIL, &account.smtp),
        text(
            MAIL,
            "encryption",
            Some(encryption_word(account.smtp.encryption)),
        ),
        text(MAIL, "from", Some(&from)),
        text(MAIL, "user", Some(&account.user)),
        text(MAIL, "auth", auth),
        text(MAIL, "password_command", command),
        text(MAIL, "password_env", variable),
        text(MAIL, "password_file", file),
    ];
    if let Some(file) = &account.ca_file {
        lines.push(text(MAIL, "ca_file", Some(file)));
    }
    if let Some(imap) = &account.imap {
        lines.push(text(IMAP, "host", Some(&imap.host)));
        lines.push(port(IMAP, imap));
        let encryption = encryption_word(imap.encryption);
        lines.push(text(IMAP, "encryption", Some(encryption)));
    }
    lines
}

fn answer(
    session: &Session<'_>,
    config: &Path,
    lines: &[String],
    written: Option<&Written>,
    trial: &Trial,
) -> Result<Answer> {
    let backup = written.and_then(|written| written.backup.as_ref());
    let document = SetupDocument {
        config: config.display().to_string(),
        lines,
        written: written.is_some(),
        backup: backup.map(|path| path.display().to_string()),
        server: trial.server.as_deref(),
        tested: trial.tested.as_deref(),
        reply: trial.reply.as_deref(),
        mailbox: trial.mailbox.as_deref(),
    };
    session.answer(&document, |page| {
        if let Some(server) = &trial.server {
            page.line(format!("{server} took the login."));
        }
        if let (Some(to), Some(reply)) = (&trial.tested, &trial.reply) {
            page.line(format!("A test message went to {to}: {reply}"));
        }
        if let Some(why) = &trial.mailbox {
            page.line(format!(
                "The mailbox cannot be asked yet whether a message was sent: {why}"
            ));
        }
        page.line(match written {
            Some(_) => format!("Written to {}:", config.display()),
            None => format!("Nothing was written. {} would say:", config.display()),
        });
        for line in lines {
            page.line(format!("  {line}"));
        }
        if let Some(copy) = backup {
            page.line(format!("The file as it was is {}.", copy.display()));
        }
    })
}
