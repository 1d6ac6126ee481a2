//! Payments, and what else moves the balance of an invoice: refunds, credit, differences.
//!
//! What can be recorded, decided once:
//! - A payment or a refund is for an issued invoice or deposit invoice, or for one that is written
//!   off: money that comes after all is income, whatever was given up. That one stays written off,
//!   and no more than was given up can come in for it.
//! - More than is open is refused unless it is meant; what is too much is credit of the client, which
//!   another invoice in the same currency can use, the oldest first.
//! - A refund gives back what is too much. More than that opens the invoice again and must be meant;
//!   more than came in is never possible.
//! - A difference writes off what is left, or is too much, up to the limit of the book.

mod credit;
mod refund;
mod rules;
mod settle;

use crate::domain::clock::Now;
use crate::domain::ids::{InvoiceId, PaymentId};
use crate::domain::invoice::{Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::views::{NewPayment, Page, Payable, PaymentRow};
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo};

pub use credit::{credit_of, use_credit};
pub use refund::refund;
pub use rules::{difference_limit, set_difference_limit};
pub use settle::{difference, record, record_and_thank, settle, settle_and_thank};

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

/// What a payment or a refund for an invoice has to do with.
///
/// # Errors
/// Refused, when there is no such invoice.
pub fn payable(book: &Book, invoice: InvoiceId) -> Result<Payable> {
    let view = book.view();
    let found = view.invoice(invoice)?;
    let mut credits = view.credits(found.client)?;
    credits.retain(|one| one.amount.currency() == found.currency && one.invoice != invoice);
    Ok(Payable {
        invoice,
        open: rules::room(&found),
        written_off: rules::is_written_off(&found),
        refundable: found.money(view.payment_sums(invoice)?.refundable()),
        credits,
        most_difference: Money::new(rules::most_difference(&view)?, found.currency),
        client_name: found.client_name,
    })
}

/// Removes an entry, of a transfer both ends; answers the line of the journal.
///
/// # Errors
/// Refused, when there is no such payment, or when a refund or another invoice has used it.
pub fn remove(book: &mut Book, now: Now, id: PaymentId) -> Result<String> {
    book.change(now, Undo::Possible, |tx| {
        let gone = tx.remove_payment(id)?;
        require_covered(tx, gone.invoice, &gone.number)?;
        if let Some(other) = &gone.other {
            require_covered(tx, tx.invoice_id(other)?, other)?;
        }
        let (amount, number) = (gone.amount, &gone.number);
        let line = match (gone.kind, &gone.other) {
            (PaymentKind::Payment, _) => format!("Removed the payment {amount} for {number}"),
            (PaymentKind::Refund, _) => {
                format!("Removed the refund {} for {number}", negated(amount)?)
            }
            (PaymentKind::Difference, _) => {
                format!("Removed the difference {amount} of {number}")
            }
            (PaymentKind::Transfer, other) => {
                let other = other.as_deref().unwrap_or_default();
                let (from, to) = if amount.is_positive() {
                    (other, number.as_str())
                } else {
                    (number.as_str(), other)
                };
                let amount = Money::new(amount.minor().saturating_abs(), amount.currency());
                format!("Took back the credit {amount} of {from} that counted for {to}")
            }
        };
        Ok((line.clone(), line))
    })
}

/// Refuses to take away money that has gone on from its invoice.
fn require_covered(tx: &Tx<'_>, invoice: InvoiceId, number: &str) -> Result<()> {
    if tx.payment_sums(invoice)?.refundable() >= 0 {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "Without it more would have gone out of invoice {number} than came in."
    ))
    .hint("remove the refund or the credit that was taken from it first"))
}

fn negated(amount: Money) -> Result<Money> {
    Money::zero(amount.currency()).minus(amount)
}

/// Writes an entry; answers it. `other` is the invoice at the other end of a transfer.
fn write(
    tx: &Tx<'_>,
    new: &NewPayment,
    kind: PaymentKind,
    other: Option<(InvoiceId, &str)>,
) -> Result<Payment> {
    Ok(Payment {
        id: tx.add_payment(new, kind, other.map(|(id, _)| id))?,
        invoice: new.invoice,
        paid_on: new.paid_on,
        amount: new.amount,
        method: new.method.clone(),
        note: new.note.clone(),
        kind,
        fee: new.fee,
        other: other.map(|(_, number)| number.to_owned()),
    })
}

#[cfg(test)]
#[path = "properties_tests.rs"]
mod properties;
#[cfg(test)]
#[path = "payments_tests.rs"]
mod tests;
