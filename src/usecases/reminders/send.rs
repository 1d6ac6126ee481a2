//! Sending a reminder: into the outbox, with its bytes and its Message-ID fixed, in one transaction.

use std::time::Duration;

use super::{due_to, for_person, letter};
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::Message;
use crate::domain::policy::Channel;
use crate::domain::reminder::{self, BlockReason, DueMessage, Plan};
use crate::domain::views::Edit;
use crate::failure::Result;
use crate::store::{Book, NewReminder, Undo};
use crate::usecases::Sender;
use crate::usecases::messages::post;

/// Queues the reminder that is due to a client; it leaves after `delay` and can be taken back until
/// then. The same key pressed twice finds the first message.
///
/// # Errors
/// Refused, when nothing is due to the client over this channel, or the message cannot be built.
pub fn send(
    book: &mut Book,
    now: Now,
    sender: &Sender,
    client: ClientId,
    channel: Channel,
    edit: &Edit,
    delay: Duration,
) -> Result<Message> {
    post::require_carrier(channel)?;
    book.change(now, Undo::Impossible, |tx| {
        let mut facts = tx.reminder_facts()?;
        if edit.is_change() {
            facts = for_person(facts, client);
        }
        let plan = reminder::plan(&facts, now.today);
        let Some(due) = due_to(&plan, client, channel) else {
            return match already_queued(&plan, client) {
                Some(id) => Ok((tx.message(id)?, String::new())),
                None => Err(letter::not_due(tx, client)),
            };
        };
        let profile = tx.profile()?;
        let draft = letter::draft(tx, now, due, edit, &profile)?;
        draft.require_seen(edit)?;
        let message = post::queue(tx, now, sender, &draft, carried(due), delay)?;
        let line = format!("Queued {}", crate::usecases::outbox::words(&message));
        Ok((message, line))
    })
}

fn already_queued(plan: &Plan, client: ClientId) -> Option<OutboxId> {
    plan.blocked
        .iter()
        .filter(|blocked| blocked.client == client)
        .find_map(|blocked| {
            if let BlockReason::Waiting(id) = blocked.reason {
                Some(id)
            } else {
                None
            }
        })
}

/// The reminders that a due message carries.
fn carried(due: &DueMessage) -> Vec<NewReminder> {
    let reminders = due.invoices.iter().map(|invoice| NewReminder {
        invoice: invoice.id,
        stage: invoice.stage.clone(),
        tone: invoice.tone,
        days: invoice.days,
        open: invoice.open.minor(),
    });
    reminders.collect()
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
