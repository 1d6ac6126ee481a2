//! A page of text for people.

use super::table::Table;
use crate::domain::text::{block, one_line, width};

/// Lines of text, made harmless on their way in.
#[derive(Debug)]
pub(in crate::cli) struct Page {
    text: String,
    width: Option<usize>,
}

impl Page {
    /// A page for a terminal of so many columns, or for a file.
    pub(in crate::cli) const fn new(width: Option<usize>) -> Self {
        Self {
            text: String::new(),
            width,
        }
    }

    /// One line.
    pub(in crate::cli) fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(one_line(line.as_ref()).trim_end());
        self.text.push('\n');
    }

    /// An empty line, but not as the first one.
    pub(in crate::cli) fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A heading over what follows, apart from what stands before.
    pub(in crate::cli) fn heading(&mut self, heading: &str) {
        self.gap();
        self.line(heading);
    }

    /// Names and values, the values under each other; an empty value leaves its line out.
    pub(in crate::cli) fn pairs(&mut self, pairs: &[(&str, String)]) {
        let names = pairs.iter().map(|(name, _)| width(name));
        let widest = names.max().unwrap_or(0);
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            let space = " ".repeat(widest.saturating_sub(width(name)) + 2);
            self.line(format!("{name}{space}{value}"));
        }
    }

    /// A table, fitted to the terminal.
    pub(in crate::cli) fn table(&mut self, table: &Table) {
        for line in table.lines(self.width) {
            self.line(line);
        }
    }

    /// Text of several lines as it is, each line indented.
    pub(in crate::cli) fn text(&mut self, text: &str, indent: usize) {
        for line in block(text).lines() {
            let space = " ".repeat(if line.is_empty() { 0 } else { indent });
            self.text.push_str(&space);
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    pub(in crate::cli) fn into_text(self) -> String {
        self.text
    }
}
