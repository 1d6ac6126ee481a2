//! Clients and their contacts.

use rusqlite::{OptionalExtension, Row};

use super::View;
use super::errors::{sql, unknown_word};
use super::rows::{currency, date, get, list, word};
use crate::domain::client_card::{Alike, Likely, likeness};
use crate::domain::ids::ClientId;
use crate::domain::party::{Client, Contact, ContactRole, InterestTerms, Reminding};
use crate::domain::policy::Wish;
use crate::failure::{Failure, Result};

const COLUMNS: &str = "c.id, c.key, c.name, c.address, c.country, c.tax_id, c.business, c.currency,
    c.language, c.terms_days, p.key AS policy, c.channel, c.note, c.wants_order, c.archived,
    c.unattended, c.interest, c.no_sms";

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
        reminding: reminding(row)?,
        note: get(row, "note")?,
        wants_order: get(row, "wants_order")?,
        archived: get(row, "archived")?,
    })
}

fn reminding(row: &Row<'_>) -> Result<Reminding> {
    let interest: String = get(row, "interest")?;
    let interest =
        InterestTerms::from_word(&interest).ok_or_else(|| unknown_word("interest", &interest))?;
    Ok(Reminding {
        wish: word(row, "channel", Wish::from_word)?,
        unattended: get(row, "unattended")?,
        no_sms: get(row, "no_sms")?,
        interest,
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

    /// Every client that is not archived, by key.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn clients_in_sight(&self) -> Result<Vec<ClientId>> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self
                .connection
                .prepare_cached("SELECT id FROM clients WHERE archived = 0 ORDER BY key")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect()
        };
        let ids = read().map_err(sql("list the clients"))?;
        Ok(ids.into_iter().map(ClientId).collect())
    }

    /// Clients that may be the same as one of this name and with these e-mail addresses, archived
    /// ones too; `except` is left out. At most so many, those of the same name first.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn alike(
        &self,
        name: &str,
        emails: &[&str],
        except: Option<ClientId>,
        most: usize,
    ) -> Result<Vec<Likely>> {
        let except = except.map_or(0, |id| id.0);
        let mut found = Vec::new();
        for id in self.of_like_name(name, except, most)? {
            found.push(self.likely(id, Alike::Name)?);
        }
        for email in emails.iter().filter(|email| !email.is_empty()) {
            for id in self.with_email(email, except)? {
                if found.len() < most {
                    found.push(self.likely(id, Alike::Email((*email).to_owned()))?);
                }
            }
        }
        Ok(found)
    }

    /// Names are compared here and not in SQL, which folds only ASCII: the index of the names alone
    /// is read, about 10 ms for 40,000 clients.
    fn of_like_name(&self, name: &str, except: i64, most: usize) -> Result<Vec<i64>> {
        let wanted = likeness(name);
        let mut found = Vec::new();
        let Some(first) = wanted.chars().next() else {
            return Ok(found);
        };
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self
                .connection
                .prepare_cached("SELECT id, name FROM clients INDEXED BY clients_by_name")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let other = row.get_ref(1)?.as_str()?;
                // Most are told apart by their first letter, without a copy.
                let start = other.chars().find(|c| c.is_alphanumeric());
                let apart = start.is_some_and(|c| c.is_ascii() && c.to_ascii_lowercase() != first);
                if !apart && likeness(other) == wanted {
                    let id: i64 = row.get(0)?;
                    if id != except && found.len() < most {
                        found.push(id);
                    }
                }
            }
            Ok(())
        };
        read().map_err(sql("compare the names of the clients"))?;
        Ok(found)
    }

    fn with_email(&self, email: &str, except: i64) -> Result<Vec<i64>> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT client_id FROM contacts
                 WHERE email = ?1 COLLATE NOCASE AND email <> '' AND client_id <> ?2
                 ORDER BY client_id LIMIT 10",
            )?;
            let rows = statement.query_map((email, except), |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(sql("look for an address"))
    }

    fn likely(&self, id: i64, by: Alike) -> Result<Likely> {
        self.connection
            .prepare_cached("SELECT key, name FROM clients WHERE id = ?1")
            .and_then(|mut statement| {
                statement.query_row([id], |row| {
                    Ok(Likely {
                        key: row.get(0)?,
                        name: row.get(1)?,
                        by,
                    })
                })
            })
            .map_err(sql("read a client"))
    }

    /// The day of a client's first issued document; `None` before it.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn client_since(&self, id: ClientId) -> Result<Option<chrono::NaiveDate>> {
        let text: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT issue_key FROM invoices INDEXED BY invoices_by_client
                 WHERE client_id = ?1 AND status <> 'draft' ORDER BY issue_key, id LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row([id.0], |row| row.get(0)).optional())
            .map_err(sql("read the first invoice of a client"))?;
        text.map(|text| date(&text)).transpose()
    }
}

#[cfg(test)]
#[path = "clients_tests.rs"]
mod tests;
