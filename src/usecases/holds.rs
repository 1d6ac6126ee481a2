//! Holds: reminders rest until a day, or until the user lifts it.

use crate::domain::clock::Now;
use crate::domain::ids::HoldId;
use crate::domain::party::{Hold, HoldKind, HoldTarget};
use crate::domain::views::NewHold;
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo};

/// Every hold that was not lifted.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book) -> Result<Vec<Hold>> {
    book.view().holds()
}

/// Sets a hold on an invoice or a client.
///
/// # Errors
/// Refused, when the reason is empty, a promise has no day, or the day is past.
pub fn set(book: &mut Book, now: Now, target: HoldTarget, new: &NewHold) -> Result<Hold> {
    let reason = new.reason.trim();
    if reason.is_empty() {
        return Err(Failure::refused("A hold needs a reason.")
            .hint("say in a few words why reminders rest"));
    }
    match (new.kind, new.until) {
        (HoldKind::Promise, None) => {
            return Err(
                Failure::refused("A promise needs the day that was promised.")
                    .hint("give it with --until, such as +7 or 2026-12-01"),
            );
        }
        (_, Some(until)) if until < now.today => {
            return Err(
                Failure::refused(format!("A hold until {until} would already be over."))
                    .hint("give today or a later day"),
            );
        }
        (HoldKind::Pause | HoldKind::Promise | HoldKind::Dispute, Some(_))
        | (HoldKind::Pause | HoldKind::Dispute, None) => {}
    }
    let new = NewHold {
        reason: reason.to_owned(),
        ..new.clone()
    };
    book.change(now, Undo::Possible, |tx| {
        let on = tx.hold_target_words(target)?;
        let hold = tx.add_hold(target, &new)?;
        let until = new
            .until
            .map(|day| format!(" until {day}"))
            .unwrap_or_default();
        Ok((
            hold,
            format!("Hold on {on}{until}: {} ({})", new.reason, new.kind.word()),
        ))
    })
}

/// Lifts a hold.
///
/// # Errors
/// Refused, when there is no such hold.
pub fn release(book: &mut Book, now: Now, id: HoldId) -> Result<()> {
    book.change(now, Undo::Possible, |tx| {
        let hold = tx.lift_hold(id)?;
        let on = tx.hold_target_words(hold.target)?;
        Ok(((), format!("Lifted the hold on {on}")))
    })
}
