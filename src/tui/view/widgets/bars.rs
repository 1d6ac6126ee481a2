//! Bars: lying ones for shares, standing ones for months.

use ratatui::layout::Rect;

use crate::domain::money::Money;
use crate::tui::view::Canvas;
use crate::tui::view::theme::Role;

const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// A lying bar: `part` of `whole`, at most `width` columns; a dot for nothing.
pub(in crate::tui::view) fn lying(part: i64, whole: i64, width: usize) -> String {
    if part <= 0 || whole <= 0 {
        return "·".to_owned();
    }
    let width = i64::try_from(width).unwrap_or(0);
    let cells = (part.saturating_mul(width) + whole / 2) / whole;
    "█".repeat(usize::try_from(cells.clamp(1, width.max(1))).unwrap_or(1))
}

/// Standing bars, one a value, each as wide as fits, with one column between them.
pub(in crate::tui::view) fn standing(canvas: &mut Canvas, area: Rect, values: &[i64]) {
    let most = values.iter().copied().max().unwrap_or(0);
    let count = u16::try_from(values.len()).unwrap_or(0);
    if most <= 0 || count == 0 || area.height == 0 {
        return;
    }
    let step = step(area.width, count);
    let wide = usize::from(step.saturating_sub(1).max(1));
    let full = i64::from(area.height) * 8;
    for (index, value) in (0..count).zip(values) {
        let mut eighths = (i128::from(*value) * i128::from(full) / i128::from(most)).max(0);
        if *value > 0 {
            eighths = eighths.max(1);
        }
        for y in (area.y..area.bottom()).rev() {
            let here = usize::try_from(eighths.min(8)).unwrap_or(0);
            if let Some(block) = EIGHTHS.get(here).filter(|_| here > 0) {
                let x = area.x + index * step;
                canvas.put(x, y, step, &block.repeat(wide), Role::Bar);
            }
            eighths = (eighths - 8).max(0);
        }
    }
}

/// Columns from one standing bar to the next.
pub(in crate::tui::view) fn step(width: u16, count: u16) -> u16 {
    if count == 0 {
        return 1;
    }
    ((width + 1) / count).clamp(1, 9)
}

/// An amount in thousands with one decimal: `6.9`. For pictures only.
pub(in crate::tui::view) fn thousands(money: Money) -> String {
    let major = i128::from(money.minor()) / 10_i128.pow(money.currency().decimals());
    let tenths = (major + 50) / 100;
    format!("{}.{}", tenths / 10, (tenths % 10).abs())
}
