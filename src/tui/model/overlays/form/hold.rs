//! No reminders for an invoice or a client, for a reason.

use chrono::NaiveDate;

use super::{Echo, Field, Form, Purpose, Refused, Sense, day_echo, open_form};
use crate::domain::input;
use crate::domain::party::{HoldKind, HoldTarget};
use crate::domain::views::NewHold;
use crate::tui::model::{Model, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Hold {
    targets: Vec<(String, Vec<HoldTarget>)>,
}

const TARGET: usize = 0;
const KIND: usize = 1;
const UNTIL: usize = 2;
const REASON: usize = 3;

/// Opens the form for one of these.
pub(in crate::tui::model) fn open(model: &mut Model, targets: Vec<(String, Vec<HoldTarget>)>) {
    let names = targets.iter().map(|(name, _)| name.clone()).collect();
    let kinds = HoldKind::ALL.iter().map(|kind| kind.word().to_owned());
    let fields = vec![
        Field::choice("For", names),
        Field::choice("Kind", kinds.collect()),
        Field::text("Until", "+14"),
        Field::text("Reason", ""),
    ];
    let mut form = Form::new(
        Purpose::Hold(Hold { targets }),
        "Hold: no reminders",
        fields,
    );
    form.focus = KIND;
    open_form(model, form);
}

fn kind(form: &Form) -> HoldKind {
    let chosen = HoldKind::ALL.get(form.chosen(KIND)).copied();
    chosen.unwrap_or(HoldKind::Pause)
}

/// What was understood.
pub(super) fn echo(form: &Form, index: usize, today: NaiveDate) -> Option<Echo> {
    match index {
        KIND => Some(Echo::hint(match kind(form) {
            HoldKind::Pause => "you rest them for a while",
            HoldKind::Promise => "the client promised to pay until a day",
            HoldKind::Dispute => "the client disputes the bill",
        })),
        UNTIL => Some(until_echo(form, today)),
        REASON if form.text(REASON).is_empty() => {
            Some(Echo::hint("in your words; it stays in sight in the queue"))
        }
        _ => None,
    }
}

fn until_echo(form: &Form, today: NaiveDate) -> Echo {
    let text = form.text(UNTIL);
    if text.is_empty() {
        return match kind(form) {
            HoldKind::Promise => Echo::new(Sense::Bad, "A promise needs its day."),
            HoldKind::Pause | HoldKind::Dispute => Echo::good("until you lift it"),
        };
    }
    match input::date(text, today) {
        Ok(day) if day < today => Echo::new(Sense::Bad, "That day has passed."),
        Ok(_) | Err(_) => day_echo(text, today),
    }
}

/// Sets the hold.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    hold: &Hold,
) -> std::result::Result<(), Refused> {
    let Some((name, targets)) = hold.targets.get(form.chosen(TARGET)) else {
        return Err((TARGET, "There is nothing to hold.".to_owned()));
    };
    let reason = form.text(REASON).to_owned();
    if reason.is_empty() {
        return Err((REASON, "Say why, so that you know it later.".to_owned()));
    }
    let until = match form.text(UNTIL) {
        "" => None,
        text => {
            let day = input::date(text, model.now.today);
            Some(day.map_err(|failure| (UNTIL, failure.message().to_owned()))?)
        }
    };
    let kind = kind(form);
    let until_words = until.map_or_else(
        || "you lift it".to_owned(),
        |until| input::date_short(until, model.now.today),
    );
    let kind_word = kind.word();
    let each = if targets.len() > 1 {
        " Each u takes one back."
    } else {
        ""
    };
    let said = format!("No reminders for {name} until {until_words} ({kind_word}).{each}");
    let hold = NewHold {
        kind,
        until,
        reason,
    };
    for target in targets.clone() {
        let hold = hold.clone();
        model.write(Write::SetHold { target, hold }, said.clone());
    }
    if let Some(list) = model.list_mut() {
        list.clear_marks();
    }
    Ok(())
}
