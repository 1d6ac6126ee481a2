//! The contact log: what was said and heard beside messages, and the holds that follow from it.

use crate::domain::clock::Now;
use crate::domain::ids::{HoldId, TalkId};
use crate::domain::invoice::Invoice;
use crate::domain::party::{Hold, HoldKind, HoldTarget};
use crate::domain::talk::{NewTalk, Talk};
use crate::domain::text;
use crate::domain::views::NewHold;
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo, View};

pub use crate::store::TalkFilter;

/// What a talk brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The talk as it stands in the log.
    pub talk: Talk,
    /// The holds that it set.
    pub holds: Vec<Hold>,
    /// The invoices that they say they never got, by number: sending them again is offered.
    pub send_again: Vec<String>,
}

/// Talks, the newest first, at most `limit`.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book, filter: TalkFilter, limit: usize) -> Result<Vec<Talk>> {
    book.view().talks(filter, limit)
}

/// Notes a talk. A promised day sets a promise hold until then, a dispute sets a dispute hold: on
/// each invoice that was named and is open, or on the client when none was named. A new promise
/// takes the place of one that still runs. All of it is one change.
///
/// # Errors
/// Refused, when the day is in the future, the promised day is before it, or an invoice is another
/// client's or nobody pays it.
pub fn add(book: &mut Book, now: Now, new: &NewTalk) -> Result<Noted> {
    let mut new = new.clone();
    new.note = text::block(&new.note).trim().to_owned();
    if new.on > now.today {
        return Err(Failure::refused(format!(
            "{} is in the future: the log holds what was said.",
            new.on
        ))
        .hint("give the day of the talk"));
    }
    if let Some(promised) = new.promised_on.filter(|promised| *promised < new.on) {
        return Err(Failure::refused(format!(
            "They cannot have promised on {} to pay by {promised}.",
            new.on
        ))
        .hint("give the day of the talk or a later one"));
    }
    book.change(now, Undo::Possible, |tx| {
        let client = tx.client(new.client)?;
        let invoices = named(tx, &new)?;
        let holds = holds(tx, now, &new, &invoices)?;
        let id = tx.add_talk(&new, holds.first().map(|hold| hold.id))?;
        let talk = tx.talk(id)?;
        let about = match talk.invoices.as_slice() {
            [] => String::new(),
            numbers => format!(" about {}", numbers.join(", ")),
        };
        let line = format!("Noted with {}{about}: {}", client.name, talk.words());
        let send_again = if talk.outcome.wants_invoice_again() {
            talk.invoices.clone()
        } else {
            Vec::new()
        };
        let noted = Noted {
            talk,
            holds,
            send_again,
        };
        Ok((noted, line))
    })
}

fn named(tx: &Tx<'_>, new: &NewTalk) -> Result<Vec<Invoice>> {
    let invoices: Vec<Invoice> = new
        .invoices
        .iter()
        .map(|id| tx.invoice(*id))
        .collect::<Result<_>>()?;
    for invoice in &invoices {
        let number = invoice.reference();
        if invoice.client != new.client {
            return Err(Failure::refused(format!(
                "{} {number} is of {}.",
                text::capital(invoice.kind.name()),
                invoice.client_name
            ))
            .hint("note one talk for each client"));
        }
        if invoice.number.is_none() {
            return Err(Failure::refused(format!(
                "{number} is not issued; nobody has seen it yet."
            ))
            .hint("name an issued document, or none"));
        }
    }
    Ok(invoices)
}

/// Sets the holds of a talk that do not rest there already.
fn holds(tx: &Tx<'_>, now: Now, new: &NewTalk, invoices: &[Invoice]) -> Result<Vec<Hold>> {
    let Some((kind, until)) = new.hold() else {
        return Ok(Vec::new());
    };
    let hold = NewHold {
        kind,
        until,
        reason: new.reason(),
    };
    let targets: Vec<HoldTarget> = if new.invoices.is_empty() {
        vec![HoldTarget::Client(new.client)]
    } else {
        let open = invoices
            .iter()
            .filter(|invoice| invoice.standing().open() > 0);
        open.map(|invoice| HoldTarget::Invoice(invoice.id))
            .collect()
    };
    let present = tx.holds()?;
    let mut set = Vec::new();
    for target in targets {
        let same =
            |one: &&Hold| one.target == target && one.kind == kind && one.is_active(now.today);
        match kind {
            HoldKind::Dispute if present.iter().any(|one| same(&one)) => continue,
            HoldKind::Promise => {
                let earlier: Vec<HoldId> = present.iter().filter(same).map(|one| one.id).collect();
                for id in earlier {
                    tx.lift_hold(id)?;
                }
            }
            HoldKind::Dispute | HoldKind::Pause => {}
        }
        set.push(tx.add_hold(target, &hold)?);
    }
    Ok(set)
}

/// Removes a talk that was noted by mistake. A hold that it set stays: it is lifted by itself.
///
/// # Errors
/// Refused, when there is no such talk.
pub fn remove(book: &mut Book, now: Now, id: TalkId) -> Result<Talk> {
    book.change(now, Undo::Possible, |tx| {
        let talk = tx.remove_talk(id)?;
        let line = format!(
            "Removed the talk with {}: {}",
            talk.client_name,
            talk.words()
        );
        Ok((talk, line))
    })
}

/// The talks about an invoice, and those with its client that named none, oldest first.
///
/// # Errors
/// Book, when it cannot be read.
pub(super) fn of_invoice(view: &View<'_>, invoice: &Invoice) -> Result<Vec<Talk>> {
    let mut talks = view.talks(TalkFilter::Invoice(invoice.id), usize::MAX)?;
    talks.reverse();
    Ok(talks)
}

#[cfg(test)]
#[path = "talks_tests.rs"]
mod tests;
