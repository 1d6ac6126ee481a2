use super::*;
use crate::domain::currency::Currency;
use crate::domain::invoice::{Invoice, TaxCategory};
use crate::domain::line::Line;
use rust_decimal::Decimal;

/// A document with its number, what it was made from and what it deducts.
fn document(number: &str, source: &str, deducts: &str) -> InvoiceDocument {
    let mut invoice = Invoice::blank(InvoiceKind::Invoice, Currency::EUR);
    invoice.number = (!number.starts_with("draft:")).then(|| number.to_owned());
    invoice.source = (!source.is_empty()).then(|| source.to_owned());
    let tax = (TaxCategory::OutOfScope, Decimal::ZERO);
    let mut line = Line::new("Work", Decimal::ONE, "C62", Decimal::ONE, tax);
    line.deducts = (!deducts.is_empty()).then(|| deducts.to_owned());
    invoice.lines = vec![line];
    InvoiceDocument {
        name: invoice.number.is_none().then(|| number.to_owned()),
        invoice,
        seller: None,
        buyer: None,
        payments: Vec::new(),
        skipped: Vec::new(),
        schedule: None,
    }
}

#[test]
fn each_comes_after_what_it_names() {
    let mut note = document("4", "", "");
    note.invoice.kind = InvoiceKind::CreditNote;
    note.invoice.credits = Some("5".to_owned());
    let list = [
        note,
        document("1", "draft:1", "2"),
        document("2", "3", ""),
        document("3", "elsewhere", ""),
        document("5", "", ""),
        document("draft:1", "5", ""),
    ];
    assert_eq!(order(&list), Ok(vec![3, 2, 4, 5, 1, 0]));
    assert_eq!(order(&[]), Ok(Vec::new()));
}

#[test]
fn a_circle_is_named_once() {
    let circle = |index, field: &str| Circle {
        index,
        field: field.to_owned(),
    };
    let list = [
        document("1", "2", ""),
        document("2", "", "3"),
        document("3", "1", ""),
        document("4", "1", ""),
        document("5", "5", ""),
    ];
    assert_eq!(
        order(&list),
        Err(vec![circle(2, "source"), circle(4, "source")])
    );
}
