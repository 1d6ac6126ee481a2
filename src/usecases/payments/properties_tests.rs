//! Whatever is recorded, taken out, undone and done again in whatever order: the sums hold.

use proptest::prelude::*;

use super::*;
use crate::domain::currency::Currency;
use crate::domain::invoice::InvoiceKind;
use crate::domain::views::{NewRefund, Settlement};
use crate::failure::Kind;
use crate::store::fixtures::{self, day, empty, now};
use crate::usecases::history;

const NUMBERS: [&str; 3] = ["1", "2", "3"];

#[derive(Clone, Debug)]
enum Step {
    Pay {
        on: usize,
        minor: i64,
        overpay: bool,
        fee: i64,
    },
    Settle {
        on: usize,
        minor: i64,
    },
    Refund {
        on: usize,
        minor: i64,
        reopen: bool,
    },
    Difference {
        on: usize,
    },
    UseCredit {
        on: usize,
        minor: Option<i64>,
    },
    Remove {
        nth: usize,
    },
    Undo,
    UndoEntry {
        nth: usize,
    },
    Redo,
}

/// Amounts that are often all of an invoice, nearly so, or too much.
fn minor() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(11_900),
        11_895_i64..11_906,
        1_i64..30_000,
        1_i64..200,
        Just(0)
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let on = 0_usize..3;
    prop_oneof![
        4 => (on.clone(), minor(), any::<bool>(), 0_i64..300)
            .prop_map(|(on, minor, overpay, fee)| Step::Pay { on, minor, overpay, fee }),
        2 => (on.clone(), minor()).prop_map(|(on, minor)| Step::Settle { on, minor }),
        2 => (on.clone(), minor(), any::<bool>())
            .prop_map(|(on, minor, reopen)| Step::Refund { on, minor, reopen }),
        1 => on.clone().prop_map(|on| Step::Difference { on }),
        3 => (on, prop::option::of(minor()))
            .prop_map(|(on, minor)| Step::UseCredit { on, minor }),
        2 => (0_usize..12).prop_map(|nth| Step::Remove { nth }),
        2 => Just(Step::Undo),
        1 => (0_usize..12).prop_map(|nth| Step::UndoEntry { nth }),
        2 => Just(Step::Redo),
    ]
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// Three invoices of 119.00; a credit note takes 11.90 off the last.
fn book(folder: &std::path::Path) -> Book {
    let mut book = empty(folder);
    book.change(now(), Undo::Bulk, |tx| {
        let client = tx.add_client(&fixtures::client("acme"))?;
        for number in NUMBERS {
            tx.add_invoice(&fixtures::invoice(client, number, "2026-11-04"), "{}", "{}")?;
        }
        let mut note = fixtures::invoice(client, "4", "2026-11-04");
        note.kind = InvoiceKind::CreditNote;
        note.credits = Some("3".to_owned());
        note.lines[0].unit_price = rust_decimal::Decimal::TEN;
        note.add_up()?;
        tx.add_invoice(&note, "{}", "{}")?;
        Ok(((), "Imported".to_owned()))
    })
    .unwrap();
    book
}

fn payment(invoice: InvoiceId, minor: i64, overpay: bool, fee: i64) -> NewPayment {
    NewPayment {
        invoice,
        amount: eur(minor),
        paid_on: day("2026-10-31") + chrono::Days::new(minor.unsigned_abs() % 20),
        method: "bank".to_owned(),
        note: String::new(),
        fee: eur(fee),
        overpay,
    }
}

fn take(book: &mut Book, step: &Step) -> Result<()> {
    let at = |book: &Book, on: usize| book.view().invoice_id(NUMBERS[on]);
    match *step {
        Step::Pay {
            on,
            minor,
            overpay,
            fee,
        } => {
            let new = payment(at(book, on)?, minor, overpay, fee);
            record(book, now(), &new).map(|_| ())
        }
        Step::Settle { on, minor } => {
            let invoice = at(book, on)?;
            let all = Settlement {
                invoice,
                on: now().today,
                credit: None,
                payment: Some(payment(invoice, minor, false, 0)),
                difference: Some("rounding".to_owned()),
            };
            settle(book, now(), &all).map(|_| ())
        }
        Step::Refund { on, minor, reopen } => {
            let new = NewRefund {
                invoice: at(book, on)?,
                amount: eur(minor),
                paid_on: now().today,
                method: String::new(),
                note: String::new(),
                reopen,
            };
            refund(book, now(), &new).map(|_| ())
        }
        Step::Difference { on } => {
            let invoice = at(book, on)?;
            difference(book, now(), invoice, now().today, "rounding").map(|_| ())
        }
        Step::UseCredit { on, minor } => {
            let invoice = at(book, on)?;
            use_credit(book, now(), invoice, minor.map(eur)).map(|_| ())
        }
        Step::Remove { nth } => {
            let rows = book.view().payments("", None, 50)?.rows;
            match rows.get(nth) {
                Some(row) => remove(book, now(), row.id).map(|_| ()),
                None => Ok(()),
            }
        }
        Step::Undo => history::undo(book, now()).map(|_| ()),
        Step::UndoEntry { nth } => match history::list(book, 20)?.get(nth) {
            Some(entry) => book.undo_entry(now(), entry.id).map(|_| ()),
            None => Ok(()),
        },
        Step::Redo => history::redo(book, now()).map(|_| ()),
    }
}

/// Open is gross less what is paid and credited, the ends of transfers cancel out, and the book's own
/// check finds no breach: it counts the months and the credit notes anew.
fn holds(book: &Book) -> std::result::Result<(), TestCaseError> {
    let view = book.view();
    let mut transfers = 0;
    for number in NUMBERS {
        let invoice = view.invoice(view.invoice_id(number).unwrap()).unwrap();
        let payments = view.payments_of(invoice.id, invoice.currency).unwrap();
        let paid: i64 = payments.iter().map(|payment| payment.amount.minor()).sum();
        let credited = if number == "3" { 1_190 } else { 0 };
        prop_assert_eq!(invoice.standing().open(), 11_900 - paid - credited);
        let sums = view.payment_sums(invoice.id).unwrap();
        prop_assert_eq!(sums.money + sums.differences + sums.transfers, paid);
        prop_assert!(sums.refundable() >= 0);
        transfers += sums.transfers;
    }
    prop_assert_eq!(transfers, 0);
    prop_assert_eq!(view.check().unwrap(), Vec::<String>::new());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_order_keeps_the_sums(steps in prop::collection::vec(step(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let mut book = book(folder.path());
        for step in &steps {
            if let Err(failure) = take(&mut book, step) {
                prop_assert_eq!(failure.kind(), Kind::Refused, "{:?}: {}", step, failure);
            }
            holds(&book)?;
        }
    }
}
