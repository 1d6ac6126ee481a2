use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn schedule(every: &str, first: &str) -> Schedule {
    Schedule {
        every: Every::parse(every).unwrap(),
        first_on: day(first),
        until_on: None,
    }
}

fn first(schedule: &Schedule, count: u32) -> Vec<String> {
    (0..count)
        .map_while(|index| schedule.occurrence(index))
        .map(|day| day.to_string())
        .collect()
}

#[test]
fn the_31st_never_drifts() {
    let monthly = schedule("month", "2027-12-31");
    assert_eq!(
        first(&monthly, 5),
        [
            "2027-12-31",
            "2028-01-31",
            "2028-02-29",
            "2028-03-31",
            "2028-04-30"
        ]
    );
    let quarterly = schedule("quarter", "2026-11-30");
    assert_eq!(
        first(&quarterly, 3),
        ["2026-11-30", "2027-02-28", "2027-05-30"]
    );
}

#[test]
fn a_leap_day_comes_on_the_28th_of_common_years() {
    let yearly = schedule("year", "2024-02-29");
    assert_eq!(
        first(&yearly, 5),
        [
            "2024-02-29",
            "2025-02-28",
            "2026-02-28",
            "2027-02-28",
            "2028-02-29"
        ]
    );
}

#[test]
fn weeks_are_counted_from_the_first() {
    let fortnight = schedule("2 weeks", "2026-11-27");
    assert_eq!(
        first(&fortnight, 3),
        ["2026-11-27", "2026-12-11", "2026-12-25"]
    );
    assert_eq!(
        fortnight.next_after(day("2026-12-11")),
        Some(day("2026-12-25"))
    );
    assert_eq!(
        fortnight.next_after(day("2020-01-01")),
        Some(day("2026-11-27"))
    );
}

#[test]
fn three_missed_months_are_due_today() {
    let mut monthly = schedule("month", "2026-08-31");
    let due = monthly.due(day("2026-09-30"), day("2026-11-30"));
    let days: Vec<String> = due.days.iter().map(NaiveDate::to_string).collect();
    assert_eq!(days, ["2026-09-30", "2026-10-31", "2026-11-30"]);
    assert_eq!(due.left, 0);
    assert!(
        monthly
            .due(day("2026-12-31"), day("2026-12-30"))
            .days
            .is_empty()
    );
    monthly.until_on = Some(day("2026-10-31"));
    assert_eq!(
        monthly.due(day("2026-09-30"), day("2026-11-30")).days.len(),
        2
    );
    assert_eq!(monthly.next_after(day("2026-10-31")), None);
    assert_eq!(
        monthly.next_after(day("2026-10-30")),
        Some(day("2026-10-31"))
    );
}

#[test]
fn what_is_due_is_bounded_and_the_rest_counted() {
    let weekly = schedule("week", "2000-01-03");
    let due = weekly.due(day("2000-01-03"), day("2000-01-03") + Days::new(7 * 299));
    assert_eq!((due.days.len(), due.left), (MOST_DUE, 60));
    let next = weekly.next_after(due.days[MOST_DUE - 1]).unwrap();
    assert_eq!(
        weekly
            .due(next, day("2000-01-03") + Days::new(7 * 299))
            .left,
        0
    );
}

#[test]
fn an_occurrence_opens_a_period() {
    let monthly = schedule("month", "2026-01-31");
    assert_eq!(
        monthly.period_of(day("2026-02-28")),
        (day("2026-02-28"), day("2026-03-30"))
    );
    let mut quarterly = schedule("quarter", "2026-10-01");
    quarterly.until_on = Some(day("2026-10-01"));
    assert_eq!(
        quarterly.period_of(day("2026-10-01")),
        (day("2026-10-01"), day("2026-12-31"))
    );
}

#[test]
fn the_rule_is_said_in_words() {
    for (every, on, want) in [
        ("week", "2026-11-27", "every week on Friday"),
        ("2 weeks", "2026-11-27", "every 2 weeks on Friday"),
        ("month", "2026-11-15", "every month on the 15th"),
        ("month", "2026-11-01", "every month on the 1st"),
        (
            "month",
            "2026-10-31",
            "every month on the 31st (or its last day)",
        ),
        ("month", "2026-10-22", "every month on the 22nd"),
        ("month", "2026-10-11", "every month on the 11th"),
        ("month", "2026-10-23", "every month on the 23rd"),
        (
            "quarter",
            "2026-11-15",
            "every quarter on 15 Feb, May, Aug, Nov",
        ),
        (
            "quarter",
            "2026-10-30",
            "every quarter on 30 Jan, Apr, Jul, Oct",
        ),
        (
            "quarter",
            "2026-01-31",
            "every quarter on the 31st (or the last day) of Jan, Apr, Jul, Oct",
        ),
        ("6 months", "2026-08-01", "every 6 months on 1 Feb, Aug"),
        ("5 months", "2026-08-01", "every 5 months on the 1st"),
        ("12 months", "2026-08-01", "every 12 months on 1 Aug"),
        ("24 months", "2026-08-01", "every 24 months on the 1st"),
        ("year", "2026-02-15", "every year on 15 Feb"),
        (
            "year",
            "2024-02-29",
            "every year on the 29th (or the last day) of Feb",
        ),
        ("2 years", "2026-12-31", "every 2 years on 31 Dec"),
    ] {
        assert_eq!(schedule(every, on).words(), want);
    }
    let mut ending = schedule("month", "2026-11-15");
    ending.until_on = Some(day("2027-10-31"));
    assert_eq!(ending.words(), "every month on the 15th, until 31 Oct 2027");
}

#[test]
fn how_often_is_read_and_written() {
    for (text, want) in [
        ("week", "week"),
        ("1 week", "week"),
        (" Month ", "month"),
        ("1 months", "month"),
        ("3 months", "quarter"),
        ("quarter", "quarter"),
        ("2 quarters", "6 months"),
        ("2 weeks", "2 weeks"),
        ("6 months", "6 months"),
        ("YEAR", "year"),
        ("10 years", "10 years"),
    ] {
        assert_eq!(Every::parse(text).unwrap().text(), want);
    }
    for text in [
        "",
        "2",
        "day",
        "every month",
        "+2 weeks",
        "-1 week",
        "two weeks",
        "2weeks",
        "1.5 months",
    ] {
        assert_eq!(
            Every::parse(text).unwrap_err().message(),
            format!("\"{text}\" does not say how often.")
        );
    }
    for (text, want) in [
        ("0 weeks", "Every 0 weeks is not a usable distance."),
        ("521 weeks", "Every 521 weeks is not a usable distance."),
        ("121 months", "Every 121 months is not a usable distance."),
        ("11 years", "Every 11 years is not a usable distance."),
    ] {
        assert_eq!(Every::parse(text).unwrap_err().message(), want);
    }
}

#[test]
fn a_schedule_that_cannot_be_is_refused() {
    let mut one = schedule("month", "2026-11-15");
    assert_eq!(one.check(), Ok(()));
    one.until_on = Some(day("2026-11-15"));
    assert_eq!(one.check(), Ok(()));
    one.until_on = Some(day("2026-11-14"));
    assert_eq!(
        one.check().unwrap_err().message(),
        "The last day 2026-11-14 is before the first one, 2026-11-15."
    );
    one.until_on = None;
    one.every = Every::Months(0);
    assert!(one.check().is_err());
    assert_eq!(one.next_after(day("2030-01-01")), None);
    assert_eq!(one.occurrence(1), None);
    assert!(
        one.due(day("2026-11-15"), day("2030-01-01"))
            .days
            .is_empty()
    );
}

/// The rule again, as a person with a calendar would apply it: is it this day's turn?
fn falls_on(schedule: &Schedule, on: NaiveDate) -> bool {
    let first = schedule.first_on;
    if on < first || schedule.until_on.is_some_and(|until| on > until) {
        return false;
    }
    let is_last = on.succ_opt().unwrap().day() == 1;
    let right_day = on.day() == first.day() || (is_last && on.day() < first.day());
    let months =
        (on.year() - first.year()) * 12 + on.month().cast_signed() - first.month().cast_signed();
    match schedule.every {
        Every::Weeks(count) => (on - first).num_days() % (7 * i64::from(count)) == 0,
        Every::Months(count) => right_day && months % i32::try_from(count).unwrap() == 0,
        Every::Years(count) => right_day && months % (12 * i32::try_from(count).unwrap()) == 0,
    }
}

fn any_schedule() -> impl Strategy<Value = Schedule> {
    let every = prop_oneof![
        (1_u32..10).prop_map(Every::Weeks),
        (1_u32..15).prop_map(Every::Months),
        (1_u32..4).prop_map(Every::Years),
    ];
    (every, 0_u64..1_500, prop::option::of(0_u64..1_500)).prop_map(|(every, offset, length)| {
        let first_on = day("2023-12-01") + Days::new(offset);
        Schedule {
            every,
            first_on,
            until_on: length.map(|days| first_on + Days::new(days)),
        }
    })
}

proptest! {
    #[test]
    fn a_walk_through_the_days_finds_the_same(schedule in any_schedule(), from in 0_u64..1_500) {
        let start = day("2023-12-01");
        let walked: Vec<NaiveDate> = start
            .iter_days()
            .take(3_000)
            .filter(|on| falls_on(&schedule, *on))
            .collect();
        let end = start + Days::new(2_999);
        let counted: Vec<NaiveDate> = (0..)
            .map_while(|index| schedule.occurrence(index))
            .take_while(|on| *on <= end)
            .collect();
        prop_assert_eq!(&walked, &counted);
        let from = start + Days::new(from);
        let later = walked.iter().copied().find(|on| *on > from);
        match later {
            Some(next) => prop_assert_eq!(schedule.next_after(from), Some(next)),
            None => prop_assert!(schedule.next_after(from).is_none_or(|next| next > end)),
        }
        let due = schedule.due(from, end);
        let missed: Vec<NaiveDate> = walked.into_iter().filter(|on| *on >= from).collect();
        prop_assert_eq!(due.left as usize + due.days.len(), missed.len());
        prop_assert_eq!(&due.days[..], &missed[..missed.len().min(MOST_DUE)]);
    }

    #[test]
    fn periods_follow_each_other_without_a_gap(schedule in any_schedule(), index in 0_u32..50) {
        let endless = Schedule { until_on: None, ..schedule };
        let (one, next) = (endless.occurrence(index).unwrap(), endless.occurrence(index + 1).unwrap());
        prop_assert_eq!(endless.period_of(one), (one, next.pred_opt().unwrap()));
    }

    #[test]
    fn how_often_is_read_back(schedule in any_schedule()) {
        prop_assert_eq!(Every::parse(&schedule.every.text()), Ok(schedule.every));
    }

    #[test]
    fn any_text_and_any_day_is_answered(text in ".*", count in any::<u32>(), index in any::<u32>()) {
        let _ = Every::parse(&text);
        for every in [Every::Weeks(count), Every::Months(count), Every::Years(count)] {
            let one = Schedule { every, first_on: day("2026-01-31"), until_on: None };
            if let Some(found) = one.occurrence(index) {
                prop_assert!(index == 0 || found > one.first_on);
                prop_assert_eq!(one.period_of(found).0, found);
            }
            prop_assert!(!one.words().is_empty());
        }
    }
}
