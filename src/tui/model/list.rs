//! A list with a cursor, marks and a window, filled page by page.

use std::collections::BTreeSet;

use super::effect::LogLine;
use crate::domain::views::{About, ClientRow, InvoiceRow, Need, Page, PaymentRow, ReminderRow};

/// What tells one row from another, so that cursor and marks stay when the list is read anew.
pub type RowId = [i64; 3];

/// A row that can be told from others.
pub trait Identified {
    /// What tells it apart.
    fn row_id(&self) -> RowId;
}

impl Identified for InvoiceRow {
    fn row_id(&self) -> RowId {
        [self.id.0, 0, 0]
    }
}

impl Identified for ClientRow {
    fn row_id(&self) -> RowId {
        [self.id.0, 0, 0]
    }
}

impl Identified for PaymentRow {
    fn row_id(&self) -> RowId {
        [self.id.0, 0, 0]
    }
}

impl Identified for LogLine {
    fn row_id(&self) -> RowId {
        [self.row.id.0, 0, 0]
    }
}

impl Identified for ReminderRow {
    fn row_id(&self) -> RowId {
        let first = self.invoices.first().map_or(0, |invoice| invoice.id.0);
        let about = match self.about {
            About::Reminder => 0,
            About::ThankYou(_) => 1,
            About::Statement => 2,
            About::Invoice(_) => 3,
        };
        let what = about * 2 + i64::from(self.channel as u8);
        [self.client.0, what, first]
    }
}

impl Identified for Need {
    fn row_id(&self) -> RowId {
        match self {
            Self::Remind(row) => [1, row.client.0, row.row_id()[1]],
            Self::Resolve(message) => [2, message.id.0, 0],
            Self::Refused(message) => [3, message.id.0, 0],
            Self::Waiting(message) => [6, message.id.0, 0],
            Self::Decide(row) => [4, row.client.0, row.row_id()[2]],
            Self::BrokenPromise { hold, .. } => [5, hold.id.0, 0],
        }
    }
}

/// A list of rows.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// The rows read so far.
    pub rows: Vec<T>,
    /// Where more begins.
    pub next: Option<String>,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first row in the window.
    pub offset: usize,
    /// Whether it was ever read.
    pub loaded: bool,
    marks: BTreeSet<RowId>,
    anchor: Option<usize>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            next: None,
            cursor: 0,
            offset: 0,
            loaded: false,
            marks: BTreeSet::new(),
            anchor: None,
        }
    }
}

/// What every list can do, whatever its rows.
pub trait Movable {
    /// Moves the cursor by some rows, stopping at the ends.
    fn move_by(&mut self, rows: isize);
    /// Puts the cursor on a row, or the last.
    fn move_to(&mut self, row: usize);
    /// Moves the window so that the cursor is in it.
    fn show(&mut self, height: usize);
    /// Scrolls the window by some rows; the cursor stays inside it.
    fn scroll(&mut self, rows: isize, height: usize);
    /// How many rows there are.
    fn count(&self) -> usize;
    /// The first row in the window.
    fn offset(&self) -> usize;
    /// The row under the cursor.
    fn cursor(&self) -> usize;
    /// Marks or unmarks the row under the cursor and moves on.
    fn toggle(&mut self);
    /// Marks all rows, or none when all are marked.
    fn mark_all(&mut self);
    /// Begins a range at the cursor, or marks from its begin to the cursor.
    fn range(&mut self);
    /// Whether a range was begun.
    fn in_range(&self) -> bool;
    /// How many rows are marked, a begun range included.
    fn mark_count(&self) -> usize;
    /// Forgets all marks; says whether there were any.
    fn clear_marks(&mut self) -> bool;
}

impl<T: Identified> List<T> {
    /// The row under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&T> {
        self.rows.get(self.cursor)
    }

    /// Takes a list read anew: cursor and marks stay on their rows.
    pub fn replace(&mut self, rows: Vec<T>, next: Option<String>) {
        let held = self.current().map(Identified::row_id);
        self.rows = rows;
        self.next = next;
        self.loaded = true;
        let known: BTreeSet<RowId> = self.rows.iter().map(Identified::row_id).collect();
        self.marks.retain(|id| known.contains(id));
        self.anchor = None;
        let found = held.and_then(|id| self.rows.iter().position(|row| row.row_id() == id));
        self.cursor = found.unwrap_or_else(|| self.cursor.min(self.rows.len().saturating_sub(1)));
    }

    /// Takes the rows that come below.
    pub fn append(&mut self, page: Page<T>) {
        self.rows.extend(page.rows);
        self.next = page.next;
    }

    /// Forgets the rows, for a list of something else.
    pub fn restart(&mut self) {
        *self = Self::default();
    }

    /// Cursor and window to the first row.
    pub fn move_to_top(&mut self) {
        self.cursor = 0;
        self.offset = 0;
    }

    /// Puts the cursor on a row that fits; says whether there is one.
    pub fn seek(&mut self, fits: impl Fn(&T) -> bool) -> bool {
        let found = self.rows.iter().position(fits);
        self.cursor = found.unwrap_or(self.cursor);
        found.is_some()
    }

    /// Where the next page begins, when the cursor comes near the end.
    #[must_use]
    pub fn wanted(&self, height: usize) -> Option<&String> {
        let near = self.cursor.max(self.offset) + height * 2;
        self.next.as_ref().filter(|_| near >= self.rows.len())
    }

    /// Whether a row is marked, a begun range included.
    #[must_use]
    pub fn is_marked(&self, index: usize) -> bool {
        let ranged = self.anchor.is_some_and(|anchor| {
            (anchor.min(self.cursor)..=anchor.max(self.cursor)).contains(&index)
        });
        let id = self.rows.get(index).map(Identified::row_id);
        ranged || id.is_some_and(|id| self.marks.contains(&id))
    }

    /// The marked rows, in order.
    #[must_use]
    pub fn marked(&self) -> Vec<&T> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(index, _)| self.is_marked(*index))
            .map(|(_, row)| row)
            .collect()
    }

    /// The marked rows, or the one under the cursor when none is marked.
    #[must_use]
    pub fn chosen(&self) -> Vec<&T> {
        let marked = self.marked();
        if marked.is_empty() {
            self.current().into_iter().collect()
        } else {
            marked
        }
    }
}

impl<T: Identified> Movable for List<T> {
    fn move_by(&mut self, rows: isize) {
        self.move_to(self.cursor.saturating_add_signed(rows));
    }

    fn move_to(&mut self, row: usize) {
        self.cursor = row.min(self.rows.len().saturating_sub(1));
    }

    fn show(&mut self, height: usize) {
        let height = height.max(1);
        let last = self.rows.len().saturating_sub(height);
        let lowest = (self.cursor + 1).saturating_sub(height);
        self.offset = self.offset.clamp(lowest, self.cursor).min(last);
    }

    fn scroll(&mut self, rows: isize, height: usize) {
        let last = self.rows.len().saturating_sub(height);
        self.offset = self.offset.saturating_add_signed(rows).min(last);
        let end = (self.offset + height).saturating_sub(1);
        self.move_to(self.cursor.clamp(self.offset, end.max(self.offset)));
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    fn offset(&self) -> usize {
        self.offset
    }

    fn cursor(&self) -> usize {
        self.cursor
    }

    fn toggle(&mut self) {
        if let Some(id) = self.current().map(Identified::row_id) {
            if !self.marks.remove(&id) {
                self.marks.insert(id);
            }
            self.move_by(1);
        }
    }

    fn mark_all(&mut self) {
        let all: BTreeSet<RowId> = self.rows.iter().map(Identified::row_id).collect();
        self.anchor = None;
        self.marks = if self.marks == all {
            BTreeSet::new()
        } else {
            all
        };
    }

    fn range(&mut self) {
        match self.anchor.take() {
            None => self.anchor = Some(self.cursor),
            Some(anchor) => {
                let span = anchor.min(self.cursor)..=anchor.max(self.cursor);
                let rows = self.rows.iter().enumerate();
                let ids = rows.filter(|(index, _)| span.contains(index));
                self.marks.extend(ids.map(|(_, row)| row.row_id()));
            }
        }
    }

    fn in_range(&self) -> bool {
        self.anchor.is_some()
    }

    fn mark_count(&self) -> usize {
        self.marked().len()
    }

    fn clear_marks(&mut self) -> bool {
        let any = !self.marks.is_empty() || self.anchor.is_some();
        self.marks.clear();
        self.anchor = None;
        any
    }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
