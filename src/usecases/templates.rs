//! What messages say: templates for all clients, and one client's own in their place.

use std::str::FromStr;

use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::message::{Purpose, StoredTemplate};
use crate::domain::policy::{Channel, Policy, Tone};
use crate::domain::views::About;
use crate::domain::wording::{self, Rendered};
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo, View, reference_templates};
use crate::usecases::interest;
use crate::usecases::messages;
use crate::usecases::messages::draft::Material;
use crate::usecases::reminders::letter::in_letter;

/// The name of a template: KIND/CHANNEL/LANGUAGE, such as `firm/email/de`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// A tone, `thank-you`, `statement`, `invoice`, or the name of a stage.
    pub kind: String,
    /// Channel.
    pub channel: Channel,
    /// Two-letter language.
    pub language: String,
}

/// Whose words a template has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As it came with payme.
    Ours,
    /// The user's.
    Yours,
}

/// What a template says about a real client, or where there is none about a made-up invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Subject and text.
    pub text: Rendered,
    /// Whether it is about a made-up invoice: nothing in the book fits.
    pub sample: bool,
}

impl FromStr for Name {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self> {
        // The name of a stage may have a slash of its own.
        let mut parts = text.rsplitn(3, '/');
        let (language, channel, kind) = (parts.next(), parts.next(), parts.next());
        let (Some(language), Some(channel), Some(kind)) = (language, channel, kind) else {
            return Err(
                Failure::usage(format!("\"{text}\" is not the name of a template.")).hint(
                    "write KIND/CHANNEL/LANGUAGE, such as firm/email/de; payme template list shows \
                 them",
                ),
            );
        };
        let channel = Channel::from_word(channel).ok_or_else(|| {
            Failure::usage(format!("\"{channel}\" is not a channel.")).hint("use email or sms")
        })?;
        Ok(Self {
            kind: kind.to_owned(),
            channel,
            language: language.to_owned(),
        })
    }
}

/// The name of a template, and whose it is.
#[must_use]
pub fn name(template: &StoredTemplate) -> String {
    format!(
        "{}/{}/{}",
        template.kind,
        template.channel.word(),
        template.language
    )
}

/// What a template is called in the journal: with its client.
fn called(template: &StoredTemplate) -> String {
    let name = name(template);
    if template.client.is_empty() {
        name
    } else {
        format!("{name} of {}", template.client)
    }
}

fn is_ours(template: &StoredTemplate, ours: &[StoredTemplate]) -> Origin {
    if template.client.is_empty() && ours.contains(template) {
        Origin::Ours
    } else {
        Origin::Yours
    }
}

/// Every template: those for all by kind, channel and language, then those of single clients.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book) -> Result<Vec<(StoredTemplate, Origin)>> {
    let (view, ours) = (book.view(), reference_templates()?);
    let mut all = view.templates()?;
    all.extend(view.client_templates()?);
    Ok(all
        .into_iter()
        .map(|template| {
            let origin = is_ours(&template, &ours);
            (template, origin)
        })
        .collect())
}

/// One template of exactly this name: a client's own where it has one, else the one for all. An empty
/// key is no client.
///
/// # Errors
/// Refused, when there is none, or no such client.
pub fn show(book: &Book, client: &str, wanted: &Name) -> Result<StoredTemplate> {
    let view = book.view();
    find(&view, client, wanted)?.ok_or_else(|| missing(wanted))
}

fn missing(wanted: &Name) -> Failure {
    Failure::refused(format!(
        "There is no template {}/{}/{}.",
        wanted.kind,
        wanted.channel.word(),
        wanted.language
    ))
    .hint("`payme template list` shows them")
}

fn find(view: &View<'_>, client: &str, wanted: &Name) -> Result<Option<StoredTemplate>> {
    let Name {
        kind,
        channel,
        language,
    } = wanted;
    if !client.is_empty() {
        view.client_id(client)?;
        let own = view.template(client, kind, *channel, language)?;
        if own.is_some() {
            return Ok(own);
        }
    }
    view.template("", kind, *channel, language)
}

/// The text that an edit begins with: the template itself, and for a stage or a client without one
/// that which it gets now.
///
/// # Errors
/// Refused, when there is none, or no such client or kind.
pub fn to_edit(book: &Book, client: &str, wanted: &Name) -> Result<StoredTemplate> {
    let view = book.view();
    let mut found = find(&view, client, wanted)?;
    if found.is_none()
        && let Some(tone) = stage_tone(&view.policies()?, &wanted.kind)
    {
        let like = Name {
            kind: tone.word().to_owned(),
            ..wanted.clone()
        };
        found = find(&view, client, &like)?;
    }
    let found = found.ok_or_else(|| missing(wanted))?;
    Ok(StoredTemplate {
        client: client.to_owned(),
        kind: wanted.kind.clone(),
        ..found
    })
}

/// The tone of the first stage of a name.
fn stage_tone(policies: &[Policy], name: &str) -> Option<Tone> {
    let mut stages = policies.iter().flat_map(|policy| &policy.stages);
    stages
        .find(|stage| stage.name == name)
        .map(|stage| stage.tone)
}

/// Whether a template can be kept: its kind is one, its channel carries it, and it can be filled for
/// one invoice and for several.
///
/// # Errors
/// Refused, naming what is wrong.
pub fn check(book: &Book, new: &StoredTemplate) -> Result<()> {
    if !wording::goes_over(&new.kind, new.channel) {
        return Err(
            Failure::refused("Statements and invoices go by e-mail only.")
                .hint("they are too long for a text message"),
        );
    }
    let known = wording::kinds().contains(&new.kind.as_str());
    if !known && stage_tone(&book.view().policies()?, &new.kind).is_none() {
        return Err(Failure::refused(format!(
            "\"{}\" is neither a kind of template nor the name of a stage.",
            new.kind
        ))
        .hint(format!("the kinds are {}", wording::kinds().join(", "))));
    }
    wording::check(new)
}

/// Makes or replaces a template. It is tried on made-up invoices first, so that a template that
/// cannot be rendered is never saved.
///
/// # Errors
/// As [`check`]; refused, when there is no such client.
pub fn set(book: &mut Book, now: Now, new: &StoredTemplate) -> Result<()> {
    check(book, new)?;
    book.change(now, Undo::Possible, |tx| {
        if tx
            .template(&new.client, &new.kind, new.channel, &new.language)?
            .is_some_and(|old| old == *new)
        {
            return Ok(((), String::new()));
        }
        tx.set_template(new)?;
        Ok(((), format!("Changed the template {}", called(new))))
    })
}

/// Goes back to payme's own words: a client's own template is removed, and so is that of a stage,
/// which then speaks as its tone does. Answers what is said now.
///
/// # Errors
/// Refused, when there is nothing to go back from.
pub fn reset(book: &mut Book, now: Now, client: &str, wanted: &Name) -> Result<StoredTemplate> {
    let Name {
        kind,
        channel,
        language,
    } = wanted;
    book.change(now, Undo::Possible, |tx| {
        if !client.is_empty() {
            tx.client_id(client)?;
        }
        let old = tx
            .template(client, kind, *channel, language)?
            .ok_or_else(|| missing(wanted))?;
        let ours = reference_templates()?.into_iter().find(|ours| {
            ours.kind == *kind && ours.channel == *channel && ours.language == *language
        });
        let line = format!("Reset the template {}", called(&old));
        if client.is_empty() {
            match ours {
                Some(ours) if ours == old => return Ok((ours, String::new())),
                Some(ours) => {
                    tx.set_template(&ours)?;
                    return Ok((ours, line));
                }
                None => tx.remove_template(&old)?,
            }
            let tone = stage_tone(&tx.policies()?, kind).map_or(kind.as_str(), |tone| tone.word());
            let now_said = tx.template("", tone, *channel, language)?;
            return Ok((now_said.unwrap_or(old), line));
        }
        tx.remove_template(&old)?;
        Ok((find(tx, "", wanted)?.unwrap_or(old), line))
    })
}

/// What a template says: about an invoice, about what a client has, or where nothing fits about a
/// made-up invoice.
///
/// # Errors
/// Refused, when it cannot be filled, or there is no such client or invoice.
pub fn preview(
    book: &Book,
    now: Now,
    template: &StoredTemplate,
    client: Option<&str>,
    invoice: Option<&str>,
) -> Result<Preview> {
    let view = book.view();
    let invoice = invoice.map(|number| view.invoice_id(number)).transpose()?;
    let client = match (client, invoice) {
        (Some(key), _) => Some(view.client_id(key)?),
        (None, Some(id)) => Some(view.invoice(id)?.client),
        (None, None) => None,
    };
    let material = match client {
        Some(client) => real(&view, now, template, client, invoice)?,
        None => None,
    };
    Ok(match material {
        Some(about) => Preview {
            text: about.fill(now, template, &view.profile()?)?,
            sample: false,
        },
        None => Preview {
            text: wording::sample(template)?,
            sample: true,
        },
    })
}

/// What a template would be about for a client, if there is anything.
fn real(
    view: &View<'_>,
    now: Now,
    template: &StoredTemplate,
    client: ClientId,
    invoice: Option<InvoiceId>,
) -> Result<Option<Material>> {
    let open = || -> Result<Vec<InvoiceId>> {
        match invoice {
            Some(one) => Ok(vec![one]),
            None => view.open_invoices_of(client),
        }
    };
    let about = match Purpose::from_word(&template.kind) {
        Some(Purpose::Statement) => About::Statement,
        Some(Purpose::Invoice) => match open()?.last() {
            Some(id) => About::Invoice(*id),
            None => return Ok(None),
        },
        Some(Purpose::ThankYou) => match invoice {
            Some(id) => About::ThankYou(id),
            None => return Ok(None),
        },
        Some(Purpose::Reminder) | None => {
            let tone = Tone::from_word(&template.kind)
                .or(stage_tone(&view.policies()?, &template.kind))
                .unwrap_or(Tone::Friendly);
            return reminder(view, now, template, client, tone, &open()?);
        }
    };
    // What cannot be said of this client is shown on made-up data.
    Ok(messages::material(view, now, client, template.channel, about).ok())
}

fn reminder(
    view: &View<'_>,
    now: Now,
    template: &StoredTemplate,
    client: ClientId,
    tone: Tone,
    open: &[InvoiceId],
) -> Result<Option<Material>> {
    let client = view.client(client)?;
    let named = names_interest(&view.policies()?, &client.policy, &template.kind);
    let (mut invoices, mut claims) = (Vec::new(), Vec::new());
    for id in open {
        let invoice = view.invoice(*id)?;
        if invoice.issued_on.is_some() {
            invoices.push(in_letter(view, &invoice, now.today)?);
            if named {
                claims.extend(interest::accrued_in(view, *id, now.today)?.claim);
            }
        }
    }
    if invoices.is_empty() {
        return Ok(None);
    }
    Ok(Some(Material {
        stage: template.kind.clone(),
        tone: Some(tone),
        invoices,
        interest: interest::together(&claims)?,
        ..Material::new(client, template.channel, Purpose::Reminder)
    }))
}

/// Whether a stage of the policy that speaks from this template, as itself or as its tone, names the
/// interest.
fn names_interest(policies: &[Policy], key: &str, kind: &str) -> bool {
    let policy = policies.iter().find(|policy| policy.key == key);
    policy.is_some_and(|policy| {
        let mut stages = policy.stages.iter();
        stages.any(|stage| stage.interest && (stage.name == kind || stage.tone.word() == kind))
    })
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
