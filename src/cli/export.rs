//! `payme export`: write the book out.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::Answer;
use super::session::Session;
use crate::domain::clock::Now;
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::exchange;

/// Write the book out.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// The whole book as JSON, which import json reads again
    Json(Target),
    /// Every invoice as a row of a table for spreadsheets
    Csv(Target),
}

#[derive(Args, Debug)]
pub(super) struct Target {
    /// The file, or - for standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace a file that exists
    #[arg(long)]
    force: bool,
}

#[derive(Serialize)]
struct ExportDocument {
    file: String,
    bytes: u64,
}

/// Writes something of the book.
type Writer = fn(&Book, Now, &mut dyn Write) -> Result<()>;

pub(super) fn run(command: Export, session: &mut Session<'_>) -> Result<Answer> {
    let (line, what, writer): (Target, &str, Writer) = match command {
        Export::Json(line) => (line, "The book is", exchange::export),
        Export::Csv(line) => (line, "The invoices are", exchange::export_csv),
    };
    let now = session.now()?;
    let book = session.book()?;
    if line.file == Path::new("-") {
        // The book may be larger than memory: it goes out as it is read.
        let mut out = Pipe::new(BufWriter::new(&mut *session.out));
        return match writer(&book, now, &mut out).and_then(|()| out.end()) {
            Err(_) if out.reader_left => Ok(Answer::raw(String::new())),
            Err(failure) => Err(failure),
            Ok(()) => Ok(Answer::raw(String::new())),
        };
    }
    let bytes = to_file(&book, &line.file, line.force, &|out| {
        writer(&book, now, out)
    })?;
    let document = ExportDocument {
        file: line.file.display().to_string(),
        bytes,
    };
    session.answer(&document, |page| {
        page.line(format!("{what} in {} ({bytes} bytes).", document.file));
    })
}

/// Writes beside the file first, so that a failure leaves no half of a book under its name.
///
/// # Errors
/// Refused, when the file exists and is not to be replaced, belongs to the book or cannot be written.
pub(super) fn to_file(
    book: &Book,
    file: &Path,
    force: bool,
    writer: &dyn Fn(&mut dyn Write) -> Result<()>,
) -> Result<u64> {
    if file.exists() && !force {
        return Err(
            Failure::refused(format!("The file {} exists.", file.display()))
                .hint("choose another name, or add --force to replace it"),
        );
    }
    must_be_replaceable(book, file)?;
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(name);
    let written = write_part(&part, writer);
    let done = written.and_then(|bytes| {
        std::fs::rename(&part, file)
            .map_err(|error| unwritten(file, error))
            .map(|()| bytes)
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

/// Only an ordinary file is replaced, and never the book itself.
fn must_be_replaceable(book: &Book, file: &Path) -> Result<()> {
    let Ok(known) = std::fs::symlink_metadata(file) else {
        return Ok(());
    };
    let name = file.display();
    if !known.is_file() {
        return Err(Failure::refused(format!(
            "{name} is not an ordinary file, so it is not replaced."
        ))
        .hint("choose another name, or - for standard output"));
    }
    let real = |path: &Path| path.canonicalize().ok();
    let target = real(file).unwrap_or_else(|| file.to_owned());
    let own = real(book.path()).unwrap_or_else(|| book.path().to_owned());
    let is_beside = target
        .to_string_lossy()
        .starts_with(&*own.to_string_lossy());
    if is_beside {
        return Err(Failure::refused(format!(
            "{name} belongs to the book, so it is not replaced."
        ))
        .hint("choose another name"));
    }
    Ok(())
}

fn write_part(part: &Path, writer: &dyn Fn(&mut dyn Write) -> Result<()>) -> Result<u64> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(part).map_err(|error| unwritten(part, error))?;
    let mut out = BufWriter::new(file);
    writer(&mut out)?;
    let file = out
        .into_inner()
        .map_err(|error| unwritten(part, error.into_error()))?;
    file.sync_all().map_err(|error| unwritten(part, error))?;
    file.metadata()
        .map(|data| data.len())
        .map_err(|error| unwritten(part, error))
}

fn unwritten(file: &Path, error: std::io::Error) -> Failure {
    Failure::refused(format!("The file {} cannot be written.", file.display()))
        .hint("check the folder, its permissions and the space on the disk")
        .because(error)
}

/// Notices when the reader of a pipe has gone away: then the run ends quietly.
struct Pipe<W> {
    inner: W,
    reader_left: bool,
}

impl<W: Write> Pipe<W> {
    const fn new(inner: W) -> Self {
        Self {
            inner,
            reader_left: false,
        }
    }

    fn end(&mut self) -> Result<()> {
        self.flush()
            .map_err(|error| unwritten(Path::new("-"), error))
    }

    fn noted<T>(&mut self, result: std::io::Result<T>) -> std::io::Result<T> {
        if let Err(error) = &result {
            self.reader_left |= error.kind() == std::io::ErrorKind::BrokenPipe;
        }
        result
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let result = self.inner.write(bytes);
        self.noted(result)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let result = self.inner.flush();
        self.noted(result)
    }
}
