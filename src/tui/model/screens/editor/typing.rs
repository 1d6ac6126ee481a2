//! Text on its way into a place, and the way back.

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::backend::crossterm::EventHandler;
use tui_input::{Input, InputRequest};

use super::place::{Field, Place};
use super::sheet::Unread;
use super::values::{self, Ground};
use super::{Editor, client, keep, tax};
use crate::domain::discount::Prices;
use crate::tui::model::Model;
use crate::tui::model::commands::Possible;

/// So many steps can be taken back.
const STEPS: usize = 300;

/// Puts the keys at a place.
pub(super) fn enter(editor: &mut Editor, place: Place) {
    let count = editor.sheet.count();
    editor.at = match place {
        Place::Cell { row, .. } if row >= count => Place::line(count),
        Place::Cell { .. } | Place::Head(_) => place,
    };
    let unread = editor.sheet.unread.get(&editor.at);
    let text = match unread {
        Some(unread) => unread.text.clone(),
        None => values::text(&editor.sheet, editor.at),
    };
    editor.fresh = unread.is_none() && !text.is_empty() && !editor.at.is_words();
    editor.before.clone_from(&text);
    editor.input = Input::new(text);
    editor.offers.forget();
}

/// Remembers how the document is now, for the way back.
fn remember(editor: &mut Editor) {
    editor.past.push((editor.sheet.clone(), editor.at));
    if editor.past.len() > STEPS {
        editor.past.remove(0);
    }
    editor.ahead.clear();
}

/// Changes the document otherwise than by typing, as one step, and keeps it.
pub(super) fn change(model: &mut Model, change: impl FnOnce(&mut Editor)) {
    settle_text(model);
    let Some(editor) = &mut model.editor else {
        return;
    };
    let before = editor.sheet.clone();
    remember(editor);
    change(editor);
    if editor.sheet == before {
        editor.past.pop();
    }
    keep::keep(model);
}

/// Takes what was typed where the keys are. What cannot be read stays as it was typed.
pub(super) fn settle_text(model: &mut Model) {
    let today = model.now.today;
    let Some(editor) = &mut model.editor else {
        return;
    };
    let Some(view) = editor.view.as_ref().filter(|_| editor.is_touched()) else {
        return;
    };
    let ground = Ground {
        today,
        client: &view.client,
        words: &view.words,
    };
    let (place, text) = (editor.at, editor.input.value().to_owned());
    let mut sheet = editor.sheet.clone();
    match values::take(&mut sheet, place, &text, ground) {
        Ok(()) => {
            sheet.unread.remove(&place);
        }
        Err(failure) => {
            sheet.unread.insert(place, Unread::new(&text, &failure));
        }
    }
    let said = client::said(&editor.sheet, &sheet, place);
    // A line that was begun by this text is one step with it.
    if !editor.offers.began {
        remember(editor);
    }
    editor.offers.began = false;
    editor.sheet = sheet;
    editor.before = text;
    if let Some(said) = said {
        model.note(said);
    }
}

/// Goes to another place: what was typed is taken, and the draft is kept.
pub(super) fn go_to(model: &mut Model, place: Place) {
    settle_text(model);
    let Some(editor) = &mut model.editor else {
        return;
    };
    let mut place = place;
    if let Some(row) = editor.at.row()
        && place.row() != Some(row)
        && editor.sheet.is_blank(row)
    {
        editor.sheet.remove(row);
        if let Place::Cell { row: to, .. } = &mut place
            && *to > row
        {
            *to -= 1;
        }
    }
    enter(editor, place);
    keep::keep(model);
}

/// A letter on the blank last line begins a line.
fn begin_line(editor: &mut Editor) {
    let count = editor.sheet.count();
    if editor.at == Place::line(count) {
        remember(editor);
        editor.sheet.insert(count);
        editor.offers.began = true;
    }
}

/// A key that is no command: text, or another line of a choice.
pub fn typed(model: &mut Model, event: KeyEvent) {
    let Some(editor) = &mut model.editor else {
        return;
    };
    if editor.view.is_none() {
        return;
    }
    let plain = !event
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    let letter = event.code.as_char().filter(|_| plain);
    if !editor.at.is_text() {
        if let Some(letter) = letter {
            choice(model, letter);
        }
        return;
    }
    let erases = matches!(event.code, KeyCode::Backspace | KeyCode::Delete);
    if letter.is_some() {
        begin_line(editor);
    }
    if editor.fresh && (letter.is_some() || erases) {
        editor.input.reset();
    }
    if !(editor.fresh && erases) {
        editor.input.handle_event(&Event::Key(event));
    }
    editor.fresh = false;
    editor.offers.typed();
}

/// Text pasted in one piece.
pub fn paste(model: &mut Model, text: &str) {
    let Some(editor) = &mut model.editor else {
        return;
    };
    if editor.view.is_none() || !editor.at.is_text() {
        return;
    }
    begin_line(editor);
    if std::mem::take(&mut editor.fresh) {
        editor.input.reset();
    }
    let text = crate::domain::text::block(text.trim_end());
    for letter in values::on_one_line(&text).replace('\t', " ").chars() {
        editor.input.handle(InputRequest::InsertChar(letter));
    }
    editor.offers.typed();
}

/// A letter where something is chosen.
fn choice(model: &mut Model, letter: char) {
    let Some(editor) = &model.editor else { return };
    let typed = if letter == ' ' {
        String::new()
    } else {
        letter.to_string()
    };
    match editor.at {
        Place::Head(Field::Client) => client::choose(model, &typed),
        Place::Head(Field::Prices) => turn(model, Field::Prices),
        Place::Head(Field::Series) => turn(model, Field::Series),
        Place::Head(Field::Tax) | Place::Cell { .. } => tax::choose(model, &typed),
        Place::Head(
            Field::Number
            | Field::Issued
            | Field::Due
            | Field::Currency
            | Field::Language
            | Field::Reference
            | Field::Service
            | Field::Order
            | Field::Discount
            | Field::Terms
            | Field::Note,
        ) => {}
    }
}

/// The next of the few values of a field.
pub(super) fn turn(model: &mut Model, field: Field) {
    change(model, |editor| {
        let invoice = &mut editor.sheet.invoice;
        if field == Field::Prices {
            invoice.prices = match invoice.prices {
                Prices::Net => Prices::Gross,
                Prices::Gross => Prices::Net,
            };
            return;
        }
        let series = editor.view.as_ref().map_or(&[][..], |view| &view.series);
        let now = series.iter().position(|key| *key == invoice.series);
        let next = (now.unwrap_or(0) + 1) % series.len().max(1);
        if let Some(key) = series.get(next) {
            invoice.series.clone_from(key);
        }
    });
    if let Some(editor) = &mut model.editor {
        let at = editor.at;
        enter(editor, at);
    }
}

/// Whether a step can be taken back.
///
/// # Errors
/// The reason, when not.
pub fn can_undo(model: &Model) -> Possible {
    match &model.editor {
        Some(editor) if editor.is_touched() || !editor.past.is_empty() => Ok(()),
        Some(_) | None => Err("Nothing was changed here yet.".to_owned()),
    }
}

/// Takes the newest step back: what is being typed first, then field by field.
pub fn undo(model: &mut Model) {
    let Some(editor) = &mut model.editor else {
        return;
    };
    let began = std::mem::take(&mut editor.offers.began);
    if editor.is_touched() && !began {
        let at = editor.at;
        enter(editor, at);
        return;
    }
    if let Some((sheet, at)) = editor.past.pop() {
        let now = std::mem::replace(&mut editor.sheet, sheet);
        editor.ahead.push((now, editor.at));
        enter(editor, at);
    }
    keep::keep(model);
}

/// Whether a step that was taken back can be made again.
///
/// # Errors
/// The reason, when not.
pub fn can_redo(model: &Model) -> Possible {
    match &model.editor {
        Some(editor) if !editor.ahead.is_empty() => Ok(()),
        Some(_) | None => Err("No step was taken back here.".to_owned()),
    }
}

/// Makes the newest step that was taken back again.
pub fn redo(model: &mut Model) {
    let Some(editor) = &mut model.editor else {
        return;
    };
    if let Some((sheet, at)) = editor.ahead.pop() {
        let now = std::mem::replace(&mut editor.sheet, sheet);
        editor.past.push((now, editor.at));
        enter(editor, at);
    }
    keep::keep(model);
}
