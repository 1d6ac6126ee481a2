//! The frame of the screen.

use crate::tui::view::Canvas;
use crate::tui::view::widgets::panel::Panel;

/// Draws the screen.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let body = canvas.body();
    let panel = Panel {
        title: canvas.model.tab.title(),
        note: "",
        focused: true,
    };
    panel.draw(canvas, body);
}
