//! When a document comes again.

use chrono::NaiveDate;

use super::{Echo, Field, Form, Purpose, Refused, Sense, Value, open_form};
use crate::domain::input;
use crate::domain::invoice::InvoiceKind;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{Every, Schedule};
use crate::domain::views::InvoiceRow;
use crate::failure::Failure;
use crate::tui::model::{DocumentWrite, Model, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Recur {
    reference: String,
    before: Option<Recurrence>,
    template: bool,
}

const EVERY: usize = 0;
const FIRST: usize = 1;
const NEXT: usize = 2;
const UNTIL: usize = 3;
const ISSUES: usize = 4;

/// Opens the form: of a template with its rule, of anything else for a new template.
pub(in crate::tui::model) fn open(model: &mut Model, row: &InvoiceRow, before: Option<Recurrence>) {
    let template = row.kind == InvoiceKind::Recurring;
    let before = before.filter(|_| template);
    let day = |day: NaiveDate| day.to_string();
    let every = before.map_or_else(|| "month".to_owned(), |rule| rule.schedule.every.text());
    let first = before.map_or_else(|| "today".to_owned(), |rule| day(rule.schedule.first_on));
    let next = before.map_or_else(String::new, |rule| day(rule.next_on));
    let until = before.and_then(|rule| rule.schedule.until_on);
    let ways = ["as drafts", "issued by itself"];
    let mut issues = Field::choice("Comes", ways.map(str::to_owned).to_vec());
    if let Value::Choice { chosen, .. } = &mut issues.value {
        *chosen = usize::from(before.is_some_and(|rule| rule.automatic));
    }
    let fields = vec![
        Field::text("Every", every),
        Field::text("First on", first),
        Field::text("Next on", next),
        Field::text("Until", until.map_or_else(String::new, day)),
        issues,
    ];
    let title = format!("Comes again · {} {}", row.reference, row.client_name);
    let purpose = Purpose::Recur(Recur {
        reference: row.reference.clone(),
        before,
        template,
    });
    open_form(model, Form::new(purpose, title, fields));
}

/// A field that was not understood, and why.
type Wrong = (usize, Failure);

fn rule(form: &Form, recur: &Recur, today: NaiveDate) -> Result<Recurrence, Wrong> {
    let day = |index: usize| match form.text(index) {
        "" => Ok(None),
        text => input::date(text, today)
            .map(Some)
            .map_err(|failure| (index, failure)),
    };
    let every = Every::parse(form.text(EVERY)).map_err(|failure| (EVERY, failure))?;
    let schedule = Schedule {
        every,
        first_on: day(FIRST)?.unwrap_or(today),
        until_on: day(UNTIL)?,
    };
    schedule.check().map_err(|failure| (UNTIL, failure))?;
    let rule = Recurrence {
        schedule,
        next_on: day(NEXT)?.unwrap_or(schedule.first_on),
        automatic: form.chosen(ISSUES) == 1,
        paused: recur.before.is_some_and(|rule| rule.paused),
    };
    rule.check().map_err(|failure| (NEXT, failure))?;
    Ok(rule)
}

/// What was understood.
pub(super) fn echo(form: &Form, recur: &Recur, index: usize, today: NaiveDate) -> Option<Echo> {
    let rule = rule(form, recur, today);
    if let Err((wrong, failure)) = &rule
        && *wrong == index
    {
        return Some(Echo::bad(failure));
    }
    match index {
        EVERY => Some(match rule {
            Ok(rule) => Echo::good(rule.schedule.words()),
            Err(_) => Echo::hint("week, month, quarter, year, 2 weeks"),
        }),
        NEXT if form.text(NEXT).is_empty() => Some(Echo::hint("empty: on the first day")),
        UNTIL if form.text(UNTIL).is_empty() => Some(Echo::hint("empty: no end")),
        FIRST | NEXT | UNTIL => {
            let day = input::date(form.text(index), today).ok()?;
            Some(Echo::good(format!("= {}", input::date_echo(day))))
        }
        ISSUES if form.chosen(ISSUES) == 1 => Some(Echo::new(
            Sense::Look,
            "numbered without asking you; never sent by itself",
        )),
        ISSUES => Some(Echo::hint("◂ ▸ chooses")),
        _ => None,
    }
}

/// Makes the template, or gives it the rule.
pub(super) fn accept(model: &mut Model, form: &Form, recur: &Recur) -> Result<(), Refused> {
    let rule = rule(form, recur, model.now.today)
        .map_err(|(index, failure)| (index, failure.message().to_owned()))?;
    let reference = recur.reference.clone();
    let words = rule.schedule.words();
    let (write, said) = if recur.template {
        let said = format!("{reference} comes {words}.");
        (DocumentWrite::SetRule { reference, rule }, said)
    } else {
        let said = format!("A template from {reference} comes {words}; ] shows it.");
        let from = reference;
        (DocumentWrite::Recur { from, rule }, said)
    };
    model.write(Write::Document(write), said);
    // What is due already is made at once.
    model.write(Write::Document(DocumentWrite::RunTemplates), "");
    Ok(())
}
