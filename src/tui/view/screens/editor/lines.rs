//! The lines of a draft.

use ratatui::layout::{Position, Rect};

use super::{Scene, typed};
use crate::tui::model::screens::editor::layout::{Part, columns};
use crate::tui::model::screens::editor::values::shown;
use crate::tui::model::screens::editor::{Column, Place};
use crate::tui::view::Canvas;
use crate::tui::view::text::{left, right};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;

/// Draws them: only the rows in the window.
pub(super) fn draw(canvas: &mut Canvas, scene: &Scene) {
    let editor = scene.editor;
    let count = scene.sheet.count();
    let wide = crate::tui::model::layout::is_wide(canvas.model.size);
    let note = if scene.panes.total.is_empty() {
        let invoice = &scene.sheet.invoice;
        format!("{count} · {}", invoice.money(invoice.gross))
    } else if wide {
        format!("{count} · ^N add · Alt-↑↓ move · ^D delete")
    } else {
        count.to_string()
    };
    let frame = Panel {
        title: "Lines",
        note: &note,
        focused: editor.at.row().is_some(),
    };
    frame.draw(canvas, scene.panes.lines);
    let rows = scene.panes.rows;
    let columns = columns(canvas.model);
    let y = rows.y.saturating_sub(1);
    for (part, x, width) in &columns {
        let wide = usize::from(*width);
        let title = match part {
            Part::Number => left("#", wide),
            Part::Total => right("Total", wide),
            Part::Cell(Column::Description) => left("Description", wide),
            Part::Cell(Column::Quantity) => right("Qty", wide),
            Part::Cell(Column::Unit) => left("Unit", wide),
            Part::Cell(Column::Price) => right("Price", wide),
            Part::Cell(Column::Discount) => right("Disc", wide),
            Part::Cell(Column::Tax) => left("VAT", wide),
        };
        put(canvas, rows, *x, y, *width, &title, Role::Head);
    }
    for (row, y) in (editor.offset..=count).zip(rows.y..rows.bottom()) {
        line(canvas, scene, row, y, &columns);
    }
    thumb(canvas, scene, count + 1);
}

/// Writes inside the rows, cut at their right side.
fn put(canvas: &mut Canvas, rows: Rect, x: u16, y: u16, width: u16, text: &str, role: Role) {
    let room = rows.width.saturating_sub(x).min(width);
    canvas.put(rows.x + x, y, room, text, role);
}

fn line(canvas: &mut Canvas, scene: &Scene, row: usize, y: u16, columns: &[(Part, u16, u16)]) {
    let rows = scene.panes.rows;
    let here = scene.editor.at.row() == Some(row);
    if here {
        let style = canvas.style(Role::Cursor);
        let whole = Rect::new(rows.x.saturating_sub(1), y, rows.width + 2, 1);
        canvas.buf.set_style(whole, style);
    }
    let blank = row == scene.sheet.count();
    for (part, x, width) in columns {
        match part {
            Part::Number => {
                let number = (row + 1).to_string();
                put(canvas, rows, *x, y, *width, &number, Role::Dim);
            }
            Part::Total if !blank => total(canvas, scene, row, (*x, y, *width)),
            Part::Total => {}
            Part::Cell(column) => cell(canvas, scene, (row, *column), (*x, y, *width)),
        }
    }
}

fn total(canvas: &mut Canvas, scene: &Scene, row: usize, (x, y, width): (u16, u16, u16)) {
    let waits = scene
        .sheet
        .unread
        .keys()
        .any(|place| place.row() == Some(row));
    let invoice = &scene.sheet.invoice;
    let (text, role) = match invoice.lines.get(row) {
        Some(_) if waits => ("?".to_owned(), Role::Bad),
        Some(_) if !scene.adds_up => ("–".to_owned(), Role::Dim),
        Some(line) => (invoice.money(line.amount).grouped(), Role::Text),
        None => return,
    };
    let rows = scene.panes.rows;
    put(
        canvas,
        rows,
        x,
        y,
        width,
        &right(&text, usize::from(width)),
        role,
    );
}

fn cell(
    canvas: &mut Canvas,
    scene: &Scene,
    (row, column): (usize, Column),
    (x, y, width): (u16, u16, u16),
) {
    let rows = scene.panes.rows;
    let place = Place::Cell { row, column };
    let room = rows.width.saturating_sub(x).min(width);
    if room == 0 {
        return;
    }
    let blank = row == scene.sheet.count();
    if scene.editor.at == place && place.is_text() {
        let at = Position::new(rows.x + x, y);
        typed(canvas, scene, at, room);
        if blank {
            let hint = "type here for a new line…";
            put(
                canvas,
                rows,
                x + 2,
                y,
                width.saturating_sub(2),
                hint,
                Role::Disabled,
            );
        }
        return;
    }
    if blank {
        if column == Column::Description {
            let hint = "  type here for a new line…";
            put(canvas, rows, x, y, width, hint, Role::Disabled);
        }
        return;
    }
    let text = shown(&scene.sheet, row, column);
    let unread = scene.sheet.unread.contains_key(&place);
    let role = match (unread, scene.editor.at == place) {
        (true, _) => Role::Bad,
        (false, true) => Role::TabOpen,
        (false, false) => Role::Text,
    };
    let wide = usize::from(width);
    let text = match column {
        Column::Description | Column::Unit | Column::Tax => left(&text, wide),
        Column::Quantity | Column::Price | Column::Discount => right(&text, wide),
    };
    put(canvas, rows, x, y, width, &text, role);
    if scene.editor.at == place {
        canvas.cursor = Some(Position::new(rows.x + x, y));
    }
}

/// The thumb of the scroll bar on the frame's right side.
fn thumb(canvas: &mut Canvas, scene: &Scene, total: usize) {
    let rows = scene.panes.rows;
    let height = usize::from(rows.height);
    if total <= height || height == 0 {
        return;
    }
    let size = (height * height / total).max(1);
    let last = total - height;
    let top = scene.editor.offset.min(last) * (height - size) / last.max(1);
    let x = scene.panes.lines.right().saturating_sub(1);
    for y in (rows.y..rows.bottom()).skip(top).take(size) {
        canvas.put(x, y, 1, "█", Role::BorderFocus);
    }
}
