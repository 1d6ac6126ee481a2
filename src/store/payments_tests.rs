use super::*;
use crate::domain::views::PaymentRow as Row;
use crate::store::fixtures::{self, day, empty, now, with_invoice};
use crate::store::{Book, Undo};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn entry(invoice: InvoiceId, minor: i64, on: &str) -> NewPayment {
    NewPayment {
        invoice,
        amount: eur(minor),
        paid_on: day(on),
        method: "bank".to_owned(),
        note: String::new(),
        fee: eur(0),
        overpay: true,
    }
}

fn add(
    book: &mut Book,
    new: &NewPayment,
    kind: PaymentKind,
    other: Option<InvoiceId>,
) -> PaymentId {
    book.change(now(), Undo::Possible, |tx| {
        Ok((tx.add_payment(new, kind, other)?, "Added".to_owned()))
    })
    .unwrap()
}

/// Two invoices of one client, 119.00 each.
fn two(book: &mut Book) -> (ClientId, InvoiceId, InvoiceId) {
    let (client, first) = with_invoice(book);
    let second = fixtures::invoice(client, "2026-002", "2026-11-14");
    let second = book
        .change(now(), Undo::Bulk, |tx| {
            Ok((tx.add_invoice(&second, "{}", "{}")?, "Added".to_owned()))
        })
        .unwrap();
    (client, first, second)
}

fn transfer(book: &mut Book, from: InvoiceId, to: InvoiceId, minor: i64) -> (PaymentId, PaymentId) {
    let out = entry(from, -minor, "2026-11-20");
    let into = entry(to, minor, "2026-11-20");
    let a = add(book, &out, PaymentKind::Transfer, Some(to));
    let b = add(book, &into, PaymentKind::Transfer, Some(from));
    (a, b)
}

#[test]
fn only_money_counts_for_the_months_the_freshness_and_how_fast_clients_pay() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, first, second) = two(&mut book);
    add(
        &mut book,
        &entry(first, 17_897, "2026-11-03"),
        PaymentKind::Payment,
        None,
    );
    transfer(&mut book, first, second, 6_000);
    add(
        &mut book,
        &entry(first, 3, "2026-11-23"),
        PaymentKind::Difference,
        None,
    );
    let view = book.view();
    let today = now().today;
    let months = view.months("paid", Currency::EUR, today, today).unwrap();
    assert_eq!((months[0].sum, months[0].count), (eur(17_897), 1));
    assert_eq!(
        view.payments_through(today).unwrap(),
        Some(day("2026-11-03"))
    );
    assert_eq!(view.payments_through(day("2026-11-02")).unwrap(), None);
    // Issued on 5 October, paid on 3 November, whatever was written off later.
    assert_eq!(view.pays_after(Some(client)).unwrap(), Some(29));
    assert_eq!(view.pays_after(None).unwrap(), Some(29));
    assert_eq!(view.check().unwrap(), Vec::<String>::new());
    let sums = view.payment_sums(first).unwrap();
    assert_eq!(
        (sums.money, sums.differences, sums.transfers, sums.fees),
        (17_897, 3, -6_000, 0)
    );
}

#[test]
fn an_invoice_that_only_credit_has_paid_says_nothing_of_how_fast_clients_pay() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, first, second) = two(&mut book);
    add(
        &mut book,
        &entry(first, 11_900, "2026-11-03"),
        PaymentKind::Payment,
        None,
    );
    transfer(&mut book, first, second, 11_900);
    assert_eq!(book.view().pays_after(Some(client)).unwrap(), None);
}

#[test]
fn what_is_too_much_is_credit_the_oldest_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, first, second) = two(&mut book);
    assert_eq!(book.view().credits(client).unwrap(), []);
    add(
        &mut book,
        &entry(second, 12_000, "2026-11-20"),
        PaymentKind::Payment,
        None,
    );
    add(
        &mut book,
        &entry(first, 12_500, "2026-11-21"),
        PaymentKind::Payment,
        None,
    );
    let credits = book.view().credits(client).unwrap();
    let credits: Vec<_> = credits
        .iter()
        .map(|credit| (credit.number.as_str(), credit.amount))
        .collect();
    assert_eq!(credits, [("2026-001", eur(600)), ("2026-002", eur(100))]);
}

#[test]
fn removing_one_end_of_a_transfer_removes_the_other_that_belongs_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, first, second) = two(&mut book);
    add(
        &mut book,
        &entry(first, 20_000, "2026-11-03"),
        PaymentKind::Payment,
        None,
    );
    let (_, early) = transfer(&mut book, first, second, 1_000);
    let (late, _) = transfer(&mut book, first, second, 1_000);
    let removed = book
        .change(now(), Undo::Possible, |tx| {
            Ok((tx.remove_payment(late)?, "Removed".to_owned()))
        })
        .unwrap();
    assert_eq!(removed.other.as_deref(), Some("2026-002"));
    let left: Vec<Row> = book.view().payments("", None, 10).unwrap().rows;
    assert_eq!(left.len(), 3);
    assert!(left.iter().any(|row| row.id == early));
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    book.undo(now()).unwrap();
    assert_eq!(book.view().payments("", None, 10).unwrap().rows.len(), 5);
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_entry_that_cannot_be_is_a_breach() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, first, second) = two(&mut book);
    add(
        &mut book,
        &entry(first, -5, "2026-11-20"),
        PaymentKind::Payment,
        None,
    );
    let lonely = entry(second, 7, "2026-11-20");
    add(&mut book, &lonely, PaymentKind::Transfer, Some(first));
    add(&mut book, &lonely, PaymentKind::Difference, Some(first));
    assert_eq!(
        book.view().check().unwrap(),
        [
            "The amount or the fee of a payment does not go with its kind: 1.",
            "A payment and the invoice at its other end do not go together: 3.",
            "The two ends of a transfer differ: 2026-002 and 2026-001.",
            "More has gone out of an invoice than came in: 2026-001.",
        ]
    );
}
