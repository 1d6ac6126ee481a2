//! Reports: income by month and quarter of a year, and the age of debt.

use ratatui::layout::Rect;

use crate::domain::money::Money;
use crate::domain::views::MonthSum;
use crate::tui::model::Slot;
use crate::tui::model::effect::Revenue;
use crate::tui::model::screens::reports;
use crate::tui::view::Canvas;
use crate::tui::view::text::{left, right};
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::bars;
use crate::tui::view::widgets::panel::Panel;

/// Draws the screen.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas) {
    let panes = reports::panes(canvas.model);
    let state = &canvas.model.reports;
    income(canvas, panes.income);
    if panes.quarters.height < 3 {
        return;
    }
    if let Some(revenue) = &state.revenue {
        quarters(canvas, revenue, panes.quarters);
    }
    super::charts::ages(canvas, &state.aging, None, panes.ages);
}

fn chosen<'a>(canvas: &Canvas, lists: &'a [Vec<MonthSum>]) -> &'a [MonthSum] {
    let index = canvas
        .model
        .reports
        .currency
        .min(lists.len().saturating_sub(1));
    lists.get(index).map_or(&[], Vec::as_slice)
}

fn income(canvas: &mut Canvas, area: Rect) {
    let model = canvas.model;
    let year = reports::year(model);
    let months = model.reports.revenue.as_ref();
    let months = months.map_or(&[][..], |revenue| chosen(canvas, &revenue.paid));
    let code = months
        .first()
        .map_or("", |month| month.sum.currency().code());
    let title = format!("Income {year} · what was paid");
    let note = format!("◂ {year} ▸ [ ] · {code}");
    let panel = Panel {
        title: &title,
        note: &note,
        focused: true,
    };
    let inner = panel.draw(canvas, area);
    if let Some(failure) = model.failure(Slot::Revenue) {
        super::failed(canvas, inner, failure);
        return;
    }
    if months.iter().all(|month| month.sum.is_zero()) {
        let line = format!("Nothing was paid in {year}.");
        super::message(canvas, inner, &[(&line, Role::Dim)]);
        return;
    }
    let values: Vec<i64> = months.iter().map(|month| month.sum.minor()).collect();
    let count = u16::try_from(months.len()).unwrap_or(0);
    let bars_area = Rect::new(
        inner.x,
        inner.y,
        inner.width,
        inner.height.saturating_sub(2),
    );
    bars::standing(canvas, bars_area, &values);
    let step = bars::step(inner.width, count);
    for (index, month) in (0..count).zip(months) {
        let x = inner.x + index * step;
        let name = month.month.format("%b").to_string();
        canvas.put(
            x,
            bars_area.bottom(),
            step.saturating_sub(1),
            &name,
            Role::Dim,
        );
        let sum = if month.sum.is_zero() {
            "·".to_owned()
        } else {
            format!("{}k", bars::thousands(month.sum))
        };
        if step > 5 {
            canvas.put(x, bars_area.bottom() + 1, step, &sum, Role::Text);
        }
    }
}

fn quarters(canvas: &mut Canvas, revenue: &Revenue, area: Rect) {
    let paid = chosen(canvas, &revenue.paid);
    let Some(currency) = paid.first().map(|month| month.sum.currency()) else {
        return;
    };
    let same = |months: &&Vec<MonthSum>| {
        months
            .first()
            .is_some_and(|month| month.sum.currency() == currency)
    };
    let billed = revenue
        .billed
        .iter()
        .find(same)
        .map_or(&[][..], Vec::as_slice);
    let panel = Panel {
        title: "Quarters",
        note: currency.code(),
        focused: false,
    };
    let inner = panel.draw(canvas, area);
    let room = usize::from(inner.width);
    let cell = (room.saturating_sub(10) / 2).clamp(10, 16);
    let line = |name: &str, billed: &str, paid: &str| {
        format!(
            "{}{}{}",
            left(name, 10),
            right(billed, cell),
            right(paid, cell)
        )
    };
    let sum = |months: &[MonthSum]| {
        let minor = months.iter().map(|month| month.sum.minor()).sum();
        Money::new(minor, currency).grouped()
    };
    let mut lines = vec![vec![(line("Quarter", "Invoiced", "Paid"), Role::Head)]];
    for (index, paid) in paid.chunks(3).enumerate() {
        let billed = billed.chunks(3).nth(index).unwrap_or(&[]);
        let name = format!("Q{}", index + 1);
        lines.push(vec![(line(&name, &sum(billed), &sum(paid)), Role::Text)]);
    }
    lines.push(vec![("─".repeat(10 + cell * 2), Role::Border)]);
    lines.push(vec![(line("Year", &sum(billed), &sum(paid)), Role::Strong)]);
    canvas.lines(inner, &lines);
}
