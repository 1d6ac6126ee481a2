//! `payme reminder`: what is due to be sent, and sending it.

mod hold;
pub(super) mod send;
mod unattended;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::document::{RemindersDocument, reminder_document};
use super::due::covered;
use super::print::{Answer, Column, Page, Table};
use super::session::Session;
use crate::domain::input::date;
use crate::domain::party::Hold;
use crate::domain::views::{About, ReminderRow, Turn};
use crate::failure::Result;
use crate::usecases::reminders;

/// What is due to be sent, and sending it.
#[derive(Debug, Subcommand)]
pub(super) enum Reminder {
    /// List what is due today, then what comes later or rests, each with its reason
    List,
    /// Show one reminder exactly as it would go
    Show(send::Show),
    /// Send reminders that are due
    Send(send::Send),
    /// Let reminders rest: pause, promise or dispute
    Hold(hold::Set),
    /// Lift a hold
    Release(hold::Release),
    /// Show every message that would go until a day, if each arrived and nobody paid
    Simulate(Simulate),
}

#[derive(Args, Debug)]
pub(super) struct Simulate {
    /// The last day: 2026-12-31, +30
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: String,
}

pub(super) fn run(command: Reminder, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Reminder::List => list(session),
        Reminder::Show(line) => send::show(&line, session),
        Reminder::Send(line) => send::send(&line, session),
        Reminder::Hold(line) => hold::set(&line, session),
        Reminder::Release(line) => hold::release(&line, session),
        Reminder::Simulate(line) => simulate(&line, session),
    }
}

fn list(session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let rows = reminders::queue(&book, now)?;
    let document = RemindersDocument {
        reminders: rows
            .iter()
            .map(|row| reminder_document(row, now.today))
            .collect(),
    };
    session.answer(&document, |page| {
        let due: Vec<&ReminderRow> = rows.iter().filter(|row| row.turn == Turn::Due).collect();
        if due.is_empty() {
            page.line("No reminder is due today.");
        } else {
            page.line("Due today");
            due_table(page, due.iter().map(|row| (now.today, *row)));
            let said = due.iter().filter(|row| !row.why.is_empty());
            for row in said {
                page.line(format!("{}: {}", row.client_key, row.why));
            }
        }
        let rest = rows.iter().filter(|row| row.turn != Turn::Due);
        resting_table(page, rest);
    })
}

fn due_table<'a>(page: &mut Page, rows: impl Iterator<Item = (NaiveDate, &'a ReminderRow)>) {
    let mut table = Table::new(&[
        Column::fixed("day"),
        Column::fixed("client"),
        Column::fixed("stage"),
        Column::fixed("by"),
        Column::flexible("to"),
        Column::flexible("invoices"),
    ]);
    for (day, row) in rows {
        table.row([
            day.to_string(),
            row.client_key.clone(),
            row.stage.clone(),
            row.channel.word().into(),
            row.to.join(", "),
            about(row),
        ]);
    }
    page.table(&table);
}

/// The invoices of a row: with what is open on each, or for thanks when it was paid.
fn about(row: &ReminderRow) -> String {
    match (row.about, row.due_on, row.invoices.as_slice()) {
        (About::ThankYou(_), Some(paid_on), [invoice]) => {
            format!("{} paid {}", invoice.number, paid_on.format("%-d %b"))
        }
        (About::ThankYou(_) | About::Reminder | About::Statement | About::Invoice(_), ..) => {
            covered(&row.invoices)
        }
    }
}

fn resting_table<'a>(page: &mut Page, rows: impl Iterator<Item = &'a ReminderRow>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    page.heading("Later and resting");
    let mut table = Table::new(&[
        Column::fixed("day"),
        Column::fixed("client"),
        Column::fixed("stage"),
        Column::flexible("invoices"),
        Column::flexible("why"),
    ]);
    for row in rows {
        let day = match row.turn {
            Turn::Due => String::new(),
            Turn::Later(on) => on.to_string(),
            Turn::Blocked => "rests".into(),
        };
        let stage = row.stage.clone();
        table.row([
            day,
            row.client_key.clone(),
            stage,
            about(row),
            row.why.clone(),
        ]);
    }
    page.table(&table);
}

fn simulate(line: &Simulate, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let until = date(&line.until, now.today)?;
    let book = session.book()?;
    let days = reminders::simulate(&book, now, until)?;
    let document = RemindersDocument {
        reminders: days
            .iter()
            .map(|(day, row)| reminder_document(row, *day))
            .collect(),
    };
    session.answer(&document, |page| {
        if days.is_empty() {
            page.line(format!("No message would go until {until}."));
        } else {
            due_table(page, days.iter().map(|(day, row)| (*day, row)));
        }
    })
}

/// The holds that rest on something, if there are any.
pub(super) fn holds_text(page: &mut Page, holds: &[Hold]) {
    if holds.is_empty() {
        return;
    }
    page.heading("Holds");
    for hold in holds {
        let until = hold.until.map_or_else(
            || "until it is lifted".to_owned(),
            |day| format!("until {day}"),
        );
        page.line(format!(
            "{}  {} {until}: {}",
            hold.id,
            hold.kind.word(),
            hold.reason
        ));
    }
}
