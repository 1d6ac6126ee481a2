//! Every check of the message in the send panel, at full length.

use ratatui::layout::Rect;

use super::Overlay;
use crate::domain::text;
use crate::domain::views::{CheckLevel, Prepared};
use crate::tui::model::commands::Possible;
use crate::tui::model::screens::send::Panel;
use crate::tui::model::{Model, layout};

/// Columns of the box.
const WIDTH: u16 = 76;

/// The checks.
#[derive(Clone, Debug)]
pub struct Checks {
    /// How each came out, and what it says: the worst first.
    pub all: Vec<(CheckLevel, String)>,
    /// Rows scrolled.
    pub scroll: usize,
}

/// The checks of a message, the worst first.
#[must_use]
pub fn sorted(prepared: &Prepared) -> Vec<(CheckLevel, String)> {
    let mut all: Vec<(CheckLevel, String)> = prepared
        .checks
        .iter()
        .map(|check| (check.level, check.text.clone()))
        .collect();
    all.sort_by_key(|(level, _)| match level {
        CheckLevel::Bad => 0,
        CheckLevel::Warning => 1,
        CheckLevel::Good => 2,
    });
    all
}

/// Whether there are checks to show.
///
/// # Errors
/// The reason, when not.
pub fn can_open(model: &Model) -> Possible {
    match model.send.as_ref().and_then(Panel::text) {
        Some(_) => Ok(()),
        None => Err("The text is still being written.".to_owned()),
    }
}

/// Shows them.
pub fn open(model: &mut Model) {
    if let Some(prepared) = model.send.as_ref().and_then(Panel::text) {
        let all = sorted(prepared);
        let checks = Checks { all, scroll: 0 };
        model.overlays.push(Overlay::Checks(checks));
    }
}

/// The lines as they are wrapped; only the first of a check says how it came out.
#[must_use]
pub fn wrapped(checks: &Checks, width: usize) -> Vec<(Option<CheckLevel>, String)> {
    let mut out = Vec::new();
    for (level, line) in &checks.all {
        let lines = text::wrap(&text::block(line), width.saturating_sub(2)).into_iter();
        out.extend(lines.enumerate().map(|(index, line)| {
            let first = (index == 0).then_some(*level);
            (first, line)
        }));
    }
    out
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model, checks: &Checks) -> Rect {
    let width = WIDTH.min(model.size.width);
    let lines = wrapped(checks, usize::from(width.saturating_sub(4))).len();
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2);
    layout::centred(
        model.size,
        width,
        height.min(model.size.height.saturating_sub(2)),
    )
}

fn scroll(model: &mut Model, by: isize) {
    let last = match model.overlays.last() {
        Some(Overlay::Checks(checks)) => {
            let frame = area(model, checks);
            let lines = wrapped(checks, usize::from(frame.width.saturating_sub(4))).len();
            lines.saturating_sub(usize::from(frame.height.saturating_sub(2)))
        }
        Some(_) | None => return,
    };
    if let Some(Overlay::Checks(checks)) = model.overlays.last_mut() {
        checks.scroll = checks.scroll.saturating_add_signed(by).min(last);
    }
}

/// Scrolls down.
pub fn down(model: &mut Model) {
    scroll(model, 1);
}

/// Scrolls up.
pub fn up(model: &mut Model) {
    scroll(model, -1);
}

/// Closes them.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}
