//! What the forms about money share: the facts that the book has, days that lie behind, methods.

use chrono::NaiveDate;

use super::{Echo, Overlay, Purpose, Sense, changed, top};
use crate::domain::ids::InvoiceId;
use crate::domain::input;
use crate::domain::money::Money;
use crate::domain::views::Payable;
use crate::tui::model::{Load, Model};

/// How money can be paid; the first is the usual one.
pub(super) const METHODS: [&str; 4] = ["bank", "card", "cash", "other"];

/// The invoice of the topmost form, where it is about money.
fn paid_invoice(model: &Model) -> Option<InvoiceId> {
    match model.overlays.last() {
        Some(Overlay::Form(form)) => match &form.purpose {
            Purpose::Payment(payment) => Some(payment.invoice.id),
            Purpose::Refund(refund) => Some(refund.invoice.id),
            Purpose::Difference(difference) => Some(difference.invoice.id),
            Purpose::Talk(_)
            | Purpose::Hold(_)
            | Purpose::Setup(_)
            | Purpose::Import(_)
            | Purpose::Client(_)
            | Purpose::Ending(_)
            | Purpose::Deposit(_)
            | Purpose::Recur(_) => None,
        },
        Some(_) | None => None,
    }
}

/// Asks for what a payment has to do with, while its form is shown.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if let Some(invoice) = paid_invoice(model) {
        model.want(Load::Payable { invoice });
    }
}

/// Takes what a payment has to do with.
pub(in crate::tui::model) fn payable(model: &mut Model, facts: Payable) {
    if paid_invoice(model) != Some(facts.invoice) {
        return;
    }
    if let Some(form) = top(model) {
        match &mut form.purpose {
            Purpose::Payment(payment) => payment.facts = Some(facts),
            Purpose::Refund(refund) => refund.facts = Some(facts),
            Purpose::Difference(difference) => difference.facts = Some(facts),
            Purpose::Talk(_)
            | Purpose::Hold(_)
            | Purpose::Setup(_)
            | Purpose::Import(_)
            | Purpose::Client(_)
            | Purpose::Ending(_)
            | Purpose::Deposit(_)
            | Purpose::Recur(_) => {}
        }
        changed(form);
    }
}

/// The day of money, which lies behind.
pub(super) fn past_echo(text: &str, today: NaiveDate, issued_on: Option<NaiveDate>) -> Echo {
    match input::date_past(text, today) {
        Ok(day) if day > today => Echo::new(Sense::Bad, "A payment cannot lie in the future."),
        Ok(day) if issued_on.is_some_and(|on| day < on) => {
            let day = input::date_echo(day);
            Echo::new(
                Sense::Look,
                format!("= {day}, before the invoice was issued"),
            )
        }
        Ok(day) => Echo::good(format!("= {}", input::date_echo(day))),
        Err(failure) => Echo::bad(&failure),
    }
}

/// An amount without its sign.
pub(super) fn size(amount: Money) -> Money {
    Money::new(amount.minor().saturating_abs(), amount.currency())
}
