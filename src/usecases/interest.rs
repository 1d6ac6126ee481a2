//! What a client owes for paying an invoice late.

use chrono::NaiveDate;

use crate::domain::clock::Now;
use crate::domain::ids::InvoiceId;
use crate::domain::interest::{Claim, Debt, Reduction, Rule, Terms, claim};
use crate::domain::invoice::{Invoice, InvoiceState};
use crate::domain::money::Money;
use crate::domain::wording::InterestFacts;
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
    accrued_in(&book.view(), id, now.today)
}

/// The same while the book is being read.
pub(super) fn accrued_in(view: &View<'_>, id: InvoiceId, today: NaiveDate) -> Result<Accrued> {
    match of(view, &view.invoice(id)?, today) {
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

/// The interest on several invoices as one letter names it: one currency and one rule. `None` for
/// anything else: their sums cannot be named in one sentence.
///
/// # Errors
/// Refused, when a sum does not fit.
pub(super) fn together(claims: &[Claim]) -> Result<Option<InterestFacts>> {
    let Some((first, more)) = claims.split_first() else {
        return Ok(None);
    };
    let zero = Money::zero(first.interest.currency());
    let mut facts = InterestFacts {
        amount: first.interest,
        per_day: first.per_day,
        fixed: first.fixed.unwrap_or(zero),
        total: first.total,
        rule: first.rule,
        rates_of: first.rates_of,
    };
    for claim in more {
        if claim.interest.currency() != zero.currency() || claim.rule != first.rule {
            return Ok(None);
        }
        facts.amount = facts.amount.plus(claim.interest)?;
        facts.per_day = facts.per_day.plus(claim.per_day)?;
        facts.fixed = facts.fixed.plus(claim.fixed.unwrap_or(zero))?;
        facts.total = facts.total.plus(claim.total)?;
        facts.rates_of = facts.rates_of.max(claim.rates_of);
    }
    Ok(Some(facts))
}

#[cfg(test)]
#[path = "interest_tests.rs"]
mod tests;
