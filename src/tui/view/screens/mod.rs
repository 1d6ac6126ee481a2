//! How each screen looks. One file a screen.

pub(super) mod charts;
pub(super) mod client;
mod client_parts;
pub(super) mod clients;
pub(super) mod dashboard;
pub(super) mod editor;
pub(super) mod invoices;
pub(super) mod payments;
pub(super) mod preview;
pub(super) mod reminders;
pub(super) mod reports;
pub(super) mod send;
pub(super) mod welcome;

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::text::wrap;
use super::theme::Role;
use super::{Canvas, Lines};
use crate::failure::Failure;

/// A few lines in the middle of a pane that has no rows, aligned at their left.
fn message(canvas: &mut Canvas, area: Rect, lines: &[(&str, Role)]) {
    let widest = lines
        .iter()
        .map(|(text, _)| text.width())
        .max()
        .unwrap_or(0);
    let width = u16::try_from(widest).unwrap_or(0).min(area.width);
    let height = u16::try_from(lines.len()).unwrap_or(0);
    let x = area.x + (area.width - width) / 2;
    let top = area.y + area.height.saturating_sub(height) / 3;
    for (y, (text, role)) in (top..area.bottom()).zip(lines) {
        canvas.put(x, y, area.right().saturating_sub(x), text, *role);
    }
}

/// What went wrong with a pane, and what to do next.
pub(super) fn failed(canvas: &mut Canvas, area: Rect, failure: &Failure) {
    let width = usize::from(area.width);
    let mut lines: Lines = Vec::new();
    for line in wrap(failure.message(), width.saturating_sub(2)) {
        let sign = if lines.is_empty() { "! " } else { "  " };
        lines.push(vec![(sign.to_owned(), Role::Bad), (line, Role::Text)]);
    }
    for cause in failure.causes() {
        let cause = wrap(cause, width);
        lines.extend(cause.into_iter().map(|line| vec![(line, Role::Dim)]));
    }
    if !failure.next_step().is_empty() {
        let next = wrap(&format!("Next: {}", failure.next_step()), width);
        lines.extend(next.into_iter().map(|line| vec![(line, Role::Dim)]));
    }
    canvas.lines(area, &lines);
}
