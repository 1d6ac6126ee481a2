//! What was said and heard beside messages: a call, a letter, a reply. What came of it was picked
//! before; the form asks for the rest.

use chrono::NaiveDate;

use super::{Echo, Field, Form, Purpose, Refused, Sense, day_echo, open_form};
use crate::domain::ids::ClientId;
use crate::domain::input;
use crate::domain::talk::{NewTalk, TalkOutcome, Way};
use crate::tui::model::act::Pointed;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::{Model, Write};

/// Whom and what a talk was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct With {
    /// In words: a number, "2 invoices", "all of Acme".
    pub name: String,
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub client_name: String,
    /// The invoices; none for everything that is open.
    pub invoices: Vec<Pointed>,
}

/// What came of it, as it is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// They promised to pay by a day.
    Promise,
    /// One of the outcomes.
    Of(TalkOutcome),
}

/// Every line of the menu, the likeliest first.
pub const CAME: &[(Came, &str)] = &[
    (Came::Promise, "they promised to pay by a day"),
    (
        Came::Of(TalkOutcome::PaymentOnItsWay),
        "the payment is on its way",
    ),
    (Came::Of(TalkOutcome::PaymentSent), "they say it is paid"),
    (
        Came::Of(TalkOutcome::NotReceived),
        "they never got the invoice",
    ),
    (
        Came::Of(TalkOutcome::WaitingForApproval),
        "it waits for approval there",
    ),
    (Came::Of(TalkOutcome::Dispute), "they dispute it"),
    (
        Came::Of(TalkOutcome::Voicemail),
        "I left word on the voicemail",
    ),
    (Came::Of(TalkOutcome::Unreachable), "nobody was reached"),
    (Came::Of(TalkOutcome::None), "something else"),
];

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Talk {
    came: Came,
    with: Vec<With>,
}

const WITH: usize = 0;
const WAY: usize = 1;
const ON: usize = 2;
const PROMISED: usize = 3;
const NOTE: usize = 4;

/// Opens the form.
pub(in crate::tui::model) fn open(model: &mut Model, with: Vec<With>, came: Came) {
    let names = with.iter().map(|one| one.name.clone()).collect();
    let ways = Way::ALL.iter().map(|way| way.word().to_owned()).collect();
    let (promised, focus) = match came {
        Came::Promise => ("+7", PROMISED),
        Came::Of(_) => ("", NOTE),
    };
    let fields = vec![
        Field::choice("About", names),
        Field::choice("By", ways),
        Field::text("On", "today"),
        Field::text("Promised", promised),
        Field::text("Note", ""),
    ];
    let words = CAME.iter().find(|(one, _)| *one == came);
    let title = words.map_or("What was said", |(_, words)| words);
    let mut form = Form::new(Purpose::Talk(Talk { came, with }), title, fields);
    form.focus = focus;
    open_form(model, form);
}

/// What was understood.
pub(super) fn echo(form: &Form, talk: &Talk, index: usize, today: NaiveDate) -> Option<Echo> {
    match index {
        ON => Some(on_echo(form.text(ON), today)),
        PROMISED => Some(promised_echo(form.text(PROMISED), talk, today)),
        NOTE if form.text(NOTE).is_empty() => Some(Echo::hint("who said what, in your words")),
        _ => None,
    }
}

fn on_echo(text: &str, today: NaiveDate) -> Echo {
    match input::date_past(text, today) {
        Ok(day) if day > today => Echo::new(Sense::Bad, "That day is still to come."),
        Ok(day) => Echo::good(format!("= {}", input::date_echo(day))),
        Err(failure) => Echo::bad(&failure),
    }
}

fn promised_echo(text: &str, talk: &Talk, today: NaiveDate) -> Echo {
    if text.is_empty() {
        return match talk.came {
            Came::Promise => Echo::new(Sense::Bad, "A promise needs its day."),
            Came::Of(TalkOutcome::Dispute) => Echo::hint("reminders rest until you lift the hold"),
            Came::Of(_) => Echo::hint("to pay by a day: reminders rest until then"),
        };
    }
    match input::date(text, today) {
        Ok(day) if day < today => Echo::new(Sense::Bad, "That day has passed."),
        Ok(_) | Err(_) => day_echo(text, today),
    }
}

/// Notes it. Who never got an invoice may get it once more.
pub(super) fn accept(
    model: &mut Model,
    form: &Form,
    talk: &Talk,
) -> std::result::Result<(), Refused> {
    let Some(with) = talk.with.get(form.chosen(WITH)) else {
        return Err((WITH, "There is nobody to speak with.".to_owned()));
    };
    let today = model.now.today;
    let words =
        |place| move |failure: crate::failure::Failure| (place, failure.message().to_owned());
    let on = input::date_past(form.text(ON), today).map_err(words(ON))?;
    let promised_on = match form.text(PROMISED) {
        "" => None,
        text => Some(input::date(text, today).map_err(words(PROMISED))?),
    };
    let outcome = match talk.came {
        Came::Promise => TalkOutcome::None,
        Came::Of(outcome) => outcome,
    };
    let new = NewTalk {
        client: with.client,
        invoices: with.invoices.iter().map(|one| one.id).collect(),
        on,
        way: Way::ALL.get(form.chosen(WAY)).copied().unwrap_or_default(),
        outcome,
        note: form.text(NOTE).to_owned(),
        promised_on,
    };
    let said = match new.hold() {
        Some((_, Some(until))) => format!(
            "Noted. No reminders for {} until {}.",
            with.name,
            input::date_short(until, today)
        ),
        Some((_, None)) => format!(
            "Noted. No reminders for {} until you lift the hold.",
            with.name
        ),
        None => format!("Noted with {}.", with.client_name),
    };
    model.write(Write::NoteTalk(new), said);
    if let Some(list) = model.list_mut() {
        list.clear_marks();
    }
    if outcome.wants_invoice_again() {
        offer(model, &with.invoices);
    }
    Ok(())
}

fn offer(model: &mut Model, invoices: &[Pointed]) {
    let mut choices: Vec<Choice> = invoices
        .iter()
        .map(|one| {
            let name = format!("yes, show {} as it would go", one.number);
            Choice::new(name, "", Pick::MailInvoice(one.clone()))
        })
        .collect();
    choices.push(Choice::new("not now", "", Pick::Nothing));
    if choices.len() > 1 {
        menu::open(model, "Send the invoice again?", choices, 0);
    }
}
