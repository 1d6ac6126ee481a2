//! Every check of a message, at full length.

use crate::domain::views::CheckLevel;
use crate::tui::model::overlays::checks::{Checks, area, wrapped};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// The sign of how a check came out.
pub(in crate::tui::view) const fn sign(level: CheckLevel) -> (&'static str, Role) {
    match level {
        CheckLevel::Good => ("✓ ", Role::Good),
        CheckLevel::Warning => ("! ", Role::Warn),
        CheckLevel::Bad => ("✗ ", Role::Bad),
    }
}

/// Draws them.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, checks: &Checks) {
    let frame = area(canvas.model, checks);
    canvas.clear(frame);
    let lines = wrapped(checks, usize::from(frame.width.saturating_sub(4)));
    let room = usize::from(frame.height.saturating_sub(2));
    let below = lines.len().saturating_sub(checks.scroll + room);
    let note = if below > 0 {
        format!("↓ {below} more lines")
    } else {
        String::new()
    };
    let panel = Panel {
        title: "All checks",
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let shown: Lines = lines
        .into_iter()
        .skip(checks.scroll)
        .take(room)
        .map(|(level, line)| {
            let (sign, role) = level.map_or(("  ", Role::Text), sign);
            vec![(sign.to_owned(), role), (line, Role::Text)]
        })
        .collect();
    canvas.lines(inner, &shown);
}
