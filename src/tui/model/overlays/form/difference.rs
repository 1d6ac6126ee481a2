//! A few cents that are left of an invoice, or too much on it, and that nobody asks for.

use super::{Echo, Field, Form, Purpose, Refused, Sense, open_form, size};
use crate::domain::views::{Payable, Settlement};
use crate::tui::model::act::Pointed;
use crate::tui::model::{Model, Slot, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Difference {
    pub(super) invoice: Pointed,
    /// What the book says of it, once it was read.
    pub(super) facts: Option<Payable>,
}

const REASON: usize = 0;

/// Opens the form.
pub(in crate::tui::model) fn open(model: &mut Model, invoice: Pointed) {
    let left = size(invoice.open);
    let title = format!("Write off {left} · {}", invoice.number);
    let fields = vec![Field::text("Reason", "")];
    let difference = Difference {
        invoice,
        facts: None,
    };
    model.forget(Slot::Payable);
    open_form(
        model,
        Form::new(Purpose::Difference(difference), title, fields),
    );
}

/// What was understood.
pub(super) fn echo(form: &Form, difference: &Difference, index: usize) -> Option<Echo> {
    let facts = difference.facts.as_ref()?;
    if index != REASON {
        return None;
    }
    let (left, most) = (size(facts.open), facts.most_difference);
    if left.minor() > most.minor() {
        let text = format!("{left} is more than the {most} that can be written off.");
        return Some(Echo::new(Sense::Bad, text));
    }
    if form.text(REASON).is_empty() {
        return Some(Echo::hint("why nobody asks for it; it stays in the book"));
    }
    Some(Echo::good(format!("{left} is written off")))
}

/// Writes it off.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    difference: &Difference,
) -> std::result::Result<(), Refused> {
    let reason = form.text(REASON).to_owned();
    if reason.is_empty() {
        return Err((REASON, "Say why it is written off.".to_owned()));
    }
    let left = size(difference.invoice.open);
    let said = format!("{left} on {} is written off.", difference.invoice.number);
    let all = Settlement {
        invoice: difference.invoice.id,
        on: model.now.today,
        credit: None,
        payment: None,
        difference: Some(reason),
    };
    model.write(Write::Settle(Box::new(all)), said);
    Ok(())
}
