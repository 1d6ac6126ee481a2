//! The text of a reminder, changed for this once.

use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::tui::model::layout;
use crate::tui::model::overlays::edit::Edit;
use crate::tui::view::Canvas;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::input;
use crate::tui::view::widgets::panel::Panel;

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, edit: &Edit) {
    let size = canvas.model.size;
    let frame = layout::centred(
        size,
        size.width.saturating_sub(2).min(92),
        size.height.saturating_sub(3).min(30),
    );
    canvas.clear(frame);
    let note = if edit.is_changed() {
        "changed"
    } else {
        "this once"
    };
    let panel = Panel {
        title: "Text of this reminder",
        note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let label = if edit.in_subject {
        Role::Strong
    } else {
        Role::Dim
    };
    canvas.put(inner.x, inner.y, 9, "Subject", label);
    let at = Position::new(inner.x + 9, inner.y);
    input::draw(
        canvas,
        at,
        inner.width.saturating_sub(9),
        &edit.subject,
        edit.in_subject,
    );
    let rule = "─".repeat(usize::from(inner.width));
    canvas.put(inner.x, inner.y + 1, inner.width, &rule, Role::Border);
    let area = Rect::new(
        inner.x,
        inner.y + 2,
        inner.width,
        inner.height.saturating_sub(2),
    );
    let mut body = edit.body.clone();
    let ordinary = canvas.style(Role::Text);
    body.set_style(ordinary);
    body.set_cursor_line_style(ordinary);
    body.set_cursor_style(ordinary);
    body.render(area, canvas.buf);
    if !edit.in_subject {
        let cursor = body.screen_cursor();
        let (top, left) = body.scroll_offset();
        let x = area.x + u16::try_from(cursor.col).unwrap_or(0).saturating_sub(left);
        let y = area.y + u16::try_from(cursor.row).unwrap_or(0).saturating_sub(top);
        let x = x.min(area.right().saturating_sub(1));
        let y = y.min(area.bottom().saturating_sub(1));
        canvas.cursor = Some(Position::new(x, y));
    }
}
