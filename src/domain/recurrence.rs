//! A template that becomes drafts: when the next one is due, and whether it goes out by itself.

use chrono::NaiveDate;

use super::schedule::Schedule;
use crate::failure::{Failure, Result};

/// What makes a document of the kind `recurring` come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// The rule.
    pub schedule: Schedule,
    /// The occurrence that comes next, not before the first one; past the schedule's last day when it
    /// is over.
    pub next_on: NaiveDate,
    /// Whether its drafts are issued by themselves, because the user said so.
    pub automatic: bool,
    /// Whether it makes no drafts for now.
    pub paused: bool,
}

impl Recurrence {
    /// A rule that begins with its first occurrence and makes drafts.
    #[must_use]
    pub const fn new(schedule: Schedule) -> Self {
        Self {
            next_on: schedule.first_on,
            schedule,
            automatic: false,
            paused: false,
        }
    }

    /// Whether no occurrence comes any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.schedule
            .until_on
            .is_some_and(|until| self.next_on > until)
    }

    /// Checks the rule, and that the next occurrence is not before the first one.
    ///
    /// # Errors
    /// Usage, naming what is wrong.
    pub fn check(&self) -> Result<()> {
        self.schedule.check()?;
        if self.next_on < self.schedule.first_on {
            return Err(Failure::usage(format!(
                "The next day {} is before the first one, {}.",
                self.next_on, self.schedule.first_on
            ))
            .hint("make the first day earlier, or the next one later"));
        }
        Ok(())
    }
}
