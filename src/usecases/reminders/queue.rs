//! The queue as rows: what is due first, then what comes later and what rests. Nothing vanishes.

use std::collections::{BTreeSet, HashMap};

use super::{by_client, letter, plan_of};
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::message::MessageState;
use crate::domain::policy::{Channel, Policy, Ways};
use crate::domain::reminder::{
    BlockReason, Blocked, ClientFacts, DueMessage, Facts, Fate, InvoiceFacts, Later, Plan,
};
use crate::domain::views::{About, ReminderInvoice, ReminderRow, Turn};
use crate::failure::Result;
use crate::store::Book;
use crate::usecases::messages;

/// The queue of the day: what comes back from a hold, due, then thanks that wait for a word, then later, then blocked. A due row
/// carries its subject; where that cannot be rendered, it says why.
///
/// # Errors
/// Book, when it cannot be read.
pub fn queue(book: &Book, now: Now) -> Result<Vec<ReminderRow>> {
    let (facts, plan) = plan_of(book, now)?;
    let mut rows = rows(&facts, &plan, now);
    let view = book.view();
    let profile = view.profile()?;
    for (row, due) in rows.iter_mut().zip(&plan.due) {
        match letter::subject(&view, now, due, &profile) {
            Ok(subject) => row.subject = subject,
            Err(failure) => {
                let why = format!("{} {}", failure.message(), row.why);
                why.trim_end().clone_into(&mut row.why);
            }
        }
    }
    // Thanks stand behind the reminders that are due, before what rests.
    let thanks = messages::rows(&view, now)?;
    let (due, resting): (Vec<_>, Vec<_>) =
        thanks.into_iter().partition(|row| row.turn == Turn::Due);
    rows.splice(plan.due.len()..plan.due.len(), due);
    rows.extend(resting);
    // What comes back from a hold is looked at first, also where nothing can go today.
    rows.sort_by_key(|row| row.returned.is_none());
    Ok(rows)
}

pub(in crate::usecases) fn rows(facts: &Facts, plan: &Plan, now: Now) -> Vec<ReminderRow> {
    let index = Index::of(facts);
    let due = plan.due.iter().map(|due| index.due_row(due));
    let later = plan.later.iter().map(|later| index.later_row(later, now));
    let blocked = plan
        .blocked
        .iter()
        .map(|blocked| index.blocked_row(blocked, now));
    due.chain(later).chain(blocked).collect()
}

/// What a row of a due message says beside what is due.
fn why(due: &DueMessage) -> String {
    let of_each = due.invoices.iter().filter(|one| !one.missed.is_empty());
    let missed: Vec<String> = of_each
        .map(|one| {
            let stages = one.missed.join(", ");
            if due.invoices.len() == 1 {
                stages
            } else {
                format!("{}: {stages}", one.number)
            }
        })
        .collect();
    let missed = (!missed.is_empty())
        .then(|| format!("Takes the place of what was missed: {}.", missed.join("; ")));
    let beside = Some(due.why.clone()).filter(|why| !why.is_empty());
    let parts: Vec<String> = beside.into_iter().chain(missed).collect();
    parts.join(" ")
}

/// The facts by id.
pub(super) struct Index<'a> {
    pub(super) clients: HashMap<ClientId, &'a ClientFacts>,
    pub(super) invoices: HashMap<InvoiceId, &'a InvoiceFacts>,
    policies: HashMap<&'a str, &'a Policy>,
}

impl<'a> Index<'a> {
    pub(super) fn of(facts: &'a Facts) -> Self {
        Self {
            clients: by_client(facts),
            invoices: facts
                .invoices
                .iter()
                .map(|invoice| (invoice.id, invoice))
                .collect(),
            policies: facts
                .policies
                .iter()
                .map(|policy| (policy.key.as_str(), policy))
                .collect(),
        }
    }

    fn empty_row(&self, client: ClientId, ways: Ways) -> ReminderRow {
        let facts = self.clients.get(&client);
        let addresses = |channel: &Channel| match (facts, channel) {
            (None, Channel::Email | Channel::Sms) => Vec::new(),
            (Some(facts), Channel::Email) => facts.emails.clone(),
            (Some(facts), Channel::Sms) => facts.phones.clone(),
        };
        ReminderRow {
            client,
            client_key: facts.map(|facts| facts.key.clone()).unwrap_or_default(),
            client_name: facts.map(|facts| facts.name.clone()).unwrap_or_default(),
            channel: ways.channels().first().copied().unwrap_or(Channel::Email),
            ways,
            about: About::Reminder,
            stage: String::new(),
            tone: None,
            turn: Turn::Blocked,
            due_on: None,
            invoices: Vec::new(),
            to: ways.channels().iter().flat_map(addresses).collect(),
            last: None,
            subject: String::new(),
            why: String::new(),
            hold: None,
            message: None,
            message_state: None,
            paid: None,
            returned: None,
        }
    }

    /// How many reminders an invoice has had, and the day of the last.
    fn last(&self, invoice: InvoiceId) -> Option<(i64, chrono::NaiveDate)> {
        let went = self
            .invoices
            .get(&invoice)?
            .history
            .iter()
            .filter(|past| match past.fate {
                Fate::Delivered | Fate::Waiting { .. } | Fate::Unknown { .. } => true,
                Fate::Refused { .. } | Fate::Skipped => false,
            });
        // One stage over both channels is one reminder.
        let mut stages = BTreeSet::new();
        let mut last = None;
        for past in went {
            stages.insert(past.stage.as_str());
            last = last.max(Some(past.on));
        }
        last.map(|on| (i64::try_from(stages.len()).unwrap_or(i64::MAX), on))
    }

    pub(super) fn due_row(&self, due: &DueMessage) -> ReminderRow {
        ReminderRow {
            stage: due.stage.clone(),
            tone: Some(due.tone),
            turn: Turn::Due,
            due_on: Some(due.due_on),
            invoices: due
                .invoices
                .iter()
                .map(|invoice| ReminderInvoice {
                    id: invoice.id,
                    number: invoice.number.clone(),
                    open: invoice.open,
                    days_late: invoice.days_late,
                    due_on: invoice.due_on,
                    stage: invoice.stage.clone(),
                })
                .collect(),
            last: due
                .invoices
                .first()
                .and_then(|invoice| self.last(invoice.id)),
            why: why(due),
            returned: due.returned.clone(),
            ..self.empty_row(due.client, due.channel.into())
        }
    }

    fn one(&self, invoice: InvoiceId, stage: &str, now: Now) -> Vec<ReminderInvoice> {
        self.invoices
            .get(&invoice)
            .map(|facts| ReminderInvoice {
                id: facts.id,
                number: facts.number.clone(),
                open: facts.open,
                days_late: (now.today - facts.due_on).num_days(),
                due_on: facts.due_on,
                stage: stage.to_owned(),
            })
            .into_iter()
            .collect()
    }

    fn later_row(&self, later: &Later, now: Now) -> ReminderRow {
        ReminderRow {
            stage: later.stage.clone(),
            tone: Some(later.tone),
            turn: Turn::Later(later.on),
            due_on: Some(later.on),
            invoices: self.one(later.invoice, &later.stage, now),
            last: self.last(later.invoice),
            why: later.why.clone(),
            returned: later.returned.clone(),
            ..self.empty_row(later.client, later.ways)
        }
    }

    /// Over what the stage of a client would go; e-mail where there is none.
    fn ways(&self, client: ClientId, stage: &str) -> Ways {
        let Some(client) = self.clients.get(&client) else {
            return Ways::Email;
        };
        let policy = self.policies.get(client.policy.as_str());
        let stages = policy.into_iter().flat_map(|policy| &policy.stages);
        let mut found = stages.filter(|one| one.name == stage);
        found
            .next()
            .map_or(Ways::Email, |one| client.wish.over(one.channel))
    }

    fn blocked_row(&self, blocked: &Blocked, now: Now) -> ReminderRow {
        let stage = blocked.stage.clone().unwrap_or_default();
        let ways = self.ways(blocked.client, &stage);
        let waits = |id: &OutboxId, state| (None, Some((*id, state)));
        let (hold, message) = match &blocked.reason {
            BlockReason::Held(hold) => (Some(hold.id), None),
            BlockReason::Waiting(id) => waits(id, MessageState::Queued),
            BlockReason::Unknown(id) => waits(id, MessageState::Unknown),
            BlockReason::Refused(id) => waits(id, MessageState::Refused),
            BlockReason::NoAddress(_)
            | BlockReason::NoSms
            | BlockReason::CapReached
            | BlockReason::LadderEnded
            | BlockReason::BelowMinimum
            | BlockReason::NoPolicy => (None, None),
        };
        ReminderRow {
            invoices: self.one(blocked.invoice, &stage, now),
            stage,
            last: self.last(blocked.invoice),
            why: blocked.why.clone(),
            hold,
            message: message.map(|(id, _)| id),
            message_state: message.map(|(_, state)| state),
            returned: blocked.returned.clone(),
            ..self.empty_row(blocked.client, ways)
        }
    }
}
