//! How the model looks: [`render`] is pure and draws what it is given. A screen is one file in
//! `screens/`; what screens share is in `widgets/`. Nothing here names a colour.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::model::screens::Tab;
use super::model::{Model, layout};

mod ascii;
mod chrome;
mod overlays;
mod screens;
mod small;
mod text;
pub mod theme;
mod widgets;

use theme::{Role, Theme};

/// Draws the whole screen.
pub fn render(model: &Model, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    let mut canvas = Canvas {
        model,
        theme,
        buf: frame.buffer_mut(),
        cursor: None,
    };
    canvas.buf.set_style(area, theme.style(Role::Text));
    if model.is_small() {
        small::draw(&mut canvas);
    } else {
        if model.welcome.is_some() {
            // A form of the welcome takes its place.
            if model.overlays.is_empty() {
                screens::welcome::draw(&mut canvas);
            }
        } else {
            chrome::tabs(&mut canvas);
            screen(&mut canvas);
        }
        overlays::draw(&mut canvas);
        chrome::toast(&mut canvas);
        chrome::hints(&mut canvas);
    }
    let cursor = canvas.cursor;
    if theme.ascii {
        ascii::flatten(frame.buffer_mut());
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

fn screen(canvas: &mut Canvas) {
    if let Some(editor) = &canvas.model.editor {
        screens::editor::draw(canvas, editor);
        return;
    }
    if let Some(panel) = &canvas.model.send {
        screens::send::draw(canvas, panel);
        return;
    }
    match canvas.model.tab {
        Tab::Dashboard => screens::dashboard::draw(canvas),
        Tab::Invoices => screens::invoices::draw(canvas),
        Tab::Clients => screens::clients::draw(canvas),
        Tab::Payments => screens::payments::draw(canvas),
        Tab::Reminders => screens::reminders::draw(canvas),
        Tab::Reports => screens::reports::draw(canvas),
    }
}

/// Texts one after the other, each with its role.
type Pieces = Vec<(String, Role)>;

/// Lines of them.
type Lines = Vec<Pieces>;

/// What a widget draws with.
struct Canvas<'a> {
    model: &'a Model,
    theme: &'a Theme,
    buf: &'a mut Buffer,
    /// Where the real cursor stands; hidden without.
    cursor: Option<Position>,
}

impl Canvas<'_> {
    fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Writes a text at a place, cut to a width, and says how many columns it took.
    fn put(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        if !self.buf.area.contains(Position::new(x, y)) {
            return 0;
        }
        let width = width.min(self.buf.area.right().saturating_sub(x));
        let cut = text::fit(text, usize::from(width));
        let style = self.style(role);
        let (end, _) = self.buf.set_stringn(x, y, &cut, usize::from(width), style);
        end.saturating_sub(x)
    }

    /// Writes a text that ends before a column.
    fn put_right(&mut self, end: u16, y: u16, width: u16, text: &str, role: Role) {
        let cut = text::fit(text, usize::from(width));
        let used = u16::try_from(unicode_width::UnicodeWidthStr::width(cut.as_str())).unwrap_or(0);
        self.put(end.saturating_sub(used), y, used, &cut, role);
    }

    /// Writes pieces of different roles one after the other, cut to a width.
    fn pieces(&mut self, x: u16, y: u16, width: u16, pieces: &[(String, Role)]) -> u16 {
        let mut used = 0;
        for (text, role) in pieces {
            if used >= width {
                break;
            }
            used += self.put(x + used, y, width - used, text, *role);
        }
        used
    }

    /// Draws lines from the top of an area, as many as fit.
    fn lines(&mut self, area: Rect, lines: &[Pieces]) {
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            self.pieces(area.x, y, area.width, line);
        }
    }

    /// Empties an area.
    fn clear(&mut self, area: Rect) {
        let style = self.style(Role::Text);
        let area = area.intersection(self.buf.area);
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buf.cell_mut(Position::new(x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    fn home(&self) -> Option<crate::domain::currency::Currency> {
        let header = self.model.header.as_ref()?;
        crate::domain::currency::Currency::from_code(&header.currency).ok()
    }

    fn body(&self) -> Rect {
        layout::regions(self.model.size).body
    }
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
