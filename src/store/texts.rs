//! The words that documents begin with.

use rusqlite::{OptionalExtension, params};

use super::errors::sql;
use super::{Tx, View};
use crate::domain::locale::Language;
use crate::domain::wording::document::{TextKind, usual};
use crate::failure::Result;

impl View<'_> {
    /// The words of a kind in a language: the freelancer's own, else payme's.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn text(&self, kind: TextKind, language: Language) -> Result<String> {
        let own: Option<String> = self
            .connection
            .prepare_cached("SELECT body FROM texts WHERE kind = ?1 AND language = ?2")
            .and_then(|mut statement| {
                statement
                    .query_row([kind.word(), language.word()], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("read a text"))?;
        Ok(own.unwrap_or_else(|| usual(kind, language).to_owned()))
    }
}

impl Tx<'_> {
    /// Makes these the words of a kind in a language; payme's own words are kept by keeping none.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_text(&self, kind: TextKind, language: Language, body: &str) -> Result<()> {
        let (kind_word, language_word) = (kind.word(), language.word());
        let done = if body == usual(kind, language) {
            self.connection
                .prepare_cached("DELETE FROM texts WHERE kind = ?1 AND language = ?2")
                .and_then(|mut statement| statement.execute([kind_word, language_word]))
        } else {
            self.connection
                .prepare_cached(
                    "INSERT INTO texts (kind, language, body) VALUES (?1, ?2, ?3)
                     ON CONFLICT (kind, language) DO UPDATE SET body = ?3",
                )
                .and_then(|mut statement| {
                    statement.execute(params![kind_word, language_word, body])
                })
        };
        done.map_err(sql("write a text"))?;
        Ok(())
    }
}
