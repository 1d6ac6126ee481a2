//! The box of keys.

use ratatui::layout::Rect;

use crate::tui::model::commands::Group;
use crate::tui::model::layout;
use crate::tui::model::overlays::help::{Help, entries};
use crate::tui::view::text::left;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, help: &Help) {
    let model = canvas.model;
    let one = column(canvas, &[Group::Move, Group::Program]);
    let two = column(canvas, &[Group::Act, Group::Look]);
    let rows = u16::try_from(one.len().max(two.len())).unwrap_or(u16::MAX);
    let frame = layout::centred(
        model.size,
        78,
        rows.saturating_add(4).min(model.size.height - 2),
    );
    canvas.clear(frame);
    let title = format!("Keys: {}", model.tab.title());
    let panel = Panel {
        title: &title,
        note: "/ searches · ? closes",
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let half = inner.width / 2;
    let body = inner.height.saturating_sub(1);
    let last = rows.saturating_sub(body);
    let skip = usize::from(help.scroll.min(last));
    for (lines, x) in [(one, inner.x), (two, inner.x + half)] {
        let area = Rect::new(x, inner.y, half, body);
        let shown: Lines = lines.into_iter().skip(skip).collect();
        canvas.lines(area, &shown);
    }
    let foot = if last > 0 {
        "j k scroll · Mouse: click, wheel. Shift-drag selects text."
    } else {
        "Mouse: click, wheel, the head of a table sorts. Shift-drag selects text."
    };
    let y = inner.bottom().saturating_sub(1);
    canvas.put(inner.x, y, inner.width, foot, Role::Dim);
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
            lines.push(vec![
                (left(&keys, 12), Role::Key),
                (format!(" {}", left(help, 23)), Role::Text),
            ]);
        }
    }
    lines
}
