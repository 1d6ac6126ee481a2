//! Rows that come in any number: a blank one stands at the end, pasted lines become rows, and a
//! longer text goes to `$EDITOR`.

use tui_input::InputRequest;

use super::{Field, Form, Many, Value, top};
use crate::domain::text::block;
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::{Outside, Overlay, one_line};
use crate::tui::model::{Effect, Model};

impl Form {
    /// Keeps a blank row at the end of each kind of rows, and drops those that were left blank.
    pub(super) fn grow(&mut self) {
        let last = |fields: &[Field], place: usize, name: &str| {
            fields.get(place + 1).is_none_or(|next| next.name != name)
        };
        let mut place = 0;
        while let Some(field) = self.fields.get(place) {
            let (name, many) = (field.name, field.many);
            let end = last(&self.fields, place, name);
            if many != Many::One && end && !field.is_blank() {
                let blank = Field {
                    many,
                    ..Field::text("", "").named(name)
                };
                self.fields.insert(place + 1, blank);
            } else if many == Many::Rows && !end && field.is_blank() && place != self.focus {
                let (label, section) = (field.label, field.section);
                self.fields.remove(place);
                if let Some(next) = self.fields.get_mut(place).filter(|_| !label.is_empty()) {
                    (next.label, next.section) = (label, section);
                }
                if self.focus > place {
                    self.focus -= 1;
                }
                continue;
            }
            place += 1;
        }
    }
}

/// Text pasted in one piece: into rows a line each, else all on one line.
pub(in crate::tui::model::overlays) fn paste(form: &mut Form, text: &str) {
    form.problem = None;
    let many = form
        .fields
        .get(form.focus)
        .is_some_and(|field| field.many != Many::One);
    let lines: Vec<String> = if many {
        let lines = text.lines().map(one_line);
        lines.filter(|line| !line.trim().is_empty()).collect()
    } else {
        vec![one_line(text)]
    };
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter().enumerate() {
        let Some(field) = form.fields.get_mut(form.focus) else {
            return;
        };
        if let Value::Text(input) = &mut field.value {
            if std::mem::take(&mut field.fresh) {
                input.reset();
            }
            for letter in line.chars() {
                input.handle(InputRequest::InsertChar(letter));
            }
        }
        if index < last {
            open_row(form);
        }
    }
    form.grow();
}

/// Goes to a new row below this one.
fn open_row(form: &mut Form) {
    if let Some(field) = form.fields.get(form.focus) {
        let (name, many) = (field.name, field.many);
        form.focus += 1;
        let blank = Field {
            many,
            ..Field::text("", "").named(name)
        };
        form.fields.insert(form.focus, blank);
    }
}

/// Whether the field is a text that `$EDITOR` can take.
pub(in crate::tui::model) fn can_edit_outside(model: &Model) -> Possible {
    let field = match model.overlays.last() {
        Some(Overlay::Form(form)) => form.fields.get(form.focus),
        Some(_) | None => None,
    };
    if field.is_some_and(|field| field.many == Many::Lines) {
        Ok(())
    } else {
        Err("Only a longer text goes to $EDITOR: put the cursor into one.".to_owned())
    }
}

/// The text around the cursor in `$EDITOR`.
pub(in crate::tui::model) fn edit_outside(model: &mut Model) {
    if let Some(form) = top(model)
        && let Some(field) = form.fields.get(form.focus)
    {
        let rows: Vec<&str> = form
            .rows_of(field.name)
            .iter()
            .map(|(_, text)| *text)
            .collect();
        let text = rows.join("\n");
        let name = field.name;
        model.outside = Some(Outside::Lines(name));
        model.ask(Effect::OpenEditor(text));
    }
}

/// Back from `$EDITOR`: the lines of a text as they are now.
pub(in crate::tui::model::overlays) fn edited(model: &mut Model, name: &'static str, text: &str) {
    let text = block(text);
    let lines: Vec<String> = text.trim_end().lines().map(str::to_owned).collect();
    if let Some(form) = top(model) {
        let at = form.place(name);
        let head = form
            .fields
            .get(at)
            .map(|field| (field.label, field.section));
        let Some((label, section)) = head else { return };
        form.fields.retain(|field| field.name != name);
        let mut rows = Field::rows(name, label, Many::Lines, &lines);
        if let Some(first) = rows.first_mut() {
            first.section = section;
        }
        form.fields.splice(at..at, rows);
        form.focus = at;
    }
}
