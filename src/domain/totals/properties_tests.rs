#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test that overflows fails, which is what it is for"
)]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::fixtures::{Document, any_document, turned};
use super::*;

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

/// Whether `rounded` is `value / divisor`, half away from zero: judged without a division.
fn is_rounded(rounded: i64, value: i128, divisor: i128) -> bool {
    let off = value - i128::from(rounded) * divisor;
    match (2 * off.abs()).cmp(&divisor) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Equal => i128::from(rounded).abs() * divisor > value.abs(),
        std::cmp::Ordering::Greater => false,
    }
}

/// 1000 + ten times the rate, which has one decimal at most in these tests.
fn thousand_and(rate: Decimal) -> i128 {
    let mut tenths = rate;
    tenths.rescale(1);
    1000 + tenths.mantissa()
}

/// What the lines of a group come to: amounts, amounts that may be discounted, nets.
fn of_group(document: &Document, totals: &Totals, group: &TaxGroup) -> (i64, i64, i64) {
    let mut sums = (0, 0, 0);
    for (index, line) in document.lines.iter().enumerate() {
        if (line.category, line.rate) == (group.category, group.rate) {
            sums.0 += totals.amounts[index];
            sums.1 += if line.deducts {
                0
            } else {
                totals.amounts[index]
            };
            sums.2 += totals.nets[index];
        }
    }
    sums
}

proptest! {
    #[test]
    fn sums_hold(document in any_document()) {
        let totals = document.compute();
        prop_assert_eq!(totals.nets.len(), document.lines.len());
        prop_assert_eq!(totals.amounts.len(), document.lines.len());
        prop_assert_eq!(totals.nets.iter().sum::<i64>(), totals.lines);
        prop_assert_eq!(totals.lines - totals.discount, totals.net);
        prop_assert_eq!(totals.groups.iter().map(|g| g.base).sum::<i64>(), totals.net);
        prop_assert_eq!(totals.groups.iter().map(|g| g.tax).sum::<i64>(), totals.tax);
        prop_assert_eq!(totals.net + totals.tax, totals.gross);
        let left = totals.amounts.iter().sum::<i64>() - totals.discounted;
        match document.prices {
            Prices::Net => {
                prop_assert_eq!(&totals.amounts, &totals.nets);
                prop_assert_eq!(totals.discounted, totals.discount);
                prop_assert_eq!(left, totals.net);
            }
            Prices::Gross => prop_assert_eq!(left, totals.gross),
        }
        let keys: Vec<_> = totals.groups.iter().map(|g| (g.category, g.rate)).collect();
        prop_assert!(keys.windows(2).all(|w| w[0] < w[1]), "ordered and distinct: {:?}", keys);
    }

    #[test]
    fn each_amount_is_the_exact_value_rounded_once(document in any_document()) {
        let totals = document.compute();
        let decimals = document.currency.decimals();
        for (line, amount) in document.lines.iter().zip(&totals.amounts) {
            let full = line.quantity * line.unit_price;
            let exact = match line.discount {
                Discount::Percent(percent) => {
                    full * (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED
                }
                Discount::Amount(minor) => {
                    let off = Decimal::new(minor, decimals);
                    // Less than half a unit beyond the line is the line itself, rounded.
                    if off > full.abs() {
                        Decimal::ZERO
                    } else if full.is_sign_negative() {
                        full + off
                    } else {
                        full - off
                    }
                }
            };
            prop_assert_eq!(*amount, round_by_text(exact, decimals));
        }
    }

    #[test]
    fn each_group_is_taxed_once_and_its_nets_are_its_base_and_discount(
        document in any_document(),
    ) {
        let totals = document.compute();
        let mut taken = 0;
        for group in &totals.groups {
            let (sum, _, nets) = of_group(&document, &totals, group);
            let divisor = thousand_and(group.rate);
            match document.prices {
                Prices::Net => {
                    prop_assert_eq!(nets, sum);
                    let exact = i128::from(group.base) * (divisor - 1000);
                    prop_assert!(is_rounded(group.tax, exact, 1000));
                    taken += nets - group.base;
                }
                Prices::Gross => {
                    let left = group.base + group.tax;
                    prop_assert!(is_rounded(group.base, i128::from(left) * 1000, divisor));
                    prop_assert!(is_rounded(nets, i128::from(sum) * 1000, divisor));
                    // As near to BR-CO-17 as a gross price allows.
                    let by_base = i128::from(group.base) * (divisor - 1000);
                    let off = by_base - i128::from(group.tax) * 1000;
                    prop_assert!(off.abs() <= 1000, "{:?}", group);
                    taken += sum - left;
                }
            }
        }
        prop_assert_eq!(taken, totals.discounted);
    }

    #[test]
    fn each_net_is_its_exact_value_rounded_up_or_down(document in any_document()) {
        let totals = document.compute();
        for ((line, amount), net) in document.lines.iter().zip(&totals.amounts).zip(&totals.nets) {
            let divisor = match document.prices {
                Prices::Net => 1000,
                Prices::Gross => thousand_and(line.rate),
            };
            let off = i128::from(*amount) * 1000 - i128::from(*net) * divisor;
            prop_assert!(off.abs() < divisor, "{} of {}", net, amount);
        }
    }

    #[test]
    fn the_parts_of_a_discount_are_what_is_taken_off(document in any_document()) {
        let totals = document.compute();
        let whole = document.discountable();
        let along = |sum: i64| (sum * whole.signum()).max(0);
        let groups = || totals.groups.iter().map(|g| (g, of_group(&document, &totals, g)));
        let weights: i128 = groups().map(|(_, (_, open, _))| i128::from(along(open))).sum();
        if let Discount::Amount(minor) = document.discount {
            prop_assert_eq!(totals.discounted, minor * whole.signum());
        }
        for (group, (sum, open, _)) in groups() {
            let left = match document.prices {
                Prices::Net => group.base,
                Prices::Gross => group.base + group.tax,
            };
            let part = sum - left;
            match document.discount {
                Discount::Percent(percent) => {
                    let mut hundredths = percent;
                    hundredths.rescale(2);
                    let exact = i128::from(open) * hundredths.mantissa();
                    prop_assert!((i128::from(part) * 10_000 - exact).abs() <= 5_000);
                }
                Discount::Amount(minor) => {
                    let part = part * whole.signum();
                    prop_assert!(0 <= part && part <= along(open));
                    let exact = i128::from(minor) * i128::from(along(open));
                    prop_assert!(
                        weights == 0 && part == 0
                            || (i128::from(part) * weights - exact).abs() < weights
                    );
                }
            }
        }
    }

    #[test]
    fn turning_every_quantity_around_turns_every_amount_around(document in any_document()) {
        let there = document.compute();
        let back = Document { lines: turned(&document.lines), ..document }.compute();
        let minus = |amounts: &[i64]| amounts.iter().map(|a| -a).collect::<Vec<_>>();
        prop_assert_eq!(back.amounts, minus(&there.amounts));
        prop_assert_eq!(back.nets, minus(&there.nets));
        prop_assert_eq!(back.lines, -there.lines);
        prop_assert_eq!(back.discount, -there.discount);
        prop_assert_eq!(back.discounted, -there.discounted);
        prop_assert_eq!(back.net, -there.net);
        prop_assert_eq!(back.tax, -there.tax);
        prop_assert_eq!(back.gross, -there.gross);
        for (a, b) in there.groups.iter().zip(&back.groups) {
            prop_assert_eq!((a.base, a.tax), (-b.base, -b.tax));
        }
    }

    #[test]
    fn the_order_of_the_lines_changes_no_total(
        (document, mixed) in any_document().prop_flat_map(|document| {
            let mixed = Just(document.lines.clone()).prop_shuffle();
            (Just(document), mixed)
        }),
    ) {
        let there = document.compute();
        let back = Document { lines: mixed, ..document }.compute();
        let figures = |t: &Totals| (t.lines, t.discount, t.discounted, t.net, t.tax, t.gross);
        prop_assert_eq!(figures(&there), figures(&back));
        prop_assert_eq!(there.groups, back.groups);
    }

    #[test]
    fn a_deposit_is_deducted_in_full(document in any_document()) {
        let totals = document.compute();
        let without = Document {
            lines: document.lines.iter().copied().filter(|line| !line.deducts).collect(),
            ..document
        };
        prop_assert_eq!(totals.discounted, without.compute().discounted);
    }

    #[test]
    fn extreme_numbers_are_answered_or_refused_and_never_panic(
        numbers in prop::collection::vec(
            (any::<i128>(), 0_u32..=28, any::<i128>(), 0_u32..=28, any::<i128>(), 0_u32..=28),
            1..4,
        ),
        amount in prop::option::of(any::<i64>()),
        of_document in prop::option::of(any::<i64>()),
        code in prop::sample::select(vec!["JPY", "EUR", "KWD"]),
        prices in prop::sample::select(Prices::ALL),
    ) {
        let big = |mantissa: i128, scale| {
            Decimal::from_i128_with_scale(mantissa % 79_228_162_514_264_337_593_543_950_335, scale)
        };
        let lines: Vec<_> = numbers
            .into_iter()
            .map(|(q, qs, p, ps, d, ds)| LineInput {
                quantity: big(q, qs),
                unit_price: big(p, ps).abs(),
                discount: amount.map_or(
                    Discount::Percent(big(d, ds).abs() % Decimal::ONE_HUNDRED),
                    Discount::Amount,
                ),
                category: TaxCategory::Standard,
                rate: big(q, ps).abs() % Decimal::ONE_HUNDRED,
                deducts: d % 7 == 0,
            })
            .collect();
        let discount = of_document.map_or(Discount::Percent(Decimal::ONE), Discount::Amount);
        let currency = Currency::from_code(code).unwrap();
        if let Ok(totals) = compute(&lines, discount, prices, currency) {
            prop_assert_eq!(totals.net + totals.tax, totals.gross);
        }
    }
}
