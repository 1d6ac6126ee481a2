//! What messages say: the templates at the left, one of them with real data at the right.

use ratatui::layout::Rect;

use crate::domain::policy::Channel;
use crate::domain::views::{TemplateRow, TemplateText, Whose};
use crate::tui::model::Slot;
use crate::tui::model::overlays::templates::{Templates, area, name};
use crate::tui::view::text::{left, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines};

/// Draws them.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, templates: &Templates) {
    let frame = area(canvas.model);
    canvas.clear(frame);
    let rows = templates.rows();
    let place = if rows.is_empty() {
        0
    } else {
        templates.cursor + 1
    };
    let note = format!("{place} of {}", rows.len());
    let title = match templates.client() {
        Some(client) => format!("What {} gets", client.name),
        None => "What messages say".to_owned(),
    };
    let panel = Panel {
        title: &title,
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    if templates.list.is_none() {
        match canvas.model.failure(Slot::Templates) {
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
    }
    let width = list_width(inner.width);
    list(canvas, templates, &rows, Rect { width, ..inner }, frame);
    let x = inner.x + width + 3;
    for y in inner.y..inner.bottom() {
        canvas.put(x.saturating_sub(2), y, 1, "│", Role::Border);
    }
    let right = Rect::new(x, inner.y, inner.right().saturating_sub(x), inner.height);
    text(canvas, templates, right);
}

const fn list_width(width: u16) -> u16 {
    if width < 70 { 22 } else { 31 }
}

fn list(
    canvas: &mut Canvas,
    templates: &Templates,
    rows: &[&TemplateRow],
    area: Rect,
    frame: Rect,
) {
    let height = usize::from(area.height);
    let skip = (templates.cursor + 1).saturating_sub(height);
    let narrow = area.width < 30;
    for ((index, row), y) in rows
        .iter()
        .enumerate()
        .skip(skip)
        .take(height)
        .zip(area.y..area.bottom())
    {
        if index == templates.cursor {
            let style = canvas.style(Role::Cursor);
            let line = Rect::new(frame.x + 1, y, area.width + 2, 1);
            canvas.buf.set_style(line, style);
        }
        let channel = match row.template.channel {
            Channel::Email => "e-mail",
            Channel::Sms => "SMS",
        };
        let (whose, role) = match row.whose {
            Whose::Ours => ("", Role::Dim),
            Whose::Yours => ("yours", Role::Good),
            Whose::Client => ("its own", Role::Warn),
        };
        let language = if templates.all {
            row.template.language.as_str()
        } else {
            ""
        };
        let kind = if narrow { 10 } else { 12 };
        let pieces = vec![
            (left(&row.template.kind, kind), Role::Text),
            (left(channel, 7), Role::Dim),
            (left(language, if narrow { 0 } else { 4 }), Role::Dim),
            (whose.to_owned(), role),
        ];
        canvas.pieces(area.x, y, area.width, &pieces);
    }
}

fn text(canvas: &mut Canvas, templates: &Templates, area: Rect) {
    let Some(row) = templates.current() else {
        let words = "There is no template in this language; a shows all.";
        canvas.lines(area, &said(words, area.width, Role::Dim));
        return;
    };
    filled(
        canvas,
        templates.shown(),
        &name(&row.template),
        templates.scroll,
        area,
    );
}

fn said(words: &str, width: u16, role: Role) -> Lines {
    let lines = wrap(words, usize::from(width)).into_iter();
    lines.map(|line| vec![(line, role)]).collect()
}

/// A template filled with real data, or why it cannot be.
pub(super) fn filled(
    canvas: &mut Canvas,
    text: Option<&TemplateText>,
    name: &str,
    scroll: u16,
    area: Rect,
) {
    let width = usize::from(area.width);
    let Some(text) = text else {
        let lines = match canvas.model.failure(Slot::TemplateText) {
            Some(failure) => {
                let mut lines = said(failure.message(), area.width, Role::Bad);
                for cause in failure.causes() {
                    lines.extend(said(cause, area.width, Role::Dim));
                }
                if !failure.next_step().is_empty() {
                    let next = format!("Next: {}.", failure.next_step().trim_end_matches('.'));
                    lines.extend(said(&next, area.width, Role::Text));
                }
                lines
            }
            None => said("Filling it…", area.width, Role::Dim),
        };
        canvas.lines(area, &lines);
        return;
    };
    let mut lines: Lines = vec![vec![
        (name.to_owned(), Role::Strong),
        (format!("   {}", text.about), Role::Dim),
    ]];
    if !text.length.is_empty() {
        lines.push(vec![(text.length.clone(), Role::Dim)]);
        if !text.saving.is_empty() {
            lines.extend(said(&text.saving, area.width, Role::Warn));
        }
    }
    if !text.subject.is_empty() {
        lines.push(vec![
            ("Subject  ".to_owned(), Role::Dim),
            (text.subject.clone(), Role::Text),
        ]);
    }
    lines.push(vec![("─".repeat(width), Role::Border)]);
    canvas.lines(area, &lines);
    let top = u16::try_from(lines.len()).unwrap_or(0);
    let body = Rect::new(
        area.x,
        area.y + top,
        area.width,
        area.height.saturating_sub(top),
    );
    let all = wrap(&text.body, width);
    let last = all.len().saturating_sub(usize::from(body.height));
    let skip = usize::from(scroll).min(last);
    let shown: Lines = all
        .into_iter()
        .skip(skip)
        .map(|line| vec![(line, Role::Text)])
        .collect();
    canvas.lines(body, &shown);
}
