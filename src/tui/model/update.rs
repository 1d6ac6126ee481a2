//! One message in, effects out.

use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Position, Size};

use super::effect::{Done, Effect, Job, Load, Reply, Slot, Write};
use super::keys::Key;
use super::overlays;
use super::screens::{clients, dashboard, editor, invoices, reminders, send};
use super::{DocumentWrite, Model, Msg, act, layout, navigate};
use crate::domain::clock::Now;
use crate::failure::{Failure, Result};

/// Changes the model by one message and says what to do outside.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Start => run_templates(model),
        Msg::Clock(now) => clock(model, now),
        Msg::Key(event) => key(model, event),
        Msg::Mouse(event) => mouse(model, event),
        Msg::Paste(text) => overlays::paste(model, &text),
        Msg::Resize(width, height) => model.size = Size::new(width, height),
        Msg::Reply(job, result) => reply(model, job, result),
        Msg::News(news) => model.hear(news),
        Msg::Edited(result) => overlays::edited(model, result),
    }
    model.settle();
    model.leave_when_done();
    std::mem::take(&mut model.effects)
}

fn clock(model: &mut Model, now: Now) {
    let new_day = now.today != model.now.today;
    model.now = now;
    if new_day {
        model.stale();
        run_templates(model);
    }
    model.fade();
    model.let_go();
}

/// What recurs becomes drafts when the screens open, and when a day begins.
fn run_templates(model: &mut Model) {
    model.write(Write::Document(DocumentWrite::RunTemplates), "");
}

fn key(model: &mut Model, event: KeyEvent) {
    if event.kind == KeyEventKind::Release {
        return;
    }
    let command = model.keymap().find(Key::of(event), &model.scopes());
    match command {
        Some(command) => model.run(command),
        None if model.overlays.is_empty() && model.editor.is_some() && !model.is_small() => {
            editor::typing::typed(model, event);
        }
        None if model.overlays.is_empty() => nothing_there(model, event),
        None => overlays::typed(model, event),
    }
}

/// A letter that means nothing on this screen is answered too.
fn nothing_there(model: &mut Model, event: KeyEvent) {
    if !matches!(event.code, KeyCode::Char(_)) || model.welcome.is_some() || model.is_small() {
        return;
    }
    let key = Key::of(event);
    if key == Key::of(KeyEvent::from(KeyCode::Char('/'))) {
        model.note("There is no list to filter here; / works in 2, 3 and 4.");
    } else {
        model.note(format!("{key} does nothing here; ? shows the keys."));
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
            Ok(Reply::Done(done)) => wrote(model, job, &asked.write, asked.said, done),
            Ok(_) => {}
            Err(failure) => refused(model, job, &asked.write, &failure),
        }
        return;
    }
    let asked = model.asked.values().find(|(asked, _)| *asked == job);
    let Some(load) = asked.map(|(_, load)| load.clone()) else {
        return;
    };
    let slot = load.slot();
    match result {
        Ok(reply) => {
            model.errors.remove(&slot);
            fill(model, load, reply);
        }
        Err(failure) if slot == Slot::ToIssue => model.complain(&failure),
        Err(failure) => {
            model.errors.insert(slot, failure);
            if slot == Slot::Draft {
                editor::not_read(model);
            }
        }
    }
}

fn fill(model: &mut Model, load: Load, reply: Reply) {
    let below = load.slot().is_below();
    match reply {
        Reply::Header(header) => model.header = Some(header),
        Reply::Dashboard(data) => dashboard::take(model, *data),
        Reply::Invoices(page) if below => model.invoices.list.append(page),
        Reply::Invoices(page) => model.invoices.list.replace(page.rows, page.next),
        Reply::Counts(counts) => model.invoices.counts = Some(counts),
        Reply::Invoice(detail) => model.invoices.detail = Some(*detail),
        Reply::Clients(page) if below => model.clients.list.append(page),
        Reply::Clients(page) => {
            clients::take_list(model, page);
            if let Load::Clients { limit, .. } = load {
                overlays::choose::clients_read(model, limit);
            }
        }
        Reply::Client(detail) => {
            if !editor::client::read(model, &detail.client) {
                clients::take(model, *detail);
            }
        }
        Reply::Payments(page) if below => model.payments.list.append(page),
        Reply::Payments(page) => model.payments.list.replace(page.rows, page.next),
        Reply::Payable(payable) => overlays::form::payable(model, *payable),
        Reply::Queue(rows) => {
            send::take_queue(model, &rows);
            reminders::take(model, rows);
        }
        Reply::Prepared(prepared) if model.send.is_some() => {
            send::take_text(model, load, *prepared);
        }
        Reply::Prepared(prepared) => model.reminders.prepared = Some(*prepared),
        Reply::Ladder(ladder) => model.reminders.ladder = Some(*ladder),
        Reply::Aging(bands) => model.reports.aging = bands,
        Reply::Revenue(revenue) => model.reports.revenue = Some(*revenue),
        Reply::ToIssue(drafts) => act::ask_to_issue(model, &drafts),
        Reply::Journal(rows) => overlays::log::take(model, rows),
        Reply::Message(message) => overlays::message::take(model, *message),
        Reply::Profile(profile) => overlays::form::setup::take(model, *profile),
        Reply::Policies(keys) => overlays::form::client::take_policies(model, keys),
        Reply::Alike(likely) => overlays::form::client::take_likely(model, likely),
        Reply::Draft(view) => editor::take(model, *view),
        Reply::Suggestions(rows) => editor::suggest::found(model, &load, rows),
        Reply::Timeline(lines) => overlays::timeline::take(model, lines),
        Reply::Templates(list) => overlays::templates::take(model, *list),
        Reply::TemplateText(text) => overlays::templates::take_text(model, load, *text),
        Reply::Done(_) => {}
    }
}

fn wrote(model: &mut Model, job: Job, write: &Write, said: String, done: Done) {
    match (write, done) {
        (Write::Send { .. }, Done::Message(message)) => {
            send::queued(model, job, Ok(message.id));
            model.queued(&message);
        }
        (Write::TakeBack(_), Done::Message(message)) => model.taken_back(&message),
        (Write::Resolve { .. } | Write::Retry(_), _) => model.say(said),
        (_, Done::Saved { entry }) => {
            editor::keep::saved(model, job, entry);
            return;
        }
        (
            _,
            Done::Draft {
                reference,
                said: told,
                entry,
            },
        ) => {
            let begun = matches!(write, Write::Document(DocumentWrite::Begin { .. }));
            editor::open(model, reference, entry, begun);
            let text = if told.is_empty() { said } else { told };
            if !text.is_empty() {
                model.say(text);
            }
        }
        (Write::Document(DocumentWrite::Issue { reference }), Done::Issued { number })
            if model
                .editor
                .as_ref()
                .is_some_and(|one| one.reference == *reference) =>
        {
            editor::keep::issued(model, &number);
        }
        (Write::SaveClient { after, .. }, Done::Client(key)) => {
            overlays::form::client::saved(model, key, *after);
            model.say_undoable(said);
        }
        (_, Done::Said(text)) => model.say(text),
        (_, Done::Nothing) => return,
        (_, Done::Issued { number }) => model.say(format!("{number} is issued.")),
        (
            _,
            Done::NewBook {
                said,
                path,
                transport,
            },
        ) => new_book(model, said, path, transport),
        (_, Done::Plain | Done::Message(_) | Done::Client(_)) => model.say_undoable(said),
    }
    if matches!(write, Write::SetProfile(_) | Write::ImportFile(_)) {
        model.welcome = None;
    }
    model.stale();
}

fn new_book(model: &mut Model, said: String, path: String, transport: String) {
    let mut setup = model.setup.clone();
    (setup.width, setup.height) = (model.size.width, model.size.height);
    (setup.now, setup.fresh, setup.demo, setup.book) = (model.now, false, true, path);
    // The only other book is the demo, and nothing leaves the machine from there.
    (setup.transport, setup.to_folder) = (transport, true);
    let last_job = model.last_job;
    *model = Model::new(setup);
    model.last_job = last_job;
    model.say(said);
    run_templates(model);
}

fn refused(model: &mut Model, job: Job, write: &Write, failure: &Failure) {
    match write {
        Write::Send { .. } => {
            send::queued(model, job, Err(failure.message().to_owned()));
            model.complain(failure);
        }
        Write::TakeBack(id) => model.not_taken_back(*id, failure),
        Write::Document(DocumentWrite::Save { .. }) => {
            editor::keep::not_saved(model, job, failure);
            return;
        }
        Write::ImportFile(path) => overlays::form::import::refused(model, path, failure),
        Write::SaveClient { .. } => overlays::form::client::refused(model, job, failure),
        Write::ArchiveClient { .. }
        | Write::DeleteClient(_)
        | Write::SetClientNote { .. }
        | Write::RecordPayment(_)
        | Write::Settle(_)
        | Write::Refund(_)
        | Write::RemovePayment(_)
        | Write::SetHold { .. }
        | Write::ReleaseHold(_)
        | Write::Resolve { .. }
        | Write::Retry(_)
        | Write::Skip(_)
        | Write::Undo
        | Write::UndoEntry(_)
        | Write::Redo
        | Write::SetProfile(_)
        | Write::OpenDemo
        | Write::Template(_)
        | Write::NoteTalk(_)
        | Write::BankChecked
        | Write::Document(_) => model.complain(failure),
    }
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
        let toast = self.toast.as_ref().and_then(|toast| toast.until);
        let waiting = self.outbox.deadline(self.now.at);
        toast.into_iter().chain(waiting).min()
    }

    /// Ends the program, when that was asked for and nothing waits any more.
    fn leave_when_done(&mut self) {
        let outbox = &self.outbox;
        let idle = outbox.is_empty() && !self.is_writing();
        if outbox.leaving && idle {
            self.outbox.leaving = false;
            self.effects.push(Effect::Quit);
        }
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
