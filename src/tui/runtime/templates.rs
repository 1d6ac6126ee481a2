//! Templates for the screens: those of the book, or those that one client gets, and one filled.

use crate::domain::clock::Now;
use crate::domain::ids::ClientId;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::domain::sms;
use crate::domain::views::{TemplateClient, TemplateList, TemplateRow, TemplateText, Whose};
use crate::failure::Result;
use crate::store::Book;
use crate::tui::model::{Done, Reply, TemplateLoad, TemplateWrite};
use crate::usecases::templates::{self, Name, Origin};
use crate::usecases::{clients, profile};

/// Reads what is asked for.
pub(super) fn load(book: &Book, now: Now, load: &TemplateLoad) -> Result<Reply> {
    Ok(match load {
        TemplateLoad::List { client } => Reply::Templates(Box::new(list(book, *client)?)),
        TemplateLoad::Text { template, client } => {
            Reply::TemplateText(Box::new(text(book, now, template, *client)?))
        }
    })
}

/// The templates that a client gets; of a kind and language that it has words of its own for, only
/// those. Without a client, those for all.
fn list(book: &Book, client: Option<ClientId>) -> Result<TemplateList> {
    let client = client
        .map(|id| clients::by_id(book, id))
        .transpose()?
        .map(|client| TemplateClient {
            id: client.id,
            key: client.key,
            name: client.name,
            language: client.language,
        });
    let key = client.as_ref().map_or("", |client| client.key.as_str());
    let all = templates::list(book)?;
    let own: Vec<&StoredTemplate> = all
        .iter()
        .map(|(template, _)| template)
        .filter(|template| !template.client.is_empty() && template.client == key)
        .collect();
    let is_replaced = |template: &StoredTemplate| own.iter().any(|one| same(one, template));
    let mut rows: Vec<TemplateRow> = all
        .iter()
        .filter(|(template, _)| template.client.is_empty() && !is_replaced(template))
        .map(|(template, origin)| TemplateRow {
            template: template.clone(),
            whose: match origin {
                Origin::Ours => Whose::Ours,
                Origin::Yours => Whose::Yours,
            },
        })
        .collect();
    rows.extend(own.into_iter().map(|template| TemplateRow {
        template: template.clone(),
        whose: Whose::Client,
    }));
    rows.sort_by_key(|row| {
        let template = &row.template;
        (
            place(&template.kind),
            template.kind.clone(),
            template.channel,
            template.language.clone(),
        )
    });
    Ok(TemplateList {
        client,
        language: profile::show(book)?.language,
        rows,
    })
}

fn same(one: &StoredTemplate, other: &StoredTemplate) -> bool {
    one.kind == other.kind && one.channel == other.channel && one.language == other.language
}

/// The order of the list: as a client meets them, stages of the user's own first.
fn place(kind: &str) -> usize {
    let order = [
        "invoice",
        "heads-up",
        "friendly",
        "firm",
        "final",
        "statement",
        "thank-you",
    ];
    let found = order.iter().position(|one| *one == kind);
    found.map_or(0, |place| place + 1)
}

/// A template filled with the data of a client, or of any that fits.
fn text(
    book: &Book,
    now: Now,
    template: &StoredTemplate,
    client: Option<ClientId>,
) -> Result<TemplateText> {
    templates::check(book, template)?;
    let client = client.map(|id| clients::by_id(book, id)).transpose()?;
    let key = client.as_ref().map(|client| client.key.as_str());
    let preview = templates::preview(book, now, template, key, None)?;
    let about = match (&client, preview.sample) {
        (Some(client), false) => format!("with what {} has", client.name),
        (None, false) => "with an invoice of the book".to_owned(),
        (Some(_) | None, true) => "with a made-up invoice".to_owned(),
    };
    let (length, saving) = match template.channel {
        Channel::Email => (String::new(), String::new()),
        Channel::Sms => {
            let body = preview.text.body.trim_end();
            let saving = sms::saving(body).unwrap_or_default();
            (sms::words(&sms::size(body)), saving)
        }
    };
    Ok(TemplateText {
        about,
        subject: preview.text.subject,
        body: preview.text.body,
        length,
        saving,
    })
}

/// Makes a change of a template.
pub(super) fn write(book: &mut Book, now: Now, write: &TemplateWrite) -> Result<Done> {
    match write {
        TemplateWrite::Set(template) => templates::set(book, now, template).map(|()| Done::Plain),
        TemplateWrite::Reset(template) => {
            let name = Name {
                kind: template.kind.clone(),
                channel: template.channel,
                language: template.language.clone(),
            };
            templates::reset(book, now, &template.client, &name).map(|_now_said| Done::Plain)
        }
    }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
