//! Tables: columns aligned by their width on the screen, fitted to the terminal.

use crate::domain::text::{fit_left, fit_right, one_line, width};

/// A column gets no narrower than this.
const NARROWEST: usize = 8;
const BETWEEN: usize = 2;

/// How a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Text at the left, never cut: numbers of invoices, dates, keys.
    Fixed,
    /// Text at the left that may be cut on a narrow terminal: names, subjects.
    Flexible,
    /// At the right, never cut: amounts and counts.
    Figure,
}

/// A column: its heading and how it stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Column {
    title: &'static str,
    kind: Kind,
}

impl Column {
    pub(in crate::cli) const fn fixed(title: &'static str) -> Self {
        Self {
            title,
            kind: Kind::Fixed,
        }
    }

    pub(in crate::cli) const fn flexible(title: &'static str) -> Self {
        Self {
            title,
            kind: Kind::Flexible,
        }
    }

    pub(in crate::cli) const fn figure(title: &'static str) -> Self {
        Self {
            title,
            kind: Kind::Figure,
        }
    }
}

/// Rows under headings.
#[derive(Debug)]
pub(in crate::cli) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(in crate::cli) fn new(columns: &[Column]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Whether there are only headings.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row, one cell a column.
    pub(in crate::cli) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows
            .push(cells.into_iter().map(|cell| one_line(&cell)).collect());
    }

    /// The lines, headings first; no line is wider than the terminal where cutting text can do it.
    pub(super) fn lines(&self, terminal: Option<usize>) -> Vec<String> {
        let titles: Vec<String> = self.columns.iter().map(|c| c.title.to_owned()).collect();
        let widths = self.widths(&titles, terminal);
        let all = std::iter::once(&titles).chain(&self.rows);
        all.map(|row| self.line(row, &widths)).collect()
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let cells = self.columns.iter().zip(row).zip(widths);
        let cells: Vec<String> = cells
            .map(|((column, cell), columns)| match column.kind {
                Kind::Fixed | Kind::Flexible => fit_left(cell, *columns),
                Kind::Figure => fit_right(cell, *columns),
            })
            .collect();
        cells.join(&" ".repeat(BETWEEN)).trim_end().to_owned()
    }

    fn widths(&self, titles: &[String], terminal: Option<usize>) -> Vec<usize> {
        let mut widths = vec![0; self.columns.len()];
        for row in std::iter::once(titles).chain(self.rows.iter().map(Vec::as_slice)) {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = width(cell).max(*widest);
            }
        }
        let Some(terminal) = terminal else {
            return widths;
        };
        let gaps = BETWEEN * self.columns.len().saturating_sub(1);
        let mut over = (widths.iter().sum::<usize>() + gaps).saturating_sub(terminal);
        while over > 0 {
            let flexible = widths.iter_mut().zip(&self.columns);
            let flexible = flexible.filter(|(_, column)| column.kind == Kind::Flexible);
            let widest = flexible.map(|(columns, _)| columns).max();
            match widest.filter(|columns| **columns > NARROWEST) {
                Some(columns) => *columns -= 1,
                None => break,
            }
            over -= 1;
        }
        widths
    }
}
