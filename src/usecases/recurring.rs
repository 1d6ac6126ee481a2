//! Recurring invoices: templates that become drafts on their days, also on days that were missed.
//!
//! A template is a draft that is never issued. Each occurrence is one change: the draft and the next
//! day of the schedule together, so that two processes never make it twice. Taking such a draft back
//! leaves the next day where it is: what a person took back is not made again by the program. It
//! comes back with redo, or when the next day is set back.

use chrono::NaiveDate;

use super::drafts;
use crate::domain::clock::Now;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::domain::locale::Language;
use crate::domain::placeholders;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::MOST_DUE;
use crate::domain::views::Template;
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo, View};

#[cfg(test)]
#[path = "recurring_tests.rs"]
mod tests;

/// A draft that was made from a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The template, `draft:ID`.
    pub template: String,
    /// Its name with its client's ("Hosting (Acme)").
    pub name: String,
    /// The day that it was due.
    pub on: NaiveDate,
    /// What it is now: the draft, or the invoice where it was issued by itself.
    pub invoice: Invoice,
    /// Why it was not issued, where it was to be.
    pub not_issued: Option<Failure>,
}

/// A template that could not do what was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The template, `draft:ID`.
    pub template: String,
    /// Its name with its client's.
    pub name: String,
    /// Why.
    pub why: Failure,
}

/// What came of going through the templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The drafts that were made, at most [`MOST_DUE`]; of each template the oldest first.
    pub made: Vec<Made>,
    /// How many more are due: the next run makes them.
    pub left: u32,
    /// Templates that wait for a person.
    pub stuck: Vec<Stuck>,
}

/// Every template with its schedule, the next one due first.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book) -> Result<Vec<Template>> {
    let view = book.view();
    let mut found = Vec::new();
    for id in view.templates_of_invoices()? {
        found.push(read(&view, id)?);
    }
    found.sort_by_key(|one| (one.sleeps(), one.recurrence.map(|rule| rule.next_on)));
    Ok(found)
}

/// One template with its schedule.
///
/// # Errors
/// Refused, when there is no such template.
pub fn show(book: &Book, reference: &str) -> Result<Template> {
    let view = book.view();
    let invoice = template(&view, reference)?;
    read(&view, invoice.id)
}

fn read(view: &View<'_>, id: InvoiceId) -> Result<Template> {
    let invoice = view.invoice(id)?;
    Ok(Template {
        name: name(&invoice),
        recurrence: view.schedule(id)?,
        invoice,
    })
}

/// What a template is called: the words of its first line before the day, and its client.
fn name(invoice: &Invoice) -> String {
    let first = invoice.lines.first().map_or("", |line| &line.description);
    let words = first.split('{').next().unwrap_or_default();
    let words = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    let words = crate::domain::text::one_line(words.trim());
    if words.is_empty() {
        format!("{} ({})", invoice.reference(), invoice.client_name)
    } else {
        format!("{words} ({})", invoice.client_name)
    }
}

/// A template by its reference.
fn template(view: &View<'_>, reference: &str) -> Result<Invoice> {
    let invoice = view.invoice(view.invoice_id(reference)?)?;
    if invoice.kind == InvoiceKind::Recurring {
        return Ok(invoice);
    }
    let kind = invoice.kind.name();
    Err(
        Failure::refused(format!("{reference} is a {kind} and no template."))
            .hint("`payme recurring list` shows the templates"),
    )
}

/// Makes a template with the content of a document, and its schedule. Deposits that the document
/// deducts stay where they are.
///
/// # Errors
/// Usage, when the rule is wrong; refused, when there is no such document, it is a credit note, or
/// its texts hold a placeholder that is not known.
pub fn create(book: &mut Book, now: Now, from: &str, rule: &Recurrence) -> Result<Template> {
    rule.check()?;
    let rule = &on_its_day(*rule);
    book.change(now, Undo::Possible, |tx| {
        let found = tx.invoice(tx.invoice_id(from)?)?;
        if found.kind == InvoiceKind::CreditNote {
            return Err(Failure::refused(format!(
                "{from} is a credit note, and does not come again."
            ))
            .hint("name an invoice or a draft"));
        }
        let mut draft = drafts::again(tx, &found, InvoiceKind::Recurring)?;
        if !found.kind.asks_for_money() && found.kind != InvoiceKind::Recurring {
            draft.terms = drafts::usual_terms(tx, InvoiceKind::Invoice, &draft.language)?;
            draft.series.clear();
        }
        draft.lines.retain(|line| line.deducts.is_none());
        (draft.supplied_on, draft.supplied_until) = (None, None);
        if draft.add_up().is_err() {
            drafts::no_amounts(&mut draft);
        }
        filled(&draft, rule.next_on)?;
        draft.id = tx.add_invoice(&draft, "", "")?;
        tx.set_schedule(draft.id, rule)?;
        let made = read(tx, draft.id)?;
        let line = format!("Made {} recur, {}", made.name, rule.schedule.words());
        Ok((made, line))
    })
}

/// Gives a template another rule.
///
/// # Errors
/// Usage, when the rule is wrong; refused, when there is no such template.
pub fn set(book: &mut Book, now: Now, reference: &str, rule: &Recurrence) -> Result<Template> {
    rule.check()?;
    let rule = on_its_day(*rule);
    change(book, now, reference, |_, _| {
        let words = rule.schedule.words();
        Ok((rule, format!("recurs {words}, next on {}", rule.next_on)))
    })
}

/// Lets a template rest: it makes no drafts until it is resumed.
///
/// # Errors
/// Refused, when there is no such template, or it rests already.
pub fn pause(book: &mut Book, now: Now, reference: &str) -> Result<Template> {
    change(book, now, reference, |rule, name| {
        if rule.paused {
            return Err(Failure::refused(format!("{name} rests already.")));
        }
        let paused = Recurrence {
            paused: true,
            ..rule
        };
        Ok((paused, "rests".to_owned()))
    })
}

/// Lets a template go on. What fell into its rest is passed over, and not caught up.
///
/// # Errors
/// Refused, when there is no such template, or it does not rest.
pub fn resume(book: &mut Book, now: Now, reference: &str) -> Result<Template> {
    change(book, now, reference, |rule, name| {
        if !rule.paused {
            return Err(Failure::refused(format!("{name} does not rest.")));
        }
        let yesterday = now.today.pred_opt().unwrap_or(now.today);
        let next_on = if rule.next_on < now.today {
            next(&rule, yesterday)
        } else {
            rule.next_on
        };
        let resumed = Recurrence {
            paused: false,
            next_on,
            ..rule
        };
        Ok((resumed, format!("goes on, next on {next_on}")))
    })
}

/// Ends a template: nothing falls due after today. It stays, to be looked at and copied.
///
/// # Errors
/// Refused, when there is no such template, it has not begun, or it is over.
pub fn end(book: &mut Book, now: Now, reference: &str) -> Result<Template> {
    change(book, now, reference, |rule, name| {
        if rule.is_over() {
            return Err(Failure::refused(format!("{name} is over already.")));
        }
        let mut ended = rule;
        ended.schedule.until_on = Some(now.today);
        if ended.schedule.check().is_err() {
            return Err(
                Failure::refused(format!("{name} has not begun, and has nothing to end."))
                    .hint("delete the template"),
            );
        }
        Ok((ended, "is over".to_owned()))
    })
}

/// Changes the rule of a template; `what` answers the new one, and what the journal says of it.
fn change(
    book: &mut Book,
    now: Now,
    reference: &str,
    what: impl FnOnce(Recurrence, &str) -> Result<(Recurrence, String)>,
) -> Result<Template> {
    book.change(now, Undo::Possible, |tx| {
        let invoice = template(tx, reference)?;
        let name = name(&invoice);
        let first = Recurrence::new(crate::domain::schedule::Schedule {
            every: crate::domain::schedule::Every::Months(1),
            first_on: now.today,
            until_on: None,
        });
        let before = tx.schedule(invoice.id)?;
        let (rule, line) = what(before.unwrap_or(first), &name)?;
        if before == Some(rule) {
            return Ok((read(tx, invoice.id)?, String::new()));
        }
        tx.set_schedule(invoice.id, &rule)?;
        Ok((read(tx, invoice.id)?, format!("{name} {line}")))
    })
}

/// The occurrence after a day, the end of the schedule left aside, so that what is over lies behind
/// it.
fn next(rule: &Recurrence, after: NaiveDate) -> NaiveDate {
    let mut endless = rule.schedule;
    endless.until_on = None;
    endless.next_after(after).unwrap_or(NaiveDate::MAX)
}

/// A rule whose next day is one of its occurrences: the first that is not before the day given.
fn on_its_day(rule: Recurrence) -> Recurrence {
    let before = rule.next_on.pred_opt().unwrap_or(rule.next_on);
    Recurrence {
        next_on: next(&rule, before),
        ..rule
    }
}

/// Makes a draft for each occurrence that is due, also for those that were missed, and issues it only
/// where the user turned that on for the template. At most [`MOST_DUE`] at once. A template of an
/// archived client is paused.
///
/// # Errors
/// Book, when it cannot be read or written.
pub fn run(book: &mut Book, now: Now) -> Result<Run> {
    let mut run = Run::default();
    for id in book.view().schedules_due(now.today)? {
        if let Err(why) = run_one(book, now, id, &mut run) {
            match why.kind() {
                crate::failure::Kind::Book => return Err(why),
                crate::failure::Kind::Refused
                | crate::failure::Kind::Usage
                | crate::failure::Kind::Waiting => {
                    let found = read(&book.view(), id)?;
                    run.stuck.push(Stuck {
                        template: found.invoice.reference(),
                        name: found.name,
                        why,
                    });
                }
            }
        }
    }
    Ok(run)
}

/// What a run did, in one sentence for a person; empty when it did nothing.
#[must_use]
pub fn sentence(run: &Run) -> String {
    let count = |number: usize, one: &str| match number {
        1 => format!("1 {one} was"),
        more => format!("{more} {one}s were"),
    };
    let mut names: Vec<&str> = run.made.iter().map(|made| made.name.as_str()).collect();
    names.dedup();
    let from = match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        more => format!("{} templates", more.len()),
    };
    let issued = |made: &&Made| made.invoice.status == InvoiceStatus::Issued;
    let numbers = run.made.iter().filter(issued).count();
    let drafts = run.made.len().saturating_sub(numbers);
    let mut parts = Vec::new();
    if drafts > 0 {
        parts.push(format!("{} made from {from}.", count(drafts, "draft")));
    }
    if numbers > 0 {
        parts.push(format!("{} issued from {from}.", count(numbers, "invoice")));
    }
    let mut stays = run.made.iter().filter(|made| made.not_issued.is_some());
    if let Some(why) = stays.next().and_then(|made| made.not_issued.as_ref()) {
        parts.push(why.message().to_owned());
    }
    if run.left > 0 {
        parts.push(format!(
            "{} more are due; the next run makes them.",
            run.left
        ));
    }
    for stuck in &run.stuck {
        parts.push(format!("{}: {}", stuck.name, stuck.why.message()));
    }
    parts.join(" ")
}

fn run_one(book: &mut Book, now: Now, id: InvoiceId, run: &mut Run) -> Result<()> {
    let found = read(&book.view(), id)?;
    let Some(rule) = found.recurrence else {
        return Ok(());
    };
    if book.view().client(found.invoice.client)?.archived {
        rest(book, now, &found, rule)?;
        let client = &found.invoice.client_name;
        return Err(
            Failure::refused(format!("{client} is archived, so the template rests."))
                .hint("end the template, or bring the client back and resume it"),
        );
    }
    let due = rule.schedule.due(rule.next_on, now.today);
    run.left = run.left.saturating_add(due.left);
    for on in due.days {
        if run.made.len() >= MOST_DUE {
            run.left = run.left.saturating_add(1);
            continue;
        }
        let Some(draft) = make(book, now, id, on)? else {
            continue;
        };
        let mut made = Made {
            template: found.invoice.reference(),
            name: found.name.clone(),
            on,
            invoice: draft,
            not_issued: None,
        };
        if rule.automatic {
            match drafts::issue(book, now, &made.invoice.reference(), None) {
                Ok(issued) => made.invoice = issued,
                Err(why) => made.not_issued = Some(why),
            }
        }
        run.made.push(made);
    }
    Ok(())
}

/// Pauses the template of an archived client. The program does it by itself, so it is only noted.
fn rest(book: &mut Book, now: Now, found: &Template, rule: Recurrence) -> Result<()> {
    book.change(now, Undo::Note, |tx| {
        let paused = Recurrence {
            paused: true,
            ..rule
        };
        tx.set_schedule(found.invoice.id, &paused)?;
        let client = &found.invoice.client_name;
        Ok(((), format!("{} rests: {client} is archived", found.name)))
    })
}

/// Makes the draft of one occurrence, unless another process has made it meanwhile.
fn make(book: &mut Book, now: Now, id: InvoiceId, on: NaiveDate) -> Result<Option<Invoice>> {
    book.change(now, Undo::Possible, |tx| {
        let rule = tx.schedule(id)?;
        let template = tx.invoice(id)?;
        let Some(rule) = rule.filter(|rule| rule.next_on <= on && !rule.paused) else {
            return Ok((None, String::new()));
        };
        let draft = occurrence(tx, &template, &rule, on)?;
        let moved = Recurrence {
            next_on: next(&rule, on),
            ..rule
        };
        tx.set_schedule(id, &moved)?;
        let line = format!(
            "Made {} from {} for {on}",
            draft.reference(),
            name(&template)
        );
        Ok((Some(draft), line))
    })
}

fn occurrence(
    tx: &Tx<'_>,
    template: &Invoice,
    rule: &Recurrence,
    on: NaiveDate,
) -> Result<Invoice> {
    let mut draft = filled(template, on)?;
    let client = tx.client(template.client)?;
    draft.client_name = client.name;
    draft.kind = InvoiceKind::Invoice;
    draft.status = InvoiceStatus::Draft;
    draft.source = Some(template.reference());
    (draft.issued_on, draft.due_on) = (None, None);
    let (from, until) = rule.schedule.period_of(on);
    draft.supplied_on = Some(from);
    draft.supplied_until = (until != from).then_some(until);
    if draft.add_up().is_err() {
        drafts::no_amounts(&mut draft);
    }
    draft.id = tx.add_invoice(&draft, "", "")?;
    Ok(draft)
}

/// A template with the words of a day in its texts. What stands in the terms stays: `{due}` is filled
/// when the draft is issued.
fn filled(template: &Invoice, on: NaiveDate) -> Result<Invoice> {
    let language = Language::from_code(&template.language);
    let mut draft = template.clone();
    for line in &mut draft.lines {
        line.description = placeholders::fill(&line.description, on, language)?;
    }
    // These are the document's own, and are filled wherever it is shown.
    let own = ["{number}", "{due}", "{days}"];
    let kept = |text: &str, word: &&str| text.replace(*word, &format!("{{{word}}}"));
    let note = own
        .iter()
        .fold(draft.note.clone(), |text, word| kept(&text, word));
    draft.note = placeholders::fill(&note, on, language)?;
    draft.purchase_order = placeholders::fill(&draft.purchase_order, on, language)?;
    Ok(draft)
}
