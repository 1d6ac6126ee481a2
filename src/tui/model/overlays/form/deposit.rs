//! How much a deposit asks for.

use super::{Echo, Field, Form, Purpose, Refused, open_form};
use crate::domain::currency::Currency;
use crate::domain::deposit::Share;
use crate::domain::input::{self, TypedDiscount};
use crate::domain::money::Money;
use crate::failure::Result;
use crate::tui::model::{DocumentWrite, Model, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Deposit {
    of: String,
    currency: Currency,
}

const SHARE: usize = 0;

/// Opens the form for a quote, a draft or a client.
pub(in crate::tui::model) fn open(model: &mut Model, of: String, name: &str, currency: Currency) {
    let title = format!("Deposit · {of} {name}");
    let share = if model.tab == crate::tui::model::screens::Tab::Clients {
        ""
    } else {
        "30 %"
    };
    let fields = vec![Field::text("Share", share)];
    let purpose = Purpose::Deposit(Deposit { of, currency });
    open_form(model, Form::new(purpose, title, fields));
}

fn share(form: &Form, deposit: &Deposit) -> Result<Share> {
    let share = match input::discount(form.text(SHARE), deposit.currency)? {
        TypedDiscount::Percent(percent) => Share::Percent(percent),
        TypedDiscount::Amount(money) => Share::Amount(money.minor()),
    };
    share.check()?;
    Ok(share)
}

/// What was understood.
pub(super) fn echo(form: &Form, deposit: &Deposit, index: usize) -> Option<Echo> {
    if index != SHARE {
        return None;
    }
    if form.text(SHARE).is_empty() {
        return Some(Echo::hint("30 % or an amount"));
    }
    Some(match share(form, deposit) {
        Ok(Share::Percent(percent)) => {
            Echo::good(format!("= {} %", crate::domain::decimal::plain(percent)))
        }
        Ok(Share::Amount(minor)) => Echo::good(format!(
            "= {}, as it is priced",
            Money::new(minor, deposit.currency)
        )),
        Err(failure) => Echo::bad(&failure),
    })
}

/// Begins it.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    deposit: &Deposit,
) -> std::result::Result<(), Refused> {
    let share = share(form, deposit).map_err(|failure| (SHARE, failure.message().to_owned()))?;
    let of = deposit.of.clone();
    let said = format!("A deposit invoice for {of} is a draft.");
    model.write(Write::Document(DocumentWrite::Deposit { of, share }), said);
    Ok(())
}
