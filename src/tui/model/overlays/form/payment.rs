//! Money that came in for one invoice, with the client's credit before it and the few cents after
//! it. Two fields come and go with what there is: credit to use, and a rest small enough to write
//! off.

use chrono::NaiveDate;

use super::{
    Echo, Field, Form, METHODS, Purpose, Refused, Sense, Value, open_form, past_echo, size,
};
use crate::domain::input;
use crate::domain::invoice::PaymentKind;
use crate::domain::money::Money;
use crate::domain::views::{CreditUse, NewPayment, Payable, Settlement};
use crate::failure::Result;
use crate::tui::model::act::Pointed;
use crate::tui::model::{Model, Slot, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Payment {
    pub(super) invoice: Pointed,
    /// What the book says of it, once it was read.
    pub(super) facts: Option<Payable>,
    /// The amount that the form filled in, as long as the user leaves it.
    filled: String,
    /// What is too much, once the user was told.
    told: Option<Money>,
}

const AMOUNT: usize = 0;
const DATE: usize = 1;
const METHOD: usize = 2;
const NOTE: usize = 3;
const FEE: usize = 4;
const CREDIT: &str = "Credit";
const REST: &str = "Rest";

/// Opens the form, with all that is open as its amount.
pub(in crate::tui::model) fn open(model: &mut Model, invoice: Pointed) {
    let title = format!("Payment · {} {}", invoice.number, invoice.client_name);
    let filled = if invoice.open.is_positive() {
        invoice.open.grouped()
    } else {
        String::new()
    };
    let fields = vec![
        Field::text("Amount", filled.clone()),
        Field::text("Date", "today"),
        Field::choice("Method", METHODS.map(str::to_owned).to_vec()),
        Field::text("Note", ""),
        Field::text("Fee", ""),
    ];
    let payment = Payment {
        invoice,
        facts: None,
        filled,
        told: None,
    };
    model.forget(Slot::Payable);
    open_form(model, Form::new(Purpose::Payment(payment), title, fields));
}

impl Payment {
    fn open(&self) -> Money {
        self.facts
            .as_ref()
            .map_or(self.invoice.open, |facts| facts.open)
    }

    fn client(&self) -> &str {
        self.facts
            .as_ref()
            .map_or(&self.invoice.client_name, |facts| &facts.client_name)
    }

    fn is_written_off(&self) -> bool {
        self.facts.as_ref().is_some_and(|facts| facts.written_off)
    }

    /// How much credit of the client the invoice could use.
    fn usable(&self) -> Money {
        let open = self.open();
        let minor = self.facts.as_ref().map_or(0, |facts| {
            let credits = facts.credits.iter().map(|credit| credit.amount.minor());
            credits.fold(0, i64::saturating_add)
        });
        let most = if self.is_written_off() {
            0
        } else {
            open.minor().max(0)
        };
        Money::new(minor.min(most), open.currency())
    }
}

fn place(form: &Form, label: &str) -> Option<usize> {
    form.fields.iter().position(|field| field.label == label)
}

/// Whether the second line of a choice that may be there is chosen.
fn is_chosen(form: &Form, label: &str) -> bool {
    place(form, label).is_some_and(|index| form.chosen(index) == 1)
}

/// The credit that is to be used.
fn credit(form: &Form, payment: &Payment) -> Option<Money> {
    is_chosen(form, CREDIT).then(|| payment.usable())
}

/// What is open after the credit.
fn due(form: &Form, payment: &Payment) -> Result<Money> {
    let open = payment.open();
    match credit(form, payment) {
        Some(credit) => open.minus(credit),
        None => Ok(open),
    }
}

fn amount(form: &Form, payment: &Payment) -> Result<Money> {
    input::amount(form.text(AMOUNT), payment.open().currency())
}

/// What is left after credit and payment; negative when it is too much.
fn rest(form: &Form, payment: &Payment) -> Result<Money> {
    due(form, payment)?.minus(amount(form, payment)?)
}

/// Lets the fields that come and go follow what was typed.
pub(super) fn changed(form: &mut Form) {
    let Purpose::Payment(payment) = form.purpose.clone() else {
        return;
    };
    let usable = payment.usable();
    let options = usable
        .is_positive()
        .then(|| ["leave it".to_owned(), format!("use {}", usable.grouped())]);
    offer(form, CREDIT, FEE + 1, options);
    if let Ok(due) = due(form, &payment)
        && form.text(AMOUNT) == payment.filled
    {
        let wanted = Money::new(due.minor().max(0), due.currency()).grouped();
        if wanted != payment.filled && payment.facts.is_some() {
            form.refill(AMOUNT, &wanted);
            if let Purpose::Payment(payment) = &mut form.purpose {
                payment.filled = wanted;
            }
        }
    }
    let end = form.fields.len();
    offer(form, REST, end, rest_options(form, &payment));
    form.focus = form.focus.min(form.fields.len().saturating_sub(1));
}

/// What can become of a rest that is small enough to write off.
fn rest_options(form: &Form, payment: &Payment) -> Option<[String; 2]> {
    let most = payment.facts.as_ref()?.most_difference;
    let rest = rest(form, payment).ok()?;
    if rest.is_zero() || size(rest).minor() > most.minor() || payment.is_written_off() {
        return None;
    }
    let keep = if rest.is_positive() {
        "stays open"
    } else {
        "is credit"
    };
    let write_off = format!("write {} off", size(rest).grouped());
    Some([keep.to_owned(), write_off])
}

/// Shows a choice of two with these words, or takes it away.
fn offer(form: &mut Form, label: &'static str, at: usize, options: Option<[String; 2]>) {
    match (place(form, label), options) {
        (None, Some(options)) => {
            let at = at.min(form.fields.len());
            form.fields
                .insert(at, Field::choice(label, options.to_vec()));
        }
        (Some(index), Some(options)) => {
            if let Some(Value::Choice { options: old, .. }) =
                form.fields.get_mut(index).map(|field| &mut field.value)
            {
                *old = options.to_vec();
            }
        }
        (Some(index), None) => {
            form.fields.remove(index);
        }
        (None, None) => {}
    }
}

/// What was understood.
pub(super) fn echo(form: &Form, payment: &Payment, index: usize, today: NaiveDate) -> Option<Echo> {
    match index {
        AMOUNT => Some(match amount(form, payment) {
            Ok(amount) => amount_echo(form, payment, amount),
            Err(failure) => Echo::bad(&failure),
        }),
        DATE => Some(past_echo(form.text(DATE), today, payment.invoice.issued_on)),
        METHOD => Some(Echo::hint("◂ ▸ chooses")),
        NOTE if is_chosen(form, REST) && form.text(NOTE).is_empty() => {
            Some(Echo::hint("why the rest is written off"))
        }
        FEE => fee_echo(form, payment),
        _ if Some(index) == place(form, CREDIT) => Some(credit_echo(payment)),
        _ if Some(index) == place(form, REST) => Some(Echo::hint("◂ ▸ chooses; the note says why")),
        _ => None,
    }
}

fn amount_echo(form: &Form, payment: &Payment, amount: Money) -> Echo {
    let rest = match rest(form, payment) {
        Ok(rest) => rest,
        Err(failure) => return Echo::bad(&failure),
    };
    let nothing = amount.is_zero() && (is_chosen(form, CREDIT) || place(form, REST).is_some());
    if !amount.is_positive() && !nothing {
        return Echo::new(Sense::Bad, "A payment is more than nothing.");
    }
    let left = size(rest).grouped();
    let written = is_chosen(form, REST);
    if payment.is_written_off() {
        return if rest.minor() < 0 {
            let open = payment.open();
            Echo::new(Sense::Bad, format!("Only {open} was given up."))
        } else {
            Echo::new(Sense::Look, format!("= {amount}; it stays written off"))
        };
    }
    if rest.is_zero() {
        return Echo::good(format!("= {amount}, settles it"));
    }
    match (rest.is_positive(), written) {
        (true, true) => Echo::good(format!("= {amount}, and {left} is written off")),
        (true, false) => Echo::good(format!("= {amount}, leaves {left} open")),
        (false, true) => Echo::good(format!("= {amount}, {left} too much is written off")),
        (false, false) => {
            let client = payment.client();
            Echo::new(
                Sense::Look,
                format!(
                    "= {}, {left} too much: credit for {client}",
                    amount.grouped()
                ),
            )
        }
    }
}

fn fee(form: &Form, payment: &Payment) -> Result<Money> {
    match form.text(FEE) {
        "" => Ok(Money::zero(payment.open().currency())),
        text => input::amount(text, payment.open().currency()),
    }
}

fn fee_echo(form: &Form, payment: &Payment) -> Option<Echo> {
    if form.text(FEE).is_empty() {
        return Some(Echo::hint("what a payment provider kept of it"));
    }
    let fee = match fee(form, payment) {
        Ok(fee) => fee,
        Err(failure) => return Some(Echo::bad(&failure)),
    };
    let amount = amount(form, payment).ok()?;
    Some(match PaymentKind::Payment.check(amount, fee) {
        Ok(()) => {
            let arrives = amount.minus(fee).ok()?;
            Echo::good(format!("= {fee}, so {} arrives", arrives.grouped()))
        }
        Err(wrong) => Echo::new(Sense::Bad, wrong.message()),
    })
}

fn credit_echo(payment: &Payment) -> Echo {
    let Some(facts) = &payment.facts else {
        return Echo::hint("");
    };
    let numbers: Vec<&str> = facts
        .credits
        .iter()
        .map(|credit| credit.number.as_str())
        .collect();
    let client = &facts.client_name;
    Echo::hint(format!("{client} paid too much on {}", numbers.join(", ")))
}

/// Records it. More than is open is asked about once.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    payment: &Payment,
) -> std::result::Result<(), Refused> {
    let at = |index: usize| {
        move |failure: crate::failure::Failure| (index, failure.message().to_owned())
    };
    let amount = amount(form, payment).map_err(at(AMOUNT))?;
    let rest = rest(form, payment).map_err(at(AMOUNT))?;
    let paid_on = input::date_past(form.text(DATE), model.now.today).map_err(at(DATE))?;
    let fee = fee(form, payment).map_err(at(FEE))?;
    let written = is_chosen(form, REST);
    let note = form.text(NOTE).to_owned();
    let overpay = rest.minor() < 0 && !written;
    if overpay && payment.told != Some(rest) {
        if let Some(Form {
            purpose: Purpose::Payment(payment),
            ..
        }) = super::top(model)
        {
            payment.told = Some(rest);
        }
        let (left, client) = (size(rest).grouped(), payment.client());
        let question =
            format!("{left} too much: becomes credit for {client}. Enter once more records it.");
        return Err((AMOUNT, question));
    }
    if written && note.is_empty() {
        let question = format!("Say why {} is written off.", size(rest).grouped());
        return Err((NOTE, question));
    }
    let credit = credit(form, payment);
    if amount.is_zero() && credit.is_none() && !written {
        return Err((AMOUNT, "A payment is more than nothing.".to_owned()));
    }
    let new = NewPayment {
        invoice: payment.invoice.id,
        amount,
        paid_on,
        method: form.chosen_word(METHOD).to_owned(),
        note: note.clone(),
        fee,
        overpay,
    };
    let said = said(
        &payment.invoice.number,
        amount,
        credit,
        written.then_some(rest),
    );
    let plain = credit.is_none() && !written;
    let write = if plain {
        Write::RecordPayment(new)
    } else {
        Write::Settle(Box::new(Settlement {
            invoice: payment.invoice.id,
            on: paid_on,
            credit: credit.map(CreditUse::Exactly),
            payment: amount.is_positive().then_some(new),
            difference: written.then_some(note),
        }))
    };
    model.write(write, said);
    Ok(())
}

/// What the toast says when it is done.
fn said(number: &str, amount: Money, credit: Option<Money>, written: Option<Money>) -> String {
    let mut parts = Vec::new();
    if amount.is_positive() {
        parts.push(format!("Payment {amount} on {number} is recorded."));
    }
    if let Some(credit) = credit {
        parts.push(format!("Credit {credit} counts for {number}."));
    }
    if let Some(rest) = written {
        parts.push(format!("{} written off.", size(rest)));
    }
    parts.join(" ")
}
