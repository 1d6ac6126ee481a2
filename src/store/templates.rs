//! What messages say, by kind, channel and language.

use rusqlite::{OptionalExtension, params};

use super::errors::sql;
use super::rows::{get, word};
use super::{Tx, View};
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::failure::Result;

impl View<'_> {
    /// Every template, ordered by kind, channel and language.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn templates(&self) -> Result<Vec<StoredTemplate>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT kind, channel, language, subject, body FROM templates
                 ORDER BY kind, channel, language",
            )
            .map_err(sql("read the templates"))?;
        let mut rows = statement.query([]).map_err(sql("read the templates"))?;
        let mut templates = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the templates"))? {
            templates.push(StoredTemplate {
                kind: get(row, "kind")?,
                channel: word(row, "channel", Channel::from_word)?,
                language: get(row, "language")?,
                subject: get(row, "subject")?,
                body: get(row, "body")?,
            });
        }
        Ok(templates)
    }

    /// One template: in the language asked for, else in English.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn template(
        &self,
        kind: &str,
        channel: Channel,
        language: &str,
    ) -> Result<Option<StoredTemplate>> {
        self.connection
            .prepare_cached(
                "SELECT language, subject, body FROM templates
                 WHERE kind = ?1 AND channel = ?2 AND language IN (?3, 'en')
                 ORDER BY language = ?3 DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![kind, channel.word(), language], |row| {
                        Ok(StoredTemplate {
                            kind: kind.to_owned(),
                            channel,
                            language: row.get(0)?,
                            subject: row.get(1)?,
                            body: row.get(2)?,
                        })
                    })
                    .optional()
            })
            .map_err(sql("read a template"))
    }
}

impl Tx<'_> {
    /// Makes or replaces a template.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_template(&self, template: &StoredTemplate) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO templates (kind, channel, language, subject, body)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (kind, channel, language) DO UPDATE SET subject = ?4, body = ?5",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    template.kind,
                    template.channel.word(),
                    template.language,
                    template.subject,
                    template.body,
                ])
            })
            .map_err(sql("save a template"))?;
        Ok(())
    }
}
