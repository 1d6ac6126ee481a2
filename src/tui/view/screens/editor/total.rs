//! The totals of a draft, and how it will look.

use unicode_width::UnicodeWidthStr;

use super::Scene;
use crate::domain::decimal;
use crate::domain::input::date_echo;
use crate::domain::invoice::{InvoiceKind, TaxCategory, TaxGroup};
use crate::domain::wording::document::filled;
use crate::tui::model::screens::editor::sheet::title;
use crate::tui::model::screens::editor::tax;
use crate::tui::model::screens::editor::values::{due_day, issue_day};
use crate::tui::view::text::{count, left};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::{Canvas, Lines, Pieces};

/// Draws them.
pub(super) fn draw(canvas: &mut Canvas, scene: &Scene) {
    if scene.panes.total.is_empty() {
        return;
    }
    let frame = Panel {
        title: "Total",
        note: "",
        focused: false,
    };
    let inner = frame.draw(canvas, scene.panes.total);
    let lines = if scene.panes.preview.is_empty() {
        flat(scene)
    } else {
        tall(scene, usize::from(inner.width))
    };
    canvas.lines(inner, &lines);
    if !scene.panes.preview.is_empty() {
        preview(canvas, scene);
    }
}

fn words(scene: &Scene) -> &'static str {
    match scene.editor.kind() {
        InvoiceKind::Invoice | InvoiceKind::Deposit => "To pay",
        InvoiceKind::CreditNote => "To credit",
        InvoiceKind::Quote | InvoiceKind::Recurring => "Total",
    }
}

fn waits() -> (String, Role) {
    (
        "The total waits for what is marked ✗.".to_owned(),
        Role::Bad,
    )
}

/// What a tax group is called: "VAT 19 %", "VAT 0 % reverse charge".
fn group(group: &TaxGroup) -> String {
    if group.category == TaxCategory::Standard {
        format!("VAT {} %", decimal::plain(group.rate))
    } else {
        format!("VAT 0 % {}", tax::words(group.category, group.rate))
    }
}

/// What is taken off the whole, minor units.
fn taken_off(scene: &Scene) -> i64 {
    let invoice = &scene.sheet.invoice;
    let lines: i64 = invoice.lines.iter().map(|line| line.net).sum();
    lines.saturating_sub(invoice.net)
}

/// Two rows.
fn flat(scene: &Scene) -> Lines {
    let invoice = &scene.sheet.invoice;
    let lines = count(i64::try_from(scene.sheet.count()).unwrap_or(0), "line");
    if !scene.adds_up && scene.sheet.count() > 0 {
        return vec![vec![waits()], vec![(lines, Role::Dim)]];
    }
    let money = |minor| invoice.money(minor).grouped();
    let mut first: Pieces = vec![(format!("Net {}   ", money(invoice.net)), Role::Text)];
    for one in &invoice.taxes {
        let text = if one.category == TaxCategory::Standard {
            format!("VAT {} % {}   ", decimal::plain(one.rate), money(one.tax))
        } else {
            format!("VAT 0.00 ({})   ", tax::words(one.category, one.rate))
        };
        first.push((text, Role::Text));
    }
    let off = taken_off(scene);
    if !invoice.discount.is_none() && off != 0 {
        first.insert(0, (format!("Discount -{}   ", money(off)), Role::Text));
    }
    first.push((lines, Role::Dim));
    let gross = format!(
        "{} {} {}",
        words(scene),
        invoice.currency,
        money(invoice.gross)
    );
    vec![first, vec![(gross, Role::Strong)]]
}

/// One amount a row.
fn tall(scene: &Scene, width: usize) -> Lines {
    let invoice = &scene.sheet.invoice;
    let lines = count(i64::try_from(scene.sheet.count()).unwrap_or(0), "line");
    if !scene.adds_up && scene.sheet.count() > 0 {
        return vec![vec![waits()], vec![(lines, Role::Dim)]];
    }
    let row = |name: &str, minor: i64, role: Role| {
        let amount = invoice.money(minor).grouped();
        let room = width.saturating_sub(amount.width() + 1);
        vec![(format!("{} {amount}", left(name, room)), role)]
    };
    let mut out = Vec::new();
    let off = taken_off(scene);
    if !invoice.discount.is_none() && off != 0 {
        out.push(row("Discount", -off, Role::Text));
    }
    out.push(row("Net", invoice.net, Role::Text));
    for one in &invoice.taxes {
        out.push(row(&group(one), one.tax, Role::Text));
    }
    out.push(vec![("─".repeat(width), Role::Border)]);
    let name = format!("{}  {}", words(scene), invoice.currency);
    out.push(row(&name, invoice.gross, Role::Strong));
    out.push(vec![(
        format!("{lines}, each rounded to the cent"),
        Role::Dim,
    )]);
    out
}

/// How it will look, in a few lines.
fn preview(canvas: &mut Canvas, scene: &Scene) {
    let frame = Panel {
        title: "Preview",
        note: "",
        focused: false,
    };
    let inner = frame.draw(canvas, scene.panes.preview);
    let Some(view) = &scene.editor.view else {
        return;
    };
    let invoice = &scene.sheet.invoice;
    let today = canvas.model.now.today;
    let (client, seller) = (&view.client, &view.seller);
    let due = Some(due_day(invoice, today));
    let kind = title(scene.editor.kind()).to_uppercase();
    let head = format!("{kind} {}", view.next_number);
    let mut to = vec![invoice.client_name.clone()];
    to.extend(client.address.iter().cloned());
    let until = match scene.editor.kind() {
        InvoiceKind::Quote => "valid until",
        InvoiceKind::Invoice
        | InvoiceKind::CreditNote
        | InvoiceKind::Deposit
        | InvoiceKind::Recurring => "due",
    };
    let days = format!(
        "{} · {until} {} · {}",
        date_echo(issue_day(invoice, today)),
        date_echo(due_day(invoice, today)),
        count(i64::try_from(scene.sheet.count()).unwrap_or(0), "line"),
    );
    let pay = if seller.iban.is_empty() {
        ("No IBAN in your profile yet.".to_owned(), Role::Warn)
    } else {
        (
            format!("Pay to IBAN {}", by_fours(&seller.iban)),
            Role::Text,
        )
    };
    let lines: Lines = vec![
        vec![
            (format!("{}  ", head.trim_end()), Role::Strong),
            (seller.name.clone(), Role::Text),
        ],
        vec![("To  ".to_owned(), Role::Dim), (to.join(", "), Role::Text)],
        vec![(days, Role::Text)],
        vec![pay],
        vec![(first_line(&filled(&invoice.terms, invoice, due)), Role::Dim)],
    ];
    canvas.lines(inner, &lines);
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn by_fours(iban: &str) -> String {
    let letters: Vec<char> = iban.chars().collect();
    let parts: Vec<String> = letters
        .chunks(4)
        .map(|part| part.iter().collect())
        .collect();
    parts.join(" ")
}
