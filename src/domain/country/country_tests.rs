use std::collections::BTreeSet;

use super::*;

fn code(text: &str) -> String {
    Country::find(text).map_or_else(|f| f.message().to_owned(), |c| c.code().to_owned())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_table_has_every_country_once_in_order() {
    assert_eq!(Country::ALL.len(), 249);
    assert!(Country::ALL.windows(2).all(|w| w[0].code < w[1].code));
    let names: BTreeSet<_> = Country::ALL.iter().map(|c| latin::fold(c.name)).collect();
    assert_eq!(names.len(), 249, "no two countries have the same name");
    for country in Country::ALL {
        assert!(country.code.len() == 2 && country.code.chars().all(|c| c.is_ascii_uppercase()));
        assert_eq!(
            Currency::from_code(country.currency().code()),
            Ok(country.currency())
        );
    }
}

#[test]
fn a_country_is_found_by_code_name_and_beginning() {
    for (text, want) in [
        ("DE", "DE"),
        ("de", "DE"),
        ("Germany", "DE"),
        ("germ", "DE"),
        ("Germany (DE)", "DE"),
        ("deutschland", "DE"),
        ("Österreich", "AT"),
        ("UK", "GB"),
        ("england", "GB"),
        ("usa", "US"),
        ("united k", "GB"),
        ("niger", "NE"),
        ("nigeri", "NG"),
        ("réunion", "RE"),
        ("curacao", "CW"),
        ("turkey", "TR"),
        ("kingdom", "GB"),
        ("Côte d’Ivoire", "CI"),
    ] {
        assert_eq!(code(text), want, "{text:?}");
    }
}

#[test]
fn every_country_is_found_by_each_of_its_names() {
    for country in Country::ALL {
        assert_eq!(Country::find(country.name), Ok(*country));
        assert_eq!(Country::find(&country.to_string()), Ok(*country));
        assert_eq!(Country::find(&country.code.to_lowercase()), Ok(*country));
    }
    for (name, code) in OTHER_NAMES {
        assert_eq!(Country::find(name).unwrap().code, *code, "{name}");
        assert_eq!(latin::fold(name), *name, "{name}");
    }
}

#[test]
fn what_fits_none_or_several_is_refused() {
    assert_eq!(code("Atlantis"), "\"Atlantis\" is not a country.");
    assert_eq!(code(""), "\"\" is not a country.");
    let failure = Country::find("united").unwrap_err();
    assert_eq!(failure.message(), "\"united\" could be several countries.");
    assert_eq!(
        failure.next_step(),
        "type more of the name: United Arab Emirates (AE), United Kingdom (GB), United States (US)"
    );
}

#[test]
fn the_list_to_pick_from_has_beginnings_first() {
    let names: Vec<_> = Country::matching("guinea").iter().map(|c| c.code).collect();
    assert_eq!(names, ["GN"], "an exact name is the only one");
    let names: Vec<_> = Country::matching("guine").iter().map(|c| c.code).collect();
    assert_eq!(names, ["GN", "GW", "GQ", "PG"]);
    assert!(Country::matching(" ").is_empty());
}

#[test]
fn a_country_brings_its_defaults() {
    let of = |code| Country::from_code(code).unwrap();
    for (code, currency, language, eu) in [
        ("DE", "EUR", Language::De, true),
        ("CH", "CHF", Language::De, false),
        ("FR", "EUR", Language::Fr, true),
        ("MX", "MXN", Language::Es, false),
        ("GB", "GBP", Language::En, false),
        ("JP", "JPY", Language::En, false),
        ("DK", "DKK", Language::En, true),
    ] {
        let country = of(code);
        assert_eq!(country.currency().code(), currency, "{code}");
        assert_eq!(
            (country.language(), country.in_eu()),
            (language, eu),
            "{code}"
        );
    }
    assert_eq!(EU.len(), 27);
    assert!(EU.iter().all(|code| Country::from_code(code).is_some()));
}

#[test]
fn vat_rates_are_those_of_the_day() {
    let rates = |code, on| Country::from_code(code).unwrap().vat_rates(day(on));
    assert_eq!(rates("DE", "2026-11-23"), Some("19/7 %"));
    assert_eq!(rates("FI", "2025-12-31"), Some("25.5/14/10 %"));
    assert_eq!(rates("FI", "2026-01-01"), Some("25.5/13.5/10 %"));
    assert_eq!(rates("FI", "2000-01-01"), None);
    assert_eq!(rates("US", "2026-11-23"), None);
}

#[test]
fn every_line_of_the_rates_is_well_formed() {
    for line in VAT_RATES.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        let [code, since, rates] = fields.as_slice() else {
            panic!("three fields in {line:?}");
        };
        assert!(Country::from_code(code).is_some(), "{line}");
        assert!(since.parse::<NaiveDate>().is_ok(), "{line}");
        let numbers = rates.strip_suffix(" %").unwrap();
        let values: Vec<f64> = numbers
            .split('/')
            .map(|rate| rate.parse().unwrap())
            .collect();
        assert!(
            values.windows(2).all(|w| w[0] > w[1]),
            "{line}: the standard rate first"
        );
    }
    for code in EU {
        let country = Country::from_code(code).unwrap();
        assert!(country.vat_rates(day("2026-11-23")).is_some(), "{code}");
    }
}

#[test]
fn weekends_are_those_of_the_country() {
    use Weekday::{Fri, Sat, Sun, Thu};
    for code in ["DE", "US", "AE", "", "??", "fr"] {
        assert_eq!(weekend(code), [Sat, Sun], "{code:?}");
    }
    for code in ["SA", "EG", "IL", "il", "KW"] {
        assert_eq!(weekend(code), [Fri, Sat], "{code:?}");
    }
    assert_eq!(weekend("AF"), [Thu, Fri]);
    assert_eq!(weekend("IR"), [Fri]);
    assert_eq!(weekend("IN"), [Sun]);
}
