//! `payme due`: what needs you today, each with the command that does it.

use chrono::NaiveDate;

use super::document::due_document;
use super::print::{Answer, Column, Page, Table};
use super::session::Session;
use crate::domain::input::date_echo;
use crate::domain::message::Message;
use crate::domain::money::Money;
use crate::domain::policy::Channel;
use crate::domain::views::{Dashboard, Need, ReminderInvoice, ReminderRow};
use crate::failure::Result;
use crate::usecases::overview;

pub(super) fn run(session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let dashboard = overview::dashboard(&book, now)?;
    session.answer(&due_document(&dashboard, now.today), |page| {
        text(page, &dashboard, now.today);
    })
}

fn text(page: &mut Page, dashboard: &Dashboard, today: NaiveDate) {
    page.line(date_echo(today));
    page.gap();
    let late = if dashboard.overdue_count > 0 {
        format!(", the oldest {} days late", dashboard.oldest_days)
    } else {
        String::new()
    };
    page.pairs(&[
        (
            "Outstanding",
            format!(
                "{} ({})",
                sums(&dashboard.outstanding),
                dashboard.outstanding_count
            ),
        ),
        (
            "Overdue",
            format!(
                "{} ({}{late})",
                sums(&dashboard.overdue),
                dashboard.overdue_count
            ),
        ),
        (
            "Paid this month",
            format!("{} ({})", sums(&dashboard.paid), dashboard.paid_count),
        ),
        ("In the outbox", dashboard.waiting.to_string()),
        (
            "Payments through",
            dashboard
                .payments_through
                .map_or_else(|| "none yet".into(), date_echo),
        ),
    ]);
    page.gap();
    if dashboard.needs.is_empty() {
        page.line("Nothing needs you today.");
    } else {
        let mut table = Table::new(&[
            Column::fixed("needs you"),
            Column::flexible("client"),
            Column::flexible("about"),
            Column::fixed("next"),
        ]);
        dashboard
            .needs
            .iter()
            .for_each(|need| table.row(need_row(need)));
        page.table(&table);
    }
    if let Some(next) = &dashboard.next {
        page.gap();
        page.line(next);
    }
}

fn need_row(need: &Need) -> [String; 4] {
    match need {
        Need::Remind(row) => [
            "remind".into(),
            row.client_name.clone(),
            format!("{}{}: {}", row.stage, sms(row), covered(&row.invoices)),
            format!("payme reminder send --client {}", row.client_key),
        ],
        Need::Resolve(message) => [
            "decide".into(),
            message.client_name.clone(),
            format!("outcome unknown: {}", subject(message)),
            format!("payme outbox resolve {} --as sent|not-sent", message.id),
        ],
        Need::Refused(message) => [
            "mend".into(),
            message.client_name.clone(),
            format!("refused: {}", message.why),
            format!("payme outbox show {}", message.id),
        ],
        Need::Waiting(message) => [
            "waits".into(),
            message.client_name.clone(),
            format!("not sent yet: {}", message.why),
            "payme outbox run".into(),
        ],
        Need::Decide(row) => [
            "decide".into(),
            row.client_name.clone(),
            format!("{}: {}", covered(&row.invoices), row.why),
            format!("payme invoice show {}", first(row)),
        ],
        Need::BrokenPromise {
            hold,
            client_name,
            invoices,
            ..
        } => [
            "promise".into(),
            client_name.clone(),
            format!("{}: {}", covered(invoices), hold.reason),
            format!("payme reminder release {}", hold.id),
        ],
    }
}

/// Says of an SMS that it is one: its mail has the same stage.
const fn sms(row: &ReminderRow) -> &'static str {
    match row.channel {
        Channel::Email => "",
        Channel::Sms => " SMS",
    }
}

fn subject(message: &Message) -> String {
    if message.subject.is_empty() {
        message.invoices.join(", ")
    } else {
        message.subject.clone()
    }
}

fn first(row: &ReminderRow) -> &str {
    row.invoices
        .first()
        .map_or("", |invoice| invoice.number.as_str())
}

/// "2026-039 1,950.00 EUR 14 d, 2026-041 …".
pub(super) fn covered(invoices: &[ReminderInvoice]) -> String {
    let one = |invoice: &ReminderInvoice| {
        format!(
            "{} {} {}",
            invoice.number,
            invoice.open,
            late(invoice.days_late)
        )
    };
    invoices.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Days late in few letters: "14 d late", "in 3 d", "today".
pub(super) fn late(days: i64) -> String {
    match days {
        0 => "due today".into(),
        1.. => format!("{days} d late"),
        ..0 => format!("due in {} d", days.unsigned_abs()),
    }
}

/// Sums of several currencies on one line.
pub(super) fn sums(list: &[Money]) -> String {
    if list.is_empty() {
        return "–".into();
    }
    list.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" + ")
}

#[cfg(test)]
#[path = "due_tests.rs"]
mod tests;
