//! A reminder as the client gets it: the text, the thread it belongs to, and what was looked at.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use super::queue::Index;
use super::{due_to, for_person};
use crate::delivery::mime;
use crate::domain::clock::Now;
use crate::domain::ids::ClientId;
use crate::domain::locale::Language;
use crate::domain::message::{Address, Letter};
use crate::domain::party::{Client, ContactRole, Profile};
use crate::domain::policy::{Channel, Policy, Tone};
use crate::domain::reminder::{self, DueMessage, pay_by};
use crate::domain::text;
use crate::domain::views::{Check, CheckLevel, Edit, Prepared};
use crate::domain::wording::{
    LetterData, LetterFacts, LetterInvoice, Rendered, Template, render, thread_subject,
};
use crate::failure::{Failure, Result};
use crate::store::{Book, View};
use crate::usecases::Sender;

/// What one letter is made of.
pub(super) struct Draft {
    pub(super) client: Client,
    pub(super) language: Language,
    pub(super) rendered: Rendered,
    /// The same before the user's own words.
    original: Rendered,
    pub(super) tone: Tone,
    /// Message-IDs of the mails about its first invoice, oldest first.
    pub(super) thread: Vec<String>,
}

/// Renders a due message, with what the user changed for this once.
pub(super) fn draft(
    view: &View<'_>,
    now: Now,
    due: &DueMessage,
    edit: &Edit,
    profile: &Profile,
) -> Result<Draft> {
    let client = view.client(due.client)?;
    let language = Language::from_code(&client.language);
    let tone = edit.tone.unwrap_or(due.tone);
    let template = view
        .template(tone.word(), due.channel, language.word())?
        .ok_or_else(|| {
            Failure::refused(format!(
                "There is no template for a {} reminder.",
                tone.word()
            ))
            .hint("add one with `payme template set`")
        })?;
    let contact = client
        .contacts
        .iter()
        .find(|contact| contact.role == ContactRole::To);
    let contact = contact
        .map(|contact| contact.name.clone())
        .unwrap_or_default();
    let facts = LetterFacts {
        language,
        today: now.today,
        pay_by: pay_by(now.today, &profile.country, &client.country),
        tone: Some(tone),
        profile,
        client_name: &client.name,
        contact_name: &contact,
        reference: "",
        invoices: invoices(view, due)?,
        paid: None,
    };
    let mut rendered = render(&Template::from(template), &LetterData::new(&facts)?)?;
    let mails = match due.invoices.first() {
        Some(first) => view.thread(first.id)?,
        None => Vec::new(),
    };
    if let Some((_, first_subject)) = mails.first() {
        rendered.subject = thread_subject(first_subject);
    }
    let original = rendered.clone();
    put_in(edit, &mut rendered)?;
    let thread = mails.into_iter().map(|(id, _)| id).collect();
    Ok(Draft {
        client,
        language,
        rendered,
        original,
        tone,
        thread,
    })
}

/// The user's own words for this once.
fn put_in(edit: &Edit, rendered: &mut Rendered) -> Result<()> {
    if let Some(subject) = &edit.subject {
        text::one_line(subject)
            .trim()
            .clone_into(&mut rendered.subject);
    }
    if let Some(body) = &edit.body {
        rendered.body = text::block(body);
    }
    if rendered.body.trim().is_empty() || rendered.subject.is_empty() {
        return Err(Failure::refused("The message needs a subject and a text.")
            .hint("write one, or take back the change"));
    }
    Ok(())
}

fn invoices(view: &View<'_>, due: &DueMessage) -> Result<Vec<LetterInvoice>> {
    due.invoices
        .iter()
        .map(|one| {
            let invoice = view.invoice(one.id)?;
            let sent = view.reminders_of(one.id)?;
            let went = sent.iter().filter(|sent| sent.state == "accepted").count();
            Ok(LetterInvoice {
                number: one.number.clone(),
                issued_on: invoice.issued_on.unwrap_or(one.due_on),
                due_on: one.due_on,
                gross: invoice.money(invoice.gross),
                open: one.open,
                purchase_order: invoice.purchase_order,
                reminders: i64::try_from(went).unwrap_or(i64::MAX),
            })
        })
        .collect()
}

/// The subject of a due message.
pub(super) fn subject(
    view: &View<'_>,
    now: Now,
    due: &DueMessage,
    profile: &Profile,
) -> Result<String> {
    Ok(draft(view, now, due, &Edit::default(), profile)?
        .rendered
        .subject)
}

/// The addresses of a client in a role, without repeats.
pub(super) fn addresses(client: &Client, role: ContactRole) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    for contact in client
        .contacts
        .iter()
        .filter(|contact| contact.role == role)
    {
        let new = !contact.email.is_empty() && found.iter().all(|a| a.email != contact.email);
        if new {
            found.push(Address {
                name: contact.name.clone(),
                email: contact.email.clone(),
            });
        }
    }
    found
}

/// A due reminder as it would go, with the checks before sending.
///
/// # Errors
/// Refused, when no reminder is due to the client over the channel, or its template fails.
pub fn prepare(
    book: &Book,
    now: Now,
    sender: &Sender,
    client: ClientId,
    channel: Channel,
    edit: &Edit,
) -> Result<Prepared> {
    let view = book.view();
    let facts = for_person(view.reminder_facts()?, client);
    let plan = reminder::plan(&facts, now.today);
    let due = due_to(&plan, client, channel).ok_or_else(|| not_due(&view, client))?;
    let profile = view.profile()?;
    let draft = draft(&view, now, due, edit, &profile)?;
    let row = Index::of(&facts).due_row(due);
    let letter = letter(now, sender, &draft, String::from("<preview@payme.invalid>"));
    let policy = facts
        .policies
        .iter()
        .find(|policy| policy.key == draft.client.policy);
    let checks = checks(
        &view,
        now,
        client,
        &letter,
        policy,
        facts_last(&facts, client),
    )?;
    Ok(Prepared {
        client,
        client_key: row.client_key,
        client_name: row.client_name,
        channel,
        stage: due.stage.clone(),
        tone: draft.tone,
        invoices: row.invoices,
        from: letter.from,
        to: letter.to,
        cc: letter.cc,
        bcc: letter.bcc,
        subject: letter.subject,
        body: letter.body,
        checks,
        transport: sender.transport.clone(),
        to_folder: sender.to_folder,
        seal: seal(due, &draft),
    })
}

/// Stands for what a message says, about what, and to whom, but for the user's own words: those come
/// with the order to send.
pub(super) fn seal(due: &DueMessage, draft: &Draft) -> String {
    let mut hasher = DefaultHasher::new();
    for invoice in &due.invoices {
        (invoice.id, &invoice.stage, invoice.open).hash(&mut hasher);
    }
    for role in [ContactRole::To, ContactRole::Cc] {
        for address in addresses(&draft.client, role) {
            address.hash(&mut hasher);
        }
    }
    (&draft.original.subject, &draft.original.body).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn facts_last(facts: &crate::domain::reminder::Facts, client: ClientId) -> Option<NaiveDate> {
    facts
        .clients
        .iter()
        .find(|one| one.id == client)
        .and_then(|one| one.last_message_on)
}

pub(super) fn not_due(view: &View<'_>, client: ClientId) -> Failure {
    let name = view
        .client(client)
        .map_or_else(|_| "this client".to_owned(), |client| client.name);
    Failure::refused(format!("No reminder is due to {name} today."))
        .hint("`payme reminder list` shows what is due and why the rest is not")
}

/// The letter that a draft becomes.
pub(super) fn letter(now: Now, sender: &Sender, draft: &Draft, message_id: String) -> Letter {
    Letter {
        from: sender.from.clone(),
        to: addresses(&draft.client, ContactRole::To),
        cc: addresses(&draft.client, ContactRole::Cc),
        bcc: if sender.bcc_self {
            vec![sender.from.clone()]
        } else {
            Vec::new()
        },
        subject: draft.rendered.subject.clone(),
        body: draft.rendered.body.clone(),
        message_id,
        in_reply_to: draft.thread.first().cloned(),
        references: draft.thread.clone(),
        date: now.at,
        unattended: false,
    }
}

/// Whether an address of the letter is known as another client's as well.
fn recipients(view: &View<'_>, client: ClientId, letter: &Letter) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    for address in letter.to.iter().chain(&letter.cc) {
        let others = view.others_with_address(client, &address.email)?;
        if !others.is_empty() {
            let text = format!(
                "{} is also a contact of {}",
                address.email,
                others.join(", ")
            );
            checks.push(Check {
                level: CheckLevel::Warning,
                text,
            });
        }
    }
    if checks.is_empty() {
        let text = "the recipients belong to this client and no other".to_owned();
        checks.push(Check {
            level: CheckLevel::Good,
            text,
        });
    }
    Ok(checks)
}

fn checks(
    view: &View<'_>,
    now: Now,
    client: ClientId,
    letter: &Letter,
    policy: Option<&Policy>,
    last: Option<NaiveDate>,
) -> Result<Vec<Check>> {
    let good = |text: String| Check {
        level: CheckLevel::Good,
        text,
    };
    let warning = |text: String| Check {
        level: CheckLevel::Warning,
        text,
    };
    let known = view.freshness(now.today)?;
    let words = known.words(now.today);
    let mut checks = vec![if known.is_old(now.today) {
        warning(words)
    } else {
        good(words)
    }];
    checks.extend(recipients(view, client, letter)?);
    checks.push(match (last, policy) {
        (Some(day), _) => good(format!("the last message went on {}", day.format("%-d %b"))),
        (None, Some(_) | None) => good("no message to this client before".to_owned()),
    });
    checks.extend(mime::warnings(letter).into_iter().map(warning));
    if let Err(failure) = mime::build(letter) {
        checks.push(Check {
            level: CheckLevel::Bad,
            text: failure.message().to_owned(),
        });
    }
    Ok(checks)
}
