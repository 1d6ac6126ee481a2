use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn standing(status: InvoiceStatus, paid: i64, credited: i64) -> Standing {
    Standing {
        kind: InvoiceKind::Invoice,
        status,
        due_on: Some(day("2026-11-10")),
        answer: None,
        gross: 1_000,
        paid,
        credited,
    }
}

const ON_TIME: &str = "2026-11-10";
const LATE: &str = "2026-11-11";

#[test]
fn the_state_comes_from_facts_and_today() {
    use InvoiceStatus::{Draft, Issued, Voided, WrittenOff};
    for (status, paid, credited, today, want) in [
        (Draft, 0, 0, LATE, InvoiceState::Draft),
        (Issued, 0, 0, ON_TIME, InvoiceState::Open),
        (Issued, 0, 0, LATE, InvoiceState::Overdue),
        (Issued, 1, 0, ON_TIME, InvoiceState::PartlyPaid),
        (Issued, 0, 1, ON_TIME, InvoiceState::PartlyPaid),
        (Issued, 999, 0, LATE, InvoiceState::Overdue),
        (Issued, 1_000, 0, LATE, InvoiceState::Paid),
        (Issued, 400, 600, LATE, InvoiceState::Paid),
        (Issued, 1_200, 0, ON_TIME, InvoiceState::Paid),
        (Voided, 0, 0, LATE, InvoiceState::Voided),
        (WrittenOff, 300, 0, LATE, InvoiceState::WrittenOff),
    ] {
        let facts = standing(status, paid, credited);
        assert_eq!(facts.state(day(today)), want, "{facts:?} on {today}");
    }
}

#[test]
fn days_late_count_from_the_due_date_while_something_is_open() {
    let open = standing(InvoiceStatus::Issued, 0, 0);
    assert_eq!(open.days_late(day("2026-11-10")), 0);
    assert_eq!(open.days_late(day("2026-11-11")), 1);
    assert_eq!(open.days_late(day("2026-11-03")), -7);
    assert_eq!(open.days_late(day("2027-11-10")), 365);
    for settled in [
        standing(InvoiceStatus::Issued, 1_000, 0),
        standing(InvoiceStatus::Draft, 0, 0),
        standing(InvoiceStatus::Voided, 0, 0),
        Standing {
            due_on: None,
            ..open
        },
    ] {
        assert_eq!(settled.days_late(day("2027-11-10")), 0, "{settled:?}");
    }
}

#[test]
fn nobody_owes_anything_on_a_credit_note() {
    let note = Standing {
        kind: InvoiceKind::CreditNote,
        ..standing(InvoiceStatus::Issued, 0, 0)
    };
    assert_eq!(note.open(), 0);
    assert_eq!(note.state(day(LATE)), InvoiceState::Paid);
    assert_eq!(note.days_late(day(LATE)), 0);
    let draft = Standing {
        status: InvoiceStatus::Draft,
        ..note
    };
    assert_eq!(draft.state(day(LATE)), InvoiceState::Draft);
}

#[test]
fn every_word_is_read_back() {
    for status in InvoiceStatus::ALL {
        assert_eq!(InvoiceStatus::from_word(status.word()), Some(*status));
    }
    for state in InvoiceState::ALL {
        assert_eq!(InvoiceState::from_word(state.word()), Some(*state));
    }
    for category in TaxCategory::ALL {
        assert_eq!(TaxCategory::from_word(category.word()), Some(*category));
    }
    assert_eq!(
        InvoiceKind::from_word("credit_note"),
        Some(InvoiceKind::CreditNote)
    );
    assert_eq!(InvoiceKind::from_word("Invoice"), None);
}

fn any_standing() -> impl Strategy<Value = Standing> {
    (
        prop::sample::select(vec![
            InvoiceKind::Invoice,
            InvoiceKind::CreditNote,
            InvoiceKind::Deposit,
        ]),
        prop::sample::select(InvoiceStatus::ALL),
        prop::option::of(0_i64..2_000),
        any::<i64>(),
        any::<i64>(),
        any::<i64>(),
    )
        .prop_map(|(kind, status, due, gross, paid, credited)| Standing {
            kind,
            status,
            due_on: due.map(|days| day("2024-01-01") + chrono::TimeDelta::days(days)),
            answer: None,
            gross,
            paid,
            credited,
        })
}

proptest! {
    #[test]
    fn state_balance_and_lateness_agree(facts in any_standing(), offset in 0_i64..2_000) {
        let today = day("2024-01-01") + chrono::TimeDelta::days(offset);
        let state = facts.state(today);
        let is_open = matches!(
            state,
            InvoiceState::Open | InvoiceState::PartlyPaid | InvoiceState::Overdue
        );
        prop_assert_eq!(is_open, facts.open() > 0);
        prop_assert_eq!(state == InvoiceState::Overdue, facts.days_late(today) > 0);
        prop_assert_eq!(state == InvoiceState::Draft, facts.status == InvoiceStatus::Draft);
        prop_assert_eq!(state == InvoiceState::Voided, facts.status == InvoiceStatus::Voided);
    }
}
