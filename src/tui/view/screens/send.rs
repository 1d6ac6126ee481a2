//! The send panel: exactly what the client gets, and the checks.

use ratatui::layout::Rect;

use crate::domain::message::Address;
use crate::domain::policy::{Channel, Tone};
use crate::domain::sms;
use crate::domain::views::{About, Prepared, ReminderRow};
use crate::tui::model::overlays::checks;
use crate::tui::model::screens::send::{self, Item, Panel as Send, Standing};
use crate::tui::model::{Slot, layout};
use crate::tui::view::overlays::check_sign;
use crate::tui::view::text::{fit, left, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines, Pieces};

use super::dashboard::numbers;

/// Draws the panel.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, panel: &Send) {
    let mut at = send::panes(canvas.model);
    let wanted = check_lines(panel, usize::from(at.checks.width.saturating_sub(4)));
    // The text keeps eight rows; beyond that the checks get what they need.
    let spare = at.text.height.saturating_sub(10);
    let needs = u16::try_from(wanted.0.len() + 2).unwrap_or(u16::MAX);
    let more = needs.min(10).saturating_sub(at.checks.height).min(spare);
    at.text.height -= more;
    at.checks.y -= more;
    at.checks.height += more;
    if !at.line.is_empty() {
        line(canvas, panel, at.line);
    }
    if !at.list.is_empty() {
        list(canvas, panel, at.list);
        about(canvas, panel, at.about);
    }
    text(canvas, panel, at.text);
    checks_box(canvas, wanted, at.checks);
}

fn sign(item: &Item) -> (&'static str, Role) {
    match &item.standing {
        Standing::ToGo => ("○", Role::Text),
        Standing::Queuing(_) | Standing::Waiting(_) => ("…", Role::Open),
        Standing::Sent(_) => ("✓", Role::Good),
        Standing::Skipped => ("-", Role::Disabled),
        Standing::Failed(_) => ("✗", Role::Bad),
    }
}

/// What kind of message it is: the tone of a reminder, or its name; and that it is an SMS.
fn what(row: &ReminderRow, text: Option<&Prepared>) -> String {
    let word = match row.about {
        About::Reminder => {
            let tone = text.and_then(|text| text.tone).or(row.tone);
            tone.map_or("", Tone::word)
        }
        About::ThankYou(_) | About::Statement | About::Invoice(_) => row.about.purpose().word(),
    };
    match row.channel {
        Channel::Email => word.to_owned(),
        Channel::Sms => format!("SMS {word}"),
    }
}

/// Which invoices it is about, and that it is an SMS.
fn about_words(item: &Item) -> String {
    let numbers = numbers(item.row.invoices.iter().map(|one| one.number.as_str()));
    match item.row.channel {
        Channel::Email => numbers,
        Channel::Sms => format!("SMS {numbers}").trim_end().to_owned(),
    }
}

/// All reminders in one line, the shown one in sight.
fn line(canvas: &mut Canvas, panel: &Send, area: Rect) {
    let head = format!("To send {} of {}   ", panel.cursor + 1, panel.items.len());
    let used = canvas.put(area.x + 1, area.y, area.width, &head, Role::Strong);
    let mut x = area.x + 1 + used;
    let first = panel.cursor.saturating_sub(1);
    for (index, item) in panel.items.iter().enumerate().skip(first) {
        let (sign, role) = sign(item);
        let here = index == panel.cursor;
        let (sign, role) = if here {
            ("▸", Role::TitleFocus)
        } else {
            (sign, role)
        };
        let name = fit(&item.row.client_name, 14);
        let about = about_words(item);
        let gap = if about.is_empty() { "" } else { " " };
        let text = format!("{sign} {about}{gap}{name}  ");
        let room = area.right().saturating_sub(x);
        if room < 8 {
            break;
        }
        x += canvas.put(x, area.y, room, &text, role);
    }
}

fn list(canvas: &mut Canvas, panel: &Send, area: Rect) {
    let note = format!("{} of {}", panel.cursor + 1, panel.items.len());
    let frame = Panel {
        title: "To send",
        note: &note,
        focused: true,
    };
    let inner = frame.draw(canvas, area);
    let window = usize::from(inner.height / 2).max(1);
    let first = (panel.cursor + 1).saturating_sub(window);
    let rows = panel.items.iter().enumerate().skip(first).take(window);
    for ((index, item), y) in rows.zip((inner.y..inner.bottom()).step_by(2)) {
        let here = index == panel.cursor;
        let (sign, role) = sign(item);
        if here {
            let style = canvas.style(Role::Cursor);
            let row = Rect::new(area.x + 1, y, area.width.saturating_sub(2), 2);
            canvas.buf.set_style(row, style);
        }
        let cursor = if here { "▸" } else { " " };
        canvas.put(area.x + 1, y, 1, cursor, Role::Strong);
        canvas.put(inner.x, y, 1, sign, role);
        canvas.put(
            inner.x + 2,
            y,
            inner.width.saturating_sub(2),
            &item.row.client_name,
            Role::Text,
        );
        canvas.put(
            inner.x + 2,
            y + 1,
            inner.width.saturating_sub(2),
            &about_words(item),
            Role::Dim,
        );
        let sum = super::reminders::open(&item.row);
        if let Some(sum) = sum {
            canvas.put_right(
                inner.right(),
                y + 1,
                inner.width,
                &sum.to_string(),
                Role::Text,
            );
        }
    }
}

fn about(canvas: &mut Canvas, panel: &Send, area: Rect) {
    let frame = Panel {
        title: "How it goes",
        note: "",
        focused: false,
    };
    let inner = frame.draw(canvas, area);
    let sent = panel.count(|standing| matches!(standing, Standing::Sent(_)));
    let waiting =
        panel.count(|standing| matches!(standing, Standing::Waiting(_) | Standing::Queuing(_)));
    let failed = panel.count(|standing| matches!(standing, Standing::Failed(_)));
    let counts = format!("✓ {sent} sent   … {waiting} waiting");
    let counts_two = format!("○ {} to go   ✗ {failed} failed", panel.to_go());
    let lines = vec![
        vec![(counts, Role::Text)],
        vec![(counts_two, Role::Text)],
        Vec::new(),
        vec![("Mail leaves 10 s after s.".to_owned(), Role::Dim)],
        vec![("u takes it back in time.".to_owned(), Role::Dim)],
        vec![("Never resent by itself,".to_owned(), Role::Dim)],
        vec![("also after a crash.".to_owned(), Role::Dim)],
    ];
    canvas.lines(inner, &lines);
}

fn text(canvas: &mut Canvas, panel: &Send, area: Rect) {
    let Some(item) = panel.current() else {
        let frame = Panel {
            title: "Send",
            note: "",
            focused: true,
        };
        let inner = frame.draw(canvas, area);
        waiting(canvas, inner, Slot::Queue, "Reading the queue…");
        return;
    };
    let what = what(&item.row, panel.text());
    let changed = if item.edit == crate::domain::views::Edit::default() {
        ""
    } else {
        " (changed)"
    };
    let numbers = numbers(item.row.invoices.iter().map(|one| one.number.as_str()));
    let parts = [
        format!("{what}{changed}"),
        item.row.client_name.clone(),
        numbers,
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let title = parts.join(" · ");
    let frame = Panel {
        title: &title,
        note: "exactly what the client gets",
        focused: !layout::is_wide(canvas.model.size),
    };
    let inner = frame.draw(canvas, area);
    let Some(prepared) = panel.text() else {
        waiting(canvas, inner, Slot::Prepare, "Writing the text…");
        return;
    };
    let heads = heads(prepared, canvas, usize::from(inner.width));
    canvas.lines(inner, &heads);
    let top = u16::try_from(heads.len()).unwrap_or(0);
    let body = Rect::new(
        inner.x,
        inner.y + top,
        inner.width,
        inner.height.saturating_sub(top),
    );
    let lines = wrap(&prepared.body, usize::from(inner.width));
    let last = lines.len().saturating_sub(usize::from(body.height));
    let skip = usize::from(canvas.model.scroll).min(last);
    let below = last - skip;
    let shown: Lines = lines
        .into_iter()
        .skip(skip)
        .map(|line| vec![(line, Role::Text)])
        .collect();
    canvas.lines(body, &shown);
    if below > 0 {
        let y = area.bottom().saturating_sub(1);
        let end = area.right().saturating_sub(2);
        let text = format!(" ↓ {below} more (PgDn) ");
        canvas.put_right(end, y, 24, &text, Role::Warn);
    }
}

fn waiting(canvas: &mut Canvas, inner: Rect, slot: Slot, text: &str) {
    match canvas.model.failure(slot) {
        Some(failure) => super::failed(canvas, inner, failure),
        None => super::message(canvas, inner, &[(text, Role::Dim)]),
    }
}

fn addresses(all: &[Address]) -> String {
    let one = |address: &Address| {
        if address.name.is_empty() {
            address.email.clone()
        } else {
            format!("{} <{}>", address.name, address.email)
        }
    };
    let all: Vec<String> = all.iter().map(one).collect();
    all.join(", ")
}

fn heads(prepared: &Prepared, canvas: &Canvas, width: usize) -> Lines {
    let roomy = layout::is_wide(canvas.model.size);
    let mut lines = Vec::new();
    let mut head = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(vec![(left(name, 9), Role::Dim), (value, Role::Text)]);
        }
    };
    // A text message without a number of its own says nothing of where it comes from.
    let nameless = prepared.channel == Channel::Sms && prepared.from.email.is_empty();
    if roomy && !nameless {
        head("From", addresses(std::slice::from_ref(&prepared.from)));
    }
    head("To", addresses(&prepared.to));
    head("Cc", addresses(&prepared.cc));
    if roomy {
        head("Bcc", addresses(&prepared.bcc));
    }
    head("Subject", prepared.subject.clone());
    head(
        "Length",
        prepared.sms.as_ref().map_or_else(String::new, sms::words),
    );
    lines.push(vec![("─".repeat(width), Role::Border)]);
    lines
}

/// The checks in lines, each with how many checks it holds, and whether one had to be cut.
fn check_lines(panel: &Send, width: usize) -> (Vec<(usize, Pieces)>, bool) {
    let Some(prepared) = panel.text() else {
        return (Vec::new(), false);
    };
    let mut lines: Vec<(usize, Pieces)> = Vec::new();
    let mut cut = false;
    if let Some(Standing::Failed(why)) = panel.current().map(|item| &item.standing) {
        let pieces = vec![("✗ ".to_owned(), Role::Bad), (why.clone(), Role::Text)];
        lines.push((1, pieces));
    }
    lines.push((1, transport(prepared, width)));
    let mut row: Pieces = Vec::new();
    let (mut used, mut held) = (0, 0);
    // What carries it stands above already.
    let said = |text: &str| text.contains(&prepared.transport);
    let sorted = checks::sorted(prepared);
    for (level, text) in sorted.iter().filter(|(_, text)| !said(text)) {
        let (sign, role) = check_sign(*level);
        let wide = crate::domain::text::width(text) + 2;
        let gap = if row.is_empty() { 0 } else { 3 };
        if used + gap + wide > width && !row.is_empty() {
            lines.push((held, std::mem::take(&mut row)));
            (used, held) = (0, 0);
        }
        if !row.is_empty() {
            row.push((" · ".to_owned(), Role::Dim));
            used += 3;
        }
        cut |= wide > width;
        row.push((sign.to_owned(), role));
        row.push((fit(text, width.saturating_sub(2)), Role::Text));
        used += wide;
        held += 1;
    }
    if held > 0 {
        lines.push((held, row));
    }
    (lines, cut)
}

fn checks_box(canvas: &mut Canvas, (mut all, cut): (Vec<(usize, Pieces)>, bool), area: Rect) {
    let frame = Panel {
        title: "Checks before sending",
        note: if cut { "c = in full" } else { "" },
        focused: false,
    };
    let inner = frame.draw(canvas, area);
    let room = usize::from(inner.height);
    let hidden = all.split_off(room.min(all.len()));
    let more: usize = hidden.iter().map(|(held, _)| held).sum();
    if more > 0 {
        let noun = if more == 1 { "check" } else { "checks" };
        let words = format!(" … {more} more {noun} (c) ");
        let (end, y) = (
            area.right().saturating_sub(2),
            area.bottom().saturating_sub(1),
        );
        canvas.put_right(end, y, 28, &words, Role::Warn);
    }
    let lines: Lines = all.into_iter().map(|(_, line)| line).collect();
    canvas.lines(inner, &lines);
}

/// A path cut to a width, its end kept: "…/payme/outbox".
fn cut_left(path: &str, width: usize) -> String {
    let wide = crate::domain::text::width;
    if wide(path) <= width {
        return path.to_owned();
    }
    let ends = path.match_indices('/').filter_map(|(at, _)| path.get(at..));
    let mut fitting = ends.filter(|end| wide(end) < width);
    fitting
        .next()
        .map_or_else(|| fit(path, width), |end| format!("…{end}"))
}

/// What carries it. A folder is said first and plainly; its path is cut from the left.
fn transport(prepared: &Prepared, width: usize) -> Pieces {
    if prepared.to_folder {
        let lacks = match prepared.channel {
            Channel::Email => ". No mail account is set.",
            Channel::Sms => ". No SMS account is set.",
        };
        // The place comes first: what is lacking is said where there is room for both.
        let whole = crate::domain::text::width(&prepared.transport);
        let lacks = if whole + 26 + lacks.len() <= width {
            lacks
        } else {
            ""
        };
        let room = width.saturating_sub(26 + lacks.len());
        vec![
            ("! ".to_owned(), Role::Warn),
            ("It only becomes a file: ".to_owned(), Role::Strong),
            (cut_left(&prepared.transport, room), Role::Text),
            (lacks.to_owned(), Role::Dim),
        ]
    } else {
        vec![
            ("✓ ".to_owned(), Role::Good),
            (
                match prepared.from.email.as_str() {
                    "" => format!("goes by {}", prepared.transport),
                    from => format!("goes by {} from {from}", prepared.transport),
                },
                Role::Text,
            ),
        ]
    }
}
