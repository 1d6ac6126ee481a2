use std::time::Instant;

use proptest::prelude::*;

use super::*;

#[test]
fn national_numbers_get_the_country_of_the_client() {
    for (text, country, e164) in [
        ("0171 2345678", "DE", "+491712345678"),
        ("040 555 0100", "DE", "+49405550100"),
        ("(040) 5550-100", "DE", "+49405550100"),
        ("+49 (0)171 234 56 78", "FR", "+491712345678"),
        ("0049 171 2345678", "US", "+491712345678"),
        ("+490171 2345678", "", "+491712345678"),
        ("07700 900123", "GB", "+447700900123"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("347 123 4567", "IT", "+393471234567"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("+1 (212) 555-0100", "DE", "+12125550100"),
        ("212.555.0100", "US", "+12125550100"),
        ("044 668 18 00", "CH", "+41446681800"),
        ("601 234 567", "PL", "+48601234567"),
    ] {
        assert_eq!(
            read(text, country).unwrap().e164,
            e164,
            "{text} of {country}"
        );
    }
}

#[test]
fn what_is_no_number_says_why() {
    let words = |text: &str, country: &str| read(text, country).unwrap_err().message().to_owned();
    assert_eq!(
        words("0171 2345678", ""),
        "\"0171 2345678\" has no country."
    );
    assert_eq!(words("call me", "DE"), "\"call me\" is not a phone number.");
    assert_eq!(words("", "DE"), "\"\" is not a phone number.");
    assert!(
        words("+49 17", "").contains("too few or too many"),
        "{}",
        words("+49 17", "")
    );
    assert!(words("0171 23456789012345", "DE").contains("too"));
    assert!(
        words("+999 123456", "").contains("country"),
        "{}",
        words("+999 123456", "")
    );
    assert!(read("x", "DE").unwrap_err().next_step().contains("+49"));
}

#[test]
fn land_lines_are_told_apart_where_the_country_does() {
    assert_eq!(read("0171 2345678", "DE").unwrap().line, Line::Mobile);
    let land = read("030 901820", "DE").unwrap();
    assert_eq!(land.line, Line::Land);
    assert!(doubt(&land).unwrap().contains("+4930901820 is a land line"));
    assert_eq!(read("+1 212 555 0100", "").unwrap().line, Line::Mobile);
    assert_eq!(read("0800 1234567", "DE").unwrap().line, Line::Special);
}

#[test]
fn international_ones_are_seen_without_a_table() {
    assert_eq!(international("+49 40 555-0100").unwrap(), "+49405550100");
    for other in [
        "040 5550100",
        "+49 (0)40 5550100",
        "+49",
        "",
        "+0405550100",
        "+49 40 555 01x",
    ] {
        assert_eq!(international(other), None, "{other}");
    }
}

#[test]
fn thousands_are_read_in_a_moment() {
    read("0171 2345678", "DE").unwrap();
    let begin = Instant::now();
    for n in 0..2_000 {
        read(&format!("0171 {:07}", 2_000_000 + n), "DE").unwrap();
    }
    let took = begin.elapsed();
    assert!(took.as_secs() < 10, "{took:?}");
}

proptest! {
    #[test]
    fn nothing_that_is_typed_ends_the_program(text in "[-0-9+ ()./]{0,24}", country in "(DE|US|FR|IT|GB|)") {
        if let Ok(number) = read(&text, &country) {
            prop_assert!(number.e164.starts_with('+'));
            let again = read(&number.e164, "").map(|again| again.e164);
            prop_assert_eq!(again.ok(), Some(number.e164));
        }
    }
}
