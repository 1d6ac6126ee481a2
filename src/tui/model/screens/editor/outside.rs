//! Long texts in `$EDITOR`.

use super::place::{Column, Field, Place};
use super::typing;
use crate::tui::model::overlays::Outside;
use crate::tui::model::{Effect, Model};

/// Opens the text of the place in `$EDITOR`; the note, where the place has no long text.
pub fn open(model: &mut Model) {
    typing::settle_text(model);
    let Some(editor) = &mut model.editor else {
        return;
    };
    let invoice = &editor.sheet.invoice;
    let line = |row: usize| invoice.lines.get(row);
    let (place, text) = match editor.at {
        Place::Head(Field::Terms) => (editor.at, invoice.terms.clone()),
        Place::Cell {
            row,
            column: Column::Description,
        } if line(row).is_some() => {
            let text = line(row).map_or_else(String::new, |line| line.description.clone());
            (editor.at, text)
        }
        Place::Head(_) | Place::Cell { .. } => (Place::Head(Field::Note), invoice.note.clone()),
    };
    model.outside = Some(Outside::Draft(place));
    model.ask(Effect::OpenEditor(format!("{text}\n")));
}

/// Back from `$EDITOR`.
pub fn edited(model: &mut Model, place: Place, text: &str) {
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n");
    let text = crate::domain::text::block(text.trim_end());
    typing::change(model, |editor| {
        let invoice = &mut editor.sheet.invoice;
        match place {
            Place::Head(Field::Terms) => invoice.terms = text,
            Place::Head(_) => invoice.note = text,
            Place::Cell { row, .. } => {
                if let Some(line) = invoice.lines.get_mut(row) {
                    line.description = text;
                }
            }
        }
    });
    typing::go_to(model, place);
}
