//! Payments and what else moves the balance of an invoice.

use serde_json::json;

use super::{book, failure};

#[test]
fn all_that_is_open_is_paid_when_no_amount_is_said() {
    let home = book();
    let text = home.run(&["payment", "add", "2026-031", "--on", "fri", "--fee", "2,38"]);
    assert_eq!(
        text,
        "Recorded 1,190.00 EUR on Fri 20 Nov 2026 for invoice 2026-031 of Acme GmbH, fee 2.38 EUR \
         (payment 3).\nInvoice 2026-031 is paid.\n"
    );
    let words = failure(&home, &["payment", "add", "2026-031"], 1);
    assert!(words.contains("nothing open"), "{words}");
    failure(&home, &["payment", "add", "draft:8"], 1);
    failure(
        &home,
        &["payment", "add", "2026-032", "--amount", "1", "--fee", "2"],
        1,
    );
}

#[test]
fn what_is_too_much_is_credit_that_another_invoice_uses() {
    let home = book();
    let text = home.run(&[
        "payment",
        "add",
        "2026-031",
        "--amount",
        "1252",
        "--overpay",
    ]);
    assert!(
        text.ends_with("Invoice 2026-031 is paid; 62.00 EUR is credit of Acme GmbH.\n"),
        "{text}"
    );
    let shown = home.run(&["invoice", "show", "2026-032"]);
    assert!(
        shown.contains("The client has 62.00 EUR of credit: payme payment use-credit 2026-032"),
        "{shown}"
    );
    let used = home.json(&["payment", "use-credit", "2026-032", "--amount", "12"]);
    assert_eq!(
        used,
        json!({"id": 5, "invoice": "2026-032", "client": "acme", "kind": "transfer",
            "paid_on": "2026-11-24", "currency": "EUR", "amount": "12.00", "fee": "0.00",
            "method": "", "note": "", "other": "2026-031", "open": "88.00"})
    );
    assert_eq!(
        home.run(&["payment", "use-credit", "2026-032"]),
        "Credit of 50.00 EUR from invoice 2026-031 counts for invoice 2026-032 (payment 7).\n\
         Invoice 2026-032 has 38.00 EUR open.\n"
    );
    let words = failure(&home, &["payment", "use-credit", "2026-032"], 1);
    assert!(words.contains("no credit in EUR"), "{words}");
    let shown = home.json(&["invoice", "show", "2026-031"]);
    assert_eq!(shown["payments"][1]["amount"], "-12.00");
    assert_eq!(shown["payments"][1]["other"], "2026-032");
    assert!(
        home.run(&["payment", "remove", "6"])
            .starts_with("Took back the credit 50.00 EUR of 2026-031 that counted for 2026-032.")
    );
    assert_eq!(
        home.json(&["invoice", "show", "2026-031"])["open"],
        "-50.00"
    );
    home.run(&["db", "check"]);
}

fn refund<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    [&["payment", "refund", "2026-031"], rest].concat()
}

#[test]
fn money_goes_back() {
    let home = book();
    home.run(&[
        "payment",
        "add",
        "2026-031",
        "--amount",
        "1200",
        "--overpay",
    ]);
    let words = failure(&home, &refund(&["--amount", "20"]), 1);
    assert!(words.contains("Only 10.00 EUR is too much"), "{words}");
    assert_eq!(
        home.run(&refund(&["--amount", "10", "--on", "yesterday"])),
        "Recorded that 10.00 EUR went back on Mon 23 Nov 2026 for invoice 2026-031 of Acme GmbH \
         (payment 4).\nInvoice 2026-031 is paid.\n"
    );
    let reopened = home.json(&refund(&["--amount", "38", "--reopen", "--method", "card"]));
    assert_eq!(reopened["amount"], "-38.00");
    assert_eq!(reopened["kind"], "refund");
    assert_eq!(reopened["open"], "38.00");
    failure(&home, &refund(&["--amount", "1152.01", "--reopen"]), 1);
    let list = home.run(&["payment", "list"]);
    assert!(list.contains("-38.00 EUR  refund, card"), "{list}");
}

#[test]
fn a_few_cents_are_written_off_up_to_the_limit() {
    let home = book();
    assert_eq!(
        home.json(&["payment", "limit"]),
        json!({"currency": "EUR", "most_difference": "0.05"})
    );
    let add = [
        "payment",
        "add",
        "2026-031",
        "--amount",
        "1189.97",
        "--difference",
        "bank charge",
    ];
    let text = home.run(&add);
    assert!(
        text.ends_with(
            "Wrote off the difference of 0.03 EUR on invoice 2026-031 (payment 4).\n\
             Invoice 2026-031 is paid.\n"
        ),
        "{text}"
    );
    let difference = [
        "payment",
        "difference",
        "2026-032",
        "--reason",
        "not worth a letter",
    ];
    home.run(&["payment", "add", "2026-032", "--amount", "99.60"]);
    let words = failure(&home, &difference, 1);
    assert!(words.contains("more than the 0.05 EUR"), "{words}");
    assert_eq!(
        home.run(&["payment", "limit", "0,40"]),
        "Differences up to 0.40 EUR can be written off.\n"
    );
    failure(&home, &["payment", "limit", "100"], 1);
    let written = home.json(&difference);
    assert_eq!(written["kind"], "difference");
    assert_eq!(written["amount"], "0.40");
    assert_eq!(written["open"], "0.00");
    let shown = home.run(&["invoice", "show", "2026-032"]);
    assert!(
        shown.contains("difference of 0.40 written off: not worth a letter"),
        "{shown}"
    );
    let both = home.json(&["payment", "list", "--filter", "2026-031"]);
    assert_eq!(both["payments"][0]["kind"], "difference");
    home.run(&["db", "check"]);
}

#[test]
fn a_book_with_every_kind_goes_out_and_comes_in_as_the_same_bytes() {
    let home = book();
    home.run(&[
        "payment",
        "add",
        "2026-031",
        "--amount",
        "1252",
        "--overpay",
        "--fee",
        "3",
    ]);
    home.run(&["payment", "use-credit", "2026-032", "--amount", "12"]);
    home.run(&["payment", "refund", "2026-031", "--amount", "20"]);
    home.run(&[
        "payment",
        "add",
        "2026-032",
        "--amount",
        "87.97",
        "--difference",
        "rounding",
    ]);
    let first = home.run(&["export", "json", "-"]);
    home.write("first.json", &first);
    home.run(&["--book", "second.db", "import", "json", "first.json"]);
    let second = home.run(&["--book", "second.db", "export", "json", "-"]);
    assert_eq!(first, second);
    home.run(&["--book", "second.db", "db", "check"]);
}
