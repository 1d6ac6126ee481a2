use proptest::prelude::*;

use super::*;

#[test]
fn the_machine_form_is_read_exactly() {
    for (text, want) in [
        ("3", "3"),
        ("-2.5", "-2.5"),
        ("0.055", "0.055"),
        ("1950.00", "1950"),
        ("007", "7"),
        ("-0", "0"),
        ("-0.00", "0"),
        (
            "0.0000000000000000000000000001",
            "0.0000000000000000000000000001",
        ),
        (
            "7922816251426433759354395033.5",
            "7922816251426433759354395033.5",
        ),
    ] {
        assert_eq!(plain(parse(text).unwrap()), want, "{text:?}");
    }
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "",
        "-",
        ".",
        "-.",
        "1.",
        ".5",
        "-.5",
        "+1",
        "1,5",
        "1 000",
        " 1",
        "1 ",
        "1e3",
        "1_000",
        "--1",
        "1.2.3",
        "1-",
        "٣",
        "NaN",
        "0x10",
        "79228162514264337593543950336",
        "0.00000000000000000000000000001",
    ] {
        let failure = parse(text).unwrap_err();
        assert_eq!(
            failure.message(),
            format!("\"{text}\" is not a decimal number.")
        );
    }
}

proptest! {
    #[test]
    fn every_decimal_is_read_back(mantissa in any::<i64>(), scale in 0_u32..=28) {
        let value = Decimal::new(mantissa, scale);
        prop_assert_eq!(parse(&plain(value)), Ok(value));
        prop_assert_eq!(parse(&value.to_string()), Ok(value));
    }

    #[test]
    fn any_text_is_answered(text in "[-+0-9.,eE_ ]{0,40}") {
        if let Ok(value) = parse(&text) {
            prop_assert_eq!(parse(&plain(value)), Ok(value));
        }
    }
}
