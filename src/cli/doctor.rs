//! `payme doctor`: what works, what does not, and what to do.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::document::level_word;
use super::print::{Answer, Column, Table};
use super::rate::missing_words;
use super::session::Session;
use crate::config::{Settings, Timer, timers};
use crate::delivery::Witness;
use crate::domain::input::date_echo;
use crate::domain::policy::Channel;
use crate::domain::views::CheckLevel;
use crate::failure::{Failure, Result};
use crate::usecases::{rates, starting};

/// How long `crontab` may take.
const CRONTAB_LIMIT: Duration = Duration::from_secs(2);

/// One finding.
struct Finding {
    name: &'static str,
    level: CheckLevel,
    text: String,
    hint: String,
    /// Why the exit code is not 0.
    failure: Option<Failure>,
}

#[derive(Serialize)]
struct DoctorDocument<'a> {
    checks: Vec<FindingDocument<'a>>,
}

#[derive(Serialize)]
struct FindingDocument<'a> {
    name: &'a str,
    level: &'static str,
    text: &'a str,
    hint: &'a str,
}

impl Finding {
    fn good(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            level: CheckLevel::Good,
            text: text.into(),
            hint: String::new(),
            failure: None,
        }
    }

    fn warning(name: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            level: CheckLevel::Warning,
            hint: hint.into(),
            ..Self::good(name, text)
        }
    }

    fn bad(name: &'static str, failure: Failure) -> Self {
        let causes = failure.causes().iter().map(String::as_str);
        let text: Vec<&str> = std::iter::once(failure.message()).chain(causes).collect();
        Self {
            level: CheckLevel::Bad,
            hint: failure.next_step().to_owned(),
            ..Self::good(name, text.join(" "))
        }
        .failing(failure)
    }

    fn failing(mut self, failure: Failure) -> Self {
        self.failure = Some(failure);
        self
    }
}

pub(super) fn run(session: &mut Session<'_>) -> Result<Answer> {
    let mut findings = vec![settings(session)];
    if let Ok(settings) = session.settings().cloned() {
        let book = book(session, &settings.book);
        if book.level == CheckLevel::Good {
            findings.extend([book, sender(session)]);
            findings.extend(interest(session));
        } else {
            findings.push(book);
        }
        findings.push(connection(session, &settings, Channel::Email));
        findings.push(connection(session, &settings, Channel::Sms));
        findings.extend(mailbox(session, &settings));
        findings.push(day(session, &settings));
        findings.push(timer(&settings));
    }
    findings.push(terminal());
    let document = DoctorDocument {
        checks: findings
            .iter()
            .map(|finding| FindingDocument {
                name: finding.name,
                level: level_word(finding.level),
                text: &finding.text,
                hint: &finding.hint,
            })
            .collect(),
    };
    let answer = session.answer(&document, |page| {
        let mut table = Table::new(&[
            Column::fixed("check"),
            Column::fixed(""),
            Column::fixed("finding"),
        ]);
        for finding in &findings {
            let word = match finding.level {
                CheckLevel::Good => "ok",
                CheckLevel::Warning => "look",
                CheckLevel::Bad => "FAILS",
            };
            table.row([finding.name.into(), word.into(), finding.text.clone()]);
            if !finding.hint.is_empty() {
                table.row([String::new(), "do".into(), finding.hint.clone()]);
            }
        }
        page.table(&table);
    })?;
    let worst = findings.into_iter().filter_map(|finding| finding.failure);
    let worst = worst.max_by_key(|failure| failure.kind().exit_code());
    Ok(answer.but(worst.map(|failure| {
        Failure::new(failure.kind(), "Something does not work.").hint("do what is said above")
    })))
}

fn settings(session: &Session<'_>) -> Finding {
    match session.settings() {
        Ok(settings) if settings.config_found => Finding::good(
            "settings",
            format!("{} is read.", settings.config.display()),
        ),
        Ok(settings) => Finding::good(
            "settings",
            format!(
                "There is no {}; every setting has its default.",
                settings.config.display()
            ),
        ),
        Err(failure) => Finding::bad("settings", failure),
    }
}

/// Looks before it opens: opening would bring an older book to this version.
fn book(session: &mut Session<'_>, path: &Path) -> Finding {
    if !path.exists() {
        return Finding::warning(
            "book",
            format!("There is no book at {} yet.", path.display()),
            "start payme, or bring your data with payme import json FILE",
        );
    }
    let checked = starting::db_status(path).and_then(|status| {
        let current = status.pending.is_empty();
        let breaches = if current {
            starting::check(&session.book()?)?
        } else {
            Vec::new()
        };
        Ok((status, breaches))
    });
    match checked {
        Err(failure) => Finding::bad("book", failure),
        Ok((status, _)) if !status.pending.is_empty() => Finding::warning(
            "book",
            format!(
                "{} is of version {}; this payme has version {}.",
                path.display(),
                status.version,
                status.latest
            ),
            "payme db migrate brings it up; a copy is made first",
        ),
        Ok((status, breaches)) if breaches.is_empty() => Finding::good(
            "book",
            format!(
                "{} is sound (version {}, {} bytes).",
                path.display(),
                status.version,
                status.size
            ),
        ),
        Ok((_, breaches)) => {
            let failure = Failure::book(format!("{} breaks its own rules:", path.display()))
                .hint("go back to a copy with payme db restore FILE");
            Finding::bad("book", breaches.into_iter().fold(failure, Failure::because))
        }
    }
}

fn sender(session: &mut Session<'_>) -> Finding {
    let sender = session.book().and_then(|book| session.sender(&book));
    match sender {
        Ok(sender) => Finding::good("sender", format!("Mail comes from {}.", sender.from.email)),
        Err(failure) => Finding::bad("sender", failure),
    }
}

/// Whether the rates are known on which claims for late payment rest here.
fn interest(session: &mut Session<'_>) -> Option<Finding> {
    let found = session.book().and_then(|book| {
        let today = session.now()?.today;
        let all = rates::list(&book)?;
        let needed = rates::needed(&book)?;
        let ages = rates::ages(&all, today).into_iter();
        Ok(ages.filter(|age| Some(age.series) == needed).last())
    });
    match found {
        Err(failure) => Some(Finding::bad("interest", failure)),
        Ok(None) => None,
        Ok(Some(age)) => Some(match (missing_words(&age), age.newest) {
            (Some(words), _) => Finding::warning(
                "interest",
                words,
                format!(
                    "look it up, then: payme rate add {} --from {} --rate PERCENT --source WHERE",
                    age.series.word(),
                    age.missing.map_or_else(String::new, |day| day.to_string())
                ),
            ),
            (None, newest) => Finding::good(
                "interest",
                format!(
                    "The {} is known; the newest is of {}.",
                    age.series.name(),
                    newest.map_or_else(String::new, |day| day.to_string())
                ),
            ),
        }),
    }
}

/// Everything of a channel's account that needs no message.
fn connection(session: &Session<'_>, settings: &Settings, channel: Channel) -> Finding {
    let file = settings.config.display();
    let (name, section) = match channel {
        Channel::Email => ("account", "mail"),
        Channel::Sms => ("sms", "sms"),
    };
    match channel {
        Channel::Email if settings.mail.to_folder() => {
            return Finding::warning(
                name,
                format!(
                    "No mail account is set up: messages become files in the {}.",
                    settings.mail.carrier()
                ),
                format!("set transport in [mail] of {file} to send them"),
            );
        }
        // Who sends no text messages lacks nothing.
        Channel::Sms if settings.sms.to_folder() => {
            return Finding::good(
                name,
                format!(
                    "No account for text messages is set up: they become files in the {}.",
                    settings.sms.carrier()
                ),
            );
        }
        Channel::Email | Channel::Sms => {}
    }
    let mut carrier = match settings.carrier_of(channel, &session.environment) {
        Ok(carrier) => carrier,
        Err(failure) => return Finding::bad(name, failure),
    };
    let checked = carrier.check();
    let described = carrier.describe();
    carrier.close();
    match checked {
        Ok(reply) => Finding::good(name, format!("{described} works: {reply}")),
        Err((step, reply)) => Finding::bad(
            name,
            Failure::refused(format!(
                "{described} fails at the step \"{}\":",
                step.word()
            ))
            .because(reply)
            .hint(format!("check [{section}] in {file}")),
        ),
    }
}

/// Logs in to the mailbox that can be asked what became of a message, where one is set up.
fn mailbox(session: &Session<'_>, settings: &Settings) -> Option<Finding> {
    let mut mailbox = match settings.mailbox(&session.environment) {
        Ok(mailbox) => mailbox?,
        Err(failure) => return Some(Finding::bad("mailbox", failure)),
    };
    let described = mailbox.describe();
    Some(match mailbox.check() {
        Ok(found) => Finding::good("mailbox", format!("{described} works: {found}.")),
        Err(why) => Finding::bad(
            "mailbox",
            Failure::refused(format!("{described} cannot be asked:"))
                .because(why)
                .hint(format!(
                    "check [mail.imap] in {}",
                    settings.config.display()
                )),
        ),
    })
}

fn day(session: &Session<'_>, settings: &Settings) -> Finding {
    let today = date_echo(settings.clock.now().today);
    match (settings.clock.fixed_day(), &session.flags.today) {
        (None, _) => Finding::good("day", format!("Today is {today}.")),
        (Some(_), flag) => Finding::warning(
            "day",
            format!("The day is fixed to {today}."),
            if flag.is_some() {
                "leave out --today to act as of today"
            } else {
                "unset PAYME_TODAY to act as of today"
            },
        ),
    }
}

/// Whether something starts the unattended run, and whether it may send.
fn timer(settings: &Settings) -> Finding {
    let units = settings.places.config.parent().unwrap_or(Path::new(""));
    let timers = timers(&units.join("systemd/user"), CRONTAB_LIMIT);
    let enabled = settings.unattended.enabled;
    let file = settings.config.display();
    let runs = timers.iter().find_map(|timer| match timer {
        Timer::Enabled(name) => Some(format!("The systemd timer {name}")),
        Timer::Cron => Some("A line of the crontab".to_owned()),
        Timer::Disabled(_) | Timer::NoTimer(_) => None,
    });
    match (enabled, runs, timers.first()) {
        (true, Some(what), _) => Finding::good("timer", format!("{what} sends unattended.")),
        (false, Some(what), _) => Finding::warning(
            "timer",
            format!("{what} wants to send, and sending unattended is not switched on."),
            format!("set enabled = true in [unattended] of {file}, or take it away"),
        ),
        (true, None, Some(Timer::Disabled(name))) => Finding::warning(
            "timer",
            format!("The systemd timer {name} is there and not switched on."),
            format!("systemctl --user enable --now {name}"),
        ),
        (true, None, Some(Timer::NoTimer(name))) => Finding::warning(
            "timer",
            format!("No timer starts the systemd service {name}."),
            "write a timer beside it; the README has one",
        ),
        (true, None, Some(Timer::Enabled(_) | Timer::Cron) | None) => Finding::warning(
            "timer",
            "Sending unattended is switched on, and nothing starts it.",
            "add a line to the crontab or a systemd timer; the README has both",
        ),
        (false, None, _) => Finding::good(
            "timer",
            "Nothing is sent unattended: it is not switched on.",
        ),
    }
}

fn terminal() -> Finding {
    if !std::io::stdout().is_terminal() {
        return Finding::good("terminal", "The output goes to a file or a pipe.");
    }
    match super::session::terminal_size() {
        Some((columns, rows)) if columns >= 60 && rows >= 16 => {
            Finding::good("terminal", format!("The window has {columns}x{rows}."))
        }
        Some((columns, rows)) => Finding::warning(
            "terminal",
            format!("The window has {columns}x{rows}; the screens need 60x16."),
            "make the window larger",
        ),
        None => Finding::warning(
            "terminal",
            "The terminal does not tell its size.",
            "use another terminal for the screens; every command works here",
        ),
    }
}
