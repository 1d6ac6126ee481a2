//! `payme outbox show --eml`: a message as it left, with what became of it.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::export::to_file;
use super::print::{Answer, quietly};
use super::session::Session;
use crate::domain::ids::OutboxId;
use crate::failure::{Failure, Result};
use crate::usecases::outbox;

/// How a message is written out.
#[derive(Args, Debug)]
pub(super) struct AsFile {
    /// Write the message as a file: the exact bytes, below lines with the server's answer
    #[arg(long)]
    pub(super) eml: bool,
    /// Into this file; - for standard output
    #[arg(
        short,
        long,
        value_name = "FILE",
        requires = "eml",
        default_value = "-"
    )]
    output: PathBuf,
    /// Only the exact bytes
    #[arg(long, requires = "eml")]
    raw: bool,
    /// Replace the file where it exists
    #[arg(long, requires = "eml")]
    force: bool,
}

#[derive(Serialize)]
struct FileDocument {
    id: i64,
    file: String,
    bytes: u64,
}

/// Writes a message as it left.
pub(super) fn write(line: &AsFile, id: OutboxId, session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let bytes = if line.raw {
        outbox::raw(&book, id)?
    } else {
        outbox::proof(&book, id)?
    };
    if line.output == Path::new("-") {
        if session.format.json {
            return Err(Failure::usage("A message is no JSON document.")
                .hint("add -o FILE, or leave out --json"));
        }
        quietly(
            session
                .out
                .write_all(&bytes)
                .and_then(|()| session.out.flush()),
        )?;
        return Ok(Answer::raw(String::new()));
    }
    let written = to_file(&book, &line.output, line.force, &|out| {
        out.write_all(&bytes).map_err(|error| {
            Failure::refused("The message cannot be written.")
                .hint("check the space on the disk that it goes to")
                .because(error)
        })
    })?;
    let document = FileDocument {
        id: id.0,
        file: line.output.display().to_string(),
        bytes: written,
    };
    session.answer(&document, |page| {
        page.line(format!(
            "Message {id} is in {} ({written} bytes).",
            document.file
        ));
    })
}
