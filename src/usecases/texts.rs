//! The words that documents begin with: about payment, and a note.

use crate::domain::clock::Now;
use crate::domain::locale::Language;
use crate::domain::wording::document::TextKind;
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo};

/// The longest text, in characters.
pub const LONGEST: usize = 10_000;

/// The words of a kind in a language: the freelancer's own, else payme's.
///
/// # Errors
/// Book, when it cannot be read.
pub fn show(book: &Book, kind: TextKind, language: Language) -> Result<String> {
    book.view().text(kind, language)
}

/// Makes these the words of a kind in a language, for documents that are begun from now on.
///
/// # Errors
/// Usage, when the text is longer than [`LONGEST`].
pub fn set(
    book: &mut Book,
    now: Now,
    kind: TextKind,
    language: Language,
    body: &str,
) -> Result<()> {
    let length = body.chars().count();
    if length > LONGEST {
        return Err(Failure::usage(format!(
            "The text has {length} characters, and {LONGEST} are the most."
        ))
        .hint("shorten it"));
    }
    book.change(now, Undo::Possible, |tx| {
        if tx.text(kind, language)? == body {
            return Ok(((), String::new()));
        }
        tx.set_text(kind, language, body)?;
        let line = format!(
            "Changed the words \"{}\" in {}",
            kind.word(),
            language.name()
        );
        Ok(((), line))
    })
}
