//! Sending a reminder: into the outbox, with its bytes and its Message-ID fixed, in one transaction.

use std::collections::HashMap;
use std::time::Duration;

use super::{due_to, for_person, letter};
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::message::Message;
use crate::domain::party::Profile;
use crate::domain::policy::Channel;
use crate::domain::reminder::{self, DueMessage, Facts, Fate, Plan};
use crate::domain::views::Edit;
use crate::failure::Result;
use crate::store::{Book, NewReminder, Tx, Undo};
use crate::usecases::Sender;
use crate::usecases::messages::post::{self, Ready, Way};

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
    let order = Order {
        client,
        channel,
        edit: edit.clone(),
    };
    book.change(now, Undo::Impossible, |tx| {
        let mut desk = Desk::open(tx, now, sender, delay)?;
        Ok((desk.carry_out(&order)?, String::new()))
    })?
}

/// A reminder that is to go: to whom, how, and what stands for it as it was shown.
#[derive(Clone, Debug)]
pub struct Order {
    /// The client.
    pub client: ClientId,
    /// The channel.
    pub channel: Channel,
    /// What the user changed for this once, and the seal of what was seen.
    pub edit: Edit,
}

/// How many messages of a batch are written in one transaction. One plan serves them all: nobody
/// else writes meanwhile, and what goes to one client changes nothing for another.
const GROUP: usize = 50;

/// Queues a batch, as [`send`] does one after the other, but planned once for each group; answers
/// what came of each order, in their order. An order that cannot go does not hold up the others.
/// `clock` says when a group is written.
///
/// # Errors
/// Book, when it cannot be written; groups before that are queued.
pub fn send_all(
    book: &mut Book,
    clock: &dyn Fn() -> Now,
    sender: &Sender,
    orders: &[Order],
    delay: Duration,
) -> Result<Vec<Result<Message>>> {
    let mut sent = Vec::with_capacity(orders.len());
    for group in orders.chunks(GROUP) {
        let now = clock();
        sent.extend(book.change(now, Undo::Impossible, |tx| {
            let mut desk = Desk::open(tx, now, sender, delay)?;
            let orders = group.iter().map(|order| desk.carry_out(order));
            Ok((orders.collect::<Result<Vec<_>>>()?, String::new()))
        })?);
    }
    Ok(sent)
}

/// Where messages of one plan are written.
struct Desk<'a> {
    tx: &'a Tx<'a>,
    now: Now,
    sender: &'a Sender,
    delay: Duration,
    facts: Facts,
    plan: Plan,
    profile: Profile,
    /// What was queued here: the same order twice finds the first message.
    done: HashMap<(ClientId, Channel), OutboxId>,
}

/// A message before it is queued, or the one that is queued already.
enum Written {
    New(Box<Ready>),
    Already(OutboxId),
}

impl<'a> Desk<'a> {
    fn open(tx: &'a Tx<'a>, now: Now, sender: &'a Sender, delay: Duration) -> Result<Self> {
        let facts = tx.reminder_facts()?;
        let plan = reminder::plan(&facts, now.today);
        Ok(Self {
            tx,
            now,
            sender,
            delay,
            facts,
            plan,
            profile: tx.profile()?,
            done: HashMap::new(),
        })
    }

    /// Writes the message of an order; the book is not changed.
    fn write(&self, order: &Order) -> Result<Written> {
        let (client, channel, edit) = (order.client, order.channel, &order.edit);
        if let Some(id) = self.done.get(&(client, channel)) {
            return Ok(Written::Already(*id));
        }
        let anew = edit
            .is_change()
            .then(|| reminder::plan(&for_person(self.facts.clone(), client), self.now.today));
        let plan = anew.as_ref().unwrap_or(&self.plan);
        let Some(due) = due_to(plan, client, channel) else {
            return match already_queued(&self.facts, client, channel) {
                Some(id) => Ok(Written::Already(id)),
                None => Err(letter::not_due(self.tx, client)),
            };
        };
        let draft = letter::draft(self.tx, self.now, self.sender, due, edit, &self.profile)?;
        draft.require_seen(edit)?;
        let way = Way {
            delay: self.delay,
            unattended: false,
        };
        let new = post::new_message(self.tx, self.now, self.sender, &draft, carried(due), way)?;
        Ok(Written::New(Box::new(new)))
    }

    /// Queues the message of an order, with its line in the journal. The outer error is the book's.
    fn carry_out(&mut self, order: &Order) -> Result<Result<Message>> {
        let new = match self.write(order) {
            Ok(Written::New(new)) => new,
            Ok(Written::Already(id)) => return self.tx.message(id).map(Ok),
            Err(failure) => return Ok(Err(failure)),
        };
        let id = new.put(self.tx)?;
        self.done.insert((order.client, order.channel), id);
        let message = self.tx.message(id)?;
        let line = format!("Queued {}", crate::usecases::outbox::words(&message));
        self.tx.note_past(self.now, &line)?;
        Ok(Ok(message))
    }
}

/// The newest message to a client over a channel that waits in the outbox.
fn already_queued(facts: &Facts, client: ClientId, channel: Channel) -> Option<OutboxId> {
    facts
        .invoices
        .iter()
        .filter(|invoice| invoice.client == client)
        .flat_map(|invoice| &invoice.history)
        .filter(|past| past.channel == channel)
        .filter_map(|past| match past.fate {
            Fate::Waiting { message } => Some(message),
            Fate::Delivered | Fate::Unknown { .. } | Fate::Refused { .. } | Fate::Skipped => None,
        })
        .max()
}

/// The reminders that a due message carries.
pub(super) fn carried(due: &DueMessage) -> Vec<NewReminder> {
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
