//! What commands print: text for people, one JSON document for programs.
//!
//! A command builds its whole answer before a byte is written, so that a failure leaves standard
//! output empty. All text of the book passes through here and loses what could steer a terminal.

mod page;
mod table;

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::text::block;
use crate::failure::{Failure, Result};

pub(super) use page::Page;
pub(super) use table::{Column, Table};

/// What a command answers: the bytes for standard output, and what else waits for a person.
#[derive(Debug)]
pub(super) struct Answer {
    body: String,
    waiting: Option<Failure>,
}

/// How answers are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    /// One JSON document.
    pub(super) json: bool,
    /// Columns of the terminal; `None` when the output goes elsewhere.
    pub(super) width: Option<usize>,
}

impl Format {
    /// Makes the answer: the document for programs, or the page for people.
    pub(super) fn answer<D: Serialize>(
        self,
        document: &D,
        page: impl FnOnce(&mut Page),
    ) -> Result<Answer> {
        if self.json {
            let text = serde_json::to_string_pretty(document).map_err(|error| {
                Failure::refused("The answer cannot be written as JSON.")
                    .hint("run the command without --json")
                    .because(error)
            })?;
            return Ok(Answer::raw(format!("{text}\n")));
        }
        Ok(self.page(page))
    }

    /// Makes an answer of text for people.
    pub(super) fn page(self, page: impl FnOnce(&mut Page)) -> Answer {
        let mut text = Page::new(self.width);
        page(&mut text);
        Answer::raw(text.into_text())
    }
}

impl Answer {
    /// Text that is written as it is.
    pub(super) const fn raw(body: String) -> Self {
        Self {
            body,
            waiting: None,
        }
    }

    /// The answer is given, and something is left that a person must look at.
    pub(super) fn but(mut self, waiting: Option<Failure>) -> Self {
        self.waiting = waiting;
        self
    }

    /// Writes the answer; answers what waits.
    ///
    /// # Errors
    /// Refused, when the output cannot be written. A reader that has gone away is no error.
    pub(super) fn write(self, out: &mut dyn Write) -> Result<Option<Failure>> {
        quietly(
            out.write_all(self.body.as_bytes())
                .and_then(|()| out.flush()),
        )?;
        Ok(self.waiting)
    }
}

/// A pipe whose reader has gone away ends quietly.
pub(super) fn quietly(written: io::Result<()>) -> Result<()> {
    match written {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::refused("The output cannot be written.")
            .hint("check the space on the disk that it goes to")
            .because(error)),
    }
}

#[derive(Serialize)]
struct ErrorDocument<'a> {
    error: ErrorBody<'a>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    kind: &'a str,
    message: String,
    hint: &'a str,
}

/// A failure for standard error: one JSON line, or sentences.
pub(super) fn failure_text(failure: &Failure, json: bool) -> String {
    if !json {
        return block(&format!("payme: {failure}\n"));
    }
    let causes = failure.causes().iter().map(String::as_str);
    let message: Vec<&str> = std::iter::once(failure.message()).chain(causes).collect();
    let document = ErrorDocument {
        error: ErrorBody {
            kind: failure.kind().word(),
            message: message.join(" "),
            hint: failure.next_step(),
        },
    };
    // Text alone always becomes JSON; the other arm keeps the promise of one line all the same.
    serde_json::to_string(&document).map_or_else(
        |_| format!("{{\"error\":{{\"kind\":\"{}\"}}}}\n", failure.kind().word()),
        |line| format!("{line}\n"),
    )
}

#[cfg(test)]
#[path = "print_tests.rs"]
mod tests;
