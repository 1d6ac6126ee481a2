use super::*;
use crate::failure::Kind;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_fixed_day_carries_the_instant_and_else_the_local_day_counts() {
    let at: DateTime<Utc> = "2026-11-23T23:30:00Z".parse().unwrap();
    let local = day("2026-11-24");
    let free = moment(None, local, at);
    assert_eq!((free.today, free.at), (local, at));
    let fixed = moment(Clock::fixed(day("2027-02-01")).fixed, local, at);
    assert_eq!(fixed.today, day("2027-02-01"));
    assert_eq!(fixed.at.to_rfc3339(), "2027-02-01T23:30:00+00:00");
    assert_eq!(Clock::fixed(local).now().today, local);
}

#[test]
fn only_a_full_date_is_a_day() {
    assert_eq!(
        Clock::parse(" 2026-12-23 ").unwrap(),
        Clock::fixed(day("2026-12-23"))
    );
    for wrong in [
        "",
        "tomorrow",
        "23.12.2026",
        "2026-02-30",
        "2026-12-23T",
        "2026-12-23T25:00",
        "2026-12-23 10:00",
    ] {
        let failure = Clock::parse(wrong).unwrap_err();
        assert_eq!(failure.kind(), Kind::Usage, "{wrong}");
        assert!(failure.message().contains(wrong));
        assert!(failure.next_step().contains("YYYY-MM-DD"));
    }
}

#[test]
fn a_time_of_day_is_where_the_program_begins() {
    let clock = Clock::parse("2026-11-24T10:30").unwrap();
    let now = clock.now();
    assert_eq!(clock.fixed_day(), Some(day("2026-11-24")));
    assert_eq!(now.today, day("2026-11-24"));
    let begin: DateTime<Utc> = "2026-11-24T10:30:00Z".parse().unwrap();
    assert!((begin..begin + TimeDelta::minutes(1)).contains(&now.at));
    assert!(clock.now().at >= now.at);
    assert_eq!(clock.offset(now.at).local_minus_utc(), 0);
}
