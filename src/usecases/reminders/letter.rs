//! A reminder as the client gets it: the text, the thread it belongs to, and what was looked at.

use chrono::NaiveDate;

use super::queue::Index;
use super::{due_to, for_person};
use crate::delivery::mime;
use crate::domain::clock::Now;
use crate::domain::ids::ClientId;
use crate::domain::invoice::Invoice;
use crate::domain::message::{Address, Letter, Purpose};
use crate::domain::party::{Client, ContactRole, Profile};
use crate::domain::policy::Channel;
use crate::domain::reminder::{self, ClientFacts, DueMessage, Facts};
use crate::domain::sms;
use crate::domain::views::{About, Check, CheckLevel, Edit, Prepared, ReminderInvoice};
use crate::domain::wording::{InterestFacts, LetterInvoice};
use crate::failure::{Failure, Result};
use crate::store::{Book, View};
use crate::usecases::Sender;
use crate::usecases::interest;
use crate::usecases::messages::draft::{Draft, Material, write};
use crate::usecases::messages::{post, text_message};

/// Writes a due message for the day on which it leaves, with what the user changed for this once.
pub(super) fn draft(
    view: &View<'_>,
    now: Now,
    sender: &Sender,
    due: &DueMessage,
    edit: &Edit,
    profile: &Profile,
) -> Result<Draft> {
    let country = view.client(due.client)?.country;
    let now = post::worded_for(now, sender, due.channel, &profile.country, &country);
    draft_on(view, now, due, edit, profile)
}

fn draft_on(
    view: &View<'_>,
    now: Now,
    due: &DueMessage,
    edit: &Edit,
    profile: &Profile,
) -> Result<Draft> {
    let client = view.client(due.client)?;
    let tone = edit.tone.unwrap_or(due.tone);
    let about = Material {
        stage: due.stage.clone(),
        tone: Some(tone),
        other_tone: tone != due.tone,
        covers: due
            .invoices
            .iter()
            .map(|one| (one.id, one.stage.clone(), one.open))
            .collect(),
        invoices: invoices(view, due)?,
        interest: named_interest(view, now, due)?,
        ..Material::new(client, due.channel, Purpose::Reminder)
    };
    write(view, now, about, edit, profile)
}

/// The interest that the text names: of the invoices whose stage says so. A rate that is not known
/// names none; the checks say so.
fn named_interest(view: &View<'_>, now: Now, due: &DueMessage) -> Result<Option<InterestFacts>> {
    let mut claims = Vec::new();
    for one in due.invoices.iter().filter(|one| one.interest) {
        match interest::accrued_in(view, one.id, now.today)?.claim {
            Some(claim) => claims.push(claim),
            None => return Ok(None),
        }
    }
    interest::together(&claims)
}

/// What each invoice of a message bears, and whether the text names it.
fn interest_checks(
    view: &View<'_>,
    now: Now,
    due: &DueMessage,
    draft: &Draft,
) -> Result<Vec<Check>> {
    let named = draft.about.interest.is_some();
    let mut checks = Vec::new();
    for one in &due.invoices {
        let accrued = interest::accrued_in(view, one.id, now.today)?;
        if let Some(failure) = accrued.unknown.as_ref().filter(|_| one.interest) {
            checks.push(warning(format!("{}: {}", one.number, failure.message())));
        }
        let Some(claim) = accrued.claim else { continue };
        let words = format!(
            "interest on {}: {} ({}), {}",
            one.number,
            claim.words(),
            claim.basis(),
            if named {
                "in the text"
            } else {
                "not in the text"
            }
        );
        checks.push(if claim.stale && named {
            warning(words)
        } else {
            good(words)
        });
    }
    Ok(checks)
}

fn invoices(view: &View<'_>, due: &DueMessage) -> Result<Vec<LetterInvoice>> {
    due.invoices
        .iter()
        .map(|one| {
            let invoice = view.invoice(one.id)?;
            in_letter(view, &invoice, one.due_on)
        })
        .collect()
}

/// An invoice as a letter tells of it.
pub(in crate::usecases) fn in_letter(
    view: &View<'_>,
    invoice: &Invoice,
    today: NaiveDate,
) -> Result<LetterInvoice> {
    let sent = view.reminders_of(invoice.id)?;
    let went = sent.iter().filter(|sent| sent.state == "accepted").count();
    Ok(LetterInvoice {
        number: invoice.reference(),
        issued_on: invoice.issued_on.unwrap_or(today),
        due_on: invoice.due_on.unwrap_or(today),
        gross: invoice.money(invoice.gross),
        open: invoice.money(invoice.standing().open()),
        purchase_order: invoice.purchase_order.clone(),
        reminders: i64::try_from(went).unwrap_or(i64::MAX),
    })
}

/// The subject of a due message.
pub(super) fn subject(
    view: &View<'_>,
    now: Now,
    due: &DueMessage,
    profile: &Profile,
) -> Result<String> {
    Ok(draft_on(view, now, due, &Edit::default(), profile)?
        .rendered
        .subject)
}

/// The addresses of a client in a role, without repeats.
pub(in crate::usecases) fn addresses(client: &Client, role: ContactRole) -> Vec<Address> {
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
    let draft = draft(&view, now, sender, due, edit, &profile)?;
    let row = Index::of(&facts).due_row(due);
    let knowledge = vec![payments_check(&view, now)?];
    let last = last_check(facts_last(&facts, client));
    let mut shown = shown(&view, now, sender, &draft, row.invoices)?;
    let interest = interest_checks(&view, now, due, &draft)?;
    shown.checks = [knowledge, shown.checks, vec![last], interest].concat();
    Ok(Prepared {
        stage: due.stage.clone(),
        ..shown
    })
}

/// A written message as it would go, with the checks of whom it goes to, its length and its bytes.
pub(in crate::usecases) fn shown(
    view: &View<'_>,
    now: Now,
    sender: &Sender,
    draft: &Draft,
    invoices: Vec<ReminderInvoice>,
) -> Result<Prepared> {
    let (client, channel) = (&draft.about.client, draft.about.channel);
    let mut letter = letter(now, sender, draft, String::from("<preview@payme.invalid>"));
    let mut size = None;
    let mut checks = match channel {
        Channel::Email => {
            let mut checks = recipients(view, client.id, &letter)?;
            checks.extend(as_bytes(&letter));
            checks
        }
        Channel::Sms => {
            text_message::address(&mut letter, sender, draft);
            let counted = sms::size(&text_message::body(draft));
            let checks = text_message::checks(view, &sender.sms, draft, &counted)?;
            size = Some(counted);
            checks
        }
    };
    checks.extend(draft.fell_back());
    Ok(Prepared {
        client: client.id,
        client_key: client.key.clone(),
        client_name: client.name.clone(),
        channel,
        about: About::Reminder,
        stage: String::new(),
        tone: draft.about.tone,
        invoices,
        from: letter.from,
        to: letter.to,
        cc: letter.cc,
        bcc: letter.bcc,
        subject: letter.subject,
        body: letter.body,
        checks,
        transport: sender.transport(channel).to_owned(),
        to_folder: sender.to_folder(channel),
        sms: size,
        seal: draft.seal(),
    })
}

fn facts_last(facts: &Facts, client: ClientId) -> Option<NaiveDate> {
    facts
        .clients
        .iter()
        .find(|one| one.id == client)
        .and_then(ClientFacts::last_message_on)
}

pub(super) fn not_due(view: &View<'_>, client: ClientId) -> Failure {
    let name = view
        .client(client)
        .map_or_else(|_| "this client".to_owned(), |client| client.name);
    Failure::refused(format!("No reminder is due to {name} today."))
        .hint("`payme reminder list` shows what is due and why the rest is not")
}

/// The letter that a draft becomes.
pub(in crate::usecases) fn letter(
    now: Now,
    sender: &Sender,
    draft: &Draft,
    message_id: String,
) -> Letter {
    Letter {
        from: sender.from.clone(),
        to: addresses(&draft.about.client, ContactRole::To),
        cc: addresses(&draft.about.client, ContactRole::Cc),
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

fn good(text: String) -> Check {
    Check {
        level: CheckLevel::Good,
        text,
    }
}

fn warning(text: String) -> Check {
    Check {
        level: CheckLevel::Warning,
        text,
    }
}

/// How old the knowledge of payments is.
fn payments_check(view: &View<'_>, now: Now) -> Result<Check> {
    let known = view.freshness(now.today)?;
    let words = known.words(now.today);
    Ok(if known.is_old(now.today) {
        warning(words)
    } else {
        good(words)
    })
}

fn last_check(last: Option<NaiveDate>) -> Check {
    match last {
        Some(day) => good(format!("the last message went on {}", day.format("%-d %b"))),
        None => good("no message to this client before".to_owned()),
    }
}

/// What is wrong with a letter on its way to bytes.
fn as_bytes(letter: &Letter) -> Vec<Check> {
    let mut checks: Vec<Check> = mime::warnings(letter).into_iter().map(warning).collect();
    if let Err(failure) = mime::build(letter) {
        checks.push(Check {
            level: CheckLevel::Bad,
            text: failure.message().to_owned(),
        });
    }
    checks
}
