//! The catalogue of services.

use rusqlite::{Row, params};

use super::errors::sql;
use super::rows::{count, currency, get, number, word};
use super::{Tx, View};
use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::domain::ids::ServiceId;
use crate::domain::line::TaxCategory;
use crate::domain::service::Service;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "services_tests.rs"]
mod tests;

fn service(row: &Row<'_>) -> Result<Service> {
    Ok(Service {
        id: ServiceId(get(row, "id")?),
        description: get(row, "description")?,
        unit: get(row, "unit")?,
        unit_price: number(row, "unit_price")?,
        currency: currency(row, "currency")?,
        category: word(row, "tax_category", TaxCategory::from_word)?,
        rate: number(row, "tax_rate")?,
        reason: get(row, "tax_reason")?,
    })
}

impl View<'_> {
    /// The whole catalogue, by description and currency.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn services(&self) -> Result<Vec<Service>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, description, unit, unit_price, currency, tax_category, tax_rate,
                    tax_reason
                 FROM services ORDER BY description COLLATE NOCASE, currency",
            )
            .map_err(sql("read the services"))?;
        let mut rows = statement.query([]).map_err(sql("read the services"))?;
        let mut list = Vec::new();
        while let Some(row) = rows.next().map_err(sql("read the services"))? {
            list.push(service(row)?);
        }
        Ok(list)
    }

    /// The services whose description begins with some letters, upper or lower case, in one currency;
    /// at most `limit` of them, by description.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn services_like(
        &self,
        letters: &str,
        currency: Currency,
        limit: usize,
    ) -> Result<Vec<Service>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, description, unit, unit_price, currency, tax_category, tax_rate,
                    tax_reason
                 FROM services
                 WHERE description >= ?1 COLLATE NOCASE AND description < ?2 COLLATE NOCASE
                    AND currency = ?3
                 ORDER BY description COLLATE NOCASE LIMIT ?4",
            )
            .map_err(sql("look for a service"))?;
        let beyond = format!("{letters}{}", char::MAX);
        let mut rows = statement
            .query(params![letters, beyond, currency.code(), count(limit)])
            .map_err(sql("look for a service"))?;
        let mut list = Vec::new();
        while let Some(row) = rows.next().map_err(sql("look for a service"))? {
            list.push(service(row)?);
        }
        Ok(list)
    }

    /// One service.
    ///
    /// # Errors
    /// Refused, when there is no such service.
    pub fn service(&self, id: ServiceId) -> Result<Service> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, description, unit, unit_price, currency, tax_category, tax_rate,
                    tax_reason
                 FROM services WHERE id = ?1",
            )
            .map_err(sql("read a service"))?;
        let mut rows = statement.query([id.0]).map_err(sql("read a service"))?;
        let row = rows.next().map_err(sql("read a service"))?;
        service(row.ok_or_else(|| no_service(id))?)
    }

    /// The service with a description, upper or lower case, in a currency.
    ///
    /// # Errors
    /// Book, when it cannot be read.
    pub fn service_named(&self, description: &str, currency: Currency) -> Result<Option<Service>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id, description, unit, unit_price, currency, tax_category, tax_rate,
                    tax_reason
                 FROM services WHERE description = ?1 COLLATE NOCASE AND currency = ?2",
            )
            .map_err(sql("look for a service"))?;
        let mut rows = statement
            .query([description, currency.code()])
            .map_err(sql("look for a service"))?;
        let row = rows.next().map_err(sql("look for a service"))?;
        row.map(service).transpose()
    }
}

impl Tx<'_> {
    /// Adds a service; its `id` is ignored. Answers the new one.
    ///
    /// # Errors
    /// Refused, when the description is there already in this currency.
    pub fn add_service(&self, service: &Service) -> Result<ServiceId> {
        self.free(service, None)?;
        self.connection
            .prepare_cached(
                "INSERT INTO services (description, unit, unit_price, currency, tax_category,
                    tax_rate, tax_reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    service.description,
                    service.unit,
                    decimal::plain(service.unit_price),
                    service.currency.code(),
                    service.category.word(),
                    decimal::plain(service.rate),
                    service.reason,
                ])
            })
            .map_err(sql("add a service"))?;
        Ok(ServiceId(self.connection.last_insert_rowid()))
    }

    /// Makes the service `service.id` what `service` says. Lines that it filled stay as they are.
    ///
    /// # Errors
    /// Refused, when there is no such service, or another one has the description in this currency.
    pub fn set_service(&self, service: &Service) -> Result<()> {
        self.free(service, Some(service.id))?;
        let written = self
            .connection
            .prepare_cached(
                "UPDATE services SET description = ?2, unit = ?3, unit_price = ?4, currency = ?5,
                    tax_category = ?6, tax_rate = ?7, tax_reason = ?8
                 WHERE id = ?1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    service.id.0,
                    service.description,
                    service.unit,
                    decimal::plain(service.unit_price),
                    service.currency.code(),
                    service.category.word(),
                    decimal::plain(service.rate),
                    service.reason,
                ])
            })
            .map_err(sql("write a service"))?;
        if written == 0 {
            return Err(no_service(service.id));
        }
        Ok(())
    }

    /// Removes a service. Lines that it filled stay as they are.
    ///
    /// # Errors
    /// Refused, when there is no such service.
    pub fn remove_service(&self, id: ServiceId) -> Result<()> {
        let removed = self
            .connection
            .prepare_cached("DELETE FROM services WHERE id = ?1")
            .and_then(|mut statement| statement.execute([id.0]))
            .map_err(sql("remove a service"))?;
        if removed == 0 {
            return Err(no_service(id));
        }
        Ok(())
    }

    /// Checks that no other service has the description.
    fn free(&self, service: &Service, own: Option<ServiceId>) -> Result<()> {
        let found = self.service_named(&service.description, service.currency)?;
        match found.filter(|found| Some(found.id) != own) {
            None => Ok(()),
            Some(found) => Err(Failure::refused(format!(
                "The service \"{}\" is in the catalogue already, in {}.",
                found.description, found.currency
            ))
            .hint(format!(
                "change it with `payme service edit {}`, or choose another description",
                found.id
            ))),
        }
    }
}

fn no_service(id: ServiceId) -> Failure {
    Failure::refused(format!("There is no service {id}."))
        .hint("`payme service list` shows the catalogue with its numbers")
}
