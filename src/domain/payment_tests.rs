use super::*;
use crate::domain::currency::Currency;

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn wrong(kind: PaymentKind, amount: i64, fee: i64) -> String {
    let found = kind.check(eur(amount), eur(fee));
    found.map_or_else(|wrong| wrong.message().to_owned(), |()| String::new())
}

#[test]
fn the_sign_of_an_amount_goes_with_its_kind() {
    assert_eq!(wrong(PaymentKind::Payment, 1, 0), "");
    assert_eq!(
        wrong(PaymentKind::Payment, 0, 0),
        "A payment is more than nothing."
    );
    assert_eq!(wrong(PaymentKind::Refund, -1, 0), "");
    assert_eq!(
        wrong(PaymentKind::Refund, 1, 0),
        "A refund is less than nothing."
    );
    for kind in [PaymentKind::Difference, PaymentKind::Transfer] {
        assert_eq!(wrong(kind, 2, 0), "");
        assert_eq!(wrong(kind, -2, 0), "");
        assert!(wrong(kind, 0, 0).ends_with("is not nothing."));
    }
}

#[test]
fn a_fee_is_a_part_of_a_payment() {
    assert_eq!(wrong(PaymentKind::Payment, 100, 100), "");
    assert_eq!(
        wrong(PaymentKind::Payment, 100, 101),
        "A fee of 1.01 EUR is more than the payment of 1.00 EUR."
    );
    assert_eq!(
        wrong(PaymentKind::Payment, 100, -1),
        "A fee is not less than nothing."
    );
    assert_eq!(
        wrong(PaymentKind::Refund, -100, 1),
        "Only money that came in bears a fee."
    );
    let dollars = Money::new(1, Currency::from_code("USD").unwrap());
    let found = PaymentKind::Payment.check(eur(100), dollars);
    assert_eq!(
        found,
        Err(Wrong::Fee(
            "The payment is in EUR and its fee in USD.".to_owned()
        ))
    );
}

#[test]
fn a_difference_never_came_in_and_cannot_go_back() {
    let sums = PaymentSums {
        money: 100,
        fees: 3,
        differences: 2,
        transfers: -40,
    };
    assert_eq!(sums.refundable(), 60);
}
