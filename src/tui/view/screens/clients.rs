//! Clients: a list, and the client under the cursor with their invoices.

use ratatui::layout::{Position, Rect};

use super::{client, client_parts};
use crate::domain::views::ClientRow;
use crate::tui::model::overlays::{Overlay, filter};
use crate::tui::model::screens::clients;
use crate::tui::model::{Pane, Slot, layout};
use crate::tui::view::Canvas;
use crate::tui::view::text::Ledger;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::table::{Cell, Column, Row, Table};

/// Draws the screen.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let at = clients::panes(canvas.model);
    if !at.list.is_empty() {
        list(canvas, at.list);
    }
    if at.card.is_empty() {
        return;
    }
    let Some(detail) = canvas.model.clients.current_detail() else {
        let panel = Panel {
            title: "Client",
            note: "",
            focused: canvas.model.pane == Pane::Detail,
        };
        panel.draw(canvas, at.card);
        return;
    };
    client::card(canvas, detail, at.card);
    client_parts::part(canvas, detail, at.invoices);
    if at.months.height > 3 {
        client::months(canvas, detail, at.months);
        client_parts::contact(canvas, detail, at.contact);
    }
}

fn list(canvas: &mut Canvas, area: Rect) {
    let model = canvas.model;
    let state = &model.clients;
    let focused = model.pane == Pane::List;
    let more = if state.list.next.is_some() { "+" } else { "" };
    let archived = if state.archived {
        " · archived too"
    } else {
        ""
    };
    let note = format!("{}{more}{archived}", state.list.rows.len());
    let panel = Panel {
        title: "Clients",
        note: &note,
        focused,
    };
    let inner = panel.draw(canvas, area);
    if let Some(failure) = model.failure(Slot::Clients) {
        super::failed(canvas, inner, failure);
    } else if state.list.rows.is_empty() {
        empty(canvas, inner);
    } else {
        table(canvas, layout::table_rows(area), focused);
    }
    let typing = matches!(model.overlays.last(), Some(Overlay::Filter(_)));
    if typing || !filter::current(model).is_empty() {
        let y = area.bottom().saturating_sub(1);
        canvas.clear(Rect::new(inner.x, y, inner.width, 1));
        super::invoices::filter_line(canvas, Position::new(inner.x, y), inner.right() + 1);
    }
}

fn table(canvas: &mut Canvas, area: Rect, focused: bool) {
    let list = &canvas.model.clients.list;
    let roomy = area.width > 60;
    let window = usize::from(area.height);
    let shown = || list.rows.iter().skip(list.offset).take(window);
    let ledger = Ledger::of(
        shown().filter_map(|row| row.open.first().copied()),
        canvas.home(),
    );
    let rows = shown()
        .enumerate()
        .map(|(index, row)| Row {
            marked: list.is_marked(list.offset + index),
            cells: cells(row, ledger, roomy),
        })
        .collect();
    let mut columns = vec![
        Column::grows("Name", 10),
        Column::number("Open"),
        Column::text(""),
    ];
    if roomy {
        columns.insert(1, Column::text("Key").optional());
        columns.insert(2, Column::text("Country").optional());
        columns.insert(3, Column::number("Invoices").optional());
    }
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

fn cells(row: &ClientRow, ledger: Ledger, roomy: bool) -> Vec<Cell> {
    let quiet = if row.archived {
        Role::Disabled
    } else {
        Role::Text
    };
    let open = match row.open.as_slice() {
        [] => String::new(),
        [one] => ledger.amount(*one),
        [first, rest @ ..] => format!("{} +{}", ledger.amount(*first), rest.len()),
    };
    let state = match (row.overdue_count, row.held) {
        (_, true) => ("‖ hold".to_owned(), Role::Warn),
        (late, false) if late > 0 => (format!("! {late} late"), Role::Bad),
        (_, false) if row.open_count > 0 => ("● open".to_owned(), Role::Open),
        (_, false) => (String::new(), Role::Dim),
    };
    let mut cells = vec![(row.name.clone(), quiet), (open, quiet), state];
    if roomy {
        cells.insert(1, (row.key.clone(), Role::Dim));
        cells.insert(2, (row.country.clone(), Role::Dim));
        cells.insert(3, (row.open_count.to_string(), Role::Dim));
    }
    cells
}

fn empty(canvas: &mut Canvas, inner: Rect) {
    let state = &canvas.model.clients;
    let lines: &[(&str, Role)] = if !state.list.loaded {
        &[("Reading the book…", Role::Dim)]
    } else if state.filter.trim().is_empty() {
        &[
            ("No clients yet.", Role::Strong),
            ("", Role::Text),
            ("n  adds the first one", Role::Text),
            (":  import brings in a payme JSON file", Role::Dim),
            ("a  shows archived ones", Role::Dim),
        ]
    } else {
        &[
            ("No client fits.", Role::Strong),
            ("", Role::Text),
            ("Esc takes the filter away.", Role::Dim),
        ]
    };
    super::message(canvas, inner, lines);
}
