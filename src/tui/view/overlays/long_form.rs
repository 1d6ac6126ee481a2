//! A form with parts: one row a field, and under the one with the keys what was understood, as
//! under each that wants a look. What does not fit scrolls with the cursor.

use ratatui::layout::Rect;

use super::form::{echo, field_value, signed};
use crate::tui::model::layout;
use crate::tui::model::overlays::form::{Echo, Form, Sense, Value};
use crate::tui::view::text::wrap;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// Columns of the labels.
const LABEL: u16 = 14;

/// Rows of the foot.
const FOOT: usize = 2;

enum Line<'a> {
    Head(&'a str),
    Field(usize),
    Echo(Echo),
    /// What is left of an echo.
    More(String),
}

/// Draws it.
pub(super) fn draw(canvas: &mut Canvas, form: &Form) {
    let size = canvas.model.size;
    let body = layout::regions(size).body;
    let width = size.width.saturating_sub(2).min(88);
    let room = usize::from(body.height.saturating_sub(2)).saturating_sub(FOOT);
    let mut lines = lines(canvas, form, width, true);
    if lines.len() > room {
        lines = self::lines(canvas, form, width, false);
    }
    // As tall as it may become, so that it does not jump while one types.
    let rows = lines.len().max(tall(form)).min(room);
    let height = u16::try_from(rows + FOOT + 2).unwrap_or(body.height);
    let frame = Rect {
        y: body.y + body.height.saturating_sub(height) / 3,
        ..layout::centred(size, width, height)
    };
    canvas.clear(frame);
    let count = form.fields.len();
    let note = format!("{} of {count} · Esc leaves", form.focus + 1);
    let panel = Panel {
        title: &form.title,
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let first = offset(&lines, form.focus, rows);
    for (y, line) in (inner.y..).zip(lines.iter().skip(first).take(rows)) {
        self::line(canvas, form, line, Rect::new(inner.x, y, inner.width, 1));
    }
    let top = inner.y + u16::try_from(rows).unwrap_or(0);
    let hidden = lines.len() > rows;
    foot(
        canvas,
        form,
        hidden,
        Rect {
            y: top,
            height: inner.bottom().saturating_sub(top),
            ..inner
        },
    );
}

fn lines<'a>(canvas: &Canvas, form: &'a Form, width: u16, heads: bool) -> Vec<Line<'a>> {
    let width = usize::from(width.saturating_sub(LABEL + 4));
    let today = canvas.model.now.today;
    let mut lines = Vec::new();
    for (index, field) in form.fields.iter().enumerate() {
        if heads && !field.section.is_empty() {
            lines.push(Line::Head(field.section));
        }
        lines.push(Line::Field(index));
        let echo = form.echo(index, today).filter(|echo| !echo.text.is_empty());
        let Some(echo) = echo else { continue };
        let wanted = match echo.sense {
            Sense::Look | Sense::Bad => true,
            Sense::Good | Sense::Hint => index == form.focus,
        };
        if !wanted {
            continue;
        }
        // All of it where the keys are; elsewhere one row says enough.
        let rows = wrap(&echo.text, width.saturating_sub(2)).into_iter();
        let rows = rows.take(if index == form.focus { 3 } else { 1 });
        let sense = echo.sense;
        lines.extend(rows.enumerate().map(|(row, text)| match row {
            0 => Line::Echo(Echo { sense, text }),
            _ => Line::More(text),
        }));
    }
    lines
}

/// Rows for the fields with their headings, and a few for what is understood.
fn tall(form: &Form) -> usize {
    let heads = form.fields.iter().filter(|field| !field.section.is_empty());
    form.fields.len() + heads.count() + 3
}

/// The first line in the window, so that the field with the keys stands in its middle.
fn offset(lines: &[Line<'_>], focus: usize, rows: usize) -> usize {
    let here = |line: &Line<'_>| matches!(line, Line::Field(index) if *index == focus);
    let at = lines.iter().position(here).unwrap_or_default();
    at.saturating_sub(rows / 2)
        .min(lines.len().saturating_sub(rows))
}

fn line(canvas: &mut Canvas, form: &Form, line: &Line<'_>, area: Rect) {
    let x = area.x + LABEL;
    let width = area.width.saturating_sub(LABEL);
    match line {
        Line::Head(text) => {
            let used = canvas.put(area.x, area.y, area.width, text, Role::Head);
            let rest = area.width.saturating_sub(used + 1);
            let rule = "─".repeat(usize::from(rest));
            canvas.put(area.x + used + 1, area.y, rest, &rule, Role::Border);
        }
        Line::Field(index) => {
            let here = *index == form.focus;
            if let Some(field) = form.fields.get(*index) {
                let role = if here { Role::Strong } else { Role::Dim };
                canvas.put(area.x, area.y, LABEL, field.label, role);
                // The sign of a choice stands under the first letter of a text.
                let back = u16::from(matches!(field.value, Value::Choice { .. }));
                let area = Rect::new(x - back, area.y, width + back, 1);
                field_value(canvas, field, area, here);
            }
        }
        Line::Echo(words) => echo(canvas, x, area.y, width, words),
        Line::More(text) => {
            canvas.put(x + 2, area.y, width.saturating_sub(2), text, Role::Dim);
        }
    }
}

/// Why it was not taken, or what the keys do.
fn foot(canvas: &mut Canvas, form: &Form, hidden: bool, area: Rect) {
    let width = usize::from(area.width);
    let lines: Lines = if let Some(problem) = &form.problem {
        signed(problem, width.saturating_sub(2))
    } else {
        let text = if hidden {
            "Enter saves. There is more: ↑ ↓ go there."
        } else {
            "Enter saves; all but the name may stay as it is."
        };
        let lines = wrap(text, width).into_iter();
        let lines = lines.map(|line| vec![(line, Role::Dim)]);
        std::iter::once(Vec::new()).chain(lines).collect()
    };
    canvas.lines(area, &lines);
}
