//! A list to pick from.

use ratatui::layout::{Position, Rect};

use crate::tui::model::overlays::choose::{Choose, area, hits, lines, offset};
use crate::tui::view::Canvas;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::input;
use crate::tui::view::widgets::panel::Panel;

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, choose: &Choose) {
    let model = canvas.model;
    let frame = area(model);
    canvas.clear(frame);
    let hits = hits(model, choose);
    let title = choose.title();
    let panel = Panel {
        title: &title,
        note: "type some letters · ↓ ↑",
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    canvas.put(inner.x, inner.y, 1, "›", Role::Key);
    let at = Position::new(inner.x + 2, inner.y);
    let width = inner.width.saturating_sub(2);
    input::draw(canvas, at, width, &choose.input, true);
    let rule = "─".repeat(usize::from(inner.width));
    canvas.put(inner.x, inner.y + 1, inner.width, &rule, Role::Border);
    let rows = lines(model);
    let first = offset(model, choose);
    let shown = hits.iter().enumerate().skip(first);
    for ((index, hit), y) in shown.zip(rows.y..rows.bottom()) {
        let line = Rect::new(rows.x, y, rows.width, 1);
        if index == choose.cursor {
            let style = canvas.style(Role::Cursor);
            canvas.buf.set_style(line, style);
            canvas.put(line.x + 1, y, 1, "▸", Role::Strong);
        }
        let used = canvas.put(
            line.x + 3,
            y,
            line.width.saturating_sub(5),
            &hit.name,
            Role::Text,
        );
        let room = line.width.saturating_sub(used + 6);
        canvas.put_right(
            line.right().saturating_sub(2),
            y,
            room,
            &hit.note,
            Role::Dim,
        );
    }
}
