//! Text on its way to the screen: cleaned, measured, cut, aligned.

use chrono::{Datelike, NaiveDate};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::currency::Currency;
use crate::domain::money::Money;

/// A text of the book without what could move the cursor, colour the terminal or turn the reading
/// direction: control characters and bidirectional overrides.
pub(super) fn clean(text: &str) -> String {
    let harmless = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|letter| {
            if letter == '\t' || letter == '\n' {
                ' '
            } else {
                letter
            }
        })
        .filter(harmless)
        .collect()
}

/// The text in at most this many columns, with `…` where it was cut.
pub(super) fn fit(text: &str, width: usize) -> String {
    let text = clean(text);
    if text.width() <= width {
        return text;
    }
    if width == 0 {
        return String::new();
    }
    let mut out = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let wide = cluster.width();
        if used + wide + 1 > width {
            break;
        }
        out.push_str(cluster);
        used += wide;
    }
    out.push('…');
    out
}

/// The text cut or filled to exactly this many columns, at the left.
pub(super) fn left(text: &str, width: usize) -> String {
    let mut out = fit(text, width);
    let used = out.width();
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    out
}

/// The text cut or filled to exactly this many columns, at the right.
pub(super) fn right(text: &str, width: usize) -> String {
    let cut = fit(text, width);
    let used = cut.width();
    let mut out: String = std::iter::repeat_n(' ', width.saturating_sub(used)).collect();
    out.push_str(&cut);
    out
}

/// A day, short: `23 Dec`, with the year where it is not this one.
pub(super) fn day(date: NaiveDate, today: NaiveDate) -> String {
    if date.year() == today.year() {
        date.format("%d %b").to_string()
    } else {
        date.format("%d %b %y").to_string()
    }
}

/// A day in full: `Wed 23 Dec 2026`.
pub(super) fn long_day(date: NaiveDate) -> String {
    date.format("%a %d %b %Y").to_string()
}

/// A count with its noun: `1 invoice`, `3 invoices`.
pub(super) fn count(number: i64, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// How amounts of one column stand under each other: by the decimal point, with the currency after
/// them where it is not the home currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ledger {
    home: Option<Currency>,
    decimals: u32,
    foreign: bool,
}

impl Ledger {
    /// For these amounts.
    pub(super) fn of(amounts: impl IntoIterator<Item = Money>, home: Option<Currency>) -> Self {
        let mut ledger = Self {
            home,
            decimals: 0,
            foreign: false,
        };
        for amount in amounts {
            ledger.decimals = ledger.decimals.max(amount.currency().decimals());
            ledger.foreign |= home.is_some_and(|home| home != amount.currency());
        }
        ledger
    }

    /// An amount, so that its point stands under the others' when the column is aligned right.
    pub(super) fn amount(self, money: Money) -> String {
        let own = money.currency().decimals();
        let mut missing = self.decimals.saturating_sub(own);
        if own == 0 && self.decimals > 0 {
            missing += 1;
        }
        let mut out = money.grouped();
        out.extend(std::iter::repeat_n(' ', missing as usize));
        if self.foreign {
            let away = self.home.is_some_and(|home| home != money.currency());
            out.push(' ');
            out.push_str(if away { money.currency().code() } else { "   " });
        }
        out
    }
}

/// Amounts of several currencies in one line: `1,240.00 EUR + 300.00 GBP`.
pub(super) fn sums(amounts: &[Money]) -> String {
    let parts: Vec<String> = amounts.iter().map(ToString::to_string).collect();
    parts.join(" + ")
}

/// Breaks a text into lines of at most this many columns, at spaces where there are some. Line
/// breaks of the text stay.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    text.lines()
        .flat_map(|line| wrap_line(line, width))
        .collect()
}

fn wrap_line(line: &str, width: usize) -> Vec<String> {
    let line = clean(line);
    let mut lines = Vec::new();
    let mut now = String::new();
    for word in line.split_word_bounds() {
        if now.width() + word.width() <= width {
            now.push_str(word);
            continue;
        }
        if !now.trim().is_empty() {
            lines.push(now.trim_end().to_owned());
        }
        now = String::new();
        for cluster in word.trim_start().graphemes(true) {
            if now.width() + cluster.width() > width {
                lines.push(std::mem::take(&mut now));
            }
            now.push_str(cluster);
        }
    }
    lines.push(now.trim_end().to_owned());
    lines
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
