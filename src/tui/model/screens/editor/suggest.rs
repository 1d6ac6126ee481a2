//! What a line could be: the catalogue, and lines that were typed before.

use super::place::{Column, Place};
use super::{Editor, typing};
use crate::domain::invoice::TaxCategory;
use crate::domain::views::Suggestion;
use crate::tui::model::{Load, Model};

/// So many letters bring offers.
const LETTERS: usize = 2;

/// What is offered for the line that is being written.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    words: String,
    rows: Vec<Suggestion>,
    /// The one that Enter takes, from 0; `None` while the keys are in the text.
    pub cursor: Option<usize>,
    closed: bool,
    /// Whether the line was begun by the text that is being typed.
    pub(super) began: bool,
}

impl Offers {
    /// Another place: nothing is offered there yet.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The text changed: the keys are in it again.
    pub(super) fn typed(&mut self) {
        self.cursor = None;
        self.closed = false;
    }

    fn words_of(editor: &Editor) -> Option<&str> {
        let Place::Cell {
            column: Column::Description,
            ..
        } = editor.at
        else {
            return None;
        };
        let words = editor.input.value().trim();
        let long = words.chars().count() >= LETTERS;
        (long && editor.is_touched() && !editor.offers.closed).then_some(words)
    }

    /// What to ask for.
    pub(super) fn wanted(&self, editor: &Editor) -> Option<Load> {
        let words = Self::words_of(editor)?;
        (words != self.words).then(|| Load::Suggestions {
            words: words.to_owned(),
            currency: editor.sheet.invoice.currency,
        })
    }
}

/// What is offered now.
#[must_use]
pub fn offered(editor: &Editor) -> &[Suggestion] {
    match Offers::words_of(editor) {
        Some(words) if words == editor.offers.words => &editor.offers.rows,
        Some(_) | None => &[],
    }
}

/// Takes what was found.
pub fn found(model: &mut Model, load: &Load, rows: Vec<Suggestion>) {
    if let (Some(editor), Load::Suggestions { words, .. }) = (&mut model.editor, load) {
        editor.offers.words.clone_from(words);
        editor.offers.rows = rows;
        editor.offers.cursor = None;
    }
}

/// Moves among the offers; says whether there are any.
pub(super) fn step(model: &mut Model, by: isize) -> bool {
    let Some(editor) = &mut model.editor else {
        return false;
    };
    let count = offered(editor).len();
    if count == 0 {
        return false;
    }
    editor.offers.cursor = match (editor.offers.cursor, by > 0) {
        (None, true) => Some(0),
        (None, false) => return false,
        (Some(0), false) => None,
        (Some(now), true) => Some((now + 1).min(count - 1)),
        (Some(now), false) => Some(now - 1),
    };
    true
}

/// Closes the offers; says whether they were open.
pub(super) fn close(model: &mut Model) -> bool {
    let Some(editor) = &mut model.editor else {
        return false;
    };
    let open = !offered(editor).is_empty();
    if open {
        editor.offers.closed = true;
        editor.offers.cursor = None;
    }
    open
}

/// Takes the offer under the cursor; says whether there was one.
pub(super) fn take(model: &mut Model) -> bool {
    let Some(editor) = &model.editor else {
        return false;
    };
    let Place::Cell { row, .. } = editor.at else {
        return false;
    };
    let chosen = editor.offers.cursor;
    let Some(offer) = chosen
        .and_then(|chosen| offered(editor).get(chosen))
        .cloned()
    else {
        return false;
    };
    typing::change(model, |editor| fill(editor, row, &offer));
    // What was typed stands in the line already.
    if let Some(editor) = &mut model.editor {
        typing::enter(editor, Place::line(row));
    }
    let column = Column::Quantity;
    typing::go_to(model, Place::Cell { row, column });
    true
}

/// Fills a line. Its tax stays where the whole document charges none.
fn fill(editor: &mut Editor, row: usize, offer: &Suggestion) {
    let (currency, usual) = (editor.sheet.invoice.currency, editor.sheet.tax.clone());
    let Some(line) = editor.sheet.invoice.lines.get_mut(row) else {
        return;
    };
    line.description.clone_from(&offer.description);
    line.unit.clone_from(&offer.unit);
    if offer.currency == currency {
        line.unit_price = offer.unit_price;
    }
    if usual.is_none_or(|tax| tax.category == TaxCategory::Standard) {
        (line.category, line.rate) = (offer.category, offer.rate);
        line.reason.clone_from(&offer.reason);
    }
}
