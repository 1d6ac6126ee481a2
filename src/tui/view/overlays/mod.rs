//! How what lies over a screen looks. The filter line is drawn by its screen.

use super::Canvas;
use crate::tui::model::overlays::Overlay;

mod help;
mod menu;
mod palette;

/// Draws them, the topmost last.
pub(super) fn draw(canvas: &mut Canvas) {
    for overlay in &canvas.model.overlays {
        match overlay {
            Overlay::Filter(_) => {}
            Overlay::Palette(palette) => palette::draw(canvas, palette),
            Overlay::Help(help) => help::draw(canvas, help),
            Overlay::Menu(menu) => menu::draw(canvas, menu),
        }
    }
}
