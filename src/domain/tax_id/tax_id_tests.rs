use proptest::prelude::*;

use super::*;

fn warning(text: &str, country: &str) -> String {
    match check(text, country) {
        Finding::Warning(text) => text,
        other @ (Finding::Checked(_) | Finding::Formed(_) | Finding::National) => {
            panic!("{text} is {other:?}")
        }
    }
}

/// Ids whose check digits are right, from public documentation of the national rules.
const RIGHT: &[&str] = &[
    "DE136695976",
    "ATU13585627",
    "BE0428759497",
    "DK13585628",
    "FR40303265045",
    "FR83404833048",
    "ES54362315K",
    "ESX2482300W",
    "ESJ99216582",
    "NL004495445B01",
    "NL123456789B13",
    "GB980780684",
    "IT00743110157",
    "PL8567346215",
    "FI20774740",
    "LU15027442",
    "PT501964843",
    "HR33392005961",
    "SE123456789701",
    "CHE107787577IVA",
    "CHE107787577",
];

#[test]
fn right_ids_are_checked() {
    for id in RIGHT {
        assert_eq!(check(id, ""), Finding::Checked((*id).to_owned()));
    }
}

#[test]
fn every_single_wrong_digit_of_a_right_id_is_found() {
    // Two rules count for Dutch ids, so one in eleven wrong ones fits the other rule.
    for id in RIGHT.iter().filter(|id| !id.starts_with("NL")) {
        let prefix = scheme_of(id).unwrap().0.prefix.len();
        for (index, digit) in id
            .char_indices()
            .filter(|(i, c)| *i >= prefix && c.is_ascii_digit())
        {
            let turned = if digit == '9' {
                '0'
            } else {
                char::from(digit as u8 + 1)
            };
            let mut wrong: Vec<char> = id.chars().collect();
            wrong[index] = turned;
            let wrong: String = wrong.into_iter().collect();
            assert!(
                matches!(check(&wrong, ""), Finding::Warning(_)),
                "{wrong} of {id}"
            );
        }
    }
}

#[test]
fn spaces_points_and_small_letters_do_not_count() {
    for text in [
        "DE 136 695 976",
        "de136695976",
        "DE-136.695.976",
        " De 136695976 ",
    ] {
        assert_eq!(
            check(text, "DE"),
            Finding::Checked("DE136695976".to_owned())
        );
        assert_eq!(normal(text), "DE136695976");
    }
    assert_eq!(
        check("CHE-107.787.577 IVA", "CH"),
        Finding::Checked("CHE107787577IVA".to_owned())
    );
}

#[test]
fn a_wrong_length_is_said_in_digits() {
    assert_eq!(
        warning("DE99999999", "DE"),
        "a German VAT id has 9 digits, this has 8"
    );
    assert_eq!(
        warning("IT1", "IT"),
        "an Italian VAT id has 11 digits, this has 1"
    );
    assert_eq!(
        warning("LT1234567890", "LT"),
        "a Lithuanian VAT id has 9 or 12 digits, this has 10"
    );
}

#[test]
fn a_wrong_form_is_said_by_example() {
    assert_eq!(
        warning("NL123456789", "NL"),
        "a Dutch VAT id looks like NL123456782B90, this does not"
    );
    assert_eq!(
        warning("DE12345678A", "DE"),
        "a German VAT id looks like DE123456788, this does not"
    );
    assert_eq!(
        warning("IE12", "IE"),
        "an Irish VAT id looks like IE1234567T, this does not"
    );
}

#[test]
fn a_wrong_check_digit_is_said() {
    assert_eq!(
        warning("DE136695977", "DE"),
        "the check digits of this VAT id do not fit; look for a typo"
    );
}

#[test]
fn an_id_of_another_country_is_said() {
    assert_eq!(
        warning("FR40303265045", "DE"),
        "this is a French VAT id, but the country is Germany"
    );
    assert!(matches!(check("FR40303265045", "MC"), Finding::Checked(_)));
    assert!(matches!(check("XI980780684", "GB"), Finding::Checked(_)));
    assert!(matches!(check("EL094259216", "GR"), Finding::Formed(_)));
}

#[test]
fn national_numbers_are_left_alone() {
    for text in [
        "",
        "12/345/67890",
        "136695976",
        "47-1234567",
        "B12345674",
        "USt",
        "DE",
    ] {
        assert_eq!(check(text, "DE"), Finding::National, "{text:?}");
    }
    assert_eq!(normal(" 12/345/67890 "), "12/345/67890");
}

#[test]
fn every_example_has_a_right_form() {
    for scheme in table::SCHEMES {
        let found = check(scheme.example, scheme.country);
        let fits = matches!(found, Finding::Checked(_) | Finding::Formed(_));
        assert!(fits, "{}: {found:?}", scheme.example);
    }
}

#[test]
fn every_member_of_the_union_has_a_scheme() {
    for country in Country::ALL.iter().filter(|country| country.in_eu()) {
        let known = table::SCHEMES
            .iter()
            .any(|scheme| scheme.country == country.code());
        assert!(known, "{country}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".*", country in "[A-Z]{0,2}") {
        let found = check(&text, &country);
        prop_assert!(found != Finding::Warning(String::new()));
    }

    #[test]
    fn any_body_is_answered(
        index in 0..table::SCHEMES.len(),
        body in "[0-9A-Zé]{0,14}",
        country in "[A-Z]{2}",
    ) {
        let text = format!("{}{body}", table::SCHEMES[index].prefix);
        if let Finding::Checked(id) | Finding::Formed(id) = check(&text, &country) {
            prop_assert_eq!(id, text);
        }
    }
}
