//! The draft on its way to the book: after every field, one writing at a time, the newest last.

use super::{Editor, suggest, typing};
use crate::domain::ids::EntryId;
use crate::domain::invoice::Invoice;
use crate::failure::Failure;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::screens::Tab;
use crate::tui::model::{DocumentWrite, Job, Model, Slot, Write, navigate};

/// What comes after the draft is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Then {
    /// The writing goes on.
    Stay,
    /// The editor closes; a screen opens where one was chosen.
    Close(Option<Tab>),
    /// The draft is issued.
    Issue,
    /// The deposit of this number is taken off.
    Deduct(String),
}

/// How far the draft is on disk.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// As it is on disk, without its amounts.
    pub(super) base: Invoice,
    sent: Option<(Job, Invoice)>,
    entry: Option<EntryId>,
    /// Why it could not be written; the next change tries again.
    pub failed: Option<String>,
    written: bool,
    /// Whether the book changes the draft by itself, as was asked for here.
    pub(super) expects: bool,
    then: Then,
}

impl Keeping {
    pub(super) const fn new(base: Invoice, entry: Option<EntryId>) -> Self {
        Self {
            base,
            sent: None,
            entry,
            failed: None,
            written: false,
            expects: false,
            then: Then::Stay,
        }
    }

    /// Whether a writing waits for its answer.
    #[must_use]
    pub const fn is_writing(&self) -> bool {
        self.sent.is_some()
    }
}

/// Writes the draft when something changed and nothing is being written; what changes meanwhile is
/// written after that.
pub(super) fn keep(model: &mut Model) {
    let Some(editor) = &model.editor else { return };
    if editor.view.is_none() || editor.keeping.is_writing() {
        return;
    }
    if editor.sheet.bare() == editor.keeping.base {
        proceed(model);
    } else {
        send(model);
    }
}

fn send(model: &mut Model) {
    let Some(editor) = &model.editor else { return };
    let now = editor.sheet.bare();
    let mut invoice = editor.sheet.invoice.clone();
    if invoice.add_up().is_err() {
        invoice.clone_from(&now);
    }
    let joins = editor.keeping.entry;
    let write = DocumentWrite::Save {
        invoice: Box::new(invoice),
        // What is under way is on disk by then.
        before: Box::new(match &editor.keeping.sent {
            Some((_, sent)) => sent.clone(),
            None => editor.keeping.base.clone(),
        }),
        joins,
    };
    let job = model.write(Write::Document(write), "");
    if let Some(editor) = &mut model.editor {
        editor.keeping.sent = Some((job, now));
    }
}

/// The draft was written.
pub fn saved(model: &mut Model, job: Job, entry: Option<EntryId>) {
    let Some(editor) = &mut model.editor else {
        return;
    };
    let Some((_, sent)) = editor.keeping.sent.take_if(|(sent, _)| *sent == job) else {
        return;
    };
    let other_client = sent.client_key != editor.keeping.base.client_key
        || sent.series != editor.keeping.base.series
        || sent.currency != editor.keeping.base.currency;
    editor.keeping.base = sent;
    editor.keeping.entry = entry;
    editor.keeping.failed = None;
    editor.keeping.written = true;
    if other_client {
        model.forget(Slot::Draft);
    }
    keep(model);
}

/// The draft could not be written: it stays open, and the next change tries again.
pub fn not_saved(model: &mut Model, job: Job, failure: &Failure) {
    if let Some(editor) = &mut model.editor
        && editor
            .keeping
            .sent
            .take_if(|(sent, _)| *sent == job)
            .is_some()
    {
        editor.keeping.failed = Some(failure.message().to_owned());
        editor.keeping.then = Then::Stay;
        // Perhaps it was issued or deleted elsewhere.
        model.forget(Slot::Draft);
    }
    model.complain(failure);
}

/// What was asked for when all is on disk.
fn proceed(model: &mut Model) {
    let Some(editor) = &mut model.editor else {
        return;
    };
    match std::mem::replace(&mut editor.keeping.then, Then::Stay) {
        Then::Stay => {}
        Then::Close(tab) => close(model, tab),
        Then::Deduct(deposit) => {
            editor.keeping.expects = true;
            let reference = editor.reference.clone();
            let said = format!("Deposit {deposit} is taken off; Ctrl-Z takes it back.");
            let write = DocumentWrite::Deduct { reference, deposit };
            model.write(Write::Document(write), said);
        }
        Then::Issue => {
            let reference = editor.reference.clone();
            model.write(Write::Document(DocumentWrite::Issue { reference }), "");
        }
    }
}

fn then(model: &mut Model, then: Then) {
    if let Some(editor) = &mut model.editor {
        editor.keeping.then = then;
    }
    keep(model);
}

/// Issues the draft as soon as it is on disk.
pub(super) fn issue_then(model: &mut Model) {
    then(model, Then::Issue);
}

/// Takes a deposit off as soon as the draft is on disk.
pub fn deduct(model: &mut Model, deposit: String) {
    typing::settle_text(model);
    then(model, Then::Deduct(deposit));
}

/// Saves and stays.
pub fn save(model: &mut Model) {
    typing::settle_text(model);
    if let Some(editor) = &mut model.editor {
        let (at, cursor) = (editor.at, editor.input.cursor());
        typing::enter(editor, at);
        editor.input = editor.input.clone().with_cursor(cursor);
    }
    keep(model);
    if let Some(editor) = &model.editor
        && !editor.keeping.is_writing()
        && editor.keeping.failed.is_none()
    {
        model.say("The draft is on disk.");
    }
}

/// Back to where one came from. Everything is kept; what could not be read is asked about once.
pub fn leave(model: &mut Model) {
    if !suggest::close(model) {
        leave_for(model, None);
    }
}

/// Leaves for another screen.
pub fn leave_for(model: &mut Model, tab: Option<Tab>) {
    typing::settle_text(model);
    let Some(editor) = &mut model.editor else {
        return;
    };
    if editor.view.is_none() {
        close(model, tab);
        return;
    }
    drop_blank(editor);
    if editor.sheet.unread.is_empty() {
        then(model, Then::Close(tab));
        return;
    }
    let kind = editor.kind();
    let unread = editor.sheet.unread.iter().next();
    let title = unread.map_or_else(String::new, |(place, unread)| {
        format!(
            "{} has \"{}\", which was not taken",
            place.name(kind),
            unread.text
        )
    });
    let choices = vec![
        Choice::new("go back to it", "", Pick::ToUnread),
        Choice::new(
            "drop what was typed there and leave",
            "",
            Pick::DropUnread(tab),
        ),
    ];
    keep(model);
    menu::open(model, &title, choices, 0);
}

/// Lines without anything typed go, and so that places stay right, the keys go to the end.
fn drop_blank(editor: &mut Editor) {
    if let Some(row) = editor.at.row()
        && editor.sheet.is_blank(row)
    {
        editor.sheet.remove(row);
        typing::enter(editor, super::Place::line(row));
    }
}

/// Goes to the first text that could not be read.
pub fn to_unread(model: &mut Model) {
    let editor = model.editor.as_ref();
    let place = editor.and_then(|editor| editor.sheet.unread.keys().next().copied());
    if let Some(place) = place {
        typing::go_to(model, place);
    }
}

/// Drops the texts that could not be read and leaves.
pub fn drop_unread(model: &mut Model, tab: Option<Tab>) {
    if let Some(editor) = &mut model.editor {
        editor.sheet.unread.clear();
        let at = editor.at;
        typing::enter(editor, at);
    }
    then(model, Then::Close(tab));
}

/// Whether nothing was written in a draft that was begun just now.
fn is_untouched(editor: &Editor) -> bool {
    editor.begun && !editor.keeping.written && editor.sheet.count() == 0
}

fn close(model: &mut Model, tab: Option<Tab>) {
    let Some(editor) = model.editor.take() else {
        return;
    };
    model.stale();
    if is_untouched(&editor) {
        let reference = editor.reference;
        let said = "Nothing was written, so the empty draft is deleted.";
        model.write(Write::Document(DocumentWrite::Delete { reference }), said);
    }
    if let Some(tab) = tab {
        navigate::go(model, tab);
    }
}

/// Writes what is not on disk before the program ends at once.
pub fn flush(model: &mut Model) {
    typing::settle_text(model);
    let Some(editor) = &mut model.editor else {
        return;
    };
    drop_blank(editor);
    if editor.view.is_some() && is_untouched(editor) && editor.sheet.bare() == editor.keeping.base {
        close(model, None);
        return;
    }
    let now = editor.sheet.bare();
    match &editor.keeping.sent {
        Some((_, sent)) if *sent == now => {}
        None if now == editor.keeping.base => {}
        // What is under way is overtaken by what is newest.
        Some(_) | None => send(model),
    }
}

/// The draft was issued.
pub fn issued(model: &mut Model, number: &str) {
    model.editor = None;
    model.stale();
    navigate::open_invoice(model, Some(number.to_owned()));
    model.say(format!("{number} is issued and frozen."));
}
