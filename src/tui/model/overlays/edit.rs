//! The text of a reminder, changed for this once: subject and body.

use ratatui::crossterm::event::{Event, KeyEvent};
use ratatui_textarea::{TextArea, WrapMode};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use super::Overlay;
use super::menu::{self, Choice, Pick};
use crate::tui::model::screens::send;
use crate::tui::model::{Effect, Model};

/// The text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The subject.
    pub subject: Input,
    /// The body.
    pub body: TextArea<'static>,
    /// Whether the keys go to the subject.
    pub in_subject: bool,
    before: (String, String),
}

impl Edit {
    /// A text to change.
    #[must_use]
    pub fn new(subject: &str, body: &str) -> Self {
        Self {
            subject: Input::new(subject.to_owned()),
            body: area(body),
            in_subject: false,
            before: (subject.trim().to_owned(), bare(body)),
        }
    }

    fn texts(&self) -> (String, String) {
        let subject = self.subject.value().trim().to_owned();
        (subject, bare(&self.body.lines().join("\n")))
    }

    /// Whether something was changed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.texts() != self.before
    }
}

/// A text without the line breaks at its end, which nobody sees.
fn bare(text: &str) -> String {
    text.trim_end_matches('\n').to_owned()
}

fn area(body: &str) -> TextArea<'static> {
    let mut area = TextArea::new(body.lines().map(str::to_owned).collect());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area
}

/// A key that is no command: text.
pub(super) fn typed(edit: &mut Edit, event: KeyEvent) {
    if edit.in_subject {
        edit.subject.handle_event(&Event::Key(event));
    } else {
        edit.body.input(event);
    }
}

/// Text pasted in one piece.
pub(super) fn paste(edit: &mut Edit, text: &str) {
    if edit.in_subject {
        for letter in super::one_line(text).chars() {
            let request = tui_input::InputRequest::InsertChar(letter);
            edit.subject.handle(request);
        }
    } else {
        edit.body.insert_str(crate::domain::text::block(text));
    }
}

fn open(model: &mut Model) -> Option<&mut Edit> {
    match model.overlays.last_mut() {
        Some(Overlay::Edit(edit)) => Some(edit),
        Some(_) | None => None,
    }
}

/// From subject to body, or back.
pub fn other(model: &mut Model) {
    if let Some(edit) = open(model) {
        edit.in_subject = !edit.in_subject;
    }
}

/// Uses the text as it is now.
pub fn accept(model: &mut Model) {
    let Some(edit) = open(model) else { return };
    let (subject, body) = edit.texts();
    if subject.is_empty() || body.trim().is_empty() {
        model.note("A reminder needs a subject and a text.");
        return;
    }
    model.overlays.pop();
    send::set_text(model, subject, body);
}

/// Leaves the text; asks first when something was changed.
pub fn close(model: &mut Model) {
    let changed = open(model).is_some_and(|edit| edit.is_changed());
    if changed {
        let choices = vec![
            Choice::new("keep writing", "", Pick::Nothing),
            Choice::new("use the text as it is now", "", Pick::UseText),
            Choice::new("drop the changes", "", Pick::DropText),
        ];
        menu::open(model, "The text was changed", choices, 0);
    } else {
        model.overlays.pop();
    }
}

/// Drops the changes.
pub fn drop_changes(model: &mut Model) {
    model.overlays.pop();
}

/// Goes on in `$EDITOR`.
pub fn outside(model: &mut Model) {
    if let Some(edit) = open(model) {
        let (subject, body) = edit.texts();
        model.ask(Effect::OpenEditor(to_file(&subject, &body)));
    }
}

/// Subject and body as one text for `$EDITOR`.
#[must_use]
pub fn to_file(subject: &str, body: &str) -> String {
    format!("Subject: {subject}\n\n{body}\n")
}

/// The subject, when the first line still names one, and the body.
#[must_use]
pub fn from_file(text: &str) -> (Option<String>, String) {
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n");
    let (first, rest) = text.split_once('\n').unwrap_or((text.as_str(), ""));
    match first.strip_prefix("Subject:") {
        Some(subject) => {
            let subject = crate::domain::text::one_line(subject.trim());
            let body = rest.trim_matches('\n').to_owned();
            (Some(subject).filter(|subject| !subject.is_empty()), body)
        }
        None => (None, text.trim_matches('\n').to_owned()),
    }
}

/// Back from `$EDITOR`.
pub(super) fn edited(model: &mut Model, text: &str) {
    let (subject, body) = from_file(text);
    if body.trim().is_empty() {
        model.note("The text came back empty; the old one stays.");
        return;
    }
    if let Some(edit) = open(model) {
        edit.body = area(&body);
        if let Some(subject) = subject {
            edit.subject = Input::new(subject);
        }
        return;
    }
    let panel = model.send.as_ref();
    let before = panel
        .and_then(|panel| panel.text())
        .map(|text| text.subject.clone());
    if let Some(before) = before {
        send::set_text(model, subject.unwrap_or(before), body);
    }
}
