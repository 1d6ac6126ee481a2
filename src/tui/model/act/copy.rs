//! Copying: number, amount, address, to the clipboard.

use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::screens::Tab;
use crate::tui::model::{Effect, Model};

/// Whether there is something to copy here.
pub(in crate::tui::model) fn can_copy(model: &Model) -> Possible {
    if copies(model).is_empty() {
        Err("There is nothing to copy here.".to_owned())
    } else {
        Ok(())
    }
}

/// Opens the menu of what can be copied.
pub(in crate::tui::model) fn copy_menu(model: &mut Model) {
    let choices = copies(model)
        .into_iter()
        .map(|(name, text)| Choice::new(name, text.clone(), Pick::Copy(text)))
        .collect();
    menu::open(model, "Copy", choices, 0);
}

/// Copies a text and says so.
pub(in crate::tui::model) fn copy(model: &mut Model, text: String) {
    model.say(format!("Copied {text}."));
    model.ask(Effect::Copy(text));
}

fn copies(model: &Model) -> Vec<(&'static str, String)> {
    let found = match model.tab {
        Tab::Invoices => invoice_copies(model),
        Tab::Clients => client_copies(model),
        Tab::Payments => model.payments.list.current().map(|row| {
            vec![
                ("number", row.number.clone()),
                ("amount", row.amount.plain()),
                ("client", row.client_name.clone()),
            ]
        }),
        Tab::Reminders => model.reminders.list.current().map(|row| {
            let number = row.invoices.first().map(|invoice| invoice.number.clone());
            vec![
                ("number", number.unwrap_or_default()),
                ("client", row.client_name.clone()),
                ("address", row.to.join(", ")),
            ]
        }),
        Tab::Dashboard | Tab::Reports => None,
    };
    let mut found = found.unwrap_or_default();
    found.retain(|(_, text)| !text.is_empty());
    found
}

fn invoice_copies(model: &Model) -> Option<Vec<(&'static str, String)>> {
    let row = model.invoices.list.current()?;
    let to = model.invoices.current_detail().map(|detail| {
        let contacts = detail.client.contacts.iter();
        let emails: Vec<&str> = contacts.map(|contact| contact.email.as_str()).collect();
        emails.join(", ")
    });
    Some(vec![
        ("number", row.reference.clone()),
        ("open", row.open.plain()),
        ("amount", row.gross.plain()),
        ("client", row.client_name.clone()),
        ("address", to.unwrap_or_default()),
    ])
}

fn client_copies(model: &Model) -> Option<Vec<(&'static str, String)>> {
    let row = model.clients.list.current()?;
    let mut found = vec![("name", row.name.clone()), ("key", row.key.clone())];
    if let Some(detail) = model.clients.current_detail() {
        for contact in &detail.client.contacts {
            found.push(("e-mail", contact.email.clone()));
            found.push(("phone", contact.phone.clone()));
        }
        found.push(("address", detail.client.address.join(", ")));
        found.push(("tax id", detail.client.tax_id.clone()));
    }
    Some(found)
}
