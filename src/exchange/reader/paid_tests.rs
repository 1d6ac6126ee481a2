use crate::exchange::reader::{read_book, read_invoice};
use crate::exchange::samples::known;

/// Two invoices of one client over 100.00 each, and one of another; with these payments.
fn book(first: &str, second: &str, third: &str) -> String {
    let invoice = |client: &str, number: &str, currency: &str, payments: &str| {
        format!(
            r#"{{"client": "{client}", "number": "{number}", "currency": "{currency}",
                "issued_on": "2026-10-01", "lines": [{{"description": "Work",
                "unit_price": "100", "tax": {{"category": "O"}}}}], {payments}}}"#
        )
    };
    let invoices = [
        invoice("acme", "1", "EUR", first),
        invoice("acme", "2", "EUR", second),
        invoice("zeta", "3", "EUR", third),
        invoice("acme", "4", "USD", "\"payments\": []"),
    ]
    .join(", ");
    format!(
        r#"{{"clients": [{{"key": "acme", "name": "Acme"}}, {{"key": "zeta", "name": "Zeta"}}],
            "invoices": [{invoices}]}}"#
    )
}

fn problems(text: &str) -> Vec<String> {
    match read_book(text.as_bytes(), &known()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.list().iter().map(ToString::to_string).collect(),
    }
}

const NONE: &str = "\"payments\": []";

#[test]
fn what_else_moved_a_balance_is_read_with_its_sign_and_its_other_end() {
    let first = r#""payments": [
        {"paid_on": "2026-10-02", "amount": "130.00", "fee": "2.60"},
        {"kind": "refund", "paid_on": "2026-10-03", "amount": "-10.00"},
        {"kind": "transfer", "paid_on": "2026-10-04", "amount": "-20.00", "other": "2"}]"#;
    let second = r#""payments": [
        {"kind": "transfer", "paid_on": "2026-10-04", "amount": "20.00", "other": "1"},
        {"paid_on": "2026-10-05", "amount": "79.98"},
        {"kind": "difference", "paid_on": "2026-10-05", "amount": "0.02", "note": "rounding"}]"#;
    let read = read_book(book(first, second, NONE).as_bytes(), &known()).unwrap();
    let (one, two) = (&read.invoices[0], &read.invoices[1]);
    assert_eq!((one.invoice.paid, two.invoice.paid), (10_000, 10_000));
    assert_eq!(one.payments[0].fee.plain(), "2.60");
    assert_eq!(one.payments[2].other.as_deref(), Some("2"));
}

#[test]
fn an_entry_that_cannot_be_is_named_with_its_place() {
    let first = r#""payments": [
        {"paid_on": "2026-10-02", "amount": "10.00", "fee": "10.01"},
        {"kind": "refund", "paid_on": "2026-10-03", "amount": "1.00"},
        {"paid_on": "2026-10-03", "amount": "1.00", "other": "2"},
        {"kind": "transfer", "paid_on": "2026-10-03", "amount": "1.00"}]"#;
    let second = r#""payments": [
        {"kind": "refund", "paid_on": "2026-10-03", "amount": "-1.00"}]"#;
    assert_eq!(
        problems(&book(first, second, NONE)),
        [
            "invoices[0].payments[0].fee: A fee of 10.01 EUR is more than the payment of 10.00 EUR.",
            "invoices[0].payments[1].amount: A refund is less than nothing.",
            "invoices[0].payments[2].other: Only a transfer has another invoice.",
            "invoices[0].payments[3].other: This is missing.",
            "invoices[1].payments: More went out of the invoice than came in.",
        ]
    );
}

#[test]
fn a_transfer_has_two_ends_that_sum_to_nothing() {
    let to = |number: &str, amount: &str| {
        format!(
            r#""payments": [{{"kind": "transfer", "paid_on": "2026-10-04", "amount": "{amount}",
                "other": "{number}"}}]"#
        )
    };
    for (other, said) in [
        ("9", "There is no invoice \"9\" in the document."),
        ("1", "A transfer is between two invoices."),
        ("3", "Invoice 3 is of client \"zeta\"."),
        ("4", "Invoice 4 is in USD."),
        (
            "2",
            "Invoice 2 does not have the same transfer the other way on that day.",
        ),
    ] {
        assert_eq!(
            problems(&book(&to(other, "5.00"), NONE, NONE)),
            [format!("invoices[0].payments[0].other: {said}")]
        );
    }
    let uneven = problems(&book(
        &to("2", "5.00"),
        r#""payments": [{"paid_on": "2026-10-02", "amount": "100.00"},
            {"kind": "transfer", "paid_on": "2026-10-04", "amount": "-4.00", "other": "1"}]"#,
        NONE,
    ));
    assert_eq!(uneven.len(), 2, "{uneven:?}");
}

#[test]
fn one_document_alone_has_no_transfer() {
    let text = r#"{"client": "acme", "number": "1", "issued_on": "2026-10-01",
        "lines": [{"description": "Work", "unit_price": "100", "tax": {"category": "O"}}],
        "payments": [{"kind": "transfer", "paid_on": "2026-10-04", "amount": "5.00",
            "other": "2"}]}"#;
    let said = read_invoice(text.as_bytes(), &known())
        .unwrap_err()
        .to_string();
    assert!(
        said.contains("payments[0].kind: A transfer has two invoices"),
        "{said}"
    );
}
