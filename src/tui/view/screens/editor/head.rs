//! The fields of the editor, and the note beside them.

use ratatui::layout::{Position, Rect};

use super::{Scene, echo, is_focused, name, typed};
use crate::domain::input::date_short;
use crate::domain::reference::creditor_reference;
use crate::tui::model::Model;
use crate::tui::model::screens::editor::layout::{head_cells, label_width};
use crate::tui::model::screens::editor::values::{due_day, issue_day, text, with_breaks};
use crate::tui::model::screens::editor::{Field, Place, tax};
use crate::tui::view::Canvas;
use crate::tui::view::text::{fit, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;

/// Columns of a day or a short value, before its echo.
const VALUE: u16 = 15;

/// Draws them.
pub(super) fn draw(canvas: &mut Canvas, scene: &Scene) {
    let editor = scene.editor;
    let title = name(editor);
    let kept = if editor.keeping.failed.is_some() {
        "not saved"
    } else if editor.keeping.is_writing() {
        "saving"
    } else {
        "saved"
    };
    let note = match &editor.sheet.invoice.credits {
        Some(credits) => format!("credits {credits} · ○ draft · {kept}"),
        None => format!("○ draft · {kept}"),
    };
    let beside = !scene.panes.note.is_empty();
    let in_head = matches!(editor.at, Place::Head(field) if !(beside && field == Field::Note));
    let frame = Panel {
        title: &title,
        note: &note,
        focused: in_head,
    };
    frame.draw(canvas, scene.panes.head);
    for (field, area) in head_cells(canvas.model) {
        if field == Field::Note && beside {
            self::note(canvas, scene);
        } else {
            self::field(canvas, scene, field, area);
        }
    }
}

fn field(canvas: &mut Canvas, scene: &Scene, field: Field, area: Rect) {
    let editor = scene.editor;
    let here = is_focused(editor, field);
    let role = if here { Role::Strong } else { Role::Dim };
    let label = field.label(editor.kind());
    canvas.put(area.x, area.y, label_width(field), label, role);
    let x = area.x + label_width(field);
    let width = area.right().saturating_sub(x + 1);
    let value = Rect::new(x, area.y, width, 1);
    match field {
        Field::Client => client(canvas, scene, value, here),
        Field::Number => number(canvas, scene, value),
        Field::Reference => {
            let reference = creditor_reference(editor.next_number()).unwrap_or_default();
            canvas.put(x, area.y, width, &reference, Role::Text);
        }
        Field::Tax => taxes(canvas, scene, value, here),
        Field::Prices => {
            let words = format!("{} of VAT", text(&scene.sheet, Place::Head(field)));
            chosen(canvas, value, &words, here);
        }
        Field::Series => {
            let key = text(&scene.sheet, Place::Head(field));
            let usual = editor.view.as_ref().and_then(|view| view.series.first());
            let usual = usual.map_or("", String::as_str);
            let key = if key.is_empty() { usual } else { &key };
            chosen(canvas, value, key, here);
        }
        Field::Issued
        | Field::Due
        | Field::Currency
        | Field::Language
        | Field::Service
        | Field::Order
        | Field::Discount
        | Field::Terms
        | Field::Note => written(canvas, scene, field, value),
    }
}

/// A field that text goes to, with what was understood beside it.
fn written(canvas: &mut Canvas, scene: &Scene, field: Field, area: Rect) {
    let editor = scene.editor;
    let place = Place::Head(field);
    let here = is_focused(editor, field);
    let unread = editor.sheet.unread.get(&place);
    let shown = match unread {
        Some(unread) => unread.text.clone(),
        None => text(&scene.sheet, place),
    };
    let short = match field {
        Field::Issued | Field::Due => VALUE,
        Field::Service | Field::Discount => 23,
        Field::Currency
        | Field::Language
        | Field::Order
        | Field::Terms
        | Field::Note
        | Field::Client
        | Field::Number
        | Field::Tax
        | Field::Reference
        | Field::Prices
        | Field::Series => area.width,
    };
    let width = short.min(area.width);
    if here {
        typed(
            canvas,
            scene,
            Position::new(area.x, area.y),
            width.saturating_sub(1).max(1),
        );
    } else if unread.is_some() {
        let text = format!("{shown} ✗");
        canvas.put(area.x, area.y, width, &text, Role::Bad);
    } else if field == Field::Issued && shown.is_empty() {
        let today = canvas.model.now.today.to_string();
        canvas.put(area.x, area.y, width, &today, Role::Text);
    } else {
        canvas.put(area.x, area.y, width, &shown, Role::Text);
    }
    let rest = Rect::new(area.x + width, area.y, area.width - width, 1);
    if let Some((text, role)) = beside(canvas, scene, field, rest.width) {
        canvas.put(rest.x, rest.y, rest.width, &text, role);
    }
}

/// What stands beside a field in so many columns.
fn beside(canvas: &Canvas, scene: &Scene, field: Field, width: u16) -> Option<(String, Role)> {
    let model: &Model = canvas.model;
    let here = is_focused(scene.editor, field);
    let meant = match echo(canvas, scene, Place::Head(field))? {
        Ok(meant) => meant,
        Err(_) if here => return Some((fit("✗ see below", usize::from(width)), Role::Bad)),
        Err(_) => return None,
    };
    let fits = crate::domain::text::width(&meant) <= usize::from(width);
    let invoice = &scene.sheet.invoice;
    let short = |day| Some((format!("= {}", date_short(day, model.now.today)), Role::Dim));
    match field {
        Field::Issued if invoice.issued_on.is_none() => {
            let text = if width >= 24 && here {
                "today · type +3 or fri"
            } else {
                "today"
            };
            Some((text.to_owned(), Role::Dim))
        }
        Field::Issued | Field::Due | Field::Service | Field::Discount if fits => {
            Some((meant, Role::Dim))
        }
        Field::Issued => short(issue_day(invoice, model.now.today)),
        Field::Due => short(due_day(invoice, model.now.today)),
        Field::Service
        | Field::Discount
        | Field::Client
        | Field::Number
        | Field::Currency
        | Field::Language
        | Field::Tax
        | Field::Reference
        | Field::Order
        | Field::Prices
        | Field::Series
        | Field::Terms
        | Field::Note => None,
    }
}

/// A value that is chosen; with the keys on it, it stands out and says how.
fn chosen(canvas: &mut Canvas, area: Rect, text: &str, here: bool) {
    let role = if here { Role::TabOpen } else { Role::Text };
    let used = canvas.put(area.x, area.y, area.width, text, role);
    if here {
        canvas.cursor = Some(Position::new(area.x, area.y));
        let x = area.x + used + 2;
        let rest = area.right().saturating_sub(x);
        canvas.put(x, area.y, rest, "Space changes it", Role::Disabled);
    }
}

fn client(canvas: &mut Canvas, scene: &Scene, area: Rect, here: bool) {
    let role = if here { Role::TabOpen } else { Role::Strong };
    let name = &scene.sheet.invoice.client_name;
    let hint = "⏎ pick · new";
    let used = canvas.put(area.x, area.y, area.width, name, role);
    if here {
        canvas.cursor = Some(Position::new(area.x, area.y));
    }
    if area.width > used + 14 {
        let hint_role = if here { Role::Hint } else { Role::Disabled };
        let x = area.x + (used + 2).max(30.min(area.width.saturating_sub(13)));
        canvas.put(x, area.y, 13, hint, hint_role);
    }
}

fn number(canvas: &mut Canvas, scene: &Scene, area: Rect) {
    let number = scene.editor.next_number();
    let (number, note) = if number.is_empty() {
        ("-", "gets none")
    } else {
        (number, "auto, next free")
    };
    canvas.put(area.x, area.y, area.width, number, Role::Text);
    let x = area.x + VALUE;
    let rest = area.right().saturating_sub(x);
    let note = if usize::from(rest) < note.len() && !number.starts_with('-') {
        "auto"
    } else {
        note
    };
    canvas.put(x, area.y, rest, note, Role::Disabled);
}

fn taxes(canvas: &mut Canvas, scene: &Scene, area: Rect, here: bool) {
    let words = tax::summary(scene.editor);
    let role = if here { Role::TabOpen } else { Role::Text };
    let used = canvas.put(area.x, area.y, area.width, &words, role);
    if here {
        canvas.cursor = Some(Position::new(area.x, area.y));
    }
    let room = area.width.saturating_sub(used + 2);
    let Some((id, good)) = tax::client_id(scene.editor) else {
        let text = if here { "⏎ pick" } else { "" };
        canvas.put(area.x + used + 2, area.y, room, text, Role::Disabled);
        return;
    };
    let (sign, role) = if good {
        ("✓", Role::Good)
    } else {
        ("!", Role::Warn)
    };
    let whole = format!("{id} {sign}");
    let x = area.x + used + 2;
    if whole.chars().count() <= usize::from(room) {
        let used = canvas.put(x, area.y, room, &format!("{id} "), Role::Dim);
        canvas.put(x + used, area.y, 1, sign, role);
    } else {
        canvas.put(x.saturating_sub(1), area.y, 1, sign, role);
    }
}

/// The note in its own frame.
fn note(canvas: &mut Canvas, scene: &Scene) {
    let editor = scene.editor;
    let here = is_focused(editor, Field::Note);
    let frame = Panel {
        title: "Note",
        note: "",
        focused: here,
    };
    let inner = frame.draw(canvas, scene.panes.note);
    let invoice = &scene.sheet.invoice;
    let text = if here {
        with_breaks(editor.input.value())
    } else {
        invoice.note.clone()
    };
    let mut area = inner;
    if here {
        typed(canvas, scene, Position::new(inner.x, inner.y), inner.width);
        area = Rect::new(
            inner.x,
            inner.y + 2,
            inner.width,
            inner.height.saturating_sub(2),
        );
    }
    let foot = area.bottom().saturating_sub(1);
    let shown = wrap(&text, usize::from(area.width));
    let room = usize::from(area.height.saturating_sub(1));
    for (y, line) in (area.y..foot).zip(shown.iter().take(room)) {
        canvas.put(area.x, y, area.width, line, Role::Text);
    }
    if text.is_empty() && !here {
        let hint = "Nothing is noted on it.";
        canvas.put(area.x, area.y, area.width, hint, Role::Disabled);
    }
    if area.height > 0 {
        let hint = "F4 opens this in $EDITOR";
        canvas.put(area.x, foot, area.width, hint, Role::Disabled);
    }
}
