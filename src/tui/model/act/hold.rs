//! Holds: no reminders for an invoice or a client, with a reason.

use super::Pointed;
use crate::domain::ids::HoldId;
use crate::domain::party::{Hold, HoldTarget};
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::form;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::screens::Tab;
use crate::tui::model::{Model, Write};

/// What a hold can rest on here, in words, the likeliest first.
fn targets(model: &Model) -> Vec<(String, HoldTarget)> {
    let mut pointed = model.pointed();
    pointed.retain(|one| one.issued);
    let whole = match pointed.first() {
        Some(first) => first.client.map(|id| (id, first.client_name.clone())),
        None if model.tab == Tab::Clients => {
            let row = model.clients.list.current();
            row.map(|row| (row.id, row.name.clone()))
        }
        None => None,
    };
    let one = |one: &Pointed| (one.number.clone(), HoldTarget::Invoice(one.id));
    let mut targets: Vec<(String, HoldTarget)> = pointed.iter().map(one).collect();
    targets.extend(whole.map(|(id, name)| (format!("all of {name}"), HoldTarget::Client(id))));
    targets
}

/// Whether there is something to hold here.
pub(in crate::tui::model) fn can_hold(model: &Model) -> Possible {
    if targets(model).is_empty() {
        Err("Put the cursor on an issued invoice or a client first.".to_owned())
    } else {
        Ok(())
    }
}

/// Opens the form for a hold.
pub(in crate::tui::model) fn hold(model: &mut Model) {
    let targets = targets(model);
    form::hold::open(model, targets);
}

/// The holds on the row under the cursor.
fn holds(model: &Model) -> Vec<(HoldId, String)> {
    let words = |hold: &Hold| (hold.id, format!("{}: {}", hold.kind.word(), hold.reason));
    match model.tab {
        Tab::Invoices => {
            let detail = model.invoices.current_detail();
            detail.map_or_else(Vec::new, |detail| detail.holds.iter().map(words).collect())
        }
        Tab::Clients => {
            let detail = model.clients.current_detail();
            detail.map_or_else(Vec::new, |detail| detail.holds.iter().map(words).collect())
        }
        Tab::Reminders => {
            let row = model.reminders.list.current();
            let held = row.and_then(|row| row.hold.map(|hold| (hold, row.why.clone())));
            held.into_iter().collect()
        }
        Tab::Dashboard | Tab::Payments | Tab::Reports => Vec::new(),
    }
}

/// Whether a hold rests on the row under the cursor.
pub(in crate::tui::model) fn can_lift(model: &Model) -> Possible {
    if holds(model).is_empty() {
        Err("No hold rests on this.".to_owned())
    } else {
        Ok(())
    }
}

/// Lifts the hold; where there are several, asks which.
pub(in crate::tui::model) fn lift(model: &mut Model) {
    let holds = holds(model);
    if let [(id, _)] = holds.as_slice() {
        release(model, *id);
        return;
    }
    let choices = holds
        .into_iter()
        .map(|(id, words)| Choice::new(words, "", Pick::Lift(id)))
        .collect();
    menu::open(model, "Lift which hold", choices, 0);
}

/// Lifts one hold.
pub(in crate::tui::model) fn release(model: &mut Model, id: HoldId) {
    model.write(Write::ReleaseHold(id), "The hold is lifted.");
}
