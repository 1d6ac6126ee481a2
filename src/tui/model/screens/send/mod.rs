//! The send panel: exactly what each client gets, and the checks. `s` queues what is shown and
//! shows the next; it leaves ten seconds later.

use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::message::{Message, MessageState};
use crate::domain::views::{Edit, Prepared, ReminderRow, Turn};
use crate::tui::model::list::{Identified, RowId};
use crate::tui::model::{Job, Load, Model, Pane, Slot};

mod act;
mod panes;

pub use act::{
    can_change_tone, can_edit, can_send, can_send_all, close, edit_outside, edit_text, next,
    next_tone, previous, scroll_down, scroll_up, send, send_all, send_all_now, set_text, skip,
};
pub use panes::{Panes, click, panes};

/// Which reminders the panel is opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// All that are due, beginning with one.
    All {
        /// The row to begin with.
        first: Option<RowId>,
    },
    /// These rows of the queue.
    Rows(Vec<RowId>),
    /// Whatever is due for these invoices.
    Invoices(Vec<InvoiceId>),
    /// Whatever is due for these clients.
    Clients(Vec<ClientId>),
    /// Exactly this message, whether something is due or not.
    This(Box<ReminderRow>),
}

/// How far a reminder of the panel is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not sent yet.
    ToGo,
    /// It is being queued.
    Queuing(Job),
    /// Queued; it leaves at its time.
    Waiting(OutboxId),
    /// The server has it.
    Sent(OutboxId),
    /// Left out for now; it stays due.
    Skipped,
    /// It did not go, and why.
    Failed(String),
}

/// A reminder of the panel.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its row of the queue.
    pub row: ReminderRow,
    /// What was changed for this once.
    pub edit: Edit,
    /// How far it is.
    pub standing: Standing,
}

impl Item {
    fn of(row: &ReminderRow) -> Self {
        Self {
            row: row.clone(),
            edit: Edit::default(),
            standing: Standing::ToGo,
        }
    }
}

/// What the panel knows.
#[derive(Clone, Debug)]
pub struct Panel {
    want: Want,
    /// Whether the queue was read.
    pub loaded: bool,
    /// The reminders.
    pub items: Vec<Item>,
    /// The one shown.
    pub cursor: usize,
    /// The one shown as it would go, with what it was asked for.
    pub prepared: Option<(Load, Prepared)>,
}

impl Panel {
    /// The reminder shown.
    #[must_use]
    pub fn current(&self) -> Option<&Item> {
        self.items.get(self.cursor)
    }

    fn load(item: &Item) -> Load {
        Load::Prepare {
            client: item.row.client,
            channel: item.row.channel,
            about: item.row.about,
            edit: item.edit.clone(),
        }
    }

    /// The text of the reminder shown, when it is exactly that.
    #[must_use]
    pub fn text(&self) -> Option<&Prepared> {
        let wanted = Self::load(self.current()?);
        let (asked, prepared) = self.prepared.as_ref()?;
        (*asked == wanted).then_some(prepared)
    }

    /// How many stand so.
    #[must_use]
    pub fn count(&self, stands: impl Fn(&Standing) -> bool) -> usize {
        let items = self.items.iter();
        items.filter(|item| stands(&item.standing)).count()
    }

    /// How many are still to go.
    #[must_use]
    pub fn to_go(&self) -> usize {
        self.count(|standing| *standing == Standing::ToGo)
    }

    /// Shows the next that is still to go, from here on and then from the top.
    fn advance(&mut self) {
        let to_go = |index: &usize| {
            let item = self.items.get(*index);
            item.is_some_and(|item| item.standing == Standing::ToGo)
        };
        let below = (self.cursor + 1..self.items.len()).find(to_go);
        let next = below.or_else(|| (0..self.cursor).find(to_go));
        self.cursor = next.unwrap_or(self.cursor);
    }
}

/// Opens the panel.
pub fn open(model: &mut Model, want: Want) {
    let this = match &want {
        Want::This(row) => Some(Item::of(row)),
        Want::All { .. } | Want::Rows(_) | Want::Invoices(_) | Want::Clients(_) => None,
    };
    model.send = Some(Panel {
        want,
        loaded: this.is_some(),
        items: this.into_iter().collect(),
        cursor: 0,
        prepared: None,
    });
    model.scroll = 0;
    model.pane = Pane::List;
    model.forget(Slot::Queue);
    model.forget(Slot::Prepare);
}

/// Asks for what is missing.
pub fn settle(model: &mut Model) {
    let Some(panel) = &model.send else { return };
    if !panel.loaded {
        model.want(Load::Queue);
        return;
    }
    let load = panel.current().map(Panel::load);
    if let Some(load) = load {
        model.want(load);
    }
}

/// Takes the queue; a panel without a reminder closes and says why.
pub fn take_queue(model: &mut Model, rows: &[ReminderRow]) {
    let Some(panel) = model.send.as_mut().filter(|panel| !panel.loaded) else {
        return;
    };
    let due = rows.iter().filter(|row| row.turn == Turn::Due);
    let wanted = due.filter(|row| match &panel.want {
        Want::All { .. } => true,
        Want::Rows(ids) => ids.contains(&row.row_id()),
        Want::Invoices(ids) => row.invoices.iter().any(|one| ids.contains(&one.id)),
        Want::Clients(ids) => ids.contains(&row.client),
        Want::This(this) => this.row_id() == row.row_id(),
    });
    panel.items = wanted.map(Item::of).collect();
    panel.loaded = true;
    let without = without_a_reminder(panel);
    if let Want::All { first: Some(first) } = &panel.want {
        let found = panel
            .items
            .iter()
            .position(|item| item.row.row_id() == *first);
        panel.cursor = found.unwrap_or(0);
    }
    if panel.items.is_empty() {
        let reason = why_not(&panel.want, rows);
        model.send = None;
        model.note(reason);
    } else if let Some(text) = without {
        model.note(text);
    }
}

/// How many of the marked have no reminder due, in words.
fn without_a_reminder(panel: &Panel) -> Option<String> {
    let found = |ids: &InvoiceId| {
        let mut all = panel.items.iter().flat_map(|item| &item.row.invoices);
        all.any(|one| one.id == *ids)
    };
    let (marked, with) = match &panel.want {
        Want::All { .. } | Want::This(_) => return None,
        Want::Rows(ids) => (ids.len(), panel.items.len()),
        Want::Clients(ids) => {
            let has = |id: &&ClientId| panel.items.iter().any(|item| item.row.client == **id);
            (ids.len(), ids.iter().filter(has).count())
        }
        Want::Invoices(ids) => (ids.len(), ids.iter().filter(|id| found(id)).count()),
    };
    let without = marked.saturating_sub(with);
    let verb = if without == 1 { "has" } else { "have" };
    (without > 0).then(|| format!("{without} of the {marked} marked {verb} no reminder due."))
}

fn why_not(want: &Want, rows: &[ReminderRow]) -> String {
    let about = |row: &&ReminderRow| match want {
        Want::All { first } => *first == Some(row.row_id()),
        Want::Rows(ids) => ids.contains(&row.row_id()),
        Want::Invoices(ids) => row.invoices.iter().any(|one| ids.contains(&one.id)),
        Want::Clients(ids) => ids.contains(&row.client),
        Want::This(this) => this.row_id() == row.row_id(),
    };
    match rows.iter().find(about) {
        Some(row) if !row.why.is_empty() => {
            let number = row.invoices.first().map_or("", |one| one.number.as_str());
            format!("No reminder is due for {number}. {}", row.why)
        }
        Some(_) | None => "No reminder is due for this today.".to_owned(),
    }
}

/// Takes a text that was asked for.
pub fn take_text(model: &mut Model, asked: Load, prepared: Prepared) {
    if let Some(panel) = &mut model.send {
        panel.prepared = Some((asked, prepared));
    }
}

/// A reminder was queued, or could not be.
pub fn queued(model: &mut Model, job: Job, result: Result<OutboxId, String>) {
    let Some(panel) = &mut model.send else { return };
    let item = panel
        .items
        .iter_mut()
        .find(|item| item.standing == Standing::Queuing(job));
    if let Some(item) = item {
        item.standing = match result {
            Ok(id) => Standing::Waiting(id),
            Err(why) => Standing::Failed(why),
        };
    }
}

/// A message changed its state.
pub fn message_changed(model: &mut Model, message: &Message) {
    let Some(panel) = &mut model.send else { return };
    let waiting = Standing::Waiting(message.id);
    let item = panel.items.iter_mut().find(|item| item.standing == waiting);
    let Some(item) = item else { return };
    item.standing = match message.state {
        MessageState::Queued | MessageState::Sending | MessageState::InDoubt => waiting,
        MessageState::Accepted => Standing::Sent(message.id),
        MessageState::Cancelled => Standing::ToGo,
        MessageState::Refused | MessageState::Expired => Standing::Failed(message.why.clone()),
        MessageState::Unknown => Standing::Failed("nobody can know whether it arrived".to_owned()),
    };
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
