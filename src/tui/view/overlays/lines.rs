//! The lines of an invoice, to choose which are credited.

use ratatui::layout::Rect;

use crate::tui::model::overlays::lines::{Lines, area, offset};
use crate::tui::view::Canvas;
use crate::tui::view::text::left;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;

/// Draws them.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, lines: &Lines) {
    let frame = area(canvas.model, lines);
    canvas.clear(frame);
    let title = format!("Credit note for {}", lines.number);
    let chosen = lines.lines.iter().filter(|line| line.chosen).count();
    let note = format!("{chosen} of {}", lines.lines.len());
    let panel = Panel {
        title: &title,
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let foot = inner.bottom().saturating_sub(1);
    let height = usize::from(inner.height.saturating_sub(2));
    let skip = offset(lines, height);
    let rows = lines.lines.iter().enumerate().skip(skip).take(height);
    for ((index, line), y) in rows.zip(inner.y..foot) {
        let row = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
        if index == lines.cursor {
            let style = canvas.style(Role::Cursor);
            canvas.buf.set_style(row, style);
        }
        let mark = if line.chosen { "[x]" } else { "[ ]" };
        let room = usize::from(inner.width).saturating_sub(line.net.len() + 6);
        let role = if line.chosen { Role::Text } else { Role::Dim };
        canvas.put(inner.x, y, 3, mark, Role::Key);
        canvas.put(inner.x + 4, y, inner.width, &left(&line.text, room), role);
        canvas.put_right(inner.right(), y, inner.width, &line.net, role);
    }
    let hint = "Space chooses · * all · Enter begins the credit note · Esc leaves";
    canvas.put(inner.x, foot, inner.width, hint, Role::Dim);
}
