//! One message with its tries, and what can be done with it.

use ratatui::layout::Rect;

use crate::domain::message::{Message, MessageState};
use crate::tui::model::overlays::message::View;
use crate::tui::model::{Slot, layout};
use crate::tui::view::text::{left, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines, Pieces};

/// The sign, the word and the role of a message's state.
const fn state(state: MessageState) -> (&'static str, &'static str, Role) {
    match state {
        MessageState::Queued => ("…", "queued", Role::Open),
        MessageState::Sending => ("…", "being sent", Role::Open),
        MessageState::InDoubt => ("…", "the answer is awaited", Role::Warn),
        MessageState::Accepted => ("✓", "sent", Role::Good),
        MessageState::Refused => ("✗", "refused", Role::Bad),
        MessageState::Unknown => ("?", "nobody can know whether it arrived", Role::Bad),
        MessageState::Cancelled => ("✗", "taken back", Role::Disabled),
        MessageState::Expired => ("✗", "no longer true, not sent", Role::Disabled),
    }
}

/// The same, where only a file was written in its words: nobody has got it.
pub(in crate::tui::view) const fn outcome(message: &Message) -> (&'static str, &'static str, Role) {
    if message.to_folder && matches!(message.state, MessageState::Accepted) {
        ("✓", "written to a file", Role::Warn)
    } else {
        state(message.state)
    }
}

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, view: &View) {
    let size = canvas.model.size;
    let width = size.width.saturating_sub(4).min(88);
    let choices = view.choices();
    let lines = match &view.message {
        Some(message) => lines(message, usize::from(width.saturating_sub(4))),
        None => Vec::new(),
    };
    let rows = lines.len() + choices.len() + 3;
    let height = u16::try_from(rows).unwrap_or(u16::MAX).max(6);
    let frame = layout::centred(size, width, height.min(size.height.saturating_sub(2)));
    canvas.clear(frame);
    let title = format!("Message {}", view.id);
    let panel = Panel {
        title: &title,
        note: "",
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    if view.message.is_none() {
        waiting(canvas, inner);
        return;
    }
    let foot = u16::try_from(choices.len()).unwrap_or(0);
    let room = inner.height.saturating_sub(foot + u16::from(foot > 0));
    let area = Rect::new(inner.x, inner.y, inner.width, room);
    let skip = lines
        .len()
        .saturating_sub(usize::from(room))
        .min(usize::from(view.scroll));
    let shown: Lines = lines.into_iter().skip(skip).collect();
    canvas.lines(area, &shown);
    let top = inner.bottom().saturating_sub(foot);
    for ((index, (words, _)), y) in choices.iter().enumerate().zip(top..inner.bottom()) {
        let line = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 1);
        if index == view.cursor {
            let style = canvas.style(Role::Cursor);
            canvas.buf.set_style(line, style);
            canvas.put(line.x + 1, y, 1, "▸", Role::Strong);
        }
        canvas.put(
            line.x + 3,
            y,
            line.width.saturating_sub(4),
            words,
            Role::Text,
        );
    }
}

fn waiting(canvas: &mut Canvas, inner: Rect) {
    if let Some(failure) = canvas.model.failure(Slot::Message) {
        crate::tui::view::screens::failed(canvas, inner, failure);
    } else {
        canvas.put(
            inner.x,
            inner.y,
            inner.width,
            "Reading the book…",
            Role::Dim,
        );
    }
}

fn lines(message: &Message, width: usize) -> Lines {
    let (sign, words, role) = outcome(message);
    let mut out = vec![
        vec![(format!("{sign} {words}"), role)],
        named("To", &message.to.join(", ")),
        named("Subject", &message.subject),
        named("About", &message.invoices.join(", ")),
        named(
            "Queued",
            &format!("{} UTC", message.queued_at.format("%d %b %Y %H:%M")),
        ),
        named("Id", &message.message_id),
    ];
    if !message.why.is_empty() {
        out.push(Vec::new());
        let why = wrap(&message.why, width);
        out.extend(why.into_iter().map(|line| vec![(line, Role::Text)]));
    }
    if !message.attempts.is_empty() {
        out.push(Vec::new());
        out.push(vec![("Tries".to_owned(), Role::Title)]);
    }
    for attempt in &message.attempts {
        let at = attempt.at.format("%d %b %H:%M").to_string();
        let words = if message.to_folder && message.state == MessageState::Accepted {
            format!("written: {}", attempt.reply)
        } else {
            format!("{} at {}: {}", attempt.outcome, attempt.step, attempt.reply)
        };
        for (index, line) in wrap(&words, width.saturating_sub(14))
            .into_iter()
            .enumerate()
        {
            let at = if index == 0 { at.as_str() } else { "" };
            out.push(vec![(left(at, 14), Role::Dim), (line, Role::Text)]);
        }
    }
    out
}

fn named(name: &str, value: &str) -> Pieces {
    vec![(left(name, 9), Role::Dim), (value.to_owned(), Role::Text)]
}
