//! A question before something that cannot be undone.

use crate::tui::model::overlays::confirm::{Confirm, area, wrapped};
use crate::tui::model::overlays::form::Sense;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, confirm: &Confirm) {
    let frame = area(canvas.model, confirm);
    canvas.clear(frame);
    let panel = Panel {
        title: &confirm.title,
        note: "",
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let mut lines: Lines = Vec::new();
    let mut words = Role::Text;
    for (sense, line) in wrapped(confirm, usize::from(inner.width)) {
        let (sign, role) = match sense {
            Some(Sense::Good) => ("  ", Role::Strong),
            Some(Sense::Look) => ("! ", Role::Warn),
            Some(Sense::Bad) => ("✗ ", Role::Bad),
            Some(Sense::Hint) | None => ("  ", Role::Dim),
        };
        match sense {
            Some(Sense::Good) => words = Role::Strong,
            Some(Sense::Look | Sense::Bad) => words = Role::Text,
            Some(Sense::Hint) => words = Role::Dim,
            None => {}
        }
        lines.push(vec![(sign.to_owned(), role), (line, words)]);
    }
    let room = usize::from(inner.height.saturating_sub(2));
    lines.truncate(room);
    canvas.lines(inner, &lines);
    let foot = vec![
        ("Enter".to_owned(), Role::Key),
        (format!(" {}   ", confirm.yes), Role::Hint),
        ("Esc".to_owned(), Role::Key),
        (" back".to_owned(), Role::Hint),
    ];
    let y = inner.bottom().saturating_sub(1);
    canvas.pieces(inner.x, y, inner.width, &foot);
}
