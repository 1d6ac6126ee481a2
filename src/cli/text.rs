//! `payme text`: the words that documents begin with, about payment and as a note.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::{Answer, Column, Table};
use super::session::{Session, read_document};
use crate::domain::locale::Language;
use crate::domain::wording::document::{KNOWN, TextKind, usual};
use crate::failure::{Failure, Result};
use crate::usecases::texts;

/// The words that documents begin with: about payment, and a note.
#[derive(Debug, Subcommand)]
pub(super) enum Text {
    /// List the texts by kind and language
    List,
    /// Show one text
    Show(Name),
    /// Change a text; {number}, {due} and {days} stand for what the document says
    Set(Set),
    /// Take payme's own words again
    Reset(Name),
}

#[derive(Args, Debug)]
pub(super) struct Name {
    /// The text's name: KIND/LANGUAGE, such as terms/de, quote-terms/en or note/fr
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Args, Debug)]
pub(super) struct Set {
    #[command(flatten)]
    name: Name,
    /// A file with the text, or - for standard input
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

#[derive(Serialize)]
struct TextsDocument {
    texts: Vec<TextDocument>,
}

#[derive(Serialize)]
struct TextDocument {
    kind: &'static str,
    language: &'static str,
    body: String,
    own: bool,
}

pub(super) fn run(command: Text, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Text::List => list(session),
        Text::Show(line) => show(&line, session),
        Text::Set(line) => {
            let bytes = read_document(&line.from)?;
            let body = String::from_utf8(bytes).map_err(|_other| {
                Failure::refused("The text is not in UTF-8.").hint("save the file as UTF-8")
            })?;
            put(&line.name, body.trim_end(), session)
        }
        Text::Reset(line) => {
            let (kind, language) = named(&line.name)?;
            put(&line, usual(kind, language), session)
        }
    }
}

fn put(line: &Name, body: &str, session: &mut Session<'_>) -> Result<Answer> {
    let (kind, language) = named(&line.name)?;
    let now = session.now()?;
    texts::set(&mut session.book()?, now, kind, language, body)?;
    show(line, session)
}

fn named(name: &str) -> Result<(TextKind, Language)> {
    let found = name.split_once('/').and_then(|(kind, language)| {
        Some((TextKind::from_word(kind)?, Language::from_word(language)?))
    });
    found.ok_or_else(|| {
        Failure::usage(format!("\"{name}\" is not the name of a text.")).hint(
            "write KIND/LANGUAGE, such as terms/de; the kinds are terms, quote-terms and note",
        )
    })
}

fn document(kind: TextKind, language: Language, body: String) -> TextDocument {
    TextDocument {
        kind: kind.word(),
        language: language.word(),
        own: body != usual(kind, language),
        body,
    }
}

fn list(session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let mut all = Vec::new();
    for kind in TextKind::ALL {
        for language in Language::ALL {
            let body = texts::show(&book, *kind, *language)?;
            all.push(document(*kind, *language, body));
        }
    }
    let document = TextsDocument { texts: all };
    session.answer(&document, |page| {
        let mut table = Table::new(&[
            Column::fixed("name"),
            Column::fixed("whose"),
            Column::flexible("text"),
        ]);
        for text in &document.texts {
            table.row([
                format!("{}/{}", text.kind, text.language),
                if text.own { "yours" } else { "payme" }.into(),
                text.body.replace('\n', " "),
            ]);
        }
        page.table(&table);
    })
}

fn show(line: &Name, session: &mut Session<'_>) -> Result<Answer> {
    let (kind, language) = named(&line.name)?;
    let body = texts::show(&session.book()?, kind, language)?;
    let document = document(kind, language, body);
    session.answer(&document, |page| {
        page.line(format!("{}/{}", document.kind, document.language));
        page.line(format!("{KNOWN} stand for what the document says."));
        page.gap();
        page.text(&document.body, 0);
    })
}
