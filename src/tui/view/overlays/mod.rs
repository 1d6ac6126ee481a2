//! How what lies over a screen looks. The filter line is drawn by its screen.

use super::Canvas;
use crate::tui::model::overlays::Overlay;
pub(super) use checks::sign as check_sign;
pub(super) use message::outcome as message_outcome;

mod checks;
mod choose;
mod confirm;
mod edit;
mod form;
mod help;
mod lines;
mod log;
mod long_form;
mod menu;
mod message;
mod palette;
mod templates;
mod timeline;

/// Draws them, the topmost last.
pub(super) fn draw(canvas: &mut Canvas) {
    for overlay in &canvas.model.overlays {
        match overlay {
            Overlay::Filter(_) => {}
            Overlay::Palette(palette) => palette::draw(canvas, palette),
            Overlay::Help(help) => help::draw(canvas, help),
            Overlay::Menu(menu) => menu::draw(canvas, menu),
            Overlay::Form(form) => form::draw(canvas, form),
            Overlay::Choose(choose) => choose::draw(canvas, choose),
            Overlay::Checks(checks) => checks::draw(canvas, checks),
            Overlay::Confirm(confirm) => confirm::draw(canvas, confirm),
            Overlay::Edit(edit) => edit::draw(canvas, edit),
            Overlay::Message(view) => message::draw(canvas, view),
            Overlay::Log(log) => log::draw(canvas, log),
            Overlay::Lines(lines) => lines::draw(canvas, lines),
            Overlay::Templates(templates) => templates::draw(canvas, templates),
            Overlay::Timeline(timeline) => timeline::draw(canvas, timeline),
        }
    }
}
