//! What messages say: every template, with a live text of real data beside it. Opened on a reminder
//! it stands on the template of that reminder, and shows what this client gets.

use ratatui::layout::Rect;

use super::Overlay;
use super::edit::{self, Target};
use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::domain::views::{TemplateClient, TemplateList, TemplateRow, TemplateText, Whose};
use crate::tui::model::commands::Possible;
use crate::tui::model::screens::Tab;
use crate::tui::model::{Load, Model, Slot, TemplateLoad, TemplateWrite, Write, layout};

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// The client whose messages they are about, by its id.
    pub of: Option<ClientId>,
    /// What was read.
    pub list: Option<TemplateList>,
    /// The line under the cursor, of those that are shown.
    pub cursor: usize,
    /// Every language, not only the client's or the book's.
    pub all: bool,
    /// The template under the cursor, filled, with what it was asked for.
    pub text: Option<(Load, TemplateText)>,
    /// Rows of the text scrolled.
    pub scroll: u16,
    /// Where the cursor goes first: kind and channel.
    first: Option<(String, Channel)>,
}

impl Templates {
    /// The language whose templates are shown while not all are.
    #[must_use]
    pub fn language(&self) -> &str {
        let list = self.list.as_ref();
        list.map_or("", |list| {
            let client = list.client.as_ref().map(|client| client.language.as_str());
            client.unwrap_or(&list.language)
        })
    }

    /// The rows that are shown.
    #[must_use]
    pub fn rows(&self) -> Vec<&TemplateRow> {
        let language = self.language();
        let rows = self.list.iter().flat_map(|list| &list.rows);
        rows.filter(|row| self.all || row.template.language == language)
            .collect()
    }

    /// The row under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&TemplateRow> {
        self.rows().get(self.cursor).copied()
    }

    /// The client, once it was read.
    #[must_use]
    pub fn client(&self) -> Option<&TemplateClient> {
        self.list.as_ref()?.client.as_ref()
    }

    /// The text of the row under the cursor, when it is exactly that.
    #[must_use]
    pub fn shown(&self) -> Option<&TemplateText> {
        let wanted = text_of(&self.current()?.template, self.of);
        let (asked, text) = self.text.as_ref()?;
        (*asked == wanted).then_some(text)
    }
}

fn text_of(template: &StoredTemplate, client: Option<ClientId>) -> Load {
    Load::Template(TemplateLoad::Text {
        template: Box::new(template.clone()),
        client,
    })
}

/// What a template is called: "firm · SMS · de".
#[must_use]
pub fn name(template: &StoredTemplate) -> String {
    let channel = match template.channel {
        Channel::Email => "e-mail",
        Channel::Sms => "SMS",
    };
    format!("{} · {channel} · {}", template.kind, template.language)
}

/// Opens the list on what the cursor is on: a reminder's own template and client, or the client.
pub fn open(model: &mut Model) {
    let row = match model.tab {
        Tab::Reminders => model.reminders.list.current(),
        Tab::Dashboard | Tab::Invoices | Tab::Clients | Tab::Payments | Tab::Reports => None,
    };
    let first = row.and_then(|row| {
        let kind = row.tone.map(|tone| tone.word().to_owned())?;
        Some((kind, row.channel))
    });
    let client = row.map(|row| row.client).or_else(|| match model.tab {
        Tab::Clients => model.clients.list.current().map(|row| row.id),
        Tab::Dashboard | Tab::Invoices | Tab::Payments | Tab::Reminders | Tab::Reports => None,
    });
    model.forget(Slot::Templates);
    model.forget(Slot::TemplateText);
    model.overlays.push(Overlay::Templates(Box::new(Templates {
        of: client,
        first,
        ..Templates::default()
    })));
}

fn top(model: &mut Model) -> Option<&mut Templates> {
    match model.overlays.last_mut() {
        Some(Overlay::Templates(templates)) => Some(templates),
        Some(_) | None => None,
    }
}

fn of(model: &Model) -> Option<&Templates> {
    match model.overlays.last() {
        Some(Overlay::Templates(templates)) => Some(templates),
        Some(_) | None => None,
    }
}

/// Asks for the list and the text under the cursor, while it is shown.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    let found = model.overlays.iter().find_map(|overlay| {
        if let Overlay::Templates(templates) = overlay {
            Some(templates)
        } else {
            None
        }
    });
    let Some(templates) = found else { return };
    let client = templates.of;
    let text = of(model)
        .and_then(Templates::current)
        .map(|row| text_of(&row.template, client));
    model.want(Load::Template(TemplateLoad::List { client }));
    if let Some(load) = text {
        model.want(load);
    }
}

/// Takes the list. The cursor stays on its template.
pub(in crate::tui::model) fn take(model: &mut Model, list: TemplateList) {
    for overlay in &mut model.overlays {
        if let Overlay::Templates(templates) = overlay {
            let stood = templates.current().map(|row| row.template.clone());
            templates.list = Some(list);
            let place = {
                let rows = templates.rows();
                let first = templates.first.as_ref();
                let same = |row: &&TemplateRow| match (&stood, first) {
                    (Some(stood), _) => same(&row.template, stood),
                    (None, Some((kind, channel))) => {
                        row.template.kind == *kind && row.template.channel == *channel
                    }
                    (None, None) => false,
                };
                let end = rows.len().saturating_sub(1);
                rows.iter()
                    .position(same)
                    .unwrap_or(templates.cursor.min(end))
            };
            templates.cursor = place;
            return;
        }
    }
}

fn same(one: &StoredTemplate, other: &StoredTemplate) -> bool {
    one.kind == other.kind && one.channel == other.channel && one.language == other.language
}

/// Takes a text.
pub(in crate::tui::model) fn take_text(model: &mut Model, asked: Load, text: TemplateText) {
    for overlay in model.overlays.iter_mut().rev() {
        if let Overlay::Edit(edit) = overlay {
            edit.text = Some((asked, text));
            return;
        }
        if let Overlay::Templates(templates) = overlay {
            templates.text = Some((asked, text));
            return;
        }
    }
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model) -> Rect {
    let size = model.size;
    let height = size.height.saturating_sub(3);
    layout::centred(size, size.width.saturating_sub(2).min(118), height)
}

fn step(model: &mut Model, by: isize) {
    if let Some(templates) = top(model) {
        let last = templates.rows().len().saturating_sub(1);
        templates.cursor = templates.cursor.saturating_add_signed(by).min(last);
        templates.scroll = 0;
    }
}

/// To the next template.
pub fn down(model: &mut Model) {
    step(model, 1);
}

/// To the previous template.
pub fn up(model: &mut Model) {
    step(model, -1);
}

/// To the first template.
pub fn first(model: &mut Model) {
    step(model, isize::MIN);
}

/// To the last template.
pub fn last(model: &mut Model) {
    step(model, isize::MAX);
}

/// Scrolls the text down.
pub fn scroll_down(model: &mut Model) {
    if let Some(templates) = top(model) {
        templates.scroll = templates.scroll.saturating_add(4).min(400);
    }
}

/// Scrolls the text up.
pub fn scroll_up(model: &mut Model) {
    if let Some(templates) = top(model) {
        templates.scroll = templates.scroll.saturating_sub(4);
    }
}

/// Every language, or only the one of the client or the book.
pub fn languages(model: &mut Model) {
    if let Some(templates) = top(model) {
        let stood = templates.current().map(|row| row.template.clone());
        templates.all = !templates.all;
        let place = stood.and_then(|stood| {
            let rows = templates.rows();
            rows.iter().position(|row| same(&row.template, &stood))
        });
        templates.cursor = place.unwrap_or(0);
    }
}

/// Whether there is a template to change.
///
/// # Errors
/// The reason, when not.
pub fn can_edit(model: &Model) -> Possible {
    match of(model).and_then(Templates::current) {
        Some(_) => Ok(()),
        None => Err("There is no template here.".to_owned()),
    }
}

/// Whether the template can be changed for one client only.
///
/// # Errors
/// The reason, when not.
pub fn can_edit_for_client(model: &Model) -> Possible {
    can_edit(model)?;
    match of(model).and_then(Templates::client) {
        Some(_) => Ok(()),
        None => Err("Open the templates on a client or a reminder for that.".to_owned()),
    }
}

/// What would be changed: a client's own stays the client's own.
fn target(templates: &Templates, only_client: bool) -> Option<Target> {
    let row = templates.current()?;
    let client = templates.client();
    let own = only_client || row.whose == Whose::Client;
    Some(Target::Template {
        template: Box::new(row.template.clone()),
        client: client.filter(|_| own).cloned(),
        shown: templates.of,
    })
}

fn begin(model: &mut Model, only_client: bool) {
    if let Some(target) = of(model).and_then(|one| target(one, only_client)) {
        edit::open_on(model, target);
    }
}

/// Changes the template.
pub fn edit(model: &mut Model) {
    begin(model, false);
}

/// Changes it in `$EDITOR`: it comes back into the text, where it is tried out.
pub fn edit_outside(model: &mut Model) {
    begin(model, false);
    edit::outside(model);
}

/// Changes it for this client only.
pub fn edit_for_client(model: &mut Model) {
    begin(model, true);
}

/// Whether there is something to go back to.
///
/// # Errors
/// The reason, when not.
pub fn can_reset(model: &Model) -> Possible {
    can_edit(model)?;
    match of(model).and_then(Templates::current).map(|row| row.whose) {
        Some(Whose::Yours | Whose::Client) => Ok(()),
        Some(Whose::Ours) | None => Err("These are our words already.".to_owned()),
    }
}

/// Goes back: from the client's own words to those for all, from the user's own to ours.
pub fn reset(model: &mut Model) {
    let Some(templates) = of(model) else { return };
    let Some(row) = templates.current() else {
        return;
    };
    let own = row.whose == Whose::Client;
    let client = templates.client().filter(|_| own);
    let name = name(&row.template);
    let said = match client {
        Some(client) => format!("{} gets the words for all again: {name}.", client.name),
        None => format!("Our words again: {name}."),
    };
    let write = Write::Template(TemplateWrite::Reset(Box::new(row.template.clone())));
    model.write(write, said);
}

/// Closes it.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
