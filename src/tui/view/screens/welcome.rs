//! The first launch: three doors.

use ratatui::layout::Rect;

use crate::tui::model::layout;
use crate::tui::model::screens::welcome::Door;
use crate::tui::view::Canvas;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::panel::Panel;

/// Draws the welcome.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let model = canvas.model;
    let cursor = model.welcome.as_ref().map_or(0, |welcome| welcome.cursor);
    let roomy = model.size.height >= 22;
    let height = if roomy { 15 } else { 12 };
    let frame = layout::centred(model.size, 66, height);
    let panel = Panel {
        title: "Welcome",
        note: "nothing is sent, nothing phones home",
        focused: true,
    };
    let inner = panel.draw(canvas, frame);
    let mut y = inner.y + u16::from(roomy);
    let say = "Invoices, payments and reminders, in your terminal.";
    canvas.put(inner.x + 1, y, inner.width, say, Role::Strong);
    y += 1 + u16::from(roomy);
    for (index, door) in Door::ALL.iter().enumerate() {
        let here = index == cursor;
        if here {
            let style = canvas.style(Role::Cursor);
            let row = Rect::new(frame.x + 1, y, frame.width.saturating_sub(2), 2);
            canvas.buf.set_style(row, style);
            canvas.put(inner.x + 1, y, 1, "▸", Role::Strong);
        }
        let number = (index + 1).to_string();
        canvas.put(inner.x + 3, y, 1, &number, Role::Key);
        canvas.put(
            inner.x + 6,
            y,
            inner.width.saturating_sub(6),
            door.title(),
            Role::Strong,
        );
        canvas.put(
            inner.x + 6,
            y + 1,
            inner.width.saturating_sub(6),
            door.note(),
            Role::Dim,
        );
        y += 2;
    }
    y += u16::from(roomy);
    let width = inner.width.saturating_sub(1);
    canvas.put(
        inner.x + 1,
        y,
        width,
        "Your data is one SQLite file; the settings are yours:",
        Role::Dim,
    );
    canvas.put(inner.x + 1, y + 1, width, &model.setup.book, Role::Text);
    canvas.put(inner.x + 1, y + 2, width, &model.setup.config, Role::Text);
}
