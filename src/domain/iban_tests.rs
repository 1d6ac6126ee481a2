use proptest::prelude::*;

use super::*;

fn refusal(text: &str) -> String {
    Iban::parse(text).unwrap_err().message().to_owned()
}

/// Examples that central banks publish.
const RIGHT: &[&str] = &[
    "AT611904300234573201",
    "BE68539007547034",
    "CH9300762011623852957",
    "DE89370400440532013000",
    "DK5000400440116243",
    "ES9121000418450200051332",
    "FI2112345600000785",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "IE29AIBK93115212345678",
    "IT60X0542811101000000123456",
    "LU280019400644750000",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "PL61109010140000071219812874",
    "PT50000201231234567890154",
    "SE4550000000058398257466",
];

#[test]
fn right_ibans_are_read_in_any_spelling() {
    for text in RIGHT {
        let iban = Iban::parse(text).unwrap();
        assert_eq!(iban.plain(), *text);
        assert_eq!(iban.country(), text.chars().take(2).collect::<String>());
        assert_eq!(Iban::parse(&iban.to_string()), Ok(iban));
        assert_eq!(Iban::parse(&text.to_lowercase()), Ok(iban));
    }
}

#[test]
fn an_iban_is_printed_in_groups_of_four() {
    assert_eq!(
        grouped("de89370400440532013000"),
        "DE89 3704 0044 0532 0130 00"
    );
    assert_eq!(grouped("NO93 8601 1117 947"), "NO93 8601 1117 947");
    assert_eq!(grouped("12345"), "12345");
}

#[test]
fn what_is_wrong_is_said() {
    for (text, want) in [
        (
            "DE8937040044053201300",
            "An IBAN of Germany has 22 characters, this has 21.",
        ),
        (
            "DE893704004405320130000",
            "An IBAN of Germany has 22 characters, this has 23.",
        ),
        (
            "DE89370400440532013001",
            "The check digits of the IBAN do not fit; look for a typo.",
        ),
        (
            "US89370400440532013000",
            "\"US\" is no country with IBANs; an IBAN begins with one, such as DE.",
        ),
        (
            "",
            "\"\" is no country with IBANs; an IBAN begins with one, such as DE.",
        ),
        (
            "DE89370400440532013_00",
            "An IBAN has no \"_\", only letters and digits.",
        ),
        (
            "DE89370400é40532013000",
            "An IBAN has no \"É\", only letters and digits.",
        ),
        (
            "DEX9370400440532013000",
            "After the country, an IBAN has two check digits.",
        ),
        ("XK05", "An IBAN of Kosovo has 20 characters, this has 4."),
    ] {
        assert_eq!(refusal(text), want, "{text:?}");
    }
}

#[test]
fn an_account_of_the_wrong_form_is_said() {
    // Right length and check digits, but letters where Germany has digits.
    let mut with_letters = None;
    for check in 2..=98 {
        let text = format!("DE{check:02}ABCD00440532013000");
        if text.parse::<iban::BaseIban>().is_ok() {
            with_letters = Some(text);
        }
    }
    assert_eq!(
        refusal(&with_letters.unwrap()),
        "The account number in the IBAN has not the form of Germany."
    );
}

#[test]
fn every_country_has_one_length() {
    let codes: Vec<&str> = LENGTHS
        .iter()
        .flat_map(|(_, codes)| codes.split(' '))
        .collect();
    let once: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!((codes.len(), once.len()), (87, 87));
    for code in codes {
        assert!(code == "XK" || Country::from_code(code).is_some(), "{code}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "([A-Z]{2}[0-9]{2}[0-9A-Z ]{10,30}|.*)") {
        if let Ok(iban) = Iban::parse(&text) {
            prop_assert_eq!(Iban::parse(iban.plain()), Ok(iban));
        }
    }

    #[test]
    fn a_digit_that_changes_is_found(which in 0..RIGHT.len(), at in 4_usize..15, by in 1_u32..10) {
        let mut text: Vec<char> = RIGHT[which].chars().collect();
        if let Some(digit) = text[at].to_digit(10) {
            text[at] = char::from_digit((digit + by) % 10, 10).unwrap();
            let text: String = text.into_iter().collect();
            prop_assert!(Iban::parse(&text).is_err(), "{}", text);
        }
    }
}
