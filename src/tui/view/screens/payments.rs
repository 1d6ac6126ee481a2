//! Payments: money that came in, the newest first.

use ratatui::layout::{Position, Rect};

use crate::domain::invoice::PaymentKind;
use crate::domain::money::Money;
use crate::domain::views::PaymentRow;
use crate::tui::model::Slot;
use crate::tui::model::overlays::{Overlay, filter};
use crate::tui::model::screens::payments;
use crate::tui::view::Canvas;
use crate::tui::view::text::{Ledger, day, long_day};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::table::{Cell, Column, Row, Table};

/// Draws the screen.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let model = canvas.model;
    let frame = payments::frame(model);
    let list = &model.payments.list;
    let more = if list.next.is_some() { "+" } else { "" };
    let note = format!("{}{more} · newest first", list.rows.len());
    let panel = Panel {
        title: "Payments",
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    if let Some(failure) = model.failure(Slot::Payments) {
        super::failed(canvas, inner, failure);
    } else if list.rows.is_empty() {
        empty(canvas, inner);
    } else {
        table(canvas, payments::rows(model));
    }
    let y = frame.bottom().saturating_sub(payments::FOOT + 1);
    let foot = Panel {
        title: "",
        note: "",
        focused: true,
    };
    foot.divide(canvas, frame, y);
    if let Some(row) = list.current() {
        about(canvas, row, inner, y + 1);
    }
    if filtering(canvas) {
        let at = Position::new(inner.x, frame.bottom().saturating_sub(2));
        canvas.clear(Rect::new(inner.x, at.y, inner.width, 1));
        super::invoices::filter_line(canvas, at, inner.right());
    }
}

fn filtering(canvas: &Canvas) -> bool {
    let typing = matches!(canvas.model.overlays.last(), Some(Overlay::Filter(_)));
    typing || !filter::current(canvas.model).is_empty()
}

fn table(canvas: &mut Canvas, area: Rect) {
    let list = &canvas.model.payments.list;
    let today = canvas.model.now.today;
    let window = usize::from(area.height);
    let shown = || list.rows.iter().skip(list.offset).take(window);
    let ledger = Ledger::of(shown().map(|row| row.amount), canvas.home());
    let cells = |row: &PaymentRow| -> Vec<Cell> {
        let open = if row.open.is_zero() {
            ("✓ settled".to_owned(), Role::Good)
        } else if row.open.is_positive() {
            (format!("◐ {} open", row.open.grouped()), Role::Open)
        } else {
            (format!("+ {} credit", too_much(row.open)), Role::Warn)
        };
        vec![
            (day(row.paid_on, today), Role::Text),
            (row.number.clone(), Role::Text),
            (row.client_name.clone(), Role::Text),
            (ledger.amount(row.amount), Role::Text),
            (row.kind.sign().to_owned(), Role::Strong),
            (what(row), Role::Dim),
            open,
        ]
    };
    let rows = shown()
        .enumerate()
        .map(|(index, row)| Row {
            marked: list.is_marked(list.offset + index),
            cells: cells(row),
        })
        .collect();
    let table = Table {
        columns: vec![
            Column::text("Date"),
            Column::text("Invoice"),
            Column::grows("Client", 10),
            Column::number("Amount"),
            Column::text(" "),
            Column::text("What").optional(),
            Column::text("Invoice is"),
        ],
        rows,
        cursor: list.cursor.checked_sub(list.offset),
        focused: true,
        offset: list.offset,
        total: list.rows.len(),
    };
    table.draw(canvas, area);
}

fn too_much(open: Money) -> String {
    Money::new(open.minor().saturating_abs(), open.currency()).grouped()
}

/// How money came, or what else it is.
pub(super) fn what(row: &PaymentRow) -> String {
    match row.kind {
        PaymentKind::Payment => row.method.clone(),
        PaymentKind::Refund => "refund".to_owned(),
        PaymentKind::Difference => "difference".to_owned(),
        PaymentKind::Transfer => row.other.clone().unwrap_or_default(),
    }
}

/// The entry under the cursor in words.
fn words(row: &PaymentRow) -> String {
    let size = Money::new(row.amount.minor().saturating_abs(), row.amount.currency());
    let other = row.other.as_deref().unwrap_or_default();
    match row.kind {
        PaymentKind::Payment if row.fee.is_zero() => size.to_string(),
        PaymentKind::Payment => format!("{size} (fee {})", row.fee.grouped()),
        PaymentKind::Refund => format!("{size} went back"),
        PaymentKind::Difference if row.amount.is_positive() => format!("{size} written off"),
        PaymentKind::Difference => format!("{size} too much written off"),
        PaymentKind::Transfer if row.amount.is_positive() => format!("{size} credit of {other}"),
        PaymentKind::Transfer => format!("{size} credit used for {other}"),
    }
}

fn about(canvas: &mut Canvas, row: &PaymentRow, inner: Rect, y: u16) {
    let mut parts = vec![long_day(row.paid_on), words(row), row.method.clone()];
    parts.retain(|part| !part.is_empty());
    let first = format!(
        "{} for {} {}",
        parts.join(" · "),
        row.number,
        row.client_name
    );
    canvas.put(inner.x, y, inner.width, &first, Role::Text);
    canvas.put(inner.x, y + 1, inner.width, &row.note, Role::Dim);
}

fn empty(canvas: &mut Canvas, inner: Rect) {
    let state = &canvas.model.payments;
    if !state.list.loaded {
        super::message(canvas, inner, &[("Reading the book…", Role::Dim)]);
    } else if state.filter.trim().is_empty() {
        let lines = [
            ("No payments yet.", Role::Strong),
            ("", Role::Text),
            ("p on an invoice (2) records one.", Role::Dim),
        ];
        super::message(canvas, inner, &lines);
    } else {
        let lines = [
            ("No payment fits.", Role::Strong),
            ("", Role::Text),
            ("Esc takes the filter away.", Role::Dim),
        ];
        super::message(canvas, inner, &lines);
    }
}
