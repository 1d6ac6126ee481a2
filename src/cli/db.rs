//! `payme db`: keep the book.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::Answer;
use super::session::Session;
use crate::failure::{Failure, Result};
use crate::usecases::starting::Lost;
use crate::usecases::{demo, invoices, starting};

/// Keep the book: versions, copies, checks.
#[derive(Debug, Subcommand)]
pub(super) enum Db {
    /// Show the version of the book and what is pending; changes nothing
    Status,
    /// Bring the book to the newest version; a copy is made first
    Migrate,
    /// Take back migrations; a copy is made first
    Rollback(Rollback),
    /// Fill an empty book
    Seed(Seed),
    /// Copy the book to a new file, also while it is in use
    Backup(Backup),
    /// Replace the book by a copy; the one before is kept
    Restore(Restore),
    /// Check the file and the book's own rules
    Check,
}

#[derive(Args, Debug)]
pub(super) struct Rollback {
    /// How many
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    steps: i64,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct Seed {
    /// With a made-up year of a designer
    #[arg(long)]
    demo: bool,
    /// With so many made-up invoices
    #[arg(long, value_name = "N")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=2_000_000))]
    scale: Option<u64>,
}

#[derive(Args, Debug)]
pub(super) struct Backup {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct Restore {
    /// The copy
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct StatusDocument {
    version: i64,
    latest: i64,
    pending: Vec<String>,
    book: String,
    size: u64,
}

#[derive(Serialize)]
struct ChangedDocument {
    version: i64,
    latest: i64,
    book: String,
    copy: Option<String>,
    lost: Vec<LostDocument>,
}

#[derive(Serialize)]
struct LostDocument {
    what: String,
    rows: i64,
}

#[derive(Serialize)]
struct SeedDocument {
    book: String,
    invoices: i64,
}

#[derive(Serialize)]
struct BackupDocument {
    book: String,
    backup: String,
}

#[derive(Serialize)]
struct RestoreDocument {
    book: String,
    restored: String,
    copy: Option<String>,
    unknown: i64,
    forgotten: Option<i64>,
}

#[derive(Serialize)]
struct CheckDocument {
    book: String,
    breaches: Vec<String>,
    notes: Vec<String>,
}

pub(super) fn run(command: Db, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Db::Status => status(session),
        Db::Migrate => {
            let copy = starting::migrate(&present(session)?, session.now()?)?;
            changed(copy.as_deref(), &[], session)
        }
        Db::Rollback(line) => {
            let back = starting::rollback(&present(session)?, line.steps, session.now()?)?;
            changed(Some(&back.copy), &back.lost, session)
        }
        Db::Seed(line) => seed(&line, session),
        Db::Backup(line) => backup(&line.file, session),
        Db::Restore(line) => restore(&line.file, session),
        Db::Check => check(session),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The path of the book. Makes an empty one where there is none; an older one is left as it is.
fn present(session: &mut Session<'_>) -> Result<PathBuf> {
    let path = session.path()?;
    if !path.exists() {
        drop(session.book()?);
    }
    Ok(path)
}

fn status(session: &mut Session<'_>) -> Result<Answer> {
    let path = present(session)?;
    let status = starting::db_status(&path)?;
    let document = StatusDocument {
        version: status.version,
        latest: status.latest,
        pending: status.pending,
        book: shown(&status.book),
        size: status.size,
    };
    session.answer(&document, |page| {
        page.pairs(&[
            ("Book", document.book.clone()),
            ("Size", format!("{} bytes", document.size)),
            (
                "Version",
                format!("{} of {}", document.version, document.latest),
            ),
            (
                "Pending",
                if document.pending.is_empty() {
                    "nothing".into()
                } else {
                    document.pending.join(", ")
                },
            ),
        ]);
    })
}

fn changed(copy: Option<&Path>, lost: &[Lost], session: &Session<'_>) -> Result<Answer> {
    let status = starting::db_status(&session.path()?)?;
    let document = ChangedDocument {
        version: status.version,
        latest: status.latest,
        book: shown(&status.book),
        copy: copy.map(shown),
        lost: lost
            .iter()
            .map(|Lost { what, rows }| LostDocument {
                what: what.clone(),
                rows: *rows,
            })
            .collect(),
    };
    session.answer(&document, |page| {
        let (version, latest) = (document.version, document.latest);
        page.line(format!("The book is at version {version} of {latest}."));
        if let Some(copy) = &document.copy {
            page.line(format!("The copy before it is {copy}."));
        }
        if !document.lost.is_empty() {
            page.line("This version has no place for these, which are only in the copy now:");
            for LostDocument { what, rows } in &document.lost {
                page.line(format!("  {what}: {rows}"));
            }
        }
    })
}

fn seed(line: &Seed, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    match line.scale {
        Some(count) => demo::seed_scale_with(&mut book, now, count, &mut |done| {
            session.progress(&format!("{done} of {count}"));
        })?,
        None => demo::seed(&mut book, now)?,
    }
    let counts = invoices::counts(&book, now)?;
    let document = SeedDocument {
        book: shown(book.path()),
        invoices: counts.all,
    };
    session.answer(&document, |page| {
        page.line(format!(
            "{} has {} made-up invoices now.",
            document.book, document.invoices
        ));
    })
}

fn backup(file: &Path, session: &mut Session<'_>) -> Result<Answer> {
    let path = present(session)?;
    starting::backup(&path, file, session.now()?)?;
    let document = BackupDocument {
        book: shown(&path),
        backup: shown(file),
    };
    session.answer(&document, |page| {
        page.line(format!("The copy is {}.", document.backup));
    })
}

fn restore(file: &Path, session: &Session<'_>) -> Result<Answer> {
    let path = session.path()?;
    let restored = starting::restore(&path, file, session.now()?)?;
    let document = RestoreDocument {
        book: shown(&path),
        restored: shown(file),
        copy: restored.aside.as_deref().map(shown),
        unknown: restored.unknown,
        forgotten: restored.forgotten,
    };
    session.answer(&document, |page| {
        page.line(format!("The book is now what {} was.", document.restored));
        if let Some(copy) = &document.copy {
            page.line(format!("The book before is {copy}."));
        }
        match document.forgotten {
            Some(0) => {}
            Some(1) => page.line(
                "1 message went after that copy was made: the copy does not have it, and its \
                 reminders are planned again.",
            ),
            Some(more) => page.line(format!(
                "{more} messages went after that copy was made: the copy does not have them, and \
                 their reminders are planned again."
            )),
            None => page
                .line("What was sent after that copy was made is not in it, and is planned again."),
        }
        if document.unknown > 0 {
            page.line(format!(
                "{}: payme outbox list shows them, payme outbox resolve says what became of one.",
                match document.unknown {
                    1 => "1 message may have gone, and you decide".to_owned(),
                    more => format!("{more} messages may have gone, and you decide"),
                }
            ));
        }
    })
}

fn check(session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let breaches = starting::check(&book)?;
    if breaches.is_empty() {
        let document = CheckDocument {
            book: shown(book.path()),
            breaches,
            notes: starting::notes(&book)?,
        };
        return session.answer(&document, |page| {
            page.line("The book is sound.");
            document.notes.iter().for_each(|note| page.line(note));
        });
    }
    let count = match breaches.len() {
        1 => "1 rule".to_owned(),
        more => format!("{more} rules"),
    };
    let failure = Failure::refused(format!("The book breaks {count}."))
        .hint("keep the file as it is, and go back to a copy with payme db restore FILE");
    Err(breaches.into_iter().fold(failure, Failure::because))
}
