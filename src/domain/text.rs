//! Text from the book before it meets a terminal: made harmless, measured, cut and wrapped.
//!
//! A client's name may hold anything: an escape sequence that would drive the terminal, a bidi
//! override that would turn an amount around, a line break that would tear a table. Widths are
//! columns, counted by grapheme as the terminal library counts them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text with its first letter as a capital, to begin a sentence or stand as a label.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;

const ELLIPSIS: char = '…';

/// Makes a text harmless on one line: line breaks and tabs become a space each, control
/// characters, bidi controls and invisible format characters are dropped. The joiners of emoji and
/// of scripts stay.
#[must_use]
pub fn one_line(text: &str) -> String {
    let joined = text.replace("\r\n", "\n");
    joined
        .chars()
        .map(|c| if is_break(c) || c == '\t' { ' ' } else { c })
        .filter(|c| !is_hidden(*c))
        .collect()
}

/// Makes a text of several lines harmless: every kind of line break becomes `\n`, a tab four
/// spaces; the rest as in [`one_line`].
#[must_use]
pub fn block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        if is_break(c) {
            out.push('\n');
        } else if c == '\t' {
            out.push_str("    ");
        } else if !is_hidden(c) {
            out.push(c);
        }
    }
    out
}

fn is_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Control and format characters that have no picture of their own but change others.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

/// How many columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Cuts a text to so many columns; what was cut is shown by `…` in the last one.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else {
        return String::new();
    };
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    out.push(ELLIPSIS);
    out
}

/// Cuts or pads a text to exactly so many columns, the text at the left.
#[must_use]
pub fn fit_left(text: &str, columns: usize) -> String {
    let mut out = truncate(text, columns);
    let missing = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Cuts or pads a text to exactly so many columns, the text at the right.
#[must_use]
pub fn fit_right(text: &str, columns: usize) -> String {
    let cut = truncate(text, columns);
    let missing = columns.saturating_sub(width(&cut));
    let mut out = " ".repeat(missing);
    out.push_str(&cut);
    out
}

/// Wraps a text to so many columns, between words where that is possible.
///
/// Every line break of the text stays one. Only spaces at a break are left out; a word that is
/// wider than a row is broken between graphemes. A row is wider than `columns` only when one
/// grapheme alone is. A no-break space never breaks.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut rows = Rows {
        columns,
        done: Vec::new(),
        row: String::new(),
        used: 0,
    };
    for line in text.split('\n') {
        rows.line(line);
    }
    rows.done
}

struct Rows {
    columns: usize,
    done: Vec<String>,
    row: String,
    used: usize,
}

impl Rows {
    fn line(&mut self, line: &str) {
        let mut rest = line;
        while !rest.is_empty() {
            let after_gap = rest.trim_start_matches(' ');
            let gap = rest.strip_suffix(after_gap).unwrap_or_default();
            let (word, next) = after_gap
                .find(' ')
                .and_then(|end| after_gap.split_at_checked(end))
                .unwrap_or((after_gap, ""));
            let wide = width(gap).saturating_add(width(word));
            if self.used.saturating_add(wide) <= self.columns || self.row.is_empty() {
                self.place(gap);
                self.place(word);
            } else {
                self.end();
                self.place(word);
            }
            rest = next;
        }
        self.end();
    }

    fn place(&mut self, text: &str) {
        for grapheme in text.graphemes(true) {
            let wide = grapheme.width();
            if self.used.saturating_add(wide) > self.columns && !self.row.is_empty() {
                self.end();
            }
            self.row.push_str(grapheme);
            self.used = self.used.saturating_add(wide);
        }
    }

    fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.row));
        self.used = 0;
    }
}
