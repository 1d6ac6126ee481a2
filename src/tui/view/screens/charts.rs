//! What is owed by age, and income by month, as pictures.

use ratatui::layout::Rect;

use crate::domain::money::Money;
use crate::domain::views::{AgeBand, MonthSum};
use crate::tui::view::Canvas;
use crate::tui::view::text::{count, left, right, sums};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::bars;
use crate::tui::view::widgets::panel::Panel;

/// Owed by age: a bar a band.
pub(in crate::tui::view) fn ages(
    canvas: &mut Canvas,
    bands: &[AgeBand],
    pays_after: Option<i64>,
    area: Rect,
) {
    if area.height < 4 {
        return;
    }
    let panel = Panel {
        title: "Owed by age",
        note: "",
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let home = |band: &AgeBand| band.open.first().map_or(0, |sum| sum.minor());
    let most = bands.iter().map(home).max().unwrap_or(0);
    let widest = bands.iter().filter_map(|band| band.open.first());
    let widest = widest.map(|sum| sum.grouped().len()).max().unwrap_or(4);
    let used = 9 + 4 + widest + 2;
    let room = usize::from(inner.width).saturating_sub(used);
    for (index, (band, y)) in bands.iter().zip(inner.y..inner.bottom()).enumerate() {
        let amount = band
            .open
            .first()
            .map_or_else(String::new, |sum| sum.grouped());
        let (bar, bar_role) = match bars::lying(home(band), most, room) {
            dot if dot == "·" => (dot, Role::BarRest),
            bar => (bar, if index == 0 { Role::Bar } else { Role::Bad }),
        };
        let pieces = [
            (left(band.label, 9), Role::Text),
            (right(&band.count.to_string(), 3), Role::Dim),
            (format!(" {} ", right(&amount, widest)), Role::Text),
            (bar, bar_role),
        ];
        canvas.pieces(inner.x, y, inner.width, &pieces);
    }
    let below = inner.y + u16::try_from(bands.len()).unwrap_or(0);
    let mut notes = Vec::new();
    if let Some(foreign) = foreign(bands) {
        notes.push(foreign);
    }
    if let Some(days) = pays_after {
        notes.push(format!("Paid after {} (median)", count(days, "day")));
    }
    for (note, y) in notes.iter().zip(below..inner.bottom()) {
        canvas.put(inner.x, y, inner.width, note, Role::Dim);
    }
}

/// What is owed in other currencies than the home one.
fn foreign(bands: &[AgeBand]) -> Option<String> {
    let mut sums: Vec<Money> = Vec::new();
    for money in bands.iter().flat_map(|band| band.open.iter().skip(1)) {
        let known = sums
            .iter_mut()
            .find(|sum| sum.currency() == money.currency());
        match known {
            Some(sum) => *sum = sum.plus(*money).unwrap_or(*sum),
            None => sums.push(*money),
        }
    }
    sums.retain(|sum| !sum.is_zero());
    (!sums.is_empty()).then(|| format!("+ {}", self::sums(&sums)))
}

/// Income of twelve months: standing bars with the first letter of each month.
pub(in crate::tui::view) fn income(canvas: &mut Canvas, months: &[MonthSum], area: Rect) {
    if area.height < 5 {
        return;
    }
    let code = months
        .first()
        .map_or("", |month| month.sum.currency().code());
    let note = format!("k{code}");
    let panel = Panel {
        title: "Income · 12 months",
        note: &note,
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let area = Rect::new(
        inner.x,
        inner.y,
        inner.width,
        inner.height.saturating_sub(2),
    );
    let values: Vec<i64> = months.iter().map(|month| month.sum.minor()).collect();
    bars::standing(canvas, area, &values);
    let count = u16::try_from(months.len()).unwrap_or(0);
    let step = bars::step(area.width, count);
    for (index, month) in (0..count).zip(months) {
        let letter = month.month.format("%b").to_string();
        let letters = usize::from(step.saturating_sub(1)).clamp(1, 3);
        let letter: String = letter
            .chars()
            .take(if letters == 3 { 3 } else { 1 })
            .collect();
        canvas.put(
            area.x + index * step,
            area.bottom(),
            step,
            &letter,
            Role::Dim,
        );
    }
    let foot = income_foot(months, usize::from(inner.width));
    canvas.put(
        inner.x,
        inner.bottom().saturating_sub(1),
        inner.width,
        &foot,
        Role::Dim,
    );
}

/// What the chart shows in figures; parts that do not fit are left out whole.
fn income_foot(months: &[MonthSum], width: usize) -> String {
    let (Some(last), Some(best)) = (
        months.last(),
        months.iter().max_by_key(|month| month.sum.minor()),
    ) else {
        return String::new();
    };
    let sum: i64 = months.iter().map(|month| month.sum.minor()).sum();
    if sum == 0 {
        return String::new();
    }
    let average = sum / i64::try_from(months.len()).unwrap_or(1).max(1);
    let average = Money::new(average, last.sum.currency());
    let now = format!("{} {}", last.month.format("%b"), bars::thousands(last.sum));
    let average = format!(" · avg {}", bars::thousands(average));
    let best = format!(
        " · best {} {}",
        best.month.format("%b"),
        bars::thousands(best.sum)
    );
    let mut foot = now;
    for part in [average, best] {
        let wide = crate::domain::text::width(&foot) + crate::domain::text::width(&part);
        if wide <= width {
            foot.push_str(&part);
        }
    }
    foot
}
