//! When a recurring invoice comes again.
//!
//! Every occurrence is counted from the first one and never from the one before, so the 31st stays
//! the 31st: 31 January, 28 February, 31 March. A month without the day has it on its last one.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;

/// The most occurrences that are caught up at once.
pub const MOST_DUE: usize = 240;

/// The longest distances that a schedule may have: about ten years.
const MOST_WEEKS: u32 = 520;
const MOST_MONTHS: u32 = 120;
const MOST_YEARS: u32 = 10;

/// The distance between two occurrences, 1 or more of its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// So many weeks, up to 520.
    Weeks(u32),
    /// So many months, up to 120; a quarter is 3.
    Months(u32),
    /// So many years, up to 10.
    Years(u32),
}

impl Every {
    /// Reads the form of commands and JSON: `week`, `month`, `quarter`, `year`, or a count with the
    /// word (`2 weeks`, `6 months`), upper or lower case.
    ///
    /// # Errors
    /// Usage, when it is anything else, or longer than about ten years.
    pub fn parse(text: &str) -> Result<Self> {
        let lower = text.trim().to_lowercase();
        let (count, word) = match lower.split_once(' ') {
            Some((count, word)) if count.chars().all(|c| c.is_ascii_digit()) => {
                (count.parse().ok(), word.trim())
            }
            Some(_) => (None, ""),
            None => (Some(1), lower.as_str()),
        };
        let every = count.and_then(|count: u32| match word {
            "week" | "weeks" => Some(Self::Weeks(count)),
            "month" | "months" => Some(Self::Months(count)),
            "quarter" | "quarters" => count.checked_mul(3).map(Self::Months),
            "year" | "years" => Some(Self::Years(count)),
            _ => None,
        });
        let shown = super::text::one_line(text.trim());
        let every = every.ok_or_else(|| {
            Failure::usage(format!("\"{shown}\" does not say how often."))
                .hint("write week, month, quarter, year, 2 weeks or 6 months")
        })?;
        every.check()?;
        Ok(every)
    }

    /// Checks the count.
    ///
    /// # Errors
    /// Usage, when it is 0 or longer than about ten years.
    pub fn check(self) -> Result<()> {
        let (count, most, unit) = match self {
            Self::Weeks(count) => (count, MOST_WEEKS, "weeks"),
            Self::Months(count) => (count, MOST_MONTHS, "months"),
            Self::Years(count) => (count, MOST_YEARS, "years"),
        };
        if (1..=most).contains(&count) {
            return Ok(());
        }
        Err(
            Failure::usage(format!("Every {count} {unit} is not a usable distance."))
                .hint(format!("use 1 to {most} {unit}")),
        )
    }

    /// The form that [`Every::parse`] reads: `month`, `quarter`, `2 weeks`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Weeks(1) => String::from("week"),
            Self::Weeks(count) => format!("{count} weeks"),
            Self::Months(1) => String::from("month"),
            Self::Months(3) => String::from("quarter"),
            Self::Months(count) => format!("{count} months"),
            Self::Years(1) => String::from("year"),
            Self::Years(count) => format!("{count} years"),
        }
    }

    /// The day that lies so many distances after another; `None` beyond the calendar.
    fn after(self, first: NaiveDate, times: u32) -> Option<NaiveDate> {
        match self {
            Self::Weeks(count) => {
                let days = u64::from(count).checked_mul(7)?;
                first.checked_add_days(Days::new(days.checked_mul(u64::from(times))?))
            }
            Self::Months(count) => first.checked_add_months(Months::new(count.checked_mul(times)?)),
            Self::Years(count) => {
                let months = count.checked_mul(12)?.checked_mul(times)?;
                first.checked_add_months(Months::new(months))
            }
        }
    }
}

/// What is due: the missed occurrences, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// At most [`MOST_DUE`] days, from the oldest.
    pub days: Vec<NaiveDate>,
    /// How many more are due after these.
    pub left: u32,
}

/// The rule of a recurring invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The distance between two occurrences.
    pub every: Every,
    /// The first occurrence, which all others are counted from.
    pub first_on: NaiveDate,
    /// The last day on which one may fall; `None` for no end.
    pub until_on: Option<NaiveDate>,
}

impl Schedule {
    /// Checks the distance, and that the end is not before the first occurrence.
    ///
    /// # Errors
    /// Usage, naming what is wrong.
    pub fn check(&self) -> Result<()> {
        self.every.check()?;
        match self.until_on {
            Some(until) if until < self.first_on => Err(Failure::usage(format!(
                "The last day {until} is before the first one, {}.",
                self.first_on
            ))
            .hint("leave the last day empty, or make it later")),
            Some(_) | None => Ok(()),
        }
    }

    /// The occurrence of an index, 0 for the first; `None` after the end.
    #[must_use]
    pub fn occurrence(&self, index: u32) -> Option<NaiveDate> {
        let day = self.every.after(self.first_on, index)?;
        let over = self.until_on.is_some_and(|until| day > until);
        (!over && (index == 0 || day > self.first_on)).then_some(day)
    }

    /// The first occurrence after a day; `None` when there is no more.
    #[must_use]
    pub fn next_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.occurrence(self.count_through(day)?)
    }

    /// Every occurrence from the one that comes next, through today: what a computer that was off
    /// has missed.
    #[must_use]
    pub fn due(&self, from_next: NaiveDate, today: NaiveDate) -> Due {
        let end = self.until_on.map_or(today, |until| until.min(today));
        let before = from_next.pred_opt().and_then(|day| self.count_through(day));
        let first = before.unwrap_or(0);
        let beyond = self.count_through(end).unwrap_or(0);
        let days: Vec<NaiveDate> = (first..beyond)
            .map_while(|index| self.occurrence(index))
            .take(MOST_DUE)
            .collect();
        let listed = u32::try_from(days.len()).unwrap_or(u32::MAX);
        let left = beyond.saturating_sub(first).saturating_sub(listed);
        Due { days, left }
    }

    /// The period that an occurrence opens: from its day to the one before the next, the end of the
    /// schedule left aside.
    #[must_use]
    pub fn period_of(&self, occurrence: NaiveDate) -> (NaiveDate, NaiveDate) {
        let endless = Self {
            until_on: None,
            ..*self
        };
        let next = endless.next_after(occurrence);
        let last = next.and_then(|day| day.pred_opt()).unwrap_or(occurrence);
        (occurrence, last)
    }

    /// How many occurrences fall on or before a day, the end left aside; `None` when the distance
    /// is 0 or the count does not fit.
    fn count_through(&self, day: NaiveDate) -> Option<u32> {
        if day < self.first_on {
            return Some(0);
        }
        let whole = match self.every {
            Every::Weeks(count) => {
                let days = u64::try_from((day - self.first_on).num_days()).ok()?;
                days.checked_div(u64::from(count).checked_mul(7)?)?
            }
            Every::Months(count) => self.months_to(day)?.checked_div(u64::from(count))?,
            Every::Years(count) => {
                let months = u64::from(count).checked_mul(12)?;
                self.months_to(day)?.checked_div(months)?
            }
        };
        // The occurrence of this index is in the month of the day or before, the next one later.
        let index = u32::try_from(whole).ok()?;
        match self.every.after(self.first_on, index) {
            Some(found) if found <= day => index.checked_add(1),
            Some(_) | None => Some(index),
        }
    }

    /// Calendar months from the first occurrence's to a later day's.
    fn months_to(&self, day: NaiveDate) -> Option<u64> {
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        u64::try_from(months(day) - months(self.first_on)).ok()
    }

    /// The rule in words, to stand in a sentence: "every month on the 31st (or its last day)",
    /// "every 2 weeks on Friday", "every quarter on 15 Feb, May, Aug, Nov".
    #[must_use]
    pub fn words(&self) -> String {
        let every = self.every.text();
        let on = match self.every {
            Every::Weeks(_) => self.first_on.format("%A").to_string(),
            Every::Months(count) => match 12_u32.checked_rem(count) {
                Some(0) if count > 1 => self.in_months(count),
                Some(_) | None => self.in_any_month(),
            },
            Every::Years(_) => self.in_months(12),
        };
        let until = self
            .until_on
            .map(|until| format!(", until {}", until.format("%-d %b %Y")))
            .unwrap_or_default();
        format!("every {every} on {on}{until}")
    }

    fn in_any_month(&self) -> String {
        let day = self.first_on.day();
        let last = if day > 28 { " (or its last day)" } else { "" };
        format!("the {}{last}", ordinal(day))
    }

    /// The same months of each year, in the order of the year.
    fn in_months(&self, step: u32) -> String {
        let day = self.first_on.day();
        let step = step.max(1);
        let first = self.first_on.month0().checked_rem(step).unwrap_or(0);
        let starts: Vec<NaiveDate> = (first..12)
            .step_by(usize::try_from(step).unwrap_or(usize::MAX))
            .filter_map(|month0| NaiveDate::from_ymd_opt(2001, month0 + 1, 1))
            .collect();
        let names: Vec<String> = starts.iter().map(|m| m.format("%b").to_string()).collect();
        let names = names.join(", ");
        if starts.iter().all(|start| start.with_day(day).is_some()) {
            format!("{day} {names}")
        } else {
            format!("the {} (or the last day) of {names}", ordinal(day))
        }
    }
}

/// "1st", "2nd", "3rd", "4th" … of the days of a month.
fn ordinal(day: u32) -> String {
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}
