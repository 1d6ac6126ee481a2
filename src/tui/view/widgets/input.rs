//! A field that text goes to, with the real cursor in it.

use ratatui::layout::Position;
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use crate::domain::text::one_line;
use crate::tui::view::Canvas;
use crate::tui::view::text::fit;
use crate::tui::view::theme::Role;

/// Draws an input in a width; with the keys, the cursor stands in it and stays in sight.
pub(in crate::tui::view) fn draw(
    canvas: &mut Canvas,
    at: Position,
    width: u16,
    input: &Input,
    focused: bool,
) {
    if !focused {
        let cut = fit(input.value(), usize::from(width));
        canvas.put(at.x, at.y, width, &cut, Role::Text);
        return;
    }
    let value = one_line(input.value());
    let room = usize::from(width.saturating_sub(1)).max(1);
    let skip = input.visual_scroll(room);
    let mut column = 0;
    let shown: String = value
        .chars()
        .skip_while(|letter| {
            column += unicode_width::UnicodeWidthChar::width(*letter).unwrap_or(0);
            column <= skip
        })
        .collect();
    let blank = " ".repeat(usize::from(width));
    let style = canvas.style(Role::Input);
    canvas
        .buf
        .set_stringn(at.x, at.y, blank, usize::from(width), style);
    let cut: String = shown.chars().take(usize::from(width)).collect();
    canvas.put(
        at.x,
        at.y,
        width
            .max(u16::try_from(cut.width()).unwrap_or(0))
            .min(width),
        &cut,
        Role::Input,
    );
    let ahead = input.visual_cursor().saturating_sub(skip);
    let x = at.x + u16::try_from(ahead).unwrap_or(0);
    canvas.cursor = Some(Position::new(x.min(at.x + width.saturating_sub(1)), at.y));
}
