//! Invoices: what is open first, with a preview that follows the cursor. In a narrow window it
//! folds under the list.

use ratatui::layout::{Position, Rect};

use crate::domain::invoice::InvoiceState;
use crate::domain::views::{InvoiceDetail, InvoiceRow};
use crate::tui::model::Pane;
use crate::tui::model::overlays::Overlay;
use crate::tui::model::screens::invoices::{self, Panes, sort_name};
use crate::tui::view::text::{Ledger, count, day};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::table::{Cell, Column, Row, Table};
use crate::tui::view::widgets::{input, state};
use crate::tui::view::{Canvas, Lines};

use super::preview;

/// Draws the screen.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let panes = invoices::panes(canvas.model);
    views(canvas, panes.views);
    if !panes.list.is_empty() {
        list(canvas, &panes);
    }
    if !panes.preview.is_empty() {
        preview::draw(canvas, panes.preview);
    }
}

/// The line of views, and the filter at its end.
fn views(canvas: &mut Canvas, line: Rect) {
    let model = canvas.model;
    canvas.put(line.x + 1, line.y, 5, "View", Role::Dim);
    let mut end = line.x + 6;
    for (view, text, area) in invoices::view_labels(model) {
        let role = if view == model.invoices.view {
            Role::TabOpen
        } else {
            Role::Tab
        };
        if view == model.invoices.view {
            let style = canvas.style(role);
            canvas.buf.set_style(area, style);
        }
        canvas.put(area.x + 1, area.y, area.width, &text, role);
        end = area.right();
    }
    filter_line(canvas, Position::new(end + 2, line.y), line.right());
}

/// The filter: its input while it is typed, else what it is.
pub(in crate::tui::view) fn filter_line(canvas: &mut Canvas, at: Position, right: u16) {
    let width = right.saturating_sub(at.x + 1);
    canvas.put(at.x, at.y, 2, "/", Role::Key);
    let (x, width) = (at.x + 2, width.saturating_sub(2));
    if let Some(Overlay::Filter(filter)) = canvas.model.overlays.last() {
        input::draw(canvas, Position::new(x, at.y), width, &filter.input, true);
        return;
    }
    let text = crate::tui::model::overlays::filter::current(canvas.model).to_owned();
    if text.is_empty() {
        canvas.put(
            x,
            at.y,
            width,
            "filter: name, number, >500…",
            Role::Disabled,
        );
    } else {
        canvas.put(x, at.y, width, &text, Role::Strong);
    }
}

fn list(canvas: &mut Canvas, panes: &Panes) {
    let model = canvas.model;
    let state = &model.invoices;
    let focused = model.pane == Pane::List;
    let shown = state.list.rows.len();
    let more = if state.list.next.is_some() { "+" } else { "" };
    let note = match &state.counts {
        Some(counts) => format!(
            "{shown}{more} of {} · {}",
            counts.all,
            sort_name(state.sort)
        ),
        None => sort_name(state.sort).to_owned(),
    };
    let frame = Panel {
        title: "Invoices",
        note: &note,
        focused,
    };
    let inner = frame.draw(canvas, panes.list);
    let area = invoices::rows(model);
    if let Some(failure) = invoices::failure(model) {
        super::failed(canvas, inner, failure);
    } else if state.list.rows.is_empty() {
        empty(canvas, inner);
    } else {
        let roomy = panes.preview.is_empty() || panes.list.width >= 72;
        table(canvas, area, focused, roomy);
    }
    if panes.folded > 0 {
        folded(canvas, panes);
    }
}

fn table(canvas: &mut Canvas, area: Rect, focused: bool, roomy: bool) {
    let list = &canvas.model.invoices.list;
    let window = usize::from(area.height);
    let rows = || list.rows.iter().skip(list.offset).take(window);
    let ledger = Ledger::of(rows().map(|row| row.gross), canvas.home());
    let mut columns = vec![
        Column::text("No"),
        Column::grows("Client", 10),
        Column::text("Due"),
        Column::number("Amount"),
        Column::text("State"),
    ];
    if roomy {
        columns.push(Column::text("Reminder").optional());
    }
    let rows = rows()
        .enumerate()
        .map(|(index, row)| Row {
            marked: list.is_marked(list.offset + index),
            cells: cells(canvas, row, ledger),
        })
        .collect();
    let table = Table {
        columns,
        rows,
        cursor: list.cursor.checked_sub(list.offset),
        focused,
        offset: list.offset,
        total: list.rows.len(),
    };
    table.draw(canvas, area);
}

fn cells(canvas: &Canvas, row: &InvoiceRow, ledger: Ledger) -> Vec<Cell> {
    let today = canvas.model.now.today;
    let due = row.due_on.map_or_else(String::new, |due| day(due, today));
    let quiet = match row.state {
        InvoiceState::Voided
        | InvoiceState::WrittenOff
        | InvoiceState::Declined
        | InvoiceState::Expired => Role::Disabled,
        InvoiceState::Paid | InvoiceState::Accepted => Role::Dim,
        InvoiceState::Offered
        | InvoiceState::Recurring
        | InvoiceState::Draft
        | InvoiceState::Open
        | InvoiceState::PartlyPaid
        | InvoiceState::Overdue => Role::Text,
    };
    vec![
        (row.reference.clone(), quiet),
        (row.client_name.clone(), quiet),
        (due, quiet),
        (ledger.amount(row.gross), quiet),
        state::cell(row, today),
        reminder(row, today),
    ]
}

fn reminder(row: &InvoiceRow, today: chrono::NaiveDate) -> Cell {
    match (row.held, row.reminded) {
        (true, _) if row.open.is_positive() => ("on hold".to_owned(), Role::Warn),
        (_, Some((number, on))) => (format!("#{number} {}", day(on, today)), Role::Dim),
        (_, None) if row.days_late > 0 => ("none yet".to_owned(), Role::Warn),
        (_, None) => (String::new(), Role::Dim),
    }
}

fn folded(canvas: &mut Canvas, panes: &Panes) {
    let Some(row) = canvas.model.invoices.list.current() else {
        return;
    };
    let title = format!("{} {}", row.reference, row.client_name);
    let y = panes.list.bottom().saturating_sub(panes.folded + 1);
    let frame = Panel {
        title: &title,
        note: "Enter = full preview",
        focused: canvas.model.pane == Pane::List,
    };
    frame.divide(canvas, panes.list, y);
    let inner = Rect::new(
        panes.list.x + 2,
        y + 1,
        panes.list.width.saturating_sub(4),
        panes.folded - 1,
    );
    if let Some(detail) = canvas.model.invoices.current_detail() {
        let lines = summary(canvas, detail);
        canvas.lines(inner, &lines);
    }
}

fn summary(canvas: &Canvas, detail: &InvoiceDetail) -> Lines {
    let today = canvas.model.now.today;
    let invoice = &detail.invoice;
    let mut parts = Vec::new();
    if let Some(issued) = invoice.issued_on {
        parts.push(format!("Issued {}", day(issued, today)));
    }
    if let Some(due) = invoice.due_on {
        parts.push(format!("due {}", day(due, today)));
    }
    let lines = i64::try_from(invoice.lines.len()).unwrap_or(0);
    parts.push(count(lines, "line"));
    parts.push(format!("net {}", invoice.money(invoice.net).grouped()));
    parts.push(match detail.state {
        InvoiceState::Draft
        | InvoiceState::Voided
        | InvoiceState::WrittenOff
        | InvoiceState::Offered
        | InvoiceState::Accepted
        | InvoiceState::Declined
        | InvoiceState::Expired
        | InvoiceState::Recurring => {
            format!("total {}", invoice.money(invoice.gross))
        }
        InvoiceState::Open
        | InvoiceState::PartlyPaid
        | InvoiceState::Paid
        | InvoiceState::Overdue => format!("open {}", detail.open),
    });
    let first = vec![(parts.join(" · "), Role::Text)];
    vec![first, vec![preview::where_it_stands(detail, today)]]
}

fn empty(canvas: &mut Canvas, inner: Rect) {
    let state = &canvas.model.invoices;
    if !state.list.loaded {
        super::message(canvas, inner, &[("Reading the book…", Role::Dim)]);
    } else if state.query().is_empty() {
        super::message(
            canvas,
            inner,
            &[
                ("No invoices yet.", Role::Strong),
                ("", Role::Text),
                (": import brings in a payme JSON file.", Role::Dim),
                (
                    "payme demo shows a made-up year to look around in.",
                    Role::Dim,
                ),
            ],
        );
    } else {
        super::message(
            canvas,
            inner,
            &[
                ("No invoice fits.", Role::Strong),
                ("", Role::Text),
                (
                    "Esc takes the filter away, [ and ] change the view.",
                    Role::Dim,
                ),
            ],
        );
    }
}
