//! What a client has too much on one invoice counts for another.

use chrono::NaiveDate;

use super::{negated, rules, settle, write};
use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::invoice::{Invoice, Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::views::{Credit, CreditUse, NewPayment};
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo};

/// What a client has too much on its invoices, in every currency, the oldest first.
///
/// # Errors
/// Refused, when there is no such client.
pub fn credit_of(book: &Book, key: &str) -> Result<Vec<Credit>> {
    let view = book.view();
    view.credits(view.client_id(key)?)
}

/// Uses the credit of a client for one of its invoices, the oldest first: all that is open and there
/// is, or exactly an amount. Answers the entries of the invoice; each has its other end on the
/// invoice that the credit came from.
///
/// # Errors
/// Refused, when nothing is open, there is no credit in this currency, or the amount is more than
/// either.
pub fn use_credit(
    book: &mut Book,
    now: Now,
    invoice: InvoiceId,
    amount: Option<Money>,
) -> Result<Vec<Payment>> {
    let how = amount.map_or(CreditUse::All, CreditUse::Exactly);
    book.change(now, Undo::Possible, |tx| take(tx, invoice, now.today, how))
}

/// Moves credit; answers the entries of the invoice and the line of the journal.
pub(super) fn take(
    tx: &Tx<'_>,
    invoice: InvoiceId,
    on: NaiveDate,
    how: CreditUse,
) -> Result<(Vec<Payment>, String)> {
    let target = tx.invoice(invoice)?;
    rules::takes_entries(&target)?;
    let open = rules::room(&target);
    if !open.is_positive() {
        return Err(settle::nothing_open(&target));
    }
    let credits = usable(tx, target.client, target.currency)?;
    let mut there = Money::zero(target.currency);
    for credit in &credits {
        there = there.plus(credit.amount)?;
    }
    if there.is_zero() {
        let (name, currency) = (&target.client_name, target.currency);
        return Err(
            Failure::refused(format!("{name} has no credit in {currency}."))
                .hint("credit is what was paid too much, or credited after it was paid"),
        );
    }
    let mut wanted = wanted(&target, open, there, how)?;
    let all = wanted;
    let mut entries = Vec::new();
    let mut numbers = Vec::new();
    for credit in credits {
        let part = Money::new(wanted.minor().min(credit.amount.minor()), wanted.currency());
        if part.is_zero() {
            break;
        }
        wanted = wanted.minus(part)?;
        entries.push(transfer(tx, &target, &credit, part, on)?);
        numbers.push(credit.number);
    }
    let (from, reference) = (numbers.join(", "), target.reference());
    let line = format!("Credit {all} of {from} counts for {reference}");
    Ok((entries, line))
}

fn usable(tx: &Tx<'_>, client: ClientId, currency: Currency) -> Result<Vec<Credit>> {
    let mut credits = tx.credits(client)?;
    credits.retain(|credit| credit.amount.currency() == currency);
    Ok(credits)
}

/// How much is to be moved: never more than is open, nor than there is.
fn wanted(target: &Invoice, open: Money, there: Money, how: CreditUse) -> Result<Money> {
    let amount = match how {
        CreditUse::All => Money::new(open.minor().min(there.minor()), open.currency()),
        CreditUse::Exactly(amount) => amount,
    };
    rules::same_currency(target, amount, "credit")?;
    rules::positive(amount, "credit")?;
    let reference = target.reference();
    if amount.minor() > open.minor() {
        return Err(Failure::refused(format!(
            "{amount} is more than the {open} that is open on invoice {reference}."
        ))
        .hint(format!("give at most {}", open.plain())));
    }
    if amount.minor() > there.minor() {
        return Err(Failure::refused(format!(
            "{amount} is more than the credit of {}, {there}.",
            target.client_name
        ))
        .hint(format!("give at most {}", there.plain())));
    }
    Ok(amount)
}

/// Writes both ends; answers the one of the invoice that uses the credit.
fn transfer(
    tx: &Tx<'_>,
    target: &Invoice,
    credit: &Credit,
    amount: Money,
    on: NaiveDate,
) -> Result<Payment> {
    let out = NewPayment {
        invoice: credit.invoice,
        amount: negated(amount)?,
        paid_on: on,
        method: String::new(),
        note: String::new(),
        fee: Money::zero(amount.currency()),
        overpay: true,
    };
    let into = NewPayment {
        invoice: target.id,
        amount,
        ..out.clone()
    };
    let reference = target.reference();
    write(
        tx,
        &out,
        PaymentKind::Transfer,
        Some((target.id, &reference)),
    )?;
    let from = Some((credit.invoice, credit.number.as_str()));
    write(tx, &into, PaymentKind::Transfer, from)
}
