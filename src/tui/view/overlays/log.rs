//! The journal: what was done, the newest first.

use ratatui::layout::{Position, Rect};

use crate::tui::model::overlays::log::{Log, area, height};
use crate::tui::model::{LogLine, Slot};
use crate::tui::view::text::{day, left};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::input;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Pieces};

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, log: &Log) {
    let model = canvas.model;
    let frame = area(model);
    canvas.clear(frame);
    let note = format!("{} · u takes back the line", log.list.rows.len());
    let panel = Panel {
        title: "Journal",
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    filter(canvas, log, inner);
    let inner = Rect::new(
        inner.x,
        inner.y + 1,
        inner.width,
        inner.height.saturating_sub(1),
    );
    if let Some(failure) = model.failure(Slot::Journal) {
        canvas.put(inner.x, inner.y, inner.width, failure.message(), Role::Bad);
        return;
    }
    if log.list.rows.is_empty() {
        let text = match (log.list.loaded, log.filter.value().is_empty()) {
            (false, _) => "Reading the book…",
            (true, true) => "Nothing was done yet.",
            (true, false) => "Nothing fits; a shows everything.",
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

/// The line of the filter.
fn filter(canvas: &mut Canvas, log: &Log, inner: Rect) {
    canvas.put(inner.x, inner.y, 2, "/", Role::Key);
    let (x, width) = (inner.x + 2, inner.width.saturating_sub(2));
    if log.typing {
        input::draw(canvas, Position::new(x, inner.y), width, &log.filter, true);
    } else if log.filter.value().is_empty() {
        let hint = "filter: words, client:acme, invoice:2026-041";
        canvas.put(x, inner.y, width, hint, Role::Disabled);
    } else {
        let text = format!("{}   (a shows everything)", log.filter.value());
        canvas.put(x, inner.y, width, &text, Role::Strong);
    }
}

fn entry(canvas: &Canvas, line: &LogLine, width: usize) -> Pieces {
    let today = canvas.model.now.today;
    let row = &line.row;
    let on = if row.on == today {
        "today".to_owned()
    } else {
        day(row.on, today)
    };
    let when = format!("{} {}", left(&on, 9), line.time.format("%H:%M"));
    let (end, role) = match (row.undone, row.undoable) {
        (true, _) => ("undone", Role::Disabled),
        (false, true) => ("", Role::Text),
        (false, false) => ("cannot be undone", Role::Text),
    };
    vec![
        (left(&when, 16), Role::Dim),
        (left(&row.text, width.saturating_sub(end.len() + 17)), role),
        (format!(" {end}"), Role::Disabled),
    ]
}
