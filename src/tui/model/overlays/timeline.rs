//! Everything that was said and heard about an invoice, in the order of time.

use ratatui::layout::Rect;

use super::Overlay;
use super::message;
use crate::tui::model::answers::TimelineLine;
use crate::tui::model::commands::Possible;
use crate::tui::model::{Load, Model, Slot, layout};

/// The timeline shown.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Number, or `draft:ID`.
    pub reference: String,
    /// Client's name.
    pub client_name: String,
    /// What was read; `None` before.
    pub lines: Option<Vec<TimelineLine>>,
    /// The line under the cursor.
    pub cursor: usize,
}

fn here(model: &Model) -> Option<(String, String)> {
    let one = model.pointed().into_iter().next()?;
    Some((one.number, one.client_name))
}

/// Whether the cursor is on an invoice.
///
/// # Errors
/// The reason, when not.
pub fn can_open(model: &Model) -> Possible {
    match here(model) {
        Some(_) => Ok(()),
        None => Err("Put the cursor on an invoice first.".to_owned()),
    }
}

/// Opens the timeline of the invoice under the cursor.
pub fn open(model: &mut Model) {
    if let Some((reference, client_name)) = here(model) {
        model.forget(Slot::Timeline);
        model.overlays.push(Overlay::Timeline(Timeline {
            reference,
            client_name,
            lines: None,
            cursor: 0,
        }));
    }
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model) -> Rect {
    let size = model.size;
    let height = size.height.saturating_sub(4);
    layout::centred(size, size.width.saturating_sub(4).min(110), height)
}

fn top(model: &mut Model) -> Option<&mut Timeline> {
    match model.overlays.last_mut() {
        Some(Overlay::Timeline(timeline)) => Some(timeline),
        Some(_) | None => None,
    }
}

/// Asks for it, while it is shown.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if let Some(Overlay::Timeline(timeline)) = model.overlays.last() {
        let reference = timeline.reference.clone();
        model.want(Load::Timeline { reference });
    }
}

/// Takes it. It opens on the newest line.
pub(in crate::tui::model) fn take(model: &mut Model, lines: Vec<TimelineLine>) {
    for overlay in &mut model.overlays {
        if let Overlay::Timeline(timeline) = overlay {
            let last = lines.len().saturating_sub(1);
            timeline.cursor = match timeline.lines {
                None => last,
                Some(_) => timeline.cursor.min(last),
            };
            timeline.lines = Some(lines);
            return;
        }
    }
}

fn step(model: &mut Model, by: isize) {
    if let Some(timeline) = top(model) {
        let count = timeline.lines.as_ref().map_or(0, Vec::len);
        let last = count.saturating_sub(1);
        timeline.cursor = timeline.cursor.saturating_add_signed(by).min(last);
    }
}

/// To the next line.
pub fn down(model: &mut Model) {
    step(model, 1);
}

/// To the previous line.
pub fn up(model: &mut Model) {
    step(model, -1);
}

/// Half a page down.
pub fn page_down(model: &mut Model) {
    step(model, 10);
}

/// Half a page up.
pub fn page_up(model: &mut Model) {
    step(model, -10);
}

/// To the oldest line.
pub fn first(model: &mut Model) {
    step(model, isize::MIN);
}

/// To the newest line.
pub fn last(model: &mut Model) {
    step(model, isize::MAX);
}

/// Whether the line under the cursor belongs to a message.
///
/// # Errors
/// The reason, when not.
pub fn can_look(model: &Model) -> Possible {
    let Some(Overlay::Timeline(timeline)) = model.overlays.last() else {
        return Err("The timeline is not open.".to_owned());
    };
    let line = timeline
        .lines
        .as_ref()
        .and_then(|lines| lines.get(timeline.cursor));
    match line.and_then(|line| line.moment.message) {
        Some(_) => Ok(()),
        None => Err("This line is about no message.".to_owned()),
    }
}

/// Shows the message of the line under the cursor.
pub fn look(model: &mut Model) {
    let id = top(model).and_then(|timeline| {
        let lines = timeline.lines.as_ref()?;
        lines.get(timeline.cursor)?.moment.message
    });
    if let Some(id) = id {
        message::open(model, id);
    }
}

/// Closes it.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
