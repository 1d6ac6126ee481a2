use super::*;
use chrono::NaiveDate;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_fixed_day_goes_on_over_midnight() {
    let before = at("2026-11-24T23:59:58Z");
    assert_eq!(
        onward(at("2026-11-24T00:00:03Z"), Some(before)),
        at("2026-11-25T00:00:03Z")
    );
    let later = at("2026-11-25T00:00:03Z");
    assert_eq!(
        onward(at("2026-11-24T00:00:04Z"), Some(later)),
        at("2026-11-25T00:00:04Z")
    );
}

#[test]
fn a_clock_that_is_set_back_is_believed() {
    let before = at("2026-11-24T10:00:00Z");
    assert_eq!(
        onward(at("2026-11-24T09:59:00Z"), Some(before)),
        at("2026-11-24T09:59:00Z")
    );
    assert_eq!(onward(before, None), before);
}

#[test]
fn the_next_day_begins_after_now_and_within_a_day() {
    let clock = Clock::system();
    let now = clock.now();
    let begin = midnight(clock, now).unwrap();
    assert!(begin > now.at);
    assert!(begin - now.at <= TimeDelta::hours(26));
}

#[test]
fn a_fixed_day_has_no_midnight() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let clock = Clock::fixed(day);
    assert_eq!(midnight(clock, clock.now()), None);
    let tell = ticks(clock);
    assert_eq!(tell().today, day);
    assert!(tell().at >= tell().at - TimeDelta::seconds(1));
}

#[test]
fn what_is_waited_for_says_its_day_only_when_it_is_another_one() {
    let fixed = Clock::parse("2026-11-24").unwrap();
    let now = at("2026-11-24T10:00:00Z");
    assert_eq!(until(fixed, now, at("2026-11-24T10:15:30Z")), "10:15");
    assert_eq!(
        until(fixed, now, at("2026-11-25T09:05:00Z")),
        "25 Nov, 09:05"
    );
}
