//! A short menu: one line, one choice.

use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::Overlay;
use crate::domain::ids::{HoldId, InvoiceId, OutboxId, PaymentId};
use crate::domain::views::InvoiceSort;
use crate::tui::model::act::{self, Pointed};
use crate::tui::model::screens::editor::{self, Place};
use crate::tui::model::screens::{Tab, invoices, send};
use crate::tui::model::{Model, Write, layout, navigate};

use super::form::talk::Came;
use super::{edit, form};

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Puts a text on the clipboard.
    Copy(String),
    /// Orders the invoices.
    Sort(InvoiceSort),
    /// Opens the form for a payment.
    Pay(Pointed),
    /// Takes several payments out again.
    RemovePayments(Vec<PaymentId>),
    /// Lifts a hold.
    Lift(HoldId),
    /// Passes over the stage of an invoice.
    Skip {
        /// Row id.
        id: InvoiceId,
        /// Number.
        number: String,
        /// Stage.
        stage: String,
    },
    /// Says what became of a message.
    Resolve {
        /// The message.
        id: OutboxId,
        /// Whether it arrived.
        sent: bool,
    },
    /// Has somebody asked what became of a message.
    AskWitness(OutboxId),
    /// Queues a message again.
    Retry(OutboxId),
    /// Asks before a message that may have arrived is queued again.
    AskAgain(OutboxId),
    /// Takes a queued message back.
    TakeBack(OutboxId),
    /// Takes the form as it is.
    TakeForm,
    /// Drops what was typed into the form.
    DropForm,
    /// Issues drafts, by their references.
    Issue(Vec<String>),
    /// Uses the text as it is.
    UseText,
    /// Drops the changes of a text.
    DropText,
    /// Ends the program as soon as nothing waits any more.
    LeaveWhenSent,
    /// Takes back all that wait, then ends the program.
    TakeBackAndLeave,
    /// Ends the program; what waits leaves at the next start.
    Leave,
    /// Issues the draft that is open.
    IssueOpen,
    /// Goes to a place of the draft that is open.
    GoTo(Place),
    /// Goes to what could not be read in the draft.
    ToUnread,
    /// Drops what could not be read in the draft, and leaves it.
    DropUnread(Option<Tab>),
    /// Opens the form for what was said.
    Talk(Came),
    /// Shows the message with an invoice.
    MailInvoice(Pointed),
    /// Queues all of the send panel, on old knowledge of payments.
    SendAll {
        /// The user has just looked at the bank account.
        checked: bool,
    },
    /// Nothing.
    Nothing,
}

/// A line of a menu.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What it is called.
    pub name: String,
    /// What it holds, beside it.
    pub note: String,
    pick: Pick,
}

impl Choice {
    /// A line.
    #[must_use]
    pub fn new(name: impl Into<String>, note: impl Into<String>, pick: Pick) -> Self {
        Self {
            name: name.into(),
            note: note.into(),
            pick,
        }
    }
}

/// A menu.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Its title.
    pub title: String,
    /// Its lines.
    pub choices: Vec<Choice>,
    /// The line under the cursor.
    pub cursor: usize,
}

/// Opens a menu; nothing happens without a line.
pub fn open(model: &mut Model, title: &str, choices: Vec<Choice>, cursor: usize) {
    if choices.is_empty() {
        return;
    }
    model.overlays.push(Overlay::Menu(Menu {
        title: title.to_owned(),
        choices,
        cursor,
    }));
}

/// Where the box of a menu stands.
#[must_use]
pub fn area(model: &Model, menu: &Menu) -> Rect {
    let widest = |choice: &Choice| choice.name.width() + choice.note.width();
    let width = menu.choices.iter().map(widest).max().unwrap_or(0) + 10;
    let width = u16::try_from(width.max(menu.title.width() + 8)).unwrap_or(u16::MAX);
    let height = u16::try_from(menu.choices.len()).unwrap_or(u16::MAX);
    layout::centred(model.size, width, height.saturating_add(2))
}

fn step(model: &mut Model, by: isize) {
    if let Some(Overlay::Menu(menu)) = model.overlays.last_mut() {
        let last = menu.choices.len().saturating_sub(1);
        menu.cursor = menu.cursor.saturating_add_signed(by).min(last);
    }
}

/// To the next line.
pub fn down(model: &mut Model) {
    step(model, 1);
}

/// To the previous line.
pub fn up(model: &mut Model) {
    step(model, -1);
}

/// Closes it.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}

/// Does what the line under the cursor says.
pub fn choose(model: &mut Model) {
    let Some(Overlay::Menu(mut menu)) = model.overlays.pop() else {
        return;
    };
    if menu.cursor >= menu.choices.len() {
        return;
    }
    let chosen = menu.choices.swap_remove(menu.cursor).pick;
    pick(model, chosen);
}

/// Does what a line says.
pub(in crate::tui::model) fn pick(model: &mut Model, pick: Pick) {
    match pick {
        Pick::Copy(text) => act::copy(model, text),
        Pick::Sort(sort) => invoices::set_sort(model, sort),
        Pick::Pay(invoice) => act::pay_one(model, invoice),
        Pick::RemovePayments(ids) => act::remove_all(model, ids),
        Pick::Lift(id) => act::release(model, id),
        Pick::Skip { id, number, stage } => act::skip_one(model, id, &number, &stage),
        Pick::Resolve { id, sent } => act::resolve(model, id, sent),
        Pick::AskWitness(id) => act::ask_witness(model, id),
        Pick::Retry(id) => act::retry(model, id),
        Pick::AskAgain(id) => ask_again(model, id),
        Pick::TakeBack(id) => {
            model.write(Write::TakeBack(id), "");
        }
        Pick::TakeForm => form::accept(model),
        Pick::DropForm => form::drop_it(model),
        Pick::Issue(references) => act::issue_all(model, references),
        Pick::UseText => edit::accept(model),
        Pick::DropText => edit::drop_changes(model),
        Pick::LeaveWhenSent => model.outbox.leaving = true,
        Pick::TakeBackAndLeave => navigate::take_back_and_leave(model),
        Pick::Leave => navigate::quit_now(model),
        Pick::IssueOpen => editor::issue::issue(model),
        Pick::GoTo(place) => editor::issue::show(model, place),
        Pick::ToUnread => editor::keep::to_unread(model),
        Pick::DropUnread(tab) => editor::keep::drop_unread(model, tab),
        Pick::Talk(came) => act::came(model, came),
        Pick::MailInvoice(invoice) => act::mail_one(model, invoice),
        Pick::SendAll { checked } => send::send_all_now(model, checked),
        Pick::Nothing => {}
    }
}

fn ask_again(model: &mut Model, id: OutboxId) {
    let choices = vec![
        Choice::new("no, leave it as it is", "", Pick::Nothing),
        Choice::new("yes, send it again", "", Pick::Retry(id)),
    ];
    open(model, "The client may get it twice", choices, 0);
}

/// A click on a line chooses it; beside the box closes it.
pub(super) fn click(model: &mut Model, at: Position) {
    let Some(Overlay::Menu(menu)) = model.overlays.last() else {
        return;
    };
    let frame = area(model, menu);
    let last = menu.choices.len();
    if !frame.contains(at) {
        close(model);
        return;
    }
    let row = usize::from(at.y.saturating_sub(frame.y + 1));
    if at.y > frame.y && row < last {
        if let Some(Overlay::Menu(menu)) = model.overlays.last_mut() {
            menu.cursor = row;
        }
        choose(model);
    }
}
