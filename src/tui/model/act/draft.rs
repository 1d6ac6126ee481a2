//! Drafts under the cursor.

use crate::domain::invoice::InvoiceStatus;
use crate::tui::model::Model;
use crate::tui::model::Pane;
use crate::tui::model::commands::Possible;
use crate::tui::model::screens::{Tab, editor};

/// The draft under the cursor of a list of invoices, as `draft:ID`.
pub(in crate::tui::model) fn draft_here(model: &Model) -> Option<String> {
    let row = match (model.tab, model.pane) {
        (Tab::Invoices, _) => model.invoices.list.current(),
        (Tab::Clients, Pane::Detail) => model.clients.invoices.current(),
        (
            Tab::Dashboard | Tab::Clients | Tab::Payments | Tab::Reminders | Tab::Reports,
            Pane::List | Pane::Detail,
        ) => None,
    };
    let draft = row.filter(|row| row.status == InvoiceStatus::Draft);
    draft.map(|row| row.reference.clone())
}

/// Whether the cursor is on a draft.
pub(in crate::tui::model) fn can_write(model: &Model) -> Possible {
    match (draft_here(model), model.invoices.list.current()) {
        (Some(_), _) => Ok(()),
        (None, Some(row)) => Err(format!(
            "{} is issued and frozen; copy it, or void and copy it.",
            row.reference
        )),
        (None, None) => Err("There is no draft here.".to_owned()),
    }
}

/// Writes on in the draft under the cursor.
pub(in crate::tui::model) fn write(model: &mut Model) {
    if let Some(reference) = draft_here(model) {
        editor::open(model, reference, None, false);
    }
}
