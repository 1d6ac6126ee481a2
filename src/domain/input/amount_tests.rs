use proptest::prelude::*;

use super::*;

fn currency(code: &str) -> Currency {
    Currency::from_code(code).unwrap()
}

fn plain(text: &str, code: &str) -> String {
    amount(text, currency(code)).map_or_else(|f| f.message().to_owned(), Money::plain)
}

#[test]
fn every_usual_way_to_write_an_amount_is_read() {
    for text in [
        "1234.5",
        "1234.50",
        "1234,5",
        "1234,50",
        "1.234,50",
        "1,234.50",
        "1 234,50",
        "1 234.50",
        "1'234.50",
        "1\u{2019}234,50",
        "1\u{a0}234,50",
        "1\u{202f}234,50",
        " 1234.50 ",
        "+1234.50",
        "EUR 1,234.50",
        "1.234,50 eur",
        "€1234.5",
        "1.234,50 €",
        "01234.50",
    ] {
        assert_eq!(plain(text, "EUR"), "1234.50", "{text:?}");
    }
}

#[test]
fn whole_and_grouped_amounts_are_read() {
    for (text, want) in [
        ("0", "0.00"),
        ("7", "7.00"),
        ("1234", "1234.00"),
        ("1 234", "1234.00"),
        ("1'234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("1,234,567", "1234567.00"),
        ("1.234.567,89", "1234567.89"),
        ("12 345 678,9", "12345678.90"),
        (".5", "0.50"),
        (",05", "0.05"),
        ("0.500", "0.50"),
        ("-3,20", "-3.20"),
        ("\u{2212}3,20", "-3.20"),
        ("- 3,20", "-3.20"),
        ("1234.500", "1234.50"),
    ] {
        assert_eq!(plain(text, "EUR"), want, "{text:?}");
    }
}

#[test]
fn one_separator_before_three_digits_is_refused_with_both_readings() {
    for text in ["1.234", "1,234"] {
        let failure = amount(text, Currency::EUR).unwrap_err();
        assert_eq!(
            failure.message(),
            format!("\"{text}\" could mean 1234 or 1.234, so it is not taken.")
        );
        assert_eq!(
            failure.next_step(),
            "write 1234 for the first; amounts in EUR have 2 decimals"
        );
    }
    assert_eq!(
        plain("-999,000", "EUR"),
        "\"-999,000\" could mean -999000 or -999.000, so it is not taken."
    );
}

#[test]
fn a_currency_with_three_decimals_is_refused_the_same_and_says_how_to_write_it() {
    let failure = amount("1.234", currency("KWD")).unwrap_err();
    assert_eq!(failure.next_step(), "write 1234 or 1.2340");
    assert_eq!(plain("1.2340", "KWD"), "1.234");
    assert_eq!(plain("1234", "KWD"), "1234.000");
    assert_eq!(plain("0,125", "KWD"), "0.125");
    assert_eq!(plain("1.234,567", "KWD"), "1234.567");
    assert_eq!(plain("1234.567", "KWD"), "1234.567");
}

#[test]
fn a_currency_without_decimals_has_only_one_reading() {
    assert_eq!(plain("1,234", "JPY"), "1234");
    assert_eq!(plain("1.234", "JPY"), "1234");
    assert_eq!(plain("12,345,678", "JPY"), "12345678");
    assert_eq!(
        plain("12.5", "JPY"),
        "12.5 has more decimals than JPY, which has 0."
    );
}

#[test]
fn more_decimals_than_the_currency_are_refused_and_never_rounded() {
    assert_eq!(
        plain("1'234.567", "EUR"),
        "1234.567 has more decimals than EUR, which has 2."
    );
    assert_eq!(
        plain("0.125", "EUR"),
        "0.125 has more decimals than EUR, which has 2."
    );
}

#[test]
fn another_currency_is_refused_by_name() {
    assert_eq!(
        plain("USD 12.50", "EUR"),
        "\"USD 12.50\" is in USD, but the amount is in EUR."
    );
    assert_eq!(plain("12 XYZ", "EUR"), "\"12 XYZ\" is not an amount.");
    assert_eq!(plain("$12", "EUR"), "\"$12\" is not an amount.");
}

#[test]
fn what_is_no_number_is_refused() {
    for text in [
        "",
        " ",
        "-",
        "+",
        ".",
        ",",
        "EUR",
        "abc",
        "12a",
        "1.2.3",
        "1,23,456",
        "1..5",
        "5.",
        "1 23",
        "12 34,50",
        "1.234.56",
        "1,234.5.6",
        "1.234 567,5",
        "1 234'567",
        "--5",
        "1e3",
        "٣",
        "1 ,5",
        "1.234,",
        "1234 567",
        "EUR 12 EUR",
    ] {
        assert_eq!(
            plain(text, "EUR"),
            format!("\"{}\" is not an amount.", text.trim()),
            "{text:?}"
        );
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    assert!(plain("92233720368547758.08", "EUR").contains("larger than this program can hold"));
    assert_eq!(
        plain(&"9".repeat(40), "EUR"),
        format!("\"{}\" is not an amount.", "9".repeat(40))
    );
}

#[test]
fn quantities_take_any_number_of_decimals() {
    for (text, want) in [
        ("2,5", "2.5"),
        ("0.125", "0.125"),
        ("-3", "-3"),
        ("1.23456", "1.23456"),
    ] {
        assert_eq!(number(text).unwrap().to_string(), want);
    }
    assert_eq!(
        number("1.234").unwrap_err().message(),
        "\"1.234\" could mean 1234 or 1.234, so it is not taken."
    );
    assert_eq!(
        number("3 h").unwrap_err().message(),
        "\"3 h\" is not a number."
    );
}

proptest! {
    #[test]
    fn what_the_program_writes_it_reads_back(
        minor in -999_999_999_999_i64..999_999_999_999,
        code in prop::sample::select(vec!["EUR", "JPY", "KWD", "USD"]),
    ) {
        let money = Money::new(minor, currency(code));
        prop_assert_eq!(amount(&money.to_string(), money.currency()), Ok(money));
        let other_way: String = money
            .grouped()
            .chars()
            .map(|c| match c { ',' => '.', '.' => ',', c => c })
            .collect();
        if money.currency().decimals() > 0 {
            prop_assert_eq!(amount(&other_way, money.currency()), Ok(money));
        }
    }

    #[test]
    fn any_text_is_answered(text in ".*", code in prop::sample::select(vec!["EUR", "JPY", "KWD"])) {
        if let Ok(money) = amount(&text, currency(code)) {
            prop_assert!(text.chars().any(|c| c.is_ascii_digit()), "{:?} = {}", text, money);
        }
    }

    #[test]
    fn any_text_of_digits_and_marks_keeps_its_digits(text in "[-+]?[0-9 .,']{0,14}") {
        if let Ok(value) = number(&text) {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let kept: String = value.to_string().chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(digits.trim_start_matches('0'), kept.trim_start_matches('0'));
        }
    }
}
