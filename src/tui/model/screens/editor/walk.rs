//! Moving about in the editor.

use ratatui::layout::Position;
use tui_input::InputRequest;

use super::layout;
use super::place::{Column, Field, Place};
use super::{client, suggest, tax, typing};
use crate::tui::model::Model;

/// Every place that is shown, in the order of Tab.
fn order(model: &Model) -> Vec<Place> {
    let Some(editor) = &model.editor else {
        return Vec::new();
    };
    let mut places: Vec<Place> = layout::fields(model).into_iter().map(Place::Head).collect();
    let columns = layout::written_columns(model);
    // The rows beside the one of the keys are enough to find the next and the previous place.
    let count = editor.sheet.count();
    for row in 0..count {
        let cells = columns.iter().map(|column| Place::Cell {
            row,
            column: *column,
        });
        places.extend(cells);
    }
    places.push(Place::line(count));
    places
}

fn step(model: &mut Model, by: isize) {
    let places = order(model);
    let Some(editor) = &model.editor else { return };
    let now = places.iter().position(|place| *place == editor.at);
    let count = isize::try_from(places.len()).unwrap_or(0);
    let Some(now) = now.and_then(|now| isize::try_from(now).ok()) else {
        return;
    };
    let next = (now + by).rem_euclid(count.max(1));
    if let Some(place) = usize::try_from(next).ok().and_then(|next| places.get(next)) {
        typing::go_to(model, *place);
    }
}

/// To the next field.
pub fn next(model: &mut Model) {
    step(model, 1);
}

/// To the previous field.
pub fn previous(model: &mut Model) {
    step(model, -1);
}

/// Enter: takes an offer, opens a choice, or goes on to the next field.
pub fn enter(model: &mut Model) {
    if suggest::take(model) {
        return;
    }
    let Some(editor) = &model.editor else { return };
    let blank = editor.at == Place::line(editor.sheet.count());
    match editor.at {
        Place::Head(Field::Client) => client::choose(model, ""),
        Place::Head(Field::Tax)
        | Place::Cell {
            column: Column::Tax,
            ..
        } => tax::choose(model, ""),
        Place::Cell { .. } if blank => {
            model.note("Type what was done to begin a line; F9 issues it, Esc goes back.");
        }
        Place::Head(_) | Place::Cell { .. } => step(model, 1),
    }
}

/// To the field of the head that stands above or below.
fn beside(model: &Model, field: Field, down: bool) -> Option<Field> {
    let cells = layout::head_cells(model);
    let (_, here) = cells.iter().find(|(one, _)| *one == field)?;
    let beyond = cells.iter().filter(|(one, area)| {
        !one.is_fixed()
            && if down {
                area.y > here.y
            } else {
                area.y < here.y
            }
    });
    let far = |area: &ratatui::layout::Rect| (area.y.abs_diff(here.y), area.x.abs_diff(here.x));
    let nearest = beyond.min_by_key(|(_, area)| far(area));
    nearest.map(|(field, _)| *field)
}

fn vertical(model: &mut Model, rows: isize) {
    let Some(editor) = &model.editor else { return };
    match editor.at {
        Place::Head(field) => {
            if let Some(next) = beside(model, field, rows > 0) {
                typing::go_to(model, Place::Head(next));
            } else if rows > 0 {
                typing::go_to(model, Place::line(0));
            }
        }
        Place::Cell { row: 0, .. } if rows < 0 => {
            let fields = layout::fields(model);
            let below = fields.into_iter().rev().find(|field| *field != Field::Note);
            if let Some(field) = below {
                typing::go_to(model, Place::Head(field));
            }
        }
        Place::Cell { row, column } => {
            let row = row.saturating_add_signed(rows).min(editor.sheet.count());
            typing::go_to(model, Place::Cell { row, column });
        }
    }
}

/// To the row below, or into the offers.
pub fn down(model: &mut Model) {
    if !suggest::step(model, 1) {
        vertical(model, 1);
    }
}

/// To the row above.
pub fn up(model: &mut Model) {
    if !suggest::step(model, -1) {
        vertical(model, -1);
    }
}

fn page(model: &Model) -> isize {
    let height = layout::panes(model).map_or(1, |panes| panes.rows.height);
    isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1)
}

/// A page of lines down.
pub fn page_down(model: &mut Model) {
    vertical(model, page(model));
}

/// A page of lines up.
pub fn page_up(model: &mut Model) {
    let rows = page(model);
    let Some(editor) = &model.editor else { return };
    if let Place::Cell { row, column } = editor.at
        && row > 0
    {
        let row = row.saturating_add_signed(-rows);
        typing::go_to(model, Place::Cell { row, column });
    } else {
        vertical(model, -1);
    }
}

/// Within the text, and from its ends or a value that was not touched to the cell beside it.
fn sideways(model: &mut Model, right: bool) {
    let columns = layout::written_columns(model);
    let Some(editor) = &mut model.editor else {
        return;
    };
    let typed = editor.at.is_text();
    let end = if right {
        editor.input.value().chars().count()
    } else {
        0
    };
    if let Place::Cell { row, column } = editor.at {
        let at_end = !typed || editor.fresh || editor.input.cursor() == end;
        let now = columns.iter().position(|one| *one == column).unwrap_or(0);
        let next = if right {
            Some(now + 1)
        } else {
            now.checked_sub(1)
        };
        let next = next.and_then(|next| columns.get(next)).copied();
        if let (true, Some(column), true) = (at_end, next, row < editor.sheet.count()) {
            typing::go_to(model, Place::Cell { row, column });
            return;
        }
    } else if !typed {
        step(model, if right { 1 } else { -1 });
        return;
    }
    let request = match (std::mem::take(&mut editor.fresh), right) {
        (true, true) => InputRequest::GoToEnd,
        (true, false) => InputRequest::GoToStart,
        (false, true) => InputRequest::GoToNextChar,
        (false, false) => InputRequest::GoToPrevChar,
    };
    editor.input.handle(request);
}

/// To the right.
pub fn right(model: &mut Model) {
    sideways(model, true);
}

/// To the left.
pub fn left(model: &mut Model) {
    sideways(model, false);
}

/// Shows the empty fields too, or no more.
pub fn more(model: &mut Model) {
    let before = layout::fields(model);
    let Some(editor) = &mut model.editor else {
        return;
    };
    editor.more = !editor.more;
    let after = layout::fields(model);
    let new = after.iter().find(|field| !before.contains(field)).copied();
    let gone = match model.editor.as_ref().map(|editor| editor.at) {
        Some(Place::Head(field)) => !after.contains(&field),
        Some(Place::Cell { .. }) | None => false,
    };
    match new {
        Some(field) => typing::go_to(model, Place::Head(field)),
        None if gone => typing::go_to(model, Place::line(0)),
        None => {}
    }
}

/// A click goes there; on a choice that has the keys it opens it.
pub fn click(model: &mut Model, at: Position) {
    let Some(place) = layout::place_at(model, at) else {
        return;
    };
    let again = model
        .editor
        .as_ref()
        .is_some_and(|editor| editor.at == place);
    if again && !place.is_text() {
        enter(model);
    } else if !again {
        typing::go_to(model, place);
    }
}

/// The wheel: lines up or down.
pub fn wheel(model: &mut Model, rows: isize) {
    let Some(editor) = &model.editor else { return };
    if editor.at.row().is_some() {
        let row = editor.at.row().unwrap_or(0).saturating_add_signed(rows);
        typing::go_to(model, Place::line(row));
    }
}
