use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn series(text: &str, reset: Reset) -> Series {
    Series {
        key: String::from("invoices"),
        pattern: Pattern::parse(text).unwrap(),
        reset,
        start: 1,
    }
}

#[test]
fn a_series_reads_the_numbers_of_its_period() {
    let text = "{year}{month}-{seq:03}";
    let on = day("2026-11-23");
    let read = |reset, number| series(text, reset).read(on, number);
    assert_eq!(read(Reset::Monthly, "202611-007"), Some(7));
    assert_eq!(read(Reset::Monthly, "202610-007"), None);
    assert_eq!(read(Reset::Yearly, "202610-007"), Some(7));
    assert_eq!(read(Reset::Yearly, "202510-007"), None);
    assert_eq!(read(Reset::Never, "202510-007"), Some(7));
    assert_eq!(series(text, Reset::Monthly).prefix(on), "202611-");
    assert_eq!(series(text, Reset::Yearly).prefix(on), "2026");
    assert_eq!(series(text, Reset::Never).prefix(on), "");
    assert_eq!(series("A-{seq}", Reset::Never).prefix(on), "A-");
}

#[test]
fn periods_are_named() {
    let on = day("2026-11-03");
    assert_eq!(period(Reset::Never, on), "");
    assert_eq!(period(Reset::Yearly, on), "2026");
    assert_eq!(period(Reset::Monthly, on), "2026-11");
    for reset in Reset::ALL {
        assert_eq!(Reset::from_word(reset.word()), Some(*reset));
    }
}

#[test]
fn a_reset_needs_its_placeholders() {
    let message = |text, reset| {
        series(text, reset)
            .check()
            .map_or_else(|f| f.message().to_owned(), |()| String::from("fine"))
    };
    assert_eq!(message("{seq}", Reset::Never), "fine");
    assert_eq!(message("{year}-{seq}", Reset::Never), "fine");
    assert_eq!(message("{seq}/{year:02}", Reset::Yearly), "fine");
    assert_eq!(message("{year}{month}{seq}", Reset::Monthly), "fine");
    assert_eq!(
        message("{seq}", Reset::Yearly),
        "The number pattern \"{seq}\" has no {year}, so its numbers would repeat with each year."
    );
    assert_eq!(
        message("{month}-{seq}", Reset::Monthly),
        "The number pattern \"{month}-{seq}\" has no {year}, so its numbers would repeat with each \
         month."
    );
    assert_eq!(
        message("{year}-{seq}", Reset::Monthly),
        "The number pattern \"{year}-{seq}\" has no {month}, so its numbers would repeat with each \
         month."
    );
}

#[test]
fn a_series_needs_a_key_and_a_start() {
    let mut one = series("{seq}", Reset::Never);
    one.start = 0;
    assert_eq!(
        one.check().unwrap_err().message(),
        "The series invoices cannot start at 0."
    );
    for key in ["", "Rechnung", "a b", "abcdefghijklmnopqrstu", "ü"] {
        let mut one = series("{seq}", Reset::Never);
        key.clone_into(&mut one.key);
        assert!(one.check().is_err(), "{key}");
    }
}

proptest! {
    #[test]
    fn no_number_of_a_series_comes_twice(
        reset in prop::sample::select(Reset::ALL.to_vec()),
        text in prop::sample::select(vec![
            "{seq}", "{year}-{seq:03}", "{year}{month}{seq}", "{seq}/{month}/{year:02}", "{month}{seq:2}{year}",
        ]),
        days in (0_u64..2_000, 0_u64..2_000),
        seqs in (1_u64..2_000, 1_u64..2_000),
    ) {
        let series = series(text, reset);
        let on = |offset| day("2020-01-01") + chrono::Days::new(offset);
        let (one, other) = (on(days.0), on(days.1));
        let made = series.pattern.number(one, seqs.0).unwrap();
        prop_assert_eq!(series.read(one, &made), Some(seqs.0));
        prop_assert!(made.starts_with(&series.prefix(one)));
        if series.check().is_ok() && period(reset, one) != period(reset, other) {
            prop_assert_ne!(made, series.pattern.number(other, seqs.1).unwrap());
        }
    }
}
