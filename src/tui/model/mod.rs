//! The state of the screens, and [`update()`]: pure. No I/O and no clock; what time it is comes in
//! with [`Msg::Clock`], what is in the book with [`Msg::Reply`], and what to do goes out as
//! [`Effect`]s.
//!
//! A screen is one file in `screens/` here and one in `view/screens/`. Its `settle` says what it
//! wants to have read; [`Model::want`] asks for it once, and again after something changed.

use std::collections::BTreeMap;

use ratatui::crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Size;

use crate::domain::clock::Now;
use crate::domain::party::Profile;
use crate::domain::policy::Channel;
use crate::domain::views::Header;
use crate::failure::{Failure, Result};

pub mod act;
pub mod answers;
pub mod commands;
pub mod document;
pub mod effect;
pub mod keys;
pub mod layout;
pub mod list;
pub mod navigate;
pub mod outbox;
pub mod overlays;
pub mod screens;
pub mod template;
pub mod toast;
mod update;

pub use document::DocumentWrite;
pub use effect::{Done, Effect, Job, Ladder, Load, LogLine, News, Reply, Slot, Sought, Write};
pub use template::{TemplateLoad, TemplateWrite};
pub use update::update;

use overlays::Overlay;
use screens::{
    Tab, clients, dashboard, editor, invoices, payments, reminders, reports, send, welcome,
};
use toast::Toast;

/// Something that reaches the model.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The screens open.
    Start,
    /// What time it is now. Comes before every other message, and alone when a deadline passed.
    Clock(Now),
    /// A key.
    Key(KeyEvent),
    /// The mouse.
    Mouse(MouseEvent),
    /// Text pasted in one piece.
    Paste(String),
    /// The window has another size, in cells.
    Resize(u16, u16),
    /// The answer to an effect.
    Reply(Job, Result<Reply>),
    /// The send worker tells something.
    News(News),
    /// Back from `$EDITOR`, with the text as it is now.
    Edited(Result<String>),
}

/// What the screens are told when they open.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The user's day and the instant.
    pub now: Now,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// Which keys run which command.
    pub keymap: keys::Keymap,
    /// Whether the book was just created: begin with the welcome.
    pub fresh: bool,
    /// Whether it is the demo book, where nothing leaves the machine.
    pub demo: bool,
    /// Where the book is, as shown.
    pub book: String,
    /// Where the settings are, as shown.
    pub config: String,
    /// What carries mail, in words.
    pub transport: String,
    /// Whether mail only lands in a folder of this machine.
    pub to_folder: bool,
    /// The channels of whose messages somebody can be asked what became of them.
    pub witnesses: Vec<Channel>,
}

/// Which pane of a screen has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list.
    #[default]
    List,
    /// What stands beside or below it.
    Detail,
}

/// A change that was asked for and not answered yet.
#[derive(Clone, Debug)]
struct Asked {
    write: Write,
    said: String,
}

/// The state of the screens.
#[derive(Clone, Debug)]
pub struct Model {
    /// The user's day and the instant, as last told.
    pub now: Now,
    /// The window in cells.
    pub size: Size,
    /// What was told at the start.
    pub setup: Setup,
    /// The screen shown.
    pub tab: Tab,
    /// The pane of it that has the keys.
    pub pane: Pane,
    /// How far the detail pane is scrolled, in rows.
    pub scroll: u16,
    /// Tabs and header.
    pub header: Option<Header>,
    /// The first screen.
    pub dashboard: dashboard::State,
    /// Invoices.
    pub invoices: invoices::State,
    /// Clients.
    pub clients: clients::State,
    /// Payments.
    pub payments: payments::State,
    /// Reminders.
    pub reminders: reminders::State,
    /// Reports.
    pub reports: reports::State,
    /// The send panel, while it is open.
    pub send: Option<send::Panel>,
    /// The draft that is being written, while it is open.
    pub editor: Option<Box<editor::Editor>>,
    /// The welcome of the first launch, while it is shown.
    pub welcome: Option<welcome::Welcome>,
    /// The freelancer.
    pub profile: Option<Profile>,
    /// Keys of the policies.
    pub policies: Vec<String>,
    /// What `$EDITOR` has, when it is not the text of a reminder.
    pub(in crate::tui::model) outside: Option<overlays::Outside>,
    /// The form of a client whose change waits for its answer.
    saving: Option<Box<overlays::form::client::Saving>>,
    /// The key of a client that was just made for an invoice.
    new_client: Option<String>,
    /// What the client that is being made is for.
    new_client_for: Option<overlays::choose::Purpose>,
    /// Whether the form of the business opens as soon as the profile is read.
    setup_asked: bool,
    /// What is on its way.
    pub outbox: outbox::Outbox,
    /// What lies over the screen, the topmost last.
    pub overlays: Vec<Overlay>,
    /// What the row above the hints says.
    pub toast: Option<Toast>,
    asked: BTreeMap<Slot, (Job, Load)>,
    errors: BTreeMap<Slot, Failure>,
    writes: BTreeMap<Job, Asked>,
    last_job: u64,
    effects: Vec<Effect>,
}

impl Model {
    /// The screens before anything was read.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            now: setup.now,
            size: Size::new(setup.width, setup.height),
            welcome: setup.fresh.then(welcome::Welcome::default),
            setup,
            tab: Tab::default(),
            pane: Pane::default(),
            scroll: 0,
            header: None,
            dashboard: dashboard::State::default(),
            invoices: invoices::State::default(),
            clients: clients::State::default(),
            payments: payments::State::default(),
            reminders: reminders::State::default(),
            reports: reports::State::default(),
            send: None,
            editor: None,
            profile: None,
            policies: Vec::new(),
            outside: None,
            saving: None,
            new_client: None,
            new_client_for: None,
            setup_asked: false,
            outbox: outbox::Outbox::default(),
            overlays: Vec::new(),
            toast: None,
            asked: BTreeMap::new(),
            errors: BTreeMap::new(),
            writes: BTreeMap::new(),
            last_job: 0,
            effects: Vec::new(),
        }
    }

    /// Asks for something to be read, unless the same was asked for this slot last.
    pub fn want(&mut self, load: Load) {
        let slot = load.slot();
        if self
            .asked
            .get(&slot)
            .is_some_and(|(_, asked)| *asked == load)
        {
            return;
        }
        let job = self.next_job();
        self.asked.insert(slot, (job, load.clone()));
        self.effects.push(Effect::Load { job, load });
    }

    /// Everything read so far may be old: what is shown is asked for again.
    pub fn stale(&mut self) {
        self.asked.clear();
        self.invoices.limit = page_of(self.invoices.list.rows.len());
        self.clients.limit = page_of(self.clients.list.rows.len());
        self.payments.limit = page_of(self.payments.list.rows.len());
    }

    /// What was read for this slot may be old: it is asked for again when something wants it.
    pub fn forget(&mut self, slot: Slot) {
        self.asked.remove(&slot);
    }

    /// Asks for a change of the book. `said` is what the toast says when it is done.
    pub fn write(&mut self, write: Write, said: impl Into<String>) -> Job {
        let job = self.next_job();
        let said = said.into();
        let asked = Asked {
            write: write.clone(),
            said,
        };
        self.writes.insert(job, asked);
        self.effects.push(Effect::Write { job, write });
        job
    }

    /// Asks for anything else.
    pub fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Whether a slot waits for its first answer or a newer one.
    #[must_use]
    pub fn failure(&self, slot: Slot) -> Option<&Failure> {
        self.errors.get(&slot)
    }

    /// Whether a change waits for its answer.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        !self.writes.is_empty()
    }

    fn next_job(&mut self) -> Job {
        self.last_job += 1;
        Job(self.last_job)
    }
}

/// Rows asked for at once.
pub const PAGE: usize = 100;

fn page_of(rows: usize) -> usize {
    rows.clamp(PAGE, 2000)
}

#[cfg(test)]
#[path = "fixtures_tests.rs"]
pub(crate) mod fixtures;
#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
