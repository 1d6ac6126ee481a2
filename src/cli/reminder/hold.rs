//! `payme reminder hold` and `release`: reminders rest, and go on.

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::document::hold_document;
use crate::cli::print::Answer;
use crate::cli::session::Session;
use crate::domain::clock::Now;
use crate::domain::ids::HoldId;
use crate::domain::input::date;
use crate::domain::party::{HoldKind, HoldTarget};
use crate::domain::views::NewHold;
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::{clients, holds, invoices};

/// What a hold rests on.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Target {
    /// On one invoice
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
    /// On all invoices of a client
    #[arg(long, value_name = "KEY")]
    client: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Set {
    #[command(flatten)]
    target: Target,
    /// Why reminders rest
    #[arg(long, value_enum, default_value_t = Why::Pause)]
    kind: Why,
    /// The last day of the hold; a promise needs one
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// The reason, in your words
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Why reminders rest.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Why {
    /// You paused them
    Pause,
    /// They promised to pay until a day
    Promise,
    /// They dispute the bill
    Dispute,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(in crate::cli) struct Release {
    /// The hold's id
    #[arg(value_name = "ID")]
    id: Option<i64>,
    /// Every hold on one invoice
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
    /// Every hold on a client itself
    #[arg(long, value_name = "KEY")]
    client: Option<String>,
}

pub(super) fn set(line: &Set, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let (client, invoice) = (
        line.target.client.as_deref(),
        line.target.invoice.as_deref(),
    );
    let target = target(&book, now, client, invoice)?;
    let new = NewHold {
        kind: match line.kind {
            Why::Pause => HoldKind::Pause,
            Why::Promise => HoldKind::Promise,
            Why::Dispute => HoldKind::Dispute,
        },
        until: line
            .until
            .as_deref()
            .map(|day| date(day, now.today))
            .transpose()?,
        reason: line.reason.clone(),
    };
    let hold = holds::set(&mut book, now, target, &new)?;
    session.answer(&hold_document(&hold, client, invoice), |page| {
        let until = hold.until.map_or_else(
            || "until you lift it".to_owned(),
            |day| format!("until {day}"),
        );
        let on = invoice.or(client).unwrap_or_default();
        page.line(format!(
            "Reminders for {on} rest {until} (hold {}).",
            hold.id
        ));
    })
}

fn target(
    book: &Book,
    now: Now,
    client: Option<&str>,
    invoice: Option<&str>,
) -> Result<HoldTarget> {
    match (client, invoice) {
        (_, Some(number)) => Ok(HoldTarget::Invoice(
            invoices::show(book, now, number)?.invoice.id,
        )),
        (Some(key), None) => Ok(HoldTarget::Client(clients::card(book, key)?.id)),
        (None, None) => Err(Failure::usage("A hold rests on an invoice or a client.")
            .hint("add --invoice NUMBER or --client KEY")),
    }
}

#[derive(Serialize)]
struct Released {
    released: Vec<i64>,
}

pub(super) fn release(line: &Release, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let ids: Vec<HoldId> = if let Some(id) = line.id {
        vec![HoldId(id)]
    } else {
        let on = target(&book, now, line.client.as_deref(), line.invoice.as_deref())?;
        let all = holds::list(&book)?.into_iter();
        all.filter(|hold| hold.target == on)
            .map(|hold| hold.id)
            .collect()
    };
    if ids.is_empty() {
        let on = line
            .invoice
            .as_deref()
            .or(line.client.as_deref())
            .unwrap_or_default();
        return Err(
            Failure::refused(format!("There is no hold on {on} itself."))
                .hint("payme invoice show and payme client show list the holds with their ids"),
        );
    }
    for id in &ids {
        holds::release(&mut book, now, *id)?;
    }
    let document = Released {
        released: ids.iter().map(|id| id.0).collect(),
    };
    session.answer(&document, |page| {
        for id in &ids {
            page.line(format!("Lifted hold {id}."));
        }
    })
}
