//! Where the parts of the panel stand.

use ratatui::layout::{Constraint, Layout, Position, Rect};

use crate::tui::model::{Model, layout};

/// Where the parts of the panel stand; a part without room is empty.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// One line with all reminders, in a narrow window.
    pub line: Rect,
    /// The list of reminders, in a wide one.
    pub list: Rect,
    /// What happens after `s`.
    pub about: Rect,
    /// The text.
    pub text: Rect,
    /// The checks.
    pub checks: Rect,
}

/// Divides the body.
#[must_use]
pub fn panes(model: &Model) -> Panes {
    let body = layout::regions(model.size).body;
    let checks = if body.height >= 18 { 6 } else { 4 };
    if !layout::is_wide(model.size) {
        let [line, text, checks] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(checks),
        ])
        .areas(body);
        return Panes {
            line,
            list: Rect::ZERO,
            about: Rect::ZERO,
            text,
            checks,
        };
    }
    let [left, right] =
        Layout::horizontal([Constraint::Length(34), Constraint::Min(0)]).areas(body);
    let [list, about] = Layout::vertical([Constraint::Min(0), Constraint::Length(9)]).areas(left);
    let [text, checks] = Layout::vertical([Constraint::Min(0), Constraint::Length(7)]).areas(right);
    Panes {
        line: Rect::ZERO,
        list,
        about,
        text,
        checks,
    }
}

/// A click on a line of the list shows that reminder.
pub fn click(model: &mut Model, at: Position) {
    let list = panes(model).list;
    if !list.contains(at) || at.y <= list.y {
        return;
    }
    let index = usize::from((at.y - list.y - 1) / 2);
    if let Some(panel) = &mut model.send
        && index < panel.items.len()
    {
        panel.cursor = index;
        model.scroll = 0;
    }
}
