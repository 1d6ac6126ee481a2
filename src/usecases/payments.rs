//! Money that came in.

use crate::domain::clock::Now;
use crate::domain::ids::PaymentId;
use crate::domain::invoice::{Invoice, InvoiceStatus, Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::views::{NewPayment, Page, PaymentRow};
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo};

/// A page of payments, the newest first.
///
/// # Errors
/// Usage, when the cursor is not one of ours; book, when it cannot be read.
pub fn list(
    book: &Book,
    _now: Now,
    filter: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<PaymentRow>> {
    book.view().payments(filter, after, limit)
}

/// Records a payment for an issued invoice.
///
/// # Errors
/// Refused, when the amount is not positive, has another currency, is more than is open (unless
/// `overpay`), the day is in the future, or the invoice is not open to payments.
pub fn record(book: &mut Book, now: Now, new: &NewPayment) -> Result<Payment> {
    book.change(now, Undo::Possible, |tx| {
        let number = check(tx, now, new)?;
        let id = tx.add_payment(new, PaymentKind::Payment, None)?;
        let payment = Payment {
            id,
            invoice: new.invoice,
            paid_on: new.paid_on,
            amount: new.amount,
            method: new.method.clone(),
            note: new.note.clone(),
            kind: PaymentKind::Payment,
            fee: new.fee,
            other: None,
        };
        Ok((payment, format!("Payment {} for {number}", new.amount)))
    })
}

/// Looks at a payment before it is recorded; answers the invoice's number.
fn check(tx: &Tx<'_>, now: Now, new: &NewPayment) -> Result<String> {
    let invoice = tx.invoice(new.invoice)?;
    let reference = invoice.reference();
    takes_payments(&invoice)?;
    if new.amount.currency() != invoice.currency {
        let (wanted, given) = (invoice.currency, new.amount.currency());
        return Err(Failure::refused(format!(
            "Invoice {reference} is in {wanted}, the payment in {given}."
        ))
        .hint("give the amount in the invoice's currency"));
    }
    if !new.amount.is_positive() {
        return Err(
            Failure::refused(format!("A payment of {} is not possible.", new.amount))
                .hint("give more than zero"),
        );
    }
    if new.paid_on > now.today {
        return Err(Failure::refused(format!(
            "{} is in the future: money that has not come is no payment.",
            new.paid_on
        ))
        .hint("give the day that it came"));
    }
    let open = Money::new(invoice.standing().open(), invoice.currency);
    if new.amount.minor() > open.minor() && !new.overpay {
        let sentence = if open.minor() <= 0 {
            format!("Invoice {reference} is already paid.")
        } else {
            format!(
                "{} is more than the {open} that is open on invoice {reference}.",
                new.amount
            )
        };
        return Err(
            Failure::refused(sentence).hint("check the amount, or say --overpay if more came in")
        );
    }
    Ok(reference)
}

fn takes_payments(invoice: &Invoice) -> Result<()> {
    let reference = invoice.reference();
    if !invoice.kind.asks_for_money() {
        let sentence = format!("{reference} is a {}: nobody pays it.", invoice.kind.name());
        return Err(Failure::refused(sentence).hint("record the payment for an invoice"));
    }
    let (sentence, hint) = match invoice.status {
        InvoiceStatus::Issued => return Ok(()),
        InvoiceStatus::Draft => (
            format!("{reference} is a draft: it is not issued yet."),
            "issue it first",
        ),
        InvoiceStatus::Voided => (
            format!("Invoice {reference} is void."),
            "choose another invoice",
        ),
        InvoiceStatus::WrittenOff => (
            format!("Invoice {reference} is written off."),
            "choose another invoice",
        ),
    };
    Err(Failure::refused(sentence).hint(hint))
}

/// Removes a payment; answers the line of the journal.
///
/// # Errors
/// Refused, when there is no such payment.
pub fn remove(book: &mut Book, now: Now, id: PaymentId) -> Result<String> {
    book.change(now, Undo::Possible, |tx| {
        let (number, amount) = tx.remove_payment(id)?;
        let line = format!("Removed the payment {amount} for {number}");
        Ok((line.clone(), line))
    })
}
