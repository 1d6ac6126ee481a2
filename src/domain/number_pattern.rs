//! Patterns of numbers such as `{year}-{seq:03}`: text around one running number.
//!
//! Year and month have a fixed width, so a number can be read back in one way only, and no two
//! running numbers of a period make the same text.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::number;
use super::numbering::Reset;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "number_pattern_tests.rs"]
mod tests;

/// The widest running number that a pattern may ask for, in digits.
pub const WIDEST: usize = 10;

/// How many digits of the running number must always fit, whatever width is asked for.
const ROOM: usize = 6;

/// What stands before or after the running number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// Four digits, or the last two.
    Year {
        short: bool,
    },
    /// Two digits.
    Month,
}

impl Piece {
    fn write(&self, day: NaiveDate) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Year { short: false } => format!("{:04}", day.year()),
            Self::Year { short: true } => format!("{:02}", day.year().rem_euclid(100)),
            Self::Month => format!("{:02}", day.month()),
        }
    }

    /// Whether it reads the same on every day of the period of a reset.
    const fn is_fixed(&self, reset: Reset) -> bool {
        match (self, reset) {
            (Self::Text(_), _)
            | (Self::Year { .. }, Reset::Yearly | Reset::Monthly)
            | (Self::Month, Reset::Monthly) => true,
            (Self::Year { .. }, Reset::Never) | (Self::Month, Reset::Never | Reset::Yearly) => {
                false
            }
        }
    }

    /// Whether a text of the right length can be this piece on some day.
    fn fits(&self, text: &str) -> bool {
        let digits = text.chars().all(|c| c.is_ascii_digit());
        match self {
            Self::Text(own) => own == text,
            Self::Year { .. } => digits,
            Self::Month => digits && text.parse().is_ok_and(|month| (1..=12).contains(&month)),
        }
    }

    fn reads(&self, reset: Reset, day: NaiveDate, text: &str) -> bool {
        if self.is_fixed(reset) {
            self.write(day) == text
        } else {
            self.fits(text)
        }
    }
}

/// A pattern of numbers, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    before: Vec<Piece>,
    width: usize,
    after: Vec<Piece>,
}

impl Pattern {
    /// Reads a pattern: any text with exactly one `{seq}`, and with `{year}` and `{month}` as needed.
    ///
    /// `{seq:03}` (or `{seq:3}`) fills up with zeros to that width, 1 to [`WIDEST`]; a wider number
    /// grows. `{year}` has four digits and `{year:02}` its last two; `{month}` always has two.
    ///
    /// # Errors
    /// Usage, naming the problem: no `{seq}` or two, an unknown name or width, an unbalanced brace,
    /// or numbers that [`number::check`] would refuse (too long, not printable, naming a draft).
    pub fn parse(text: &str) -> Result<Self> {
        let mut pattern = Self {
            text: text.to_owned(),
            before: Vec::new(),
            width: 0,
            after: Vec::new(),
        };
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            let (literal, next) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if !literal.is_empty() {
                pattern.push(Piece::Text(literal.to_owned()));
            }
            rest = match next.strip_prefix('{').map(|inner| inner.split_once('}')) {
                Some(Some((inside, after))) if !inside.contains('{') => {
                    pattern.placeholder(inside)?;
                    after
                }
                None if next.is_empty() => next,
                Some(_) | None => {
                    return Err(wrong(
                        text,
                        "has a brace without its partner",
                        "put each name between one { and one }, such as {seq}",
                    ));
                }
            };
        }
        if pattern.width == 0 {
            return Err(wrong(
                text,
                "has no {seq}, so every number would be the same",
                "add {seq} where the running number goes, such as {year}-{seq:03}",
            ));
        }
        pattern.check_numbers()?;
        Ok(pattern)
    }

    fn push(&mut self, piece: Piece) {
        if self.width == 0 {
            self.before.push(piece);
        } else {
            self.after.push(piece);
        }
    }

    fn placeholder(&mut self, inside: &str) -> Result<()> {
        let (name, width) = match inside.split_once(':') {
            Some((name, width)) => (name, Some(width)),
            None => (inside, None),
        };
        let digits = width.map(|width| width.strip_prefix('0').unwrap_or(width));
        match (name, digits) {
            ("seq", _) if self.width > 0 => {
                return Err(wrong(
                    &self.text,
                    "has {seq} twice",
                    "keep one running number",
                ));
            }
            ("seq", None) => self.width = 1,
            ("seq", Some(digits)) => self.width = self.seq_width(inside, digits)?,
            ("year", None | Some("4")) => self.push(Piece::Year { short: false }),
            ("year", Some("2")) => self.push(Piece::Year { short: true }),
            ("month", None | Some("2")) => self.push(Piece::Month),
            ("year", Some(_)) => {
                let what = format!("asks for a year in a way that is not known, {{{inside}}}");
                return Err(wrong(
                    &self.text,
                    &what,
                    "write {year} for 2026 or {year:02} for 26",
                ));
            }
            ("month", Some(_)) => {
                let what = format!("asks for a month in a way that is not known, {{{inside}}}");
                return Err(wrong(&self.text, &what, "write {month}, for 01 to 12"));
            }
            _ => {
                let what = format!("has {{{inside}}}, which is not known");
                return Err(wrong(
                    &self.text,
                    &what,
                    "use {seq}, {seq:03}, {year}, {year:02} and {month}",
                ));
            }
        }
        Ok(())
    }

    fn seq_width(&self, inside: &str, digits: &str) -> Result<usize> {
        let plain = digits.chars().all(|c| c.is_ascii_digit());
        let width = digits.parse().ok().filter(|_| plain);
        width
            .filter(|width| (1..=WIDEST).contains(width))
            .ok_or_else(|| {
                let what = format!("asks for a width that is not known, {{{inside}}}");
                let hint = format!("use a width from 1 to {WIDEST}, such as {{seq:03}}");
                wrong(&self.text, &what, &hint)
            })
    }

    /// Refuses a pattern whose numbers could not be given to an invoice.
    fn check_numbers(&self) -> Result<()> {
        let sample = self.write(NaiveDate::default(), 1);
        number::check(&sample).map_err(|failure| {
            wrong(
                &self.text,
                "makes numbers that an invoice cannot have",
                failure.next_step(),
            )
            .because(failure.message())
        })?;
        let longest = sample.chars().count() + ROOM.saturating_sub(self.width);
        if longest > number::LONGEST {
            let what = format!(
                "leaves too little room for the running number; a number has at most {} characters",
                number::LONGEST
            );
            return Err(wrong(&self.text, &what, "shorten the text around {seq}"));
        }
        Ok(())
    }

    /// The number of a running number on a day. One that is wider than its width grows.
    ///
    /// # Errors
    /// Refused, when the running number is 0 or the number is longer than [`number::LONGEST`].
    pub fn number(&self, day: NaiveDate, seq: u64) -> Result<String> {
        if seq == 0 {
            return Err(
                Failure::refused("The running number of an invoice is never 0.")
                    .hint("start counting at 1"),
            );
        }
        let made = self.write(day, seq);
        number::check(&made)?;
        Ok(made)
    }

    fn write(&self, day: NaiveDate, seq: u64) -> String {
        let (before, after, width) = (self.prefix(day), self.suffix(day), self.width);
        format!("{before}{seq:0width$}{after}")
    }

    /// The text before the running number on a day.
    #[must_use]
    pub fn prefix(&self, day: NaiveDate) -> String {
        self.before.iter().map(|piece| piece.write(day)).collect()
    }

    /// The text that every number of the period of a day begins with.
    pub(super) fn prefix_in(&self, reset: Reset, day: NaiveDate) -> String {
        let fixed = |piece: &&Piece| piece.is_fixed(reset);
        let pieces = self.before.iter().take_while(fixed);
        pieces.map(|piece| piece.write(day)).collect()
    }

    /// The text after the running number on a day.
    #[must_use]
    pub fn suffix(&self, day: NaiveDate) -> String {
        self.after.iter().map(|piece| piece.write(day)).collect()
    }

    /// The running number of a number that this pattern makes in the month of a day, else `None`.
    #[must_use]
    pub fn read(&self, day: NaiveDate, number: &str) -> Option<u64> {
        self.read_in(Reset::Monthly, day, number)
    }

    /// The running number of a number that this pattern makes on any day, else `None`.
    #[must_use]
    pub fn read_any(&self, number: &str) -> Option<u64> {
        self.read_in(Reset::Never, NaiveDate::default(), number)
    }

    pub(super) fn read_in(&self, reset: Reset, day: NaiveDate, number: &str) -> Option<u64> {
        let mut left = number;
        for piece in &self.before {
            let (text, after) = left.split_at_checked(piece.write(day).len())?;
            left = piece.reads(reset, day, text).then_some(after)?;
        }
        for piece in self.after.iter().rev() {
            let at = left.len().checked_sub(piece.write(day).len())?;
            let (before, text) = left.split_at_checked(at)?;
            left = piece.reads(reset, day, text).then_some(before)?;
        }
        let width = self.width;
        let seq: u64 = left.parse().ok()?;
        (seq > 0 && format!("{seq:0width$}") == left).then_some(seq)
    }

    /// Whether the two can make the same number, so that two series with them could collide.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let day = NaiveDate::default();
        let tried = |pattern: &Self, by: &Self| {
            let counts = (0..=18_u32).filter_map(|power| 10_u64.checked_pow(power));
            let mut made = counts.map(|seq| pattern.write(day, seq));
            made.any(|number| by.read_any(&number).is_some())
        };
        tried(self, other) || tried(other, self)
    }

    fn has(&self, wanted: impl Fn(&Piece) -> bool) -> bool {
        self.before.iter().chain(&self.after).any(wanted)
    }

    /// Checks that the pattern tells the periods of a reset apart; otherwise the numbers of one
    /// period would come again in the next.
    ///
    /// # Errors
    /// Usage, naming the placeholder that is missing.
    pub fn check_reset(&self, reset: Reset) -> Result<()> {
        let year = self.has(|piece| matches!(piece, Piece::Year { .. }));
        let month = self.has(|piece| matches!(piece, Piece::Month));
        let (when, missing) = match reset {
            Reset::Yearly if !year => ("year", "{year}"),
            Reset::Monthly if !year => ("month", "{year}"),
            Reset::Monthly if !month => ("month", "{month}"),
            Reset::Never | Reset::Yearly | Reset::Monthly => return Ok(()),
        };
        let what = format!("has no {missing}, so its numbers would repeat with each {when}");
        let hint = format!("add {missing}, or let the series count on without a reset");
        Err(wrong(&self.text, &what, &hint))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn wrong(pattern: &str, what: &str, hint: &str) -> Failure {
    let shown = super::text::one_line(pattern);
    Failure::usage(format!("The number pattern \"{shown}\" {what}.")).hint(hint)
}
