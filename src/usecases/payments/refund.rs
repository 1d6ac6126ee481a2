//! Money that goes back to a client.

use super::{negated, rules, write};
use crate::domain::clock::Now;
use crate::domain::invoice::{Invoice, Payment, PaymentKind};
use crate::domain::money::Money;
use crate::domain::views::{NewPayment, NewRefund};
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo};

/// Records money that went back to a client; answers the entry, whose amount is negative.
///
/// # Errors
/// Refused, when the amount is not positive, has another currency, is more than came in, or is more
/// than is too much on the invoice (unless `reopen`), the day is in the future, or the invoice takes
/// none.
pub fn refund(book: &mut Book, now: Now, new: &NewRefund) -> Result<Payment> {
    book.change(now, Undo::Possible, |tx| {
        let invoice = tx.invoice(new.invoice)?;
        rules::takes_money(&invoice)?;
        rules::same_currency(&invoice, new.amount, "refund")?;
        rules::positive(new.amount, "refund")?;
        rules::not_in_future(new.paid_on, now)?;
        let there = invoice.money(tx.payment_sums(invoice.id)?.refundable());
        check_size(&invoice, new, there)?;
        let entry = NewPayment {
            invoice: new.invoice,
            amount: negated(new.amount)?,
            paid_on: new.paid_on,
            method: new.method.clone(),
            note: new.note.clone(),
            fee: Money::zero(invoice.currency),
            overpay: false,
        };
        let payment = write(tx, &entry, PaymentKind::Refund, None)?;
        let line = format!("Refund {} for {}", new.amount, invoice.reference());
        Ok((payment, line))
    })
}

fn check_size(invoice: &Invoice, new: &NewRefund, there: Money) -> Result<()> {
    let (amount, reference) = (new.amount, invoice.reference());
    if amount.minor() > there.minor() {
        let sentence = if there.is_positive() {
            format!("Only {there} came in for invoice {reference}: {amount} cannot go back.")
        } else {
            format!("Nothing came in for invoice {reference} that could go back.")
        };
        return Err(Failure::refused(sentence).hint("`payme invoice show` has its payments"));
    }
    let open_after = rules::room(invoice).plus(amount)?;
    if !open_after.is_positive() || new.reopen || rules::is_written_off(invoice) {
        return Ok(());
    }
    let over = rules::room(invoice).minor().saturating_neg().max(0);
    let sentence = if over == 0 {
        format!("Nothing is too much on invoice {reference}: a refund would open {amount} of it.")
    } else {
        format!(
            "Only {} is too much on invoice {reference}: a refund of {amount} would open the rest \
             of it again.",
            invoice.money(over)
        )
    };
    Err(Failure::refused(sentence)
        .hint("say --reopen if the client is to pay that, or credit the invoice first"))
}
