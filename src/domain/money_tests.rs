#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test that overflows fails, which is what it is for"
)]

use proptest::prelude::*;

use super::*;

fn currency(code: &str) -> Currency {
    Currency::from_code(code).unwrap()
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn each_currency_has_its_decimals() {
    for (text, code, minor) in [
        ("1950", "JPY", 1_950),
        ("1950.00", "EUR", 195_000),
        ("1950.5", "EUR", 195_050),
        ("1.234", "KWD", 1_234),
        ("-0.01", "EUR", -1),
        ("0", "EUR", 0),
    ] {
        let money = Money::parse(text, currency(code)).unwrap();
        assert_eq!(
            (money.minor(), money.currency()),
            (minor, currency(code)),
            "{text}"
        );
    }
    assert_eq!(Money::new(1_950, currency("JPY")).plain(), "1950");
    assert_eq!(eur(195_000).plain(), "1950.00");
    assert_eq!(Money::new(1, currency("KWD")).plain(), "0.001");
    assert_eq!(eur(-5).plain(), "-0.05");
}

#[test]
fn more_decimals_are_refused_and_needless_zeros_are_not() {
    let failure = Money::parse("1.005", Currency::EUR).unwrap_err();
    assert_eq!(
        failure.message(),
        "1.005 has more decimals than EUR, which has 2."
    );
    assert_eq!(failure.next_step(), "give at most 2 digits after the point");
    assert_eq!(
        Money::parse("1.5", currency("JPY"))
            .unwrap_err()
            .next_step(),
        "give at most 0 digits after the point"
    );
    assert_eq!(Money::parse("1.0500000", Currency::EUR), Ok(eur(105)));
    assert_eq!(
        Money::parse("3.000", currency("JPY")),
        Ok(Money::new(3, currency("JPY")))
    );
}

#[test]
fn rounding_goes_half_away_from_zero() {
    for (text, minor) in [
        ("0.005", 1),
        ("-0.005", -1),
        ("0.0049999", 0),
        ("0.015", 2),
        ("0.025", 3),
        ("-0.025", -3),
        ("5350.656", 535_066),
    ] {
        assert_eq!(
            Money::round(dec(text), Currency::EUR),
            Ok(eur(minor)),
            "{text}"
        );
    }
    assert_eq!(
        Money::round(dec("832.5"), currency("JPY")).unwrap().minor(),
        833
    );
    assert_eq!(
        Money::round(dec("0.0005"), currency("KWD"))
            .unwrap()
            .minor(),
        1
    );
}

#[test]
fn sums_stay_in_one_currency_and_in_range() {
    assert_eq!(eur(1).plus(eur(2)), Ok(eur(3)));
    assert_eq!(eur(1).minus(eur(2)), Ok(eur(-1)));
    let pounds = Money::new(1, Currency::GBP);
    let sentence = "Amounts in EUR and GBP cannot be added.";
    assert_eq!(eur(1).plus(pounds).unwrap_err().message(), sentence);
    assert_eq!(eur(1).minus(pounds).unwrap_err().message(), sentence);
    let sentence = "The amount is larger than this program can hold in EUR.";
    assert_eq!(eur(i64::MAX).plus(eur(1)).unwrap_err().message(), sentence);
    assert_eq!(eur(i64::MIN).minus(eur(1)).unwrap_err().message(), sentence);
}

#[test]
fn the_ends_of_the_range_are_whole() {
    for minor in [i64::MAX, i64::MIN] {
        for code in ["JPY", "EUR", "KWD", "CLF"] {
            let money = Money::new(minor, currency(code));
            assert_eq!(Money::parse(&money.plain(), currency(code)), Ok(money));
        }
    }
    assert!(Money::parse("92233720368547758.08", Currency::EUR).is_err());
    assert!(Money::round(Decimal::MAX, currency("KWD")).is_err());
    assert!(Money::exact(Decimal::MIN, currency("JPY")).is_err());
}

#[test]
fn amounts_are_grouped_by_thousands() {
    for (minor, code, want) in [
        (0, "EUR", "0.00"),
        (5, "EUR", "0.05"),
        (99_999, "EUR", "999.99"),
        (100_000, "EUR", "1,000.00"),
        (-123_456_789, "EUR", "-1,234,567.89"),
        (-99_900, "EUR", "-999.00"),
        (1_950_000, "JPY", "1,950,000"),
        (1_234_567, "KWD", "1,234.567"),
    ] {
        assert_eq!(Money::new(minor, currency(code)).grouped(), want);
    }
    assert_eq!(eur(195_000).to_string(), "1,950.00 EUR");
}

#[test]
fn signs_are_told_apart() {
    assert!(eur(1).is_positive() && !eur(0).is_positive() && !eur(-1).is_positive());
    assert!(Money::zero(Currency::EUR).is_zero() && !eur(-1).is_zero());
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["JPY", "EUR", "KWD", "CLF"]).prop_map(currency)
}

proptest! {
    #[test]
    fn every_amount_is_read_back(minor in any::<i64>(), currency in any_currency()) {
        let money = Money::new(minor, currency);
        prop_assert_eq!(Money::parse(&money.plain(), currency), Ok(money));
        prop_assert_eq!(Money::exact(money.to_decimal(), currency), Ok(money));
        prop_assert_eq!(Money::round(money.to_decimal(), currency), Ok(money));
        prop_assert_eq!(money.grouped().replace(',', ""), money.plain());
    }

    #[test]
    fn sums_are_those_of_wide_integers(a in any::<i64>(), b in any::<i64>()) {
        let sum = i64::try_from(i128::from(a) + i128::from(b)).ok().map(eur);
        let difference = i64::try_from(i128::from(a) - i128::from(b)).ok().map(eur);
        prop_assert_eq!(eur(a).plus(eur(b)).ok(), sum);
        prop_assert_eq!(eur(a).minus(eur(b)).ok(), difference);
    }

    #[test]
    fn rounding_is_off_by_at_most_half_a_unit(
        mantissa in any::<i64>(),
        scale in 0_u32..12,
        currency in any_currency(),
    ) {
        let value = Decimal::new(mantissa, scale);
        if let Ok(money) = Money::round(value, currency) {
            let half = Decimal::new(5, currency.decimals() + 1);
            prop_assert!((money.to_decimal() - value).abs() <= half);
        }
    }
}
