//! A second planner for the tests: slow, one day at a time, and written from the rules alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::facts::{ClientFacts, Facts, Fate, InvoiceFacts, PastReminder};
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::policy::{Channel, Policy, Stage, Tone};

/// What goes on a day: the stage of each invoice, by client and channel.
pub(super) type Due = BTreeMap<(ClientId, Channel), BTreeMap<InvoiceId, String>>;

/// Weekdays from Monday = 0 on which nobody writes. The tests use four countries.
fn rests(country: &str, day: NaiveDate) -> bool {
    let weekday = day.weekday().num_days_from_monday();
    match country {
        "SA" => weekday == 4 || weekday == 5,
        "IR" => weekday == 4,
        "AF" => weekday == 3 || weekday == 4,
        _ => weekday == 5 || weekday == 6,
    }
}

pub(super) fn may_write(facts: &Facts, client: &ClientFacts, day: NaiveDate) -> bool {
    !rests(&facts.own_country, day) && !rests(&client.country, day)
}

pub(super) fn policy<'a>(facts: &'a Facts, client: &ClientFacts) -> Option<&'a Policy> {
    facts.policies.iter().find(|p| p.key == client.policy)
}

pub(super) fn is_live(past: &PastReminder) -> bool {
    matches!(
        past.fate,
        Fate::Delivered | Fate::Waiting { .. } | Fate::Unknown { .. }
    )
}

pub(super) fn counts(invoice: &InvoiceFacts) -> bool {
    invoice.issued && invoice.open.minor() > 0
}

pub(super) fn is_held(client: &ClientFacts, invoice: &InvoiceFacts, day: NaiveDate) -> bool {
    let holds = client.holds.iter().chain(&invoice.holds);
    holds.into_iter().any(|h| h.until.is_none_or(|u| day <= u))
}

/// The day of the last message to a client, of whatever invoice.
pub(super) fn last_message(facts: &Facts, client: &ClientFacts) -> Option<NaiveDate> {
    let of_client = facts.invoices.iter().filter(|i| i.client == client.id);
    of_client
        .filter(|i| counts(i))
        .flat_map(|i| &i.history)
        .filter(|r| is_live(r))
        .map(|r| r.on)
        .chain(client.last_message_on)
        .max()
}

/// The day of a stage, walked forward until neither side rests.
fn stage_day(facts: &Facts, client: &ClientFacts, due: NaiveDate, stage: &Stage) -> NaiveDate {
    let mut day = due + TimeDelta::days(stage.days);
    while !may_write(facts, client, day) {
        day = day.succ_opt().unwrap();
    }
    day
}

/// The enabled stages that are above everything that has gone or was skipped.
pub(super) fn candidates<'a>(policy: &'a Policy, invoice: &InvoiceFacts) -> Vec<&'a Stage> {
    let over: Vec<&PastReminder> = invoice
        .history
        .iter()
        .filter(|r| is_live(r) || r.fate == Fate::Skipped)
        .collect();
    let is_left = |s: &&Stage| {
        s.enabled
            && over
                .iter()
                .all(|r| (s.tone, s.days) > (r.tone, r.days) && s.name != r.stage)
    };
    policy.stages.iter().filter(is_left).collect()
}

/// The latest stage that is reached on a day, a heads-up only until the due date.
pub(super) fn reached<'a>(
    facts: &'a Facts,
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    day: NaiveDate,
) -> Option<&'a Stage> {
    candidates(policy(facts, client)?, invoice)
        .into_iter()
        .filter(|s| stage_day(facts, client, invoice.due_on, s) <= day)
        .filter(|s| s.tone != Tone::HeadsUp || day <= invoice.due_on)
        .max_by_key(|s| (s.tone, s.days))
}

/// Whether something other than time keeps a message about an invoice from going.
pub(super) fn is_blocked(
    facts: &Facts,
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    stage: &Stage,
    day: NaiveDate,
) -> bool {
    let Some(policy) = policy(facts, client) else {
        return true;
    };
    let addresses = match stage.channel.first() {
        Channel::Email => &client.emails,
        Channel::Sms => &client.phones,
    };
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<String>>();
    let last_try = invoice
        .history
        .iter()
        .rev()
        .find(|r| r.channel == stage.channel.first() && r.fate != Fate::Skipped);
    let refused = last_try.is_some_and(|r| match &r.fate {
        Fate::Refused { recipients, .. } => set(recipients) == set(addresses),
        Fate::Delivered | Fate::Waiting { .. } | Fate::Unknown { .. } | Fate::Skipped => false,
    });
    let open_end = invoice
        .history
        .iter()
        .any(|r| matches!(r.fate, Fate::Waiting { .. } | Fate::Unknown { .. }));
    let live = invoice.history.iter().filter(|r| is_live(r)).count();
    is_held(client, invoice, day)
        || open_end
        || refused
        || addresses.is_empty()
        || i64::try_from(live).unwrap() >= policy.cap
        || invoice.open.to_decimal() < policy.minimum
}

/// Whether a client may be written to on a day at all.
pub(super) fn is_rested(facts: &Facts, client: &ClientFacts, day: NaiveDate) -> bool {
    let Some(policy) = policy(facts, client) else {
        return false;
    };
    may_write(facts, client, day)
        && last_message(facts, client)
            .is_none_or(|last| (day - last).num_days() >= policy.interval_days)
}

/// What is due on a day.
pub(super) fn due(facts: &Facts, day: NaiveDate) -> Due {
    let mut due = Due::new();
    for client in facts.clients.iter().filter(|c| is_rested(facts, c, day)) {
        let mut ready: Vec<(&InvoiceFacts, &Stage)> = Vec::new();
        for invoice in &facts.invoices {
            if invoice.client == client.id
                && counts(invoice)
                && let Some(stage) = reached(facts, client, invoice, day)
                && !is_blocked(facts, client, invoice, stage, day)
            {
                ready.push((invoice, stage));
            }
        }
        for (invoice, stage) in &ready {
            let heads_up = stage.tone == Tone::HeadsUp;
            let late_one = |(_, other): &(&InvoiceFacts, &Stage)| {
                other.channel.first() == stage.channel.first() && other.tone != Tone::HeadsUp
            };
            if !heads_up || !ready.iter().any(late_one) {
                due.entry((client.id, stage.channel.first()))
                    .or_default()
                    .insert(invoice.id, stage.name.clone());
            }
        }
    }
    due
}
