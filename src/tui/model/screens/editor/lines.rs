//! Lines: added, deleted, moved.

use super::place::Place;
use super::{layout, typing};
use crate::tui::model::Model;
use crate::tui::model::commands::Possible;

/// Adds a line below the one of the keys, or at the end.
pub fn add(model: &mut Model) {
    typing::settle_text(model);
    let Some(editor) = &model.editor else { return };
    let count = editor.sheet.count();
    match editor.at.row() {
        Some(row) if row + 1 < count => {
            typing::change(model, |editor| editor.sheet.insert(row + 1));
            if let Some(editor) = &mut model.editor {
                typing::enter(editor, Place::line(row + 1));
            }
        }
        Some(_) | None => typing::go_to(model, Place::line(count)),
    }
}

fn row(model: &Model) -> Result<usize, String> {
    let editor = model.editor.as_ref();
    let row = editor.and_then(|editor| editor.at.row().filter(|row| *row < editor.sheet.count()));
    row.ok_or_else(|| "Put the cursor on a line first.".to_owned())
}

/// Whether there is a line to delete.
///
/// # Errors
/// The reason, when not.
pub fn can_delete(model: &Model) -> Possible {
    row(model).map(|_| ())
}

/// Deletes the line.
pub fn delete(model: &mut Model) {
    let Ok(row) = row(model) else { return };
    let at = model.editor.as_ref().map(|editor| editor.at);
    typing::change(model, |editor| editor.sheet.remove(row));
    if let (Some(editor), Some(at)) = (&mut model.editor, at) {
        typing::enter(editor, at);
    }
    model.note(format!(
        "Line {} is deleted; Ctrl-Z brings it back.",
        row + 1
    ));
}

/// Whether the line can go up.
///
/// # Errors
/// The reason, when not.
pub fn can_move_up(model: &Model) -> Possible {
    match row(model)? {
        0 => Err("This is the first line.".to_owned()),
        _ => Ok(()),
    }
}

/// Whether the line can go down.
///
/// # Errors
/// The reason, when not.
pub fn can_move_down(model: &Model) -> Possible {
    let row = row(model)?;
    let count = model.editor.as_ref().map_or(0, |one| one.sheet.count());
    if row + 1 < count {
        Ok(())
    } else {
        Err("This is the last line.".to_owned())
    }
}

fn shift(model: &mut Model, from: usize, to: usize) {
    let column = layout::written_columns(model);
    typing::change(model, |editor| editor.sheet.swap(from, to));
    if let Some(editor) = &mut model.editor {
        let place = match editor.at {
            Place::Cell { column: one, .. } if column.contains(&one) => Place::Cell {
                row: to,
                column: one,
            },
            Place::Cell { .. } | Place::Head(_) => Place::line(to),
        };
        typing::enter(editor, place);
    }
}

/// Moves the line up.
pub fn move_up(model: &mut Model) {
    if let Ok(row) = row(model)
        && row > 0
    {
        shift(model, row, row - 1);
    }
}

/// Moves the line down.
pub fn move_down(model: &mut Model) {
    if let Ok(row) = row(model) {
        shift(model, row, row + 1);
    }
}
