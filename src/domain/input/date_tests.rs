use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Read on Monday 23 November 2026.
fn read_on_monday(text: &str) -> String {
    date(text, day("2026-11-23")).map_or_else(|f| f.message().to_owned(), |d| d.to_string())
}

#[test]
fn words_and_distances_count_from_today() {
    for (text, want) in [
        ("today", "2026-11-23"),
        (" Tomorrow ", "2026-11-24"),
        ("YESTERDAY", "2026-11-22"),
        ("+30", "2026-12-23"),
        ("+0", "2026-11-23"),
        ("-3", "2026-11-20"),
        ("\u{2212}3", "2026-11-20"),
    ] {
        assert_eq!(read_on_monday(text), want, "{text:?}");
    }
}

#[test]
fn a_weekday_is_the_next_one_after_today() {
    for (text, want) in [
        ("tue", "2026-11-24"),
        ("tues", "2026-11-24"),
        ("Wed", "2026-11-25"),
        ("thurs", "2026-11-26"),
        ("fri", "2026-11-27"),
        ("Friday", "2026-11-27"),
        ("sat", "2026-11-28"),
        ("sunday", "2026-11-29"),
        ("mon", "2026-11-30"),
    ] {
        assert_eq!(read_on_monday(text), want, "{text:?}");
    }
}

#[test]
fn a_day_without_a_year_is_the_nearest_one() {
    for (text, want) in [
        ("23.12.", "2026-12-23"),
        ("23.12", "2026-12-23"),
        ("23/12", "2026-12-23"),
        ("23 dec", "2026-12-23"),
        ("23 December", "2026-12-23"),
        ("Wed 23 Dec", "2026-12-23"),
        ("1.1.", "2027-01-01"),
        ("25.5.", "2026-05-25"),
        ("28.2.", "2027-02-28"),
        ("29.2.", "2028-02-29"),
        ("23.11.", "2026-11-23"),
        ("24.5.", "2027-05-24"),
    ] {
        assert_eq!(read_on_monday(text), want, "{text:?}");
    }
}

#[test]
fn of_two_equally_near_days_the_later_counts() {
    let equal = day("2028-07-02");
    assert_eq!((day("2029-01-01") - equal).num_days(), 183);
    assert_eq!((equal - day("2028-01-01")).num_days(), 183);
    assert_eq!(date("1.1.", equal).unwrap(), day("2029-01-01"));
}

#[test]
fn full_dates_are_read_with_the_day_first() {
    for text in [
        "23.12.2026",
        "23.12.26",
        "23/12/2026",
        "23/12/26",
        "2026-12-23",
        "23 Dec 2026",
        "23 december 2026",
        "Wed 23 Dec 2026",
        "wednesday 23 dec 2026",
    ] {
        assert_eq!(read_on_monday(text), "2026-12-23", "{text:?}");
    }
    assert_eq!(read_on_monday("5.6.2026"), "2026-06-05");
    assert_eq!(read_on_monday("2026-6-5"), "2026-06-05");
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    for text in [
        "31.2.2026",
        "29.2.2026",
        "2026-13-01",
        "12/23/2026",
        "31.4.",
        "Mon 23 Dec 2026",
    ] {
        assert_eq!(
            read_on_monday(text),
            format!("\"{text}\" names a day that does not exist.")
        );
    }
    assert_eq!(
        date("12/23/2026", day("2026-11-23"))
            .unwrap_err()
            .next_step(),
        "the day comes first, as in 23.12.2026, or write 2026-12-23"
    );
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "+",
        "-",
        "+1x",
        "soon",
        "f",
        "23",
        "23.12.202",
        "23.12.2026.",
        "2026-12",
        "2026/12/23",
        "23,12,2026",
        "+1000000",
        "de 23",
        "23 d",
        "23/12/",
        "1 2 3 4 5",
        "día 3",
    ] {
        assert_eq!(read_on_monday(text), format!("\"{text}\" is not a date."));
    }
}

#[test]
fn years_out_of_reach_are_refused() {
    assert_eq!(read_on_monday("1.1.1899"), "\"1.1.1899\" is too far away.");
    assert_eq!(read_on_monday("+999999"), "\"+999999\" is too far away.");
    assert_eq!(read_on_monday("2999-12-31"), "2999-12-31");
}

#[test]
fn days_are_echoed_and_shortened() {
    assert_eq!(date_echo(day("2026-12-23")), "Wed 23 Dec 2026");
    assert_eq!(date_echo(day("2026-12-05")), "Sat 5 Dec 2026");
    assert_eq!(date_short(day("2026-10-20"), day("2026-11-23")), "20 Oct");
    assert_eq!(date_short(day("2026-11-04"), day("2026-11-23")), "04 Nov");
    assert_eq!(
        date_short(day("2025-10-20"), day("2026-01-02")),
        "20 Oct 2025"
    );
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".*") {
        let today = day("2026-11-23");
        if let Ok(found) = date(&text, today) {
            prop_assert!((1900..=2999).contains(&found.year()));
        }
    }

    #[test]
    fn every_day_is_read_back_from_each_form(days in 0_u64..36_500, offset in 0_u64..36_500) {
        let from = day("2000-01-01");
        let found = from + Days::new(days);
        let today = from + Days::new(offset);
        for form in ["%Y-%m-%d", "%d.%m.%Y", "%-d/%-m/%Y", "%-d %B %Y"] {
            let text = found.format(form).to_string();
            prop_assert_eq!(date(&text, today), Ok(found), "{}", text);
        }
        prop_assert_eq!(date(&date_echo(found), today), Ok(found));
        let near = date(&found.format("%d.%m.").to_string(), today).unwrap();
        prop_assert_eq!((near.day(), near.month()), (found.day(), found.month()));
        prop_assert!(near.month() == 2 && near.day() == 29 || (near - today).num_days().abs() <= 183);
    }

    #[test]
    fn a_weekday_is_one_to_seven_days_ahead(offset in 0_u64..3_650, index in 0_u8..7) {
        let today = day("2020-01-01") + Days::new(offset);
        let weekday = Weekday::try_from(index).unwrap();
        let found = date(&weekday.to_string(), today).unwrap();
        prop_assert_eq!(found.weekday(), weekday);
        prop_assert!((1..=7).contains(&(found - today).num_days()));
    }
}

#[test]
fn a_day_of_the_week_behind_is_the_last_one() {
    let today: NaiveDate = "2026-11-23".parse().unwrap();
    let read = |text: &str| date_past(text, today).unwrap().to_string();
    assert_eq!(read("fri"), "2026-11-20");
    assert_eq!(read("Monday"), "2026-11-23");
    assert_eq!(read("20.11."), "2026-11-20");
    assert_eq!(read("thurs"), "2026-11-19");
    assert_eq!(read("Di"), "2026-11-17");
}

#[test]
fn names_of_four_languages_are_read() {
    for (text, want) in [
        ("heute", "2026-11-23"),
        ("Aujourd'hui", "2026-11-23"),
        ("Mañana", "2026-11-24"),
        ("gestern", "2026-11-22"),
        ("mi", "2026-11-25"),
        ("Mi.", "2026-11-25"),
        ("Mittwoch", "2026-11-25"),
        ("mercredi", "2026-11-25"),
        ("miércoles", "2026-11-25"),
        ("mar", "2026-11-24"),
        ("sáb", "2026-11-28"),
        ("dim", "2026-11-29"),
        ("23. Dezember 2026", "2026-12-23"),
        ("23. Dez.", "2026-12-23"),
        ("Mi 23. Dez. 2026", "2026-12-23"),
        ("1er mars 2027", "2027-03-01"),
        ("23 décembre", "2026-12-23"),
        ("23 de diciembre de 2026", "2026-12-23"),
        ("1 März", "2027-03-01"),
        ("1 mrz", "2027-03-01"),
        ("5 juin", "2026-06-05"),
        ("5 juil", "2026-07-05"),
        ("5 jui", "\"5 jui\" is not a date."),
        ("ma", "\"ma\" is not a date."),
        ("x.", "\"x.\" is not a date."),
    ] {
        assert_eq!(read_on_monday(text), want, "{text:?}");
    }
}

#[test]
fn a_due_date_counts_from_the_day_of_issue() {
    let (issued, today) = (day("2026-01-05"), day("2026-11-23"));
    let read = |text: &str| date_after(text, issued, today).unwrap().to_string();
    for (text, want) in [
        ("+30", "2026-02-04"),
        ("+0", "2026-01-05"),
        ("-3", "2026-01-02"),
        ("fri", "2026-01-09"),
        ("mon", "2026-01-12"),
        ("23.12.", "2026-12-23"),
        ("5.1.", "2026-01-05"),
        ("4 jan", "2027-01-04"),
        ("29.2.", "2028-02-29"),
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("2026-02-01", "2026-02-01"),
    ] {
        assert_eq!(read(text), want, "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_day_without_a_year_after_another_is_the_first_one(from in 0_u64..36_500, ahead in 0_u64..365) {
        let from = day("2000-01-01") + Days::new(from);
        let found = from + Days::new(ahead);
        let text = found.format("%d.%m.").to_string();
        let read = date_after(&text, from, day("2026-11-23")).unwrap();
        prop_assert_eq!(read, found);
    }
}
