//! A form: a few fields, each with an echo of what was understood. Enter takes it, Esc leaves it.

use chrono::NaiveDate;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::backend::crossterm::EventHandler;

use super::Overlay;
use super::menu::{self, Choice, Pick};
use crate::domain::input;
use crate::failure::Failure;
use crate::tui::model::Model;

pub mod client;
pub mod deposit;
pub mod difference;
pub mod ending;
mod field;
pub mod hold;
pub mod import;
mod money;
pub mod payment;
pub mod recur;
pub mod refund;
pub mod rows;
pub mod setup;
pub mod talk;

pub use field::{Field, Many, Value};
use money::{METHODS, past_echo, size};
pub(in crate::tui::model) use money::{payable, settle};

/// How an echo is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Understood.
    Good,
    /// Understood; look at it.
    Look,
    /// Not understood, or not possible.
    Bad,
    /// A hint for an empty field.
    Hint,
}

/// What was understood of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// How it is meant.
    pub sense: Sense,
    /// In words.
    pub text: String,
}

impl Echo {
    fn new(sense: Sense, text: impl Into<String>) -> Self {
        Self {
            sense,
            text: text.into(),
        }
    }

    fn good(text: impl Into<String>) -> Self {
        Self::new(Sense::Good, text)
    }

    fn bad(failure: &Failure) -> Self {
        let text = match failure.next_step() {
            "" => failure.message().to_owned(),
            next => format!("{} ({next})", failure.message().trim_end_matches('.')),
        };
        Self::new(Sense::Bad, text)
    }

    fn hint(text: impl Into<String>) -> Self {
        Self::new(Sense::Hint, text)
    }
}

/// What a form is for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// Money that came in.
    Payment(payment::Payment),
    /// Money that goes back.
    Refund(refund::Refund),
    /// A few cents that nobody asks for.
    Difference(difference::Difference),
    /// No reminders for a while.
    Hold(hold::Hold),
    /// Who the freelancer is.
    Setup(setup::Setup),
    /// A payme file to bring in.
    Import(import::Import),
    /// Why a document is voided or given up.
    Ending(ending::Ending),
    /// How much a deposit asks for.
    Deposit(deposit::Deposit),
    /// When a document comes again.
    Recur(recur::Recur),
    /// What was said and heard beside messages.
    Talk(talk::Talk),
    /// A client's card.
    Client(Box<client::Card>),
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is for.
    pub purpose: Purpose,
    /// Its title.
    pub title: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field that has the keys.
    pub focus: usize,
    /// Why it was not taken.
    pub problem: Option<String>,
    /// What stood in it when it was opened.
    before: Vec<(&'static str, String)>,
}

impl Form {
    fn new(purpose: Purpose, title: impl Into<String>, fields: Vec<Field>) -> Self {
        Self {
            purpose,
            title: title.into(),
            fields,
            focus: 0,
            problem: None,
            before: Vec::new(),
        }
    }

    /// The typed text of a field; empty for a choice.
    #[must_use]
    pub fn text(&self, index: usize) -> &str {
        match self.fields.get(index).map(|field| &field.value) {
            Some(Value::Text(input)) => input.value().trim(),
            Some(Value::Choice { .. }) | None => "",
        }
    }

    /// The words of the chosen line of a choice; empty for a text.
    #[must_use]
    pub fn chosen_word(&self, index: usize) -> &str {
        match self.fields.get(index).map(|field| &field.value) {
            Some(Value::Choice { options, chosen }) => {
                options.get(*chosen).map_or("", String::as_str)
            }
            Some(Value::Text(_)) | None => "",
        }
    }

    /// Puts a text into a field, as if it had stood there from the beginning.
    fn refill(&mut self, index: usize, text: &str) {
        if let Some(field) = self.fields.get_mut(index) {
            *field = Field::text(field.label, text);
        }
    }

    /// Which line of a choice is chosen; the first for a text.
    #[must_use]
    pub fn chosen(&self, index: usize) -> usize {
        match self.fields.get(index).map(|field| &field.value) {
            Some(Value::Choice { chosen, .. }) => *chosen,
            Some(Value::Text(_)) | None => 0,
        }
    }

    /// What was understood of a field.
    #[must_use]
    pub fn echo(&self, index: usize, today: NaiveDate) -> Option<Echo> {
        match &self.purpose {
            Purpose::Payment(payment) => payment::echo(self, payment, index, today),
            Purpose::Refund(refund) => refund::echo(self, refund, index, today),
            Purpose::Difference(difference) => difference::echo(self, difference, index),
            Purpose::Hold(_) => hold::echo(self, index, today),
            Purpose::Setup(_) => setup::echo(self, index, today),
            Purpose::Import(_) => import::echo(self, index),
            Purpose::Ending(ending) => ending::echo(self, ending, index),
            Purpose::Deposit(deposit) => deposit::echo(self, deposit, index),
            Purpose::Recur(recur) => recur::echo(self, recur, index, today),
            Purpose::Talk(talk) => talk::echo(self, talk, index, today),
            Purpose::Client(card) => client::echo(self, card, index, today),
        }
    }

    /// Whether it has parts with headings, and may be longer than the window.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.fields.iter().any(|field| !field.section.is_empty())
    }

    /// The place of the first field of a name.
    #[must_use]
    pub fn place(&self, name: &str) -> usize {
        let found = self.fields.iter().position(|field| field.name == name);
        found.unwrap_or_default()
    }

    /// The typed text of the first field of a name.
    #[must_use]
    pub fn text_of(&self, name: &str) -> &str {
        self.text(self.place(name))
    }

    /// Which line of the choice of a name is chosen.
    #[must_use]
    pub fn chosen_of(&self, name: &str) -> usize {
        self.chosen(self.place(name))
    }

    /// The rows of a name with their places: blank ones are left out, but for those inside a text.
    #[must_use]
    pub fn rows_of(&self, name: &str) -> Vec<(usize, &str)> {
        let rows = self.fields.iter().enumerate();
        let mut rows: Vec<(usize, &str)> = rows
            .filter(|(_, field)| field.name == name)
            .filter(|(_, field)| field.many == Many::Lines || !field.is_blank())
            .map(|(place, field)| (place, field.shown().trim_end()))
            .collect();
        while rows.last().is_some_and(|(_, text)| text.is_empty()) {
            rows.pop();
        }
        rows
    }

    /// All that stands in it, to tell whether something was changed.
    fn contents(&self) -> Vec<(&'static str, String)> {
        let filled = self
            .fields
            .iter()
            .filter(|field| field.many == Many::One || !field.is_blank());
        filled
            .map(|field| (field.name, field.shown().trim().to_owned()))
            .collect()
    }
}

/// The echo of a day.
fn day_echo(text: &str, today: NaiveDate) -> Echo {
    match input::date(text, today) {
        Ok(day) => Echo::good(format!("= {}", input::date_echo(day))),
        Err(failure) => Echo::bad(&failure),
    }
}

fn open_form(model: &mut Model, mut form: Form) {
    form.before = form.contents();
    model.overlays.push(Overlay::Form(Box::new(form)));
}

fn top(model: &mut Model) -> Option<&mut Form> {
    match model.overlays.last_mut() {
        Some(Overlay::Form(form)) => Some(form),
        Some(_) | None => None,
    }
}

/// Something in a form is another: what follows from it follows.
pub(super) fn changed(form: &mut Form) {
    match &form.purpose {
        Purpose::Payment(_) => payment::changed(form),
        Purpose::Refund(_) => refund::changed(form),
        Purpose::Difference(_)
        | Purpose::Hold(_)
        | Purpose::Talk(_)
        | Purpose::Setup(_)
        | Purpose::Import(_)
        | Purpose::Client(_)
        | Purpose::Ending(_)
        | Purpose::Deposit(_)
        | Purpose::Recur(_) => {}
    }
}

/// A key that is no command: text, or another line of a choice.
pub(super) fn typed(form: &mut Form, event: KeyEvent) {
    form.problem = None;
    turn(form, event);
    changed(form);
}

fn turn(form: &mut Form, event: KeyEvent) {
    let Some(field) = form.fields.get_mut(form.focus) else {
        return;
    };
    match &mut field.value {
        Value::Text(input) => {
            let plain = !event
                .modifiers
                .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
            if field.fresh && plain && matches!(event.code, KeyCode::Char(_)) {
                input.reset();
            }
            field.fresh = false;
            input.handle_event(&Event::Key(event));
            form.grow();
        }
        Value::Choice { options, chosen } => {
            let count = options.len().max(1);
            if matches!(event.code, KeyCode::Right | KeyCode::Char(' ' | 'l')) {
                *chosen = (*chosen + 1) % count;
            } else if matches!(event.code, KeyCode::Left | KeyCode::Char('h')) {
                *chosen = (*chosen + count - 1) % count;
            } else if let KeyCode::Char(letter) = event.code {
                let begins = |option: &String| option.starts_with(letter);
                *chosen = options.iter().position(begins).unwrap_or(*chosen);
            }
        }
    }
}

fn step(model: &mut Model, by: isize) {
    if let Some(form) = top(model) {
        let count = isize::try_from(form.fields.len().max(1)).unwrap_or(1);
        let here = isize::try_from(form.focus).unwrap_or(0);
        form.focus = usize::try_from((here + by).rem_euclid(count)).unwrap_or(0);
        form.grow();
    }
}

/// To the next field, or the next problem of a file.
pub fn next(model: &mut Model) {
    if top(model).is_some_and(|form| import::scroll(form, 1)) {
        return;
    }
    step(model, 1);
}

/// To the previous field, or the previous problem of a file.
pub fn previous(model: &mut Model) {
    if top(model).is_some_and(|form| import::scroll(form, -1)) {
        return;
    }
    step(model, -1);
}

/// Empties the field.
pub fn clear(model: &mut Model) {
    if let Some(form) = top(model) {
        form.problem = None;
        if let Some(field) = form.fields.get_mut(form.focus)
            && let Value::Text(input) = &mut field.value
        {
            input.reset();
            field.fresh = false;
        }
        changed(form);
    }
}

/// Leaves the form; asks first when much would be lost.
pub fn close(model: &mut Model) {
    let changed = top(model).is_some_and(|form| match &form.purpose {
        Purpose::Client(card) => card.is_changed(form),
        // These ask for more than can be typed again in a moment.
        Purpose::Setup(_) => form.contents() != form.before,
        Purpose::Payment(_)
        | Purpose::Refund(_)
        | Purpose::Difference(_)
        | Purpose::Hold(_)
        | Purpose::Talk(_)
        | Purpose::Import(_)
        | Purpose::Ending(_)
        | Purpose::Deposit(_)
        | Purpose::Recur(_) => false,
    });
    if changed {
        let choices = vec![
            Choice::new("keep writing", "", Pick::Nothing),
            Choice::new("save it as it is now", "", Pick::TakeForm),
            Choice::new("drop what was typed", "", Pick::DropForm),
        ];
        menu::open(model, "Something was typed", choices, 0);
    } else {
        drop_it(model);
    }
}

/// Leaves the form without a question.
pub fn drop_it(model: &mut Model) {
    model.overlays.pop();
}

/// Takes the form, or says what is missing and goes there.
pub fn accept(model: &mut Model) {
    let Some(form) = top(model).map(|form| form.clone()) else {
        return;
    };
    let today = model.now.today;
    let bad = |index: &usize| {
        let echo = form.echo(*index, today);
        echo.is_some_and(|echo| echo.sense == Sense::Bad)
    };
    if let Some(index) = (0..form.fields.len()).find(bad) {
        let echo = form.echo(index, today).map(|echo| echo.text);
        return refuse(model, index, echo.unwrap_or_default());
    }
    let taken = match &form.purpose {
        Purpose::Payment(payment) => payment::accept(model, &form, payment),
        Purpose::Refund(refund) => refund::accept(model, &form, refund),
        Purpose::Difference(difference) => difference::accept(model, &form, difference),
        Purpose::Hold(hold) => hold::accept(model, &form, hold),
        Purpose::Setup(setup) => setup::accept(model, &form, setup),
        Purpose::Import(_) => import::accept(model, &form),
        Purpose::Ending(ending) => ending::accept(model, &form, ending),
        Purpose::Deposit(deposit) => deposit::accept(model, &form, deposit),
        Purpose::Recur(recur) => recur::accept(model, &form, recur),
        Purpose::Talk(talk) => talk::accept(model, &form, talk),
        Purpose::Client(card) => client::accept(model, &form, card),
    };
    match taken {
        Ok(()) => {
            let form = |overlay: &Overlay| matches!(overlay, Overlay::Form(_));
            if let Some(index) = model.overlays.iter().rposition(form) {
                model.overlays.remove(index);
            }
        }
        Err((index, problem)) => refuse(model, index, problem),
    }
}

/// Why a form was not taken: the field, and the reason.
type Refused = (usize, String);

fn refuse(model: &mut Model, index: usize, problem: String) {
    if let Some(form) = top(model) {
        form.focus = index;
        form.problem = Some(problem);
    }
}
