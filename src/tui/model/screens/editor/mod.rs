//! The editor of a draft: one screen without a wizard. The blank last line begins a new one, totals
//! follow each key, and the draft is on disk after every field.

use tui_input::Input;

use crate::domain::drafting::{self, Facts, Finding, Weight};
use crate::domain::ids::EntryId;
use crate::domain::invoice::{Invoice, InvoiceKind};
use crate::domain::views::{DraftView, TaxPreset};
use crate::failure::Failure;
use crate::tui::model::{Load, Model, Slot};

pub mod client;
pub mod deposits;
pub mod issue;
pub mod keep;
pub mod layout;
pub mod lines;
pub mod outside;
pub mod place;
pub mod sheet;
pub mod suggest;
pub mod tax;
pub mod typing;
pub mod values;
pub mod walk;

pub use place::{Column, Field, Place};
pub use sheet::{Sheet, Unread};
use values::Ground;

/// A draft that is being written.
#[derive(Clone, Debug)]
pub struct Editor {
    /// `draft:ID`.
    pub reference: String,
    /// What belongs to writing it; `None` until it was read.
    pub view: Option<DraftView>,
    /// The document.
    pub sheet: Sheet,
    /// Where the keys are.
    pub at: Place,
    /// The text there.
    pub input: Input,
    /// Whether the first letter typed takes the place of all that stands there.
    pub fresh: bool,
    /// Whether the fields that are empty are shown too.
    pub more: bool,
    /// The first line in the window.
    pub offset: usize,
    /// What the line could be.
    pub offers: suggest::Offers,
    /// How far the draft is on disk.
    pub keeping: keep::Keeping,
    before: String,
    past: Vec<(Sheet, Place)>,
    ahead: Vec<(Sheet, Place)>,
    begun: bool,
    asked_client: Option<String>,
}

impl Editor {
    fn new(reference: String, entry: Option<EntryId>, begun: bool) -> Self {
        let nothing = Invoice::blank(InvoiceKind::Invoice, crate::domain::currency::Currency::EUR);
        Self {
            reference,
            view: None,
            sheet: Sheet::new(nothing.clone(), &[]),
            at: Place::line(0),
            input: Input::default(),
            fresh: false,
            more: false,
            offset: 0,
            offers: suggest::Offers::default(),
            keeping: keep::Keeping::new(nothing, entry),
            before: String::new(),
            past: Vec::new(),
            ahead: Vec::new(),
            begun,
            asked_client: None,
        }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> InvoiceKind {
        self.sheet.invoice.kind
    }

    /// The number that it would get.
    #[must_use]
    pub fn next_number(&self) -> &str {
        let view = self.view.as_ref();
        view.map_or("", |view| view.next_number.as_str())
    }

    /// The taxes to choose from.
    #[must_use]
    pub fn presets(&self) -> &[TaxPreset] {
        let view = self.view.as_ref();
        view.map_or(&[], |view| view.presets.as_slice())
    }

    /// Whether something was typed where the keys are.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.at.is_text() && self.input.value() != self.before
    }

    /// The document with what is being typed, and with its amounts; `false` when they cannot be
    /// worked out.
    #[must_use]
    pub fn live(&self, model: &Model) -> (Sheet, bool) {
        let mut sheet = self.sheet.clone();
        if let (true, Some(view)) = (self.is_touched(), &self.view) {
            let ground = Ground {
                today: model.now.today,
                client: &view.client,
                words: &view.words,
            };
            if values::take(&mut sheet, self.at, self.input.value(), ground).is_ok() {
                sheet.unread.remove(&self.at);
            }
        }
        let adds_up = sheet.invoice.add_up().is_ok();
        if !adds_up {
            sheet.invoice = sheet.bare();
        }
        (sheet, adds_up)
    }

    /// What stands in the way of issuing and what is worth a look, errors first.
    #[must_use]
    pub fn findings(&self, model: &Model, sheet: &Sheet) -> Vec<(Option<Place>, Finding)> {
        let Some(view) = &self.view else {
            return Vec::new();
        };
        let unread = sheet.unread.iter().map(|(place, unread)| {
            let text = format!("{}: {}", place.name(self.kind()), unread.why);
            let finding = Finding {
                weight: Weight::Error,
                path: String::new(),
                text,
            };
            (Some(*place), finding)
        });
        let facts = Facts {
            invoice: &sheet.invoice,
            client: &view.client,
            seller: &view.seller,
            today: model.now.today,
        };
        let checked = drafting::check(facts).into_iter();
        unread
            .chain(checked.map(|finding| (Place::of_path(&finding.path), finding)))
            .collect()
    }
}

/// Opens the editor on a draft. `entry` is the entry of the journal that its beginning made; `begun`
/// says that it was begun just now, so that it goes again when nothing is written.
pub fn open(model: &mut Model, reference: String, entry: Option<EntryId>, begun: bool) {
    model.overlays.clear();
    model.send = None;
    model.editor = Some(Box::new(Editor::new(reference, entry, begun)));
    model.forget(Slot::Draft);
}

/// Asks for what is missing, and keeps the row of the keys in its window.
pub fn settle(model: &mut Model) {
    let Some(editor) = &model.editor else { return };
    let reference = editor.reference.clone();
    let client = editor.asked_client.clone();
    let offers = editor.offers.wanted(editor);
    model.want(Load::Draft { reference });
    if let Some(key) = client {
        model.want(Load::Client { key });
    }
    if let Some(load) = offers {
        model.want(load);
    }
    let height = layout::panes(model).map_or(1, |panes| usize::from(panes.rows.height).max(1));
    if let Some(editor) = &mut model.editor {
        let row = editor.at.row().unwrap_or(editor.offset);
        let last = (editor.sheet.count() + 1).saturating_sub(height);
        let lowest = (row + 1).saturating_sub(height);
        editor.offset = editor.offset.clamp(lowest, row).min(last);
    }
}

/// Takes the draft that was read. When it is open already, only what belongs to writing it is
/// taken, unless somebody else has changed it since.
pub fn take(model: &mut Model, view: DraftView) {
    let Some(editor) = &mut model.editor else {
        return;
    };
    if view.invoice.reference() != editor.reference {
        return;
    }
    let read = view.invoice.bare();
    let sheet = Sheet::new(view.invoice.clone(), &view.presets);
    if editor.view.is_none() {
        editor.sheet = sheet;
        editor.keeping.base = read;
        editor.view = Some(view);
        typing::enter(editor, Place::line(0));
        return;
    }
    let expected = std::mem::take(&mut editor.keeping.expects);
    if editor.keeping.is_writing() || read == editor.keeping.base {
        editor.view = Some(view);
        return;
    }
    let mine = std::mem::replace(&mut editor.sheet, sheet);
    editor.past.push((mine, editor.at));
    editor.ahead.clear();
    editor.keeping.base = read;
    editor.view = Some(view);
    let at = editor.at;
    typing::enter(editor, at);
    if expected {
        return;
    }
    model.note(
        "This draft was changed elsewhere: here it is as it is now. Ctrl-Z brings yours back.",
    );
}

/// The draft could not be read: what was open is not there any more, or never was.
pub fn not_read(model: &mut Model) {
    let open = model.editor.as_ref();
    if open.is_none_or(|editor| editor.view.is_none()) {
        return;
    }
    model.editor = None;
    model.stale();
    let text = "This draft is gone: it was issued or deleted elsewhere meanwhile.";
    model.complain(&Failure::refused(text).hint("look for it among the invoices"));
}

/// What the row above the hints says.
#[must_use]
pub fn status(editor: &Editor) -> Option<String> {
    editor.view.as_ref()?;
    let kept = if editor.keeping.is_writing() {
        "Saving…"
    } else if editor.keeping.failed.is_some() {
        "Not saved yet"
    } else {
        "Draft saved"
    };
    Some(format!("{kept} · Ctrl-Z undoes field edits"))
}

#[cfg(test)]
#[path = "editor_tests.rs"]
mod tests;
