//! Clients: a list, and the client under the cursor with their invoices.

use ratatui::layout::{Position, Rect};

use crate::domain::locale::Language;
use crate::domain::views::{ClientDetail, ClientRow};
use crate::tui::model::overlays::{Overlay, filter};
use crate::tui::model::screens::clients;
use crate::tui::model::{Pane, Slot, layout};
use crate::tui::view::text::{Ledger, count, day, left, sums, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::table::{Cell, Column, Row, Table};
use crate::tui::view::widgets::{bars, state};
use crate::tui::view::{Canvas, Lines, Pieces};

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
    card(canvas, detail, at.card);
    invoices(canvas, at.invoices);
    if at.months.height > 3 {
        months(canvas, detail, at.months);
        contact(canvas, detail, at.contact);
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

fn card(canvas: &mut Canvas, detail: &ClientDetail, area: Rect) {
    let list = &canvas.model.clients.list;
    let note = format!(
        "{} of {} · J K next, previous",
        list.cursor + 1,
        list.rows.len()
    );
    let panel = Panel {
        title: &detail.client.name,
        note: &note,
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let lines = card_lines(detail, usize::from(inner.width));
    let room = usize::from(inner.height);
    let money = money_line(detail);
    let shown: Lines = lines
        .into_iter()
        .take(room.saturating_sub(1))
        .chain([money])
        .collect();
    canvas.lines(inner, &shown);
}

fn card_lines(detail: &ClientDetail, width: usize) -> Lines {
    let client = &detail.client;
    let mut lines = Vec::new();
    for contact in client.contacts.iter().take(2) {
        let parts = [&contact.name, &contact.email, &contact.phone];
        let parts: Vec<&str> = parts
            .iter()
            .map(|part| part.as_str())
            .filter(|part| !part.is_empty())
            .collect();
        lines.push(named("Contact", &parts.join(" · ")));
    }
    let mut address = client.address.join(", ");
    if !client.country.is_empty() {
        address = format!("{address}, {}", client.country);
    }
    lines.push(named("Address", &address));
    let kind = if client.business {
        "business"
    } else {
        "consumer"
    };
    let tax = if client.tax_id.is_empty() {
        kind.to_owned()
    } else {
        format!("{} · {kind}", client.tax_id)
    };
    lines.push(named("Tax", &tax));
    let language = Language::from_code(&client.language).name();
    let terms = format!(
        "{} days · {} · {language} · reminders {} by {}",
        client.terms_days,
        client.currency,
        client.policy,
        client.channel.word()
    );
    lines.push(named("Terms", &terms));
    for (index, note) in wrap(&client.note, width.saturating_sub(10))
        .into_iter()
        .take(2)
        .enumerate()
    {
        if !note.is_empty() {
            lines.push(named(if index == 0 { "Note" } else { "" }, &note));
        }
    }
    lines
}

fn money_line(detail: &ClientDetail) -> Pieces {
    let mut parts = vec![
        ("Open ".to_owned(), Role::Dim),
        (
            if detail.open.is_empty() {
                "nothing".to_owned()
            } else {
                sums(&detail.open)
            },
            Role::Strong,
        ),
        ("   Billed this year ".to_owned(), Role::Dim),
        (
            if detail.billed.is_empty() {
                "nothing".to_owned()
            } else {
                sums(&detail.billed)
            },
            Role::Text,
        ),
    ];
    if let Some(days) = detail.pays_after {
        parts.push((format!("   Pays after {days} d"), Role::Dim));
    }
    parts
}

fn named(name: &str, value: &str) -> Pieces {
    vec![(left(name, 10), Role::Dim), (value.to_owned(), Role::Text)]
}

fn invoices(canvas: &mut Canvas, area: Rect) {
    let model = canvas.model;
    let list = &model.clients.invoices;
    let focused = model.pane == Pane::Detail;
    let open = list
        .rows
        .iter()
        .filter(|row| row.open.is_positive())
        .count();
    let late = list.rows.iter().filter(|row| row.days_late > 0).count();
    let note = format!("{open} open · {late} overdue");
    let panel = Panel {
        title: "Invoices",
        note: &note,
        focused,
    };
    let inner = panel.draw(canvas, area);
    if list.rows.is_empty() {
        super::message(canvas, inner, &[("No invoices yet.", Role::Dim)]);
        return;
    }
    let today = model.now.today;
    let area = layout::table_rows(area);
    let window = usize::from(area.height);
    let shown = || list.rows.iter().skip(list.offset).take(window);
    let amounts = shown().flat_map(|row| [row.gross, row.open]);
    let ledger = Ledger::of(amounts, canvas.home());
    let date = |on: Option<chrono::NaiveDate>| on.map_or_else(String::new, |on| day(on, today));
    let rows = shown()
        .enumerate()
        .map(|(index, row)| Row {
            marked: list.is_marked(list.offset + index),
            cells: vec![
                (row.reference.clone(), Role::Text),
                (date(row.issued_on), Role::Dim),
                (date(row.due_on), Role::Text),
                (ledger.amount(row.gross), Role::Text),
                (ledger.amount(row.open), Role::Text),
                state::cell(row, today),
            ],
        })
        .collect();
    let table = Table {
        columns: vec![
            Column::grows("No", 9),
            Column::text("Issued"),
            Column::text("Due"),
            Column::number("Amount"),
            Column::number("Open"),
            Column::text("State"),
        ],
        rows,
        cursor: list.cursor.checked_sub(list.offset).filter(|_| focused),
        focused,
        offset: list.offset,
        total: list.rows.len(),
    };
    table.draw(canvas, area);
}

fn months(canvas: &mut Canvas, detail: &ClientDetail, area: Rect) {
    let note = format!("k{}", detail.client.currency);
    let panel = Panel {
        title: "Billed per month",
        note: &note,
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let bars_area = Rect::new(
        inner.x,
        inner.y,
        inner.width,
        inner.height.saturating_sub(1),
    );
    let values: Vec<i64> = detail
        .months
        .iter()
        .map(|month| month.sum.minor())
        .collect();
    bars::standing(canvas, bars_area, &values);
    let count = u16::try_from(detail.months.len()).unwrap_or(0);
    let step = bars::step(inner.width, count);
    for (index, month) in (0..count).zip(&detail.months) {
        let letter: String = month
            .month
            .format("%b")
            .to_string()
            .chars()
            .take(1)
            .collect();
        canvas.put(
            inner.x + index * step,
            bars_area.bottom(),
            step,
            &letter,
            Role::Dim,
        );
    }
}

fn contact(canvas: &mut Canvas, detail: &ClientDetail, area: Rect) {
    let note = count(i64::try_from(detail.messages.len()).unwrap_or(0), "message");
    let panel = Panel {
        title: "Holds and messages",
        note: &note,
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let today = canvas.model.now.today;
    let mut lines: Lines = Vec::new();
    for hold in &detail.holds {
        let until = hold
            .until
            .map_or_else(String::new, |until| format!(" until {}", day(until, today)));
        let words = format!("‖ {}{until}: {}", hold.kind.word(), hold.reason);
        lines.push(vec![(words, Role::Warn)]);
    }
    for message in &detail.messages {
        let (sign, _, role) = crate::tui::view::overlays::message_state(message.state);
        lines.push(vec![
            (format!("{sign} "), role),
            (left(&day(message.queued_on, today), 10), Role::Dim),
            (message.subject.clone(), Role::Text),
        ]);
    }
    if lines.is_empty() {
        lines.push(vec![("Nothing was sent yet.".to_owned(), Role::Dim)]);
    }
    canvas.lines(inner, &lines);
}

fn empty(canvas: &mut Canvas, inner: Rect) {
    let state = &canvas.model.clients;
    let lines: &[(&str, Role)] = if !state.list.loaded {
        &[("Reading the book…", Role::Dim)]
    } else if state.filter.trim().is_empty() {
        &[
            ("No clients yet.", Role::Strong),
            ("", Role::Text),
            (": import brings in a payme JSON file.", Role::Dim),
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
