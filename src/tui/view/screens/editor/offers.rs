//! What the line could be, in a box at the line.

use ratatui::layout::Rect;

use super::Scene;
use crate::domain::locale::Language;
use crate::domain::units;
use crate::domain::views::Suggestion;
use crate::tui::model::screens::editor::layout::{Part, columns};
use crate::tui::model::screens::editor::{Column, suggest, values};
use crate::tui::view::Canvas;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;

/// Draws it below the line, or above where there is more room.
pub(super) fn draw(canvas: &mut Canvas, scene: &Scene) {
    let offers = suggest::offered(scene.editor);
    let (Some(row), false) = (scene.editor.at.row(), offers.is_empty()) else {
        return;
    };
    let body = canvas.body();
    let rows = scene.panes.rows;
    let line = rows.y + u16::try_from(row.saturating_sub(scene.editor.offset)).unwrap_or(0);
    let below = body.bottom().saturating_sub(line + 1);
    let above = line.saturating_sub(body.y);
    let wanted = u16::try_from(offers.len()).unwrap_or(0) + 2;
    let upwards = below < wanted.min(5) && above > below;
    let height = wanted.min(if upwards { above } else { below });
    let y = if upwards { line - height } else { line + 1 };
    let start = columns(canvas.model)
        .into_iter()
        .find(|(part, ..)| *part == Part::Cell(Column::Description))
        .map_or(0, |(_, x, _)| x);
    let x = (rows.x + start).saturating_sub(3);
    let width = 60.min(body.right().saturating_sub(x + 1));
    let frame = Rect::new(x, y, width, height);
    canvas.clear(frame);
    let panel = Panel {
        title: "",
        note: "↓ picks · ⏎ takes",
        focused: true,
    };
    panel.draw(canvas, frame);
    let window = usize::from(height.saturating_sub(2)).max(1);
    let cursor = scene.editor.offers.cursor;
    let skip = cursor.map_or(0, |cursor| (cursor + 1).saturating_sub(window));
    let lines = offers.iter().enumerate().skip(skip);
    for ((index, offer), y) in lines.zip(frame.y + 1..frame.bottom().saturating_sub(1)) {
        let area = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
        self::offer(canvas, area, offer, cursor == Some(index));
    }
}

fn offer(canvas: &mut Canvas, area: Rect, offer: &Suggestion, here: bool) {
    if here {
        let style = canvas.style(Role::Cursor);
        canvas.buf.set_style(area, style);
        canvas.put(area.x, area.y, 1, "▸", Role::Strong);
    }
    let unit = units::label(&offer.unit, rust_decimal::Decimal::ONE, Language::En);
    let price = values::grouped(offer.unit_price, offer.currency.decimals());
    let price = format!("{price} {} / {unit}", offer.currency);
    let from = if offer.service { "★" } else { "·" };
    let room = area.width.saturating_sub(3);
    let name = room.saturating_sub(u16::try_from(price.chars().count()).unwrap_or(0) + 2);
    canvas.put(area.x + 2, area.y, 1, from, Role::Key);
    canvas.put(
        area.x + 4,
        area.y,
        name.saturating_sub(2),
        &offer.description,
        Role::Text,
    );
    canvas.put_right(
        area.right().saturating_sub(1),
        area.y,
        room,
        &price,
        Role::Dim,
    );
}
