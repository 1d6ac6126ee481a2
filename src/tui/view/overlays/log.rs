//! The journal: what was done, the newest first.

use ratatui::layout::Rect;

use crate::domain::views::JournalRow;
use crate::tui::model::overlays::log::{Log, area, height};
use crate::tui::view::text::{day, left};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Pieces};

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, log: &Log) {
    let model = canvas.model;
    let frame = area(model);
    canvas.clear(frame);
    let note = format!("{} · u undoes the newest", log.list.rows.len());
    let panel = Panel {
        title: "Journal",
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    if log.list.rows.is_empty() {
        let text = if log.list.loaded {
            "Nothing was done yet."
        } else {
            "Reading the book…"
        };
        canvas.put(inner.x, inner.y, inner.width, text, Role::Dim);
    }
    let rows = log.list.rows.iter().enumerate().skip(log.list.offset);
    for ((index, row), y) in rows.take(height(model)).zip(inner.y..inner.bottom()) {
        let line = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
        if index == log.list.cursor {
            let style = canvas.style(Role::Cursor);
            canvas.buf.set_style(line, style);
        }
        let pieces = entry(canvas, row, usize::from(inner.width));
        canvas.pieces(inner.x, y, inner.width, &pieces);
    }
}

fn entry(canvas: &Canvas, row: &JournalRow, width: usize) -> Pieces {
    let today = canvas.model.now.today;
    let when = if row.on == today {
        "today".to_owned()
    } else {
        day(row.on, today)
    };
    let (end, role) = match (row.undone, row.undoable) {
        (true, _) => ("undone", Role::Disabled),
        (false, true) => ("", Role::Text),
        (false, false) => ("cannot be undone", Role::Text),
    };
    vec![
        (left(&when, 10), Role::Dim),
        (left(&row.text, width.saturating_sub(end.len() + 11)), role),
        (format!(" {end}"), Role::Disabled),
    ]
}
