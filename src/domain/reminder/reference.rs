//! A second planner for the tests: slow, one day at a time, and written from the rules alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::facts::{ClientFacts, Facts, Fate, InvoiceFacts, PastReminder};
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::policy::{Channel, Policy, Stage, Tone, Wish};

/// What goes on a day: the stage of each invoice, by client and channel.
pub(super) type Due = BTreeMap<(ClientId, Channel), BTreeMap<InvoiceId, String>>;

/// Weekdays from Monday = 0 on which nobody writes. The tests use four countries.
fn weekend(country: &str, day: NaiveDate) -> bool {
    let weekday = day.weekday().num_days_from_monday();
    match country {
        "SA" => weekday == 4 || weekday == 5,
        "IR" => weekday == 4,
        "AF" => weekday == 3 || weekday == 4,
        _ => weekday == 5 || weekday == 6,
    }
}

pub(super) fn may_write(facts: &Facts, client: &ClientFacts, day: NaiveDate) -> bool {
    !weekend(&facts.own_country, day) && !weekend(&client.country, day)
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

/// Over what a stage goes to a client.
pub(super) fn ways(client: &ClientFacts, stage: &Stage) -> BTreeSet<Channel> {
    let of_stage = stage.channel.channels().to_vec();
    let wished = match client.wish {
        Wish::Policy => of_stage,
        Wish::Email => vec![Channel::Email],
        Wish::Sms => vec![Channel::Sms],
        Wish::Both => vec![Channel::Email, Channel::Sms],
    };
    wished.into_iter().collect()
}

/// Whether a message about an invoice can be addressed over a channel.
fn can_reach(client: &ClientFacts, invoice: &InvoiceFacts, channel: Channel) -> bool {
    let addresses = match channel {
        Channel::Email => &client.emails,
        Channel::Sms => &client.phones,
    };
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<String>>();
    let mut tries = invoice.history.iter().rev();
    let last_try = tries.find(|r| r.channel == channel && r.fate != Fate::Skipped);
    let refused = last_try.is_some_and(|r| match &r.fate {
        Fate::Refused { recipients, .. } => set(recipients) == set(addresses),
        Fate::Delivered | Fate::Waiting { .. } | Fate::Unknown { .. } | Fate::Skipped => false,
    });
    let stopped = channel == Channel::Sms && !client.no_sms.is_empty();
    !addresses.is_empty() && !refused && !stopped
}

/// Over what a stage can go.
pub(super) fn reachable(
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    stage: &Stage,
) -> BTreeSet<Channel> {
    let mut ways = ways(client, stage);
    ways.retain(|channel| can_reach(client, invoice, *channel));
    ways
}

/// The stages of an invoice that went or may have gone, and over what.
fn gone(invoice: &InvoiceFacts) -> BTreeMap<&str, BTreeSet<Channel>> {
    let mut gone: BTreeMap<&str, BTreeSet<Channel>> = BTreeMap::new();
    for past in invoice.history.iter().filter(|r| is_live(r)) {
        gone.entry(&past.stage).or_default().insert(past.channel);
    }
    gone
}

fn is_pending(past: &PastReminder) -> bool {
    matches!(past.fate, Fate::Waiting { .. } | Fate::Unknown { .. })
}

/// Whether a hold or the minimum keeps every message about an invoice from going.
fn rests(facts: &Facts, client: &ClientFacts, invoice: &InvoiceFacts, day: NaiveDate) -> bool {
    let minimum = policy(facts, client).map(|policy| policy.minimum);
    is_held(client, invoice, day) || minimum.is_none_or(|m| invoice.open.to_decimal() < m)
}

/// Whether something other than time and address keeps the next stage of an invoice from going.
pub(super) fn is_blocked(
    facts: &Facts,
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    day: NaiveDate,
) -> bool {
    let cap = policy(facts, client).map_or(0, |policy| policy.cap);
    rests(facts, client, invoice, day)
        || invoice.history.iter().any(is_pending)
        || i64::try_from(gone(invoice).len()).unwrap() >= cap
}

/// Every live message to a client that is known of.
fn messages(facts: &Facts, client: &ClientFacts) -> Vec<(NaiveDate, Channel)> {
    let of_client = facts.invoices.iter().filter(|i| i.client == client.id);
    let about = of_client
        .filter(|i| counts(i))
        .flat_map(|i| &i.history)
        .filter(|r| is_live(r))
        .map(|r| (r.on, r.channel));
    let latest = client.latest.iter().map(|m| (m.on, m.channel));
    about.chain(latest).collect()
}

/// Whether a message about a stage belongs on a day: an interval after all messages of other days,
/// over channels that have carried nothing on the day itself.
pub(super) fn is_rested(
    facts: &Facts,
    client: &ClientFacts,
    over: &BTreeSet<Channel>,
    day: NaiveDate,
) -> bool {
    let Some(policy) = policy(facts, client) else {
        return false;
    };
    may_write(facts, client, day)
        && messages(facts, client).iter().all(|(on, channel)| {
            (day - *on).num_days() >= policy.interval_days
                || (*on == day && !over.contains(channel))
        })
}

/// The half of the last stage of an invoice that may still go on a day.
pub(super) fn half<'a>(
    facts: &'a Facts,
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    day: NaiveDate,
) -> Option<(&'a Stage, Channel)> {
    let policy = policy(facts, client)?;
    let over = invoice.history.iter();
    let over = over.filter(|r| is_live(r) || r.fate == Fate::Skipped);
    let last = over.max_by_key(|r| (r.tone, r.days))?;
    let mut of_stage = invoice.history.iter().filter(|r| r.stage == last.stage);
    let elsewhere = |r: &PastReminder| is_pending(r) && r.stage != last.stage;
    if of_stage.any(|r| r.fate == Fate::Skipped)
        || invoice.history.iter().any(elsewhere)
        || rests(facts, client, invoice, day)
        || reached(facts, client, invoice, day).is_some()
    {
        return None;
    }
    let stage = policy
        .stages
        .iter()
        .find(|s| s.enabled && s.name == last.stage)?;
    let went = gone(invoice).remove(last.stage.as_str())?;
    let first = invoice
        .history
        .iter()
        .filter(|r| is_live(r) && r.stage == last.stage);
    let first = first.map(|r| r.on).min()?;
    let both = ways(client, stage);
    let owed = *both.difference(&went).next()?;
    let carried = messages(facts, client)
        .iter()
        .any(|(on, channel)| *channel == owed && *on >= first);
    let in_time = (day - first).num_days() < policy.interval_days
        && (stage.tone != Tone::HeadsUp || day <= invoice.due_on);
    (both.len() == 2 && may_write(facts, client, day) && !carried && in_time)
        .then_some((stage, owed))
        .filter(|(_, channel)| can_reach(client, invoice, *channel))
}

/// What is due on a day.
pub(super) fn due(facts: &Facts, day: NaiveDate) -> Due {
    let mut due = Due::new();
    for client in &facts.clients {
        let mut ready: Vec<(&InvoiceFacts, &Stage, BTreeSet<Channel>)> = Vec::new();
        for invoice in &facts.invoices {
            if invoice.client != client.id || !counts(invoice) {
                continue;
            }
            if let Some((stage, channel)) = half(facts, client, invoice, day) {
                ready.push((invoice, stage, BTreeSet::from([channel])));
            } else if let Some(stage) = reached(facts, client, invoice, day) {
                let over = reachable(client, invoice, stage);
                let today = |r: &PastReminder| is_live(r) && r.on == day;
                if !over.is_empty()
                    && is_rested(facts, client, &over, day)
                    && !invoice.history.iter().any(today)
                    && !is_blocked(facts, client, invoice, day)
                {
                    ready.push((invoice, stage, over));
                }
            }
        }
        for (invoice, stage, over) in &ready {
            let late = |(_, other, ways): &(&InvoiceFacts, &Stage, BTreeSet<Channel>)| {
                other.tone != Tone::HeadsUp && !ways.is_disjoint(over)
            };
            if stage.tone == Tone::HeadsUp && ready.iter().any(late) {
                continue;
            }
            for channel in over {
                due.entry((client.id, *channel))
                    .or_default()
                    .insert(invoice.id, stage.name.clone());
            }
        }
    }
    due
}
