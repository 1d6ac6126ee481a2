//! A question before something that cannot be undone, with what it means.

use ratatui::layout::Rect;

use super::Overlay;
use super::form::Sense;
use super::menu::{self, Pick};
use crate::domain::text;
use crate::tui::model::{Model, layout};

/// Columns of the box.
const WIDTH: u16 = 72;

/// A question.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// Its title.
    pub title: String,
    /// What it means, line by line.
    pub lines: Vec<(Sense, String)>,
    /// What Enter does, in words.
    pub yes: &'static str,
    pick: Pick,
}

impl Confirm {
    /// A question.
    #[must_use]
    pub const fn new(
        title: String,
        lines: Vec<(Sense, String)>,
        yes: &'static str,
        pick: Pick,
    ) -> Self {
        Self {
            title,
            lines,
            yes,
            pick,
        }
    }
}

/// Asks.
pub fn open(model: &mut Model, confirm: Confirm) {
    model.overlays.push(Overlay::Confirm(Box::new(confirm)));
}

/// The lines as they are wrapped, each with how it is meant; `None` goes on with the line above.
#[must_use]
pub fn wrapped(confirm: &Confirm, width: usize) -> Vec<(Option<Sense>, String)> {
    let mut out = Vec::new();
    for (sense, line) in &confirm.lines {
        let lines = text::wrap(&text::block(line), width.saturating_sub(2)).into_iter();
        out.extend(lines.enumerate().map(|(index, line)| {
            let first = (index == 0).then_some(*sense);
            (first, line)
        }));
    }
    out
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model, confirm: &Confirm) -> Rect {
    let width = WIDTH.min(model.size.width);
    let lines = wrapped(confirm, usize::from(width.saturating_sub(4))).len();
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(4);
    layout::centred(model.size, width, height)
}

/// Does it.
pub fn yes(model: &mut Model) {
    if let Some(Overlay::Confirm(confirm)) = model.overlays.pop() {
        menu::pick(model, confirm.pick);
    }
}

/// Does nothing.
pub fn no(model: &mut Model) {
    model.overlays.pop();
}
