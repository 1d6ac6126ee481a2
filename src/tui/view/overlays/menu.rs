//! A short menu.

use ratatui::layout::Rect;

use crate::tui::model::overlays::menu::{Menu, area};
use crate::tui::view::Canvas;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, menu: &Menu) {
    let frame = area(canvas.model, menu);
    canvas.clear(frame);
    let panel = Panel {
        title: &menu.title,
        note: "",
        focused: true,
    };
    panel.draw(canvas, frame);
    let rows = (frame.y + 1)..frame.bottom().saturating_sub(1);
    for ((index, choice), y) in menu.choices.iter().enumerate().zip(rows) {
        let line = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
        let here = index == menu.cursor;
        if here {
            let style = canvas.style(Role::Cursor);
            canvas.buf.set_style(line, style);
            canvas.put(line.x + 1, y, 1, "▸", Role::Strong);
        }
        canvas.put(
            line.x + 3,
            y,
            line.width.saturating_sub(4),
            &choice.name,
            Role::Text,
        );
        let end = line.right().saturating_sub(1);
        canvas.put_right(
            end,
            y,
            line.width.saturating_sub(4),
            &choice.note,
            Role::Dim,
        );
    }
}
