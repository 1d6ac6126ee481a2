use proptest::prelude::*;

use super::*;

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn never(_: Weekday) -> bool {
    false
}

fn weekend(day: Weekday) -> bool {
    matches!(day, Weekday::Sat | Weekday::Sun)
}

#[test]
fn the_night_and_sunday_are_quiet() {
    let quiet = Quiet::default();
    // 2026-11-24 is a Tuesday.
    for (now, end) in [
        ("2026-11-24 08:59", Some("2026-11-24 09:00")),
        ("2026-11-24 09:00", None),
        ("2026-11-24 18:59", None),
        ("2026-11-24 19:00", Some("2026-11-25 09:00")),
        ("2026-11-28 20:00", Some("2026-11-30 09:00")),
        ("2026-11-29 12:00", Some("2026-11-30 09:00")),
        ("2026-11-30 00:10", Some("2026-11-30 09:00")),
    ] {
        assert_eq!(quiet.end(at(now), never), end.map(at), "{now}");
    }
}

#[test]
fn nothing_is_held_into_a_weekend() {
    let quiet = Quiet::default();
    let friday = at("2026-11-27 20:00");
    assert_eq!(quiet.end(friday, weekend), Some(at("2026-11-30 09:00")));
    // Who writes on a Saturday is not held by the weekend.
    assert_eq!(quiet.end(at("2026-11-28 10:00"), weekend), None);
}

#[test]
fn hours_within_a_day_and_none() {
    let noon = Quiet {
        hours: hours("12:00-13:30").unwrap(),
        sunday: false,
    };
    assert_eq!(
        noon.end(at("2026-11-29 12:15"), never),
        Some(at("2026-11-29 13:30"))
    );
    assert_eq!(noon.end(at("2026-11-29 13:30"), never), None);
    assert_eq!(noon.hours_text(), "12:00-13:30");
    let none = Quiet {
        hours: hours("").unwrap(),
        sunday: false,
    };
    assert_eq!(none.end(at("2026-11-29 03:00"), never), None);
    for wrong in ["9", "19:00", "19:00-25:00", "09:00-09:00", "19-9"] {
        assert_eq!(hours(wrong), None, "{wrong}");
    }
}

#[test]
fn the_words_name_the_day_when_it_is_not_today() {
    let quiet = LocalQuiet {
        quiet: Some(Quiet::default()),
        offset: FixedOffset::east_opt(3600).unwrap(),
    };
    let instant = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let (end, words) = quiet.until(instant("2026-11-24T07:00:00Z"), never).unwrap();
    assert_eq!(end, instant("2026-11-24T08:00:00Z"));
    assert_eq!(words, "Quiet hours until 09:00.");
    let (end, words) = quiet.until(instant("2026-11-24T18:30:00Z"), never).unwrap();
    assert_eq!(end, instant("2026-11-25T08:00:00Z"));
    assert_eq!(words, "Quiet hours until Wed 25 Nov 09:00.");
    assert_eq!(quiet.until(instant("2026-11-24T17:30:00Z"), never), None);
    assert_eq!(
        LocalQuiet::default().until(instant("2026-11-24T23:00:00Z"), never),
        None
    );
}

proptest! {
    #[test]
    fn the_end_is_never_quiet(minutes in 0_i64..20_160, from in 0_u32..1440, until in 0_u32..1440, sunday in any::<bool>()) {
        prop_assume!(from != until);
        let time = |minutes: u32| NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        let quiet = Quiet { hours: Some((time(from), time(until))), sunday };
        let now = at("2026-11-16 00:00") + chrono::TimeDelta::minutes(minutes);
        if let Some(end) = quiet.end(now, weekend) {
            prop_assert!(end > now);
            prop_assert_eq!(quiet.end(end, weekend), None);
        }
    }
}
