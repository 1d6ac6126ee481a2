//! Whom a client's messages go to, and who else has that address.

use rusqlite::params;

use super::View;
use super::errors::sql;
use crate::domain::ids::ClientId;
use crate::domain::party::{self, ContactRole};
use crate::domain::policy::Channel;
use crate::failure::Result;

impl View<'_> {
    /// The addresses of a client for a channel, as they stand with it: of e-mail those written to,
    /// then the copies; of SMS the number of the first who is written to and has one.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn recipients(&self, client: ClientId, channel: &str) -> Result<Vec<String>> {
        let people = self.contacts(client)?;
        if channel == Channel::Sms.word() {
            let reached = party::reached_by_sms(&people);
            return Ok(reached
                .map(|person| person.phone.clone())
                .into_iter()
                .collect());
        }
        let mut addresses = Vec::new();
        for role in [ContactRole::To, ContactRole::Cc] {
            for person in people.iter().filter(|person| person.role == role) {
                if !person.email.is_empty() && !addresses.contains(&person.email) {
                    addresses.push(person.email.clone());
                }
            }
        }
        Ok(addresses)
    }

    /// Other clients that an address is a contact of, by name; at most three.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn others_with_address(&self, client: ClientId, email: &str) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT c.name FROM contacts t JOIN clients c ON c.id = t.client_id
                 WHERE t.email = ?1 COLLATE NOCASE AND t.email <> '' AND c.id <> ?2
                 ORDER BY c.name LIMIT 3",
            )?;
            let rows = statement.query_map(params![email, client.0], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(sql("look for an address"))
    }

    /// Other clients that a phone number is a contact of, by name; at most three.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn others_with_number(&self, client: ClientId, phone: &str) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT c.name FROM contacts t JOIN clients c ON c.id = t.client_id
                 WHERE t.phone = ?1 AND t.phone <> '' AND c.id <> ?2
                 ORDER BY c.name LIMIT 3",
            )?;
            let rows = statement.query_map(params![phone, client.0], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(sql("look for a number"))
    }
}
