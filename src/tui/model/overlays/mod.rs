//! What lies over a screen: the filter line, the palette, the help, menus. They are state in the
//! model; there are no nested event loops.

use ratatui::crossterm::event::{Event, KeyEvent};
use ratatui::layout::Position;
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use super::commands::Scope;
use super::screens::editor;
use super::{Model, Write};
use crate::domain::ids::ClientId;
use crate::failure::Result;

pub mod checks;
pub mod choose;
pub mod confirm;
pub mod edit;
pub mod filter;
pub mod form;
pub mod help;
pub mod lines;
pub mod log;
pub mod menu;
pub mod message;
pub mod palette;
pub mod templates;
pub mod timeline;

/// One of them.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The line that filters a list.
    Filter(filter::Filter),
    /// Every command, found by its words.
    Palette(palette::Palette),
    /// The keys of this screen.
    Help(help::Help),
    /// A short menu.
    Menu(menu::Menu),
    /// A form.
    Form(Box<form::Form>),
    /// A list to pick from.
    Choose(choose::Choose),
    /// Every check of a message.
    Checks(checks::Checks),
    /// A question.
    Confirm(Box<confirm::Confirm>),
    /// The text of a reminder.
    Edit(Box<edit::Edit>),
    /// One message.
    Message(Box<message::View>),
    /// The journal.
    Log(log::Log),
    /// The lines of an invoice, to choose from.
    Lines(lines::Lines),
    /// What messages say.
    Templates(Box<templates::Templates>),
    /// Everything said and heard about an invoice.
    Timeline(timeline::Timeline),
}

impl Overlay {
    /// Where its keys are looked for.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        match self {
            Self::Filter(_) => Scope::Filter,
            Self::Palette(_) => Scope::Palette,
            Self::Help(_) => Scope::Help,
            Self::Menu(_) => Scope::Menu,
            Self::Form(_) => Scope::Form,
            Self::Choose(_) => Scope::Choose,
            Self::Checks(_) => Scope::Checks,
            Self::Confirm(_) => Scope::Confirm,
            Self::Edit(edit) => edit.scope(),
            Self::Message(_) => Scope::Message,
            Self::Log(log) if log.typing => Scope::Filter,
            Self::Log(_) => Scope::Log,
            Self::Lines(_) => Scope::Lines,
            Self::Templates(_) => Scope::Templates,
            Self::Timeline(_) => Scope::Timeline,
        }
    }
}

/// A key that is no command here: text for an input.
pub(super) fn typed(model: &mut Model, event: KeyEvent) {
    match model.overlays.last_mut() {
        Some(Overlay::Edit(edit)) => edit::typed(edit, event),
        Some(Overlay::Form(form)) => form::typed(form, event),
        Some(_) | None => change(model, |input| {
            input.handle_event(&Event::Key(event));
        }),
    }
}

/// A text on one line: line breaks become spaces, nothing else of control comes through.
fn one_line(text: &str) -> String {
    crate::domain::text::one_line(text.trim_end())
}

/// Text pasted in one piece; line breaks become spaces in a one-line input.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Edit(edit)) = model.overlays.last_mut() {
        edit::paste(edit, text);
        return;
    }
    if model.overlays.is_empty() && model.editor.is_some() {
        editor::typing::paste(model, text);
        return;
    }
    if let Some(Overlay::Form(form)) = model.overlays.last_mut() {
        form::rows::paste(form, text);
        form::changed(form);
        return;
    }
    let line = one_line(text);
    change(model, |input| {
        for letter in line.chars() {
            input.handle(tui_input::InputRequest::InsertChar(letter));
        }
    });
}

fn change(model: &mut Model, change: impl FnOnce(&mut Input)) {
    match model.overlays.last_mut() {
        Some(Overlay::Filter(filter)) => {
            change(&mut filter.input);
            filter::changed(model);
        }
        Some(Overlay::Palette(palette)) => {
            change(&mut palette.input);
            palette::changed(model);
        }
        Some(Overlay::Log(log)) if log.typing => {
            change(&mut log.filter);
            log.list.move_to_top();
        }
        Some(Overlay::Choose(choose)) => {
            change(&mut choose.input);
            choose::changed(model);
        }
        Some(
            Overlay::Form(_)
            | Overlay::Help(_)
            | Overlay::Menu(_)
            | Overlay::Checks(_)
            | Overlay::Confirm(_)
            | Overlay::Edit(_)
            | Overlay::Message(_)
            | Overlay::Log(_)
            | Overlay::Lines(_)
            | Overlay::Templates(_)
            | Overlay::Timeline(_),
        )
        | None => {}
    }
}

/// What `$EDITOR` has meanwhile, when it is not the text of a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// The note of a client.
    Note {
        /// Row id.
        id: ClientId,
        /// Name.
        name: String,
    },
    /// The lines of this name in the form.
    Lines(&'static str),
    /// A place of the draft that is open.
    Draft(editor::Place),
}

/// Back from `$EDITOR`.
pub(super) fn edited(model: &mut Model, result: Result<String>) {
    let outside = model.outside.take();
    match (result, outside) {
        (Err(failure), _) => model.complain(&failure),
        (Ok(text), None) => edit::edited(model, &text),
        (Ok(text), Some(Outside::Draft(place))) => editor::outside::edited(model, place, &text),
        (Ok(text), Some(Outside::Lines(name))) => form::rows::edited(model, name, &text),
        (Ok(note), Some(Outside::Note { id, name })) => {
            let said = format!("The note of {name} is saved.");
            model.write(Write::SetClientNote { id, note }, said);
        }
    }
}

/// The wheel over an overlay.
pub(super) fn wheel(model: &mut Model, rows: isize) {
    let down = rows > 0;
    match (model.overlays.last(), down) {
        (Some(Overlay::Palette(_)), true) => palette::down(model),
        (Some(Overlay::Palette(_)), false) => palette::up(model),
        (Some(Overlay::Help(_)), true) => help::down(model),
        (Some(Overlay::Help(_)), false) => help::up(model),
        (Some(Overlay::Menu(_)), true) => menu::down(model),
        (Some(Overlay::Menu(_)), false) => menu::up(model),
        (Some(Overlay::Message(_)), true) => message::down(model),
        (Some(Overlay::Message(_)), false) => message::up(model),
        (Some(Overlay::Checks(_)), true) => checks::down(model),
        (Some(Overlay::Checks(_)), false) => checks::up(model),
        (Some(Overlay::Log(_)), true) => log::down(model),
        (Some(Overlay::Log(_)), false) => log::up(model),
        (Some(Overlay::Lines(_)), true) => lines::down(model),
        (Some(Overlay::Lines(_)), false) => lines::up(model),
        (Some(Overlay::Timeline(_)), true) => timeline::down(model),
        (Some(Overlay::Timeline(_)), false) => timeline::up(model),
        (Some(Overlay::Templates(_)), true) => templates::scroll_down(model),
        (Some(Overlay::Templates(_)), false) => templates::scroll_up(model),
        (Some(Overlay::Form(_)), true) => form::next(model),
        (Some(Overlay::Form(_)), false) => form::previous(model),
        (Some(Overlay::Choose(_)), true) => choose::down(model),
        (Some(Overlay::Choose(_)), false) => choose::up(model),
        (Some(Overlay::Filter(_) | Overlay::Edit(_) | Overlay::Confirm(_)) | None, _) => {}
    }
}

/// A click over an overlay: on a line of a menu chooses it, beside the box closes it.
pub(super) fn click(model: &mut Model, at: Position) {
    match model.overlays.last() {
        Some(Overlay::Menu(_)) => menu::click(model, at),
        Some(Overlay::Palette(_)) => palette::click(model, at),
        Some(Overlay::Choose(_)) => choose::click(model, at),
        Some(Overlay::Help(_)) => help::close(model),
        Some(Overlay::Checks(_)) => checks::close(model),
        Some(Overlay::Filter(_)) => filter::accept(model),
        Some(Overlay::Log(_)) if !log::area(model).contains(at) => log::close(model),
        Some(
            Overlay::Log(_)
            | Overlay::Lines(_)
            | Overlay::Edit(_)
            | Overlay::Confirm(_)
            | Overlay::Message(_)
            | Overlay::Form(_)
            | Overlay::Templates(_)
            | Overlay::Timeline(_),
        )
        | None => {}
    }
}
