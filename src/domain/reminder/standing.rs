//! Why an invoice rests, and until when.

use chrono::NaiveDate;

use super::calendar::add_days;
use super::facts::{BlockReason, Blocked, Fate, InvoiceFacts};
use super::ladder::{Ladder, Side};
use super::sentences;
use crate::domain::party::Hold;
use crate::domain::policy::Policy;

/// The first day on which a message about an invoice may go by itself, when time alone brings it:
/// the day after a hold ends, or the day after today while a message waits in the outbox. `None`
/// while a person must act first.
pub(super) fn opening(
    side: Side<'_>,
    invoice: &InvoiceFacts,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let mut opening = today;
    for past in &invoice.history {
        match past.fate {
            Fate::Unknown { .. } => return None,
            Fate::Waiting { .. } => opening = opening.max(add_days(today, 1)),
            Fate::Delivered | Fate::Refused { .. } | Fate::Skipped => {}
        }
    }
    if is_below_minimum(side.policy, invoice) {
        return None;
    }
    match active_hold(side, invoice, today) {
        Some(hold) => Some(opening.max(add_days(hold.until?, 1))),
        None => Some(opening),
    }
}

/// Why an invoice rests today whatever its stage's day; `None` when it can be planned.
pub(super) fn standing(
    side: Side<'_>,
    invoice: &InvoiceFacts,
    earliest: NaiveDate,
    today: NaiveDate,
) -> Option<Blocked> {
    let ladder = Ladder::new(invoice, side);
    let wanted = ladder.wanted_from(earliest).map(|(rung, _)| rung.stage);
    let (reason, why) = decision(side, invoice, today)
        .or_else(|| end(side, &ladder, wanted.is_some()))
        .or_else(|| {
            let reason = ladder.obstacle(wanted?.channel.first())?;
            let why = sentences::obstacle(side.client, invoice, &reason);
            Some((reason, why))
        })?;
    Some(Blocked {
        invoice: invoice.id,
        client: invoice.client,
        stage: wanted.map(|stage| stage.name.clone()),
        reason,
        why,
    })
}

/// What a person has decided, or must.
fn decision(
    side: Side<'_>,
    invoice: &InvoiceFacts,
    today: NaiveDate,
) -> Option<(BlockReason, String)> {
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
    if let Some(message) = waiting {
        return Some((BlockReason::Waiting(message), sentences::waiting(message)));
    }
    if let Some(hold) = active_hold(side, invoice, today) {
        return Some((BlockReason::Held(hold.clone()), sentences::held(hold)));
    }
    is_below_minimum(side.policy, invoice).then(|| {
        let why = sentences::below_minimum(side.policy, invoice.open);
        (BlockReason::BelowMinimum, why)
    })
}

/// Whether the ladder has come to its end.
fn end(side: Side<'_>, ladder: &Ladder<'_>, has_next: bool) -> Option<(BlockReason, String)> {
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
    }
}
