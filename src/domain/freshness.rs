//! How old the knowledge is of who has paid.

use chrono::NaiveDate;

/// After so many days what is known of payments is old: a batch asks once, and a run without a
/// person stops.
pub const OLD_AFTER_DAYS: i64 = 3;

/// Through which day payments are known.
///
/// A payment counts with the day that the money came, and not with the day that it was entered: an
/// old payment that is entered today says nothing of the days since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// The day of the newest money that came in or went back.
    pub paid_on: Option<NaiveDate>,
    /// The newest day through which the user has looked at the bank account.
    pub checked_on: Option<NaiveDate>,
}

impl Freshness {
    /// The day through which payments are known; `None` in a book that knows nothing of payments.
    #[must_use]
    pub fn through(self) -> Option<NaiveDate> {
        self.paid_on.max(self.checked_on)
    }

    /// How many days old that is.
    #[must_use]
    pub fn age(self, today: NaiveDate) -> Option<i64> {
        self.through().map(|day| (today - day).num_days())
    }

    /// Whether it is older than [`OLD_AFTER_DAYS`], or nothing is known.
    #[must_use]
    pub fn is_old(self, today: NaiveDate) -> bool {
        self.age(today).is_none_or(|age| age > OLD_AFTER_DAYS)
    }

    /// One short line for the checks before sending.
    #[must_use]
    pub fn words(self, today: NaiveDate) -> String {
        let Some(day) = self.through() else {
            return "no payment was ever entered: are all payments here?".to_owned();
        };
        let day = day.format("%-d %b");
        if self.is_old(today) {
            format!("payments are known only through {day}: are all entered?")
        } else {
            format!("unpaid; payments are known through {day}")
        }
    }
}

#[cfg(test)]
#[path = "freshness_tests.rs"]
mod tests;
