//! What a client owes for paying an invoice late.

use chrono::NaiveDate;

use crate::domain::clock::Now;
use crate::domain::ids::InvoiceId;
use crate::domain::interest::{Claim, Debt, Reduction, Rule, Terms, claim};
use crate::domain::invoice::{Invoice, InvoiceState};
use crate::failure::{Failure, Kind, Result};
use crate::store::{Book, View};

/// What stands with an invoice about interest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accrued {
    /// The claim, where it is overdue and a rule gives interest.
    pub claim: Option<Claim>,
    /// Why there is a rule and no claim: a rate is not known.
    pub unknown: Option<Failure>,
}

/// The interest on an invoice until today, for showing it.
///
/// # Errors
/// Book, when it cannot be read.
pub fn accrued(book: &Book, now: Now, id: InvoiceId) -> Result<Accrued> {
    let view = book.view();
    match of(&view, &view.invoice(id)?, now.today) {
        Ok(claim) => Ok(Accrued {
            claim,
            unknown: None,
        }),
        Err(failure) if failure.kind() == Kind::Refused => Ok(Accrued {
            claim: None,
            unknown: Some(failure),
        }),
        Err(failure) => Err(failure),
    }
}

/// The claim on an invoice that is overdue on a day; `None` when it is not, or no rule gives
/// interest.
///
/// # Errors
/// Refused, when a rate that the claim needs is not known; book, when it cannot be read.
pub fn of(view: &View<'_>, invoice: &Invoice, today: NaiveDate) -> Result<Option<Claim>> {
    if invoice.standing().state(today) != InvoiceState::Overdue {
        return Ok(None);
    }
    let (profile, client) = (view.profile()?, view.client(invoice.client)?);
    let Some(rule) = Rule::of(Terms::between(&profile, &client)) else {
        return Ok(None);
    };
    let payments = view.payments_of(invoice.id, invoice.currency)?;
    let mut reductions: Vec<Reduction> = payments
        .iter()
        .map(|payment| Reduction {
            on: payment.paid_on,
            minor: payment.amount.minor(),
        })
        .collect();
    for note in view.credit_notes_on(invoice.id)? {
        reductions.push(Reduction {
            on: note.issued_on,
            minor: note.gross,
        });
    }
    match Debt::of(invoice, reductions) {
        Some(debt) => claim(&debt, rule, &view.rates()?, today),
        None => Ok(None),
    }
}

#[cfg(test)]
#[path = "interest_tests.rs"]
mod tests;
