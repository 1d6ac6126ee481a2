#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test that overflows fails, which is what it is for"
)]

use super::fixtures::{compute, currency, dec, deducting, line, plain_line};
use super::*;
use crate::domain::decimal::plain;

fn figures(lines: &[LineInput], discount: &str, code: &str) -> (i64, i64, i64) {
    let totals = compute(lines, dec(discount), currency(code)).unwrap();
    (totals.net, totals.tax, totals.gross)
}

#[test]
fn the_first_vector_of_the_standard_practice_comes_out_to_the_cent() {
    let totals = compute(
        &[line("16", "348.35", "4", "S", "22")],
        dec("0"),
        Currency::EUR,
    )
    .unwrap();
    assert_eq!(totals.nets, [535_066]);
    assert_eq!(
        (totals.net, totals.tax, totals.gross),
        (535_066, 117_715, 652_781)
    );
}

#[test]
fn the_second_vector_comes_out_to_the_cent() {
    assert_eq!(
        figures(&[line("10", "3.60", "0", "S", "5.5")], "0", "EUR"),
        (3_600, 198, 3_798)
    );
}

#[test]
fn tax_is_rounded_once_for_each_group_and_not_for_each_line() {
    // Three lines of 0.33 at 19 %: by line 3 × 0.06 = 0.18, by group 0.1881 = 0.19.
    let lines = [line("1", "0.33", "0", "S", "19"); 3];
    assert_eq!(figures(&lines, "0", "EUR"), (99, 19, 118));
}

#[test]
fn half_a_cent_is_rounded_away_from_zero_on_both_sides() {
    assert_eq!(
        figures(&[line("1", "0.005", "0", "S", "0")], "0", "EUR").0,
        1
    );
    assert_eq!(
        figures(&[line("-1", "0.005", "0", "S", "0")], "0", "EUR").0,
        -1
    );
    assert_eq!(
        figures(&[line("1", "0.00499999", "0", "S", "0")], "0", "EUR").0,
        0
    );
    // Away from zero, not to even: 0.025 is 0.03 and 0.015 is 0.02.
    assert_eq!(
        figures(&[line("5", "0.005", "0", "S", "0")], "0", "EUR").0,
        3
    );
    assert_eq!(
        figures(&[line("3", "0.005", "0", "S", "0")], "0", "EUR").0,
        2
    );
}

#[test]
fn each_currency_has_its_own_decimals() {
    // 2.5 × 333 = 832.5 yen → 833; 10 % = 83.3 → 83.
    assert_eq!(
        figures(&[line("2.5", "333", "0", "S", "10")], "0", "JPY"),
        (833, 83, 916)
    );
    // 1.5 × 10.0125 dinar = 15.01875 → 15.019; 5 % = 0.75095 → 0.751.
    assert_eq!(
        figures(&[line("1.5", "10.0125", "0", "S", "5")], "0", "KWD"),
        (15_019, 751, 15_770)
    );
    assert_eq!(
        figures(&[line("1.5", "10.0125", "0", "S", "5")], "0", "EUR"),
        (1_502, 75, 1_577)
    );
}

#[test]
fn the_document_discount_is_taken_from_each_group() {
    let lines = [
        line("1", "100.00", "0", "S", "19"),
        line("1", "50.05", "0", "S", "7"),
        line("1", "20.00", "0", "AE", "0"),
    ];
    let totals = compute(&lines, dec("10"), Currency::EUR).unwrap();
    let bases: Vec<_> = totals
        .groups
        .iter()
        .map(|g| (g.category.word(), plain(g.rate), g.base, g.tax))
        .collect();
    assert_eq!(
        bases,
        [
            // 50.05 × 10 % = 5.005 → 5.01 off.
            ("S", "7".to_owned(), 4_504, 315),
            ("S", "19".to_owned(), 9_000, 1_710),
            ("AE", "0".to_owned(), 1_800, 0),
        ]
    );
    assert_eq!((totals.lines, totals.discount), (17_005, 1_701));
    assert_eq!(
        (totals.net, totals.tax, totals.gross),
        (15_304, 2_025, 17_329)
    );
}

#[test]
fn rates_of_the_same_value_are_one_group() {
    let lines = [
        line("1", "10", "0", "S", "19"),
        line("1", "10", "0", "S", "19.00"),
    ];
    let totals = compute(&lines, dec("0"), Currency::EUR).unwrap();
    assert_eq!(totals.groups.len(), 1);
    assert_eq!(plain(totals.groups[0].rate), "19");
}

#[test]
fn a_document_without_lines_is_nothing() {
    assert_eq!(figures(&[], "5", "EUR"), (0, 0, 0));
}

#[test]
fn a_discount_of_one_hundred_percent_leaves_nothing() {
    assert_eq!(
        figures(&[line("3", "33.33", "100", "S", "19")], "0", "EUR"),
        (0, 0, 0)
    );
    assert_eq!(
        figures(&[line("3", "33.33", "0", "S", "19")], "100", "EUR"),
        (0, 0, 0)
    );
}

#[test]
fn the_path_of_a_too_large_line_is_named() {
    let lines = [
        line("1", "1", "0", "S", "19"),
        line("99999999999999", "99999999999999", "0", "S", "19"),
    ];
    let problem = compute(&lines, dec("0"), Currency::EUR).unwrap_err();
    assert_eq!(problem.path, "lines[1]");
}

#[test]
fn totals_beyond_64_bits_are_refused_and_never_wrap() {
    let lines = [line("1", "92233720368547758.07", "0", "S", "0"); 2];
    let problem = compute(&lines, dec("0"), Currency::EUR).unwrap_err();
    assert_eq!(problem.path, "");
    let taxed = [line("1", "92233720368547758.07", "0", "S", "19")];
    assert!(compute(&taxed, dec("0"), Currency::EUR).is_err());
    assert_eq!(
        figures(&lines[..1], "0", "EUR").2,
        i64::MAX,
        "the largest amount itself fits"
    );
}

/// Totals in euros of lines as they are priced.
fn priced(lines: &[LineInput], discount: Discount, prices: Prices) -> Totals {
    super::compute(lines, discount, prices, Currency::EUR).unwrap()
}

fn bases(totals: &Totals) -> Vec<(i64, i64)> {
    totals.groups.iter().map(|g| (g.base, g.tax)).collect()
}

#[test]
fn a_line_discount_in_an_amount_takes_off_the_magnitude() {
    let with = |quantity, minor| LineInput {
        discount: Discount::Amount(minor),
        ..plain_line(quantity, "33.335", "19")
    };
    let lines = [with("1", 500), with("-1", 500), with("1", 3_334)];
    let totals = priced(&lines, Discount::NONE, Prices::Net);
    assert_eq!(totals.amounts, [2_834, -2_834, 0]);
}

#[test]
fn a_document_discount_in_an_amount_is_shared_out_by_largest_remainder() {
    // 10.00 over 50.00, 30.00 and 20.01: 4.9995, 2.9997 and 2.0008; the cents go to the first two.
    let lines = [
        plain_line("1", "30.00", "7"),
        plain_line("1", "50.00", "19"),
        line("1", "20.01", "0", "AE", "0"),
    ];
    let totals = priced(&lines, Discount::Amount(1_000), Prices::Net);
    assert_eq!(bases(&totals), [(2_700, 189), (4_500, 855), (1_801, 0)]);
    assert_eq!((totals.discount, totals.discounted), (1_000, 1_000));
}

#[test]
fn money_back_in_one_group_gets_no_part_of_an_amount_taken_off() {
    let lines = [
        plain_line("1", "100.00", "19"),
        plain_line("-1", "20.00", "7"),
    ];
    let totals = priced(&lines, Discount::Amount(8_000), Prices::Net);
    assert_eq!(bases(&totals), [(-2_000, -140), (2_000, 380)]);
    // The same turned around: 80.00 less is taken back.
    let totals = priced(
        &super::fixtures::turned(&lines),
        Discount::Amount(8_000),
        Prices::Net,
    );
    assert_eq!(bases(&totals), [(2_000, 140), (-2_000, -380)]);
    assert_eq!(totals.discounted, -8_000);
}

#[test]
fn gross_prices_come_out_to_the_cent_that_was_told() {
    // 3 × 0.01 with 19 %: 0.03 / 1.19 = 0.0252… is a net of 0.03, and nothing is left for tax.
    let totals = priced(
        &[plain_line("1", "0.01", "19"); 3],
        Discount::NONE,
        Prices::Gross,
    );
    assert_eq!(totals.nets, [1, 1, 1]);
    assert_eq!((totals.net, totals.tax, totals.gross), (3, 0, 3));
    // 3 × 0.99 with 19 %: 2.97 / 1.19 = 2.4957…, a net of 2.50 over three lines of 0.8319….
    let totals = priced(
        &[plain_line("1", "0.99", "19"); 3],
        Discount::NONE,
        Prices::Gross,
    );
    assert_eq!(totals.nets, [84, 83, 83]);
    assert_eq!((totals.net, totals.tax, totals.gross), (250, 47, 297));
}

#[test]
fn a_discount_on_gross_prices_is_with_tax_and_shown_without_it_too() {
    // 119.00 − 19.00 = 100.00 with tax; 100 / 1.19 = 84.0336…
    let totals = priced(
        &[plain_line("1", "119", "19")],
        Discount::Amount(1_900),
        Prices::Gross,
    );
    assert_eq!(totals.amounts, [11_900]);
    assert_eq!(
        (totals.lines, totals.discount, totals.discounted),
        (10_000, 1_597, 1_900)
    );
    assert_eq!(
        (totals.net, totals.tax, totals.gross),
        (8_403, 1_597, 10_000)
    );
}

#[test]
fn lines_that_deduct_a_deposit_stand_aside_from_the_document_discount() {
    let lines = [
        plain_line("1", "1000.00", "19"),
        deducting(plain_line("-1", "300.00", "19")),
    ];
    // 10 % of 1000.00, not of 700.00.
    let totals = priced(&lines, Discount::Percent(dec("10")), Prices::Net);
    assert_eq!(
        (totals.lines, totals.discount, totals.net),
        (70_000, 10_000, 60_000)
    );
    // An amount may be up to the work itself: more is deducted than is left then.
    let totals = priced(&lines, Discount::Amount(100_000), Prices::Net);
    assert_eq!(
        (totals.net, totals.tax, totals.gross),
        (-30_000, -5_700, -35_700)
    );
}

#[test]
fn a_line_discount_with_many_decimals_is_exact() {
    let lines = [line("1", "1000000000", "99.9999999999", "S", "0")];
    assert_eq!(priced(&lines, Discount::NONE, Prices::Net).amounts, [0]);
    let lines = [line("1", "10000000000", "99.9999999999", "S", "0")];
    assert_eq!(priced(&lines, Discount::NONE, Prices::Net).amounts, [1]);
}
