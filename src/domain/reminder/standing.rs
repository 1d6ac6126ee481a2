//! Why an invoice rests, and until when.

use chrono::NaiveDate;

use super::calendar::add_days;
use super::facts::{BlockReason, Blocked, Fate, InvoiceFacts};
use super::ladder::{Ladder, Opening, Side};
use super::returned::returned;
use super::sentences;
use crate::domain::party::Hold;
use crate::domain::policy::{Policy, Stage};

/// When a message about an invoice may go by itself, as far as time alone brings it: after a hold
/// ends, and for the next stage the day after today while a message waits in the outbox, or never
/// while nobody knows of one. The second half of a stage waits for neither.
pub(super) fn opening(side: Side<'_>, invoice: &InvoiceFacts, today: NaiveDate) -> Opening {
    let half = if is_below_minimum(side.policy, invoice) {
        None
    } else {
        match active_hold(side, invoice, today) {
            Some(hold) => hold.until.map(|until| add_days(until, 1)),
            None => Some(today),
        }
    };
    let mut stages = half;
    for past in &invoice.history {
        match past.fate {
            Fate::Unknown { .. } => stages = None,
            Fate::Waiting { .. } => stages = stages.map(|day| day.max(add_days(today, 1))),
            Fate::Delivered | Fate::Refused { .. } | Fate::Skipped => {}
        }
    }
    Opening { stages, half }
}

/// Why an invoice rests today whatever its stage's day; `None` when it can be planned. Where the
/// second half of its last stage still goes, only what rests that too counts.
pub(super) fn standing(
    side: Side<'_>,
    invoice: &InvoiceFacts,
    earliest: NaiveDate,
    today: NaiveDate,
    has_half: bool,
) -> Option<Blocked> {
    let ladder = Ladder::new(invoice, side);
    let wanted = ladder.wanted_from(earliest);
    let wanted = wanted.map(|(step, _)| step.rung.stage);
    let rests = || rest(side, invoice, today);
    let found = if has_half {
        rests().map(|found| pending(invoice).unwrap_or(found))
    } else {
        pending(invoice)
            .or_else(rests)
            .or_else(|| end(side, &ladder, wanted.is_some()))
            .or_else(|| no_way(side, &ladder, wanted?))
    };
    let (reason, why) = found?;
    let returned = returned(side.client, invoice, today);
    let said = returned.iter().map(sentences::returned).chain([why]);
    let why = said.collect::<Vec<_>>().join(" ");
    Some(Blocked {
        invoice: invoice.id,
        client: invoice.client,
        stage: wanted.map(|stage| stage.name.clone()),
        reason,
        why,
        returned,
    })
}

/// That a stage has no way to go, and what is in each.
fn no_way(side: Side<'_>, ladder: &Ladder<'_>, stage: &Stage) -> Option<(BlockReason, String)> {
    let obstacles = ladder.obstacles(stage);
    if obstacles.len() < side.ways(stage).channels().len() {
        return None;
    }
    let why = sentences::no_way(side.client, ladder.invoice, &obstacles);
    Some((obstacles.into_iter().next()?, why))
}

/// A message about it whose end is open.
fn pending(invoice: &InvoiceFacts) -> Option<(BlockReason, String)> {
    let mut waiting = None;
    for past in &invoice.history {
        match past.fate {
            Fate::Unknown { message } => {
                return Some((BlockReason::Unknown(message), sentences::unknown(message)));
            }
            Fate::Waiting { message } => waiting = Some(message),
            Fate::Delivered | Fate::Refused { .. } | Fate::Skipped => {}
        }
    }
    waiting.map(|message| (BlockReason::Waiting(message), sentences::waiting(message)))
}

/// What a person has decided.
fn rest(side: Side<'_>, invoice: &InvoiceFacts, today: NaiveDate) -> Option<(BlockReason, String)> {
    if let Some(hold) = active_hold(side, invoice, today) {
        return Some((BlockReason::Held(hold.clone()), sentences::held(hold)));
    }
    is_below_minimum(side.policy, invoice).then(|| {
        let why = sentences::below_minimum(side.policy, invoice.open);
        (BlockReason::BelowMinimum, why)
    })
}

/// Whether the ladder has come to its end; a half of its last stage that never went is said first.
fn end(side: Side<'_>, ladder: &Ladder<'_>, has_next: bool) -> Option<(BlockReason, String)> {
    let (reason, why) = at_end(side, ladder, has_next)?;
    let said = sentences::never_went(ladder).into_iter().chain([why]);
    Some((reason, said.collect::<Vec<_>>().join(" ")))
}

fn at_end(side: Side<'_>, ladder: &Ladder<'_>, has_next: bool) -> Option<(BlockReason, String)> {
    if ladder.is_capped() {
        return Some((BlockReason::CapReached, sentences::capped(ladder.gone())));
    }
    let why = match (ladder.is_over(), has_next) {
        (false, true) => return None,
        (false, false) => sentences::TOO_LATE.to_owned(),
        (true, _) => sentences::ended(side.policy, ladder.invoice),
    };
    Some((BlockReason::LadderEnded, why))
}

fn is_below_minimum(policy: &Policy, invoice: &InvoiceFacts) -> bool {
    invoice.open.to_decimal() < policy.minimum
}

/// Of the holds that rest on an invoice on a day, the one that lasts longest.
fn active_hold<'a>(
    side: Side<'a>,
    invoice: &'a InvoiceFacts,
    today: NaiveDate,
) -> Option<&'a Hold> {
    let holds = side.client.holds.iter().chain(&invoice.holds);
    holds
        .filter(|hold| hold.is_active(today))
        .max_by_key(|hold| hold.until.unwrap_or(NaiveDate::MAX))
}

/// An invoice that no ladder is known for.
pub(super) fn no_policy(invoice: &InvoiceFacts, why: String) -> Blocked {
    Blocked {
        invoice: invoice.id,
        client: invoice.client,
        stage: None,
        reason: BlockReason::NoPolicy,
        why,
        returned: None,
    }
}
