//! One invoice in full: who, when, the lines, what is open, and what happened so far.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::domain::invoice::{InvoiceState, Payment, PaymentKind, TaxGroup};
use crate::domain::text::capital;
use crate::domain::views::InvoiceDetail;
use crate::tui::model::Pane;
use crate::tui::view::text::{day, left, wrap};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;
use crate::tui::view::widgets::state;
use crate::tui::view::{Canvas, Lines, Pieces};

use super::reminders::past_words;

/// Draws the invoice under the cursor.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, area: Rect) {
    let model = canvas.model;
    let Some(detail) = model.invoices.current_detail() else {
        let panel = Panel {
            title: "Preview",
            note: "",
            focused: model.pane == Pane::Detail,
        };
        panel.draw(canvas, area);
        return;
    };
    let note = format!("{} {}", state::sign(detail.state), state_words(detail));
    let title = detail.invoice.reference();
    let panel = Panel {
        title: &title,
        note: &note,
        focused: model.pane == Pane::Detail,
    };
    let inner = panel.draw(canvas, area);
    let lines = lines(detail, model.now.today, usize::from(inner.width));
    let last = lines.len().saturating_sub(usize::from(inner.height));
    let skip = usize::from(model.scroll).min(last);
    let shown: Lines = lines.into_iter().skip(skip).collect();
    canvas.lines(inner, &shown);
    if shown.len() > usize::from(inner.height) {
        let below = shown.len() - usize::from(inner.height);
        let y = area.bottom().saturating_sub(1);
        let text = format!(" ↓ {below} more ");
        canvas.put_right(area.right().saturating_sub(2), y, 20, &text, Role::Dim);
    }
}

fn state_words(detail: &InvoiceDetail) -> String {
    match detail.state {
        InvoiceState::Overdue => format!("overdue {} d", detail.days_late),
        InvoiceState::Open => state::days(detail.days_late),
        InvoiceState::PartlyPaid => "partly paid".to_owned(),
        InvoiceState::Draft => "draft".to_owned(),
        InvoiceState::Paid => "paid".to_owned(),
        InvoiceState::Voided => "void".to_owned(),
        InvoiceState::WrittenOff => "written off".to_owned(),
        InvoiceState::Offered => "offered".to_owned(),
        InvoiceState::Accepted => "accepted".to_owned(),
        InvoiceState::Declined => "declined".to_owned(),
        InvoiceState::Expired => "expired".to_owned(),
        InvoiceState::Recurring => "recurring".to_owned(),
    }
}

/// One line on where the invoice stands with its reminders.
pub(in crate::tui::view) fn where_it_stands(
    detail: &InvoiceDetail,
    today: NaiveDate,
) -> (String, Role) {
    if let Some(hold) = detail.holds.first() {
        let until = hold
            .until
            .map_or_else(String::new, |until| format!(" until {}", day(until, today)));
        let text = format!("On hold ({}){until}: {}", hold.kind.word(), hold.reason);
        return (text, Role::Warn);
    }
    if !detail.invoice.end_reason.is_empty() {
        return (detail.invoice.end_reason.clone(), Role::Dim);
    }
    match detail.reminders.last() {
        Some(last) => (
            format!("Last reminder: {}, {}", last.stage, past_words(last, today)),
            Role::Dim,
        ),
        None => match detail.timeline.last() {
            Some(event) => (
                format!("{}  {}", day(event.on, today), event.text),
                Role::Dim,
            ),
            None => ("No reminder yet.".to_owned(), Role::Dim),
        },
    }
}

fn lines(detail: &InvoiceDetail, today: NaiveDate, width: usize) -> Lines {
    let mut out = head(detail, today);
    out.push(Vec::new());
    out.extend(document_lines(detail, width));
    out.push(vec![("─".repeat(width), Role::Border)]);
    out.extend(totals(detail, width));
    if !detail.holds.is_empty() {
        out.push(Vec::new());
        out.push(vec![where_it_stands(detail, today)]);
    }
    if !detail.timeline.is_empty() {
        out.push(Vec::new());
        out.push(vec![("Timeline".to_owned(), Role::Title)]);
        for event in &detail.timeline {
            let when = left(&day(event.on, today), 9);
            for (index, text) in wrap(&event.text, width.saturating_sub(10))
                .into_iter()
                .enumerate()
            {
                let when = if index == 0 {
                    when.clone()
                } else {
                    " ".repeat(9)
                };
                out.push(vec![(format!("{when} "), Role::Dim), (text, Role::Text)]);
            }
        }
    }
    if !detail.invoice.note.is_empty() {
        out.push(Vec::new());
        let note = wrap(&detail.invoice.note, width);
        out.extend(note.into_iter().map(|line| vec![(line, Role::Dim)]));
    }
    out
}

fn head(detail: &InvoiceDetail, today: NaiveDate) -> Lines {
    let invoice = &detail.invoice;
    let mut out = vec![vec![(invoice.client_name.clone(), Role::Strong)]];
    let mut address = detail.client.address.join(", ");
    if !detail.client.country.is_empty() {
        address = format!("{address}, {}", detail.client.country);
    }
    out.push(vec![(address, Role::Dim)]);
    for contact in &detail.client.contacts {
        if !contact.email.is_empty() {
            out.push(vec![(contact.email.clone(), Role::Dim)]);
        }
    }
    out.push(Vec::new());
    let mut dates = Vec::new();
    if let Some(issued) = invoice.issued_on {
        dates.push((format!("Issued {}     ", day(issued, today)), Role::Text));
    }
    if let Some(due) = invoice.due_on {
        dates.push((
            format!("Due {}", due.format("%d %b %Y")),
            state::role(detail.state),
        ));
    }
    out.push(dates);
    if !invoice.purchase_order.is_empty() {
        out.push(vec![(
            format!("Order {}", invoice.purchase_order),
            Role::Text,
        )]);
    }
    if let Some(rule) = detail.schedule {
        out.push(vec![(capital(&rule.schedule.words()), Role::Text)]);
        let next = match (rule.paused, rule.is_over()) {
            (_, true) => ("It is over".to_owned(), Role::Disabled),
            (true, false) => ("It rests; T lets it go on".to_owned(), Role::Warn),
            (false, false) => (format!("Next on {}", day(rule.next_on, today)), Role::Text),
        };
        out.push(vec![next]);
        if rule.automatic {
            out.push(vec![(
                "Its drafts are issued by themselves".to_owned(),
                Role::Warn,
            )]);
        }
    }
    if let Some(credits) = &invoice.credits {
        out.push(vec![(format!("Takes back {credits}"), Role::Text)]);
    }
    out
}

fn document_lines(detail: &InvoiceDetail, width: usize) -> Lines {
    let invoice = &detail.invoice;
    let mut out = Vec::new();
    for line in &invoice.lines {
        let price = price(line.unit_price, invoice.currency);
        let quantity = decimal::plain(line.quantity);
        let quantity = match unit(&line.unit) {
            "" => format!("{quantity} x {price}"),
            unit => format!("{quantity} {unit} x {price}"),
        };
        let net = invoice.money(line.net).grouped();
        out.push(vec![(line.description.clone(), Role::Text)]);
        out.push(row(&format!("  {quantity}"), &net, width, Role::Dim));
    }
    out
}

/// A price with at least the currency's decimals.
fn price(price: Decimal, currency: Currency) -> String {
    let mut price = price.normalize();
    if price.scale() < currency.decimals() {
        price.rescale(currency.decimals());
    }
    price.to_string()
}

/// A unit code of UN/ECE in a word.
fn unit(code: &str) -> &str {
    match code {
        "HUR" => "h",
        "DAY" => "d",
        "MON" => "months",
        "C62" => "",
        "KMT" => "km",
        "LS" => "lump sum",
        other => other,
    }
}

fn totals(detail: &InvoiceDetail, width: usize) -> Lines {
    let invoice = &detail.invoice;
    let mut out = vec![row(
        "Net",
        &invoice.money(invoice.net).grouped(),
        width,
        Role::Text,
    )];
    for group in &invoice.taxes {
        let amount = invoice.money(group.tax).grouped();
        out.push(row(&tax(group), &amount, width, Role::Text));
    }
    let gross = invoice.money(invoice.gross).grouped();
    out.push(row("Total", &gross, width, Role::Text));
    for payment in &detail.payments {
        out.push(paid(payment, width));
    }
    if invoice.credited != 0 {
        let amount = format!("-{}", invoice.money(invoice.credited).grouped());
        out.push(row("Credited", &amount, width, Role::Dim));
    }
    let open = detail.open.grouped();
    let role = match detail.state {
        InvoiceState::Overdue => Role::Bad,
        InvoiceState::Draft
        | InvoiceState::Open
        | InvoiceState::PartlyPaid
        | InvoiceState::Paid
        | InvoiceState::Voided
        | InvoiceState::WrittenOff
        | InvoiceState::Offered
        | InvoiceState::Accepted
        | InvoiceState::Declined
        | InvoiceState::Expired
        | InvoiceState::Recurring => Role::Strong,
    };
    out.push(row(
        &format!("Open {}", detail.open.currency()),
        &open,
        width,
        role,
    ));
    if detail.open.is_positive() && detail.credit.is_positive() {
        let credit = detail.credit.grouped();
        out.push(row(
            "Client's credit (p uses it)",
            &credit,
            width,
            Role::Good,
        ));
    }
    out
}

/// An entry as it moves what is open.
fn paid(payment: &Payment, width: usize) -> Pieces {
    let on = payment.paid_on.format("%d %b");
    let other = payment.other.as_deref().unwrap_or_default();
    let name = match payment.kind {
        PaymentKind::Payment => format!("Paid {on} {}", payment.method),
        PaymentKind::Refund => format!("Refund {on} {}", payment.method),
        PaymentKind::Difference => format!("Difference {on}"),
        PaymentKind::Transfer => format!("Credit {on} {other}"),
    };
    let amount = payment.amount.grouped();
    let amount = match amount.strip_prefix('-') {
        Some(out) => format!("+{out}"),
        None => format!("-{amount}"),
    };
    row(&name, &amount, width, Role::Good)
}

fn tax(group: &TaxGroup) -> String {
    use crate::domain::invoice::TaxCategory;
    let why = match group.category {
        TaxCategory::Standard => "",
        TaxCategory::Zero => " (zero rated)",
        TaxCategory::Exempt => " (exempt)",
        TaxCategory::ReverseCharge => " (reverse charge)",
        TaxCategory::IntraCommunity => " (intra-community)",
        TaxCategory::Export => " (export)",
        TaxCategory::OutOfScope => " (outside scope)",
    };
    format!("Tax {} %{why}", decimal::plain(group.rate))
}

fn row(name: &str, amount: &str, width: usize, role: Role) -> Pieces {
    let room = width.saturating_sub(amount.width() + 1);
    vec![(format!("{} {amount}", left(name, room)), role)]
}
