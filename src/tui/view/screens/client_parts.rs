//! What else there is about one client: payments, holds and messages, the note.

use ratatui::layout::Rect;

use super::client;
use crate::domain::views::ClientDetail;
use crate::tui::model::Pane;
use crate::tui::model::screens::clients::Part;
use crate::tui::view::text::{Ledger, count, day, left, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// The part that is chosen, below the card.
pub(in crate::tui::view) fn part(canvas: &mut Canvas, detail: &ClientDetail, area: Rect) {
    let part = canvas.model.clients.part;
    let number = |all: usize, noun: &str| count(i64::try_from(all).unwrap_or(0), noun);
    let width = usize::from(area.width.saturating_sub(4));
    let (note, lines) = match part {
        Part::Invoices => {
            client::invoices(canvas, area);
            return;
        }
        Part::Payments => (
            number(detail.payments.len(), "payment"),
            payments(canvas, detail),
        ),
        Part::Messages => (
            number(detail.messages.len(), "message"),
            messages(canvas, detail),
        ),
        Part::Note => ("E edits it".to_owned(), note(detail, width)),
    };
    let panel = Panel {
        title: part.title(),
        note: &format!("{note} · [ ] other parts"),
        focused: canvas.model.pane == Pane::Detail,
    };
    let inner = panel.draw(canvas, area);
    let skip = usize::from(canvas.model.scroll).min(lines.len().saturating_sub(1));
    let shown: Lines = lines.into_iter().skip(skip).collect();
    canvas.lines(inner, &shown);
}

/// Holds and messages, at the foot of a large window.
pub(in crate::tui::view) fn contact(canvas: &mut Canvas, detail: &ClientDetail, area: Rect) {
    let note = count(i64::try_from(detail.messages.len()).unwrap_or(0), "message");
    let panel = Panel {
        title: Part::Messages.title(),
        note: &note,
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let lines = messages(canvas, detail);
    canvas.lines(inner, &lines);
}

fn payments(canvas: &Canvas, detail: &ClientDetail) -> Lines {
    let today = canvas.model.now.today;
    let ledger = Ledger::of(detail.payments.iter().map(|row| row.amount), canvas.home());
    let amounts: Vec<String> = detail
        .payments
        .iter()
        .map(|row| ledger.amount(row.amount))
        .collect();
    let wide = amounts.iter().map(String::len).max().unwrap_or(0);
    let rows = detail.payments.iter().zip(amounts);
    let lines: Lines = rows
        .map(|(row, amount)| {
            let what = format!("{} {}", row.kind.sign(), super::payments::what(row));
            let mut words = vec![what.trim()];
            words.extend(Some(row.note.as_str()).filter(|note| !note.is_empty()));
            vec![
                (left(&day(row.paid_on, today), 8), Role::Dim),
                (left(&row.number, 12), Role::Text),
                (format!("{amount:>wide$}   "), Role::Text),
                (words.join(" · "), Role::Dim),
            ]
        })
        .collect();
    or(lines, "Nothing was paid yet.")
}

fn messages(canvas: &Canvas, detail: &ClientDetail) -> Lines {
    let today = canvas.model.now.today;
    let mut lines: Lines = Vec::new();
    for hold in &detail.holds {
        let until = hold
            .until
            .map_or_else(String::new, |until| format!(" until {}", day(until, today)));
        let words = format!("‖ {}{until}: {}", hold.kind.word(), hold.reason);
        lines.push(vec![(words, Role::Warn)]);
    }
    for message in &detail.messages {
        let (sign, _, role) = crate::tui::view::overlays::message_outcome(message);
        lines.push(vec![
            (format!("{sign} "), role),
            (left(&day(message.queued_on, today), 10), Role::Dim),
            (message.subject.clone(), Role::Text),
        ]);
    }
    or(lines, "Nothing was sent yet.")
}

fn note(detail: &ClientDetail, width: usize) -> Lines {
    let note = detail.client.note.as_str();
    let lines = wrap(note, width).into_iter();
    let lines: Lines = lines.map(|line| vec![(line, Role::Text)]).collect();
    or(if note.is_empty() { Vec::new() } else { lines }, "No note.")
}

fn or(lines: Lines, nothing: &str) -> Lines {
    if lines.is_empty() {
        vec![vec![(nothing.to_owned(), Role::Dim)]]
    } else {
        lines
    }
}
