use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::InvoiceId;
use crate::domain::money::Money;
use crate::domain::views::NewPayment;
use crate::store::Undo;
use crate::store::fixtures::{day, empty, now, with_invoice};

fn pay(book: &mut Book, invoice: InvoiceId, minor: i64) {
    let payment = NewPayment {
        invoice,
        amount: Money::new(minor, Currency::EUR),
        paid_on: day("2026-11-20"),
        method: "bank".to_owned(),
        note: String::new(),
        overpay: false,
    };
    book.change(now(), Undo::Possible, |tx| {
        tx.add_payment(&payment)?;
        Ok(((), format!("Payment {minor}")))
    })
    .unwrap();
}

fn paid(book: &Book, invoice: InvoiceId) -> i64 {
    book.view().invoice(invoice).unwrap().paid
}

#[test]
fn undo_and_redo_walk_through_the_changes_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 100);
    pay(&mut book, invoice, 20);
    pay(&mut book, invoice, 3);
    let path = book.path().to_path_buf();
    drop(book);
    let mut book = crate::store::open(&path, now()).unwrap().book;
    assert_eq!(book.undo(now()).unwrap(), "Payment 3");
    assert_eq!(book.undo(now()).unwrap(), "Payment 20");
    assert_eq!(paid(&book, invoice), 100);
    assert_eq!(book.redo(now()).unwrap(), "Payment 20");
    assert_eq!(book.redo(now()).unwrap(), "Payment 3");
    assert_eq!(paid(&book, invoice), 123);
    assert!(book.redo(now()).is_err());
    assert_eq!(book.undo(now()).unwrap(), "Payment 3");
    pay(&mut book, invoice, 7);
    assert!(book.redo(now()).is_err(), "a new change ends the way forth");
    assert_eq!(book.undo(now()).unwrap(), "Payment 7");
    assert_eq!(book.undo(now()).unwrap(), "Payment 20");
    assert_eq!(book.undo(now()).unwrap(), "Payment 100");
    assert!(book.undo(now()).is_err(), "an import is not taken back");
    assert_eq!(paid(&book, invoice), 0);
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_was_changed_since_is_not_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    book.change(now(), Undo::Possible, |tx| {
        tx.set_setting("colour", "blue")?;
        Ok(((), "Chose blue".to_owned()))
    })
    .unwrap();
    book.change(now(), Undo::Impossible, |tx| {
        tx.set_setting("colour", "red")?;
        Ok(((), "Chose red".to_owned()))
    })
    .unwrap();
    let failure = book.undo(now()).unwrap_err();
    assert!(failure.message().contains("changed since"), "{failure}");
    assert_eq!(
        book.view().setting("colour").unwrap().as_deref(),
        Some("red")
    );
}

#[test]
fn a_write_outside_a_change_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 100);
    let error = book
        .connection
        .execute("DELETE FROM payments", [])
        .unwrap_err();
    assert!(error.to_string().contains("outside a change"), "{error}");
}

#[test]
fn the_journal_is_append_only() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    for statement in ["DELETE FROM journal", "UPDATE journal SET text = ''"] {
        let error = book.connection.execute(statement, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[test]
fn an_issued_invoice_is_frozen_against_any_statement() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    for statement in [
        "UPDATE invoices SET number = 'x'",
        "UPDATE invoices SET gross_minor = 1",
        "UPDATE invoices SET due_on = '2030-01-01'",
        "UPDATE invoices SET status = 'draft'",
        "DELETE FROM invoices",
        "UPDATE lines SET description = 'x'",
        "DELETE FROM lines",
        "INSERT INTO lines (invoice_id, position, description, quantity, unit, unit_price,
            discount_percent, tax_category, tax_rate, net_minor)
            VALUES (1, 9, 'x', '1', 'C62', '1', '0', 'S', '19', 100)",
        "UPDATE taxes SET tax_minor = 1",
        "DELETE FROM taxes",
    ] {
        let error = book.connection.execute(statement, []).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("frozen") || text.contains("never deleted") || text.contains("again"),
            "{statement}: {text}"
        );
    }
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}
