//! A list from which one is picked by typing some of its letters: a client, a tax.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Overlay;
use crate::domain::invoice::InvoiceKind;
use crate::domain::views::TaxPreset;
use crate::tui::model::screens::editor::{client, deposits, keep, tax};
use crate::tui::model::{Load, Model, layout};

/// So many clients are looked through.
const CLIENTS: usize = 2000;

/// What is picked, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The client of a document that is begun.
    Begin {
        /// What it is to be.
        kind: InvoiceKind,
    },
    /// Another client for the draft.
    Client,
    /// A tax for a line of the draft, or for all.
    Tax {
        /// The line; `None` is all.
        row: Option<usize>,
    },
    /// A deposit that the draft takes off.
    Deposit,
}

/// What picking a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A client by its key.
    Client(String),
    /// A client that is not in the book yet.
    NewClient,
    /// A tax.
    Tax(TaxPreset),
    /// A deposit by its number.
    Deposit(String),
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its name.
    pub name: String,
    /// What stands beside it.
    pub note: String,
    pick: Pick,
}

impl Hit {
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

/// The list.
#[derive(Clone, Debug)]
pub struct Choose {
    /// What for.
    pub purpose: Purpose,
    /// What is typed.
    pub input: Input,
    /// The line under the cursor.
    pub cursor: usize,
    /// Whether the list was read.
    pub loaded: bool,
}

impl Choose {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> String {
        match self.purpose {
            Purpose::Begin { kind } => client::picking(kind),
            Purpose::Client => "Client".to_owned(),
            Purpose::Deposit => "Deposit to take off".to_owned(),
            Purpose::Tax { row: None } => "VAT of every line".to_owned(),
            Purpose::Tax { row: Some(row) } => format!("VAT of line {}", row + 1),
        }
    }

    const fn is_of_clients(&self) -> bool {
        matches!(self.purpose, Purpose::Begin { .. } | Purpose::Client)
    }
}

/// Opens it with something typed.
pub fn open(model: &mut Model, purpose: Purpose, typed: &str) {
    let choose = Choose {
        purpose,
        input: Input::new(typed.to_owned()),
        cursor: 0,
        loaded: false,
    };
    if choose.is_of_clients() {
        model.forget(crate::tui::model::Slot::Clients);
    }
    model.overlays.push(Overlay::Choose(choose));
}

fn top(model: &Model) -> Option<&Choose> {
    match model.overlays.last() {
        Some(Overlay::Choose(choose)) => Some(choose),
        Some(_) | None => None,
    }
}

/// Asks for the clients; says whether the list of clients is this one's now.
pub(in crate::tui::model) fn settle(model: &mut Model) -> bool {
    let open = model
        .overlays
        .iter()
        .any(|overlay| matches!(overlay, Overlay::Choose(choose) if choose.is_of_clients()));
    if open {
        model.want(Load::Clients {
            filter: String::new(),
            archived: false,
            after: None,
            limit: CLIENTS,
        });
    }
    open
}

/// The clients were read: where there is none, a new one is the only choice.
pub(in crate::tui::model) fn clients_read(model: &mut Model, limit: usize) {
    let none = model.clients.list.rows.is_empty();
    if let Some(Overlay::Choose(choose)) = model.overlays.last_mut()
        && choose.is_of_clients()
        && limit == CLIENTS
    {
        choose.loaded = true;
        if none {
            pick(model, Pick::NewClient);
        }
    }
}

/// Those that fit what is typed, the best first; all of them without something typed.
#[must_use]
pub fn fitting(hits: Vec<Hit>, typed: &str) -> Vec<Hit> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed.trim(), CaseMatching::Ignore, Normalization::Smart);
    let mut letters = Vec::new();
    let mut scored: Vec<(u32, Hit)> = hits
        .into_iter()
        .filter_map(|hit| {
            let words = format!("{} {}", hit.name, hit.note);
            let score = pattern.score(Utf32Str::new(&words, &mut letters), &mut matcher)?;
            Some((score, hit))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, hit)| hit).collect()
}

/// The lines that fit.
#[must_use]
pub fn hits(model: &Model, choose: &Choose) -> Vec<Hit> {
    let typed = choose.input.value();
    match (choose.purpose, &model.editor) {
        (Purpose::Begin { .. } | Purpose::Client, _) if choose.loaded => {
            client::hits(&model.clients.list.rows, typed)
        }
        (Purpose::Tax { .. }, Some(editor)) => tax::hits(editor, typed),
        (Purpose::Deposit, Some(editor)) => deposits::hits(editor, typed),
        (Purpose::Begin { .. } | Purpose::Client | Purpose::Tax { .. } | Purpose::Deposit, _) => {
            Vec::new()
        }
    }
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model) -> Rect {
    layout::centred(model.size, 66, 16)
}

/// Where its lines stand.
#[must_use]
pub fn lines(model: &Model) -> Rect {
    let frame = area(model);
    Rect::new(
        frame.x + 1,
        frame.y + 3,
        frame.width.saturating_sub(2),
        frame.height.saturating_sub(4),
    )
}

/// The first line in the window.
#[must_use]
pub fn offset(model: &Model, choose: &Choose) -> usize {
    let height = usize::from(lines(model).height).max(1);
    (choose.cursor + 1).saturating_sub(height)
}

/// The words changed: the cursor goes to the best.
pub(super) fn changed(model: &mut Model) {
    if let Some(Overlay::Choose(choose)) = model.overlays.last_mut() {
        choose.cursor = 0;
    }
}

fn step(model: &mut Model, by: isize) {
    let Some(choose) = top(model) else { return };
    let last = hits(model, choose).len().saturating_sub(1);
    if let Some(Overlay::Choose(choose)) = model.overlays.last_mut() {
        choose.cursor = choose.cursor.saturating_add_signed(by).min(last);
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

/// Picks the line under the cursor.
pub fn take(model: &mut Model) {
    let Some(choose) = top(model) else { return };
    let hit = hits(model, choose).into_iter().nth(choose.cursor);
    if let Some(hit) = hit {
        pick(model, hit.pick);
    }
}

fn pick(model: &mut Model, pick: Pick) {
    let Some(Overlay::Choose(choose)) = model.overlays.pop() else {
        return;
    };
    match (pick, choose.purpose) {
        (Pick::Client(key), Purpose::Begin { kind }) => client::begin_for(model, kind, key),
        (Pick::Client(key), _) => client::chosen(model, key),
        (Pick::NewClient, purpose) => client::add(model, purpose, choose.input.value().trim()),
        (Pick::Tax(preset), Purpose::Tax { row }) => tax::chosen(model, row, &preset),
        (Pick::Tax(_), _) => {}
        (Pick::Deposit(number), _) => keep::deduct(model, number),
    }
}

/// A click on a line picks it; beside the box closes it.
pub(super) fn click(model: &mut Model, at: Position) {
    if !area(model).contains(at) {
        close(model);
        return;
    }
    let lines = lines(model);
    let Some(choose) = top(model).filter(|_| lines.contains(at)) else {
        return;
    };
    let row = offset(model, choose) + usize::from(at.y - lines.y);
    if row < hits(model, choose).len() {
        if let Some(Overlay::Choose(choose)) = model.overlays.last_mut() {
            choose.cursor = row;
        }
        take(model);
    }
}
