//! Interest that another program worked out, day by day and in fractions.
//!
//! `tests/data/interest_vectors.py` knows the laws and has its own table of rates; here payme's
//! claims, with the rates that it ships, are compared to the last minor unit.

use std::path::PathBuf;

use serde_json::{Value, json};

use payme::domain::currency::Currency;
use payme::domain::interest::{Debt, Rate, Rates, Reduction, Rule, Series, claim};
use payme::domain::money::Money;

use crate::support::scripts;

const FILE: &str = "interest_vectors.json";

fn read(path: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// The rates that come with the program.
fn shipped() -> Rates {
    let seeds = read("seeds/reference/03-interest-rates.json");
    let rows = seeds["interest_rates"].as_array().unwrap().iter();
    let rate = |row: &Value| Rate {
        series: Series::from_word(text(row, "series")).unwrap(),
        from: text(row, "from").parse().unwrap(),
        rate: text(row, "rate").parse().unwrap(),
        source: text(row, "source").to_owned(),
        own: false,
    };
    Rates::new(rows.map(rate).collect())
}

fn rule(word: &str) -> Rule {
    match word {
        "de_business" => Rule::DeBusiness,
        "de_consumer" => Rule::DeConsumer,
        "gb" => Rule::Gb,
        "eu" => Rule::Eu,
        percent => Rule::Contract(percent.parse().unwrap()),
    }
}

fn computed(case: &Value, rates: &Rates) -> Value {
    let currency = Currency::from_code(text(case, "currency")).unwrap();
    let came = case["came"].as_array().unwrap().iter();
    let debt = Debt {
        amount: Money::parse(text(case, "amount"), currency).unwrap(),
        due_on: text(case, "due").parse().unwrap(),
        reductions: came
            .map(|one| Reduction {
                on: one[0].as_str().unwrap().parse().unwrap(),
                minor: Money::parse(one[1].as_str().unwrap(), currency)
                    .unwrap()
                    .minor(),
            })
            .collect(),
    };
    let until = text(case, "until").parse().unwrap();
    let made = claim(&debt, rule(text(case, "rule")), rates, until).unwrap();
    made.map_or(Value::Null, |made| {
        json!({
            "days": made.days, "interest": made.interest.plain(), "per_day": made.per_day.plain(),
            "fixed": made.fixed.map(Money::plain), "total": made.total.plain(),
        })
    })
}

#[test]
fn every_claim_is_what_the_other_program_worked_out() {
    let (cases, rates) = (read(&format!("tests/data/{FILE}")), shipped());
    let cases = cases.as_array().unwrap();
    assert!(cases.len() >= 40, "{} debts", cases.len());
    for case in cases {
        // Nothing at nought percent: payme makes no claim of it.
        let expected = match &case["expected"] {
            made if made["total"].as_str() == Some("0.00") && text(case, "rule") == "0" => {
                &Value::Null
            }
            made => made,
        };
        assert_eq!(&computed(case, &rates), expected, "{}", text(case, "name"));
    }
}

#[test]
fn the_worked_example_is_what_the_government_says() {
    let cases = read(&format!("tests/data/{FILE}"));
    let example = &cases.as_array().unwrap()[0];
    assert_eq!(example["expected"]["interest"], "193.15");
    assert_eq!(computed(example, &shipped())["total"], "293.15");
}

#[test]
fn the_file_is_what_the_script_makes() {
    scripts::assert_makes("interest_vectors.py", &[FILE]);
}
