//! What every screen has: the tabs above, the toast and the hints below.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::Canvas;
use super::text::fit;
use super::theme::Role;
use crate::tui::model::commands::{Command, TABLE};
use crate::tui::model::layout;
use crate::tui::model::toast::Tone;

/// The tabs, and whose book it is at the right.
pub(super) fn tabs(canvas: &mut Canvas) {
    let model = canvas.model;
    for label in layout::tabs(model) {
        let open = label.tab == layout::open_tab(model);
        let role = if open { Role::TabOpen } else { Role::Tab };
        let area = label.area;
        if open {
            let style = canvas.style(role);
            canvas.buf.set_style(area, style);
        }
        let (text, badge) = match label.text.split_once(" !") {
            Some((text, badge)) => (text.to_owned(), format!(" !{badge}")),
            None => (label.text.clone(), String::new()),
        };
        let badge_role = if open { role } else { Role::Badge };
        let pieces = [(text, role), (badge, badge_role)];
        canvas.pieces(area.x + 1, area.y, area.width, &pieces);
    }
    let corner = layout::corner(model);
    let end = model.size.width.saturating_sub(1);
    canvas.put_right(end, 0, end, &corner, Role::Dim);
}

/// The one row for what was just done, or what the screen has to say.
pub(super) fn toast(canvas: &mut Canvas) {
    let model = canvas.model;
    let row = layout::regions(model.size).toast;
    let bad = model
        .toast
        .as_ref()
        .is_some_and(|toast| toast.tone == Tone::Bad);
    if !bad && on_its_way(canvas, row) {
        return;
    }
    let Some(toast) = &model.toast else {
        status(canvas, row);
        return;
    };
    let (glyph, role) = match toast.tone {
        Tone::Good => ("✓ ", Role::Good),
        Tone::Note => ("· ", Role::Warn),
        Tone::Bad => ("! ", Role::Bad),
    };
    let width = row.width.saturating_sub(2);
    let mut tail = Vec::new();
    // Where letters go into a field, the key would be one of them.
    if toast.undo && model.editor.is_none() {
        let key = key_of(canvas, "undo");
        tail.push((format!("      {key}"), Role::Key));
        tail.push((" undoes".to_owned(), Role::Hint));
    }
    // A long text is cut before what takes it back.
    let taken: usize = tail.iter().map(|(text, _)| text.width()).sum();
    let room = usize::from(width).saturating_sub(taken + glyph.width());
    let text = fit(&toast.text, room);
    let mut pieces = vec![(glyph.to_owned(), role), (text, Role::Text)];
    pieces.extend(tail);
    canvas.pieces(row.x + 1, row.y, width, &pieces);
}

/// What waits its ten seconds or is leaving; says whether there is something.
fn on_its_way(canvas: &mut Canvas, row: Rect) -> bool {
    let model = canvas.model;
    let width = row.width.saturating_sub(2);
    if let Some(seconds) = model.outbox.seconds_left(model.now.at) {
        let what = match model.outbox.waiting.as_slice() {
            [one] => one.what.clone(),
            more => format!("{} messages", more.len()),
        };
        let full = usize::try_from(seconds.clamp(0, 10)).unwrap_or(0);
        let bar = format!("{}{}", "▮".repeat(full), "▯".repeat(10 - full));
        let key = key_of(canvas, "undo");
        let tail = format!(" in {seconds} s {bar}   ");
        let rest = u16::try_from(tail.width() + 27).unwrap_or(0);
        let what = fit(&what, usize::from(width.saturating_sub(rest)));
        let pieces = [
            ("Sending ".to_owned(), Role::Text),
            (what, Role::Strong),
            (tail, Role::Warn),
            (key, Role::Key),
            (" takes it back".to_owned(), Role::Hint),
        ];
        canvas.pieces(row.x + 1, row.y, width, &pieces);
        return true;
    }
    let Some(progress) = &model.outbox.progress else {
        return false;
    };
    let now = if progress.now.is_empty() {
        String::new()
    } else {
        format!(" · {}", progress.now)
    };
    let text = format!("Sending {} of {}{now}", progress.done, progress.total);
    canvas.put(row.x + 1, row.y, width, &text, Role::Text);
    true
}

/// What the screen itself has to say when there is no toast: marks, most of all.
fn status(canvas: &mut Canvas, row: Rect) {
    if let Some(text) = canvas
        .model
        .status()
        .filter(|_| canvas.model.send.is_none())
    {
        canvas.put(
            row.x + 1,
            row.y,
            row.width.saturating_sub(2),
            &text,
            Role::Dim,
        );
    }
}

fn key_of(canvas: &Canvas, name: &str) -> String {
    let command = TABLE.iter().find(|command| command.name == name);
    command.map_or_else(String::new, |command| first_key(canvas, command))
}

fn first_key(canvas: &Canvas, command: &Command) -> String {
    let keys = canvas.model.keymap().keys(command);
    keys.first().map_or_else(String::new, |key| key.short())
}

/// The keys of this state: five to eight, help the last.
pub(super) fn hints(canvas: &mut Canvas) {
    let model = canvas.model;
    let row = layout::regions(model.size).hints;
    let scopes = model.scopes();
    let mut hints: Vec<(String, &'static Command)> = Vec::new();
    for command in TABLE.iter().filter(|command| !command.hint.is_empty()) {
        let here = command.scopes.iter().any(|scope| scopes.contains(scope));
        let key = first_key(canvas, command);
        // A text message never has a subject: there is nothing to go to, not only now.
        let here = here && (command.name != "edit.other" || (command.possible)(model).is_ok());
        if here && !key.is_empty() && !hints.iter().any(|(other, _)| *other == key) {
            hints.push((key, command));
        }
    }
    let end = row.right().saturating_sub(1);
    let mut room = end;
    if let Some(index) = hints
        .iter()
        .position(|(_, command)| command.name.ends_with("help"))
    {
        let (key, command) = hints.remove(index);
        let width = width_of(&key, command);
        room = end.saturating_sub(width);
        hint(canvas, room, row.y, &key, command);
        room = room.saturating_sub(2);
    }
    let mut x = row.x + 1;
    for (key, command) in hints.into_iter().take(8) {
        let width = width_of(&key, command);
        if x + width <= room {
            hint(canvas, x, row.y, &key, command);
            x += width + 2;
        }
    }
}

fn width_of(key: &str, command: &Command) -> u16 {
    u16::try_from(key.width() + 1 + command.hint.width()).unwrap_or(0)
}

fn hint(canvas: &mut Canvas, x: u16, y: u16, key: &str, command: &Command) {
    let possible = (command.possible)(canvas.model).is_ok();
    let (key_role, role) = if possible {
        (Role::Key, Role::Hint)
    } else {
        (Role::Disabled, Role::Disabled)
    };
    let pieces = [
        (key.to_owned(), key_role),
        (format!(" {}", command.hint), role),
    ];
    canvas.pieces(x, y, u16::MAX, &pieces);
}
