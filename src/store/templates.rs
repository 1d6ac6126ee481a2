//! What messages say, by kind, channel and language: for all clients, and one client's own.

use rusqlite::{OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{get, word};
use super::{Tx, View};
use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::failure::Result;

fn template(row: &Row<'_>) -> Result<StoredTemplate> {
    Ok(StoredTemplate {
        client: get(row, "client")?,
        kind: get(row, "kind")?,
        channel: word(row, "channel", Channel::from_word)?,
        language: get(row, "language")?,
        subject: get(row, "subject")?,
        body: get(row, "body")?,
    })
}

impl View<'_> {
    /// Every template for all clients, ordered by kind, channel and language.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn templates(&self) -> Result<Vec<StoredTemplate>> {
        self.read_templates(
            "SELECT '' AS client, kind, channel, language, subject, body FROM templates
             ORDER BY kind, channel, language",
        )
    }

    /// Every template of one client alone, ordered by the client's key, kind, channel and language.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn client_templates(&self) -> Result<Vec<StoredTemplate>> {
        self.read_templates(
            "SELECT c.key AS client, t.kind, t.channel, t.language, t.subject, t.body
             FROM client_templates t JOIN clients c ON c.id = t.client_id
             ORDER BY c.key, t.kind, t.channel, t.language",
        )
    }

    fn read_templates(&self, query: &str) -> Result<Vec<StoredTemplate>> {
        let mut statement = self
            .connection
            .prepare_cached(query)
            .map_err(sql("read the templates"))?;
        let mut rows = statement.query([]).map_err(sql("read the templates"))?;
        let mut templates = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the templates"))? {
            templates.push(template(row)?);
        }
        Ok(templates)
    }

    /// One template of exactly this kind, channel and language: of the client with this key, or with
    /// an empty key of all.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn template(
        &self,
        client: &str,
        kind: &str,
        channel: Channel,
        language: &str,
    ) -> Result<Option<StoredTemplate>> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT ?1 AS client, kind, channel, language, subject, body
                 FROM (SELECT '' AS client, kind, channel, language, subject, body FROM templates
                    UNION ALL
                    SELECT c.key, t.kind, t.channel, t.language, t.subject, t.body
                    FROM client_templates t JOIN clients c ON c.id = t.client_id)
                 WHERE client = ?1 AND kind = ?2 AND channel = ?3 AND language = ?4",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![client, kind, channel.word(), language], |row| {
                        Ok(template(row))
                    })
                    .optional()
            })
            .map_err(sql("read a template"))?;
        found.transpose()
    }

    /// The template that a message to a client takes: in the first of the languages that has one;
    /// there the client's own before that for all, and of each the first of the kinds.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn template_for(
        &self,
        client: ClientId,
        kinds: [&str; 2],
        channel: Channel,
        languages: [&str; 3],
    ) -> Result<Option<StoredTemplate>> {
        let [kind, other] = kinds;
        let [first, second, third] = languages;
        let found = self
            .connection
            .prepare_cached(
                "SELECT client, kind, channel, language, subject, body
                 FROM (SELECT '' AS client, kind, channel, language, subject, body FROM templates
                    UNION ALL
                    SELECT c.key, t.kind, t.channel, t.language, t.subject, t.body
                    FROM client_templates t JOIN clients c ON c.id = t.client_id
                    WHERE t.client_id = ?1)
                 WHERE channel = ?2 AND kind IN (?3, ?4) AND language IN (?5, ?6, ?7)
                 ORDER BY language = ?5 DESC, language = ?6 DESC, client <> '' DESC, kind = ?3 DESC
                 LIMIT 1",
            )
            .and_then(|mut statement| {
                let wanted = params![client.0, channel.word(), kind, other, first, second, third];
                statement
                    .query_row(wanted, |row| Ok(template(row)))
                    .optional()
            })
            .map_err(sql("look for a template"))?;
        found.transpose()
    }
}

impl Tx<'_> {
    /// Makes or replaces a template: of one client where it names one.
    ///
    /// # Errors
    /// Refused, when there is no such client; book, when it cannot be written.
    pub fn set_template(&self, template: &StoredTemplate) -> Result<()> {
        if !template.client.is_empty() {
            return self.set_client_template(template);
        }
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

    fn set_client_template(&self, template: &StoredTemplate) -> Result<()> {
        let client = self.client_id(&template.client)?;
        self.connection
            .prepare_cached(
                "INSERT INTO client_templates (client_id, kind, channel, language, subject, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (client_id, kind, channel, language)
                    DO UPDATE SET subject = ?5, body = ?6",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    client.0,
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

    /// Removes a template.
    ///
    /// # Errors
    /// Refused, when there is no such client; book, when it cannot be written.
    pub fn remove_template(&self, template: &StoredTemplate) -> Result<()> {
        let (kind, channel) = (&template.kind, template.channel.word());
        let removed = if template.client.is_empty() {
            self.connection.execute(
                "DELETE FROM templates WHERE kind = ?1 AND channel = ?2 AND language = ?3",
                params![kind, channel, template.language],
            )
        } else {
            let client = self.client_id(&template.client)?;
            self.connection.execute(
                "DELETE FROM client_templates
                 WHERE client_id = ?1 AND kind = ?2 AND channel = ?3 AND language = ?4",
                params![client.0, kind, channel, template.language],
            )
        };
        removed.map_err(sql("remove a template"))?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
