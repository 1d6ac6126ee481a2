use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Read on Monday 23 November 2026.
fn read_on_monday(text: &str) -> String {
    period(text, day("2026-11-23")).map_or_else(
        |f| f.message().to_owned(),
        |(from, until)| format!("{from} {until}"),
    )
}

#[test]
fn months_quarters_and_years_are_periods() {
    for (text, want) in [
        ("nov", "2026-11-01 2026-11-30"),
        ("November", "2026-11-01 2026-11-30"),
        ("dez.", "2026-12-01 2026-12-31"),
        ("feb", "2027-02-01 2027-02-28"),
        ("mar", "2027-03-01 2027-03-31"),
        ("may", "2026-05-01 2026-05-31"),
        ("jun", "2026-06-01 2026-06-30"),
        ("nov 2025", "2025-11-01 2025-11-30"),
        ("noviembre de 2025", "2025-11-01 2025-11-30"),
        ("2026-11", "2026-11-01 2026-11-30"),
        ("11/2026", "2026-11-01 2026-11-30"),
        ("11.2026", "2026-11-01 2026-11-30"),
        ("2028-02", "2028-02-01 2028-02-29"),
        ("q3", "2026-07-01 2026-09-30"),
        ("Q4", "2026-10-01 2026-12-31"),
        ("q1", "2027-01-01 2027-03-31"),
        ("q2", "2026-04-01 2026-06-30"),
        ("q3 2025", "2025-07-01 2025-09-30"),
        ("2025-Q3", "2025-07-01 2025-09-30"),
        ("T3/2025", "2025-07-01 2025-09-30"),
        ("2025", "2025-01-01 2025-12-31"),
    ] {
        assert_eq!(read_on_monday(text), want, "{text:?}");
    }
}

#[test]
fn a_day_is_a_period_too() {
    for (text, want) in [
        ("today", "2026-11-23 2026-11-23"),
        ("fri", "2026-11-20 2026-11-20"),
        ("31.10.", "2026-10-31 2026-10-31"),
        ("2026-10-31", "2026-10-31 2026-10-31"),
        ("-3", "2026-11-20 2026-11-20"),
    ] {
        assert_eq!(read_on_monday(text), want, "{text:?}");
    }
}

#[test]
fn ranges_go_from_one_to_the_other() {
    for (text, want) in [
        ("01.11.-15.11.", "2026-11-01 2026-11-15"),
        ("01.11. - 15.11.", "2026-11-01 2026-11-15"),
        ("01.11.–15.11.2025", "2025-11-01 2025-11-15"),
        ("1.-15.11.", "2026-11-01 2026-11-15"),
        ("1.-15.11.2025", "2025-11-01 2025-11-15"),
        ("1-15 nov", "2026-11-01 2026-11-15"),
        ("1 to 15 nov 2025", "2025-11-01 2025-11-15"),
        ("1. bis 15. November", "2026-11-01 2026-11-15"),
        ("2026-11-01..2026-11-15", "2026-11-01 2026-11-15"),
        ("2026-11-01 - 2026-11-15", "2026-11-01 2026-11-15"),
        ("15.12.-15.01.", "2026-12-15 2027-01-15"),
        ("15.12.2024-15.01.", "2024-12-15 2025-01-15"),
        ("15.12.24-15.01.", "2024-12-15 2025-01-15"),
        ("15.12.-15.01.2025", "2024-12-15 2025-01-15"),
        ("oct-nov", "2026-10-01 2026-11-30"),
        ("oct..today", "2026-10-01 2026-11-23"),
        ("dec-jan", "2026-12-01 2027-01-31"),
        ("dec 2024 - jan", "2024-12-01 2025-01-31"),
        ("2026-10..2026-11", "2026-10-01 2026-11-30"),
        ("q1 2026 - q2", "2026-01-01 2026-06-30"),
        ("q1-q3", "2026-01-01 2026-09-30"),
        ("2024..2025", "2024-01-01 2025-12-31"),
        ("yesterday - today", "2026-11-22 2026-11-23"),
        ("2026-11-23..2026-11-23", "2026-11-23 2026-11-23"),
    ] {
        assert_eq!(read_on_monday(text), want, "{text:?}");
    }
}

#[test]
fn what_is_no_period_is_refused() {
    for text in [
        "",
        "soon",
        "q5",
        "q0",
        "nov 26",
        "13/2026",
        "2026-13",
        "nov-",
        "..nov",
        "a..b",
        "32-35 nov",
        "31.-15.11.2026-1",
        "2026-11-01-2026-11-15",
        "1..2",
        "11",
        "jui",
    ] {
        assert_eq!(
            read_on_monday(text),
            format!("\"{text}\" is not a day or a period.")
        );
    }
    for text in [
        "15-1 nov",
        "2026-11-15..2026-11-01",
        "2026..2025",
        "nov 2026 - oct 2026",
    ] {
        assert_eq!(
            read_on_monday(text),
            format!("\"{text}\" ends before it starts.")
        );
    }
    assert_eq!(read_on_monday("nov 1899"), "\"nov 1899\" is too far away.");
    assert_eq!(read_on_monday("9999"), "\"9999\" is too far away.");
}

#[test]
fn periods_are_echoed() {
    assert_eq!(
        period_echo(day("2026-11-01"), day("2026-11-15")),
        "Sun 1 Nov 2026 to Sun 15 Nov 2026"
    );
    assert_eq!(
        period_echo(day("2026-11-23"), day("2026-11-23")),
        "Mon 23 Nov 2026"
    );
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".*", offset in 0_u64..30_000) {
        let today = day("1990-01-01") + Days::new(offset);
        if let Ok((from, until)) = period(&text, today) {
            prop_assert!(from <= until);
        }
    }

    #[test]
    fn any_text_like_a_period_is_answered(
        text in "(q[1-4]|nov|feb|[0-3]?[0-9]\\.|[0-3][0-9]\\.[01][0-9]\\.|2026|2026-02|29.2.)?( |-|\\.\\.| to )?(q[1-4]|jan|[0-3][0-9]\\.[01][0-9]\\.(2027)?|2026)?",
        offset in 0_u64..30_000,
    ) {
        let today = day("1990-01-01") + Days::new(offset);
        if let Ok((from, until)) = period(&text, today) {
            prop_assert!(from <= until);
        }
    }

    #[test]
    fn every_period_is_read_back(start in 0_u64..30_000, length in 0_u64..300, offset in 0_u64..30_000) {
        let today = day("1990-01-01") + Days::new(offset);
        let from = day("1990-01-01") + Days::new(start);
        let until = from + Days::new(length);
        for (form, mark) in [("%Y-%m-%d", ".."), ("%d.%m.%Y", "-"), ("%-d %b %Y", " to ")] {
            let text = format!("{}{mark}{}", from.format(form), until.format(form));
            prop_assert_eq!(period(&text, today), Ok((from, until)), "{}", text);
        }
        prop_assert_eq!(period(&period_echo(from, until), today), Ok((from, until)));
    }

    #[test]
    fn a_month_without_a_year_is_at_most_six_months_off(offset in 0_u64..30_000, month in 1_u32..=12) {
        let today = day("1990-01-01") + Days::new(offset);
        let name = day(&format!("2026-{month:02}-01")).format("%B").to_string();
        let (from, until) = period(&name, today).unwrap();
        prop_assert_eq!(from.month(), month);
        prop_assert_eq!((from.day(), until.succ_opt().unwrap().day()), (1, 1));
        let months = (from.year() - today.year()) * 12 + from.month().cast_signed() - today.month().cast_signed();
        prop_assert!((-6..=5).contains(&months), "{} months off", months);
    }
}
