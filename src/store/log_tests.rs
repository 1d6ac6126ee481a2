use super::*;
use crate::domain::currency::Currency;
use crate::domain::invoice::PaymentKind;
use crate::domain::money::Money;
use crate::domain::views::NewPayment;
use crate::store::fixtures::{client, day, empty, invoice, now};
use crate::store::{Book, Undo};

fn book(folder: &tempfile::TempDir) -> Book {
    let mut book = empty(folder.path());
    for (index, key) in ["acme", "zeta"].into_iter().enumerate() {
        book.change(now(), Undo::Possible, |tx| {
            let id = tx.add_client(&client(key))?;
            let number = format!("2026-00{}", index + 1);
            tx.add_invoice(&invoice(id, &number, "2026-11-04"), "{}", "{}")?;
            Ok(((), format!("Began with {key}")))
        })
        .unwrap();
    }
    for (number, minor) in [("2026-001", 100), ("2026-002", 200), ("2026-001", 300)] {
        book.change(now(), Undo::Possible, |tx| {
            let payment = NewPayment {
                invoice: tx.invoice_id(number)?,
                amount: Money::new(minor, Currency::EUR),
                paid_on: day("2026-11-10"),
                method: "bank".to_owned(),
                note: String::new(),
                fee: Money::zero(Currency::EUR),
                overpay: false,
            };
            tx.add_payment(&payment, PaymentKind::Payment, None)?;
            Ok(((), format!("Paid {minor}")))
        })
        .unwrap();
    }
    book.change(now(), Undo::Impossible, |_| {
        Ok(((), "Queued a reminder about 2026-001".to_owned()))
    })
    .unwrap();
    book
}

fn found(book: &Book, filter: &str) -> Vec<String> {
    let query = LogQuery::parse(filter).unwrap();
    let rows = book.view().log(&query, 50).unwrap();
    rows.into_iter().map(|row| row.text).collect()
}

#[test]
fn the_log_of_a_document_and_of_a_client() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = book(&folder);
    let first = [
        "Queued a reminder about 2026-001",
        "Paid 300",
        "Paid 100",
        "Began with acme",
    ];
    assert_eq!(found(&book, "invoice:2026-001"), first);
    assert_eq!(found(&book, "client:acme"), &first[1..]);
    assert_eq!(found(&book, "client:zeta"), ["Paid 200", "Began with zeta"]);
    assert_eq!(
        found(&book, "invoice:2026-001 paid"),
        ["Paid 300", "Paid 100"]
    );
    assert_eq!(
        found(&book, "invoice:2026-002 client:acme"),
        Vec::<String>::new()
    );
    assert_eq!(found(&book, "").len(), 7);
    assert!(
        book.view()
            .log(&LogQuery::parse("client:nobody").unwrap(), 5)
            .is_err()
    );
    // What was taken back is told as such, and the way back with it.
    let entry = book
        .view()
        .log(&LogQuery::parse("paid").unwrap(), 1)
        .unwrap();
    book.undo_entry(now(), entry[0].id).unwrap();
    let rows = book
        .view()
        .log(&LogQuery::parse("300").unwrap(), 50)
        .unwrap();
    assert_eq!(rows[1].text, "Paid 300");
    assert!(rows[1].undone && !rows[1].undoable);
}
