//! What can be recorded for which invoice, and the limit of a difference.

use chrono::NaiveDate;

use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::invoice::{Invoice, InvoiceStatus};
use crate::domain::money::Money;
use crate::domain::payment::{MOST_DIFFERENCE, USUAL_DIFFERENCE};
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo, View};

/// The setting of the book that holds the largest difference, minor units.
const MOST: &str = "difference.most";

/// What an invoice is short of: what is open, of one that is written off what was given up. Negative
/// when it is paid too much.
pub(super) fn room(invoice: &Invoice) -> Money {
    let facts = invoice.standing();
    let minor = match invoice.status {
        InvoiceStatus::WrittenOff => facts
            .gross
            .saturating_sub(facts.paid)
            .saturating_sub(facts.credited),
        InvoiceStatus::Draft | InvoiceStatus::Issued | InvoiceStatus::Voided => facts.open(),
    };
    invoice.money(minor)
}

pub(super) fn is_written_off(invoice: &Invoice) -> bool {
    match invoice.status {
        InvoiceStatus::WrittenOff => true,
        InvoiceStatus::Draft | InvoiceStatus::Issued | InvoiceStatus::Voided => false,
    }
}

/// Money comes in and goes back for what was issued and asks for it, written off or not.
pub(super) fn takes_money(invoice: &Invoice) -> Result<()> {
    let reference = invoice.reference();
    if !invoice.kind.asks_for_money() {
        let sentence = format!("{reference} is a {}: nobody pays it.", invoice.kind.name());
        return Err(Failure::refused(sentence).hint("record the payment for an invoice"));
    }
    let (sentence, hint) = match invoice.status {
        InvoiceStatus::Issued | InvoiceStatus::WrittenOff => return Ok(()),
        InvoiceStatus::Draft => (
            format!("{reference} is a draft: it is not issued yet."),
            "issue it first",
        ),
        InvoiceStatus::Voided => (
            format!("Invoice {reference} is void."),
            "choose another invoice",
        ),
    };
    Err(Failure::refused(sentence).hint(hint))
}

/// Credit and differences are for what is still asked for.
pub(super) fn takes_entries(invoice: &Invoice) -> Result<()> {
    takes_money(invoice)?;
    if is_written_off(invoice) {
        return Err(Failure::refused(format!(
            "Invoice {} is written off: nothing of it is asked for any more.",
            invoice.reference()
        ))
        .hint("choose another invoice"));
    }
    Ok(())
}

pub(super) fn same_currency(invoice: &Invoice, amount: Money, what: &str) -> Result<()> {
    if amount.currency() == invoice.currency {
        return Ok(());
    }
    let (reference, wanted, given) = (invoice.reference(), invoice.currency, amount.currency());
    Err(Failure::refused(format!(
        "Invoice {reference} is in {wanted}, the {what} in {given}."
    ))
    .hint("give the amount in the invoice's currency"))
}

/// No amount of money is larger, in minor units: sums of many still fit.
const LARGEST: i64 = 1_000_000_000_000_000;

pub(super) fn positive(amount: Money, what: &str) -> Result<()> {
    if amount.minor() > LARGEST {
        return Err(Failure::refused(format!(
            "A {what} of {amount} is larger than payme can hold."
        ))
        .hint("check the amount"));
    }
    if amount.is_positive() {
        return Ok(());
    }
    Err(
        Failure::refused(format!("A {what} of {amount} is not possible."))
            .hint("give more than zero"),
    )
}

pub(super) fn not_in_future(on: NaiveDate, now: Now) -> Result<()> {
    if on <= now.today {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "{on} is in the future: money that has not come is no payment."
    ))
    .hint("give the day that it came"))
}

/// The largest difference that the book allows, minor units of any currency.
pub(super) fn most_difference(view: &View<'_>) -> Result<i64> {
    let Some(text) = view.setting(MOST)? else {
        return Ok(USUAL_DIFFERENCE);
    };
    text.parse()
        .ok()
        .filter(|most| (0..=MOST_DIFFERENCE).contains(most))
        .ok_or_else(|| {
            Failure::book(format!("The setting {MOST} of the book is \"{text}\"."))
                .hint("`payme payment limit 0.05` sets it")
        })
}

/// The largest difference that can be written off, in the currency of the business. In another
/// currency it is as many of its smallest units.
///
/// # Errors
/// Book, when it cannot be read.
pub fn difference_limit(book: &Book) -> Result<Money> {
    let view = book.view();
    Ok(Money::new(
        most_difference(&view)?,
        view.profile()?.currency,
    ))
}

/// Sets the largest difference that can be written off; nothing switches differences off.
///
/// # Errors
/// Refused, when it is less than nothing, more than [`MOST_DIFFERENCE`] minor units, or not in the
/// currency of the business.
pub fn set_difference_limit(book: &mut Book, now: Now, most: Money) -> Result<()> {
    book.change(now, Undo::Possible, |tx| {
        let home = tx.profile()?.currency;
        check_limit(most, home)?;
        if most_difference(tx).is_ok_and(|now| now == most.minor()) {
            return Ok(((), String::new()));
        }
        tx.set_setting(MOST, &most.minor().to_string())?;
        Ok(((), format!("Differences up to {most} can be written off")))
    })
}

fn check_limit(most: Money, home: Currency) -> Result<()> {
    if most.currency() != home {
        return Err(Failure::refused(format!(
            "The limit is in {}, and the book in {home}.",
            most.currency()
        ))
        .hint("give it in the currency of the business"));
    }
    if (0..=MOST_DIFFERENCE).contains(&most.minor()) {
        return Ok(());
    }
    let largest = Money::new(MOST_DIFFERENCE, home);
    Err(Failure::refused(format!(
        "{most} is no limit for a difference of a few cents."
    ))
    .hint(format!(
        "give 0 to {}; more than that is written off as a debt",
        largest.plain()
    )))
}
