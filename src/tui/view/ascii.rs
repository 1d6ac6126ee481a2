//! For terminals and fonts without the signs: after everything is drawn, each sign of ours becomes
//! an ASCII one of the same width. Text of the book stays as it is.

use ratatui::buffer::Buffer;

/// Our signs and their stand-ins, all one column wide.
const SIGNS: &[(&str, &str)] = &[
    ("─", "-"),
    ("│", "|"),
    ("╭", "+"),
    ("╮", "+"),
    ("╰", "+"),
    ("╯", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("█", "#"),
    ("▇", "#"),
    ("▆", "#"),
    ("▅", "#"),
    ("▄", "="),
    ("▃", "="),
    ("▂", "_"),
    ("▁", "_"),
    ("▮", "#"),
    ("▯", "."),
    ("▸", ">"),
    ("■", "*"),
    ("●", "o"),
    ("○", "."),
    ("◐", "%"),
    ("✓", "+"),
    ("✗", "x"),
    ("·", "-"),
    ("…", "~"),
    ("▼", "v"),
    ("↑", "^"),
    ("↓", "v"),
    ("←", "<"),
    ("→", ">"),
    ("‖", "="),
    ("↺", "<"),
    ("◂", "<"),
    ("−", "-"),
    ("≈", "~"),
    ("⇄", "="),
];

/// Replaces every sign.
pub(super) fn flatten(buf: &mut Buffer) {
    for cell in &mut buf.content {
        let found = SIGNS.iter().find(|(sign, _)| *sign == cell.symbol());
        if let Some((_, plain)) = found {
            cell.set_symbol(plain);
        }
    }
}
