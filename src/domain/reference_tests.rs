//! The reference data that every new book is seeded with, against the rules that it feeds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::decimal;
use super::invoice::TaxCategory;
use super::policy::{Policy, Stage, Tone, Ways, check};

fn rows(file: &str, key: &str) -> Vec<Value> {
    let parsed: Value = serde_json::from_str(file).unwrap();
    parsed[key].as_array().unwrap().clone()
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap()
}

#[test]
fn the_policies_can_be_planned_with() {
    let file = include_str!("../../seeds/reference/01-policies.json");
    let mut keys = Vec::new();
    for row in rows(file, "policies") {
        let stage = |row: &Value| Stage {
            name: text(row, "name").to_owned(),
            days: row["days"].as_i64().unwrap(),
            tone: Tone::from_word(text(row, "tone")).unwrap(),
            channel: Ways::from_word(text(row, "channel")).unwrap(),
            enabled: row["enabled"].as_bool().unwrap(),
            interest: false,
            unattended: row["unattended"].as_bool().unwrap(),
        };
        let policy = Policy {
            key: text(&row, "key").to_owned(),
            name: text(&row, "name").to_owned(),
            interval_days: row["interval_days"].as_i64().unwrap(),
            cap: row["cap"].as_i64().unwrap(),
            minimum: decimal::parse(text(&row, "minimum")).unwrap(),
            stages: row["stages"]
                .as_array()
                .unwrap()
                .iter()
                .map(stage)
                .collect(),
        };
        check(&policy).unwrap();
        keys.push(policy.key);
    }
    assert_eq!(keys, ["standard", "gentle", "none"]);
}

#[test]
fn each_country_has_one_usual_tax_and_no_name_twice() {
    let file = include_str!("../../seeds/reference/02-tax-presets.json");
    let mut usual: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for row in rows(file, "tax_presets") {
        let country = text(&row, "country").to_owned();
        assert!(
            names.insert((country.clone(), text(&row, "name").to_owned())),
            "{row}"
        );
        let category = TaxCategory::from_word(text(&row, "category")).unwrap();
        let rate = decimal::parse(text(&row, "rate")).unwrap();
        let note = text(&row, "note");
        assert_eq!(category == TaxCategory::Standard, !rate.is_zero(), "{row}");
        if category == TaxCategory::ReverseCharge {
            assert!(note.starts_with("Reverse charge"), "{row}");
        }
        if category == TaxCategory::Exempt {
            assert!(!note.is_empty(), "an exemption needs its reason: {row}");
        }
        *usual.entry(country).or_default() += usize::from(row["default"].as_bool().unwrap());
    }
    let countries: Vec<&str> = usual.keys().map(String::as_str).collect();
    assert_eq!(countries, ["DE", "ES", "FR", "GB", "US", "none"]);
    assert!(usual.values().all(|count| *count == 1), "{usual:?}");
}

#[test]
fn interest_rates_are_dated_and_in_order() {
    let file = include_str!("../../seeds/reference/03-interest-rates.json");
    let mut series: BTreeMap<String, Vec<(NaiveDate, String)>> = BTreeMap::new();
    for row in rows(file, "interest_rates") {
        let from: NaiveDate = text(&row, "from").parse().unwrap();
        decimal::parse(text(&row, "rate")).unwrap();
        assert!(text(&row, "source").ends_with('.'));
        let rates = series.entry(text(&row, "series").to_owned()).or_default();
        rates.push((from, text(&row, "rate").to_owned()));
    }
    for rates in series.values() {
        assert!(rates.is_sorted_by(|a, b| a.0 < b.0));
    }
    let on = |name: &str, day: &str| {
        let day: NaiveDate = day.parse().unwrap();
        let rates = &series[name];
        rates
            .iter()
            .rfind(|(from, _)| *from <= day)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(on("DE-base", "2025-08-15"), "1.27");
    assert_eq!(on("DE-base", "2026-01-01"), "1.27");
    assert_eq!(on("GB-reference", "2026-02-01"), "3.75");
    // By law the German base rate moves as the reference rate of the ECB does.
    let by = |name: &str, day: &str| decimal::parse(&on(name, day)).unwrap();
    for (from, _) in &series["ECB-reference"] {
        let (day, start) = (from.to_string(), "2022-07-01");
        assert_eq!(
            by("DE-base", &day) - by("DE-base", start),
            by("ECB-reference", &day) - by("ECB-reference", start)
        );
    }
}
