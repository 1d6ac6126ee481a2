use proptest::prelude::*;

use super::*;
use crate::domain::currency::Currency;
use crate::domain::input;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(text: &str, code: &str) -> Money {
    Money::parse(text, Currency::from_code(code).unwrap()).unwrap()
}

fn each<T>(of: impl Fn(Language) -> T) -> Vec<T> {
    Language::ALL.iter().map(|language| of(*language)).collect()
}

#[test]
fn languages_are_read_from_codes_and_english_stands_in() {
    for (code, want) in [
        ("en", Language::En),
        ("de", Language::De),
        ("DE", Language::De),
        ("de-AT", Language::De),
        ("fr_CA", Language::Fr),
        (" es ", Language::Es),
        ("it", Language::En),
        ("", Language::En),
    ] {
        assert_eq!(Language::from_code(code), want, "{code:?}");
    }
}

#[test]
fn money_is_written_as_the_language_does() {
    assert_eq!(
        each(|l| l.money(money("1950.00", "EUR"))),
        [
            "EUR 1,950.00",
            "1.950,00 EUR",
            "1\u{a0}950,00 EUR",
            "1950,00 EUR"
        ]
    );
    assert_eq!(
        each(|l| l.money(money("12345678.90", "USD"))),
        [
            "USD 12,345,678.90",
            "12.345.678,90 USD",
            "12\u{a0}345\u{a0}678,90 USD",
            "12.345.678,90 USD"
        ]
    );
    assert_eq!(
        each(|l| l.amount(money("-0.05", "EUR"))),
        ["-0.05", "-0,05", "-0,05", "-0,05"]
    );
}

#[test]
fn each_currency_keeps_its_decimals() {
    assert_eq!(Language::De.money(money("125000", "JPY")), "125.000 JPY");
    assert_eq!(Language::En.money(money("1.5", "KWD")), "KWD 1.500");
    assert_eq!(Language::Fr.money(money("0", "EUR")), "0,00 EUR");
}

#[test]
fn numbers_have_no_needless_zeros() {
    let value: Decimal = "2.500".parse().unwrap();
    assert_eq!(each(|l| l.number(value)), ["2.5", "2,5", "2,5", "2,5"]);
    assert_eq!(Language::De.number(Decimal::from(19)), "19");
}

#[test]
fn dates_are_written_in_full() {
    assert_eq!(
        each(|l| l.date(day("2026-10-20"))),
        [
            "20 October 2026",
            "20. Oktober 2026",
            "20 octobre 2026",
            "20 de octubre de 2026"
        ]
    );
    assert_eq!(
        each(|l| l.date(day("2026-03-01"))),
        [
            "1 March 2026",
            "1. März 2026",
            "1er mars 2026",
            "1 de marzo de 2026"
        ]
    );
    assert_eq!(
        each(|l| l.day_and_month(day("2026-08-01"))),
        ["1 August", "1. August", "1er août", "1 de agosto"]
    );
    assert_eq!(
        each(|l| l.day_and_month(day("2026-12-31"))),
        [
            "31 December",
            "31. Dezember",
            "31 décembre",
            "31 de diciembre"
        ]
    );
}

#[test]
fn every_month_has_its_name_in_every_language() {
    let months = |language: Language| -> String {
        (1..=12)
            .map(|month| NaiveDate::from_ymd_opt(2026, month, 2).unwrap())
            .map(|day| language.day_and_month(day))
            .map(|text| text.rsplit(' ').next().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        each(months),
        [
            "January February March April May June July August September October November December",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre \
             diciembre",
        ]
    );
}

#[test]
fn days_are_counted_with_their_plural() {
    assert_eq!(each(|l| l.days(1)), ["1 day", "1 Tag", "1 jour", "1 día"]);
    assert_eq!(
        each(|l| l.days(34)),
        ["34 days", "34 Tage", "34 jours", "34 días"]
    );
    assert_eq!(
        each(|l| l.days(0)),
        ["0 days", "0 Tage", "0 jour", "0 días"]
    );
    assert_eq!(
        each(|l| l.days(-1)),
        ["-1 day", "-1 Tag", "-1 jour", "-1 día"]
    );
}

proptest! {
    #[test]
    fn a_written_amount_is_the_same_amount(
        minor in any::<i64>(),
        code in prop::sample::select(vec!["EUR", "USD", "GBP"]),
    ) {
        let money = Money::new(minor, Currency::from_code(code).unwrap());
        for language in Language::ALL {
            let text = language.money(money);
            prop_assert_eq!(input::amount(&text, money.currency()), Ok(money), "{}", text);
        }
    }
}

#[test]
fn months_are_named_with_and_without_their_year() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();
    for (language, month, both) in [
        (Language::En, "March", "March 2026"),
        (Language::De, "März", "März 2026"),
        (Language::Fr, "mars", "mars 2026"),
        (Language::Es, "marzo", "marzo de 2026"),
    ] {
        assert_eq!(language.month(day), month);
        assert_eq!(language.month_and_year(day), both);
    }
}
