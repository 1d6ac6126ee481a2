//! A payment, with the credit before it and the few cents after it, in one change.

use chrono::NaiveDate;

use super::{credit, rules, write};
use crate::domain::clock::Now;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{Invoice, Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::views::{NewPayment, Settlement};
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo};
use crate::usecases::{Sender, messages};

/// Records a payment for an invoice.
///
/// # Errors
/// Refused, when the amount is not positive, has another currency, is more than is open (unless
/// `overpay`), the fee is not a part of it, the day is in the future, or the invoice takes none.
pub fn record(book: &mut Book, now: Now, new: &NewPayment) -> Result<Payment> {
    record_and_thank(book, now, new, None)
}

/// Records a payment for an invoice and, where it settles it and the profile says so, queues the
/// thanks of the sender in the same change.
///
/// # Errors
/// As [`record`]; thanks that cannot be written are no reason to refuse money.
pub fn record_and_thank(
    book: &mut Book,
    now: Now,
    new: &NewPayment,
    sender: Option<&Sender>,
) -> Result<Payment> {
    book.change(now, Undo::Possible, |tx| {
        let (payment, line) = pay(tx, now, new)?;
        let thanks = messages::after_payment(tx, now, sender, new.invoice)?;
        Ok((payment, format!("{line}{thanks}")))
    })
}

/// Writes off what is left of an invoice, or is too much on it; answers the entry.
///
/// # Errors
/// Refused, when nothing is left, it is more than the limit of the book, or no reason is given.
pub fn difference(
    book: &mut Book,
    now: Now,
    invoice: InvoiceId,
    on: NaiveDate,
    reason: &str,
) -> Result<Payment> {
    book.change(now, Undo::Possible, |tx| {
        rules::not_in_future(on, now)?;
        let found = tx.invoice(invoice)?;
        rules::takes_entries(&found)?;
        if rules::room(&found).is_zero() {
            return Err(nothing_open(&found));
        }
        write_off(tx, &found, on, reason)
    })
}

/// Settles an invoice in one change: credit, then money, then the difference that is left; answers
/// the entries of the invoice in this order. Without a difference to write off the reason counts for
/// nothing, unless it is all that is asked.
///
/// # Errors
/// Refused, when any of them is; then nothing is recorded. Refused, when nothing is asked.
pub fn settle(book: &mut Book, now: Now, all: &Settlement) -> Result<Vec<Payment>> {
    settle_and_thank(book, now, all, None)
}

/// Settles an invoice as [`settle`] does, and queues the thanks of the sender in the same change,
/// where money came and the profile says so.
///
/// # Errors
/// As [`settle`].
pub fn settle_and_thank(
    book: &mut Book,
    now: Now,
    all: &Settlement,
    sender: Option<&Sender>,
) -> Result<Vec<Payment>> {
    book.change(now, Undo::Possible, |tx| {
        rules::not_in_future(all.on, now)?;
        let mut entries = Vec::new();
        let mut lines = Vec::new();
        if let Some(how) = all.credit {
            let (credits, line) = credit::take(tx, all.invoice, all.on, how)?;
            entries.extend(credits);
            lines.push(line);
        }
        if let Some(payment) = &all.payment {
            let mut payment = payment.clone();
            payment.invoice = all.invoice;
            payment.overpay |= all.difference.is_some();
            let (payment, line) = pay(tx, now, &payment)?;
            entries.push(payment);
            lines.push(line);
        }
        if let Some(reason) = &all.difference {
            let found = tx.invoice(all.invoice)?;
            rules::takes_entries(&found)?;
            let settled = rules::room(&found).is_zero();
            if settled && entries.is_empty() {
                return Err(nothing_open(&found));
            }
            if !settled {
                let (entry, line) = write_off(tx, &found, all.on, reason)?;
                entries.push(entry);
                lines.push(line);
            }
        }
        if entries.is_empty() {
            return Err(Failure::refused("There is no payment to record.").hint("give an amount"));
        }
        let sender = sender.filter(|_| all.payment.is_some());
        let thanks = messages::after_payment(tx, now, sender, all.invoice)?;
        Ok((entries, format!("{}{thanks}", lines.join("; "))))
    })
}

pub(super) fn nothing_open(invoice: &Invoice) -> Failure {
    Failure::refused(format!("Invoice {} has nothing open.", invoice.reference()))
        .hint("choose another invoice")
}

/// Writes a payment; answers it and the line of the journal.
fn pay(tx: &Tx<'_>, now: Now, new: &NewPayment) -> Result<(Payment, String)> {
    let invoice = tx.invoice(new.invoice)?;
    rules::takes_money(&invoice)?;
    rules::same_currency(&invoice, new.amount, "payment")?;
    rules::positive(new.amount, "payment")?;
    PaymentKind::Payment
        .check(new.amount, new.fee)
        .map_err(|wrong| {
            Failure::refused(wrong.message()).hint("give the amount before the fee is taken off")
        })?;
    rules::not_in_future(new.paid_on, now)?;
    check_size(&invoice, new)?;
    let payment = write(tx, new, PaymentKind::Payment, None)?;
    let mut line = format!("Payment {} for {}", new.amount, invoice.reference());
    if !new.fee.is_zero() {
        line = format!("{line}, fee {}", new.fee);
    }
    Ok((payment, line))
}

fn check_size(invoice: &Invoice, new: &NewPayment) -> Result<()> {
    let (open, amount, reference) = (rules::room(invoice), new.amount, invoice.reference());
    if amount.minor() <= open.minor() {
        return Ok(());
    }
    if rules::is_written_off(invoice) {
        return Err(Failure::refused(format!(
            "Invoice {reference} is written off, and {amount} is more than the {open} that was \
             given up."
        ))
        .hint("record what is too much for another invoice"));
    }
    if new.overpay {
        return Ok(());
    }
    let sentence = if open.is_positive() {
        format!("{amount} is more than the {open} that is open on invoice {reference}.")
    } else {
        format!("Invoice {reference} is already paid.")
    };
    Err(Failure::refused(sentence).hint("check the amount, or say --overpay if more came in"))
}

/// Writes off all that is open, or is too much; answers the entry and the line of the journal.
fn write_off(
    tx: &Tx<'_>,
    invoice: &Invoice,
    on: NaiveDate,
    reason: &str,
) -> Result<(Payment, String)> {
    let (open, reference) = (rules::room(invoice), invoice.reference());
    let most = Money::new(rules::most_difference(tx)?, invoice.currency);
    let size = Money::new(open.minor().saturating_abs(), open.currency());
    if size.minor() > most.minor() {
        let sentence = if open.is_positive() {
            format!(
                "{size} is open on invoice {reference}, more than the {most} that can be written \
                 off as a difference."
            )
        } else {
            format!(
                "{size} is too much on invoice {reference}, more than the {most} that can be \
                 written off as a difference."
            )
        };
        return Err(
            Failure::refused(sentence).hint("`payme payment limit` shows and sets the limit")
        );
    }
    if reason.trim().is_empty() {
        return Err(
            Failure::refused("A difference needs its reason.").hint("say why in a few words")
        );
    }
    let new = NewPayment {
        invoice: invoice.id,
        amount: open,
        paid_on: on,
        method: String::new(),
        note: reason.trim().to_owned(),
        fee: Money::zero(invoice.currency),
        overpay: false,
    };
    let entry = write(tx, &new, PaymentKind::Difference, None)?;
    let line = format!("Difference {open} of {reference} written off: {}", new.note);
    Ok((entry, line))
}
