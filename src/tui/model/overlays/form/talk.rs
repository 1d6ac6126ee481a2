//! What was said and heard beside messages: a call, a letter, a reply. What came of it was picked
//! before; the form asks for the rest.

use chrono::NaiveDate;

use super::{Echo, Field, Form, Purpose, Refused, Sense, day_echo, open_form, past_echo};
use crate::domain::input;
use crate::domain::talk::{NewTalk, TalkOutcome, Way};
use crate::tui::model::act::Talked;
use crate::tui::model::{Model, Write};

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Talk {
    /// What came of it.
    pub outcome: TalkOutcome,
    /// Whom and what it was about.
    pub with: Vec<Talked>,
}

const WITH: usize = 0;
const WAY: usize = 1;
const ON: usize = 2;
const PROMISED: usize = 3;
const NOTE: usize = 4;

/// Opens the form.
pub(in crate::tui::model) fn open(model: &mut Model, with: Vec<Talked>, outcome: TalkOutcome) {
    let names = with.iter().map(|one| one.name.clone()).collect();
    let ways = Way::ALL.iter().map(|way| way.word().to_owned()).collect();
    let promised = if outcome == TalkOutcome::Promised {
        "+7"
    } else {
        ""
    };
    let fields = vec![
        Field::choice("About", names),
        Field::choice("By", ways),
        Field::text("On", "today"),
        Field::text("Promised", promised),
        Field::text("Note", ""),
    ];
    let title = format!("What was said: {}", outcome.words());
    let mut form = Form::new(Purpose::Talk(Talk { outcome, with }), title, fields);
    form.focus = if outcome == TalkOutcome::Promised {
        PROMISED
    } else {
        NOTE
    };
    open_form(model, form);
}

/// What was understood.
pub(super) fn echo(form: &Form, talk: &Talk, index: usize, today: NaiveDate) -> Option<Echo> {
    match index {
        ON => Some(past_echo(form.text(ON), today)),
        PROMISED => Some(promised_echo(form, talk, today)),
        NOTE if form.text(NOTE).is_empty() => Some(Echo::hint("who said what, in your words")),
        _ => None,
    }
}

fn promised_echo(form: &Form, talk: &Talk, today: NaiveDate) -> Echo {
    let text = form.text(PROMISED);
    if text.is_empty() {
        return if talk.outcome == TalkOutcome::Promised {
            Echo::new(Sense::Bad, "A promise needs its day.")
        } else {
            Echo::hint("to pay until a day: reminders rest until then")
        };
    }
    match input::date(text, today) {
        Ok(day) if day < today => Echo::new(Sense::Bad, "That day has passed."),
        Ok(_) | Err(_) => day_echo(text, today),
    }
}
