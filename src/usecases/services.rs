//! The catalogue of services.

use crate::domain::clock::Now;
use crate::domain::ids::ServiceId;
use crate::domain::service::Service;
use crate::failure::Result;
use crate::store::{Book, Undo};

/// The whole catalogue, by description and currency.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book) -> Result<Vec<Service>> {
    book.view().services()
}

/// One service.
///
/// # Errors
/// Refused, when there is no such service.
pub fn show(book: &Book, id: ServiceId) -> Result<Service> {
    book.view().service(id)
}

/// Adds a service; its `id` is ignored. Answers it with its own.
///
/// # Errors
/// Refused, when the description is there already in this currency.
pub fn add(book: &mut Book, now: Now, new: &Service) -> Result<Service> {
    book.change(now, Undo::Possible, |tx| {
        let id = tx.add_service(new)?;
        let line = format!("Added the service {}", new.description);
        Ok((Service { id, ..new.clone() }, line))
    })
}

/// Changes the service `changed.id`. Lines that it filled stay as they are.
///
/// # Errors
/// Refused, when there is no such service, or another one has the description in this currency.
pub fn edit(book: &mut Book, now: Now, changed: &Service) -> Result<()> {
    book.change(now, Undo::Possible, |tx| {
        if tx.service(changed.id)? == *changed {
            return Ok(((), String::new()));
        }
        tx.set_service(changed)?;
        Ok(((), format!("Changed the service {}", changed.description)))
    })
}

/// Removes a service; answers the line of the journal. Lines that it filled stay as they are.
///
/// # Errors
/// Refused, when there is no such service.
pub fn remove(book: &mut Book, now: Now, id: ServiceId) -> Result<String> {
    book.change(now, Undo::Possible, |tx| {
        let service = tx.service(id)?;
        tx.remove_service(id)?;
        let line = format!("Removed the service {}", service.description);
        Ok((line.clone(), line))
    })
}
