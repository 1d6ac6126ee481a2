//! The send panel: exactly what each client gets, and the checks. `s` queues what is shown and
//! shows the next; it leaves ten seconds later.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::ids::{InvoiceId, OutboxId};
use crate::domain::message::{Message, MessageState};
use crate::domain::policy::Tone;
use crate::domain::views::{CheckLevel, Edit, Prepared, ReminderRow, Turn};
use crate::tui::model::commands::Possible;
use crate::tui::model::list::{Identified, RowId};
use crate::tui::model::outbox::DELAY_SECONDS;
use crate::tui::model::overlays::{Overlay, edit};
use crate::tui::model::{Effect, Job, Load, Model, Pane, Slot, Write, layout};

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

/// Where the parts of the panel stand; a part without room is empty.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// One line with all reminders, in a narrow window.
    pub line: Rect,
    /// The list of reminders, in a wide one.
    pub list: Rect,
    /// What happens after `s`.
    pub about: Rect,
    /// The text.
    pub text: Rect,
    /// The checks.
    pub checks: Rect,
}

/// Divides the body.
#[must_use]
pub fn panes(model: &Model) -> Panes {
    let body = layout::regions(model.size).body;
    let checks = if body.height >= 18 { 6 } else { 4 };
    if !layout::is_wide(model.size) {
        let [line, text, checks] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(checks),
        ])
        .areas(body);
        return Panes {
            line,
            list: Rect::ZERO,
            about: Rect::ZERO,
            text,
            checks,
        };
    }
    let [left, right] =
        Layout::horizontal([Constraint::Length(34), Constraint::Min(0)]).areas(body);
    let [list, about] = Layout::vertical([Constraint::Min(0), Constraint::Length(9)]).areas(left);
    let [text, checks] = Layout::vertical([Constraint::Min(0), Constraint::Length(7)]).areas(right);
    Panes {
        line: Rect::ZERO,
        list,
        about,
        text,
        checks,
    }
}

/// Opens the panel.
pub fn open(model: &mut Model, want: Want) {
    model.send = Some(Panel {
        want,
        loaded: false,
        items: Vec::new(),
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
    });
    panel.items = wanted
        .map(|row| Item {
            row: row.clone(),
            edit: Edit::default(),
            standing: Standing::ToGo,
        })
        .collect();
    panel.loaded = true;
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
    }
}

fn why_not(want: &Want, rows: &[ReminderRow]) -> String {
    let about = |row: &&ReminderRow| match want {
        Want::All { first } => *first == Some(row.row_id()),
        Want::Rows(ids) => ids.contains(&row.row_id()),
        Want::Invoices(ids) => row.invoices.iter().any(|one| ids.contains(&one.id)),
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

fn panel(model: &Model) -> Result<&Panel, String> {
    let panel = model.send.as_ref();
    panel.ok_or_else(|| "The send panel is not open.".to_owned())
}

/// Whether the reminder shown can go.
///
/// # Errors
/// The reason, when not.
pub fn can_send(model: &Model) -> Possible {
    let panel = panel(model)?;
    let Some(item) = panel.current() else {
        return Err("The queue is still being read.".to_owned());
    };
    match &item.standing {
        Standing::ToGo | Standing::Skipped | Standing::Failed(_) => {}
        Standing::Queuing(_) | Standing::Waiting(_) => {
            return Err("This one is queued already; u takes it back.".to_owned());
        }
        Standing::Sent(_) => return Err("This one has been sent.".to_owned()),
    }
    let Some(text) = panel.text() else {
        return Err("The text is still being written.".to_owned());
    };
    let mut bad = text
        .checks
        .iter()
        .filter(|check| check.level == CheckLevel::Bad);
    match bad.next() {
        Some(check) => Err(format!(
            "It cannot go: {}.",
            check.text.trim_end_matches('.')
        )),
        None => Ok(()),
    }
}

/// Queues the reminder shown and shows the next.
pub fn send(model: &mut Model) {
    model.outbox.begin_batch();
    let cursor = model.send.as_ref().map_or(0, |panel| panel.cursor);
    queue_one(model, cursor);
    if let Some(panel) = &mut model.send {
        panel.advance();
    }
    model.scroll = 0;
}

fn queue_one(model: &mut Model, index: usize) {
    let Some(item) = model.send.as_ref().and_then(|panel| panel.items.get(index)) else {
        return;
    };
    let write = Write::Send {
        client: item.row.client,
        channel: item.row.channel,
        edit: item.edit.clone(),
        delay_seconds: DELAY_SECONDS,
    };
    let job = model.write(write, "");
    if let Some(item) = model
        .send
        .as_mut()
        .and_then(|panel| panel.items.get_mut(index))
    {
        item.standing = Standing::Queuing(job);
    }
}

/// Whether any reminder is still to go.
///
/// # Errors
/// The reason, when not.
pub fn can_send_all(model: &Model) -> Possible {
    match panel(model)?.to_go() {
        0 => Err("Nothing is left to send.".to_owned()),
        _ => Ok(()),
    }
}

/// Queues all that are still to go; `u` takes them back together.
pub fn send_all(model: &mut Model) {
    model.outbox.begin_batch();
    let count = model.send.as_ref().map_or(0, |panel| panel.items.len());
    for index in 0..count {
        let item = model.send.as_ref().and_then(|panel| panel.items.get(index));
        if item.is_some_and(|item| item.standing == Standing::ToGo) {
            queue_one(model, index);
        }
    }
}

/// Leaves the reminder shown out for now and shows the next. It stays due.
pub fn skip(model: &mut Model) {
    if let Some(panel) = &mut model.send {
        if let Some(item) = panel.items.get_mut(panel.cursor)
            && item.standing == Standing::ToGo
        {
            item.standing = Standing::Skipped;
        }
        panel.advance();
    }
    model.scroll = 0;
}

/// Whether the reminder shown can still be changed.
///
/// # Errors
/// The reason, when not.
pub fn can_edit(model: &Model) -> Possible {
    let panel = panel(model)?;
    match panel.current().map(|item| &item.standing) {
        Some(Standing::ToGo | Standing::Skipped | Standing::Failed(_)) => {}
        Some(Standing::Queuing(_) | Standing::Waiting(_) | Standing::Sent(_)) => {
            return Err("It is queued as it is; u takes it back first.".to_owned());
        }
        None => return Err("There is no reminder here.".to_owned()),
    }
    match panel.text() {
        Some(_) => Ok(()),
        None => Err("The text is still being written.".to_owned()),
    }
}

/// Whether its tone can be changed: not after its text was.
///
/// # Errors
/// The reason, when not.
pub fn can_change_tone(model: &Model) -> Possible {
    can_edit(model)?;
    let edited = panel(model)?
        .current()
        .is_some_and(|item| item.edit.body.is_some());
    if edited {
        Err("You wrote this text yourself; its tone is yours.".to_owned())
    } else {
        Ok(())
    }
}

/// Speaks in the next tone: friendly, firm, final, and again.
pub fn next_tone(model: &mut Model) {
    let Some(panel) = &mut model.send else { return };
    let now = panel.text().map(|text| text.tone);
    let Some(item) = panel.items.get_mut(panel.cursor) else {
        return;
    };
    let next = match now.or(item.edit.tone).or(item.row.tone) {
        Some(Tone::Friendly) => Tone::Firm,
        Some(Tone::Firm) => Tone::Final,
        Some(Tone::Final | Tone::HeadsUp) | None => Tone::Friendly,
    };
    item.edit.tone = Some(next).filter(|next| item.row.tone != Some(*next));
}

/// Opens the text for editing.
pub fn edit_text(model: &mut Model) {
    let text = model.send.as_ref().and_then(Panel::text);
    if let Some(text) = text {
        let overlay = edit::Edit::new(&text.subject, &text.body);
        model.overlays.push(Overlay::Edit(Box::new(overlay)));
    }
}

/// Opens the text in `$EDITOR`.
pub fn edit_outside(model: &mut Model) {
    let text = model.send.as_ref().and_then(Panel::text);
    if let Some(text) = text {
        let text = edit::to_file(&text.subject, &text.body);
        model.ask(Effect::OpenEditor(text));
    }
}

/// The text was changed for this once.
pub fn set_text(model: &mut Model, subject: String, body: String) {
    let Some(panel) = &mut model.send else { return };
    let Some(text) = panel.text() else { return };
    let subject = (subject != text.subject).then_some(subject);
    let body = (body != text.body).then_some(body);
    if let Some(item) = panel.items.get_mut(panel.cursor) {
        if subject.is_some() {
            item.edit.subject = subject;
        }
        if body.is_some() {
            item.edit.body = body;
        }
    }
}

fn step(model: &mut Model, by: isize) {
    model.scroll = 0;
    if let Some(panel) = &mut model.send {
        let last = panel.items.len().saturating_sub(1);
        panel.cursor = panel.cursor.saturating_add_signed(by).min(last);
    }
}

/// Shows the next reminder.
pub fn next(model: &mut Model) {
    step(model, 1);
}

/// Shows the previous reminder.
pub fn previous(model: &mut Model) {
    step(model, -1);
}

/// Scrolls the text down.
pub fn scroll_down(model: &mut Model) {
    model.scroll = model.scroll.saturating_add(4).min(400);
}

/// Scrolls the text up.
pub fn scroll_up(model: &mut Model) {
    model.scroll = model.scroll.saturating_sub(4);
}

/// Closes the panel. What is queued stays queued.
pub fn close(model: &mut Model) {
    model.send = None;
    model.scroll = 0;
    model.stale();
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

/// A click on a line of the list shows that reminder.
pub fn click(model: &mut Model, at: ratatui::layout::Position) {
    let list = panes(model).list;
    if !list.contains(at) || at.y <= list.y {
        return;
    }
    let index = usize::from((at.y - list.y - 1) / 2);
    if let Some(panel) = &mut model.send
        && index < panel.items.len()
    {
        panel.cursor = index;
        model.scroll = 0;
    }
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
