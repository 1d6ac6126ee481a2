//! Money that goes back to a client.

use chrono::NaiveDate;

use super::{Echo, Field, Form, METHODS, Purpose, Refused, Sense, open_form, past_echo};
use crate::domain::input;
use crate::domain::money::Money;
use crate::domain::views::{NewRefund, Payable};
use crate::failure::Result;
use crate::tui::model::act::Pointed;
use crate::tui::model::{Model, Slot, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Refund {
    pub(super) invoice: Pointed,
    /// What the book says of it, once it was read.
    pub(super) facts: Option<Payable>,
    /// The amount that the form filled in.
    filled: String,
    /// How much would be open again, once the user was told.
    told: Option<Money>,
}

const AMOUNT: usize = 0;
const DATE: usize = 1;
const METHOD: usize = 2;
const NOTE: usize = 3;

/// Opens the form, with all that is too much as its amount.
pub(in crate::tui::model) fn open(model: &mut Model, invoice: Pointed) {
    let title = format!("Refund · {} {}", invoice.number, invoice.client_name);
    let fields = vec![
        Field::text("Amount", ""),
        Field::text("Date", "today"),
        Field::choice("Method", METHODS.map(str::to_owned).to_vec()),
        Field::text("Note", ""),
    ];
    let refund = Refund {
        invoice,
        facts: None,
        filled: String::new(),
        told: None,
    };
    model.forget(Slot::Payable);
    open_form(model, Form::new(Purpose::Refund(refund), title, fields));
}

/// Fills in what is too much, once that is known.
pub(super) fn changed(form: &mut Form) {
    let Purpose::Refund(refund) = form.purpose.clone() else {
        return;
    };
    let Some(facts) = &refund.facts else {
        return;
    };
    let over = facts.open.minor().saturating_neg().max(0);
    if over > 0 && refund.filled.is_empty() && form.text(AMOUNT).is_empty() {
        let wanted = Money::new(over, facts.open.currency()).grouped();
        form.refill(AMOUNT, &wanted);
        if let Purpose::Refund(refund) = &mut form.purpose {
            refund.filled = wanted;
        }
    }
}

fn open_now(refund: &Refund) -> Money {
    let facts = refund.facts.as_ref();
    facts.map_or(refund.invoice.open, |facts| facts.open)
}

fn amount(form: &Form, refund: &Refund) -> Result<Money> {
    input::amount(form.text(AMOUNT), open_now(refund).currency())
}

/// What would be open again by a refund; nothing where only what is too much goes back.
fn opened(refund: &Refund, amount: Money) -> Result<Option<Money>> {
    if refund.facts.as_ref().is_some_and(|facts| facts.written_off) {
        return Ok(None);
    }
    let before = open_now(refund);
    let after = before.plus(amount)?;
    let before = before.minor().max(0);
    let more = Money::new(after.minor().saturating_sub(before), after.currency());
    Ok((after.is_positive() && more.is_positive()).then_some(more))
}

/// What was understood.
pub(super) fn echo(form: &Form, refund: &Refund, index: usize, today: NaiveDate) -> Option<Echo> {
    match index {
        AMOUNT => Some(amount_echo(form, refund)),
        DATE => Some(past_echo(form.text(DATE), today, refund.invoice.issued_on)),
        METHOD => Some(Echo::hint("◂ ▸ chooses")),
        _ => None,
    }
}

fn amount_echo(form: &Form, refund: &Refund) -> Echo {
    let facts = refund.facts.as_ref();
    if let Some(there) = facts.map(|facts| facts.refundable)
        && !there.is_positive()
    {
        return Echo::new(Sense::Bad, "Nothing came in that could go back.");
    }
    if form.text(AMOUNT).is_empty() {
        let there = facts.map_or_else(String::new, |facts| {
            format!("up to the {} that came in", facts.refundable)
        });
        return Echo::hint(there);
    }
    let amount = match amount(form, refund) {
        Ok(amount) => amount,
        Err(failure) => return Echo::bad(&failure),
    };
    if !amount.is_positive() {
        return Echo::new(Sense::Bad, "A refund is more than nothing.");
    }
    if let Some(there) = facts.map(|facts| facts.refundable)
        && amount.minor() > there.minor()
    {
        return Echo::new(Sense::Bad, format!("Only {there} came in."));
    }
    match opened(refund, amount) {
        Ok(None) => Echo::good(format!("= {amount} goes back")),
        Ok(Some(more)) => {
            let more = more.grouped();
            Echo::new(Sense::Look, format!("= {amount}, opens {more} of it again"))
        }
        Err(failure) => Echo::bad(&failure),
    }
}

/// Records it. What opens the invoice again is asked about once.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    refund: &Refund,
) -> std::result::Result<(), Refused> {
    if form.text(AMOUNT).is_empty() {
        return Err((AMOUNT, "Say how much went back.".to_owned()));
    }
    let amount = amount(form, refund).map_err(|failure| (AMOUNT, failure.message().to_owned()))?;
    let paid_on = input::date_past(form.text(DATE), model.now.today)
        .map_err(|failure| (DATE, failure.message().to_owned()))?;
    let opened =
        opened(refund, amount).map_err(|failure| (AMOUNT, failure.message().to_owned()))?;
    if let Some(more) = opened
        && refund.told != opened
    {
        if let Some(Form {
            purpose: Purpose::Refund(refund),
            ..
        }) = super::top(model)
        {
            refund.told = opened;
        }
        let (more, number) = (more.grouped(), &refund.invoice.number);
        let question =
            format!("{more} of {number} will be open again. Enter once more records it.");
        return Err((AMOUNT, question));
    }
    let new = NewRefund {
        invoice: refund.invoice.id,
        amount,
        paid_on,
        method: form.chosen_word(METHOD).to_owned(),
        note: form.text(NOTE).to_owned(),
        reopen: opened.is_some(),
    };
    let said = format!("Refund {amount} on {} is recorded.", refund.invoice.number);
    model.write(Write::Refund(new), said);
    Ok(())
}
