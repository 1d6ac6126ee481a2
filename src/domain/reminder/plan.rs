//! The plan of a day, and the days that would follow it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::facts::{
    BlockReason, Blocked, ClientFacts, DueMessage, Facts, InvoiceFacts, Later, PastMessage, Plan,
};
use super::ladder::{Ladder, Side, Step};
use super::returned::returned;
use super::rounds::{Round, Rounds};
use super::sentences;
use super::standing::{no_policy, opening, standing};
use crate::domain::ids::ClientId;
use crate::domain::policy::Policy;
use crate::failure::{Failure, Result};

/// The longest simulation, in days: three years.
const LONGEST: i64 = 3 * 366;

/// What is due on a day, what comes later, and what is blocked and why.
///
/// Only issued invoices with a positive open balance count, and each of them appears exactly once:
/// in the due messages of one stage (one message a channel), or under `later`, or under `blocked`.
///
/// A stage that goes over both channels is over when both messages have gone; while only one has,
/// the other stays due until an interval has passed or the next stage takes over. The interval lies
/// between days, so two channels may carry a message on one day, but each of them only one.
///
/// The days under `later` assume that what is due goes today, that every message is accepted, and
/// that nobody pays: [`simulate`] gives the same days. The order is fixed by the facts: due messages
/// that come back from a hold first, then by most days late, then the client's key; later ones by day; all ties by client and number.
///
/// A policy should have passed [`crate::domain::policy::check`]; one that has not is still planned
/// without a panic.
#[must_use]
pub fn plan(facts: &Facts, today: NaiveDate) -> Plan {
    let mut days = Vec::new();
    let mut plan = Plan::default();
    let mut by_client = invoices_by_client(facts);
    let policies = policies(facts);
    for client in &facts.clients {
        let Some(invoices) = by_client.remove(&client.id) else {
            continue;
        };
        let Some(policy) = policies.get(client.policy.as_str()) else {
            let missing = |invoice| no_policy(invoice, sentences::no_policy(client));
            plan.blocked.extend(invoices.into_iter().map(missing));
            continue;
        };
        let log = log(client, &invoices);
        let side = Side {
            client,
            policy,
            calendar: Calendar::new(&facts.own_country, &client.country),
            log: &log,
        };
        plan_client(side, &invoices, today, &mut days, &mut plan);
    }
    let stray = by_client.into_values().flatten();
    let nobody = |invoice| no_policy(invoice, sentences::NO_CLIENT.to_owned());
    plan.blocked.extend(stray.map(nobody));
    plan.due = in_order(days, facts).into_iter().map(|(_, m)| m).collect();
    sort_rest(&mut plan, facts);
    plan
}

/// Every message that would go from one day until another, both included, day by day, if each were
/// accepted and nobody paid. A message that waits in the outbox counts as accepted; an unknown one
/// still waits for a person.
///
/// # Errors
/// Usage, when the end lies before the start, or more than three years (1098 days) after it.
pub fn simulate(
    facts: &Facts,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(NaiveDate, DueMessage)>> {
    if until < from {
        return Err(
            Failure::usage(format!("The simulation ends on {until}, before {from}."))
                .hint("give a later end"),
        );
    }
    if (until - from).num_days() > LONGEST {
        return Err(Failure::usage(format!(
            "The simulation from {from} until {until} is longer than three years."
        ))
        .hint("give an end within three years"));
    }
    let mut by_client = invoices_by_client(facts);
    let policies = policies(facts);
    let mut days = Vec::new();
    for client in &facts.clients {
        let Some(invoices) = by_client.remove(&client.id) else {
            continue;
        };
        let Some(policy) = policies.get(client.policy.as_str()) else {
            continue;
        };
        let log = log(client, &invoices);
        let side = Side {
            client,
            policy,
            calendar: Calendar::new(&facts.own_country, &client.country),
            log: &log,
        };
        let rounds = start(side, &invoices, from).take_while(|round| round.day <= until);
        days.extend(rounds.flat_map(|round| {
            let day = round.day;
            round
                .messages
                .into_iter()
                .map(move |message| (day, message))
        }));
    }
    Ok(in_order(days, facts))
}

type Dated = (NaiveDate, DueMessage);

fn policies(facts: &Facts) -> HashMap<&str, &Policy> {
    let named = facts.policies.iter().map(|p| (p.key.as_str(), p));
    named.collect()
}

/// The invoices that count, in the order of the facts.
fn invoices_by_client(facts: &Facts) -> BTreeMap<ClientId, Vec<&InvoiceFacts>> {
    let mut by_client: BTreeMap<ClientId, Vec<&InvoiceFacts>> = BTreeMap::new();
    for invoice in &facts.invoices {
        if invoice.issued && invoice.open.is_positive() {
            by_client.entry(invoice.client).or_default().push(invoice);
        }
    }
    by_client
}

/// Every live message to a client that the facts tell of.
fn log(client: &ClientFacts, invoices: &[&InvoiceFacts]) -> Vec<PastMessage> {
    let about = invoices.iter().flat_map(|invoice| &invoice.history);
    let about = about.filter(|r| r.is_live()).map(|r| PastMessage {
        channel: r.channel,
        on: r.on,
    });
    client.latest.iter().copied().chain(about).collect()
}

/// The rounds of a client, one ladder for each invoice.
fn start<'a>(side: Side<'a>, invoices: &[&'a InvoiceFacts], today: NaiveDate) -> Rounds<'a> {
    let ladders = invoices.iter().map(|invoice| {
        let opening = opening(side, invoice, today);
        Ladder::new(invoice, side).opening(opening)
    });
    Rounds::new(side, ladders.collect(), today)
}

fn plan_client<'a>(
    side: Side<'a>,
    invoices: &[&'a InvoiceFacts],
    today: NaiveDate,
    days: &mut Vec<Dated>,
    plan: &mut Plan,
) {
    let mut rounds = start(side, invoices, today);
    let mut open = HashSet::new();
    for (place, invoice) in invoices.iter().enumerate() {
        let ladder = rounds.ladders.get(place);
        let has_half = ladder.is_some_and(|ladder| ladder.half_from(today).is_some());
        let earliest = rounds.earliest(place);
        match standing(side, invoice, earliest, today, has_half) {
            Some(blocked) => plan.blocked.push(blocked),
            None => {
                open.insert(invoice.id);
            }
        }
    }
    while !open.is_empty() {
        let Some(round) = rounds.next() else { break };
        for (place, step) in &round.going {
            let Some(ladder) = rounds.ladders.get(*place) else {
                continue;
            };
            if open.remove(&ladder.invoice.id) && round.day > today {
                plan.later.push(later(side, ladder, *step, &round, today));
            }
        }
        if round.day == today {
            days.extend(round.messages.into_iter().map(|message| (today, message)));
        }
    }
    for invoice in invoices.iter().filter(|invoice| open.contains(&invoice.id)) {
        let earliest = side.calendar.on_or_after(today);
        let without_half = standing(side, invoice, earliest, today, false);
        plan.blocked.push(without_half.unwrap_or_else(|| Blocked {
            invoice: invoice.id,
            client: invoice.client,
            stage: None,
            reason: BlockReason::LadderEnded,
            why: sentences::TOO_LATE.to_owned(),
            returned: None,
        }));
    }
}

fn later(
    side: Side<'_>,
    ladder: &Ladder<'_>,
    step: Step<'_>,
    round: &Round<'_>,
    today: NaiveDate,
) -> Later {
    let returned = returned(side.client, ladder.invoice, today);
    let mut why: Vec<String> = returned.iter().map(sentences::returned).collect();
    why.push(sentences::later(side.policy, ladder, step, round, today));
    if step.after.is_none() {
        why.extend(sentences::never_went(ladder));
    }
    why.extend(sentences::aside(side.client, ladder, step));
    Later {
        invoice: ladder.invoice.id,
        client: ladder.invoice.client,
        ways: step.ways,
        stage: step.rung.stage.name.clone(),
        tone: step.rung.stage.tone,
        on: round.day,
        why: why.join(" "),
        returned,
    }
}

/// By day; on one day what comes back from a hold first, then most days late, then by client and
/// channel.
fn in_order(mut days: Vec<Dated>, facts: &Facts) -> Vec<Dated> {
    let keys = client_keys(&facts.clients);
    days.sort_by_cached_key(|(day, message)| {
        let oldest = message.invoices.iter().map(|i| i.days_late).max();
        let key = keys.get(&message.client).copied();
        let other = message.returned.is_none();
        (
            *day,
            other,
            Reverse(oldest),
            key,
            message.client,
            message.channel,
        )
    });
    days
}

fn sort_rest(plan: &mut Plan, facts: &Facts) {
    let keys = client_keys(&facts.clients);
    let numbers: HashMap<_, _> = facts
        .invoices
        .iter()
        .map(|invoice| (invoice.id, invoice.number.as_str()))
        .collect();
    let order = |client: ClientId, invoice| {
        let key = keys.get(&client).copied();
        (key, client, numbers.get(&invoice).copied(), invoice)
    };
    plan.later
        .sort_by_cached_key(|l| (l.on, order(l.client, l.invoice)));
    plan.blocked
        .sort_by_cached_key(|b| order(b.client, b.invoice));
}

fn client_keys(clients: &[ClientFacts]) -> HashMap<ClientId, &str> {
    clients.iter().map(|c| (c.id, c.key.as_str())).collect()
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "plan_properties_tests.rs"]
mod properties;
