//! What the user does from a list: pay, hold, send, copy, take back.

use chrono::NaiveDate;

use super::Model;
use super::commands::Possible;
use super::effect::Write;
use super::list::Movable;
use super::screens::{Tab, clients};
use super::{Pane, screens};
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::invoice::InvoiceStatus;
use crate::domain::money::Money;
use crate::domain::party::HoldTarget;
use crate::domain::views::{InvoiceRow, Need, ReminderInvoice, ReminderRow};

mod client;
mod copy;
mod document;
mod draft;
mod hold;
mod letter;
mod pay;
mod remind;
mod talk;

pub(super) use client::{can_edit, can_make, can_put_away, edit, make, note, put_away};
pub(super) use copy::{can_copy, copy, copy_menu};
pub(super) use document::{
    accept, ask_for_deposit, ask_to_issue, bill, can_accept, can_ask_for_deposit, can_bill,
    can_copy_again, can_credit, can_decline, can_delete, can_end, can_issue, can_pause, can_recur,
    can_void, can_write_off, copy_again, credit, decline, delete, end, issue, issue_all, pause,
    recur, void_and_copy, write_off,
};
pub(super) use draft::{can_write, draft_here, write};
pub(super) use hold::{can_hold, can_lift, hold, lift, release};
pub(super) use letter::{can_mail, can_state, mail, mail_one, state};
pub(super) use pay::{
    can_pay, can_refund, can_remove, can_settle, pay, pay_one, refund, remove, remove_all, settle,
};
pub(super) use remind::{
    ask_witness, can_look_at_message, can_send, can_skip, look_at_message, resolve, retry, send,
    skip, skip_one,
};

pub(super) use talk::{bank_checked, came, can_note, note as note_talk};

/// An invoice that the cursor is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// Row id.
    pub id: InvoiceId,
    /// Number, or `draft:ID`.
    pub number: String,
    /// Client, where the row says which.
    pub client: Option<ClientId>,
    /// Client's name.
    pub client_name: String,
    /// When it was issued, where the row says so.
    pub issued_on: Option<NaiveDate>,
    /// Open balance.
    pub open: Money,
    /// Whether money and holds make sense: issued, and no credit note.
    pub issued: bool,
    /// Whether it is written off: money can come for it all the same.
    pub written_off: bool,
    /// Whether something came in for it, as far as the row says.
    pub paid: bool,
}

impl Pointed {
    fn of_row(row: &InvoiceRow) -> Self {
        Self {
            id: row.id,
            number: row.reference.clone(),
            client: Some(row.client),
            client_name: row.client_name.clone(),
            issued_on: row.issued_on,
            open: row.open,
            issued: row.status == InvoiceStatus::Issued && row.kind.asks_for_money(),
            written_off: row.status == InvoiceStatus::WrittenOff && row.kind.asks_for_money(),
            paid: row.paid_on.is_some(),
        }
    }

    fn of_reminder(client: Option<ClientId>, client_name: &str, invoice: &ReminderInvoice) -> Self {
        Self {
            id: invoice.id,
            number: invoice.number.clone(),
            client,
            client_name: client_name.to_owned(),
            issued_on: None,
            open: invoice.open,
            issued: true,
            written_off: false,
            paid: true,
        }
    }

    fn of_queue(row: &ReminderRow) -> Vec<Self> {
        let one = |invoice| Self::of_reminder(Some(row.client), &row.client_name, invoice);
        row.invoices.iter().map(one).collect()
    }

    fn of_need(need: &Need) -> Vec<Self> {
        match need {
            Need::Remind(row) | Need::Decide(row) => Self::of_queue(row),
            Need::BrokenPromise {
                hold,
                client_name,
                invoices,
                ..
            } => {
                let client = match hold.target {
                    HoldTarget::Client(id) => Some(id),
                    HoldTarget::Invoice(_) => None,
                };
                let one = |invoice| Self::of_reminder(client, client_name, invoice);
                invoices.iter().map(one).collect()
            }
            Need::Resolve(_) | Need::Refused(_) | Need::Waiting(_) => Vec::new(),
        }
    }
}

impl Model {
    /// The invoices that the marked rows are about; with no marks, those of the row under the cursor.
    #[must_use]
    pub fn pointed(&self) -> Vec<Pointed> {
        if let Some(panel) = &self.send {
            let row = panel.current().map(|item| &item.row);
            return row.map(Pointed::of_queue).unwrap_or_default();
        }
        match (self.tab, self.pane) {
            (Tab::Dashboard, _) => {
                let needs = self.dashboard.needs.chosen();
                needs.into_iter().flat_map(Pointed::of_need).collect()
            }
            (Tab::Invoices, _) => {
                let rows = self.invoices.list.chosen();
                rows.into_iter().map(Pointed::of_row).collect()
            }
            (Tab::Clients, Pane::Detail) if self.clients.part == clients::Part::Invoices => {
                let rows = self.clients.invoices.chosen();
                rows.into_iter().map(Pointed::of_row).collect()
            }
            (Tab::Payments, _) => {
                let row = self.payments.list.current();
                row.map(|row| Pointed {
                    id: row.invoice,
                    number: row.number.clone(),
                    client: None,
                    client_name: row.client_name.clone(),
                    issued_on: None,
                    open: row.open,
                    issued: true,
                    written_off: false,
                    paid: true,
                })
                .into_iter()
                .collect()
            }
            (Tab::Reminders, _) => {
                let rows = self.reminders.list.chosen();
                rows.into_iter().flat_map(Pointed::of_queue).collect()
            }
            (Tab::Clients | Tab::Reports, _) => Vec::new(),
        }
    }

    /// What the row above the hints says when nothing was just done.
    #[must_use]
    pub fn status(&self) -> Option<String> {
        screens::status(self)
    }
}

/// How many rows are marked. What acts on rows then takes these, wherever the cursor stands.
fn marks(model: &Model) -> usize {
    model.list().map_or(0, Movable::mark_count)
}

fn clear_marks(model: &mut Model) {
    if let Some(list) = model.list_mut() {
        list.clear_marks();
    }
}

fn first_pointed(model: &Model) -> Result<Pointed, String> {
    let first = model.pointed().into_iter().next();
    first.ok_or_else(|| {
        if model.tab == Tab::Clients {
            "Open the client (Enter) and choose an invoice.".to_owned()
        } else {
            "Put the cursor on an invoice first.".to_owned()
        }
    })
}

/// Whether there is something to undo: always tried, the book knows.
pub(super) fn can_undo(model: &Model) -> Possible {
    if model.is_writing() && model.outbox.waiting.is_empty() {
        Err("The last change is still being written.".to_owned())
    } else {
        Ok(())
    }
}

/// `u`: a message in its ten seconds is taken back; else the newest change is undone.
pub(super) fn undo(model: &mut Model) {
    if model.outbox.waiting.is_empty() {
        model.write(Write::Undo, "");
        return;
    }
    for id in model.outbox.last_batch() {
        model.write(Write::TakeBack(id), "");
    }
}

/// Does the newest undone change once more.
pub(super) fn redo(model: &mut Model) {
    model.write(Write::Redo, "");
}

#[cfg(test)]
#[path = "act_tests.rs"]
mod tests;
