//! A text that is changed: a reminder's, for this once, or a template, for good and tried out live.

use ratatui::crossterm::event::{Event, KeyEvent};
use ratatui_textarea::{TextArea, WrapMode};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use super::Overlay;
use super::menu::{self, Choice, Pick};
use super::templates;
use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::domain::sms;
use crate::domain::views::{TemplateClient, TemplateText};
use crate::tui::model::commands::{Possible, Scope};
use crate::tui::model::screens::send;
use crate::tui::model::{Effect, Load, Model, Slot, TemplateLoad, TemplateWrite, Write};

/// What the text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The message of the send panel, for this once.
    Message(Channel),
    /// A template.
    Template {
        /// As it was; with an empty text where the client has none of its own yet.
        template: Box<StoredTemplate>,
        /// The client that it is for; `None` for all.
        client: Option<TemplateClient>,
        /// The client whose data fills the text beside it.
        shown: Option<ClientId>,
    },
}

/// The text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What it is.
    pub target: Target,
    /// A template filled with real data, with what it was asked for.
    pub text: Option<(Load, TemplateText)>,
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
    pub fn new(channel: Channel, subject: &str, body: &str) -> Self {
        Self {
            target: Target::Message(channel),
            text: None,
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

    /// Whether it has a subject: an SMS has none.
    #[must_use]
    pub fn has_subject(&self) -> bool {
        self.channel() == Channel::Email
    }

    /// How it travels.
    #[must_use]
    pub fn channel(&self) -> Channel {
        match &self.target {
            Target::Message(channel) => *channel,
            Target::Template { template, .. } => template.channel,
        }
    }

    /// How long the text message is as it stands, in words, and what makes it dearer than it need be;
    /// `None` for what is no text message, or not yet the text that goes.
    #[must_use]
    pub fn length(&self) -> Option<(String, Option<String>)> {
        match self.target {
            Target::Message(Channel::Sms) => {
                let (_, body) = self.texts();
                Some((sms::words(&sms::size(&body)), sms::saving(&body)))
            }
            Target::Message(Channel::Email) | Target::Template { .. } => None,
        }
    }

    /// Where its keys are looked for: a template is saved, a text is used this once.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        match self.target {
            Target::Message(_) => Scope::Edit,
            Target::Template { .. } => Scope::TemplateEdit,
        }
    }

    /// The template as it is now.
    #[must_use]
    pub fn template(&self) -> Option<StoredTemplate> {
        match &self.target {
            Target::Message(_) => None,
            Target::Template { template, .. } => {
                let (subject, body) = self.texts();
                let kept = template.as_ref().clone();
                Some(StoredTemplate {
                    subject,
                    body: format!("{body}\n"),
                    ..kept
                })
            }
        }
    }

    /// What fills the text beside the template.
    #[must_use]
    pub fn load(&self) -> Option<Load> {
        let template = Box::new(self.template()?);
        match self.target {
            Target::Message(_) => None,
            Target::Template { shown, .. } => Some(Load::Template(TemplateLoad::Text {
                template,
                client: shown,
            })),
        }
    }

    /// The filled text, when it is exactly that of the template as it is now.
    #[must_use]
    pub fn shown(&self) -> Option<&TemplateText> {
        let (asked, text) = self.text.as_ref()?;
        (Some(asked) == self.load().as_ref()).then_some(text)
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

/// Opens a template.
pub(super) fn open_on(model: &mut Model, target: Target) {
    let Target::Template { template, .. } = &target else {
        return;
    };
    let mut edit = Edit::new(template.channel, &template.subject, &template.body);
    edit.target = target;
    model.forget(Slot::TemplateText);
    model.overlays.push(Overlay::Edit(Box::new(edit)));
}

/// Asks for the filled text of a template, while it is written.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if let Some(load) = open(model).and_then(|edit| edit.load()) {
        model.want(load);
    }
}

/// Whether there is a subject to go to.
///
/// # Errors
/// The reason, when not.
pub fn has_subject(model: &Model) -> Possible {
    match model.overlays.last() {
        Some(Overlay::Edit(edit)) if !edit.has_subject() => {
            Err("A text message has no subject.".to_owned())
        }
        Some(_) | None => Ok(()),
    }
}

/// From subject to body, or back.
pub fn other(model: &mut Model) {
    if let Some(edit) = open(model).filter(|edit| edit.has_subject()) {
        edit.in_subject = !edit.in_subject;
    }
}

/// Uses the text as it is now.
pub fn accept(model: &mut Model) {
    let Some(edit) = open(model) else { return };
    let (subject, body) = edit.texts();
    let subject_missing = edit.has_subject() && subject.is_empty();
    if subject_missing || body.trim().is_empty() {
        model.note("The message needs a subject and a text.");
        return;
    }
    if edit.template().is_some() {
        keep(model);
        return;
    }
    model.overlays.pop();
    send::set_text(model, subject, body);
}

/// Keeps a template that was tried out, and says what is wrong with any other.
fn keep(model: &mut Model) {
    let Some(edit) = open(model) else { return };
    let Some(template) = edit.template() else {
        return;
    };
    let tried = edit.shown().is_some();
    let Target::Template { client, .. } = edit.target.clone() else {
        return;
    };
    if !tried {
        let said = match model.failure(Slot::TemplateText) {
            // The line that cannot be read stands beside the text; here is room for the reason.
            Some(failure) => match failure.causes().last() {
                None => failure.message().to_owned(),
                Some(cause) => format!("Not saved: {}.", cause.trim_end_matches('.')),
            },
            None => "It is still being tried out; press it once more.".to_owned(),
        };
        model.note(said);
        return;
    }
    model.overlays.pop();
    let name = templates::name(&template);
    let said = match &client {
        Some(client) => format!("{} gets its own words now: {name}.", client.name),
        None => format!("The template is saved: {name}."),
    };
    let template = StoredTemplate {
        client: client.map(|client| client.key).unwrap_or_default(),
        ..template
    };
    let write = Write::Template(TemplateWrite::Set(Box::new(template)));
    model.write(write, said);
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
        let text = if edit.has_subject() {
            to_file(&subject, &body)
        } else {
            format!("{body}\n")
        };
        model.ask(Effect::OpenEditor(text));
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
