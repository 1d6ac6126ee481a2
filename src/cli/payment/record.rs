//! Recording: payments, refunds, credit, differences.

use clap::Args;

use crate::cli::document::{RecordedDocument, payment_entry};
use crate::cli::print::Answer;
use crate::cli::session::Session;
use crate::domain::clock::Now;
use crate::domain::input::{amount, date_echo, date_past};
use crate::domain::invoice::{Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::views::{InvoiceDetail, NewPayment, NewRefund, Settlement};
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::{invoices, messages, payments};

#[derive(Args, Debug)]
pub(in crate::cli) struct Add {
    /// The invoice's number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// The amount, with a decimal point or comma, in the invoice's currency; without it all that is
    /// open
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: Option<String>,
    #[command(flatten)]
    when: When,
    /// How it was paid
    #[arg(long, value_name = "METHOD", default_value = "bank")]
    method: String,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// What a payment provider kept of it
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    fee: Option<String>,
    /// Allow more than is open: the rest is credit of the client
    #[arg(long)]
    overpay: bool,
    /// Write off what is left then, or is too much, for this reason (payme payment limit)
    #[arg(long, value_name = "REASON", conflicts_with = "overpay")]
    difference: Option<String>,
}

/// A day that lies behind.
#[derive(Args, Debug)]
pub(super) struct When {
    /// The day of it: 2026-11-23, 23.11., fri, yesterday, -3
    #[arg(
        long,
        value_name = "DATE",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Refund {
    /// The invoice's number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// How much went back, in the invoice's currency
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: String,
    #[command(flatten)]
    when: When,
    /// How it was paid
    #[arg(long, value_name = "METHOD", default_value = "bank")]
    method: String,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Allow more than is too much: that is open again
    #[arg(long)]
    reopen: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct UseCredit {
    /// The number of the invoice that uses it
    #[arg(value_name = "NUMBER")]
    number: String,
    /// How much; without it as much as is open and there is
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Difference {
    /// The invoice's number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    when: When,
}

pub(super) fn add(line: &Add, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let detail = invoices::show(&book, now, &line.number)?;
    let currency = detail.invoice.currency;
    let sum = match &line.amount {
        Some(text) => amount(text, currency)?,
        None => whole(&book, &detail)?,
    };
    let fee = match &line.fee {
        Some(text) => amount(text, currency)?,
        None => Money::zero(currency),
    };
    let paid_on = date_past(&line.when.on, now.today)?;
    let new = NewPayment {
        invoice: detail.invoice.id,
        amount: sum,
        paid_on,
        method: line.method.trim().to_owned(),
        note: line.note.trim().to_owned(),
        fee,
        overpay: line.overpay,
    };
    let all = Settlement {
        invoice: detail.invoice.id,
        on: paid_on,
        credit: None,
        payment: Some(new),
        difference: line.difference.clone(),
    };
    let sender = session.sender(&book).ok();
    let entries = payments::settle_and_thank(&mut book, now, &all, sender.as_ref())?;
    answer(session, &book, now, &line.number, &entries)
}

/// All that is open; a draft and what nobody pays are refused in their own words later.
fn whole(book: &Book, detail: &InvoiceDetail) -> Result<Money> {
    let open = payments::payable(book, detail.invoice.id)?.open;
    let reference = detail.invoice.reference();
    if open.is_positive()
        || !detail.invoice.kind.asks_for_money()
        || detail.invoice.number.is_none()
    {
        return Ok(open);
    }
    Err(
        Failure::refused(format!("Invoice {reference} has nothing open."))
            .hint("give --amount and --overpay if more came in"),
    )
}

pub(super) fn refund(line: &Refund, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let invoice = invoices::show(&book, now, &line.number)?.invoice;
    let new = NewRefund {
        invoice: invoice.id,
        amount: amount(&line.amount, invoice.currency)?,
        paid_on: date_past(&line.when.on, now.today)?,
        method: line.method.trim().to_owned(),
        note: line.note.trim().to_owned(),
        reopen: line.reopen,
    };
    let entry = payments::refund(&mut book, now, &new)?;
    answer(session, &book, now, &line.number, &[entry])
}

pub(super) fn use_credit(line: &UseCredit, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let invoice = invoices::show(&book, now, &line.number)?.invoice;
    let amount = match &line.amount {
        Some(text) => Some(amount(text, invoice.currency)?),
        None => None,
    };
    let entries = payments::use_credit(&mut book, now, invoice.id, amount)?;
    answer(session, &book, now, &line.number, &entries)
}

pub(super) fn difference(line: &Difference, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let invoice = invoices::show(&book, now, &line.number)?.invoice;
    let on = date_past(&line.when.on, now.today)?;
    let entry = payments::difference(&mut book, now, invoice.id, on, &line.reason)?;
    answer(session, &book, now, &line.number, &[entry])
}

/// What was recorded, and what is open now. One entry is the document itself; more than one stand
/// below the first as `also`.
fn answer(
    session: &Session<'_>,
    book: &Book,
    now: Now,
    number: &str,
    entries: &[Payment],
) -> Result<Answer> {
    let after = invoices::show(book, now, number)?;
    let (first, also) = entries
        .split_first()
        .ok_or_else(|| Failure::refused("There is no payment to record."))?;
    let document = RecordedDocument {
        payment: payment_entry(first, &after),
        also: also.iter().map(|one| payment_entry(one, &after)).collect(),
    };
    // Money that goes back gives no thanks, and what waits is found untrue when it is to go.
    let came_in = entries.iter().any(|one| one.kind == PaymentKind::Payment);
    let thanks =
        messages::waiting(book, after.invoice.id)?.filter(|_| came_in && !after.open.is_positive());
    session.answer(&document, |page| {
        for one in entries {
            page.line(recorded(one, &after));
        }
        page.line(open_words(&after));
        if let Some(message) = &thanks {
            let id = message.id;
            page.line(format!(
                "Thanks go in 10 minutes; payme outbox cancel {id} takes them back."
            ));
        }
    })
}

fn recorded(entry: &Payment, after: &InvoiceDetail) -> String {
    let (reference, client) = (after.invoice.reference(), &after.invoice.client_name);
    let (id, on) = (entry.id, date_echo(entry.paid_on));
    let amount = entry.amount;
    let back = Money::new(amount.minor().saturating_abs(), amount.currency());
    let other = entry.other.as_deref().unwrap_or_default();
    match entry.kind {
        PaymentKind::Payment if !entry.fee.is_zero() => format!(
            "Recorded {amount} on {on} for invoice {reference} of {client}, fee {} (payment {id}).",
            entry.fee
        ),
        PaymentKind::Payment => {
            format!("Recorded {amount} on {on} for invoice {reference} of {client} (payment {id}).")
        }
        PaymentKind::Refund => format!(
            "Recorded that {back} went back on {on} for invoice {reference} of {client} (payment {id})."
        ),
        PaymentKind::Difference => {
            format!("Wrote off the difference of {amount} on invoice {reference} (payment {id}).")
        }
        PaymentKind::Transfer => format!(
            "Credit of {amount} from invoice {other} counts for invoice {reference} (payment {id})."
        ),
    }
}

fn open_words(after: &InvoiceDetail) -> String {
    use crate::domain::invoice::InvoiceStatus;
    let reference = after.invoice.reference();
    let (open, client) = (after.open, &after.invoice.client_name);
    match after.invoice.status {
        InvoiceStatus::WrittenOff => format!("Invoice {reference} stays written off."),
        InvoiceStatus::Draft | InvoiceStatus::Issued | InvoiceStatus::Voided => {
            if open.is_positive() {
                format!("Invoice {reference} has {open} open.")
            } else if open.is_zero() {
                format!("Invoice {reference} is paid.")
            } else {
                let over = Money::new(open.minor().saturating_abs(), open.currency());
                format!("Invoice {reference} is paid; {over} is credit of {client}.")
            }
        }
    }
}
