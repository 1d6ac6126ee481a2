use proptest::prelude::*;

use super::*;

fn refusal(number: &str) -> String {
    check(number).unwrap_err().message().to_owned()
}

#[test]
fn any_system_of_numbers_is_taken() {
    for number in [
        "1",
        "2026-039",
        "RE/2026/11 #7",
        "Rechnung № 5",
        "株-1",
        &"9".repeat(40),
    ] {
        assert_eq!(check(number), Ok(()), "{number}");
    }
}

#[test]
fn what_cannot_be_referred_to_is_refused() {
    assert_eq!(refusal(""), "An invoice number must not be empty.");
    assert_eq!(
        refusal(" 1"),
        "The invoice number \" 1\" has blanks around it."
    );
    assert_eq!(
        refusal("1\u{a0}"),
        "The invoice number \"1\u{a0}\" has blanks around it."
    );
    for number in ["1\n2", "1\t2", "\u{1b}[2J1", "1\u{202e}2", "1\u{200b}"] {
        assert!(
            refusal(number).ends_with("has a character that cannot be printed."),
            "{number:?}"
        );
    }
    assert_eq!(
        refusal(&"9".repeat(41)),
        format!(
            "The invoice number \"{}\" is longer than 40 characters.",
            "9".repeat(41)
        )
    );
    assert_eq!(
        refusal("Draft:7"),
        "The invoice number \"Draft:7\" would name a draft, and a draft has no number."
    );
}

proptest! {
    #[test]
    fn a_number_that_is_taken_is_shown_as_it_is(number in ".{0,45}") {
        if check(&number).is_ok() {
            prop_assert_eq!(one_line(&number), number.clone());
            prop_assert!((1..=LONGEST).contains(&number.chars().count()));
        }
    }
}
