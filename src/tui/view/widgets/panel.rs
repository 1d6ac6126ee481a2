//! A frame with a title at the left and a note at the right of its top line.

use ratatui::layout::Rect;
use ratatui::symbols::border;
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

use crate::tui::view::Canvas;
use crate::tui::view::text::fit;
use crate::tui::view::theme::Role;

/// What a frame says.
pub(in crate::tui::view) struct Panel<'a> {
    /// At the left.
    pub(in crate::tui::view) title: &'a str,
    /// At the right.
    pub(in crate::tui::view) note: &'a str,
    /// Whether it has the keys.
    pub(in crate::tui::view) focused: bool,
}

impl Panel<'_> {
    /// Draws it and gives the cells inside, one column of air at each side.
    pub(in crate::tui::view) fn draw(&self, canvas: &mut Canvas, area: Rect) -> Rect {
        if area.width < 4 || area.height < 2 {
            return Rect::ZERO;
        }
        let border = self.border();
        let block = Block::bordered()
            .border_set(border::ROUNDED)
            .border_style(canvas.style(border));
        block.render(area, canvas.buf);
        self.heads(canvas, area);
        Rect::new(
            area.x + 2,
            area.y + 1,
            area.width.saturating_sub(4),
            area.height.saturating_sub(2),
        )
    }

    /// Draws a line across a frame, with title and note like its top.
    pub(in crate::tui::view) fn divide(&self, canvas: &mut Canvas, frame: Rect, y: u16) {
        if y <= frame.y || y + 1 >= frame.bottom() {
            return;
        }
        let border = self.border();
        let line = "─".repeat(usize::from(frame.width.saturating_sub(2)));
        canvas.put(frame.x, y, 1, "├", border);
        canvas.put(frame.x + 1, y, frame.width, &line, border);
        canvas.put(frame.right() - 1, y, 1, "┤", border);
        let row = Rect::new(frame.x, y, frame.width, 1);
        self.heads(canvas, row);
    }

    const fn border(&self) -> Role {
        if self.focused {
            Role::BorderFocus
        } else {
            Role::Border
        }
    }

    fn heads(&self, canvas: &mut Canvas, area: Rect) {
        let role = if self.focused {
            Role::TitleFocus
        } else {
            Role::Title
        };
        let room = usize::from(area.width.saturating_sub(6));
        let title = fit(self.title, room);
        let left = room.saturating_sub(title.width() + 2);
        if !title.is_empty() {
            canvas.put(area.x + 2, area.y, area.width, &format!(" {title} "), role);
        }
        let note = fit(self.note, left);
        if !self.note.is_empty() && note.width() > 1 {
            let end = area.right().saturating_sub(2);
            canvas.put_right(end, area.y, area.width, &format!(" {note} "), Role::Dim);
        }
    }
}
