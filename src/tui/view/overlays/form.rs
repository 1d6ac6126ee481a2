//! A form: labels, fields, and under each what was understood.

use ratatui::layout::{Position, Rect};

use crate::tui::model::layout;
use crate::tui::model::overlays::form::import::Import;
use crate::tui::model::overlays::form::{Echo, Field, Form, Purpose, Sense, Value};
use crate::tui::view::text::wrap;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::input;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// Columns of the labels.
const LABEL: u16 = 13;

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, form: &Form) {
    if form.is_long() {
        super::long_form::draw(canvas, form);
        return;
    }
    let model = canvas.model;
    let count = u16::try_from(form.fields.len()).unwrap_or(0);
    let room = model.size.height.saturating_sub(2);
    let gap = count * 2 + 7 <= room;
    let foot = foot(canvas, form, gap);
    let rows = if gap { 2 } else { 1 };
    let height = count * rows + u16::try_from(foot.len()).unwrap_or(0) + 3 + u16::from(gap) * 2;
    let frame = layout::centred(model.size, 66, height.min(room));
    canvas.clear(frame);
    let note = format!("{} of {count} · Esc leaves", form.focus + 1);
    let panel = Panel {
        title: &form.title,
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let top = inner.y + u16::from(gap);
    for (index, field) in (0..count).zip(&form.fields) {
        let y = top + index * rows;
        let area = Rect::new(inner.x, y, inner.width, rows);
        self::field(canvas, form, usize::from(index), field, area);
    }
    let y = top + count * rows;
    let area = Rect::new(
        inner.x,
        y + u16::from(gap),
        inner.width,
        inner.bottom().saturating_sub(y),
    );
    canvas.lines(area.intersection(inner), &foot);
}

fn field(canvas: &mut Canvas, form: &Form, index: usize, field: &Field, area: Rect) {
    let here = index == form.focus;
    let role = if here { Role::Strong } else { Role::Dim };
    canvas.put(area.x, area.y, LABEL, field.label, role);
    let x = area.x + LABEL;
    let width = area.width.saturating_sub(LABEL);
    let narrow = area.height < 2;
    let value_width = if narrow { 20.min(width) } else { width };
    let value_width = match field.value {
        Value::Text(_) => value_width,
        Value::Choice { .. } => width,
    };
    field_value(canvas, field, Rect::new(x, area.y, value_width, 1), here);
    let Some(echo) = form.echo(index, canvas.model.now.today) else {
        return;
    };
    if narrow && matches!(field.value, Value::Text(_)) {
        self::echo(canvas, x + 21, area.y, width.saturating_sub(21), &echo);
    } else if !narrow {
        self::echo(canvas, x, area.y + 1, width, &echo);
    }
}

/// What stands in a field.
pub(super) fn field_value(canvas: &mut Canvas, field: &Field, area: Rect, here: bool) {
    let Rect { x, y, width, .. } = area;
    match &field.value {
        Value::Text(text) => {
            input::draw(canvas, Position::new(x, y), width, text, here);
            if here && field.fresh {
                let wide = crate::domain::text::width(text.value());
                let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(width);
                let style = canvas.style(Role::TabOpen);
                canvas.buf.set_style(Rect::new(x, y, wide, 1), style);
            }
        }
        Value::Choice { options, chosen } => choice(canvas, x, y, width, (options, *chosen), here),
    }
}

fn choice(
    canvas: &mut Canvas,
    mut x: u16,
    y: u16,
    width: u16,
    (options, chosen): (&[String], usize),
    here: bool,
) {
    let end = x + width;
    for (index, option) in options.iter().enumerate() {
        let role = match (index == chosen, here) {
            (true, true) => Role::TabOpen,
            (true, false) => Role::Strong,
            (false, _) => Role::Dim,
        };
        let sign = if index == chosen { "●" } else { "○" };
        let text = format!(" {sign} {option} ");
        x += canvas.put(x, y, end.saturating_sub(x), &text, role);
        if here && index == chosen {
            canvas.cursor = Some(Position::new(x.saturating_sub(2), y));
        }
    }
}

pub(super) fn echo(canvas: &mut Canvas, x: u16, y: u16, width: u16, echo: &Echo) {
    let (sign, role) = match echo.sense {
        Sense::Good => ("✓ ", Role::Good),
        Sense::Look => ("! ", Role::Warn),
        Sense::Bad => ("✗ ", Role::Bad),
        Sense::Hint => ("", Role::Disabled),
    };
    canvas.put(x, y, width, &format!("{sign}{}", echo.text), role);
}

/// A sentence behind a sign.
pub(super) fn signed(text: &str, width: usize) -> Lines {
    let lines = wrap(text, width).into_iter().enumerate();
    lines
        .map(|(index, line)| {
            let sign = if index == 0 { "! " } else { "  " };
            vec![(sign.to_owned(), Role::Bad), (line, Role::Text)]
        })
        .collect()
}

/// All that is wrong in a file, from the first in sight on.
fn problems(import: &Import) -> Lines {
    if import.problems.is_empty() {
        return Vec::new();
    }
    let (first, all) = (import.scroll + 1, import.problems.len());
    let head = format!("Problem {first} of {all} · ↓ and ↑ go through them");
    let mut lines = vec![vec![(head, Role::Dim)]];
    for problem in import.problems.iter().skip(import.scroll) {
        lines.extend(signed(problem, 58));
    }
    lines
}

/// Why it was not taken, or what it will do.
fn foot(canvas: &Canvas, form: &Form, roomy: bool) -> Lines {
    if let Some(problem) = &form.problem {
        let mut lines = signed(problem, 56);
        if let Purpose::Import(import) = &form.purpose {
            lines.extend(problems(import));
        }
        return lines;
    }
    // Where echoes stand beside their field, the whole one of this field stands below.
    let echo = form.echo(form.focus, canvas.model.now.today);
    if let Some(echo) = echo.filter(|echo| !roomy && !echo.text.is_empty()) {
        let lines = wrap(&echo.text, 52).into_iter();
        return lines.map(|line| vec![(line, Role::Dim)]).collect();
    }
    let text = match form.purpose {
        Purpose::Payment(_)
        | Purpose::Refund(_)
        | Purpose::Difference(_)
        | Purpose::Hold(_)
        | Purpose::Talk(_)
        | Purpose::Client(_)
        | Purpose::Ending(_)
        | Purpose::Deposit(_) => "Enter takes it; u undoes it later.".to_owned(),
        Purpose::Setup(_) => {
            let transport = &canvas.model.setup.transport;
            format!("Enter saves; each may stay empty. Mail goes by {transport} (payme doctor).")
        }
        Purpose::Recur(_) => "{month}, {month-1 year}, {quarter} and {year} in its texts are \
                              filled for each day."
            .to_owned(),
        Purpose::Import(_) => {
            "All of it comes in, or nothing when something in it is wrong.".to_owned()
        }
    };
    let lines = wrap(&text, 60).into_iter();
    lines.map(|line| vec![(line, Role::Dim)]).collect()
}
