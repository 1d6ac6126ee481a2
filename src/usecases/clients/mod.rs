//! Clients: reading them here, writing them in `write`.

mod write;

use chrono::{Datelike, Months, NaiveDate};

use crate::domain::clock::Now;
use crate::domain::ids::ClientId;
use crate::domain::money::Money;
use crate::domain::party::{Client, HoldTarget};
use crate::domain::query::InvoiceQuery;
use crate::domain::views::{ClientDetail, ClientRow, InvoiceSort, MonthSum, Page};
use crate::failure::Result;
use crate::store::{Book, OutboxFilter};

pub use write::{
    Saved, add, alike, archive, change, change_from_form, check, delete, known, set_note,
    set_unattended,
};

/// A page of clients by name. `filter` matches key, name, contact or address.
///
/// # Errors
/// Usage, when the cursor is not one of ours; book, when it cannot be read.
pub fn list(
    book: &Book,
    now: Now,
    filter: &str,
    archived: bool,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<ClientRow>> {
    book.view()
        .clients(now.today, filter, archived, after, limit)
}

/// One client's card.
///
/// # Errors
/// Refused, when there is no such client.
pub fn card(book: &Book, key: &str) -> Result<Client> {
    let view = book.view();
    view.client(view.client_id(key)?)
}

/// A client's card by its row id.
///
/// # Errors
/// Refused, when there is no such client.
pub fn by_id(book: &Book, id: ClientId) -> Result<Client> {
    book.view().client(id)
}

/// One client with its figures, invoices, messages and holds.
///
/// # Errors
/// Refused, when there is no such client.
pub fn show(book: &Book, now: Now, key: &str) -> Result<ClientDetail> {
    let view = book.view();
    let client = view.client(view.client_id(key)?)?;
    let query = InvoiceQuery {
        client: Some(key.to_owned()),
        ..InvoiceQuery::default()
    };
    let invoices = view
        .invoices(now.today, &query, InvoiceSort::Newest, None, 50)?
        .rows;
    let new_year = NaiveDate::from_ymd_opt(now.today.year(), 1, 1).unwrap_or(now.today);
    let first_month = now.today.with_day(1).unwrap_or(now.today) - Months::new(11);
    let mut months: Vec<MonthSum> = (0..12)
        .map(|place| MonthSum {
            month: first_month + Months::new(place),
            sum: Money::zero(client.currency),
            count: 0,
        })
        .collect();
    for month in &mut months {
        let last = month.month + Months::new(1) - chrono::Days::new(1);
        let billed = view.billed_to(client.id, month.month, last)?;
        if let Some(sum) = billed.iter().find(|sum| sum.currency() == client.currency) {
            month.sum = *sum;
            month.count = 1;
        }
    }
    let holds = view
        .holds()?
        .into_iter()
        .filter(|hold| hold.is_active(now.today))
        .filter(|hold| match hold.target {
            HoldTarget::Client(id) => id == client.id,
            HoldTarget::Invoice(id) => invoices.iter().any(|invoice| invoice.id == id),
        })
        .collect();
    Ok(ClientDetail {
        open: view.open_of(client.id)?,
        billed: view.billed_to(client.id, new_year, now.today)?,
        pays_after: view.pays_after(Some(client.id))?,
        invoices,
        payments: view.payments_by(client.id, 20)?,
        since: view.client_since(client.id)?,
        messages: view.messages(OutboxFilter::Client(client.id), 20)?,
        holds,
        months,
        client,
    })
}
