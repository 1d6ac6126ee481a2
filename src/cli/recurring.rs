//! `payme recurring`: invoices that come again.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::{Answer, Column, Page, Table};
use super::session::Session;
use crate::domain::clock::Now;
use crate::domain::input::date;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{Every, Schedule};
use crate::domain::views::Template;
use crate::failure::{Failure, Result};
use crate::usecases::recurring::{self, Run};

/// Invoices that come again.
#[derive(Debug, Subcommand)]
pub(super) enum Recurring {
    /// List the templates, the next one due first
    List,
    /// Show one template with its rule
    Show(One),
    /// Make a template from an invoice or a draft
    Add(Add),
    /// Give a template another rule
    Set(Set),
    /// Let a template rest: it makes no drafts
    Pause(One),
    /// Let a template go on; what fell into its rest is passed over
    Resume(One),
    /// End a template: nothing falls due after today
    End(One),
    /// Make the drafts that are due, also those that were missed
    Run,
}

/// A template.
#[derive(Args, Debug)]
pub(super) struct One {
    /// The template, draft:ID
    #[arg(value_name = "REF")]
    reference: String,
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// An invoice's number, or draft:ID
    #[arg(value_name = "REF")]
    from: String,
    /// How often: week, month, quarter, year, 2 weeks, 6 months
    #[arg(long, value_name = "RULE")]
    every: String,
    /// The first day, which all others are counted from; the 31st means the last day of a month
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    first: String,
    #[command(flatten)]
    rest: Rest,
}

#[derive(Args, Debug)]
pub(super) struct Set {
    /// The template, draft:ID
    #[arg(value_name = "REF")]
    reference: String,
    /// How often
    #[arg(long, value_name = "RULE")]
    every: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    first: Option<String>,
    /// No last day any more
    #[arg(long, conflicts_with = "until")]
    endless: bool,
    #[command(flatten)]
    rest: Rest,
}

/// What a rule says beside its distance.
#[derive(Args, Debug)]
struct Rest {
    /// The next day that it comes
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    next: Option<String>,
    /// The last day on which it may come
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// Issue what it makes without asking; nothing is sent by itself
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    automatic: Option<bool>,
}

pub(super) fn run(command: Recurring, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Recurring::List => list(session),
        Recurring::Show(line) => {
            let book = session.book()?;
            let found = recurring::show(&book, &line.reference)?;
            session.answer(&document(&found), |page| text(page, &found))
        }
        Recurring::Add(line) => add(&line, session),
        Recurring::Set(line) => set(&line, session),
        Recurring::Pause(line) => change(&line, session, recurring::pause),
        Recurring::Resume(line) => change(&line, session, recurring::resume),
        Recurring::End(line) => change(&line, session, recurring::end),
        Recurring::Run => go(session),
    }
}

#[derive(Serialize)]
struct TemplateDocument {
    id: i64,
    #[serde(rename = "ref")]
    reference: String,
    name: String,
    client: String,
    currency: &'static str,
    gross: String,
    state: &'static str,
    every: Option<String>,
    first_on: Option<String>,
    next_on: Option<String>,
    until_on: Option<String>,
    automatic: bool,
    paused: bool,
}

#[derive(Serialize)]
struct TemplatesDocument {
    templates: Vec<TemplateDocument>,
}

fn document(found: &Template) -> TemplateDocument {
    let invoice = &found.invoice;
    let rule = found.recurrence;
    TemplateDocument {
        id: invoice.id.0,
        reference: invoice.reference(),
        name: found.name.clone(),
        client: invoice.client_key.clone(),
        currency: invoice.currency.code(),
        gross: invoice.money(invoice.gross).plain(),
        state: found.word(),
        every: rule.map(|rule| rule.schedule.every.text()),
        first_on: rule.map(|rule| rule.schedule.first_on.to_string()),
        next_on: rule
            .filter(|rule| !rule.is_over())
            .map(|rule| rule.next_on.to_string()),
        until_on: rule
            .and_then(|rule| rule.schedule.until_on)
            .map(|day| day.to_string()),
        automatic: rule.is_some_and(|rule| rule.automatic),
        paused: rule.is_some_and(|rule| rule.paused),
    }
}

fn text(page: &mut Page, found: &Template) {
    let invoice = &found.invoice;
    page.line(format!("{}, template {}", found.name, invoice.reference()));
    let Some(rule) = found.recurrence else {
        page.line("It has no schedule yet: payme recurring set gives it one.");
        return;
    };
    let next = if found.sleeps() {
        String::new()
    } else {
        rule.next_on.to_string()
    };
    let ways = if rule.automatic {
        "issued by itself, never sent by itself"
    } else {
        "as a draft"
    };
    page.pairs(&[
        ("Comes", rule.schedule.words()),
        ("State", found.word().to_owned()),
        ("Next", next),
        ("How", ways.to_owned()),
        ("Gross", invoice.money(invoice.gross).to_string()),
    ]);
}

fn list(session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let found = recurring::list(&book)?;
    let whole = TemplatesDocument {
        templates: found.iter().map(document).collect(),
    };
    session.answer(&whole, |page| {
        if found.is_empty() {
            page.line("Nothing comes again yet: payme recurring add makes a template.");
            return;
        }
        let mut table = Table::new(&[
            Column::fixed("ref"),
            Column::flexible("name"),
            Column::flexible("comes"),
            Column::fixed("next"),
            Column::fixed("state"),
            Column::figure("gross"),
        ]);
        for one in &found {
            let rule = one.recurrence;
            table.row([
                one.invoice.reference(),
                one.name.clone(),
                rule.map_or_else(String::new, |rule| rule.schedule.words()),
                rule.filter(|_| !one.sleeps())
                    .map_or_else(String::new, |rule| rule.next_on.to_string()),
                one.word().to_owned(),
                one.invoice.money(one.invoice.gross).to_string(),
            ]);
        }
        page.table(&table);
    })
}

fn add(line: &Add, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let schedule = Schedule {
        every: Every::parse(&line.every)?,
        first_on: date(&line.first, now.today)?,
        until_on: None,
    };
    let rule = with(Recurrence::new(schedule), &line.rest, now)?;
    let mut book = session.book()?;
    let made = recurring::create(&mut book, now, &line.from, &rule)?;
    session.answer(&document(&made), |page| text(page, &made))
}

fn set(line: &Set, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let before = recurring::show(&book, &line.reference)?.recurrence;
    let mut rule = match (before, &line.every, &line.first) {
        (Some(rule), _, _) => rule,
        (None, Some(every), Some(first)) => Recurrence::new(Schedule {
            every: Every::parse(every)?,
            first_on: date(first, now.today)?,
            until_on: None,
        }),
        (None, _, _) => {
            return Err(
                Failure::usage(format!("{} has no schedule yet.", line.reference))
                    .hint("give --every and --first"),
            );
        }
    };
    if let Some(every) = &line.every {
        rule.schedule.every = Every::parse(every)?;
    }
    if let Some(first) = &line.first {
        rule.schedule.first_on = date(first, now.today)?;
        rule.next_on = rule.next_on.max(rule.schedule.first_on);
    }
    if line.endless {
        rule.schedule.until_on = None;
    }
    let rule = with(rule, &line.rest, now)?;
    let changed = recurring::set(&mut book, now, &line.reference, &rule)?;
    session.answer(&document(&changed), |page| text(page, &changed))
}

fn with(rule: Recurrence, rest: &Rest, now: Now) -> Result<Recurrence> {
    let mut rule = rule;
    if let Some(next) = &rest.next {
        rule.next_on = date(next, now.today)?;
    }
    if let Some(until) = &rest.until {
        rule.schedule.until_on = Some(date(until, now.today)?);
    }
    rule.automatic = rest.automatic.unwrap_or(rule.automatic);
    Ok(rule)
}

fn change(
    line: &One,
    session: &mut Session<'_>,
    what: fn(&mut crate::store::Book, Now, &str) -> Result<Template>,
) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let changed = what(&mut book, now, &line.reference)?;
    session.answer(&document(&changed), |page| text(page, &changed))
}

#[derive(Serialize)]
struct RunDocument {
    made: Vec<MadeDocument>,
    left: u32,
    waiting: Vec<StuckDocument>,
}

#[derive(Serialize)]
struct MadeDocument {
    template: String,
    name: String,
    on: String,
    #[serde(rename = "ref")]
    reference: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_issued: Option<String>,
}

#[derive(Serialize)]
struct StuckDocument {
    template: String,
    name: String,
    why: String,
}

fn run_document(run: &Run) -> RunDocument {
    RunDocument {
        made: run
            .made
            .iter()
            .map(|made| MadeDocument {
                template: made.template.clone(),
                name: made.name.clone(),
                on: made.on.to_string(),
                reference: made.invoice.reference(),
                status: made.invoice.status.word(),
                not_issued: made.not_issued.as_ref().map(|why| why.message().to_owned()),
            })
            .collect(),
        left: run.left,
        waiting: run
            .stuck
            .iter()
            .map(|stuck| StuckDocument {
                template: stuck.template.clone(),
                name: stuck.name.clone(),
                why: stuck.why.message().to_owned(),
            })
            .collect(),
    }
}

fn go(session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let run = recurring::run(&mut book, now)?;
    let waits = !run.stuck.is_empty() || run.made.iter().any(|made| made.not_issued.is_some());
    let answer = session.answer(&run_document(&run), |page| {
        for made in &run.made {
            let what = made.invoice.reference();
            page.line(format!("{}: {what} for {}.", made.name, made.on));
        }
        let said = recurring::sentence(&run);
        page.line(if said.is_empty() {
            "Nothing is due."
        } else {
            said.as_str()
        });
    })?;
    let waiting = waits.then(|| {
        Failure::waiting("A template waits for you.")
            .hint("payme recurring list shows the templates")
    });
    Ok(answer.but(waiting))
}
