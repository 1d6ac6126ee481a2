use crate::tui::model::fixtures::Desk;

#[test]
fn the_cursor_and_the_marks_are_seen() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjj<Space><Space>");
    let frame = desk.frame();
    assert!(frame.contains("│ ■ 2026-041 Nordlicht Studio"));
    assert!(frame.contains("│▸  2026-038 Ola Fotograf"));
    assert!(frame.contains("├─ 2026-038 Ola Fotograf"));
}
