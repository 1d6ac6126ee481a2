//! A table that draws only the rows in its window.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::tui::view::Canvas;
use crate::tui::view::text::{left, right};
use crate::tui::view::theme::Role;

/// A column.
pub(in crate::tui::view) struct Column {
    title: &'static str,
    /// Columns of cells; 0 takes what its widest cell takes.
    width: u16,
    /// It takes what is left over.
    grows: bool,
    /// Aligned at the right.
    right: bool,
    /// Left out where the window is too narrow, so that nothing is cut in a number.
    optional: bool,
}

impl Column {
    /// A column as wide as its widest cell.
    pub(in crate::tui::view) const fn text(title: &'static str) -> Self {
        Self {
            title,
            width: 0,
            grows: false,
            right: false,
            optional: false,
        }
    }

    /// A column aligned at the right, as wide as its widest cell.
    pub(in crate::tui::view) const fn number(title: &'static str) -> Self {
        Self {
            title,
            width: 0,
            grows: false,
            right: true,
            optional: false,
        }
    }

    /// A column that takes what is left over, at least this wide.
    pub(in crate::tui::view) const fn grows(title: &'static str, least: u16) -> Self {
        Self {
            title,
            width: least,
            grows: true,
            right: false,
            optional: false,
        }
    }

    /// The column may be left out in a narrow window.
    pub(in crate::tui::view) const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// A cell.
pub(in crate::tui::view) type Cell = (String, Role);

/// A row.
pub(in crate::tui::view) struct Row {
    pub(in crate::tui::view) marked: bool,
    pub(in crate::tui::view) cells: Vec<Cell>,
}

/// A table.
pub(in crate::tui::view) struct Table {
    pub(in crate::tui::view) columns: Vec<Column>,
    /// The rows in the window.
    pub(in crate::tui::view) rows: Vec<Row>,
    /// Which of them is under the cursor.
    pub(in crate::tui::view) cursor: Option<usize>,
    /// Whether it has the keys.
    pub(in crate::tui::view) focused: bool,
    /// The first row in the window.
    pub(in crate::tui::view) offset: usize,
    /// How many rows there are in all.
    pub(in crate::tui::view) total: usize,
}

/// Columns for the cursor and the mark at the left of each row.
const GUTTER: u16 = 3;

impl Table {
    /// Draws the head line above `area` and the rows in it; the thumb of the scroll bar goes on the
    /// frame's right side.
    pub(in crate::tui::view) fn draw(&self, canvas: &mut Canvas, area: Rect) {
        if area.height == 0 || area.width <= GUTTER {
            return;
        }
        let room = area.width - GUTTER - 1;
        let widths = self.widths(room);
        let mut x = area.x + GUTTER;
        for (column, width) in self.columns.iter().zip(&widths) {
            if *width == 0 {
                continue;
            }
            let title = if column.right {
                right(column.title, usize::from(*width))
            } else {
                column.title.to_owned()
            };
            if !column.title.is_empty() {
                canvas.put(x, area.y.saturating_sub(1), *width, &title, Role::Head);
            }
            x += width + 1;
        }
        for ((index, row), y) in self.rows.iter().enumerate().zip(area.y..area.bottom()) {
            self.row(
                canvas,
                Rect::new(area.x, y, area.width, 1),
                row,
                index,
                &widths,
            );
        }
        self.thumb(canvas, area);
    }

    fn row(&self, canvas: &mut Canvas, line: Rect, row: &Row, index: usize, widths: &[u16]) {
        let here = self.cursor == Some(index);
        if here {
            let role = if self.focused {
                Role::Cursor
            } else {
                Role::CursorAway
            };
            let style = canvas.style(role);
            canvas.buf.set_style(line, style);
            canvas.put(line.x, line.y, 1, "▸", Role::Strong);
        }
        if row.marked {
            canvas.put(line.x + 1, line.y, 1, "■", Role::Mark);
        }
        let mut x = line.x + GUTTER;
        for ((column, (text, role)), width) in self.columns.iter().zip(&row.cells).zip(widths) {
            if *width == 0 {
                continue;
            }
            let text = if column.right {
                right(text, usize::from(*width))
            } else {
                left(text, usize::from(*width))
            };
            canvas.put(x, line.y, *width, &text, *role);
            x += width + 1;
        }
    }

    fn widths(&self, room: u16) -> Vec<u16> {
        let widest = |index: usize, column: &Column| {
            let cells = self.rows.iter().filter_map(|row| row.cells.get(index));
            let cells = cells.map(|(text, _)| text.width());
            let widest = cells.max().unwrap_or(0).max(column.title.width());
            u16::try_from(widest).unwrap_or(u16::MAX)
        };
        let mut widths: Vec<u16> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                if column.grows {
                    column.width
                } else {
                    widest(index, column)
                }
            })
            .collect();
        self.leave_out(room, &mut widths);
        self.squeeze(room, &mut widths);
        let mut spare = room.saturating_sub(taken(&widths));
        let shown = |(column, width): &(&Column, &u16)| column.grows && **width > 0;
        let mut growing = self.columns.iter().zip(&widths).filter(shown).count();
        for (column, width) in self.columns.iter().zip(&mut widths) {
            if column.grows && *width > 0 && growing > 0 {
                let part = spare / u16::try_from(growing).unwrap_or(1);
                *width += part;
                spare -= part;
                growing -= 1;
            }
        }
        widths
    }

    /// Leaves out optional columns, the last first, until the others fit.
    fn leave_out(&self, room: u16, widths: &mut [u16]) {
        for index in (0..widths.len()).rev() {
            let optional = self
                .columns
                .get(index)
                .is_some_and(|column| column.optional);
            if taken(widths) <= room {
                return;
            }
            if let (true, Some(width)) = (optional, widths.get_mut(index)) {
                *width = 0;
            }
        }
    }

    /// Makes growing columns smaller than they would like, where even so not all fits.
    fn squeeze(&self, room: u16, widths: &mut [u16]) {
        for (index, column) in self.columns.iter().enumerate() {
            let over = taken(widths).saturating_sub(room);
            if let (true, Some(width)) = (column.grows, widths.get_mut(index)) {
                *width = width.saturating_sub(over).max(4).min(*width);
            }
        }
    }

    fn thumb(&self, canvas: &mut Canvas, area: Rect) {
        let height = usize::from(area.height);
        if self.total <= height {
            return;
        }
        let size = (height * height / self.total).max(1);
        let last = self.total - height;
        let top = (self.offset.min(last) * (height - size)) / last;
        for row in top..(top + size) {
            let y = area.y + u16::try_from(row).unwrap_or(0);
            canvas.put(area.right(), y, 1, "█", Role::Border);
        }
    }
}

/// Columns that these widths take, with one between them; a width of 0 takes none.
fn taken(widths: &[u16]) -> u16 {
    let shown = widths.iter().filter(|width| **width > 0);
    let gaps = u16::try_from(shown.clone().count().saturating_sub(1)).unwrap_or(0);
    shown.fold(gaps, |sum, width| sum.saturating_add(*width))
}
