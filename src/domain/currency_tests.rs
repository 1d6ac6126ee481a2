use proptest::prelude::*;

use super::*;

#[test]
fn a_code_is_read_in_any_case() {
    for text in ["EUR", "eur", " Eur "] {
        assert_eq!(Currency::from_code(text), Ok(Currency::EUR));
    }
    assert_eq!(Currency::EUR.to_string(), "EUR");
    assert_eq!(format!("{:?}", Currency::GBP), "GBP");
}

#[test]
fn what_nobody_bills_in_is_refused() {
    for text in ["", "EU", "EURO", "€", "ABC", "XXX", "XTS", "XAU"] {
        let failure = Currency::from_code(text).unwrap_err();
        assert_eq!(
            failure.message(),
            format!("\"{text}\" is not an ISO 4217 currency code.")
        );
    }
}

/// ISO 4217, table A.1: every currency whose minor unit is not a hundredth.
#[test]
fn decimals_are_those_of_the_standard() {
    let other = [
        (
            0,
            "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
        (
            2,
            "EUR GBP USD CHF DKK SEK NOK PLN CZK HUF RON TRY AUD CAD NZD MXN BRL INR CNY ZAR MGA",
        ),
    ];
    for (decimals, codes) in other {
        for code in codes.split(' ') {
            assert_eq!(
                Currency::from_code(code).unwrap().decimals(),
                decimals,
                "{code}"
            );
        }
    }
}

#[test]
fn signs_are_those_that_people_write() {
    let sign = |code| Currency::from_code(code).unwrap().sign();
    assert_eq!(
        (sign("EUR"), sign("GBP"), sign("USD")),
        ("€".into(), "£".into(), "$".into())
    );
}

#[test]
fn currencies_are_ordered_by_code() {
    let mut list = [Currency::USD, Currency::EUR, Currency::GBP];
    list.sort();
    assert_eq!(list, [Currency::EUR, Currency::GBP, Currency::USD]);
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".{0,5}") {
        if let Ok(currency) = Currency::from_code(&text) {
            prop_assert_eq!(Currency::from_code(currency.code()), Ok(currency));
            prop_assert!(currency.decimals() <= 4);
        }
    }
}
