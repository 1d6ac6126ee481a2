//! The journal: every change of the book, the newest first.

use super::Overlay;
use crate::domain::views::JournalRow;
use crate::tui::model::list::{List, Movable};
use crate::tui::model::{Load, Model, layout};

/// How many lines are read.
const LINES: usize = 500;

/// The journal.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Its lines.
    pub list: List<JournalRow>,
}

/// Opens it.
pub fn open(model: &mut Model) {
    model.forget(super::super::Slot::Journal);
    model.overlays.push(Overlay::Log(Log::default()));
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model) -> ratatui::layout::Rect {
    let size = model.size;
    layout::centred(
        size,
        size.width.saturating_sub(4).min(100),
        size.height.saturating_sub(4),
    )
}

/// How many lines are seen at once.
#[must_use]
pub fn height(model: &Model) -> usize {
    usize::from(area(model).height.saturating_sub(2))
}

/// Asks for the journal, while it is shown.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if matches!(model.overlays.last(), Some(Overlay::Log(_))) {
        model.want(Load::Journal { limit: LINES });
    }
}

/// Takes the journal.
pub(in crate::tui::model) fn take(model: &mut Model, rows: Vec<JournalRow>) {
    if let Some(Overlay::Log(log)) = model.overlays.last_mut() {
        log.list.replace(rows, None);
    }
}

fn change(model: &mut Model, change: impl FnOnce(&mut List<JournalRow>)) {
    let height = height(model);
    if let Some(Overlay::Log(log)) = model.overlays.last_mut() {
        change(&mut log.list);
        log.list.show(height);
    }
}

/// To the next line.
pub fn down(model: &mut Model) {
    change(model, |list| list.move_by(1));
}

/// To the previous line.
pub fn up(model: &mut Model) {
    change(model, |list| list.move_by(-1));
}

/// Half a page down.
pub fn page_down(model: &mut Model) {
    change(model, |list| list.move_by(10));
}

/// Half a page up.
pub fn page_up(model: &mut Model) {
    change(model, |list| list.move_by(-10));
}

/// To the newest line.
pub fn first(model: &mut Model) {
    change(model, |list| list.move_to(0));
}

/// To the oldest line.
pub fn last(model: &mut Model) {
    change(model, |list| list.move_to(usize::MAX));
}

/// Closes it.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}
