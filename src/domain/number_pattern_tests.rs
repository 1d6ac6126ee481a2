use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).unwrap()
}

fn refusal(text: &str) -> String {
    Pattern::parse(text).unwrap_err().message().to_owned()
}

#[test]
fn patterns_make_numbers() {
    for (text, seq, want) in [
        ("{year}-{seq:03}", 48, "2026-048"),
        ("{year}-{seq:03}", 1234, "2026-1234"),
        ("RE{year:02}{month:02}-{seq:4}", 7, "RE2611-0007"),
        ("{seq}", 7, "7"),
        ("{seq}/{year}", 7, "7/2026"),
        (
            "F-{year:04}.{month}.{seq:010}/A",
            3,
            "F-2026.11.0000000003/A",
        ),
        ("Rechnung № {seq}", 3, "Rechnung № 3"),
    ] {
        let made = pattern(text).number(day("2026-11-23"), seq).unwrap();
        assert_eq!(made, want, "{text}");
        assert_eq!(pattern(text).to_string(), text);
    }
}

#[test]
fn what_is_wrong_with_a_pattern_is_named() {
    for (text, want) in [
        ("", "has no {seq}, so every number would be the same"),
        ("{year}", "has no {seq}, so every number would be the same"),
        ("{seq}-{seq}", "has {seq} twice"),
        ("{seq}-{seq:03}", "has {seq} twice"),
        ("{seq}-{day}", "has {day}, which is not known"),
        ("{seq}-{}", "has {}, which is not known"),
        ("{Seq}", "has {Seq}, which is not known"),
        ("{seq", "has a brace without its partner"),
        ("seq}", "has a brace without its partner"),
        ("{{seq}}", "has a brace without its partner"),
        ("{seq}}", "has a brace without its partner"),
        ("{seq:0}", "asks for a width that is not known, {seq:0}"),
        ("{seq:11}", "asks for a width that is not known, {seq:11}"),
        ("{seq:+3}", "asks for a width that is not known, {seq:+3}"),
        (
            "{year:3}-{seq}",
            "asks for a year in a way that is not known, {year:3}",
        ),
        (
            "{month:1}-{seq}",
            "asks for a month in a way that is not known, {month:1}",
        ),
        ("draft:{seq}", "makes numbers that an invoice cannot have"),
        (" {seq}", "makes numbers that an invoice cannot have"),
        (
            "a\u{202e}{seq}",
            "makes numbers that an invoice cannot have",
        ),
    ] {
        let shown = crate::domain::text::one_line(text);
        assert_eq!(
            refusal(text),
            format!("The number pattern \"{shown}\" {want}."),
        );
    }
    let failure = Pattern::parse("Draft:{seq}").unwrap_err();
    assert_eq!(
        failure.causes(),
        ["The invoice number \"Draft:1\" would name a draft, and a draft has no number."]
    );
}

#[test]
fn a_pattern_leaves_room_to_grow() {
    assert!(Pattern::parse(&format!("{}{{seq}}", "x".repeat(34))).is_ok());
    let tight = refusal(&format!("{}{{seq}}", "x".repeat(35)));
    assert!(tight.contains("leaves too little room"), "{tight}");
    assert!(Pattern::parse(&format!("{}{{seq:010}}", "x".repeat(30))).is_ok());
    let made = pattern(&format!("{}{{seq}}", "x".repeat(34)));
    assert!(made.number(day("2026-01-01"), 1_000_000).is_err());
}

#[test]
fn a_running_number_of_zero_is_refused() {
    assert!(pattern("{seq}").number(day("2026-01-01"), 0).is_err());
    assert_eq!(pattern("{seq}").read_any("0"), None);
}

#[test]
fn only_its_own_numbers_are_read() {
    let yearly = pattern("{year}-{seq:03}");
    let on = day("2026-11-23");
    assert_eq!(yearly.read(on, "2026-048"), Some(48));
    assert_eq!(yearly.read(on, "2026-1048"), Some(1048));
    for other in [
        "2025-048",
        "2026-48",
        "2026-0048",
        "2026-",
        "2026-04a",
        "2026-+48",
        "2026",
        "",
        "2026-٠٤٨",
        "2026-000",
        "2026-048 ",
        "2026-99999999999999999999",
    ] {
        assert_eq!(yearly.read(on, other), None, "{other:?}");
    }
    assert_eq!(yearly.read_any("1999-007"), Some(7));
    assert_eq!(pattern("é{seq}ü").read(on, "é5ü"), Some(5));
    assert_eq!(pattern("{year}-{month}-{seq}").read_any("2026-13-1"), None);
}

#[test]
fn patterns_that_could_make_the_same_number_are_found() {
    for (one, other, want) in [
        ("{year}-{seq:03}", "{year}-{seq:03}", true),
        ("{year}-{seq:03}", "{year}-{seq:05}", true),
        ("{year}-{seq:03}", "2026-{seq}", true),
        ("{seq}", "{year}{seq:03}", true),
        ("{year}-{seq:03}", "CN{year}-{seq:03}", false),
        ("{seq}", "{seq}/{year}", false),
        ("A{seq}", "B{seq}", false),
    ] {
        assert_eq!(pattern(one).meets(&pattern(other)), want, "{one} {other}");
        assert_eq!(pattern(other).meets(&pattern(one)), want, "{other} {one}");
    }
}

fn any_pattern() -> impl Strategy<Value = (String, usize)> {
    let piece = prop::sample::select(vec![
        "",
        "-",
        "RE",
        "2",
        "0",
        "{year}",
        "{year:02}",
        "{month}",
    ]);
    let seq = 1_usize..=6;
    (piece.clone(), piece.clone(), seq, piece.clone(), piece)
        .prop_map(|(a, b, width, c, d)| (format!("{a}{b}{{seq:0{width}}}{c}{d}"), width))
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".*") {
        if let Ok(pattern) = Pattern::parse(&text) {
            prop_assert!(pattern.number(day("2026-11-23"), 999_999).is_ok());
        }
    }

    #[test]
    fn a_number_is_read_back(
        (text, _) in any_pattern(), offset in 0_u64..20_000, seq in 1_u64..10_000_000,
    ) {
        let on = day("2000-01-01") + chrono::Days::new(offset);
        let pattern = pattern(&text);
        let made = pattern.number(on, seq).unwrap();
        prop_assert_eq!(pattern.read(on, &made), Some(seq));
        prop_assert_eq!(pattern.read_any(&made), Some(seq));
        prop_assert!(made.starts_with(&pattern.prefix(on)) && made.ends_with(&pattern.suffix(on)));
        prop_assert!(pattern.meets(&pattern));
    }

    #[test]
    fn different_counts_make_different_numbers(
        (text, _) in any_pattern(), one in 1_u64..100_000, other in 1_u64..100_000,
    ) {
        let pattern = pattern(&text);
        let on = day("2026-11-23");
        let same = pattern.number(on, one).unwrap() == pattern.number(on, other).unwrap();
        prop_assert_eq!(same, one == other);
    }

    #[test]
    fn numbers_within_the_width_are_in_order((text, width) in any_pattern(), seq in 1_u64..999_999) {
        let pattern = pattern(&text);
        let on = day("2026-11-23");
        let most = 10_u64.pow(u32::try_from(width).unwrap());
        let (low, high) = (seq % most, seq % most + 1);
        if low > 0 && high < most {
            prop_assert!(pattern.number(on, low).unwrap() < pattern.number(on, high).unwrap());
        }
    }
}
