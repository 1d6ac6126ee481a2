//! Holds: no reminders for an invoice or a client, with a reason.

use super::{Pointed, clear_marks, marks};
use crate::domain::ids::HoldId;
use crate::domain::party::{Hold, HoldTarget};
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::form;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::screens::Tab;
use crate::tui::model::{Model, Pane, Write};

/// What a hold can rest on here, in words, the likeliest first. With several rows marked it is all
/// of them, and nothing else.
fn targets(model: &Model) -> Vec<(String, Vec<HoldTarget>)> {
    if marks(model) > 0 {
        return marked(model).into_iter().collect();
    }
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
    let one = |one: &Pointed| (one.number.clone(), vec![HoldTarget::Invoice(one.id)]);
    let mut targets: Vec<(String, Vec<HoldTarget>)> = pointed.iter().map(one).collect();
    let whole = whole.map(|(id, name)| (format!("all of {name}"), vec![HoldTarget::Client(id)]));
    targets.extend(whole);
    targets
}

/// All that is marked, in words; nothing when no issued invoice and no client is.
fn marked(model: &Model) -> Option<(String, Vec<HoldTarget>)> {
    if model.tab == Tab::Clients && model.pane == Pane::List {
        let rows = model.clients.list.marked();
        let targets = rows.iter().map(|row| HoldTarget::Client(row.id));
        return match rows.as_slice() {
            [one] => Some((format!("all of {}", one.name), targets.collect())),
            more => Some((format!("{} clients", more.len()), targets.collect())),
        };
    }
    let mut pointed = model.pointed();
    pointed.retain(|one| one.issued);
    let targets = pointed.iter().map(|one| HoldTarget::Invoice(one.id));
    match pointed.as_slice() {
        [] => None,
        [one] => Some((one.number.clone(), targets.collect())),
        more => Some((format!("{} invoices", more.len()), targets.collect())),
    }
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
            let rows = model.reminders.list.chosen().into_iter();
            rows.filter_map(|row| row.hold.map(|hold| (hold, row.why.clone())))
                .collect()
        }
        Tab::Dashboard | Tab::Payments | Tab::Reports => Vec::new(),
    }
}

/// Whether a hold rests on the row under the cursor.
pub(in crate::tui::model) fn can_lift(model: &Model) -> Possible {
    let by_row = matches!(model.tab, Tab::Invoices | Tab::Clients);
    if by_row && marks(model) > 0 {
        return Err("Holds are lifted one row at a time: clear the marks first (Esc).".to_owned());
    }
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
    if marks(model) > 0 {
        let said = format!("{} holds are lifted. Each u brings one back.", holds.len());
        clear_marks(model);
        for (id, _) in holds {
            model.write(Write::ReleaseHold(id), said.clone());
        }
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
