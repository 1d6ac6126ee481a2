//! Clients: a new one, changing one, putting one away.

use super::{clear_marks, marks};
use crate::domain::ids::ClientId;
use crate::domain::party::Client;
use crate::domain::views::ClientRow;
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::Outside;
use crate::tui::model::overlays::form::client::{self, After};
use crate::tui::model::{Effect, Model, Pane, Write};

/// Whether the form of a new client can open: it needs the defaults of the profile.
pub(in crate::tui::model) fn can_make(model: &Model) -> Possible {
    match model.profile {
        Some(_) => Ok(()),
        None => Err("The book is still being read.".to_owned()),
    }
}

/// Opens the form for a new client.
pub(in crate::tui::model) fn make(model: &mut Model) {
    client::open_new(model, "", After::Nothing);
}

fn current(model: &Model) -> Result<&Client, String> {
    if model.clients.list.current().is_none() {
        return Err("There is no client here; n adds one.".to_owned());
    }
    match model.clients.current_detail() {
        Some(detail) => Ok(&detail.client),
        None => Err("The client is still being read.".to_owned()),
    }
}

/// Whether there is a client to change.
pub(in crate::tui::model) fn can_edit(model: &Model) -> Possible {
    current(model).map(|_| ())
}

/// Opens the form for the client under the cursor.
pub(in crate::tui::model) fn edit(model: &mut Model) {
    if let Ok(client) = current(model).cloned() {
        client::open_known(model, &client);
    }
}

/// The note of the client under the cursor in `$EDITOR`.
pub(in crate::tui::model) fn note(model: &mut Model) {
    if let Ok(client) = current(model) {
        let (id, name) = (client.id, client.name.clone());
        let text = client.note.clone();
        model.outside = Some(Outside::Note { id, name });
        model.ask(Effect::OpenEditor(text));
    }
}

/// Whether a client can be put away, or brought back.
pub(in crate::tui::model) fn can_put_away(model: &Model) -> Possible {
    if model.pane == Pane::Detail {
        return Err("Go back to the list of clients first (Esc).".to_owned());
    }
    match model.clients.list.current() {
        Some(_) => Ok(()),
        None => Err("There is no client here.".to_owned()),
    }
}

/// Archives the marked clients or the one under the cursor; an archived one comes back, and one
/// that has nothing is deleted.
pub(in crate::tui::model) fn put_away(model: &mut Model) {
    let marked = marks(model) > 0;
    let rows: Vec<ClientRow> = model.clients.list.chosen().into_iter().cloned().collect();
    let [row] = rows.as_slice() else {
        put_all_away(model, &rows);
        return;
    };
    let bare = model.clients.current_detail().is_some_and(|detail| {
        detail.client.id == row.id && detail.messages.is_empty() && model.clients.is_bare()
    });
    let (id, name) = (row.id, &row.name);
    if row.archived {
        archive(
            model,
            id,
            false,
            format!("{name} is back among the clients."),
        );
    } else if bare && !marked {
        let said = format!("Client {name} had nothing and is deleted.");
        model.write(Write::DeleteClient(id), said);
    } else {
        let said = format!("Client {name} is archived; a shows archived ones.");
        archive(model, id, true, said);
    }
    clear_marks(model);
}

fn put_all_away(model: &mut Model, rows: &[ClientRow]) {
    let said = format!(
        "{} clients are archived. Each u brings one back.",
        rows.len()
    );
    clear_marks(model);
    for row in rows.iter().filter(|row| !row.archived) {
        archive(model, row.id, true, said.clone());
    }
}

fn archive(model: &mut Model, id: ClientId, archived: bool, said: String) {
    model.write(Write::ArchiveClient { id, archived }, said);
}
