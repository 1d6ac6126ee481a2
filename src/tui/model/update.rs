//! One message in, effects out.

use ratatui::crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Size};

use super::effect::{Done, Effect, Job, News, Reply, Slot, Write};
use super::keys::Key;
use super::overlays;
use super::screens::{clients, dashboard, invoices};
use super::{Model, Msg, layout, navigate};
use crate::domain::clock::Now;
use crate::failure::{Failure, Result};

/// Changes the model by one message and says what to do outside.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Start => {}
        Msg::Clock(now) => clock(model, now),
        Msg::Key(event) => key(model, event),
        Msg::Mouse(event) => mouse(model, event),
        Msg::Paste(text) => overlays::paste(model, &text),
        Msg::Resize(width, height) => model.size = Size::new(width, height),
        Msg::Reply(job, result) => reply(model, job, result),
        Msg::News(news) => take_news(model, news),
        Msg::Edited(result) => overlays::edited(model, result),
    }
    model.settle();
    std::mem::take(&mut model.effects)
}

fn clock(model: &mut Model, now: Now) {
    if now.today != model.now.today {
        model.stale();
    }
    model.now = now;
    model.fade();
}

fn key(model: &mut Model, event: KeyEvent) {
    if event.kind == KeyEventKind::Release {
        return;
    }
    let command = model.keymap().find(Key::of(event), &model.scopes());
    match command {
        Some(command) => model.run(command),
        None => overlays::typed(model, event),
    }
}

fn mouse(model: &mut Model, event: MouseEvent) {
    let at = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::ScrollDown => navigate::wheel(model, 3),
        MouseEventKind::ScrollUp => navigate::wheel(model, -3),
        MouseEventKind::Down(MouseButton::Left) => navigate::click(model, at),
        MouseEventKind::Down(_)
        | MouseEventKind::Up(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => {}
    }
}

fn reply(model: &mut Model, job: Job, result: Result<Reply>) {
    if let Some(asked) = model.writes.remove(&job) {
        match result {
            Ok(Reply::Done(done)) => wrote(model, asked.write, asked.said, done),
            Ok(_) => {}
            Err(failure) => refused(model, &asked.write, &failure),
        }
        return;
    }
    let asked = model.asked.iter().find(|(_, (asked, _))| *asked == job);
    let Some(slot) = asked.map(|(slot, _)| *slot) else {
        return;
    };
    match result {
        Ok(reply) => {
            model.errors.remove(&slot);
            fill(model, slot, reply);
        }
        Err(failure) => {
            model.errors.insert(slot, failure);
        }
    }
}

fn fill(model: &mut Model, slot: Slot, reply: Reply) {
    match reply {
        Reply::Header(header) => model.header = Some(header),
        Reply::Dashboard(data) => dashboard::take(model, *data),
        Reply::Invoices(page) if slot == Slot::InvoicesMore => model.invoices.list.append(page),
        Reply::Invoices(page) => model.invoices.list.replace(page.rows, page.next),
        Reply::Counts(counts) => model.invoices.counts = Some(counts),
        Reply::Invoice(detail) => model.invoices.detail = Some(*detail),
        Reply::Clients(page) if slot == Slot::ClientsMore => model.clients.list.append(page),
        Reply::Clients(page) => model.clients.list.replace(page.rows, page.next),
        Reply::Client(detail) => clients::take(model, *detail),
        Reply::Payments(page) if slot == Slot::PaymentsMore => model.payments.list.append(page),
        Reply::Payments(page) => model.payments.list.replace(page.rows, page.next),
        Reply::Queue(rows) => model.reminders.list.replace(rows, None),
        Reply::Prepared(prepared) => model.reminders.prepared = Some(*prepared),
        Reply::Ladder(ladder) => model.reminders.ladder = Some(*ladder),
        Reply::Aging(bands) => model.reports.aging = bands,
        Reply::Revenue(months) => model.reports.revenue = months,
        Reply::Journal(_) | Reply::Message(_) | Reply::Profile(_) | Reply::Done(_) => {}
    }
}

fn wrote(model: &mut Model, _write: Write, said: String, done: Done) {
    match done {
        Done::Plain | Done::Message(_) => model.say_undoable(said),
        Done::Said(text) => model.say(text),
        Done::NewBook { said, .. } => model.say(said),
    }
    model.stale();
}

fn refused(model: &mut Model, _write: &Write, failure: &Failure) {
    model.complain(failure);
    model.stale();
}

fn take_news(model: &mut Model, _news: News) {
    model.stale();
}

impl Model {
    /// Which keys run which command.
    #[must_use]
    pub fn keymap(&self) -> &super::keys::Keymap {
        &self.setup.keymap
    }

    /// When the model wants to be told the time next, if nothing else comes before.
    #[must_use]
    pub fn deadline(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.toast.as_ref().and_then(|toast| toast.until)
    }

    /// Whether the window is too small for the screens.
    #[must_use]
    pub const fn is_small(&self) -> bool {
        layout::too_small(self.size)
    }
}

/// A click on the line of views over the invoices.
pub(super) fn click_view(model: &mut Model, at: Position) -> bool {
    let labels = invoices::view_labels(model);
    let hit = labels.into_iter().find(|(_, _, area)| area.contains(at));
    match hit {
        Some((view, _, _)) => {
            invoices::set_view(model, view);
            true
        }
        None => false,
    }
}
