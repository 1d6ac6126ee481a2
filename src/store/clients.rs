//! Clients and their contacts.

use rusqlite::{OptionalExtension, Row, params};

use super::errors::sql;
use super::rows::{count, currency, get, json, list, word};
use super::{Tx, View};
use crate::domain::ids::ClientId;
use crate::domain::party::{Client, Contact, ContactRole};
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};

const COLUMNS: &str = "c.id, c.key, c.name, c.address, c.country, c.tax_id, c.business, c.currency,
    c.language, c.terms_days, p.key AS policy, c.channel, c.note, c.archived";

fn client(row: &Row<'_>) -> Result<Client> {
    Ok(Client {
        id: ClientId(get(row, "id")?),
        key: get(row, "key")?,
        name: get(row, "name")?,
        contacts: Vec::new(),
        address: list(row, "address")?,
        country: get(row, "country")?,
        tax_id: get(row, "tax_id")?,
        business: get(row, "business")?,
        currency: currency(row, "currency")?,
        language: get(row, "language")?,
        terms_days: get(row, "terms_days")?,
        policy: get(row, "policy")?,
        channel: word(row, "channel", Channel::from_word)?,
        note: get(row, "note")?,
        archived: get(row, "archived")?,
    })
}

pub(super) fn contact(row: &Row<'_>) -> Result<Contact> {
    Ok(Contact {
        name: get(row, "name")?,
        email: get(row, "email")?,
        phone: get(row, "phone")?,
        role: word(row, "role", ContactRole::from_word)?,
    })
}

impl View<'_> {
    /// The id of a client by its key.
    ///
    /// # Errors
    /// Refused, when there is no such client.
    pub fn client_id(&self, key: &str) -> Result<ClientId> {
        self.connection
            .prepare_cached("SELECT id FROM clients WHERE key = ?1")
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
            .map_err(sql("look for a client"))?
            .map(ClientId)
            .ok_or_else(|| {
                Failure::refused(format!("There is no client \"{key}\"."))
                    .hint("`payme client list` shows the keys")
            })
    }

    /// One client with its contacts.
    ///
    /// # Errors
    /// Refused, when there is no such client; book, when it cannot be read.
    pub fn client(&self, id: ClientId) -> Result<Client> {
        let query = format!(
            "SELECT {COLUMNS} FROM clients c JOIN policies p ON p.id = c.policy_id WHERE c.id = ?1"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read a client"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read a client"))?;
        let row = rows.next().map_err(sql("read a client"))?;
        let mut found =
            client(row.ok_or_else(|| Failure::refused("There is no such client any more."))?)?;
        found.contacts = self.contacts(id)?;
        Ok(found)
    }

    /// Every client with its contacts, ordered by key.
    ///
    /// # Errors
    /// Book, when it cannot be read; whatever `each` says.
    pub fn each_client(&self, each: &mut dyn FnMut(Client) -> Result<()>) -> Result<()> {
        let query = format!(
            "SELECT {COLUMNS} FROM clients c JOIN policies p ON p.id = c.policy_id ORDER BY c.key"
        );
        let mut statement = self
            .connection
            .prepare_cached(&query)
            .map_err(sql("read the clients"))?;
        let mut rows = statement.query([]).map_err(sql("read the clients"))?;
        while let Some(row) = rows.next().map_err(sql("read the clients"))? {
            let mut found = client(row)?;
            found.contacts = self.contacts(found.id)?;
            each(found)?;
        }
        Ok(())
    }

    /// The people at a client, in order.
    pub(super) fn contacts(&self, id: ClientId) -> Result<Vec<Contact>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT name, email, phone, role FROM contacts WHERE client_id = ?1
                 ORDER BY position",
            )
            .map_err(sql("read the contacts"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read the contacts"))?;
        let mut contacts = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the contacts"))? {
            contacts.push(contact(row)?);
        }
        Ok(contacts)
    }

    /// How many clients there are, archived or not.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn client_count(&self) -> Result<i64> {
        self.connection
            .query_row("SELECT count(*) FROM clients", [], |row| row.get(0))
            .map_err(sql("count the clients"))
    }
}

impl Tx<'_> {
    /// Adds a client with its contacts; its `id` is ignored. Answers the new id.
    ///
    /// # Errors
    /// Refused, when the policy does not exist or the key is taken.
    pub fn add_client(&self, client: &Client) -> Result<ClientId> {
        let policy: Option<i64> = self
            .connection
            .prepare_cached("SELECT id FROM policies WHERE key = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([&client.policy], |row| row.get(0))
                    .optional()
            })
            .map_err(sql("look for a policy"))?;
        let policy = policy.ok_or_else(|| {
            Failure::refused(format!("There is no policy \"{}\".", client.policy))
                .hint("`payme policy list` shows the keys")
        })?;
        self.connection
            .prepare_cached(
                "INSERT INTO clients (key, name, address, country, tax_id, business, currency,
                    language, terms_days, policy_id, channel, note, archived)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    client.key,
                    client.name,
                    json(&client.address),
                    client.country,
                    client.tax_id,
                    client.business,
                    client.currency.code(),
                    client.language,
                    client.terms_days,
                    policy,
                    client.channel.word(),
                    client.note,
                    client.archived,
                ])
            })
            .map_err(sql("add a client"))?;
        let id = ClientId(self.connection.last_insert_rowid());
        for (position, contact) in client.contacts.iter().enumerate() {
            self.connection
                .prepare_cached(
                    "INSERT INTO contacts (client_id, position, name, email, phone, role)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        id.0,
                        count(position),
                        contact.name,
                        contact.email,
                        contact.phone,
                        contact.role.word(),
                    ])
                })
                .map_err(sql("add a contact"))?;
        }
        Ok(id)
    }
}
