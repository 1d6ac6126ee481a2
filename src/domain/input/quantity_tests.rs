use proptest::prelude::*;

use super::*;

fn currency(code: &str) -> Currency {
    Currency::from_code(code).unwrap()
}

fn said(result: Result<String>) -> String {
    result.unwrap_or_else(|f| f.message().to_owned())
}

fn read_quantity(text: &str) -> String {
    said(quantity(text).map(|value| value.to_string()))
}

#[test]
fn quantities_are_numbers_or_times() {
    for (text, want) in [
        ("3", "3"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("-2", "-2"),
        ("\u{2212}2", "-2"),
        ("-0", "0"),
        ("0.125", "0.125"),
        ("1.234,5", "1234.5"),
        ("1 234", "1234"),
        ("1:30", "1.5"),
        ("-1:30", "-1.5"),
        ("+1:30", "1.5"),
        ("0:45", "0.75"),
        ("1:00", "1"),
        ("0:00", "0"),
        ("-0:00", "0"),
        ("100:15", "100.25"),
        ("1:20", "1.3333"),
        ("0:20", "0.3333"),
        ("0:40", "0.6667"),
        ("-0:40", "-0.6667"),
        ("0:03", "0.05"),
        ("90m", "1.5"),
        ("90 min", "1.5"),
        ("90M", "1.5"),
        ("1h30", "1.5"),
        ("1h 30m", "1.5"),
        ("1 h 30 min", "1.5"),
        ("1H30M", "1.5"),
        ("1h5", "1.0833"),
        ("2h", "2"),
        ("2 h", "2"),
        ("1.5h", "1.5"),
        ("1,5 h", "1.5"),
        ("- 1h", "-1"),
    ] {
        assert_eq!(read_quantity(text), want, "{text:?}");
    }
}

#[test]
fn what_is_no_quantity_is_refused() {
    for text in ["", "-", "abc", "3 days", "1:2:3x", "h", "m", "1 23"] {
        let message = read_quantity(text);
        assert!(
            message.starts_with(&format!("\"{text}\" is not a ")),
            "{message}"
        );
    }
    for text in [
        "1:5",
        "1:",
        ":30",
        "1:30:00",
        "1:030",
        "1.5:30",
        "1h30h",
        "1.5h30",
        "1.234h",
        "1h-5",
        "1h1.5",
        "1.5m",
        "--1:30",
        "1000000:00",
        "1hm",
        "0.001h",
    ] {
        assert_eq!(read_quantity(text), format!("\"{text}\" is not a time."));
    }
    assert_eq!(
        read_quantity("1:60"),
        "\"1:60\" has 60 minutes, and an hour has 60."
    );
    assert_eq!(
        read_quantity("1h90m"),
        "\"1h90m\" has 90 minutes, and an hour has 60."
    );
}

#[test]
fn what_could_be_two_things_is_refused_with_both() {
    let failure = quantity("1.234").unwrap_err();
    assert_eq!(
        failure.message(),
        "\"1.234\" could mean 1234 or 1.234, so it is not taken."
    );
    assert_eq!(failure.next_step(), "write 1234 or 1.2340");
    let failure = price("1,234 EUR", Currency::EUR).unwrap_err();
    assert_eq!(
        failure.message(),
        "\"1,234\" could mean 1234 or 1.234, so it is not taken."
    );
    assert!(price("1,234", currency("JPY")).is_err());
}

#[test]
fn quantities_are_echoed() {
    for (text, want) in [
        ("2,5", "= 2.5"),
        ("1234,50", "= 1,234.5"),
        ("-1234567", "= -1,234,567"),
        ("1:30", "1 h 30 min = 1.5"),
        ("2h", "2 h = 2"),
        ("45m", "45 min = 0.75"),
        ("90m", "1 h 30 min = 1.5"),
        ("-0:30", "-30 min = -0.5"),
        ("1:20", "1 h 20 min = 1.3333, rounded to 4 decimals"),
        ("0:00", "0 min = 0"),
    ] {
        assert_eq!(said(quantity_echo(text)), want);
    }
    assert_eq!(said(quantity_echo("x")), "\"x\" is not a quantity.");
}

#[test]
fn prices_may_have_more_decimals_than_the_currency() {
    for (text, code, want) in [
        ("76", "EUR", "= 76.00 EUR"),
        ("1.234,50", "EUR", "= 1,234.50 EUR"),
        ("€ 1,234.5", "EUR", "= 1,234.50 EUR"),
        ("0,0875", "EUR", "= 0.0875 EUR"),
        ("0.123456", "EUR", "= 0.123456 EUR"),
        ("1234567.8901", "EUR", "= 1,234,567.8901 EUR"),
        ("0", "EUR", "= 0.00 EUR"),
        ("-0", "EUR", "= 0.00 EUR"),
        ("600", "JPY", "= 600 JPY"),
        ("0.5 JPY", "JPY", "= 0.5 JPY"),
        ("1.5", "KWD", "= 1.500 KWD"),
        (
            "0.1234567",
            "EUR",
            "The price 0.1234567 has more than 6 decimals.",
        ),
        ("-5", "EUR", "The price -5 is negative."),
        ("abc", "EUR", "\"abc\" is not a price."),
        (
            "5 USD",
            "EUR",
            "\"5 USD\" is in USD, but the amount is in EUR.",
        ),
    ] {
        assert_eq!(said(price_echo(text, currency(code))), want, "{text}");
    }
}

#[test]
fn rates_are_percentages() {
    for (text, want) in [
        ("19", "= 19 %"),
        ("19%", "= 19 %"),
        ("5,5 %", "= 5.5 %"),
        ("5.50\u{a0}%", "= 5.5 %"),
        ("0", "= 0 %"),
        ("-0", "= 0 %"),
        ("100", "= 100 %"),
        ("1.234", "= 1.234 %"),
        ("100.01", "100.01 % is not from 0 to 100 percent."),
        ("-1", "-1 % is not from 0 to 100 percent."),
        ("%", "\"%\" is not a percentage."),
        ("19%%", "\"19%%\" is not a percentage."),
        ("", "\"\" is not a percentage."),
    ] {
        assert_eq!(said(rate_echo(text)), want);
    }
}

#[test]
fn discounts_are_percentages_or_amounts() {
    assert_eq!(
        discount("10%", Currency::EUR),
        Ok(TypedDiscount::Percent(Decimal::TEN))
    );
    assert_eq!(
        discount("50,00", Currency::EUR),
        Ok(TypedDiscount::Amount(Money::new(5000, Currency::EUR)))
    );
    for (text, want) in [
        ("10 %", "= 10 % off"),
        ("2,5%", "= 2.5 % off"),
        ("50", "= 50.00 EUR off"),
        ("50 EUR", "= 50.00 EUR off"),
        ("€50", "= 50.00 EUR off"),
        ("0", "= 0.00 EUR off"),
        ("101%", "101 % is not from 0 to 100 percent."),
        ("-50", "The discount -50.00 EUR is negative."),
        ("-5%", "-5 % is not from 0 to 100 percent."),
        (
            "1.234",
            "\"1.234\" could mean 1234 or 1.234, so it is not taken.",
        ),
        ("0.125", "0.125 has more decimals than EUR, which has 2."),
        ("", "\"\" is not an amount."),
    ] {
        assert_eq!(said(discount_echo(text, Currency::EUR)), want);
    }
}

proptest! {
    #[test]
    fn a_time_is_its_hours(whole in 0_i64..9_999, rest in 0_i64..60) {
        let forms = [
            format!("{whole}:{rest:02}"),
            format!("{whole}h{rest}"),
            format!("{whole}h {rest}m"),
            format!("{whole} h {rest} min"),
        ];
        let exact = Decimal::from(whole * 60 + rest) / Decimal::from(60);
        for form in forms {
            let value = quantity(&form).unwrap();
            prop_assert!((value - exact).abs() <= Decimal::new(5, 5), "{} = {}", form, value);
            prop_assert!(value.scale() <= 4);
            if rest % 3 == 0 {
                prop_assert_eq!(value * Decimal::from(60), Decimal::from(whole * 60 + rest));
            }
            prop_assert_eq!(quantity(&format!("-{form}")).unwrap(), -value);
            let echo = quantity_echo(&form).unwrap();
            prop_assert_eq!(echo.contains("rounded"), rest % 3 != 0, "{}", echo);
        }
    }

    #[test]
    fn any_text_is_answered(text in ".*", code in prop::sample::select(vec!["EUR", "JPY", "KWD"])) {
        let code = currency(code);
        prop_assert_eq!(quantity(&text).is_ok(), quantity_echo(&text).is_ok());
        if let Ok(value) = price(&text, code) {
            prop_assert!(value >= Decimal::ZERO && value.normalize().scale() <= PRICE_DECIMALS);
        }
        if let Ok(value) = rate(&text) {
            prop_assert!((Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value));
        }
        prop_assert_eq!(discount(&text, code).is_ok(), discount_echo(&text, code).is_ok());
    }

    #[test]
    fn any_text_like_a_time_is_answered(text in "[-+]?[0-9]{0,3}[:h., ]?[0-9]{0,3} ?(m|min|h)?") {
        if let Ok(value) = quantity(&text) {
            prop_assert!(text.chars().any(|c| c.is_ascii_digit()), "{:?} = {}", text, value);
        }
    }

    #[test]
    fn a_price_is_read_back_from_its_echo(units in 0_i64..10_000_000_000, scale in 0_u32..=6) {
        let value = Decimal::new(units, scale);
        let echo = price_echo(&format!("{value}00"), Currency::EUR);
        if let Ok(echo) = echo {
            let text = echo.trim_start_matches("= ").to_owned();
            match price(&text, Currency::EUR) {
                Ok(read) => prop_assert_eq!(plain(read), plain(price(&format!("{value}00"), Currency::EUR).unwrap())),
                Err(failure) => prop_assert!(failure.message().contains("could mean"), "{}", failure),
            }
        }
    }
}
