use super::theme::Theme;
use crate::tui::model::fixtures::Desk;

/// The frame as text, without trailing spaces.
pub(super) fn frame(desk: &Desk) -> String {
    frame_in(desk, &Theme::mono())
}

fn frame_in(desk: &Desk, theme: &Theme) -> String {
    let buffer = buffer(desk, theme);
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let line: String = (0..buffer.area.width)
            .map(|x| buffer[(x, y)].symbol())
            .collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn buffer(desk: &Desk, theme: &Theme) -> ratatui::buffer::Buffer {
    let size = desk.model.size;
    let backend = ratatui::backend::TestBackend::new(size.width, size.height);
    let mut terminal = ratatui::Terminal::new(backend).unwrap();
    terminal
        .draw(|frame| super::render(&desk.model, theme, frame))
        .unwrap();
    terminal.backend().buffer().clone()
}

#[test]
fn the_cursor_and_the_marks_are_seen() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjj<Space><Space>");
    let frame = frame(&desk);
    assert!(frame.contains("│ ■ 2026-041 Nordlicht Studio"));
    assert!(frame.contains("│▸  2026-038 Ola Fotograf"));
    assert!(frame.contains("├─ 2026-038 Ola Fotograf"));
}
