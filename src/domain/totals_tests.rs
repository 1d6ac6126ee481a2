#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test that overflows fails, which is what it is for"
)]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn line(quantity: &str, price: &str, discount: &str, category: &str, rate: &str) -> LineInput {
    LineInput {
        quantity: dec(quantity),
        unit_price: dec(price),
        discount: Discount::Percent(dec(discount)),
        category: TaxCategory::from_word(category).unwrap(),
        rate: dec(rate),
        deducts: false,
    }
}

/// Totals with net prices and a document discount in percent.
fn compute(lines: &[LineInput], percent: Decimal, currency: Currency) -> Result<Totals, Problem> {
    super::compute(lines, Discount::Percent(percent), Prices::Net, currency)
}

fn currency(code: &str) -> Currency {
    Currency::from_code(code).unwrap()
}

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
fn a_breach_names_its_field() {
    let bad = [
        line("1", "-1", "0", "S", "19"),
        line("1", "1", "100.01", "S", "101"),
        line("1", "1", "-1", "AE", "19"),
    ];
    let paths: Vec<_> = problems(&bad, Discount::Percent(dec("-0.5")))
        .into_iter()
        .map(|p| p.path)
        .collect();
    assert_eq!(
        paths,
        [
            "discount_percent",
            "lines[0].unit_price",
            "lines[1].discount_percent",
            "lines[1].tax.rate",
            "lines[2].discount_percent",
            "lines[2].tax.rate",
        ]
    );
    let failure = Failure::from(compute(&bad[2..], dec("0"), Currency::EUR).unwrap_err());
    assert_eq!(
        failure.message(),
        "The discount of line 1 is -1 %, and must lie between 0 and 100."
    );
}

#[test]
fn every_category_but_the_standard_one_has_rate_zero() {
    for category in TaxCategory::ALL {
        let found = problems(
            &[line("1", "1", "0", category.word(), "7")],
            Discount::Percent(dec("0")),
        );
        assert_eq!(
            found.is_empty(),
            *category == TaxCategory::Standard,
            "{category:?}"
        );
        assert!(
            problems(
                &[line("1", "1", "0", category.word(), "0")],
                Discount::Percent(dec("0"))
            )
            .is_empty()
        );
    }
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

fn any_decimal(whole: i64, scale: u32) -> impl Strategy<Value = Decimal> {
    (-whole..=whole, 0..=scale).prop_map(|(m, s)| Decimal::new(m, s))
}

fn any_line() -> impl Strategy<Value = LineInput> {
    let category = prop::sample::select(TaxCategory::ALL);
    (
        any_decimal(9_999_999, 4),
        0_i64..99_999_999,
        0_u32..5,
        0_i64..=10_000,
        category,
        prop::sample::select(vec!["0", "5.5", "7", "19", "20", "22"]),
    )
        .prop_map(
            |(quantity, price, scale, discount, category, rate)| LineInput {
                quantity,
                unit_price: Decimal::new(price, scale),
                discount: Discount::Percent(Decimal::new(discount, 2)),
                category,
                rate: if category == TaxCategory::Standard {
                    dec(rate)
                } else {
                    Decimal::ZERO
                },
                deducts: false,
            },
        )
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["JPY", "EUR", "GBP", "KWD"]).prop_map(currency)
}

/// The exact value of a fraction times a power of ten, rounded as a person would: by text.
fn round_by_text(value: Decimal, decimals: u32) -> i64 {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = format!("{fraction:0<9}");
    let kept: String = fraction.chars().take(decimals as usize).collect();
    let up = fraction.as_bytes()[decimals as usize] >= b'5';
    let minor = format!("{whole}{kept}").parse::<i64>().unwrap() + i64::from(up);
    if value.is_sign_negative() {
        -minor
    } else {
        minor
    }
}

proptest! {
    #[test]
    fn sums_hold(
        lines in prop::collection::vec(any_line(), 0..12),
        discount in 0_i64..=10_000,
        currency in any_currency(),
    ) {
        let totals = compute(&lines, Decimal::new(discount, 2), currency).unwrap();
        prop_assert_eq!(totals.nets.len(), lines.len());
        prop_assert_eq!(totals.nets.iter().sum::<i64>(), totals.lines);
        prop_assert_eq!(totals.lines - totals.discount, totals.net);
        prop_assert_eq!(totals.groups.iter().map(|g| g.base).sum::<i64>(), totals.net);
        prop_assert_eq!(totals.groups.iter().map(|g| g.tax).sum::<i64>(), totals.tax);
        prop_assert_eq!(totals.net + totals.tax, totals.gross);
        let keys: Vec<_> = totals.groups.iter().map(|g| (g.category, g.rate)).collect();
        prop_assert!(keys.windows(2).all(|w| w[0] < w[1]), "ordered and distinct: {:?}", keys);
        for group in &totals.groups {
            let exact = Decimal::new(group.base, currency.decimals()) * group.rate
                / Decimal::ONE_HUNDRED;
            prop_assert_eq!(group.tax, round_by_text(exact, currency.decimals()));
        }
    }

    #[test]
    fn each_net_is_the_exact_value_rounded_once(line in any_line(), currency in any_currency()) {
        let totals = compute(&[line], Decimal::ZERO, currency).unwrap();
        let exact = line.quantity
            * line.unit_price
            * (Decimal::ONE_HUNDRED - line.discount.percent())
            / Decimal::ONE_HUNDRED;
        prop_assert_eq!(totals.nets[0], round_by_text(exact, currency.decimals()));
    }

    #[test]
    fn turning_every_quantity_around_turns_every_amount_around(
        lines in prop::collection::vec(any_line(), 0..12),
        discount in 0_i64..=10_000,
        currency in any_currency(),
    ) {
        let discount = Decimal::new(discount, 2);
        let there = compute(&lines, discount, currency).unwrap();
        let turned: Vec<_> = lines
            .iter()
            .map(|line| LineInput { quantity: -line.quantity, ..*line })
            .collect();
        let back = compute(&turned, discount, currency).unwrap();
        prop_assert_eq!(back.net, -there.net);
        prop_assert_eq!(back.tax, -there.tax);
        prop_assert_eq!(back.gross, -there.gross);
        for (a, b) in there.groups.iter().zip(&back.groups) {
            prop_assert_eq!((a.base, a.tax), (-b.base, -b.tax));
        }
    }

    #[test]
    fn the_order_of_the_lines_changes_no_total(
        lines in prop::collection::vec(any_line(), 0..8),
        discount in 0_i64..=10_000,
    ) {
        let discount = Decimal::new(discount, 2);
        let there = compute(&lines, discount, Currency::EUR).unwrap();
        let turned: Vec<_> = lines.iter().rev().copied().collect();
        let back = compute(&turned, discount, Currency::EUR).unwrap();
        prop_assert_eq!(there.groups, back.groups);
        prop_assert_eq!(there.gross, back.gross);
    }

    #[test]
    fn extreme_numbers_are_answered_or_refused_and_never_panic(
        numbers in prop::collection::vec(
            (any::<i128>(), 0_u32..=28, any::<i128>(), 0_u32..=28, any::<i128>(), 0_u32..=28),
            1..4,
        ),
        currency in any_currency(),
    ) {
        let big = |mantissa: i128, scale| {
            Decimal::from_i128_with_scale(mantissa % 79_228_162_514_264_337_593_543_950_335, scale)
        };
        let lines: Vec<_> = numbers
            .into_iter()
            .map(|(q, qs, p, ps, d, ds)| LineInput {
                quantity: big(q, qs),
                unit_price: big(p, ps).abs(),
                discount: Discount::Percent(big(d, ds).abs() % Decimal::ONE_HUNDRED),
                category: TaxCategory::Standard,
                rate: big(q, ps).abs() % Decimal::ONE_HUNDRED,
                deducts: false,
            })
            .collect();
        if let Ok(totals) = compute(&lines, Decimal::ONE, currency) {
            prop_assert_eq!(totals.net + totals.tax, totals.gross);
        }
    }
}
