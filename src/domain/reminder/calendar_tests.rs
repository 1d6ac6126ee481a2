use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_country_rests_on_its_own_weekend() {
    let calendar = Calendar::new("de", "");
    assert!(calendar.allows(day("2026-11-20")), "a Friday");
    assert!(!calendar.allows(day("2026-11-21")), "a Saturday");
    assert!(!calendar.allows(day("2026-11-22")), "a Sunday");
    assert_eq!(calendar.on_or_after(day("2026-11-20")), day("2026-11-20"));
    assert_eq!(calendar.on_or_after(day("2026-11-21")), day("2026-11-23"));
}

#[test]
fn both_weekends_count() {
    let calendar = Calendar::new("DE", "SA");
    assert!(
        !calendar.allows(day("2026-11-20")),
        "Friday rests in Saudi Arabia"
    );
    assert!(
        !calendar.allows(day("2026-11-22")),
        "Sunday rests in Germany"
    );
    assert_eq!(calendar.on_or_after(day("2026-11-20")), day("2026-11-23"));
    let widest = Calendar::new("AF", "US");
    assert_eq!(widest.on_or_after(day("2026-11-19")), day("2026-11-23"));
}

#[test]
fn some_countries_rest_one_day() {
    let iran = Calendar::new("IR", "IR");
    assert!(iran.allows(day("2026-11-21")) && !iran.allows(day("2026-11-20")));
    let india = Calendar::new("IN", "IN");
    assert!(india.allows(day("2026-11-21")) && !india.allows(day("2026-11-22")));
}

#[test]
fn payment_is_asked_for_within_a_week_or_right_after_the_weekend() {
    assert_eq!(pay_by(day("2026-11-20"), "DE", "DE"), day("2026-11-27"));
    assert_eq!(pay_by(day("2026-11-20"), "DE", "EG"), day("2026-11-30"));
    assert_eq!(pay_by(day("2026-11-21"), "", ""), day("2026-11-30"));
}

#[test]
fn days_stop_at_the_ends_of_the_calendar() {
    assert_eq!(add_days(day("2026-02-28"), 1), day("2026-03-01"));
    assert_eq!(add_days(day("2026-03-01"), -1), day("2026-02-28"));
    assert_eq!(add_days(day("2026-03-01"), i64::MAX), NaiveDate::MAX);
    assert_eq!(add_days(day("2026-03-01"), i64::MIN), NaiveDate::MIN);
}
