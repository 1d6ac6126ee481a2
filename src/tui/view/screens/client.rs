//! One client: who they are, their invoices, what was billed, holds and messages.

use ratatui::layout::Rect;

use crate::domain::locale::Language;
use crate::domain::party::{InterestTerms, Reminding};
use crate::domain::views::ClientDetail;
use crate::tui::model::{Pane, layout};
use crate::tui::view::text::{Ledger, day, left, sums, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::table::{Column, Row, Table};
use crate::tui::view::widgets::{bars, state};
use crate::tui::view::{Canvas, Lines, Pieces};

pub(in crate::tui::view) fn card(canvas: &mut Canvas, detail: &ClientDetail, area: Rect) {
    let list = &canvas.model.clients.list;
    let place = format!("{} of {}", list.cursor + 1, list.rows.len());
    let since = detail.since.map(|day| day.format("%b %Y"));
    let note = match since {
        _ if detail.client.archived => format!("archived · {place}"),
        Some(month) => format!("client since {month} · {place}"),
        None => format!("{place} · J K next, previous"),
    };
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
        client.reminding.wish.word()
    );
    lines.push(named("Terms", &terms));
    let apart = wrap(
        &apart(&client.reminding).join(" · "),
        width.saturating_sub(10),
    );
    for (index, line) in apart.iter().filter(|line| !line.is_empty()).enumerate() {
        lines.push(named(if index == 0 { "Reminders" } else { "" }, line));
    }
    if client.wants_order {
        let wants = "wants a purchase order number on every invoice";
        lines.push(named("Orders", wants));
    }
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

/// How a client is written to in another way than most.
fn apart(reminding: &Reminding) -> Vec<String> {
    let mut apart = Vec::new();
    if reminding.unattended {
        apart.push("runs without a person may write to it".to_owned());
    }
    match reminding.interest {
        InterestTerms::Law => {}
        InterestTerms::None => apart.push("no interest".to_owned()),
        InterestTerms::Contract(rate) => apart.push(format!("interest {rate} % a year")),
    }
    if !reminding.no_sms.is_empty() {
        apart.push(format!("no SMS: {}", reminding.no_sms));
    }
    apart
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

pub(in crate::tui::view) fn invoices(canvas: &mut Canvas, area: Rect) {
    let model = canvas.model;
    let list = &model.clients.invoices;
    let focused = model.pane == Pane::Detail;
    let open = list
        .rows
        .iter()
        .filter(|row| row.open.is_positive())
        .count();
    let late = list.rows.iter().filter(|row| row.days_late > 0).count();
    let note = format!("{open} open · {late} overdue · ] payments…");
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

pub(in crate::tui::view) fn months(canvas: &mut Canvas, detail: &ClientDetail, area: Rect) {
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
