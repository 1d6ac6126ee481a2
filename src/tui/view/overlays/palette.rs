//! The list of commands.

use ratatui::layout::{Position, Rect};

use crate::tui::model::overlays::palette::{Hit, Palette, area, hits, lines, offset, total};
use crate::tui::view::Canvas;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::input;
use crate::tui::view::widgets::panel::Panel;

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, palette: &Palette) {
    let model = canvas.model;
    let frame = area(model);
    canvas.clear(frame);
    let hits = hits(model, palette);
    let note = format!("{} of {}", hits.len(), total(model));
    let panel = Panel {
        title: "Commands",
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    canvas.put(inner.x, inner.y, 1, ":", Role::Key);
    let at = Position::new(inner.x + 2, inner.y);
    input::draw(
        canvas,
        at,
        inner.width.saturating_sub(2),
        &palette.input,
        true,
    );
    let rule = "─".repeat(usize::from(inner.width));
    canvas.put(inner.x, inner.y + 1, inner.width, &rule, Role::Border);
    let rows = lines(model);
    if hits.is_empty() {
        canvas.put(rows.x + 1, rows.y, rows.width, "Nothing fits.", Role::Dim);
    }
    let first = offset(model, palette);
    for ((index, hit), y) in hits
        .iter()
        .enumerate()
        .skip(first)
        .zip(rows.y..rows.bottom())
    {
        let line = Rect::new(rows.x, y, rows.width, 1);
        self::line(canvas, line, hit, index == palette.cursor);
    }
    let foot = frame.bottom().saturating_sub(3);
    let grey = "grey: not possible here, with the reason";
    canvas.put(inner.x, foot + 1, inner.width, grey, Role::Disabled);
}

fn line(canvas: &mut Canvas, line: Rect, hit: &Hit, here: bool) {
    if here {
        let style = canvas.style(Role::Cursor);
        canvas.buf.set_style(line, style);
        canvas.put(line.x + 1, line.y, 1, "▸", Role::Strong);
    }
    let keys = canvas.model.keymap().keys(hit.command);
    let key = keys.first().map(|key| key.short()).unwrap_or_default();
    let width = line.width.saturating_sub(12);
    let (text, role) = match &hit.possible {
        Ok(()) => (hit.command.help.to_owned(), Role::Text),
        Err(reason) => (format!("{}   ({reason})", hit.command.help), Role::Disabled),
    };
    canvas.put(line.x + 3, line.y, width, &text, role);
    let end = line.right().saturating_sub(1);
    canvas.put_right(end, line.y, 9, &key, Role::Key);
}
