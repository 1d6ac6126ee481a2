//! Writing clients: a change touches only the rows that differ, so that undo does too.

use rusqlite::{Connection, OptionalExtension, params};

use super::errors::sql;
use super::rows::{count, get, json};
use super::{Tx, clients, references, search};
use crate::domain::ids::ClientId;
use crate::domain::party::{Client, Contact};
use crate::failure::{Failure, Result};

/// Positions of contacts on their way to another place stand from here on.
const ASIDE: i64 = 1_000_000;

impl Tx<'_> {
    /// Adds a client with its contacts; its `id` is ignored. Answers the new id.
    ///
    /// # Errors
    /// Refused, when the policy does not exist or the key is taken.
    pub fn add_client(&self, client: &Client) -> Result<ClientId> {
        let policy = self.policy_row(&client.policy)?;
        self.connection
            .prepare_cached(
                "INSERT INTO clients (key, name, address, country, tax_id, business, currency,
                    language, terms_days, policy_id, channel, note, wants_order, archived,
                    unattended, interest, no_sms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                    ?17)",
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
                    client.reminding.wish.word(),
                    client.note,
                    client.wants_order,
                    client.archived,
                    client.reminding.unattended,
                    client.reminding.interest.word(),
                    client.reminding.no_sms,
                ])
            })
            .map_err(sql("add a client"))?;
        let id = ClientId(self.connection.last_insert_rowid());
        for (position, contact) in client.contacts.iter().enumerate() {
            add_contact(self.connection, id, count(position), contact)?;
        }
        Ok(id)
    }

    /// Makes a client of the book say what `client` does, by its `id`; the name of its drafts
    /// follows, and what is issued keeps the old one. Contacts that stay keep their row.
    ///
    /// # Errors
    /// Refused, when the policy does not exist or the key is taken.
    pub fn set_client(&self, client: &Client) -> Result<()> {
        let policy = self.policy_row(&client.policy)?;
        let before = self.client(client.id)?;
        if before.key != client.key && self.client_id(&client.key).is_ok() {
            return Err(Failure::refused(format!(
                "The key \"{}\" belongs to another client.",
                client.key
            ))
            .hint("choose another key"));
        }
        self.connection
            .prepare_cached(
                "UPDATE clients SET key = ?2, name = ?3, address = ?4, country = ?5, tax_id = ?6,
                    business = ?7, currency = ?8, language = ?9, terms_days = ?10, policy_id = ?11,
                    channel = ?12, note = ?13, wants_order = ?14, archived = ?15,
                    unattended = ?16, interest = ?17, no_sms = ?18
                 WHERE id = ?1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    client.id.0,
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
                    client.reminding.wish.word(),
                    client.note,
                    client.wants_order,
                    client.archived,
                    client.reminding.unattended,
                    client.reminding.interest.word(),
                    client.reminding.no_sms,
                ])
            })
            .map_err(sql("change a client"))?;
        set_contacts(self.connection, client)?;
        if before.name != client.name {
            self.rename_drafts(client)?;
        }
        Ok(())
    }

    /// Takes a client out of the book with its contacts and holds.
    ///
    /// # Errors
    /// Refused, when documents or messages name it; the sentence says which.
    pub fn delete_client(&self, client: &Client) -> Result<()> {
        let own = |table: &str, _id: i64| matches!(table, "contacts" | "holds");
        let users = references::users(self.connection, "clients", client.id.0, &own)?;
        if !users.is_empty() {
            return Err(Failure::refused(format!(
                "Client {} cannot be deleted: it is used by {users}.",
                client.name
            ))
            .hint(format!(
                "archive it instead: `payme client archive {}`",
                client.key
            )));
        }
        for table in ["holds", "contacts"] {
            // The names stand here, no user wrote them.
            let query = format!("DELETE FROM {table} WHERE client_id = ?1");
            self.connection
                .execute(&query, [client.id.0])
                .map_err(sql("delete a client"))?;
        }
        self.connection
            .execute("DELETE FROM clients WHERE id = ?1", [client.id.0])
            .map_err(sql("delete a client"))?;
        Ok(())
    }

    fn policy_row(&self, key: &str) -> Result<i64> {
        let policy: Option<i64> = self
            .connection
            .prepare_cached("SELECT id FROM policies WHERE key = ?1")
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
            .map_err(sql("look for a policy"))?;
        policy.ok_or_else(|| {
            Failure::refused(format!("There is no policy \"{key}\"."))
                .hint("`payme policy list` shows the keys")
        })
    }

    fn rename_drafts(&self, client: &Client) -> Result<()> {
        let drafts = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.connection.prepare_cached(
                "UPDATE invoices SET client_name = ?2
                 WHERE client_id = ?1 AND status = 'draft' AND client_name <> ?2 RETURNING id",
            )?;
            let rows = statement.query_map(params![client.id.0, client.name], |row| row.get(0))?;
            rows.collect()
        };
        for id in drafts().map_err(sql("rename the drafts of a client"))? {
            search::index(self.connection, id)?;
        }
        Ok(())
    }
}

fn add_contact(connection: &Connection, id: ClientId, at: i64, contact: &Contact) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO contacts (client_id, position, name, email, phone, role)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                id.0,
                at,
                contact.name,
                contact.email,
                contact.phone,
                contact.role.word(),
            ])
        })
        .map_err(sql("add a contact"))?;
    Ok(())
}

/// A contact of the book.
struct Row {
    id: i64,
    position: i64,
    contact: Contact,
}

/// Who takes which place: the same person first, then one with the same address or name, then
/// whoever stood there.
fn matched(mut old: Vec<Row>, new: &[Contact]) -> (Vec<Option<Row>>, Vec<Row>) {
    let mut places: Vec<Option<Row>> = new.iter().map(|_| None).collect();
    let same: [fn(&Contact, &Contact) -> bool; 3] = [
        |a, b| a == b,
        |a, b| !a.email.is_empty() && a.email.eq_ignore_ascii_case(&b.email),
        |a, b| !a.name.is_empty() && a.name == b.name,
    ];
    for same in same {
        for (place, contact) in places.iter_mut().zip(new) {
            if place.is_none()
                && let Some(index) = old.iter().position(|row| same(&row.contact, contact))
            {
                *place = Some(old.remove(index));
            }
        }
    }
    for (at, place) in (0..).zip(&mut places) {
        if place.is_none()
            && let Some(index) = old.iter().position(|row| row.position == at)
        {
            *place = Some(old.remove(index));
        }
    }
    (places, old)
}

fn set_contacts(connection: &Connection, client: &Client) -> Result<()> {
    let (places, gone) = matched(rows(connection, client.id)?, &client.contacts);
    let run = |query: &str, values: &[&dyn rusqlite::ToSql]| {
        connection
            .prepare_cached(query)
            .and_then(|mut statement| statement.execute(values))
            .map_err(sql("change a contact"))
    };
    for row in gone {
        run("DELETE FROM contacts WHERE id = ?1", &[&row.id])?;
    }
    // Two at one place are not allowed, not even on the way.
    let aside = "UPDATE contacts SET position = position + ?2 WHERE id = ?1";
    for (at, row) in (0_i64..).zip(&places) {
        if let Some(row) = row.as_ref().filter(|row| row.position != at) {
            run(aside, &[&row.id, &ASIDE])?;
        }
    }
    for (at, (place, contact)) in (0_i64..).zip(places.iter().zip(&client.contacts)) {
        match place {
            None => add_contact(connection, client.id, at, contact)?,
            Some(row) if row.position == at && row.contact == *contact => {}
            Some(row) => {
                let role = contact.role.word();
                run(
                    "UPDATE contacts SET position = ?2, name = ?3, email = ?4, phone = ?5, role = ?6
                     WHERE id = ?1",
                    &[
                        &row.id,
                        &at,
                        &contact.name,
                        &contact.email,
                        &contact.phone,
                        &role,
                    ],
                )?;
            }
        }
    }
    Ok(())
}

fn rows(connection: &Connection, id: ClientId) -> Result<Vec<Row>> {
    let mut statement = connection
        .prepare_cached(
            "SELECT id, position, name, email, phone, role FROM contacts WHERE client_id = ?1
             ORDER BY position",
        )
        .map_err(sql("read the contacts"))?;
    let mut rows = statement.query([id.0]).map_err(sql("read the contacts"))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(sql("read the contacts"))? {
        found.push(Row {
            id: get(row, "id")?,
            position: get(row, "position")?,
            contact: clients::contact(row)?,
        });
    }
    Ok(found)
}

#[cfg(test)]
#[path = "client_write_tests.rs"]
mod tests;
