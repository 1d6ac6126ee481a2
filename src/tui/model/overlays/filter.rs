//! The line that filters a list. The list follows each key; Esc takes the filter back.

use tui_input::Input;

use super::Overlay;
use crate::tui::model::Model;
use crate::tui::model::screens::{Tab, clients, invoices, payments};

/// The line.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What is typed.
    pub input: Input,
    before: String,
}

/// The filter of the screen shown.
#[must_use]
pub fn current(model: &Model) -> &str {
    match model.tab {
        Tab::Invoices => &model.invoices.filter,
        Tab::Clients => &model.clients.filter,
        Tab::Payments => &model.payments.filter,
        Tab::Dashboard | Tab::Reminders | Tab::Reports => "",
    }
}

fn set(model: &mut Model, text: String) {
    match model.tab {
        Tab::Invoices => invoices::set_filter(model, text),
        Tab::Clients => clients::set_filter(model, text),
        Tab::Payments => payments::set_filter(model, text),
        Tab::Dashboard | Tab::Reminders | Tab::Reports => {}
    }
}

/// Opens the line, with the filter as it is.
pub fn open(model: &mut Model) {
    let before = current(model).to_owned();
    model.pane = crate::tui::model::Pane::List;
    model.overlays.push(Overlay::Filter(Filter {
        input: Input::new(before.clone()),
        before,
    }));
}

/// The text changed: the list follows.
pub(super) fn changed(model: &mut Model) {
    if let Some(Overlay::Filter(filter)) = model.overlays.last() {
        let text = filter.input.value().to_owned();
        set(model, text);
    }
}

/// Keeps the filter.
pub fn accept(model: &mut Model) {
    if !super::log::keep_filter(model) {
        model.overlays.pop();
    }
}

/// Takes the filter back.
pub fn cancel(model: &mut Model) {
    if super::log::drop_filter(model) {
        return;
    }
    if let Some(Overlay::Filter(filter)) = model.overlays.pop() {
        set(model, filter.before);
    }
}

/// Shows the whole list again.
pub fn clear(model: &mut Model) {
    set(model, String::new());
}
