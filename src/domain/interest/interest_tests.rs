use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::party::InterestTerms;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn rate(series: Series, from: &str, percent: &str) -> Rate {
    Rate {
        series,
        from: day(from),
        rate: decimal(percent),
        source: String::new(),
        own: false,
    }
}

fn rates() -> Rates {
    Rates::new(vec![
        rate(Series::DeBase, "2016-07-01", "-0.88"),
        rate(Series::DeBase, "2023-01-01", "1.62"),
        rate(Series::DeBase, "2025-07-01", "1.27"),
        rate(Series::DeBase, "2026-01-01", "1.27"),
        rate(Series::EcbReference, "2025-07-01", "2.15"),
        rate(Series::EcbReference, "2026-01-01", "2.15"),
        rate(Series::GbReference, "2025-07-01", "4.25"),
        rate(Series::GbReference, "2026-01-01", "3.75"),
    ])
}

fn debt(minor: i64, currency: Currency, due: &str) -> Debt {
    Debt {
        amount: Money::new(minor, currency),
        due_on: day(due),
        reductions: Vec::new(),
    }
}

fn claimed(debt: &Debt, rule: Rule, until: &str) -> Claim {
    claim(debt, rule, &rates(), day(until)).unwrap().unwrap()
}

#[test]
fn ten_thousand_pounds_sixty_days_late() {
    // 10,000 × 11.75 % × 60 / 365 = 193.1506…, and 100 for a debt from 10,000.
    let claim = claimed(
        &debt(1_000_000, Currency::GBP, "2026-01-31"),
        Rule::Gb,
        "2026-04-01",
    );
    assert_eq!((claim.days, claim.rate()), (60, decimal("11.75")));
    assert_eq!(claim.interest, Money::new(19_315, Currency::GBP));
    assert_eq!(claim.fixed, Some(Money::new(10_000, Currency::GBP)));
    assert_eq!(claim.per_day, Money::new(322, Currency::GBP));
    let with_debt = claim.total.minor() + 1_000_000;
    assert_eq!(with_debt, 1_029_315);
}

#[test]
fn a_british_debt_keeps_the_rate_of_the_day_it_fell_due() {
    let claim = claimed(
        &debt(100_000, Currency::GBP, "2025-12-31"),
        Rule::Gb,
        "2026-03-01",
    );
    assert_eq!(claim.segments.len(), 1);
    assert_eq!(claim.rate(), decimal("12.25"));
    assert_eq!(claim.rates_of, Some(day("2025-07-01")));
    assert!(!claim.stale, "a later half-year says nothing of this debt");
}

#[test]
fn a_german_debt_is_split_where_the_rate_changes() {
    let claim = claimed(
        &debt(100_000, Currency::EUR, "2022-12-01"),
        Rule::DeBusiness,
        "2023-01-10",
    );
    let parts: Vec<_> = claim.segments.iter().map(|s| (s.days(), s.rate)).collect();
    assert_eq!(parts, [(30, decimal("8.12")), (10, decimal("10.62"))]);
    // 1000 × (8.12 × 30 + 10.62 × 10) / 36500 = 9.5835…
    assert_eq!(claim.interest.minor(), 958);
    assert_eq!(claim.total.minor(), 4_958);
}

#[test]
fn a_leap_year_has_366_days_in_germany_and_365_elsewhere() {
    let late = debt(3_660_000, Currency::EUR, "2024-01-31");
    let german = claimed(&late, Rule::DeBusiness, "2024-02-01");
    assert_eq!(german.interest.minor(), 1_062, "36,600 × 10.62 % / 366");
    let agreed = claimed(&late, Rule::Contract(decimal("10.62")), "2024-02-01");
    assert_eq!(agreed.interest.minor(), 1_065, "36,600 × 10.62 % / 365");
}

#[test]
fn what_comes_in_lowers_the_base_from_the_next_day() {
    let mut late = debt(36_500, Currency::EUR, "2026-01-31");
    late.reductions = vec![Reduction {
        on: day("2026-02-10"),
        minor: 26_500,
    }];
    let claim = claimed(&late, Rule::Contract(decimal("10")), "2026-02-20");
    let parts: Vec<_> = claim
        .segments
        .iter()
        .map(|s| (s.days(), s.amount.minor()))
        .collect();
    assert_eq!(parts, [(10, 36_500), (10, 10_000)]);
    assert_eq!(claim.interest.minor(), 127, "1.00 and 0.2739…");
    assert_eq!(claim.per_day.minor(), 3);
}

#[test]
fn what_is_paid_bears_no_more_interest() {
    let mut late = debt(36_500, Currency::EUR, "2026-01-31");
    late.reductions = vec![Reduction {
        on: day("2026-02-10"),
        minor: 36_500,
    }];
    let claim = claimed(&late, Rule::DeBusiness, "2026-12-31");
    assert_eq!((claim.days, claim.per_day.minor()), (10, 0));
    assert!(!claim.stale, "the time that it ran has its rates");
    late.reductions = vec![Reduction {
        on: day("2026-01-31"),
        minor: 36_500,
    }];
    let none = claim_of(&late, Rule::DeBusiness, "2026-12-31");
    assert_eq!(none, None);
}

fn claim_of(debt: &Debt, rule: Rule, until: &str) -> Option<Claim> {
    claim(debt, rule, &rates(), day(until)).unwrap()
}

#[test]
fn who_is_not_late_owes_nothing() {
    let debt = debt(36_500, Currency::EUR, "2026-01-31");
    assert_eq!(claim_of(&debt, Rule::Eu, "2026-01-31"), None);
    assert_eq!(claim_of(&debt, Rule::Eu, "2025-12-31"), None);
    assert_eq!(claim_of(&debt, Rule::Eu, "2026-02-01").unwrap().days, 1);
}

#[test]
fn a_time_without_a_rate_has_words_and_no_guess() {
    let old = debt(100, Currency::EUR, "2010-01-01");
    let failure = claim(&old, Rule::DeBusiness, &rates(), day("2026-01-01")).unwrap_err();
    assert_eq!(
        failure.message(),
        "The German base rate of 2010-01-02 is not known, so the interest cannot be worked out."
    );
    assert!(
        failure
            .next_step()
            .contains("DE-base --from 2010-01-01 --rate")
    );
    let none = claim(&old, Rule::Eu, &Rates::default(), day("2026-01-01"));
    assert!(none.is_err());
    let agreed = claim(
        &old,
        Rule::Contract(Decimal::ONE),
        &Rates::default(),
        day("2026-01-01"),
    );
    assert_eq!(agreed.unwrap().unwrap().rates_of, None);
}

#[test]
fn a_half_year_that_begins_without_a_rate_is_said() {
    let late = debt(100_000, Currency::EUR, "2026-05-31");
    let june = claimed(&late, Rule::DeBusiness, "2026-06-30");
    let july = claimed(&late, Rule::DeBusiness, "2026-07-01");
    assert!(!june.stale && july.stale);
    assert_eq!(july.rates_of, Some(day("2026-01-01")));
}

#[test]
fn each_side_has_its_rule() {
    let of = |country, business, agreed| {
        Rule::of(Terms {
            country,
            business,
            agreed,
        })
    };
    let law = InterestTerms::Law;
    assert_eq!(of("DE", true, law), Some(Rule::DeBusiness));
    assert_eq!(of("de", false, law), Some(Rule::DeConsumer));
    assert_eq!(of("GB", true, law), Some(Rule::Gb));
    assert_eq!(of("GB", false, law), None);
    assert_eq!(of("FR", true, law), Some(Rule::Eu));
    assert_eq!(of("FR", false, law), None);
    assert_eq!(of("US", true, law), None);
    assert_eq!(of("", true, law), None);
    assert_eq!(of("DE", true, InterestTerms::None), None);
    let nine = decimal("9");
    assert_eq!(
        of("US", true, InterestTerms::Contract(nine)),
        Some(Rule::Contract(nine))
    );
}

#[test]
fn fixed_sums_go_by_the_debt_and_its_currency() {
    let sum = |rule: Rule, minor, currency| {
        rule.fixed_sum(Money::new(minor, currency))
            .map(Money::minor)
    };
    let pounds = Currency::GBP;
    assert_eq!(sum(Rule::Gb, 99_999, pounds), Some(4_000));
    assert_eq!(sum(Rule::Gb, 100_000, pounds), Some(7_000));
    assert_eq!(sum(Rule::Gb, 999_999, pounds), Some(7_000));
    assert_eq!(sum(Rule::Gb, 1_000_000, pounds), Some(10_000));
    assert_eq!(sum(Rule::Gb, 1_000_000, Currency::EUR), None);
    assert_eq!(sum(Rule::DeBusiness, 1, Currency::EUR), Some(4_000));
    assert_eq!(sum(Rule::Eu, 1, pounds), None);
    assert_eq!(sum(Rule::DeConsumer, 1_000, Currency::EUR), None);
    let abroad = claimed(
        &debt(1_000_00, Currency::USD, "2026-01-01"),
        Rule::DeBusiness,
        "2026-02-01",
    );
    assert_eq!(abroad.fixed_elsewhere, Some(Currency::EUR));
    assert_eq!(abroad.total, abroad.interest);
}

#[test]
fn a_claim_is_told_with_what_it_rests_on() {
    let late = debt(11_900, Currency::EUR, "2026-06-20");
    let claim = claimed(&late, Rule::DeBusiness, "2026-07-10");
    assert_eq!(
        claim.words(),
        "0.67 EUR for 20 days at 10.27 %, 0.03 EUR a day; with the fixed sum of 40.00 EUR it is \
         40.67 EUR"
    );
    assert_eq!(
        claim.basis(),
        "section 288 (2) BGB, German base rate of 2026-01-01; the one from 2026-07-01 is not known \
         yet"
    );
    let agreed = claimed(&late, Rule::Contract(decimal("9.50")), "2026-06-21");
    assert_eq!(
        agreed.words(),
        "0.03 EUR for 1 day at 9.5 %, 0.03 EUR a day"
    );
    assert_eq!(agreed.basis(), "the contract");
    let abroad = claimed(
        &debt(100_000, Currency::USD, "2025-12-31"),
        Rule::Gb,
        "2026-01-30",
    );
    assert!(
        abroad
            .words()
            .ends_with("the fixed sum of the law is in GBP and left out")
    );
    assert!(abroad.basis().ends_with("UK reference rate of 2025-07-01"));
}

#[test]
fn enormous_sums_are_refused_and_do_not_overflow() {
    let late = debt(i64::MAX, Currency::EUR, "0001-01-01");
    let failure = claim(
        &late,
        Rule::Contract(Decimal::ONE_HUNDRED),
        &rates(),
        day("9999-12-31"),
    );
    assert!(
        failure.is_err(),
        "ten thousand times the largest amount fits nowhere"
    );
}

fn rules() -> impl Strategy<Value = Rule> {
    prop_oneof![
        Just(Rule::DeBusiness),
        Just(Rule::DeConsumer),
        Just(Rule::Eu),
        Just(Rule::Gb),
        (0_u32..3_000).prop_map(|cents| Rule::Contract(Decimal::new(i64::from(cents), 2))),
    ]
}

fn debts() -> impl Strategy<Value = Debt> {
    let reductions = proptest::collection::vec((0_i64..500, 1_i64..300_000), 0..4);
    (1_i64..2_000_000, 0_i64..170, reductions).prop_map(|(minor, due, reductions)| {
        let first = day("2025-07-15");
        Debt {
            amount: Money::new(minor, Currency::EUR),
            due_on: first + chrono::TimeDelta::days(due),
            reductions: reductions
                .into_iter()
                .map(|(after, minor)| Reduction {
                    on: first + chrono::TimeDelta::days(after),
                    minor,
                })
                .collect(),
        }
    })
}

proptest! {
    #[test]
    fn more_time_is_never_less(debt in debts(), rule in rules(), after in 1_i64..400) {
        let until = debt.due_on + chrono::TimeDelta::days(after);
        let rates = rates();
        let sum = |until| claim(&debt, rule, &rates, until).unwrap().map_or(0, |c| c.interest.minor());
        prop_assert!(sum(until) <= sum(until.succ_opt().unwrap()));
    }

    #[test]
    fn what_is_paid_earlier_never_costs_more(debt in debts(), rule in rules(), after in 1_i64..400) {
        let until = debt.due_on + chrono::TimeDelta::days(after);
        let rates = rates();
        let sum = |debt: &Debt| {
            claim(debt, rule, &rates, until).unwrap().map_or(0, |c| c.interest.minor())
        };
        let unpaid = Debt { reductions: Vec::new(), ..debt.clone() };
        prop_assert!(sum(&debt) <= sum(&unpaid));
    }

    #[test]
    fn segments_follow_each_other_and_add_up(debt in debts(), rule in rules(), after in 1_i64..400) {
        let until = debt.due_on + chrono::TimeDelta::days(after);
        let Some(claim) = claim(&debt, rule, &rates(), until).unwrap() else { return Ok(()) };
        let days: i64 = claim.segments.iter().map(Segment::days).sum();
        prop_assert_eq!(days, claim.days);
        for pair in claim.segments.windows(2) {
            prop_assert!(pair[0].until < pair[1].from);
        }
        prop_assert!(claim.segments[0].from > debt.due_on);
        prop_assert!(claim.segments.last().unwrap().until <= until);
        let total = claim.interest.minor() + claim.fixed.map_or(0, Money::minor);
        prop_assert_eq!(claim.total.minor(), total);
    }
}
