//! `payme invoice issue`, `void`, `credit` and what else becomes of a document.

use clap::Args;
use serde::Serialize;

use crate::cli::document::invoice_document;
use crate::cli::print::Answer;
use crate::cli::session::Session;
use crate::domain::deposit::Share;
use crate::domain::input::{amount, date, rate};
use crate::domain::invoice::{Invoice, QuoteAnswer};
use crate::domain::text::capital;
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::drafts::{self, Written};
use crate::usecases::{clients, invoices};

#[derive(Args, Debug)]
pub(in crate::cli) struct Issue {
    /// The drafts, draft:ID; issued in this order, or none when one of them cannot be
    #[arg(value_name = "REF", required = true)]
    references: Vec<String>,
    /// The day of issue; else the one that the draft means, else today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Void {
    /// The document's number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why; it is kept with the document
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Begin a draft with the same content
    #[arg(long)]
    copy: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct WriteOff {
    /// The invoice's number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why; it is kept with the invoice
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Credit {
    /// The invoice's number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Only this line, counted from 1; may be given several times
    #[arg(long = "line", value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    lines: Vec<u16>,
    /// Issue the credit note at once
    #[arg(long)]
    issue: bool,
}

/// A document that a command is about.
#[derive(Args, Debug)]
pub(in crate::cli) struct One {
    /// The document's number, or draft:ID
    #[arg(value_name = "REF")]
    reference: String,
}

/// A quote that a command is about.
#[derive(Args, Debug)]
pub(in crate::cli) struct Quote {
    /// The quote's number
    #[arg(value_name = "NUMBER")]
    number: String,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Deposit {
    /// The quote's number, a draft:ID, or the key of a client
    #[arg(value_name = "REF")]
    of: String,
    #[command(flatten)]
    share: ShareOf,
}

/// How much a deposit asks for.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct ShareOf {
    /// So many percent of it
    #[arg(long, value_name = "P")]
    percent: Option<String>,
    /// An amount, in the sense of its prices
    #[arg(long, value_name = "A")]
    amount: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Deduct {
    /// The draft of the final invoice, draft:ID
    #[arg(value_name = "REF")]
    reference: String,
    /// The deposit invoice's number
    #[arg(value_name = "DEPOSIT")]
    deposit: String,
}

/// Documents that were issued together.
#[derive(Serialize)]
struct Several<T> {
    invoices: Vec<T>,
}

/// A draft that was begun.
#[derive(Serialize)]
struct Begun<'a> {
    id: i64,
    #[serde(rename = "ref")]
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    voided: Option<&'a str>,
}

fn begun(
    session: &Session<'_>,
    draft: &Invoice,
    voided: Option<&str>,
    said: &str,
) -> Result<Answer> {
    let document = Begun {
        id: draft.id.0,
        reference: draft.reference(),
        voided,
    };
    session.answer(&document, |page| {
        page.line(said);
        page.line(format!(
            "{} {} for {} over {}.",
            capital(draft.kind.name()),
            draft.reference(),
            draft.client_name,
            draft.money(draft.gross)
        ));
    })
}

fn shown(session: &Session<'_>, book: &Book, reference: &str, said: &str) -> Result<Answer> {
    let detail = invoices::show(book, session.now()?, reference)?;
    session.answer(&invoice_document(&detail), |page| page.line(said))
}

pub(super) fn issue(line: &Issue, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let on = line.on.as_deref();
    let on = on.map(|day| date(day, now.today)).transpose()?;
    let mut book = session.book()?;
    if line.references.len() > 1 {
        for reference in &line.references {
            let would = drafts::would_issue(&book, now, reference)?;
            if let Some(why) = would.errors.first() {
                return Err(
                    Failure::refused(format!("{reference} cannot be issued: {why}"))
                        .hint("nothing was issued; correct it, or leave it out"),
                );
            }
        }
    }
    let mut details = Vec::new();
    for reference in &line.references {
        let issued = drafts::issue(&mut book, now, reference, on)?;
        details.push(invoices::show(&book, now, &issued.reference())?);
    }
    let text = |page: &mut crate::cli::print::Page| {
        for detail in &details {
            let invoice = &detail.invoice;
            page.line(format!(
                "Issued {} {} to {}, {}.",
                invoice.kind.name(),
                invoice.reference(),
                invoice.client_name,
                invoice.money(invoice.gross)
            ));
        }
    };
    match details.as_slice() {
        [one] => session.answer(&invoice_document(one), text),
        more => {
            let invoices = more.iter().map(invoice_document).collect();
            let document = Several { invoices };
            session.answer(&document, text)
        }
    }
}

pub(super) fn void(line: &Void, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let number = line.number.as_str();
    let (_, draft) = drafts::void(&mut book, now, number, &line.reason, line.copy)?;
    let said = format!("{number} is void; it keeps its number.");
    match draft {
        Some(draft) => begun(session, &draft, Some(number), &said),
        None => shown(session, &book, number, &said),
    }
}

pub(super) fn write_off(line: &WriteOff, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let number = line.number.as_str();
    drafts::write_off(&mut book, now, number, &line.reason)?;
    shown(session, &book, number, &format!("{number} is written off."))
}

pub(super) fn credit(line: &Credit, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let number = line.number.as_str();
    let places: Vec<usize> = line
        .lines
        .iter()
        .map(|place| usize::from(place.saturating_sub(1)))
        .collect();
    let draft = drafts::credit(&mut book, now, number, &places)?.invoice;
    if !line.issue {
        let said = format!("Began a credit note for {number}.");
        return begun(session, &draft, None, &said);
    }
    let issued = drafts::issue(&mut book, now, &draft.reference(), None)?;
    let reference = issued.reference();
    let said = format!(
        "Issued credit note {reference} for {number}, {}.",
        issued.money(issued.gross)
    );
    shown(session, &book, &reference, &said)
}

pub(super) fn copy(line: &One, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let Written { invoice, .. } = drafts::copy(&mut book, now, &line.reference)?;
    let said = format!("Copied {} to a new draft.", line.reference);
    begun(session, &invoice, None, &said)
}

#[derive(Serialize)]
struct Deleted<'a> {
    deleted: &'a str,
}

pub(super) fn delete(line: &One, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let deleted = line.reference.as_str();
    let said = drafts::delete(&mut book, now, deleted)?;
    session.answer(&Deleted { deleted }, |page| page.line(format!("{said}.")))
}

pub(super) fn answer(
    line: &Quote,
    answer: QuoteAnswer,
    session: &mut Session<'_>,
) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let number = line.number.as_str();
    drafts::answer(&mut book, now, number, Some(answer))?;
    let said = format!("Quote {number} is {}.", answer.word());
    shown(session, &book, number, &said)
}

pub(super) fn bill(line: &Quote, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let Written { invoice, .. } = drafts::bill(&mut book, now, &line.number)?;
    let said = format!("Quote {} is accepted; its invoice is a draft.", line.number);
    begun(session, &invoice, None, &said)
}

pub(super) fn deposit(line: &Deposit, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let share = match (&line.share.percent, &line.share.amount) {
        (Some(percent), _) => Share::Percent(rate(percent)?),
        (None, Some(text)) => {
            let currency = match invoices::show(&book, now, &line.of) {
                Ok(detail) => detail.invoice.currency,
                Err(_) => clients::card(&book, &line.of)?.currency,
            };
            Share::Amount(amount(text, currency)?.minor())
        }
        (None, None) => return Err(Failure::usage("Say --percent or --amount.")),
    };
    let Written { invoice, .. } = drafts::deposit(&mut book, now, &line.of, share)?;
    let said = format!("Began a deposit invoice for {}.", line.of);
    begun(session, &invoice, None, &said)
}

pub(super) fn deduct(line: &Deduct, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let Written { invoice, .. } = drafts::deduct(&mut book, now, &line.reference, &line.deposit)?;
    let said = format!("Deducted {} on {}.", line.deposit, line.reference);
    begun(session, &invoice, None, &said)
}
