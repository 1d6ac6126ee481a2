//! The lines of an invoice, to choose which are credited.

use ratatui::layout::Rect;

use super::Overlay;
use crate::domain::invoice::Invoice;
use crate::tui::model::{DocumentWrite, Model, Write, layout};

/// A line to choose.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its description.
    pub text: String,
    /// Its net, in words.
    pub net: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The lines.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The invoice's number.
    pub number: String,
    /// All of them.
    pub lines: Vec<Line>,
    /// The one under the cursor.
    pub cursor: usize,
}

/// Opens them, all chosen.
pub(in crate::tui::model) fn open(model: &mut Model, invoice: &Invoice) {
    let line = |line: &crate::domain::invoice::Line| Line {
        text: line.description.clone(),
        net: invoice.money(line.net).grouped(),
        chosen: true,
    };
    model.overlays.push(Overlay::Lines(Lines {
        number: invoice.reference(),
        lines: invoice.lines.iter().map(line).collect(),
        cursor: 0,
    }));
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model, lines: &Lines) -> Rect {
    let size = model.size;
    let height = u16::try_from(lines.lines.len()).unwrap_or(u16::MAX);
    let height = height.saturating_add(4).min(size.height.saturating_sub(2));
    layout::centred(size, size.width.saturating_sub(4).min(76), height)
}

/// The first line in the box, for its height.
#[must_use]
pub fn offset(lines: &Lines, height: usize) -> usize {
    (lines.cursor + 1).saturating_sub(height.max(1))
}

fn change(model: &mut Model, change: impl FnOnce(&mut Lines)) {
    if let Some(Overlay::Lines(lines)) = model.overlays.last_mut() {
        change(lines);
    }
}

/// To the next line.
pub fn down(model: &mut Model) {
    change(model, |lines| {
        let last = lines.lines.len().saturating_sub(1);
        lines.cursor = (lines.cursor + 1).min(last);
    });
}

/// To the previous line.
pub fn up(model: &mut Model) {
    change(model, |lines| {
        lines.cursor = lines.cursor.saturating_sub(1);
    });
}

/// Chooses the line, or not.
pub fn toggle(model: &mut Model) {
    change(model, |lines| {
        if let Some(line) = lines.lines.get_mut(lines.cursor) {
            line.chosen = !line.chosen;
        }
        let last = lines.lines.len().saturating_sub(1);
        lines.cursor = (lines.cursor + 1).min(last);
    });
}

/// Chooses all lines, or none.
pub fn all(model: &mut Model) {
    change(model, |lines| {
        let all = lines.lines.iter().all(|line| line.chosen);
        for line in &mut lines.lines {
            line.chosen = !all;
        }
    });
}

/// Begins the credit note for what is chosen.
pub fn accept(model: &mut Model) {
    let Some(Overlay::Lines(found)) = model.overlays.last().cloned() else {
        return;
    };
    let chosen = found
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.chosen);
    let mut lines: Vec<usize> = chosen.map(|(index, _)| index).collect();
    if lines.is_empty() {
        model.note("Choose at least one line (Space).");
        return;
    }
    if lines.len() == found.lines.len() {
        lines.clear();
    }
    model.overlays.pop();
    let reference = found.number;
    let said = format!("The credit note for {reference} is a draft.");
    model.write(
        Write::Document(DocumentWrite::Credit { reference, lines }),
        said,
    );
}

/// Leaves it.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}
