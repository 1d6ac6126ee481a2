//! Quiet hours: when no text message leaves. Times are the user's local ones.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, Utc,
    Weekday,
};

/// When no text message leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quiet {
    /// From this time until that one, over midnight where the first is later; `None` for no hours.
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// Whether all of Sunday is quiet.
    pub sunday: bool,
}

impl Default for Quiet {
    /// 19 to 9, and Sunday.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
        Self {
            hours: hour(19).zip(hour(9)),
            sunday: true,
        }
    }
}

/// Reads `19:00-09:00`; an empty text is no hours. `None` for anything else, and for two equal times.
#[must_use]
pub fn hours(text: &str) -> Option<Option<(NaiveTime, NaiveTime)>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let (from, until) = text.split_once(['-', '\u{2013}'])?;
    let (from, until) = (time(from)?, time(until)?);
    (from != until).then_some(Some((from, until)))
}

impl Quiet {
    /// The hours as [`hours`] reads them.
    #[must_use]
    pub fn hours_text(&self) -> String {
        self.hours.map_or_else(String::new, |(from, until)| {
            format!("{}-{}", from.format("%H:%M"), until.format("%H:%M"))
        })
    }

    /// When it is quiet at a moment: the first moment after it that is not; `None` when it is not
    /// quiet. A message that is held over a night is not held into a day of `rest`.
    #[must_use]
    pub fn end(
        &self,
        local: NaiveDateTime,
        rest: impl Fn(Weekday) -> bool,
    ) -> Option<NaiveDateTime> {
        let mut at = local;
        // A week has no more than a night for each day.
        for _ in 0..16 {
            let Some(next) = self.next(at, local.date(), &rest) else {
                break;
            };
            at = next;
        }
        (at > local).then_some(at)
    }

    fn next(
        &self,
        at: NaiveDateTime,
        today: NaiveDate,
        rest: &impl Fn(Weekday) -> bool,
    ) -> Option<NaiveDateTime> {
        let tomorrow = at.date().checked_add_days(Days::new(1))?;
        let day = at.weekday();
        let passed = self.sunday && day == Weekday::Sun;
        if passed || (at.date() > today && rest(day)) {
            return Some(tomorrow.and_time(NaiveTime::MIN));
        }
        let (from, until) = self.hours?;
        let time = at.time();
        if from < until {
            (from <= time && time < until).then(|| at.date().and_time(until))
        } else if time >= from {
            Some(tomorrow.and_time(until))
        } else {
            (time < until).then(|| at.date().and_time(until))
        }
    }
}

/// Quiet hours where the user is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalQuiet {
    /// The hours; `None` where nothing is held.
    pub quiet: Option<Quiet>,
    /// The user's distance from UTC now.
    pub offset: FixedOffset,
}

impl Default for LocalQuiet {
    /// Nothing is held.
    fn default() -> Self {
        Self {
            quiet: None,
            offset: Utc.fix(),
        }
    }
}

impl LocalQuiet {
    /// Until when an instant is quiet, with the words for it; `None` when it is not.
    #[must_use]
    pub fn until(
        &self,
        at: DateTime<Utc>,
        rest: impl Fn(Weekday) -> bool,
    ) -> Option<(DateTime<Utc>, String)> {
        let local = at.with_timezone(&self.offset).naive_local();
        let end = self.quiet?.end(local, rest)?;
        let day = if end.date() == local.date() {
            ""
        } else {
            "%a %-d %b "
        };
        let words = format!("Quiet hours until {}.", end.format(&format!("{day}%H:%M")));
        Some((at + (end - local), words))
    }
}

#[cfg(test)]
#[path = "quiet_tests.rs"]
mod tests;
