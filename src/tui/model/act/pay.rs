//! Money that came in: recording it, taking it out again.

use super::{Pointed, clear_marks, first_pointed, marks};
use crate::domain::ids::PaymentId;
use crate::domain::invoice::PaymentKind;
use crate::domain::money::Money;
use crate::domain::views::PaymentRow;
use crate::tui::model::commands::Possible;
use crate::tui::model::overlays::form;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::{Model, Write};

/// Whether the row under the cursor can be paid.
pub(in crate::tui::model) fn can_pay(model: &Model) -> Possible {
    if marks(model) > 1 {
        return Err("One payment at a time: unmark all but one row (Space, Esc).".to_owned());
    }
    let first = first_pointed(model)?;
    if model.pointed().iter().any(payable) {
        Ok(())
    } else if first.issued {
        Err(format!("Invoice {} has nothing open.", first.number))
    } else {
        Err(format!("{} is not an issued invoice.", first.number))
    }
}

/// Opens the form for a payment; where several invoices are meant, asks which.
pub(in crate::tui::model) fn pay(model: &mut Model) {
    let mut pointed = model.pointed();
    pointed.retain(payable);
    if pointed.len() == 1 {
        if let Some(one) = pointed.pop() {
            pay_one(model, one);
        }
        return;
    }
    let choices = pointed
        .into_iter()
        .map(|one| Choice::new(one.number.clone(), one.open.to_string(), Pick::Pay(one)))
        .collect();
    menu::open(model, "Payment for", choices, 0);
}

/// Opens the form for a payment on one invoice.
pub(in crate::tui::model) fn pay_one(model: &mut Model, invoice: Pointed) {
    form::payment::open(model, invoice);
}

fn payable(one: &Pointed) -> bool {
    one.written_off || (one.issued && one.open.is_positive())
}

/// Whether money of the row under the cursor can go back.
pub(in crate::tui::model) fn can_refund(model: &Model) -> Possible {
    if marks(model) > 1 {
        return Err("One refund at a time: unmark all but one row (Space, Esc).".to_owned());
    }
    let first = first_pointed(model)?;
    if !first.issued && !first.written_off {
        return Err(format!("{} is not an issued invoice.", first.number));
    }
    if first.paid {
        Ok(())
    } else {
        Err(format!("Nothing came in for invoice {}.", first.number))
    }
}

/// Opens the form for money that goes back.
pub(in crate::tui::model) fn refund(model: &mut Model) {
    if let Ok(invoice) = first_pointed(model) {
        form::refund::open(model, invoice);
    }
}

/// Whether something is left, or too much, on the invoice of the payment under the cursor.
pub(in crate::tui::model) fn can_settle(model: &Model) -> Possible {
    match model.payments.list.current() {
        Some(row) if row.open.is_zero() => {
            Err(format!("Invoice {} is paid to the cent.", row.number))
        }
        Some(_) => Ok(()),
        None => Err("There is no payment here.".to_owned()),
    }
}

/// Opens the form for a few cents that nobody asks for.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if let Ok(invoice) = first_pointed(model) {
        form::difference::open(model, invoice);
    }
}

/// Whether there is a payment under the cursor.
pub(in crate::tui::model) fn can_remove(model: &Model) -> Possible {
    match model.payments.list.current() {
        Some(_) => Ok(()),
        None => Err("There is no payment here.".to_owned()),
    }
}

/// Takes the payment out again that is marked or under the cursor; asks first when several are
/// marked.
pub(in crate::tui::model) fn remove(model: &mut Model) {
    let rows = model.payments.list.chosen();
    if let [row] = rows.as_slice() {
        let said = removed_words(row);
        let id = row.id;
        clear_marks(model);
        model.write(Write::RemovePayment(id), said);
        return;
    }
    let ids: Vec<PaymentId> = rows.iter().map(|row| row.id).collect();
    let title = format!("Take {} payments out again?", ids.len());
    let choices = vec![
        Choice::new("no, leave them", "", Pick::Nothing),
        Choice::new(
            format!("yes, remove all {}", ids.len()),
            "",
            Pick::RemovePayments(ids),
        ),
    ];
    menu::open(model, &title, choices, 0);
}

fn removed_words(row: &PaymentRow) -> String {
    let (number, amount) = (&row.number, row.amount);
    let size = Money::new(amount.minor().saturating_abs(), amount.currency());
    let other = row.other.as_deref().unwrap_or_default();
    match row.kind {
        PaymentKind::Payment => format!("Payment {size} on {number} is removed."),
        PaymentKind::Refund => format!("Refund {size} on {number} is removed."),
        PaymentKind::Difference => format!("Difference {size} on {number} is removed."),
        PaymentKind::Transfer => {
            format!("Credit {size} between {number} and {other} is taken back.")
        }
    }
}

/// Takes several payments out again.
pub(in crate::tui::model) fn remove_all(model: &mut Model, ids: Vec<PaymentId>) {
    let said = format!(
        "{} payments are removed. Each u brings one back.",
        ids.len()
    );
    clear_marks(model);
    for id in ids {
        model.write(Write::RemovePayment(id), said.clone());
    }
}

#[cfg(test)]
#[path = "pay_tests.rs"]
mod tests;
