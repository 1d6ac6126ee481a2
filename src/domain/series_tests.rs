use super::*;

fn sentences(numbers: &[&str]) -> Vec<String> {
    let numbers = numbers.iter().map(|number| (*number).to_owned());
    gaps(numbers).iter().map(Gap::sentence).collect()
}

#[test]
fn a_series_without_gaps_has_none() {
    for numbers in [
        &[][..],
        &["2026-003"],
        &["2026-003", "2026-001", "2026-002"],
        &["2025-117", "2026-001", "RE9", "RE10"],
        &["A", "C", "Rechnung"],
        &["2025-9", "2025-10", "2025-11"],
        &["99999999999999999999999", "7"],
    ] {
        assert_eq!(sentences(numbers), Vec::<String>::new(), "{numbers:?}");
    }
}

#[test]
fn every_gap_is_named_in_the_form_of_its_series() {
    assert_eq!(
        sentences(&[
            "2026-008", "2025-099", "2025-101", "2026-001", "2026-004", "2026-012"
        ]),
        [
            "No document has the number 2025-100, between 2025-099 and 2025-101.",
            "No document has the numbers 2026-002 and 2026-003, between 2026-001 and 2026-004.",
            "No document has the numbers 2026-005 to 2026-007 (3 of them), between 2026-004 and \
             2026-008.",
            "No document has the numbers 2026-009 to 2026-011 (3 of them), between 2026-008 and \
             2026-012.",
        ]
    );
    assert_eq!(
        sentences(&["RE9", "RE11"]),
        ["No document has the number RE10, between RE9 and RE11."]
    );
}

#[test]
fn a_jump_begins_another_series() {
    assert_eq!(sentences(&["20250117", "20260001"]), Vec::<String>::new());
    assert_eq!(gaps(["1", "1001"].map(str::to_owned))[0].count, 999);
    assert_eq!(sentences(&["1", "1002"]), Vec::<String>::new());
}
