//! Reminders: the queue, with the text that would go and the ladder beside it.

use chrono::{Days, NaiveDate};
use ratatui::layout::Rect;

use crate::domain::message::MessageState;
use crate::domain::money::Money;
use crate::domain::policy::Ways;
use crate::domain::views::{ReminderRow, SentReminder, Turn};
use crate::tui::model::effect::Ladder;
use crate::tui::model::screens::reminders;
use crate::tui::model::{Pane, Slot, layout};
use crate::tui::view::text::{Ledger, day, left, right, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::table::{Cell, Column, Row, Table};
use crate::tui::view::{Canvas, Lines};

use super::dashboard::numbers;

/// Draws the screen.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let panes = reminders::panes(canvas.model);
    if !panes.queue.is_empty() {
        queue(canvas, panes.queue);
    }
    if panes.text.height > 2 {
        text(canvas, panes.text);
    }
    if !panes.ladder.is_empty() {
        ladder(canvas, panes.ladder);
    }
}

fn queue(canvas: &mut Canvas, area: Rect) {
    let model = canvas.model;
    let state = &model.reminders;
    let note = format!("{} due now", state.due());
    let panel = Panel {
        title: "Reminder queue",
        note: &note,
        focused: model.pane == Pane::List,
    };
    let inner = panel.draw(canvas, area);
    if let Some(failure) = model.failure(Slot::Queue) {
        super::failed(canvas, inner, failure);
        return;
    }
    if state.list.rows.is_empty() {
        let lines: &[(&str, Role)] = if state.list.loaded {
            &[
                ("No reminder is due or coming.", Role::Strong),
                ("", Role::Text),
                ("Invoices with something open will stand here.", Role::Dim),
            ]
        } else {
            &[("Reading the book…", Role::Dim)]
        };
        super::message(canvas, inner, lines);
        return;
    }
    table(canvas, reminders::rows(model));
    let y = inner.bottom().saturating_sub(1);
    let why = state.list.current().map_or("", |row| row.why.as_str());
    let (text, role) = if why.is_empty() {
        ("Nothing goes by itself: s opens the send panel.", Role::Dim)
    } else {
        (why, Role::Warn)
    };
    canvas.put(inner.x, y, inner.width, text, role);
}

fn table(canvas: &mut Canvas, area: Rect) {
    let list = &canvas.model.reminders.list;
    let wide = layout::is_wide(canvas.model.size);
    let window = usize::from(area.height);
    let shown = || list.rows.iter().skip(list.offset).take(window);
    let open = shown().filter_map(|row| row.paid.or(row.invoices.first().map(|one| one.open)));
    let ledger = Ledger::of(open, canvas.home());
    let rows = shown()
        .enumerate()
        .map(|(index, row)| Row {
            marked: list.is_marked(list.offset + index),
            cells: cells(canvas, row, ledger, wide),
        })
        .collect();
    let mut columns = vec![
        Column::text("Stage"),
        Column::grows("Client", 10),
        Column::text("Invoice"),
        Column::number("Open"),
        Column::number("Late"),
        Column::text("Last").optional(),
    ];
    if wide {
        columns.push(Column::grows("To", 10).optional());
    }
    columns.push(Column::number("When"));
    let table = Table {
        columns,
        rows,
        cursor: list.cursor.checked_sub(list.offset),
        focused: canvas.model.pane == Pane::List,
        offset: list.offset,
        total: list.rows.len(),
    };
    table.draw(canvas, area);
}

/// The stage of a row; an SMS that is due says so, beside the mail of the same stage.
pub(in crate::tui::view) fn stage(row: &ReminderRow) -> String {
    match (row.stage.as_str(), row.ways) {
        ("", _) => "you decide".to_owned(),
        (stage, Ways::Sms) => format!("{stage} SMS"),
        (stage, Ways::Email | Ways::Both) => stage.to_owned(),
    }
}

/// What is open on all that a row covers, where it is of one currency; of thanks what was paid.
pub(in crate::tui::view) fn open(row: &ReminderRow) -> Option<Money> {
    if row.paid.is_some() {
        return row.paid;
    }
    let (first, rest) = row.invoices.split_first()?;
    rest.iter()
        .try_fold(first.open, |sum, one| sum.plus(one.open))
        .ok()
}

/// When what is given thanks for was paid: `paid 24 Nov`.
pub(in crate::tui::view) fn paid_on(row: &ReminderRow, today: NaiveDate) -> String {
    row.due_on
        .map_or_else(String::new, |on| format!("paid {}", day(on, today)))
}

fn when(row: &ReminderRow, today: NaiveDate) -> String {
    match row.turn {
        Turn::Due => "now".to_owned(),
        Turn::Later(on) => match (on - today).num_days() {
            days @ 1..=9 => format!("in {days} d"),
            _ => day(on, today),
        },
        Turn::Blocked if row.hold.is_some() => "on hold".to_owned(),
        Turn::Blocked => match row.message_state {
            Some(MessageState::Unknown) => "unknown".to_owned(),
            Some(MessageState::Refused) => "refused".to_owned(),
            Some(_) => "waiting".to_owned(),
            None => "rests".to_owned(),
        },
    }
}

fn cells(canvas: &Canvas, row: &ReminderRow, ledger: Ledger, wide: bool) -> Vec<Cell> {
    let today = canvas.model.now.today;
    let (sign, role) = match row.turn {
        Turn::Due if row.paid.is_some() => ("○ ", Role::Good),
        Turn::Due if row.returned.is_some() => ("↺ ", Role::Bad),
        Turn::Due => ("! ", Role::Bad),
        Turn::Later(_) => ("  ", Role::Dim),
        Turn::Blocked if row.hold.is_some() => ("‖ ", Role::Warn),
        Turn::Blocked if row.message_state == Some(MessageState::Unknown) => ("? ", Role::Bad),
        Turn::Blocked if row.message_state == Some(MessageState::Refused) => ("✗ ", Role::Bad),
        Turn::Blocked if row.message.is_some() => ("… ", Role::Open),
        Turn::Blocked => ("✗ ", Role::Warn),
    };
    let stage = stage(row);
    let quiet = if row.turn == Turn::Due {
        Role::Text
    } else {
        Role::Dim
    };
    let first = row.invoices.first();
    let open = open(row).map_or_else(String::new, |sum| ledger.amount(sum));
    // What lies in the outbox has not gone, so that it is not the last one yet.
    let last = match row.last {
        _ if row.paid.is_some() => paid_on(row, today),
        _ if row.message_state == Some(MessageState::Unknown) => "sent?".to_owned(),
        _ if row.message_state == Some(MessageState::Queued) => "not gone yet".to_owned(),
        Some((number, on)) => format!("{} #{number}", day(on, today)),
        None => "never".to_owned(),
    };
    let when = when(row, today);
    let mut cells = vec![
        (format!("{sign}{stage}"), role),
        (row.client_name.clone(), quiet),
        (
            numbers(row.invoices.iter().map(|one| one.number.as_str())),
            quiet,
        ),
        (open, quiet),
        (
            match first {
                Some(one) if row.paid.is_none() => format!("{}d", one.days_late),
                Some(_) | None => String::new(),
            },
            quiet,
        ),
        (last, Role::Dim),
    ];
    if wide {
        cells.push((row.to.join(", "), Role::Dim));
    }
    cells.push((
        when,
        if row.turn == Turn::Due {
            Role::Strong
        } else {
            Role::Dim
        },
    ));
    cells
}

fn text(canvas: &mut Canvas, area: Rect) {
    let model = canvas.model;
    let focused = model.pane == Pane::Detail;
    let Some(row) = model.reminders.list.current() else {
        return;
    };
    let about = numbers(row.invoices.iter().map(|one| one.number.as_str()));
    let title = format!("{} · {} · {about}", stage_words(row), row.client_name);
    let panel = Panel {
        title: &title,
        note: match (focused, row.turn) {
            (false, _) => "Enter = full text",
            (true, Turn::Due) => "s sends, e edits there",
            (true, Turn::Later(_) | Turn::Blocked) => "",
        },
        focused,
    };
    let inner = panel.draw(canvas, area);
    let lines = text_lines(canvas, row, usize::from(inner.width));
    let last = lines.len().saturating_sub(usize::from(inner.height));
    let skip = if focused {
        usize::from(model.scroll).min(last)
    } else {
        0
    };
    let below = last.saturating_sub(skip);
    let shown: Lines = lines.into_iter().skip(skip).collect();
    canvas.lines(inner, &shown);
    if below > 0 {
        let y = area.bottom().saturating_sub(1);
        let end = area.right().saturating_sub(2);
        canvas.put_right(end, y, 20, &format!(" ↓ {below} more "), Role::Dim);
    }
}

fn stage_words(row: &ReminderRow) -> &str {
    if row.stage.is_empty() {
        "no stage left"
    } else {
        &row.stage
    }
}

fn text_lines(canvas: &Canvas, row: &ReminderRow, width: usize) -> Lines {
    let mut lines: Lines = Vec::new();
    if row.turn != Turn::Due {
        let why = wrap(&row.why, width);
        lines.extend(why.into_iter().map(|line| vec![(line, Role::Text)]));
        lines.push(Vec::new());
        for one in &row.invoices {
            let words = format!(
                "{}  {} open, due {}",
                one.number,
                one.open,
                day(one.due_on, canvas.model.now.today)
            );
            lines.push(vec![(words, Role::Dim)]);
        }
        return lines;
    }
    let Some(prepared) = canvas.model.reminders.current_text() else {
        let failure = canvas.model.failure(Slot::Prepare);
        let text = failure.map_or("Writing the text…", |failure| failure.message());
        let role = if failure.is_some() {
            Role::Bad
        } else {
            Role::Dim
        };
        let text = wrap(text, width).into_iter();
        return text.map(|line| vec![(line, role)]).collect();
    };
    let to: Vec<&str> = prepared.to.iter().map(|to| to.email.as_str()).collect();
    lines.push(vec![
        ("To       ".to_owned(), Role::Dim),
        (to.join(", "), Role::Text),
    ]);
    lines.push(vec![
        ("Subject  ".to_owned(), Role::Dim),
        (prepared.subject.clone(), Role::Strong),
    ]);
    lines.push(Vec::new());
    let body = wrap(&prepared.body, width).into_iter();
    lines.extend(body.map(|line| vec![(line, Role::Text)]));
    lines
}

fn ladder(canvas: &mut Canvas, area: Rect) {
    let Some(found) = canvas.model.reminders.current_ladder() else {
        let panel = Panel {
            title: "Ladder",
            note: "",
            focused: false,
        };
        panel.draw(canvas, area);
        return;
    };
    let title = format!("Ladder: {}", found.policy.name);
    let panel = Panel {
        title: &title,
        note: "",
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let mut lines = rungs(canvas, found);
    lines.push(Vec::new());
    let limits = format!(
        "At least {} days apart, at most {}; then you decide.",
        found.policy.interval_days, found.policy.cap
    );
    let limits = wrap(&limits, usize::from(inner.width)).into_iter();
    lines.extend(limits.map(|line| vec![(line, Role::Dim)]));
    for hold in &found.invoice.holds {
        let today = canvas.model.now.today;
        let until = hold
            .until
            .map_or_else(String::new, |until| format!(" until {}", day(until, today)));
        let words = format!("‖ {}{until}: {}", hold.kind.word(), hold.reason);
        let words = wrap(&words, usize::from(inner.width)).into_iter();
        lines.extend(words.map(|line| vec![(line, Role::Warn)]));
    }
    canvas.lines(inner, &lines);
}

fn rungs(canvas: &Canvas, ladder: &Ladder) -> Lines {
    let today = canvas.model.now.today;
    let row = canvas.model.reminders.list.current();
    let invoice = &ladder.invoice;
    let due_on = invoice.invoice.due_on;
    let rung = |stage: &crate::domain::policy::Stage| {
        let past = invoice
            .reminders
            .iter()
            .rev()
            .find(|past| past.stage == stage.name);
        let on = due_on.and_then(|due| {
            let days = Days::new(stage.days.unsigned_abs());
            if stage.days < 0 {
                due.checked_sub_days(days)
            } else {
                due.checked_add_days(days)
            }
        });
        let on = on.map_or_else(String::new, |on| day(on, today));
        let current = row.is_some_and(|row| row.stage == stage.name);
        let (words, role) = match past {
            Some(past) => (past_words(past, today), Role::Dim),
            None if !stage.enabled => ("off".to_owned(), Role::Disabled),
            None if current && row.is_some_and(|row| row.turn == Turn::Due) => {
                (format!("due since {on} !"), Role::Bad)
            }
            None if current => (format!("next, {on}"), Role::Text),
            None => (on, Role::Dim),
        };
        vec![
            (right(&format!("{:+} d", stage.days), 6), Role::Dim),
            (format!("  {}", left(&stage.name, 11)), role),
            (words, role),
        ]
    };
    ladder.policy.stages.iter().map(rung).collect()
}

/// What became of a past reminder: `sent 07 Nov ✓`.
pub(in crate::tui::view) fn past_words(past: &SentReminder, today: NaiveDate) -> String {
    let on = day(past.on, today);
    match past.state.as_str() {
        "accepted" => format!("sent {on} ✓"),
        "skipped" => format!("passed over {on}"),
        "in_doubt" => format!("on its way {on}"),
        other => format!("{other} {on}"),
    }
}
