//! Money that came in, for one invoice.

use chrono::NaiveDate;

use super::{Echo, Field, Form, Purpose, Refused, Sense, open_form};
use crate::domain::input;
use crate::domain::money::Money;
use crate::domain::views::NewPayment;
use crate::failure::Result;
use crate::tui::model::act::Pointed;
use crate::tui::model::{Model, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Payment {
    invoice: Pointed,
    /// Whether the user was told that it is more than is open.
    told: bool,
}

const AMOUNT: usize = 0;
const DATE: usize = 1;
const METHOD: usize = 2;
const NOTE: usize = 3;

/// Opens the form, with all that is open as its amount.
pub(in crate::tui::model) fn open(model: &mut Model, invoice: Pointed) {
    let title = format!("Payment · {} {}", invoice.number, invoice.client_name);
    let methods = ["bank", "card", "cash", "other"];
    let fields = vec![
        Field::text("Amount", invoice.open.grouped()),
        Field::text("Date", "today"),
        Field::choice("Method", methods.map(str::to_owned).to_vec()),
        Field::text("Note", ""),
    ];
    let payment = Payment {
        invoice,
        told: false,
    };
    open_form(model, Form::new(Purpose::Payment(payment), title, fields));
}

fn amount(form: &Form, payment: &Payment) -> Result<Money> {
    input::amount(form.text(AMOUNT), payment.invoice.open.currency())
}

/// What was understood.
pub(super) fn echo(form: &Form, payment: &Payment, index: usize, today: NaiveDate) -> Option<Echo> {
    match index {
        AMOUNT => Some(match amount(form, payment) {
            Ok(amount) => amount_echo(amount, payment.invoice.open),
            Err(failure) => Echo::bad(&failure),
        }),
        DATE => Some(match input::date_past(form.text(DATE), today) {
            Ok(day) if day > today => Echo::new(Sense::Bad, "A payment cannot lie in the future."),
            Ok(day) if payment.invoice.issued_on.is_some_and(|on| day < on) => {
                let day = input::date_echo(day);
                Echo::new(
                    Sense::Look,
                    format!("= {day}, before the invoice was issued"),
                )
            }
            Ok(day) => Echo::good(format!("= {}", input::date_echo(day))),
            Err(failure) => Echo::bad(&failure),
        }),
        METHOD => Some(Echo::hint("◂ ▸ chooses")),
        _ => None,
    }
}

fn amount_echo(amount: Money, open: Money) -> Echo {
    if !amount.is_positive() {
        return Echo::new(Sense::Bad, "A payment is more than nothing.");
    }
    match open.minus(amount) {
        Ok(rest) if rest.is_zero() => Echo::good(format!("= {amount}, settles it")),
        Ok(rest) if rest.is_positive() => {
            Echo::good(format!("= {amount}, leaves {} open", rest.grouped()))
        }
        Ok(_) => Echo::new(Sense::Look, format!("= {amount}, {open} is open")),
        Err(failure) => Echo::bad(&failure),
    }
}

/// Records it. More than is open is asked about once.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    payment: &Payment,
) -> std::result::Result<(), Refused> {
    let amount = amount(form, payment).map_err(|failure| (AMOUNT, failure.message().to_owned()))?;
    let paid_on = input::date_past(form.text(DATE), model.now.today)
        .map_err(|failure| (DATE, failure.message().to_owned()))?;
    let overpay = amount.minor() > payment.invoice.open.minor();
    if overpay && !payment.told {
        if let Some(Form {
            purpose: Purpose::Payment(payment),
            ..
        }) = super::top(model)
        {
            payment.told = true;
        }
        let open = payment.invoice.open;
        let question = format!("More than the {open} that is open. Enter once more records it.");
        return Err((AMOUNT, question));
    }
    let method = match form.fields.get(METHOD).map(|field| &field.value) {
        Some(super::Value::Choice { options, chosen }) => options.get(*chosen).cloned(),
        Some(super::Value::Text(_)) | None => None,
    };
    let number = &payment.invoice.number;
    let said = format!("Payment {amount} on {number} is recorded.");
    let new = NewPayment {
        invoice: payment.invoice.id,
        amount,
        paid_on,
        method: method.unwrap_or_default(),
        note: form.text(NOTE).to_owned(),
        fee: Money::zero(amount.currency()),
        overpay,
    };
    model.write(Write::RecordPayment(new), said);
    Ok(())
}
