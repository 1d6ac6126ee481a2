//! Reminders: the queue, a letter as it would go, sending it, and what would come.

pub(in crate::usecases) mod letter;
mod queue;
mod send;
mod unattended;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::reminder::{self, DueMessage, Facts, Fate, Plan};
use crate::domain::views::ReminderRow;
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo};

pub use letter::prepare;
pub use queue::queue;
pub(super) use queue::rows;
pub use send::{Order, send, send_all};
pub use unattended::{Alone, Left, known_through, queue_unattended};

/// The facts and the plan of a day.
pub(super) fn plan_of(book: &Book, now: Now) -> Result<(Facts, Plan)> {
    let facts = book.view().reminder_facts()?;
    let plan = reminder::plan(&facts, now.today);
    Ok((facts, plan))
}

/// Every message that would go from today on until a day, if each were accepted and nobody paid.
///
/// # Errors
/// Usage, when the day is before today or too far ahead.
pub fn simulate(book: &Book, now: Now, until: NaiveDate) -> Result<Vec<(NaiveDate, ReminderRow)>> {
    let facts = book.view().reminder_facts()?;
    let days = reminder::simulate(&facts, now.today, until)?;
    let index = queue::Index::of(&facts);
    Ok(days
        .into_iter()
        .map(|(day, due)| (day, index.due_row(&due)))
        .collect())
}

/// Passes over the stage of an invoice that is due: the next one comes in its time.
///
/// # Errors
/// Refused, when nothing is due for the invoice.
pub fn skip(book: &mut Book, now: Now, invoice: InvoiceId) -> Result<()> {
    book.change(now, Undo::Possible, |tx| {
        let facts = tx.reminder_facts()?;
        let plan = reminder::plan(&facts, now.today);
        let found = plan
            .due
            .iter()
            .find_map(|message| {
                let due = message.invoices.iter().find(|due| due.id == invoice)?;
                Some((message.channel, due))
            })
            .ok_or_else(|| {
                Failure::refused("No reminder is due for this invoice.")
                    .hint("`payme reminder list` shows what is due")
            })?;
        tx.skip_stage(found.1, found.0)?;
        Ok((
            (),
            format!(
                "Passed over the {} reminder for {}",
                found.1.stage, found.1.number
            ),
        ))
    })
}

/// The facts as a person sees them who looks at one client: what a server refused may be written
/// anew. By itself it is never tried again.
fn for_person(mut facts: Facts, client: ClientId) -> Facts {
    for invoice in facts
        .invoices
        .iter_mut()
        .filter(|invoice| invoice.client == client)
    {
        invoice
            .history
            .retain(|past| !matches!(past.fate, Fate::Refused { .. }));
    }
    facts
}

/// The due message to a client over a channel, if there is one.
fn due_to(
    plan: &Plan,
    client: ClientId,
    channel: crate::domain::policy::Channel,
) -> Option<&DueMessage> {
    plan.due
        .iter()
        .find(|due| due.client == client && due.channel == channel)
}

/// Clients by id.
fn by_client(facts: &Facts) -> HashMap<ClientId, &reminder::ClientFacts> {
    facts
        .clients
        .iter()
        .map(|client| (client.id, client))
        .collect()
}
