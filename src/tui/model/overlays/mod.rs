//! What lies over a screen: the filter line, the palette, the help, menus. They are state in the
//! model; there are no nested event loops.

use ratatui::crossterm::event::{Event, KeyEvent};
use ratatui::layout::Position;
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use super::Model;
use super::commands::Scope;
use crate::failure::Result;

pub mod filter;
pub mod help;
pub mod menu;
pub mod palette;

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
        }
    }
}

/// A key that is no command here: text for an input.
pub(super) fn typed(model: &mut Model, event: KeyEvent) {
    edit(model, |input| {
        input.handle_event(&Event::Key(event));
    });
}

/// Text pasted in one piece; line breaks become spaces in a one-line input.
pub(super) fn paste(model: &mut Model, text: &str) {
    let line: String = text
        .trim_end()
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    edit(model, |input| {
        for letter in line.chars() {
            input.handle(tui_input::InputRequest::InsertChar(letter));
        }
    });
}

fn edit(model: &mut Model, change: impl FnOnce(&mut Input)) {
    match model.overlays.last_mut() {
        Some(Overlay::Filter(filter)) => {
            change(&mut filter.input);
            filter::changed(model);
        }
        Some(Overlay::Palette(palette)) => {
            change(&mut palette.input);
            palette::changed(model);
        }
        Some(Overlay::Help(_) | Overlay::Menu(_)) | None => {}
    }
}

/// Back from `$EDITOR`.
pub(super) fn edited(model: &mut Model, result: Result<String>) {
    if let Err(failure) = result {
        model.complain(&failure);
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
        (Some(Overlay::Filter(_)) | None, _) => {}
    }
}

/// A click over an overlay: on a line of a menu chooses it, beside the box closes it.
pub(super) fn click(model: &mut Model, at: Position) {
    match model.overlays.last() {
        Some(Overlay::Menu(_)) => menu::click(model, at),
        Some(Overlay::Palette(_)) => palette::click(model, at),
        Some(Overlay::Help(_)) => help::close(model),
        Some(Overlay::Filter(_)) => filter::accept(model),
        None => {}
    }
}
