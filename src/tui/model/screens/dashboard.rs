//! The first screen: a to-do list under four figures. Each row is one Enter from being done.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::views::{Dashboard, Need};
use crate::tui::model::list::List;
use crate::tui::model::{Load, Model, layout};

/// What the screen knows.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Everything but the list.
    pub data: Option<Dashboard>,
    /// What needs the user today.
    pub needs: List<Need>,
}

/// Where the parts of the screen stand; a part without room is empty.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// The four figures.
    pub figures: [Rect; 4],
    /// What needs the user today.
    pub needs: Rect,
    /// Owed by age.
    pub ages: Rect,
    /// Income of twelve months.
    pub income: Rect,
    /// The newest of the journal.
    pub activity: Rect,
}

/// Divides the body.
#[must_use]
pub fn panes(model: &Model) -> Panes {
    let body = layout::regions(model.size).body;
    let foot = match body.height {
        0..=17 => 0,
        18..=24 => 8,
        height => (height / 3).max(10),
    };
    let [top, middle, bottom] = Layout::vertical([
        Constraint::Length(4),
        Constraint::Min(0),
        Constraint::Length(foot),
    ])
    .areas(body);
    let narrow = model.size.width < 76;
    let last = Constraint::Fill(u16::from(!narrow));
    let each = Constraint::Fill(1);
    let figures = Layout::horizontal([each, each, each, last]).areas(top);
    let halves = [Constraint::Fill(1), Constraint::Fill(1)];
    let [ages, right] = Layout::horizontal(halves).areas(bottom);
    if layout::is_wide(model.size) {
        let chart = if model.size.width >= 110 { 41 } else { 30 };
        let [needs, income] =
            Layout::horizontal([Constraint::Min(0), Constraint::Length(chart)]).areas(middle);
        return Panes {
            figures,
            needs,
            ages,
            income,
            activity: right,
        };
    }
    Panes {
        figures,
        needs: middle,
        ages,
        income: right,
        activity: Rect::ZERO,
    }
}

/// Where the rows of the list stand: inside the frame, above the line of what comes next.
#[must_use]
pub fn rows(model: &Model) -> Rect {
    let frame = panes(model).needs;
    Rect::new(
        frame.x + 1,
        frame.y + 1,
        frame.width.saturating_sub(2),
        frame.height.saturating_sub(3),
    )
}

/// Asks for what is missing.
pub fn settle(model: &mut Model) {
    model.want(Load::Dashboard);
}

/// Takes what was read.
pub fn take(model: &mut Model, mut data: Dashboard) {
    let needs = std::mem::take(&mut data.needs);
    model.dashboard.needs.replace(needs, None);
    model.dashboard.data = Some(data);
}
