//! Everything that was said and heard about an invoice.

use ratatui::layout::Rect;

use crate::domain::views::MomentKind;
use crate::tui::model::Slot;
use crate::tui::model::answers::TimelineLine;
use crate::tui::model::overlays::timeline::{Timeline, area};
use crate::tui::view::text::{day, left, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// Columns of day and time.
const WHEN: usize = 16;

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, timeline: &Timeline) {
    let frame = area(canvas.model);
    canvas.clear(frame);
    let title = format!("Said and heard · {}", timeline.reference);
    let panel = Panel {
        title: &title,
        note: &timeline.client_name,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let Some(lines) = &timeline.lines else {
        match canvas.model.failure(Slot::Timeline) {
            Some(failure) => crate::tui::view::screens::failed(canvas, inner, failure),
            None => {
                canvas.put(
                    inner.x,
                    inner.y,
                    inner.width,
                    "Reading the book…",
                    Role::Dim,
                );
            }
        }
        return;
    };
    if lines.is_empty() {
        let words = "Nothing has happened yet.";
        canvas.put(inner.x, inner.y, inner.width, words, Role::Dim);
        return;
    }
    let drawn: Vec<Lines> = lines
        .iter()
        .map(|line| entry(canvas, line, usize::from(inner.width)))
        .collect();
    let skip = first_shown(&drawn, timeline.cursor, usize::from(inner.height));
    let mut y = inner.y;
    for (index, rows) in drawn.iter().enumerate().skip(skip) {
        for row in rows {
            if y >= inner.bottom() {
                return;
            }
            if index == timeline.cursor {
                let style = canvas.style(Role::Cursor);
                let line = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
                canvas.buf.set_style(line, style);
            }
            canvas.pieces(inner.x, y, inner.width, row);
            y += 1;
        }
    }
}

/// The first entry that is drawn, so that the one under the cursor is seen whole.
fn first_shown(drawn: &[Lines], cursor: usize, height: usize) -> usize {
    let mut room = height;
    let mut first = cursor;
    for (index, rows) in drawn.iter().enumerate().take(cursor + 1).rev() {
        if rows.len() > room {
            break;
        }
        room -= rows.len();
        first = index;
    }
    first
}

const fn sign(kind: MomentKind) -> (&'static str, Role) {
    match kind {
        MomentKind::Issued | MomentKind::Due => ("·", Role::Dim),
        MomentKind::Message => ("→", Role::Open),
        MomentKind::Attempt => (" ", Role::Dim),
        MomentKind::Skipped => ("-", Role::Disabled),
        MomentKind::Talk => ("\"", Role::Strong),
        MomentKind::Hold | MomentKind::HoldOver | MomentKind::HoldLifted => ("‖", Role::Warn),
        MomentKind::Payment | MomentKind::CreditNote => ("+", Role::Good),
        MomentKind::Ended => ("×", Role::Bad),
    }
}

fn entry(canvas: &Canvas, line: &TimelineLine, width: usize) -> Lines {
    let today = canvas.model.now.today;
    let moment = &line.moment;
    let time = line
        .time
        .map_or_else(String::new, |time| time.format("%H:%M").to_string());
    let when = format!("{} {time}", left(&day(moment.on, today), 9));
    let (sign, role) = sign(moment.kind);
    let (indent, words) = match moment.kind {
        MomentKind::Attempt => (2, Role::Dim),
        MomentKind::Due => (0, Role::Dim),
        MomentKind::Issued
        | MomentKind::Message
        | MomentKind::Skipped
        | MomentKind::Talk
        | MomentKind::Hold
        | MomentKind::HoldOver
        | MomentKind::HoldLifted
        | MomentKind::Payment
        | MomentKind::CreditNote
        | MomentKind::Ended => (0, Role::Text),
    };
    let room = width.saturating_sub(WHEN + 2 + indent);
    wrap(&moment.text, room)
        .into_iter()
        .enumerate()
        .map(|(index, text)| {
            let (when, sign) = if index == 0 {
                (when.as_str(), sign)
            } else {
                ("", " ")
            };
            vec![
                (left(when, WHEN), Role::Dim),
                (format!("{sign} "), role),
                (" ".repeat(indent), Role::Text),
                (text, words),
            ]
        })
        .collect()
}
