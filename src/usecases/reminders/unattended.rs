//! Reminders without a person: only what is marked for it, only on fresh knowledge of payments, and
//! only so many a day.

use chrono::NaiveDate;

use super::letter;
use super::send::carried;
use super::{due_to, plan_of};
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, OutboxId};
use crate::domain::policy::Channel;
use crate::domain::reminder::{self, DueMessage, Facts};
use crate::failure::{Failure, Result};
use crate::store::{Book, SenderLock, Tx, Undo};
use crate::usecases::Sender;
use crate::usecases::messages::post::{self, Way};

/// What a run without a person queued, and what it left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alone {
    /// The messages that it queued, in order.
    pub queued: Vec<OutboxId>,
    /// What was due and stays for a person or another day.
    pub left: Vec<Left>,
}

/// A message that was due and was not queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Client's key.
    pub client: String,
    /// Channel.
    pub channel: Channel,
    /// Stage.
    pub stage: String,
    /// Numbers of the invoices that it covers.
    pub invoices: Vec<String>,
    /// Why, as a sentence.
    pub why: String,
    /// Whether something is wrong with it that a person must mend.
    pub failed: bool,
}

/// The day through which payments are known, when that is at most `max_age` days ago.
///
/// # Errors
/// Waiting, when it is longer ago, or no payment was ever entered.
pub fn known_through(book: &Book, now: Now, max_age: u32) -> Result<NaiveDate> {
    let hint = "enter the payments that came in; a payment, or `payme bank checked`, says how far \
                they are known";
    match book.view().freshness(now.today)?.through() {
        Some(day) if (now.today - day).num_days() <= i64::from(max_age) => Ok(day),
        Some(day) => Err(Failure::waiting(format!(
            "Payments are known only through {}, so nothing is sent.",
            day.format("%d %b %Y")
        ))
        .hint(hint)),
        None => Err(Failure::waiting(
            "No payment was ever entered, so nobody knows who has paid, and nothing is sent.",
        )
        .hint(hint)),
    }
}

/// Queues what is due and marked for it: the client, and every stage of the message. A message with
/// one stage that is not marked stays whole, for a person. At most `most` messages a day are queued
/// by all runs without a person together. Who calls holds the lock of the book's sender, so that no
/// second run plans the same.
///
/// # Errors
/// Book, when it cannot be used. A message that cannot be built is left, with the reason.
pub fn queue_unattended(
    _lock: &SenderLock,
    book: &mut Book,
    now: Now,
    sender: &Sender,
    most: u32,
) -> Result<Alone> {
    let (facts, plan) = plan_of(book, now)?;
    let before = book.view().unattended_count(now.today)?;
    let mut room = i64::from(most) - before;
    let mut alone = Alone::default();
    for due in &plan.due {
        let left = |why: String, failed: bool| Left {
            client: key(&facts, due.client),
            channel: due.channel,
            stage: due.stage.clone(),
            invoices: due.invoices.iter().map(|one| one.number.clone()).collect(),
            why,
            failed,
        };
        if let Some(why) = unmarked(&book.view(), &facts, due)? {
            alone.left.push(left(why, false));
            continue;
        }
        if room <= 0 {
            let why = format!("The limit of {most} unattended messages a day is reached.");
            alone.left.push(left(why, false));
            continue;
        }
        match queue_one(book, now, sender, due) {
            Ok(Some(id)) => {
                alone.queued.push(id);
                room -= 1;
            }
            Ok(None) => {
                let why = "It has changed just now; the next run looks at it.".to_owned();
                alone.left.push(left(why, false));
            }
            Err(failure) => match failure.kind() {
                crate::failure::Kind::Book => return Err(failure),
                crate::failure::Kind::Refused
                | crate::failure::Kind::Usage
                | crate::failure::Kind::Waiting => {
                    alone.left.push(left(failure.message().to_owned(), true));
                }
            },
        }
    }
    Ok(alone)
}

fn key(facts: &Facts, client: ClientId) -> String {
    let found = facts.clients.iter().find(|one| one.id == client);
    found.map(|client| client.key.clone()).unwrap_or_default()
}

/// Why a message is for a person; `None` when it may go without one.
fn unmarked(
    view: &crate::store::View<'_>,
    facts: &Facts,
    due: &DueMessage,
) -> Result<Option<String>> {
    let client = view.client(due.client)?;
    if !client.reminding.unattended {
        return Ok(Some(format!(
            "{} is not marked for unattended runs; `payme client unattended yes {}` marks it.",
            client.name, client.key
        )));
    }
    let policy = facts.policies.iter().find(|one| one.key == client.policy);
    let stages = policy
        .map(|policy| policy.stages.as_slice())
        .unwrap_or_default();
    let marked = |name: &str| stages.iter().any(|one| one.name == name && one.unattended);
    let first = due.invoices.iter().find(|one| !marked(&one.stage));
    Ok(first.map(|one| {
        format!(
            "Stage \"{}\" of invoice {} is for a person to send.",
            one.stage, one.number
        )
    }))
}

/// Queues a message as it was planned; `None` when by now it is no longer the same.
fn queue_one(
    book: &mut Book,
    now: Now,
    sender: &Sender,
    planned: &DueMessage,
) -> Result<Option<OutboxId>> {
    book.change(now, Undo::Impossible, |tx: &Tx<'_>| {
        let facts = tx.reminder_facts()?;
        let plan = reminder::plan(&facts, now.today);
        let due = due_to(&plan, planned.client, planned.channel);
        let Some(due) = due.filter(|due| due.invoices == planned.invoices) else {
            return Ok((None, String::new()));
        };
        if unmarked(tx, &facts, due)?.is_some() {
            return Ok((None, String::new()));
        }
        let profile = tx.profile()?;
        let draft = letter::draft(
            tx,
            now,
            sender,
            due,
            &crate::domain::views::Edit::default(),
            &profile,
        )?;
        let way = Way {
            unattended: true,
            ..Way::default()
        };
        let ready = post::new_message(tx, now, sender, &draft, carried(due), way)?;
        let id = ready.put(tx)?;
        let message = tx.message(id)?;
        let line = format!(
            "Queued {} unattended",
            crate::usecases::outbox::words(&message)
        );
        Ok((Some(id), line))
    })
}
