use rust_decimal::Decimal;
use serde_json::json;

use super::*;
use crate::domain::currency::Currency;

#[test]
fn an_amount_has_exactly_the_decimals_of_its_currency() {
    for (minor, code, text) in [
        (195_000, "EUR", "1950.00"),
        (5, "EUR", "0.05"),
        (-5, "EUR", "-0.05"),
        (45_000, "JPY", "45000"),
        (1_234_567, "KWD", "1234.567"),
        (0, "USD", "0.00"),
    ] {
        let money = Money::new(minor, Currency::from_code(code).unwrap());
        let document = serde_json::to_value(Amount::from(money)).unwrap();
        assert_eq!(document, json!({"currency": code, "amount": text}));
    }
}

#[test]
fn a_price_has_at_least_the_decimals_of_its_currency() {
    let shown = |text: &str, code: &str| {
        price(
            text.parse::<Decimal>().unwrap(),
            Currency::from_code(code).unwrap(),
        )
    };
    assert_eq!(shown("100", "EUR"), "100.00");
    assert_eq!(shown("66.6667", "EUR"), "66.6667");
    assert_eq!(shown("66.6600", "EUR"), "66.66");
    assert_eq!(shown("45000.0", "JPY"), "45000");
    assert_eq!(shown("0.5", "JPY"), "0.5");
}

#[test]
fn sums_keep_currencies_apart_and_never_overflow_quietly() {
    let money = |minor| Money::new(minor, Currency::EUR);
    let list = [money(1), Money::new(2, Currency::USD), money(3)];
    let expected = [money(4), Money::new(2, Currency::USD)];
    assert_eq!(sums(list.into_iter()).unwrap(), expected);
    assert!(sums([money(i64::MAX), money(1)].into_iter()).is_err());
    assert!(sums(std::iter::empty()).unwrap().is_empty());
}
