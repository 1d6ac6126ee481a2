//! What happens to a document after it was issued: voided, written off, copied, credited, answered.

use super::Written;
use crate::domain::clock::Now;
use crate::domain::discount::Discount;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, Line, QuoteAnswer};
use crate::domain::text;
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Takes an issued document back; it keeps its number. With `copy`, a draft with the same content
/// takes its place; it is answered.
///
/// # Errors
/// Refused, when there is no reason, it does not stand, or money or another document rests on it.
pub fn void(
    book: &mut Book,
    now: Now,
    reference: &str,
    reason: &str,
    copy: bool,
) -> Result<(Invoice, Option<Invoice>)> {
    book.change(now, Undo::Possible, |tx| {
        let invoice = standing(tx, reference)?;
        let reason = given(reason, "void")?;
        unused(tx, &invoice)?;
        tx.set_status(
            invoice.id,
            InvoiceStatus::Voided,
            Some((now.today, reason.as_str())),
        )?;
        let kind = invoice.kind.name();
        let mut line = format!("Voided {kind} {reference}: {reason}");
        let draft = if copy {
            let mut draft = again(tx, &invoice, invoice.kind)?;
            draft.source = Some(reference.to_owned());
            draft.credits.clone_from(&invoice.credits);
            draft.id = tx.add_invoice(&draft, "", "")?;
            line = format!("{line}, and copied it to {}", draft.reference());
            Some(draft)
        } else {
            None
        };
        Ok(((tx.invoice(invoice.id)?, draft), line))
    })
}

/// Gives up what is open on an invoice; it keeps its number.
///
/// # Errors
/// Refused, when there is no reason, or nothing is open on it.
pub fn write_off(book: &mut Book, now: Now, reference: &str, reason: &str) -> Result<Invoice> {
    book.change(now, Undo::Possible, |tx| {
        let invoice = standing(tx, reference)?;
        let reason = given(reason, "write off")?;
        let open = invoice.standing().open();
        if open <= 0 {
            return Err(Failure::refused(format!("Nothing is open on {reference}."))
                .hint("only what is open can be written off"));
        }
        tx.set_status(
            invoice.id,
            InvoiceStatus::WrittenOff,
            Some((now.today, reason.as_str())),
        )?;
        let line = format!("Wrote off {} of {reference}: {reason}", invoice.money(open));
        Ok((tx.invoice(invoice.id)?, line))
    })
}

/// Begins a draft with the content of a document, for the same client.
///
/// # Errors
/// Refused, when there is no such document.
pub fn copy(book: &mut Book, now: Now, reference: &str) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, None, |tx| {
        let found = tx.invoice(tx.invoice_id(reference)?)?;
        let kind = match found.kind {
            InvoiceKind::CreditNote | InvoiceKind::Invoice => InvoiceKind::Invoice,
            InvoiceKind::Deposit => InvoiceKind::Deposit,
            InvoiceKind::Quote => InvoiceKind::Quote,
            InvoiceKind::Recurring => InvoiceKind::Recurring,
        };
        let mut draft = again(tx, &found, kind)?;
        // The deposit is deducted where it was.
        draft.lines.retain(|line| line.deducts.is_none());
        draft.add_up()?;
        draft.id = tx.add_invoice(&draft, "", "")?;
        let line = format!("Copied {reference} to {}", draft.reference());
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

/// Begins a credit note for an issued invoice: for all of it, or for the lines with these places,
/// from 0.
///
/// # Errors
/// Refused, when nobody owes on it, it does not stand, a line is not there, or more was credited
/// already than would leave room for this.
pub fn credit(book: &mut Book, now: Now, reference: &str, lines: &[usize]) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, None, |tx| {
        let draft = credit_in(tx, reference, lines)?;
        let line = format!("Began credit note {} for {reference}", draft.reference());
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

fn credit_in(tx: &Tx<'_>, reference: &str, lines: &[usize]) -> Result<Invoice> {
    let invoice = standing(tx, reference)?;
    if !invoice.kind.asks_for_money() {
        let kind = invoice.kind.name();
        return Err(
            Failure::refused(format!("{reference} is a {kind}: nothing can be credited."))
                .hint("credit an invoice or a deposit invoice"),
        );
    }
    super::balance::not_deducted(tx, &invoice)?;
    let mut draft = again(tx, &invoice, InvoiceKind::CreditNote)?;
    draft.series.clear();
    draft.credits = Some(reference.to_owned());
    draft.terms.clear();
    draft.terms_days = 0;
    if !lines.is_empty() {
        choose(&mut draft, &invoice, lines)?;
    }
    draft.add_up()?;
    let left = invoice.gross.saturating_sub(invoice.credited);
    if draft.gross > left {
        return Err(Failure::refused(format!(
            "Of {reference} only {} is left to credit, and this is {}.",
            invoice.money(left),
            draft.money(draft.gross)
        ))
        .hint("choose the lines that are to be credited"));
    }
    draft.id = tx.add_invoice(&draft, "", "")?;
    Ok(draft)
}

/// Keeps some lines, and of a discount in an amount the share that falls on them.
fn choose(draft: &mut Invoice, invoice: &Invoice, places: &[usize]) -> Result<()> {
    let mut chosen: Vec<Line> = Vec::new();
    for place in places {
        let line = invoice.lines.get(*place).ok_or_else(|| {
            let (given, count) = (place.saturating_add(1), invoice.lines.len());
            Failure::refused(format!(
                "{} has {count} lines, and no line {given}.",
                invoice.reference()
            ))
            .hint("count the lines from 1")
        })?;
        chosen.push(line.clone());
    }
    if let Discount::Amount(minor) = draft.discount {
        let sum = |lines: &[Line]| -> i128 {
            let mut sum = 0_i128;
            for line in lines.iter().filter(|line| line.deducts.is_none()) {
                sum = sum.saturating_add(i128::from(line.amount));
            }
            sum
        };
        let (part, whole) = (sum(&chosen), sum(&invoice.lines).max(1));
        let share = i128::from(minor).saturating_mul(part.max(0)) / whole;
        draft.discount = Discount::Amount(i64::try_from(share).unwrap_or(minor).min(minor));
    }
    draft.lines = chosen;
    Ok(())
}

/// Notes what the client said to a quote; `None` takes the answer back.
///
/// # Errors
/// Refused, when it is no quote that stands.
pub fn answer(
    book: &mut Book,
    now: Now,
    reference: &str,
    answer: Option<QuoteAnswer>,
) -> Result<Invoice> {
    book.change(now, Undo::Possible, |tx| {
        let quote = quote(tx, reference)?;
        tx.set_answer(quote.id, answer.map(|answer| (answer, now.today)))?;
        let line = match answer {
            Some(answer) => format!("Quote {reference} was {}", answer.word()),
            None => format!("Quote {reference} waits for an answer again"),
        };
        Ok((tx.invoice(quote.id)?, line))
    })
}

/// Begins an invoice from a quote, which counts as accepted with it.
///
/// # Errors
/// Refused, when it is no quote that stands, it was declined, or it is billed already.
pub fn bill(book: &mut Book, now: Now, reference: &str) -> Result<Written> {
    let (invoice, entry) = book.change_joined(now, None, |tx| {
        let quote = quote(tx, reference)?;
        if quote.answer == Some(QuoteAnswer::Declined) {
            return Err(Failure::refused(format!("Quote {reference} was declined."))
                .hint("take the answer back first, if they changed their mind"));
        }
        let made = tx.made_from(quote.id)?;
        if let Some(made) = made.first() {
            return Err(
                Failure::refused(format!("Quote {reference} is billed already: {made}."))
                    .hint("copy the quote if it is to be billed once more"),
            );
        }
        if quote.answer.is_none() {
            tx.set_answer(quote.id, Some((QuoteAnswer::Accepted, now.today)))?;
        }
        let mut draft = again(tx, &quote, InvoiceKind::Invoice)?;
        draft.series.clear();
        draft.source = Some(reference.to_owned());
        let client = tx.client(quote.client)?;
        draft.terms_days = client.terms_days;
        draft.terms = super::usual_terms(tx, InvoiceKind::Invoice, &draft.language)?;
        draft.id = tx.add_invoice(&draft, "", "")?;
        let line = format!("Began {} from quote {reference}", draft.reference());
        Ok((draft, line))
    })?;
    Ok(Written { invoice, entry })
}

/// A draft with the content of a document, not in the book yet. Days are left to the day of issue.
pub(in crate::usecases) fn again(
    tx: &Tx<'_>,
    found: &Invoice,
    kind: InvoiceKind,
) -> Result<Invoice> {
    let client = tx.client(found.client)?;
    let mut draft = Invoice {
        series: found.series.clone(),
        currency: found.currency,
        prices: found.prices,
        terms_days: found.terms_days,
        supplied_on: found.supplied_on,
        supplied_until: found.supplied_until,
        purchase_order: found.purchase_order.clone(),
        note: found.note.clone(),
        terms: found.terms.clone(),
        language: found.language.clone(),
        discount: found.discount,
        lines: found.lines.clone(),
        ..Invoice::draft(kind, &client)
    };
    if draft.add_up().is_err() {
        super::no_amounts(&mut draft);
    }
    Ok(draft)
}

/// A document that is issued and not ended.
fn standing(tx: &Tx<'_>, reference: &str) -> Result<Invoice> {
    let invoice = tx.invoice(tx.invoice_id(reference)?)?;
    let kind = invoice.kind.name();
    let (sentence, hint) = match invoice.status {
        InvoiceStatus::Issued => return Ok(invoice),
        InvoiceStatus::Draft => (
            format!("{reference} is a draft."),
            "write it further, issue it, or delete it",
        ),
        InvoiceStatus::Voided => (
            format!("The {kind} {reference} is void already."),
            "copy it to a draft if it is to be written again",
        ),
        InvoiceStatus::WrittenOff => (
            format!("The {kind} {reference} is written off."),
            "undo the write-off first",
        ),
    };
    Err(Failure::refused(sentence).hint(hint))
}

fn quote(tx: &Tx<'_>, reference: &str) -> Result<Invoice> {
    let quote = standing(tx, reference)?;
    if quote.kind == InvoiceKind::Quote {
        return Ok(quote);
    }
    let kind = quote.kind.name();
    Err(
        Failure::refused(format!("{reference} is a {kind} and no quote."))
            .hint("`payme invoice list --filter kind:quote` shows the quotes"),
    )
}

/// A reason on one line, without what no terminal should see.
fn given(reason: &str, verb: &str) -> Result<String> {
    let reason = text::one_line(reason).trim().to_owned();
    if reason.chars().count() > LONGEST_REASON {
        return Err(
            Failure::usage(format!("A reason has at most {LONGEST_REASON} characters."))
                .hint("say it in fewer words"),
        );
    }
    if reason.is_empty() {
        return Err(Failure::usage(format!("Say why you {verb} it."))
            .hint("give a few words; they are kept with the document"));
    }
    Ok(reason)
}

/// Refuses to void what money or another document rests on.
fn unused(tx: &Tx<'_>, invoice: &Invoice) -> Result<()> {
    let reference = invoice.reference();
    if !tx.payments_of(invoice.id, invoice.currency)?.is_empty() {
        return Err(
            Failure::refused(format!("{reference} has payments and cannot be voided."))
                .hint("write a credit note, or remove the payments first"),
        );
    }
    let users = tx.resting_on(invoice.id)?;
    if let Some(user) = users.first() {
        return Err(
            Failure::refused(format!("{reference} cannot be voided: {user} rests on it."))
                .hint(format!("void {user} first")),
        );
    }
    Ok(())
}
