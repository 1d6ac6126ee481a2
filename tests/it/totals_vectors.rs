//! Invoices whose amounts were worked out by another program, in fractions.
//!
//! `tests/data/totals_vectors.py` knows the rules and shares no code and no method with payme; here
//! every line, group and total is compared to the last minor unit.

use std::path::PathBuf;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use payme::domain::currency::Currency;
use payme::domain::discount::{Discount, Prices};
use payme::domain::invoice::TaxCategory;
use payme::domain::money::Money;
use payme::domain::totals::{LineInput, Totals, compute};

use crate::support::scripts;

const FILE: &str = "totals_vectors.json";

fn vectors() -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(FILE);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

fn decimal(value: &Value, name: &str) -> Decimal {
    text(value, name).parse().unwrap()
}

fn discount(value: &Value, currency: Currency) -> Discount {
    if value.get("discount_amount").is_some() {
        let amount = text(value, "discount_amount");
        Discount::Amount(Money::parse(amount, currency).unwrap().minor())
    } else if value.get("discount_percent").is_some() {
        Discount::Percent(decimal(value, "discount_percent"))
    } else {
        Discount::NONE
    }
}

fn currency(vector: &Value) -> Currency {
    Currency::from_code(text(vector, "currency")).unwrap()
}

fn computed(vector: &Value) -> Totals {
    let currency = currency(vector);
    let lines: Vec<LineInput> = vector["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| LineInput {
            quantity: decimal(line, "quantity"),
            unit_price: decimal(line, "unit_price"),
            discount: discount(line, currency),
            category: TaxCategory::from_word(text(line, "category")).unwrap(),
            rate: decimal(line, "rate"),
            deducts: line.get("deducts").is_some(),
        })
        .collect();
    let prices = Prices::from_word(text(vector, "prices")).unwrap();
    compute(&lines, discount(vector, currency), prices, currency).unwrap()
}

/// The totals in the form of the file.
fn written(totals: &Totals, currency: Currency) -> Value {
    let plain = |minor: i64| Money::new(minor, currency).plain();
    let all = |amounts: &[i64]| amounts.iter().copied().map(plain).collect::<Vec<_>>();
    let groups: Vec<Value> = totals
        .groups
        .iter()
        .map(|group| {
            json!({
                "category": group.category.word(), "rate": group.rate.normalize().to_string(),
                "base": plain(group.base), "tax": plain(group.tax),
            })
        })
        .collect();
    json!({
        "amounts": all(&totals.amounts), "nets": all(&totals.nets), "groups": groups,
        "lines": plain(totals.lines), "discount": plain(totals.discount),
        "discounted": plain(totals.discounted), "net": plain(totals.net),
        "tax": plain(totals.tax), "gross": plain(totals.gross),
    })
}

#[test]
fn every_amount_is_what_the_other_program_worked_out() {
    let vectors = vectors();
    assert!(vectors.len() >= 22, "{} invoices", vectors.len());
    for vector in &vectors {
        assert_eq!(
            written(&computed(vector), currency(vector)),
            vector["expected"],
            "{}",
            text(vector, "name")
        );
    }
}

fn named(name: &str) -> Totals {
    let vectors = vectors();
    let found = vectors.iter().find(|vector| vector["name"] == name);
    computed(found.unwrap())
}

#[test]
fn an_amount_off_three_groups_is_what_a_person_works_out() {
    // 33.34 off 100.00 at 19 %, 50.05 at 7 % and 20.01 exempt, together 170.06. The shares are
    // 33.34 × 100.00 / 170.06 = 19.60484…, × 50.05 = 9.81222…, × 20.01 = 3.92292…. Rounded down
    // 19.60 + 9.81 + 3.92 = 33.33; the cent that is left goes to the largest rest, 0.484… of a cent
    // at 19 %. Bases: 100.00 − 19.61 = 80.39, 50.05 − 9.81 = 40.24, 20.01 − 3.92 = 16.09, together
    // 136.72 = 170.06 − 33.34. Tax: 80.39 × 19 % = 15.2741 → 15.27, 40.24 × 7 % = 2.8168 → 2.82.
    let totals = named("an amount off three groups");
    let groups: Vec<_> = totals.groups.iter().map(|g| (g.base, g.tax)).collect();
    assert_eq!(groups, [(4_024, 282), (8_039, 1_527), (1_609, 0)]);
    assert_eq!(
        (totals.net, totals.tax, totals.gross),
        (13_672, 1_809, 15_481)
    );
}

#[test]
fn nets_of_gross_prices_are_what_a_person_works_out() {
    // Five times 0.99 with 19 % in it is 4.95, 4.95 / 1.19 = 4.15966… → net 4.16 and tax 0.79. One
    // line is 0.99 / 1.19 = 0.83193…; five times 0.83 is 4.15, so one line has a cent more. All
    // rests are equal: the first line has it.
    let totals = named("nets that do not divide");
    assert_eq!(totals.nets, [84, 83, 83, 83, 83]);
    assert_eq!((totals.net, totals.tax, totals.gross), (416, 79, 495));
}

#[test]
fn deposits_and_a_discount_with_tax_inside_are_what_a_person_works_out() {
    // Work of 2380.00 + 49.99 = 2429.99, less 29.99 = 2400.00, less the deposits 595.00 and 0.01:
    // 1804.99 are left to pay. 1804.99 / 1.19 = 1516.79831… → 1516.80, tax 288.19. Before the
    // discount 2429.99 − 595.01 = 1834.98, / 1.19 = 1542.00 exactly. The lines are 2000.00,
    // 42.00840…, −500.00 and −0.00840…: rounded down 2000.00 + 42.00 − 500.00 − 0.01 = 1541.99, and
    // the cent goes to the larger rest, 0.840 of the second line. The discount is 25.20 without tax.
    let totals = named("deposits deducted with tax inside, and an amount off");
    assert_eq!(totals.nets, [200_000, 4_201, -50_000, -1]);
    assert_eq!(
        (totals.lines, totals.discount, totals.discounted),
        (154_200, 2_520, 2_999)
    );
    assert_eq!(
        (totals.net, totals.tax, totals.gross),
        (151_680, 28_819, 180_499)
    );
}

#[test]
fn the_file_is_what_the_script_makes() {
    scripts::assert_makes("totals_vectors.py", &[FILE]);
}
