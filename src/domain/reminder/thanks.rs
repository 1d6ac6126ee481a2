//! When a client is thanked for a payment.

use chrono::NaiveDate;

/// For so many days after the money came thanks may be given; later they would surprise.
pub const THANKS_DAYS: i64 = 7;

/// Whether thanks for a payment of a day may still be given today.
#[must_use]
pub fn may_thank(paid_on: NaiveDate, today: NaiveDate) -> bool {
    (0..=THANKS_DAYS).contains(&(today - paid_on).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_are_given_for_a_week() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-24");
        for (paid_on, fits) in [
            ("2026-11-25", false),
            ("2026-11-24", true),
            ("2026-11-17", true),
            ("2026-11-16", false),
        ] {
            assert_eq!(may_thank(day(paid_on), today), fits, "{paid_on}");
        }
    }
}
