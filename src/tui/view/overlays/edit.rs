//! A text that is changed: a reminder's for this once, or a template with its filled text beside it.

use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Widget;

use crate::tui::model::layout;
use crate::tui::model::overlays::edit::{Edit, Target};
use crate::tui::model::overlays::templates;
use crate::tui::view::Canvas;
use crate::tui::view::text::wrap;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::input;
use crate::tui::view::widgets::panel::Panel;

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, edit: &Edit) {
    let size = canvas.model.size;
    let (frame, title) = match &edit.target {
        Target::Message(_) => {
            let width = size.width.saturating_sub(2).min(92);
            let height = size.height.saturating_sub(3).min(30);
            let title = "Text of this message".to_owned();
            (layout::centred(size, width, height), title)
        }
        Target::Template {
            template, client, ..
        } => {
            let name = templates::name(template);
            let title = match client {
                Some(client) => format!("{name} · only for {}", client.name),
                None => name,
            };
            (templates::area(canvas.model), title)
        }
    };
    canvas.clear(frame);
    let note = match (edit.is_changed(), &edit.target) {
        (true, _) => "changed",
        (false, Target::Message(_)) => "this once",
        (false, Target::Template { .. }) => "",
    };
    let panel = Panel {
        title: &title,
        note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let written = match &edit.target {
        Target::Message(_) => length(canvas, edit, inner),
        Target::Template { .. } => beside(canvas, edit, inner, frame),
    };
    let top = if edit.has_subject() {
        subject(canvas, edit, written);
        2
    } else {
        0
    };
    let area = Rect::new(
        written.x,
        written.y + top,
        written.width,
        written.height.saturating_sub(top),
    );
    body(canvas, edit, area);
}

/// Draws how long a text message is, below it. Answers where the text is written.
fn length(canvas: &mut Canvas, edit: &Edit, inner: Rect) -> Rect {
    let Some((words, saving)) = edit.length() else {
        return inner;
    };
    let mut lines = vec![vec![(words, Role::Strong)]];
    if let Some(saving) = saving {
        let width = usize::from(inner.width).saturating_sub(2);
        lines.extend(
            wrap(&saving, width)
                .into_iter()
                .map(|line| vec![(line, Role::Warn)]),
        );
    }
    let rows = u16::try_from(lines.len()).unwrap_or(1) + 1;
    let height = inner.height.saturating_sub(rows);
    let foot = Rect::new(inner.x, inner.y + height + 1, inner.width, rows);
    let rule = "─".repeat(usize::from(inner.width));
    canvas.put(inner.x, inner.y + height, inner.width, &rule, Role::Border);
    canvas.lines(foot, &lines);
    Rect { height, ..inner }
}

/// Draws what the template becomes: beside the text, or below it in a narrow window. Answers where
/// the text is written.
fn beside(canvas: &mut Canvas, edit: &Edit, inner: Rect, frame: Rect) -> Rect {
    let (written, filled) = if layout::is_wide(canvas.model.size) {
        let [written, gap, filled] = Layout::horizontal([
            Constraint::Fill(1),
            Constraint::Length(3),
            Constraint::Fill(1),
        ])
        .areas(inner);
        for y in inner.y..inner.bottom() {
            canvas.put(gap.x + 1, y, 1, "│", Role::Border);
        }
        (written, filled)
    } else {
        let [written, rule, filled] = Layout::vertical([
            Constraint::Fill(1),
            Constraint::Length(1),
            Constraint::Fill(1),
        ])
        .areas(inner);
        let panel = Panel {
            title: "",
            note: "",
            focused: true,
        };
        panel.divide(canvas, frame, rule.y);
        (written, filled)
    };
    super::templates::filled(canvas, edit.shown(), "What it becomes", 0, filled);
    written
}

fn subject(canvas: &mut Canvas, edit: &Edit, inner: Rect) {
    let label = if edit.in_subject {
        Role::Strong
    } else {
        Role::Dim
    };
    canvas.put(inner.x, inner.y, 9, "Subject", label);
    let at = Position::new(inner.x + 9, inner.y);
    input::draw(
        canvas,
        at,
        inner.width.saturating_sub(9),
        &edit.subject,
        edit.in_subject,
    );
    let rule = "─".repeat(usize::from(inner.width));
    canvas.put(inner.x, inner.y + 1, inner.width, &rule, Role::Border);
}

fn body(canvas: &mut Canvas, edit: &Edit, area: Rect) {
    let mut body = edit.body.clone();
    let ordinary = canvas.style(Role::Text);
    body.set_style(ordinary);
    body.set_cursor_line_style(ordinary);
    body.set_cursor_style(ordinary);
    body.render(area, canvas.buf);
    if !edit.in_subject {
        let cursor = body.screen_cursor();
        let (top, left) = body.scroll_offset();
        let x = area.x + u16::try_from(cursor.col).unwrap_or(0).saturating_sub(left);
        let y = area.y + u16::try_from(cursor.row).unwrap_or(0).saturating_sub(top);
        let x = x.min(area.right().saturating_sub(1));
        let y = y.min(area.bottom().saturating_sub(1));
        canvas.cursor = Some(Position::new(x, y));
    }
}
