//! The freelancer, and the settings that belong to the book.

use rusqlite::{OptionalExtension, params};

use super::errors::sql;
use super::rows::{currency, get, json, list, word};
use super::{Tx, View};
use crate::domain::party::{Profile, ThankYou};
use crate::failure::Result;

impl View<'_> {
    /// The freelancer; empty fields where nothing was said yet.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn profile(&self) -> Result<Profile> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT name, email, phone, address, country, tax_id, iban, bic, currency, language,
                    terms_days, signature, usual_tax, thank_you
                 FROM profile WHERE id = 1",
            )
            .map_err(sql("read the profile"))?;
        let mut rows = statement.query([]).map_err(sql("read the profile"))?;
        let row = rows
            .next()
            .and_then(|row| row.ok_or(rusqlite::Error::QueryReturnedNoRows))
            .map_err(sql("read the profile"))?;
        Ok(Profile {
            name: get(row, "name")?,
            email: get(row, "email")?,
            phone: get(row, "phone")?,
            address: list(row, "address")?,
            country: get(row, "country")?,
            tax_id: get(row, "tax_id")?,
            iban: get(row, "iban")?,
            bic: get(row, "bic")?,
            currency: currency(row, "currency")?,
            language: get(row, "language")?,
            terms_days: get(row, "terms_days")?,
            signature: get(row, "signature")?,
            usual_tax: get(row, "usual_tax")?,
            thank_you: word(row, "thank_you", ThankYou::from_word)?,
        })
    }

    /// A setting of the book by its name.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        self.connection
            .prepare_cached("SELECT value FROM settings WHERE name = ?1")
            .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
            .map_err(sql("read a setting"))
    }
}

impl Tx<'_> {
    /// Replaces the profile.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_profile(&self, profile: &Profile) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO profile (id, name, email, phone, address, country, tax_id, iban, bic,
                    currency, language, terms_days, signature, usual_tax, thank_you)
                 VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (id) DO UPDATE SET name = ?1, email = ?2, phone = ?3, address = ?4,
                    country = ?5, tax_id = ?6, iban = ?7, bic = ?8, currency = ?9, language = ?10,
                    terms_days = ?11, signature = ?12, usual_tax = ?13,
                    thank_you = ?14",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    profile.name,
                    profile.email,
                    profile.phone,
                    json(&profile.address),
                    profile.country,
                    profile.tax_id,
                    profile.iban,
                    profile.bic,
                    profile.currency.code(),
                    profile.language,
                    profile.terms_days,
                    profile.signature,
                    profile.usual_tax,
                    profile.thank_you.word(),
                ])
            })
            .map_err(sql("save the profile"))?;
        Ok(())
    }

    /// Sets a setting of the book.
    ///
    /// # Errors
    /// Book, when it cannot be written.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = ?2",
            )
            .and_then(|mut statement| statement.execute([name, value]))
            .map_err(sql("save a setting"))?;
        Ok(())
    }
}
