//! The box of keys.

use ratatui::layout::Rect;

use crate::tui::model::commands::Group;
use crate::tui::model::layout;
use crate::tui::model::overlays::help::{Help, entries};
use crate::tui::view::text::left;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// Columns of the keys.
const KEYS: usize = 11;

/// Draws it: two columns of groups, or one in a narrow window.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, help: &Help) {
    let model = canvas.model;
    let columns = if model.size.width < 76 {
        vec![column(canvas, &Group::ALL)]
    } else {
        vec![
            column(canvas, &[Group::Move, Group::Program]),
            column(canvas, &[Group::Act, Group::Look]),
        ]
    };
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let height = rows.saturating_add(4).min(model.size.height - 2);
    let count = u16::try_from(columns.len()).unwrap_or(1);
    let frame = layout::centred(model.size, 4 + 37 * count, height);
    canvas.clear(frame);
    let title = format!("Keys: {}", place(canvas));
    let panel = Panel {
        title: &title,
        note: "/ searches · ? closes",
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let body = inner.height.saturating_sub(1);
    let last = rows.saturating_sub(body);
    let skip = usize::from(help.scroll.min(last));
    let each = inner.width / count;
    for (index, lines) in (0..count).zip(columns) {
        let area = Rect::new(inner.x + index * each, inner.y, each, body);
        let shown: Lines = lines.into_iter().skip(skip).collect();
        canvas.lines(area, &shown);
    }
    let foot = match (last > 0, count) {
        (true, _) => "j k scroll · Shift-drag selects text",
        (false, 1) => "Mouse: click, wheel",
        (false, _) => "Mouse: click, wheel, the head of a table sorts. Shift-drag selects text.",
    };
    let y = inner.bottom().saturating_sub(1);
    canvas.put(inner.x, y, inner.width, foot, Role::Dim);
}

/// What the screen below is called.
fn place(canvas: &Canvas) -> &'static str {
    let scopes = canvas.model.screen_scopes();
    scopes.first().map_or("", |scope| scope.title())
}

fn column(canvas: &Canvas, groups: &[Group]) -> Lines {
    let mut lines: Lines = Vec::new();
    for group in groups {
        let entries = entries(canvas.model, *group);
        if entries.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Vec::new());
        }
        lines.push(vec![(group.title().to_owned(), Role::Title)]);
        for (keys, help) in entries {
            let keys = some(&keys);
            lines.push(vec![
                (left(&keys, KEYS), Role::Key),
                (help.to_owned(), Role::Text),
            ]);
        }
    }
    lines
}

/// As many keys as fit, the first always.
fn some(keys: &[String]) -> String {
    let mut out = String::new();
    for key in keys {
        if out.is_empty() {
            out.push_str(key);
        } else if out.chars().count() + key.chars().count() + 1 < KEYS {
            out.push(' ');
            out.push_str(key);
        }
    }
    out
}
