use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[test]
fn units_are_read_in_four_languages() {
    for (code, texts) in [
        (
            "HUR",
            vec![
                "h", "H", "hr", "Std", "Std.", "std", "Stunde", "Stunden", "heure", "horas", "HUR",
                "hur",
            ],
        ),
        (
            "DAY",
            vec![
                "day", "days", "d", "Tag", "TAGE", "jour", "j", "día", "dia", "DÍAS", " day ",
            ],
        ),
        ("C62", vec!["x", "X", "unit", "unité", "Einheit"]),
        (
            "H87",
            vec![
                "piece", "pcs", "Stk", "Stk.", "Stück", "stuck", "pièce", "unidad", "PCE", "H87",
            ],
        ),
        (
            "LS",
            vec![
                "flat",
                "pauschal",
                "Pauschale",
                "forfait",
                "global",
                "lump sum",
            ],
        ),
        (
            "MON",
            vec!["month", "Monat", "Monate", "mois", "mes", "meses", "MON"],
        ),
        ("WEE", vec!["week", "Wochen", "semaine", "semana"]),
        ("ANN", vec!["year", "Jahre", "an", "année", "año", "años"]),
        ("MIN", vec!["min", "Minuten"]),
        ("KMT", vec!["km", "KM", "Kilometer"]),
        ("MTK", vec!["m²", "m2", "qm"]),
        ("MTR", vec!["m"]),
        ("D68", vec!["word", "Wörter", "mots"]),
    ] {
        for text in texts {
            assert_eq!(parse(text).as_deref(), Ok(code), "{text}");
        }
    }
}

#[test]
fn other_codes_are_taken_as_they_are() {
    for code in ["XPP", "GLL", "4L", "XBX", "A1"] {
        assert_eq!(parse(code).as_deref(), Ok(code));
        assert_eq!(label(code, Decimal::TWO, Language::De), code);
    }
}

#[test]
fn what_is_no_unit_is_refused_with_the_usual_ones() {
    for text in ["", "xpp", "12", "blob", "HOURLY", "h/d", "ÄÄ", "A-"] {
        let failure = parse(text).unwrap_err();
        assert_eq!(failure.message(), format!("\"{text}\" is not a unit."));
        assert!(failure.next_step().starts_with("use h, day, week"));
    }
}

#[test]
fn labels_follow_the_quantity() {
    let label = |code: &'static str, quantity: &str, language| {
        label(
            code,
            crate::domain::decimal::parse(quantity).unwrap(),
            language,
        )
    };
    assert_eq!(label("HUR", "2.5", Language::En), "h");
    assert_eq!(label("DAY", "1", Language::En), "day");
    assert_eq!(label("DAY", "1.0", Language::En), "day");
    assert_eq!(label("DAY", "-1", Language::En), "day");
    assert_eq!(label("DAY", "0.5", Language::En), "days");
    assert_eq!(label("DAY", "3", Language::De), "Tage");
    assert_eq!(label("DAY", "1.5", Language::Fr), "jour");
    assert_eq!(label("DAY", "2", Language::Fr), "jours");
    assert_eq!(label("DAY", "1.5", Language::Es), "días");
    assert_eq!(label("LS", "1", Language::De), "pauschal");
}

#[test]
fn every_label_and_typed_word_leads_to_its_own_unit() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for unit in UNITS {
        assert!(is_code(unit.code), "{}", unit.code);
        let words = Language::ALL
            .iter()
            .map(|language| unit.words(*language))
            .flat_map(|words| [words.one, words.many]);
        for text in words.chain(unit.typed.iter().copied()).chain([unit.code]) {
            assert_eq!(parse(text).as_deref(), Ok(unit.code), "{text}");
            let owner = seen.entry(fold(text)).or_insert(unit.code);
            assert_eq!(*owner, unit.code, "{text} names two units");
        }
        for typed in unit.typed {
            assert_eq!(fold(typed), *typed, "a typed word is written folded");
        }
    }
    assert_eq!(usual().next(), Some("HUR"));
    assert_eq!(usual().count(), UNITS.len());
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".*") {
        if let Ok(code) = parse(&text) {
            prop_assert!(is_code(&code));
            prop_assert_eq!(parse(&code), Ok(code.clone()));
        }
    }
}
