use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::PaymentKind;
use crate::domain::money::Money;
use crate::domain::views::NewPayment;
use crate::store::fixtures::{day, empty, now, with_invoice};

fn pay(book: &mut Book, invoice: InvoiceId, on: &str) {
    let payment = NewPayment {
        invoice,
        amount: Money::new(100, Currency::EUR),
        paid_on: day(on),
        method: "bank".to_owned(),
        note: String::new(),
        fee: Money::zero(Currency::EUR),
        overpay: false,
    };
    book.change(now(), Undo::Possible, |tx| {
        tx.add_payment(&payment, PaymentKind::Payment, None)?;
        Ok(((), "Payment".to_owned()))
    })
    .unwrap();
}

#[test]
fn a_look_at_the_bank_counts_once_and_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    assert_eq!(known_through(&book, now()).unwrap().through(), None);
    pay(&mut book, invoice, "2026-11-10");
    let through = |book: &Book| known_through(book, now()).unwrap().through();
    assert_eq!(through(&book), Some(day("2026-11-10")));
    let known = confirm(&mut book, now(), None).unwrap();
    assert_eq!(known.checked_on, Some(now().today));
    let before = book.view().journal(100).unwrap().len();
    assert_eq!(confirm(&mut book, now(), None).unwrap(), known);
    assert_eq!(book.view().journal(100).unwrap().len(), before);
    assert_eq!(
        book.undo(now()).unwrap(),
        "Checked the bank account through 2026-11-24"
    );
    assert_eq!(through(&book), Some(day("2026-11-10")));
    book.redo(now()).unwrap();
    assert_eq!(through(&book), Some(now().today));
}

#[test]
fn nobody_can_look_at_tomorrow() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let failure = confirm(&mut book, now(), Some(day("2026-11-25"))).unwrap_err();
    assert!(failure.message().starts_with("2026-11-25 is in the future"));
    let earlier = confirm(&mut book, now(), Some(day("2026-11-20"))).unwrap();
    assert_eq!(earlier.through(), Some(day("2026-11-20")));
}

#[test]
fn a_payment_dated_into_the_future_makes_nothing_fresh() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, "2062-01-01");
    assert_eq!(known_through(&book, now()).unwrap().through(), None);
    pay(&mut book, invoice, "2026-11-12");
    let known = known_through(&book, now()).unwrap();
    assert_eq!(known.through(), Some(day("2026-11-12")));
    confirm(&mut book, now(), None).unwrap();
    let known = known_through(&book, now()).unwrap();
    assert_eq!(known.through(), Some(now().today));
}
