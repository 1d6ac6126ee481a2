//! The creditor reference of ISO 11649, which banks carry unchanged and check by its digits.

use crate::failure::{Failure, Result};

/// The most letters and digits after `RF` and the two check digits (ISO 11649).
pub const LONGEST: usize = 21;

/// Makes the creditor reference of an invoice's number, in groups of four: `RF52 2026 048` of
/// 2026-048. Letters (in capitals, without their marks) and digits of the number are kept.
///
/// `None` when none are left, or more than [`LONGEST`]: a reference that was cut could be that of
/// another invoice.
#[must_use]
pub fn creditor_reference(number: &str) -> Option<String> {
    let folded = super::latin::fold(number).to_ascii_uppercase();
    let kept: String = folded.chars().filter(char::is_ascii_alphanumeric).collect();
    if !(1..=LONGEST).contains(&kept.len()) {
        return None;
    }
    let check = 98_u32.checked_sub(remainder(&format!("{kept}RF00"))?)?;
    Some(grouped(&format!("RF{check:02}{kept}")))
}

/// Checks a creditor reference, with or without blanks, upper or lower case.
///
/// # Errors
/// Usage, when it has not its form, or when its check digits are wrong.
pub fn check_creditor_reference(text: &str) -> Result<()> {
    let shown = super::text::one_line(text.trim());
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_ascii_uppercase();
    let parts = plain
        .strip_prefix("RF")
        .and_then(|rest| rest.split_at_checked(2))
        .filter(|(check, rest)| {
            check.chars().all(|c| c.is_ascii_digit())
                && (1..=LONGEST).contains(&rest.len())
                && rest.chars().all(|c| c.is_ascii_alphanumeric())
        });
    let Some((check, rest)) = parts else {
        return Err(
            Failure::usage(format!("\"{shown}\" is not a creditor reference."))
                .hint("it is RF, two check digits and up to 21 letters and digits"),
        );
    };
    if remainder(&format!("{rest}RF{check}")) == Some(1) {
        return Ok(());
    }
    Err(
        Failure::usage(format!("The check digits of \"{shown}\" are wrong."))
            .hint("compare it with the invoice; two characters may have changed places"),
    )
}

/// The remainder by 97, letters counted as 10 to 35 (ISO 7064 MOD 97-10).
fn remainder(text: &str) -> Option<u32> {
    text.chars().try_fold(0_u32, |sum, c| {
        let value = c.to_digit(36)?;
        let shift = if value < 10 { 10 } else { 100 };
        Some((sum * shift + value) % 97)
    })
}

fn grouped(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() + plain.len() / 4);
    for (index, c) in plain.chars().enumerate() {
        if index > 0 && index.is_multiple_of(4) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_references_are_right() {
        for text in [
            "RF18 5390 0754 7034",
            "RF18539007547034",
            "rf18 5390 0754 7034",
            "RF18 0000 0000 0539 0075 4703 4",
            "RF712348231",
        ] {
            assert_eq!(check_creditor_reference(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn numbers_become_references() {
        for (number, want) in [
            ("2026-048", Some("RF52 2026 048")),
            ("539007547034", Some("RF18 5390 0754 7034")),
            ("2348231", Some("RF71 2348 231")),
            ("a", Some("RF25 A")),
            ("RE-2026/0007", Some("RF72 RE20 2600 07")),
            ("Büro 1", creditor_reference("BUERO1").as_deref()),
            ("0", Some("RF04 0")),
            (
                "ZZZZZZZZZZZZZZZZZZZZZ",
                Some("RF09 ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ Z"),
            ),
            ("ZZZZZZZZZZZZZZZZZZZZZZ", None),
            ("---", None),
            ("", None),
            ("株", None),
        ] {
            assert_eq!(creditor_reference(number).as_deref(), want, "{number}");
        }
    }

    #[test]
    fn wrong_references_say_why() {
        for text in [
            "",
            "RF18",
            "RF1",
            "RFXX1",
            "DE18 1",
            "RF18 5390-0754",
            "RFé1 1",
        ] {
            assert_eq!(
                check_creditor_reference(text).unwrap_err().message(),
                format!("\"{text}\" is not a creditor reference.")
            );
        }
        assert!(check_creditor_reference(&format!("RF18{}", "1".repeat(22))).is_err());
        assert_eq!(
            check_creditor_reference("RF18 2026 048")
                .unwrap_err()
                .message(),
            "The check digits of \"RF18 2026 048\" are wrong."
        );
    }

    proptest! {
        #[test]
        fn what_is_made_is_right_and_a_changed_character_is_found(
            number in "[0-9A-Z-]{1,21}", at in 0_usize..21, digit in 0_u32..36,
        ) {
            if let Some(reference) = creditor_reference(&number) {
                prop_assert_eq!(check_creditor_reference(&reference), Ok(()));
                let mut changed: Vec<char> = reference.chars().filter(|c| *c != ' ').collect();
                let at = 4 + at % (changed.len() - 4);
                let new = char::from_digit(digit, 36).unwrap().to_ascii_uppercase();
                let same = changed[at] == new;
                let alike = changed[at].is_ascii_digit() == new.is_ascii_digit();
                changed[at] = new;
                let changed: String = changed.into_iter().collect();
                if same || alike {
                    prop_assert_eq!(check_creditor_reference(&changed).is_ok(), same);
                }
            }
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            if let Some(reference) = creditor_reference(&text) {
                prop_assert_eq!(check_creditor_reference(&reference), Ok(()));
            }
            let _ = check_creditor_reference(&text);
        }
    }
}
