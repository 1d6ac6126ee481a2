use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn known(paid_on: Option<&str>, checked_on: Option<&str>) -> Freshness {
    Freshness {
        paid_on: paid_on.map(day),
        checked_on: checked_on.map(day),
    }
}

#[test]
fn the_newer_of_a_payment_and_a_look_at_the_bank_counts() {
    let today = day("2026-11-24");
    let both = known(Some("2026-11-10"), Some("2026-11-22"));
    assert_eq!(both.through(), Some(day("2026-11-22")));
    assert_eq!((both.age(today), both.is_old(today)), (Some(2), false));
    assert_eq!(
        both.words(today),
        "unpaid; payments are known through 22 Nov"
    );
    let paid = known(Some("2026-11-23"), Some("2026-11-22"));
    assert_eq!(paid.through(), Some(day("2026-11-23")));
}

#[test]
fn three_days_are_not_old_and_four_are() {
    let today = day("2026-11-24");
    assert!(!known(Some("2026-11-21"), None).is_old(today));
    let old = known(Some("2026-11-20"), None);
    assert!(old.is_old(today));
    assert_eq!(
        old.words(today),
        "payments are known only through 20 Nov: are all entered?"
    );
}

#[test]
fn who_knows_nothing_is_told_so() {
    let nothing = known(None, None);
    assert!(nothing.is_old(day("2026-11-24")));
    assert!(
        nothing
            .words(day("2026-11-24"))
            .contains("no payment was ever entered")
    );
}
