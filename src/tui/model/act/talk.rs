//! What was said and heard beside messages, and "I checked my bank today".

use super::letter::client_here;
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::form::talk::{self, CAME, Came, With};
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::{Model, Write};

/// Whom and what a talk can be about here, the likeliest first.
fn with(model: &Model) -> Vec<With> {
    let Some((client, client_name)) = client_here(model) else {
        return Vec::new();
    };
    let mut pointed = model.pointed();
    pointed.retain(|one| one.issued && one.client == Some(client));
    let name = match pointed.as_slice() {
        [] => None,
        [one] => Some(one.number.clone()),
        more => Some(format!("{} invoices", more.len())),
    };
    let about = |name: String, invoices| With {
        name,
        client,
        client_name: client_name.clone(),
        invoices,
    };
    let whole = about(format!("all of {client_name}"), Vec::new());
    let named = name.map(|name| about(name, pointed));
    named.into_iter().chain([whole]).collect()
}

/// Whether there is somebody to speak with here.
pub(in crate::tui::model) fn can_note(model: &Model) -> Possible {
    if with(model).is_empty() {
        Err("Put the cursor on a client or an invoice first.".to_owned())
    } else {
        Ok(())
    }
}

/// Asks what came of it.
pub(in crate::tui::model) fn note(model: &mut Model) {
    let choices = CAME
        .iter()
        .map(|(came, words)| Choice::new(*words, "", Pick::Talk(*came)))
        .collect();
    menu::open(model, "What was said", choices, 0);
}

/// Asks for the rest.
pub(in crate::tui::model) fn came(model: &mut Model, came: Came) {
    let with = with(model);
    talk::open(model, with, came);
}

/// The user has looked at the bank account and entered what came.
pub(in crate::tui::model) fn bank_checked(model: &mut Model) {
    let said = "Payments are known through today.";
    model.write(Write::BankChecked, said);
}

#[cfg(test)]
#[path = "talk_tests.rs"]
mod tests;
