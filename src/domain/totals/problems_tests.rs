use super::*;
use crate::domain::discount::Prices;
use crate::domain::totals::fixtures::{compute, dec, deducting, line, plain_line};

#[test]
fn a_breach_names_its_field() {
    let bad = [
        line("1", "-1", "0", "S", "19"),
        line("1", "1", "100.01", "S", "101"),
        line("1", "1", "-1", "AE", "19"),
    ];
    let paths: Vec<_> = problems(&bad, Discount::Percent(dec("-0.5")), Currency::EUR)
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
            Discount::NONE,
            Currency::EUR,
        );
        assert_eq!(
            found.is_empty(),
            *category == TaxCategory::Standard,
            "{category:?}"
        );
        assert!(
            problems(
                &[line("1", "1", "0", category.word(), "0")],
                Discount::NONE,
                Currency::EUR,
            )
            .is_empty()
        );
    }
}

fn sentence(lines: &[LineInput], discount: Discount) -> (String, String) {
    let found = problems(lines, discount, Currency::EUR);
    assert_eq!(found.len(), 1, "{found:?}");
    let problem = found.into_iter().next().unwrap();
    for prices in Prices::ALL {
        let refused = crate::domain::totals::compute(lines, discount, *prices, Currency::EUR);
        assert_eq!(refused.unwrap_err(), problem);
    }
    (problem.path, problem.failure.message().to_owned())
}

fn discounted(quantity: &str, minor: i64) -> LineInput {
    LineInput {
        discount: Discount::Amount(minor),
        ..plain_line(quantity, "20.00", "19")
    }
}

#[test]
fn an_amount_off_a_line_is_at_most_the_line() {
    for quantity in ["1", "-1"] {
        let fits = [discounted(quantity, 2_000)];
        assert_eq!(problems(&fits, Discount::NONE, Currency::EUR), []);
    }
    let (path, said) = sentence(
        &[discounted("1", 0), discounted("1", 2_001)],
        Discount::NONE,
    );
    assert_eq!(path, "lines[1].discount_amount");
    assert_eq!(
        said,
        "The discount of line 2 is 20.01 EUR, and the line comes to 20.00 EUR without it."
    );
    let (path, said) = sentence(&[discounted("-1", 2_001)], Discount::NONE);
    assert_eq!(path, "lines[0].discount_amount");
    assert_eq!(
        said,
        "The discount of line 1 is 20.01 EUR, and the line comes to -20.00 EUR without it."
    );
    let (_, said) = sentence(&[discounted("1", -1)], Discount::NONE);
    assert_eq!(
        said,
        "The discount of line 1 is -0.01 EUR, and must not be negative."
    );
}

#[test]
fn an_amount_off_the_document_is_at_most_its_lines_without_deposits() {
    let lines = [
        plain_line("1", "20.00", "19"),
        deducting(plain_line("-1", "5.00", "19")),
    ];
    assert_eq!(problems(&lines, Discount::Amount(2_000), Currency::EUR), []);
    let (path, said) = sentence(&lines, Discount::Amount(2_001));
    assert_eq!(path, "discount_amount");
    assert_eq!(
        said,
        "The document discount is 20.01 EUR, and the lines come to 20.00 EUR."
    );
    let (path, said) = sentence(&lines[1..], Discount::Amount(1));
    assert_eq!(path, "discount_amount");
    assert_eq!(
        said,
        "The document discount is 0.01 EUR, and there is nothing to take it from."
    );
    let (_, said) = sentence(&[], Discount::Amount(-1));
    assert_eq!(
        said,
        "The document discount is -0.01 EUR, and must not be negative."
    );
    assert_eq!(problems(&[], Discount::Amount(0), Currency::EUR), []);
}

#[test]
fn an_amount_off_lines_that_are_wrong_themselves_is_not_judged() {
    let lines = [line("1", "20.00", "101", "S", "19")];
    let (path, _) = sentence(&lines, Discount::Amount(1_000_000));
    assert_eq!(path, "lines[0].discount_percent");
}
