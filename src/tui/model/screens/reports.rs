//! Reports: age of debt, and income by month of a year.

use chrono::Datelike;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::views::AgeBand;
use crate::tui::model::commands::Possible;
use crate::tui::model::effect::Revenue;
use crate::tui::model::{Load, Model, layout};

/// What the screen knows.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Age of debt, five bands.
    pub aging: Vec<AgeBand>,
    /// Income of the year shown.
    pub revenue: Option<Revenue>,
    /// The year shown; `None` is this one.
    pub year: Option<i32>,
    /// Which currency is drawn, when there are several.
    pub currency: usize,
}

/// Where the parts of the screen stand.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// Income by month.
    pub income: Rect,
    /// Age of debt.
    pub ages: Rect,
    /// Income by quarter.
    pub quarters: Rect,
}

/// Divides the body.
#[must_use]
pub fn panes(model: &Model) -> Panes {
    let body = layout::regions(model.size).body;
    let foot = if body.height >= 18 { 9 } else { 0 };
    let [income, bottom] =
        Layout::vertical([Constraint::Min(0), Constraint::Length(foot)]).areas(body);
    let halves = [Constraint::Fill(1), Constraint::Fill(1)];
    let [quarters, ages] = Layout::horizontal(halves).areas(bottom);
    Panes {
        income,
        ages,
        quarters,
    }
}

/// The year shown.
#[must_use]
pub fn year(model: &Model) -> i32 {
    model.reports.year.unwrap_or_else(|| model.now.today.year())
}

/// Asks for what is missing.
pub fn settle(model: &mut Model) {
    let year = year(model);
    model.want(Load::Revenue { year });
    model.want(Load::Aging);
}

/// Shows the next year.
pub fn next_year(model: &mut Model) {
    model.reports.year = Some(year(model) + 1);
}

/// Shows the previous year.
pub fn previous_year(model: &mut Model) {
    model.reports.year = Some(year(model) - 1);
}

/// Whether a later year can have income.
///
/// # Errors
/// When the year shown is this one.
pub fn can_go_on(model: &Model) -> Possible {
    if year(model) < model.now.today.year() {
        Ok(())
    } else {
        Err("This is the newest year.".to_owned())
    }
}

/// Whether an earlier year has figures.
///
/// # Errors
/// When the year shown is the first of the book.
pub fn can_go_back(model: &Model) -> Possible {
    let first = model
        .reports
        .revenue
        .as_ref()
        .map(|revenue| revenue.years.0);
    match first {
        Some(first) if year(model) > first => Ok(()),
        Some(_) => Err("The book has no earlier year.".to_owned()),
        None => Err("The figures are still being read.".to_owned()),
    }
}

/// Whether there is income in more than one currency.
///
/// # Errors
/// When there is only one.
pub fn can_change_currency(model: &Model) -> Possible {
    match &model.reports.revenue {
        Some(revenue) if revenue.paid.len() > 1 => Ok(()),
        Some(_) | None => Err("All income is in one currency.".to_owned()),
    }
}

/// Draws the income in the next currency.
pub fn next_currency(model: &mut Model) {
    let count = model
        .reports
        .revenue
        .as_ref()
        .map_or(1, |revenue| revenue.paid.len());
    model.reports.currency = (model.reports.currency + 1) % count.max(1);
}
