use super::*;
use crate::domain::currency::Currency;
use crate::domain::discount::Discount;
use crate::domain::ids::InvoiceId;

fn line_of(price: &str, rate: i64) -> Line {
    let category = if rate == 0 {
        TaxCategory::Zero
    } else {
        TaxCategory::Standard
    };
    let tax = (category, Decimal::from(rate));
    Line::new("Work", Decimal::ONE, "DAY", price.parse().unwrap(), tax)
}

fn document(kind: InvoiceKind, lines: Vec<Line>) -> Invoice {
    let mut invoice = Invoice::blank(kind, Currency::EUR);
    invoice.id = InvoiceId(7);
    invoice.number = Some("Q2026-004".to_owned());
    invoice.language = "en".to_owned();
    invoice.lines = lines;
    invoice.add_up().unwrap();
    invoice
}

fn amounts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|l| l.unit_price.to_string()).collect()
}

#[test]
fn a_share_in_percent_is_taken_of_each_tax_group() {
    let quote = document(
        InvoiceKind::Quote,
        vec![
            line_of("1000", 19),
            line_of("333.33", 7),
            line_of("500", 19),
        ],
    );
    let found = lines(&quote, Share::Percent(Decimal::from(30))).unwrap();
    assert_eq!(amounts(&found), ["100.00", "450.00"]);
    assert_eq!(found[0].description, "Deposit 30 % on Q2026-004");
    assert_eq!(found[0].rate, Decimal::from(7));
    let mut german = quote.clone();
    (german.language, german.number) = ("de".to_owned(), None);
    let found = lines(&german, Share::Percent("12.5".parse().unwrap())).unwrap();
    assert_eq!(found[0].description, "Anzahlung 12,5 %");
}

#[test]
fn an_amount_is_divided_to_the_last_cent() {
    let quote = document(
        InvoiceKind::Quote,
        vec![line_of("100", 19), line_of("100", 7), line_of("100", 0)],
    );
    let found = lines(&quote, Share::Amount(10_000)).unwrap();
    assert_eq!(amounts(&found), ["33.33", "33.34", "33.33"]);
    let more = lines(&quote, Share::Amount(30_001)).unwrap_err();
    assert_eq!(
        more.message(),
        "300.01 EUR is more than the 300.00 EUR of Q2026-004."
    );
    for share in [
        Share::Amount(0),
        Share::Amount(-1),
        Share::Percent(Decimal::ZERO),
        Share::Percent(Decimal::from(101)),
    ] {
        assert!(lines(&quote, share).is_err(), "{share:?}");
    }
    let empty = document(InvoiceKind::Quote, Vec::new());
    assert!(lines(&empty, Share::Amount(1)).is_err());
}

#[test]
fn what_is_deducted_leaves_the_rest_in_each_group() {
    let quote = document(
        InvoiceKind::Quote,
        vec![line_of("1000", 19), line_of("333.33", 7)],
    );
    let mut deposit = document(
        InvoiceKind::Deposit,
        lines(&quote, Share::Percent(Decimal::from(30))).unwrap(),
    );
    deposit.number = Some("2026-010".to_owned());
    deposit.issued_on = "2026-11-03".parse().ok();
    let mut last = document(InvoiceKind::Invoice, quote.lines.clone());
    let groups = left(&deposit, &[]);
    last.lines.extend(deduction(&deposit, &groups, &last));
    last.discount = Discount::NONE;
    last.add_up().unwrap();
    assert_eq!(
        last.lines[2].description,
        "Less deposit invoice 2026-010 of 3 November 2026"
    );
    assert_eq!(last.net + deposit.net, quote.net);
    assert_eq!(last.tax + deposit.tax, quote.tax);
    assert_eq!(last.gross + deposit.gross, quote.gross);
    for group in &last.taxes {
        let same = |other: &&TaxGroup| other.rate == group.rate;
        let first = deposit.taxes.iter().find(same).unwrap();
        let whole = quote.taxes.iter().find(same).unwrap();
        assert_eq!(group.base + first.base, whole.base);
    }
}

#[test]
fn what_was_credited_of_a_deposit_is_not_deducted() {
    let deposit = document(
        InvoiceKind::Deposit,
        vec![line_of("300", 19), line_of("100", 7)],
    );
    let back = TaxGroup {
        category: TaxCategory::Standard,
        rate: Decimal::from(7),
        base: 10_000,
        tax: 700,
    };
    let groups = left(&deposit, std::slice::from_ref(&back));
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].rate, Decimal::from(19));
    let part = TaxGroup {
        rate: Decimal::from(19),
        base: 10_000,
        tax: 1_900,
        ..back
    };
    let groups = left(&deposit, &[part]);
    let bases: Vec<i64> = groups.iter().map(|group| group.base).collect();
    assert_eq!(bases, [10_000, 20_000]);
}

#[test]
fn open_and_unpaid_deposits_are_worth_a_look() {
    let open = |number: &str, paid| OpenDeposit {
        number: number.to_owned(),
        issued_on: "2026-11-03".parse().unwrap(),
        gross: Money::new(11_900, Currency::EUR),
        paid,
    };
    let mut last = document(InvoiceKind::Invoice, vec![line_of("300", 19)]);
    last.lines[0].deducts = Some("2026-002".to_owned());
    let deposits = [open("2026-001", true), open("2026-002", false)];
    let texts: Vec<String> = findings(&last, &deposits)
        .into_iter()
        .map(|finding| finding.text)
        .collect();
    assert_eq!(
        texts,
        [
            "Deposit invoice 2026-001 of 119.00 EUR is not deducted.",
            "Deposit invoice 2026-002 is deducted and not paid yet.",
        ]
    );
    last.kind = InvoiceKind::Quote;
    assert_eq!(findings(&last, &deposits), []);
}
