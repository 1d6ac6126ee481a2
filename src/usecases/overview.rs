//! The first screen, and what stands on every screen.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use super::{messages, reminders};
use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::money::Money;
use crate::domain::party::{Hold, HoldKind};
use crate::domain::reminder::{BlockReason, ClientFacts, Facts, InvoiceFacts, Plan};
use crate::domain::views::{Dashboard, Header, Need, ReminderInvoice, ReminderRow, Turn};
use crate::failure::Result;
use crate::store::{Book, OpenSum, OutboxFilter};

/// How many questions about messages the dashboard shows.
const QUESTIONS: usize = 50;

/// After how long a message that has not left is shown as a need.
const STUCK: TimeDelta = TimeDelta::minutes(5);

/// The tabs and the header.
///
/// # Errors
/// Book, when it cannot be read.
pub fn header(book: &Book, now: Now) -> Result<Header> {
    let profile = book.view().profile()?;
    let (_facts, plan) = reminders::plan_of(book, now)?;
    let thanks = messages::rows(&book.view(), now)?;
    let due = plan.due.len() + thanks.iter().filter(|row| row.turn == Turn::Due).count();
    Ok(Header {
        business: profile.name,
        currency: profile.currency.code().to_owned(),
        reminders_due: i64::try_from(due).unwrap_or(i64::MAX),
        unknown: book.view().unknown_count()?,
        freshness: book.view().freshness(now.today)?,
    })
}

/// Everything on the dashboard.
///
/// # Errors
/// Book, when it cannot be read.
pub fn dashboard(book: &Book, now: Now) -> Result<Dashboard> {
    let view = book.view();
    let (accepted, filed) = view.accepted_from(first_of_month(now.today))?;
    let home = view.profile()?.currency;
    let open = view.open_sums(now.today)?;
    let month = first_of_month(now.today);
    let before = month - Months::new(1);
    let (paid, paid_count) = paid_in(book, home, month)?;
    let (facts, plan) = reminders::plan_of(book, now)?;
    let mut rows = reminders::rows(&facts, &plan, now);
    rows.extend(messages::rows(&view, now)?);
    Ok(Dashboard {
        outstanding: by_currency(home, &open, |sum| sum.sum)?,
        outstanding_count: open.iter().map(|sum| sum.count).sum(),
        overdue: by_currency(home, &open, |sum| sum.overdue)?,
        overdue_count: open.iter().map(|sum| sum.overdue_count).sum(),
        oldest_days: open.iter().map(|sum| sum.oldest).max().unwrap_or_default(),
        paid,
        paid_count,
        paid_before: sum_of(book, home, before)?,
        waiting: view.queued_count()?,
        accepted,
        filed,
        next: next_line(&rows),
        needs: needs(book, now, &facts, &plan, rows)?,
        ages: view.age_bands(now.today, home)?,
        pays_after: view.pays_after(None)?,
        income: view.months("paid", home, month - Months::new(11), now.today)?,
        activity: view.journal(8)?,
        payments_through: view.freshness(now.today)?.through(),
    })
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn by_currency(
    home: Currency,
    open: &[OpenSum],
    pick: fn(&OpenSum) -> Money,
) -> Result<Vec<Money>> {
    let mut sums = vec![Money::zero(home)];
    for sum in open {
        let amount = pick(sum);
        if !amount.is_zero() {
            amount.add_to(&mut sums)?;
        }
    }
    Ok(sums)
}

fn paid_in(book: &Book, home: Currency, month: NaiveDate) -> Result<(Vec<Money>, i64)> {
    let view = book.view();
    let mut sums = vec![Money::zero(home)];
    let mut count = 0;
    for currency in view.month_currencies("paid")? {
        for one in view.months("paid", currency, month, month)? {
            count += one.count;
            if one.count != 0 {
                one.sum.add_to(&mut sums)?;
            }
        }
    }
    Ok((sums, count))
}

fn sum_of(book: &Book, currency: Currency, month: NaiveDate) -> Result<Money> {
    let months = book.view().months("paid", currency, month, month)?;
    Ok(months.first().map_or(Money::zero(currency), |one| one.sum))
}

fn next_line(rows: &[ReminderRow]) -> Option<String> {
    rows.iter().find_map(|row| match row.turn {
        Turn::Later(on) => {
            let number = row
                .invoices
                .first()
                .map_or("", |invoice| invoice.number.as_str());
            Some(format!(
                "{} reminder for {number} on {}",
                row.stage,
                on.format("%-d %b")
            ))
        }
        Turn::Due | Turn::Blocked => None,
    })
}

/// The to-do list: questions about messages first, then what is due, then what to decide.
fn needs(
    book: &Book,
    now: Now,
    facts: &Facts,
    plan: &Plan,
    rows: Vec<ReminderRow>,
) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    let view = book.view();
    let unknown = view.messages(OutboxFilter::Unknown, QUESTIONS)?;
    needs.extend(unknown.into_iter().map(Need::Resolve));
    let refused = view.messages(OutboxFilter::Refused, QUESTIONS)?;
    let stuck = now.at - STUCK;
    let waiting = view.messages(OutboxFilter::Waiting, QUESTIONS)?;
    needs.extend(
        waiting
            .into_iter()
            // What waits for its hour, and was not tried yet, is not stuck.
            .filter(|one| one.queued_at < stuck)
            .filter(|one| one.attempt_count > 0 || one.due_at <= now.at)
            .map(Need::Waiting),
    );
    let blocking = refusals(plan);
    needs.extend(
        refused
            .into_iter()
            .filter(|m| blocking.contains(&m.id))
            .map(Need::Refused),
    );
    let decide = to_decide(plan);
    let (mut due, mut other): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.turn == Turn::Due);
    // A due row says itself what keeps its other half.
    let in_due: Vec<InvoiceId> = due.iter().flat_map(ids).collect();
    other.retain(|row| !ids(row).all(|id| in_due.contains(&id)));
    let broken = broken_promises(book, now, facts)?;
    beside_their_promises(broken, &mut due, &mut needs);
    needs.extend(due.into_iter().map(Need::Remind));
    needs.extend(
        other
            .into_iter()
            .filter(|row| row.turn == Turn::Blocked)
            .filter(|row| {
                row.invoices
                    .iter()
                    .any(|invoice| decide.contains(&invoice.id))
            })
            .map(Need::Decide),
    );
    Ok(needs)
}

/// The reminder of a promise that was not kept stands right below it.
fn beside_their_promises(all: Vec<Need>, due: &mut Vec<ReminderRow>, needs: &mut Vec<Need>) {
    for broken in all {
        let promised: Vec<InvoiceId> = match &broken {
            Need::BrokenPromise { invoices, .. } => invoices.iter().map(|one| one.id).collect(),
            Need::Remind(_)
            | Need::Resolve(_)
            | Need::Refused(_)
            | Need::Waiting(_)
            | Need::Decide(_) => Vec::new(),
        };
        needs.push(broken);
        let (its, rest): (Vec<_>, Vec<_>) = std::mem::take(due)
            .into_iter()
            .partition(|row| ids(row).any(|id| promised.contains(&id)));
        needs.extend(its.into_iter().map(Need::Remind));
        *due = rest;
    }
}

fn ids(row: &ReminderRow) -> impl Iterator<Item = InvoiceId> + '_ {
    row.invoices.iter().map(|invoice| invoice.id)
}

/// A refusal stays a question only while it still blocks an invoice.
fn refusals(plan: &Plan) -> Vec<OutboxId> {
    plan.blocked
        .iter()
        .filter_map(|blocked| match &blocked.reason {
            BlockReason::Refused(id) => Some(*id),
            BlockReason::Held(_)
            | BlockReason::NoAddress(_)
            | BlockReason::NoSms
            | BlockReason::Waiting(_)
            | BlockReason::Unknown(_)
            | BlockReason::CapReached
            | BlockReason::LadderEnded
            | BlockReason::BelowMinimum
            | BlockReason::NoPolicy => None,
        })
        .collect()
}

/// The invoices about which a person must decide what comes next.
fn to_decide(plan: &Plan) -> Vec<InvoiceId> {
    let decide = plan.blocked.iter().filter(|blocked| {
        matches!(
            blocked.reason,
            BlockReason::CapReached
                | BlockReason::LadderEnded
                | BlockReason::NoAddress(_)
                | BlockReason::NoSms
        )
    });
    decide.map(|blocked| blocked.invoice).collect()
}

/// Promises whose day has passed while something that they were about is still open: one a hold. An
/// invoice of a later day was not promised.
fn broken_promises(book: &Book, now: Now, facts: &Facts) -> Result<Vec<Need>> {
    let is_broken = |hold: &&Hold| hold.kind == HoldKind::Promise && !hold.is_active(now.today);
    let mut broken: Vec<(&Hold, ClientId, Vec<&InvoiceFacts>)> = Vec::new();
    for client in &facts.clients {
        for hold in client.holds.iter().filter(is_broken) {
            let theirs = facts
                .invoices
                .iter()
                .filter(|invoice| invoice.client == client.id);
            broken.push((hold, client.id, theirs.collect()));
        }
    }
    for invoice in &facts.invoices {
        for hold in invoice.holds.iter().filter(is_broken) {
            broken.push((hold, invoice.client, vec![invoice]));
        }
    }
    let clients: BTreeMap<ClientId, &ClientFacts> = facts
        .clients
        .iter()
        .map(|client| (client.id, client))
        .collect();
    let view = book.view();
    let mut needs = Vec::new();
    for (hold, client, invoices) in broken {
        let Some(client) = clients.get(&client) else {
            continue;
        };
        let mut promised = Vec::new();
        for invoice in invoices {
            let issued = view.invoice(invoice.id)?.issued_on;
            if issued.is_some_and(|issued| issued <= hold.set_on) {
                promised.push(ReminderInvoice {
                    id: invoice.id,
                    number: invoice.number.clone(),
                    open: invoice.open,
                    days_late: (now.today - invoice.due_on).num_days(),
                    due_on: invoice.due_on,
                    stage: String::new(),
                });
            }
        }
        if !promised.is_empty() {
            needs.push(Need::BrokenPromise {
                hold: hold.clone(),
                client_key: client.key.clone(),
                client_name: client.name.clone(),
                invoices: promised,
            });
        }
    }
    Ok(needs)
}

#[cfg(test)]
#[path = "overview_tests.rs"]
mod tests;
