//! Reminders: opening the send panel, passing over a stage, saying what became of a message.

use super::{Pointed, clear_marks, marks};
use crate::domain::ids::{InvoiceId, OutboxId};
use crate::domain::views::{Need, ReminderRow, Turn};
use crate::tui::model::commands::Possible;
use crate::tui::model::list::Identified;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::overlays::message;
use crate::tui::model::screens::Tab;
use crate::tui::model::screens::send::{self, Want};
use crate::tui::model::{Effect, Model, Pane, Write};

/// Whether a reminder could go from here.
pub(in crate::tui::model) fn can_send(model: &Model) -> Possible {
    match model.tab {
        Tab::Dashboard | Tab::Reminders => match &model.header {
            Some(header) if header.reminders_due == 0 => {
                Err("No reminder is due today.".to_owned())
            }
            Some(_) | None => Ok(()),
        },
        Tab::Clients if model.pane == Pane::List => match model.clients.list.current() {
            Some(_) => Ok(()),
            None => Err("There is no client here.".to_owned()),
        },
        Tab::Invoices | Tab::Clients => match model.pointed().first() {
            Some(_) if model.pointed().iter().any(is_open) => Ok(()),
            Some(one) if !one.issued => Err(format!("{} is not an issued invoice.", one.number)),
            Some(one) if !one.open.is_positive() => {
                Err(format!("Invoice {} has nothing open.", one.number))
            }
            Some(_) => Ok(()),
            None => Err("Put the cursor on an invoice first.".to_owned()),
        },
        Tab::Payments | Tab::Reports => Err("Reminders go from the queue (5).".to_owned()),
    }
}

fn is_open(one: &Pointed) -> bool {
    one.issued && one.open.is_positive()
}

/// Opens the send panel: with what is marked, or with all that is due and the cursor on this one.
pub(in crate::tui::model) fn send(model: &mut Model) {
    let want = match model.tab {
        Tab::Dashboard => {
            let marked = model.dashboard.needs.marked();
            if marked.is_empty() {
                let first = model.dashboard.needs.current().and_then(due_row);
                let first = first.map(Identified::row_id);
                Want::All { first }
            } else {
                let marked = marked.into_iter().map(|need| due_row(need));
                Want::Rows(
                    marked
                        .map(|row| row.map_or([0; 3], Identified::row_id))
                        .collect(),
                )
            }
        }
        Tab::Reminders => {
            let marked = model.reminders.list.marked();
            rows_or_all(&marked, model.reminders.list.current())
        }
        Tab::Invoices => {
            let chosen = model.invoices.list.chosen();
            Want::Invoices(chosen.into_iter().map(|row| row.id).collect())
        }
        Tab::Clients if model.pane == Pane::List => {
            let chosen = model.clients.list.chosen();
            Want::Clients(chosen.into_iter().map(|row| row.id).collect())
        }
        Tab::Clients | Tab::Payments | Tab::Reports => {
            let pointed = model.pointed();
            Want::Invoices(pointed.into_iter().map(|one: Pointed| one.id).collect())
        }
    };
    send::open(model, want);
}

fn due_row(need: &Need) -> Option<&ReminderRow> {
    match need {
        Need::Remind(row) => Some(row),
        Need::Decide(_)
        | Need::Resolve(_)
        | Need::Refused(_)
        | Need::Waiting(_)
        | Need::BrokenPromise { .. } => None,
    }
}

fn rows_or_all(marked: &[&ReminderRow], current: Option<&ReminderRow>) -> Want {
    if marked.is_empty() {
        Want::All {
            first: current.map(Identified::row_id),
        }
    } else {
        Want::Rows(marked.iter().map(|row| row.row_id()).collect())
    }
}

/// The rows of the queue that are marked, or the one under the cursor.
fn queue_rows(model: &Model) -> Vec<&ReminderRow> {
    match model.tab {
        Tab::Reminders => model.reminders.list.chosen(),
        Tab::Dashboard => {
            let needs = model.dashboard.needs.chosen().into_iter();
            needs.filter_map(queue_row).collect()
        }
        Tab::Invoices | Tab::Clients | Tab::Payments | Tab::Reports => Vec::new(),
    }
}

fn queue_row(need: &Need) -> Option<&ReminderRow> {
    match need {
        Need::Remind(row) | Need::Decide(row) => Some(row),
        Need::Resolve(_) | Need::Refused(_) | Need::Waiting(_) | Need::BrokenPromise { .. } => None,
    }
}

/// Whether a stage is due that can be passed over.
pub(in crate::tui::model) fn can_skip(model: &Model) -> Possible {
    let rows = queue_rows(model);
    if rows.iter().any(|row| row.turn == Turn::Due) {
        return Ok(());
    }
    match rows.first() {
        Some(row) if !row.why.is_empty() => Err(row.why.clone()),
        Some(_) | None => Err("No stage is due here.".to_owned()),
    }
}

/// Passes over the stages of all that are marked. With no marks it is the stage that is due under the
/// cursor; where its message covers several invoices, asks which.
pub(in crate::tui::model) fn skip(model: &mut Model) {
    let rows = queue_rows(model).into_iter();
    let due = rows.filter(|row| row.turn == Turn::Due);
    let invoices: Vec<_> = due.flat_map(|row| row.invoices.clone()).collect();
    if marks(model) > 1 {
        let count = invoices.len();
        let said =
            format!("The stages of {count} invoices are passed over. Each u takes one back.");
        clear_marks(model);
        for one in invoices {
            model.write(Write::Skip(one.id), said.clone());
        }
        return;
    }
    if let [one] = invoices.as_slice() {
        skip_one(model, one.id, &one.number, &one.stage);
        return;
    }
    let choices = invoices
        .into_iter()
        .map(|one| {
            let pick = Pick::Skip {
                id: one.id,
                number: one.number.clone(),
                stage: one.stage.clone(),
            };
            Choice::new(one.number, one.stage, pick)
        })
        .collect();
    menu::open(model, "Pass over the stage of", choices, 0);
}

/// Passes over the stage of one invoice.
pub(in crate::tui::model) fn skip_one(model: &mut Model, id: InvoiceId, number: &str, stage: &str) {
    let said = format!("The stage {stage} of {number} is passed over.");
    model.write(Write::Skip(id), said);
}

/// The message that the row under the cursor is about.
fn message_id(model: &Model) -> Option<OutboxId> {
    match model.tab {
        Tab::Dashboard => match model.dashboard.needs.current()? {
            Need::Resolve(message) | Need::Refused(message) | Need::Waiting(message) => {
                Some(message.id)
            }
            Need::Remind(row) | Need::Decide(row) => row.message,
            Need::BrokenPromise { .. } => None,
        },
        Tab::Reminders => model.reminders.list.current()?.message,
        Tab::Invoices => {
            let detail = model.invoices.current_detail()?;
            detail.reminders.iter().rev().find_map(|one| one.message)
        }
        Tab::Clients => {
            let detail = model.clients.current_detail()?;
            detail.messages.first().map(|message| message.id)
        }
        Tab::Payments | Tab::Reports => None,
    }
}

/// Whether there is a message to look at here.
pub(in crate::tui::model) fn can_look_at_message(model: &Model) -> Possible {
    match message_id(model) {
        Some(_) => Ok(()),
        None => Err("No message went from here.".to_owned()),
    }
}

/// Shows the message, its attempts, and what can be done with it.
pub(in crate::tui::model) fn look_at_message(model: &mut Model) {
    if let Some(id) = message_id(model) {
        message::open(model, id);
    }
}

/// Says what became of a message whose outcome is unknown.
pub(in crate::tui::model) fn resolve(model: &mut Model, id: OutboxId, sent: bool) {
    let said = if sent {
        "The message counts as sent."
    } else {
        "The message counts as not sent."
    };
    model.write(Write::Resolve { id, sent }, said);
}

/// Has somebody asked what became of a message, while the screens go on.
pub(in crate::tui::model) fn ask_witness(model: &mut Model, id: OutboxId) {
    model.effects.push(Effect::Ask(id));
    model.note("Asking what became of it …");
}

/// Queues a message again.
pub(in crate::tui::model) fn retry(model: &mut Model, id: OutboxId) {
    model.write(Write::Retry(id), "The message is queued again.");
}
