//! The first screen: a to-do list under four figures.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::charts;
use crate::domain::money::Money;
use crate::domain::party::HoldKind;
use crate::domain::policy::Channel;
use crate::domain::views::{Dashboard, JournalRow, Need, ReminderInvoice};
use crate::tui::model::Slot;
use crate::tui::model::screens::dashboard;
use crate::tui::view::Canvas;
use crate::tui::view::text::{Ledger, count, day, left, money_in};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::state;
use crate::tui::view::widgets::table::{Cell, Column, Row, Table};

/// Draws the screen.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let panes = dashboard::panes(canvas.model);
    let Some(data) = &canvas.model.dashboard.data else {
        unread(canvas);
        return;
    };
    figures(canvas, data, panes.figures);
    needs(canvas, data, panes.needs);
    charts::ages(canvas, &data.ages, data.pays_after, panes.ages);
    charts::income(canvas, &data.income, panes.income);
    if !panes.activity.is_empty() {
        activity(canvas, &data.activity, panes.activity);
    }
}

fn unread(canvas: &mut Canvas) {
    let body = canvas.body();
    let panel = Panel {
        title: "Dashboard",
        note: "",
        focused: true,
    };
    let inner = panel.draw(canvas, body);
    match canvas.model.failure(Slot::Dashboard) {
        Some(failure) => super::failed(canvas, inner, failure),
        None => super::message(canvas, inner, &[("Reading the book…", Role::Dim)]),
    }
}

fn figures(canvas: &mut Canvas, data: &Dashboard, areas: [Rect; 4]) {
    let [outstanding, overdue, paid, reminders] = areas;
    let width = usize::from(outstanding.width.saturating_sub(4));
    let month = canvas.model.now.today.format("%b");
    let open = count(data.outstanding_count, "invoice");
    figure(
        canvas,
        outstanding,
        "Outstanding",
        (&first(&data.outstanding, width), Role::Strong),
        &rest(&data.outstanding, &open),
    );
    let (sign, role) = if data.overdue_count > 0 {
        ("! ", Role::Bad)
    } else {
        ("✓ ", Role::Good)
    };
    let late = if data.overdue_count > 0 {
        format!("{} · oldest {}d", data.overdue_count, data.oldest_days)
    } else {
        "nothing is late".to_owned()
    };
    let sum = format!("{sign}{}", first(&data.overdue, width.saturating_sub(2)));
    figure(
        canvas,
        overdue,
        "Overdue",
        (&sum, role),
        &rest(&data.overdue, &late),
    );
    let title = format!("Paid in {month}");
    let change = change(data.paid.first(), data.paid_before);
    let payments = if paid.width >= 24 || change.is_empty() {
        format!("{}{change}", count(data.paid_count, "payment"))
    } else {
        format!("{}{change}", data.paid_count)
    };
    figure(
        canvas,
        paid,
        &title,
        (&first(&data.paid, width), Role::Strong),
        &rest(&data.paid, &payments),
    );
    let due = canvas
        .model
        .header
        .as_ref()
        .map_or(0, |header| header.reminders_due);
    let (due_text, role) = if due > 0 {
        (format!("{due} due today"), Role::Bad)
    } else {
        ("none due today".to_owned(), Role::Good)
    };
    let sent = gone(data, &month.to_string());
    figure(canvas, reminders, "Reminders", (&due_text, role), &sent);
}

/// What has gone this month, or waits. What only became a file is not called sent.
fn gone(data: &Dashboard, month: &str) -> String {
    if data.waiting > 0 {
        format!("{} waiting", data.waiting)
    } else {
        match (data.accepted, data.filed) {
            (0, filed) if filed > 0 => format!("{filed} written to files"),
            (sent, 0) => format!("{sent} sent in {month}"),
            (sent, filed) => format!("{sent} sent, {filed} to files"),
        }
    }
}

fn figure(canvas: &mut Canvas, area: Rect, title: &str, (top, role): (&str, Role), below: &str) {
    if area.is_empty() {
        return;
    }
    let panel = Panel {
        title,
        note: "",
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    canvas.put(inner.x, inner.y, inner.width, top, role);
    canvas.put(inner.x, inner.y + 1, inner.width, below, Role::Dim);
}

fn first(sums: &[Money], width: usize) -> String {
    sums.first()
        .map_or_else(|| "0".to_owned(), |sum| money_in(*sum, width))
}

/// The other currencies, or else a note.
fn rest(sums: &[Money], note: &str) -> String {
    match sums {
        [_, one] if !one.is_zero() => format!("+ {one}"),
        [_, rest @ ..] if rest.len() > 1 => format!("+ {} currencies", rest.len()),
        _ => note.to_owned(),
    }
}

fn change(now: Option<&Money>, before: Money) -> String {
    let Some(now) = now.filter(|now| before.is_positive() && !now.is_zero()) else {
        return String::new();
    };
    let percent = i128::from(now.minor() - before.minor()) * 100 / i128::from(before.minor());
    format!(" · {percent:+} %")
}

/// How to go on from an empty book.
const EMPTY: [(&str, Role); 3] = [
    ("The book is empty.", Role::Strong),
    ("", Role::Text),
    (
        "Bring your data: press : and type import, or run payme import json.",
        Role::Dim,
    ),
];

fn needs(canvas: &mut Canvas, data: &Dashboard, area: Rect) {
    let list = &canvas.model.dashboard.needs;
    let note = list.rows.len().to_string();
    let panel = Panel {
        title: "Needs you today",
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, area);
    if list.rows.is_empty() {
        let lines = [
            ("✓ Nothing needs you today.", Role::Good),
            ("", Role::Text),
            (
                "What is due will stand here, one Enter from being done.",
                Role::Dim,
            ),
        ];
        let empty = data.outstanding_count == 0 && data.activity.is_empty();
        let lines = if empty {
            EMPTY.as_slice()
        } else {
            lines.as_slice()
        };
        super::message(canvas, inner, lines);
    } else {
        table(canvas, dashboard::rows(canvas.model));
    }
    if let Some(next) = &data.next {
        let y = inner.bottom().saturating_sub(1);
        canvas.put(inner.x, y, inner.width, &format!("Next: {next}"), Role::Dim);
    }
}

fn table(canvas: &mut Canvas, area: Rect) {
    let list = &canvas.model.dashboard.needs;
    let window = usize::from(area.height);
    let shown = || list.rows.iter().skip(list.offset).take(window);
    let open = shown().filter_map(sum);
    let ledger = Ledger::of(open, canvas.home());
    let rows = shown()
        .enumerate()
        .map(|(index, need)| Row {
            marked: list.is_marked(list.offset + index),
            cells: cells(canvas, need, ledger),
        })
        .collect();
    let table = Table {
        columns: vec![
            Column::text(""),
            Column::grows("", 10),
            Column::text(""),
            Column::text("").optional(),
            Column::number(""),
        ],
        rows,
        cursor: list.cursor.checked_sub(list.offset),
        focused: true,
        offset: list.offset,
        total: list.rows.len(),
    };
    table.draw(canvas, area);
}

fn invoices(need: &Need) -> &[ReminderInvoice] {
    match need {
        Need::Remind(row) | Need::Decide(row) => &row.invoices,
        Need::BrokenPromise { invoices, .. } => invoices,
        Need::Resolve(_) | Need::Refused(_) | Need::Waiting(_) => &[],
    }
}

/// What a row is about: what was paid, of thanks; else what is open.
fn sum(need: &Need) -> Option<Money> {
    match need {
        Need::Remind(row) | Need::Decide(row) => super::reminders::open(row),
        Need::Resolve(_) | Need::Refused(_) | Need::Waiting(_) | Need::BrokenPromise { .. } => {
            open(invoices(need))
        }
    }
}

/// What is open on all of them, where they are of one currency.
fn open(invoices: &[ReminderInvoice]) -> Option<Money> {
    let (first, rest) = invoices.split_first()?;
    rest.iter()
        .try_fold(first.open, |sum, one| sum.plus(one.open))
        .ok()
}

/// The first number, and how many more.
pub(in crate::tui::view) fn numbers<'a>(mut all: impl ExactSizeIterator<Item = &'a str>) -> String {
    let first = all.next().unwrap_or_default();
    match all.len() {
        0 => first.to_owned(),
        more => format!("{first} +{more}"),
    }
}

/// What a row says: what to do, how it looks, and when.
fn words(need: &Need, today: NaiveDate) -> (String, Role, String) {
    let late = invoices(need).first().map_or(0, |one| one.days_late);
    match need {
        Need::Remind(row) if row.paid.is_some() => (
            format!("○ Send {}", super::reminders::stage(row)),
            Role::Good,
            super::reminders::paid_on(row, today),
        ),
        Need::Remind(row) => {
            let verb = match row.returned.as_ref().map(|returned| returned.kind) {
                Some(HoldKind::Pause | HoldKind::Dispute) => {
                    format!("! Hold over: {}", super::reminders::stage(row))
                }
                // The promise has a row of its own.
                Some(HoldKind::Promise) | None if row.channel == Channel::Sms => {
                    format!("! Send {} SMS", row.stage)
                }
                Some(HoldKind::Promise) | None => format!("! Send {} reminder", row.stage),
            };
            (verb, Role::Bad, state::days(late))
        }
        Need::Decide(_) => ("○ You decide".to_owned(), Role::Warn, state::days(late)),
        Need::Resolve(message) => (
            "? Sent or not".to_owned(),
            Role::Bad,
            day(message.queued_on, today),
        ),
        Need::Refused(message) => (
            "✗ Refused by server".to_owned(),
            Role::Bad,
            day(message.queued_on, today),
        ),
        Need::Waiting(message) => (
            "… Not sent yet".to_owned(),
            Role::Warn,
            day(message.queued_on, today),
        ),
        Need::BrokenPromise { hold, .. } => {
            let until = hold
                .until
                .map_or_else(String::new, |until| day(until, today));
            ("! Promise not kept".to_owned(), Role::Warn, until)
        }
    }
}

fn cells(canvas: &Canvas, need: &Need, ledger: Ledger) -> Vec<Cell> {
    let (verb, role, when) = words(need, canvas.model.now.today);
    let amount = sum(need).map_or_else(String::new, |sum| ledger.amount(sum));
    let (client, about) = match need {
        Need::Remind(row) | Need::Decide(row) => (
            &row.client_name,
            numbers(row.invoices.iter().map(|one| one.number.as_str())),
        ),
        Need::Resolve(message) | Need::Refused(message) | Need::Waiting(message) => (
            &message.client_name,
            numbers(message.invoices.iter().map(String::as_str)),
        ),
        Need::BrokenPromise {
            client_name,
            invoices,
            ..
        } => (
            client_name,
            numbers(invoices.iter().map(|one| one.number.as_str())),
        ),
    };
    vec![
        (verb, role),
        (client.clone(), Role::Text),
        (about, Role::Text),
        (when, Role::Dim),
        (amount, Role::Text),
    ]
}

fn activity(canvas: &mut Canvas, rows: &[JournalRow], area: Rect) {
    let panel = Panel {
        title: "Activity",
        note: "L = full journal",
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let today = canvas.model.now.today;
    for (row, y) in rows.iter().zip(inner.y..inner.bottom()) {
        let when = if row.on == today {
            "today".to_owned()
        } else {
            day(row.on, today)
        };
        let role = if row.undone {
            Role::Disabled
        } else {
            Role::Text
        };
        let pieces = [(left(&when, 10), Role::Dim), (row.text.clone(), role)];
        canvas.pieces(inner.x, y, inner.width, &pieces);
    }
}
