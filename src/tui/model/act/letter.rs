//! Messages that a person asks for: a statement of account, an invoice once more.

use crate::domain::ids::ClientId;
use crate::domain::views::{About, ReminderInvoice, ReminderRow};
use crate::tui::model::act::Pointed;
use crate::tui::model::commands::Possible;
use crate::tui::model::screens::Tab;
use crate::tui::model::screens::send::{self, Want};
use crate::tui::model::{Model, Pane};

/// The client that the cursor is on.
pub(super) fn client_here(model: &Model) -> Option<(ClientId, String)> {
    if let Some(panel) = &model.send {
        let row = &panel.current()?.row;
        return Some((row.client, row.client_name.clone()));
    }
    if model.tab == Tab::Clients && (model.pane == Pane::List || model.pointed().is_empty()) {
        let row = model.clients.list.current()?;
        return Some((row.id, row.name.clone()));
    }
    let one = model.pointed().into_iter().next()?;
    Some((one.client?, one.client_name))
}

/// Whether there is a client for a statement.
pub(in crate::tui::model) fn can_state(model: &Model) -> Possible {
    match client_here(model) {
        Some(_) => Ok(()),
        None => Err("Put the cursor on a client first.".to_owned()),
    }
}

/// Shows the statement of account of a client, as it would go.
pub(in crate::tui::model) fn state(model: &mut Model) {
    if let Some((client, name)) = client_here(model) {
        let row = ReminderRow::asked(client, &name, About::Statement, Vec::new());
        send::open(model, Want::This(Box::new(row)));
    }
}

fn issued(model: &Model) -> Result<Pointed, String> {
    let one = super::first_pointed(model)?;
    if one.issued && one.client.is_some() {
        Ok(one)
    } else {
        Err(format!("{} is not an issued invoice.", one.number))
    }
}

/// Whether the cursor is on an invoice that can be mailed.
pub(in crate::tui::model) fn can_mail(model: &Model) -> Possible {
    issued(model).map(|_| ())
}

/// Shows the message with the invoice under the cursor, as it would go.
pub(in crate::tui::model) fn mail(model: &mut Model) {
    if let Ok(one) = issued(model) {
        mail_one(model, one);
    }
}

/// Shows the message with an invoice, as it would go.
pub(in crate::tui::model) fn mail_one(model: &mut Model, one: Pointed) {
    let Some(client) = one.client else { return };
    let invoice = ReminderInvoice {
        id: one.id,
        number: one.number,
        open: one.open,
        days_late: 0,
        due_on: one.issued_on.unwrap_or(model.now.today),
        stage: String::new(),
    };
    let about = About::Invoice(one.id);
    let row = ReminderRow::asked(client, &one.client_name, about, vec![invoice]);
    send::open(model, Want::This(Box::new(row)));
}
