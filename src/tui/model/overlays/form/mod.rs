//! A form: a few fields, each with an echo of what was understood. Enter takes it, Esc leaves it.

use chrono::NaiveDate;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use super::Overlay;
use crate::domain::input;
use crate::domain::money::Money;
use crate::domain::views::Payable;
use crate::failure::Failure;
use crate::tui::model::{Load, Model};

pub mod difference;
pub mod hold;
pub mod import;
pub mod payment;
pub mod refund;
pub mod setup;

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Typed text.
    Text(Input),
    /// One of a few.
    Choice {
        /// All of them.
        options: Vec<String>,
        /// The chosen one.
        chosen: usize,
    },
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub label: &'static str,
    /// What it holds.
    pub value: Value,
    /// Whether the first letter typed takes the place of all that stands in it.
    pub fresh: bool,
}

impl Field {
    fn text(label: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        Self {
            label,
            fresh: !value.is_empty(),
            value: Value::Text(Input::new(value)),
        }
    }

    fn choice(label: &'static str, options: Vec<String>) -> Self {
        Self {
            label,
            value: Value::Choice { options, chosen: 0 },
            fresh: false,
        }
    }
}

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
}

impl Form {
    fn new(purpose: Purpose, title: impl Into<String>, fields: Vec<Field>) -> Self {
        Self {
            purpose,
            title: title.into(),
            fields,
            focus: 0,
            problem: None,
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
        }
    }
}

/// The echo of a day.
fn day_echo(text: &str, today: NaiveDate) -> Echo {
    match input::date(text, today) {
        Ok(day) => Echo::good(format!("= {}", input::date_echo(day))),
        Err(failure) => Echo::bad(&failure),
    }
}

fn open_form(model: &mut Model, form: Form) {
    model.overlays.push(Overlay::Form(Box::new(form)));
}

fn top(model: &mut Model) -> Option<&mut Form> {
    match model.overlays.last_mut() {
        Some(Overlay::Form(form)) => Some(form),
        Some(_) | None => None,
    }
}

/// The invoice of the topmost form, where it is about money.
fn paid_invoice(model: &Model) -> Option<crate::domain::ids::InvoiceId> {
    match model.overlays.last() {
        Some(Overlay::Form(form)) => match &form.purpose {
            Purpose::Payment(payment) => Some(payment.invoice.id),
            Purpose::Refund(refund) => Some(refund.invoice.id),
            Purpose::Difference(difference) => Some(difference.invoice.id),
            Purpose::Hold(_) | Purpose::Setup(_) | Purpose::Import(_) => None,
        },
        Some(_) | None => None,
    }
}

/// Asks for what a payment has to do with, while its form is shown.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if let Some(invoice) = paid_invoice(model) {
        model.want(Load::Payable { invoice });
    }
}

/// Takes what a payment has to do with.
pub(in crate::tui::model) fn payable(model: &mut Model, facts: Payable) {
    if paid_invoice(model) != Some(facts.invoice) {
        return;
    }
    if let Some(form) = top(model) {
        match &mut form.purpose {
            Purpose::Payment(payment) => payment.facts = Some(facts),
            Purpose::Refund(refund) => refund.facts = Some(facts),
            Purpose::Difference(difference) => difference.facts = Some(facts),
            Purpose::Hold(_) | Purpose::Setup(_) | Purpose::Import(_) => {}
        }
        changed(form);
    }
}

/// Something in a form is another: what follows from it follows.
pub(super) fn changed(form: &mut Form) {
    match &form.purpose {
        Purpose::Payment(_) => payment::changed(form),
        Purpose::Refund(_) => refund::changed(form),
        Purpose::Difference(_) | Purpose::Hold(_) | Purpose::Setup(_) | Purpose::Import(_) => {}
    }
}

/// The day of money, which lies behind.
fn past_echo(text: &str, today: NaiveDate, issued_on: Option<NaiveDate>) -> Echo {
    match input::date_past(text, today) {
        Ok(day) if day > today => Echo::new(Sense::Bad, "A payment cannot lie in the future."),
        Ok(day) if issued_on.is_some_and(|on| day < on) => {
            let day = input::date_echo(day);
            Echo::new(
                Sense::Look,
                format!("= {day}, before the invoice was issued"),
            )
        }
        Ok(day) => Echo::good(format!("= {}", input::date_echo(day))),
        Err(failure) => Echo::bad(&failure),
    }
}

/// How money can be paid; the first is the usual one.
const METHODS: [&str; 4] = ["bank", "card", "cash", "other"];

/// An amount without its sign.
fn size(amount: Money) -> Money {
    Money::new(amount.minor().saturating_abs(), amount.currency())
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

fn step(model: &mut Model, by: usize) {
    if let Some(form) = top(model) {
        form.focus = (form.focus + by) % form.fields.len().max(1);
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
    let count = top(model).map_or(1, |form| form.fields.len().max(1));
    step(model, count - 1);
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

/// Leaves the form.
pub fn close(model: &mut Model) {
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
