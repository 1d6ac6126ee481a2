//! The journal: every change of the book, the newest first. Opened on a row it shows what touched
//! that row; `a` shows everything, `/` filters, `u` takes back the change under the cursor.

use tui_input::Input;

use super::Overlay;
use crate::tui::model::commands::Possible;
use crate::tui::model::effect::LogLine;
use crate::tui::model::list::{List, Movable};
use crate::tui::model::screens::Tab;
use crate::tui::model::{Load, Model, Pane, Slot, Write, layout};

/// How many lines are read.
const LINES: usize = 500;

/// The journal.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Its lines.
    pub list: List<LogLine>,
    /// Its filter, in the language of the log.
    pub filter: Input,
    /// Whether the keys go to the filter.
    pub typing: bool,
    /// The filter before it was typed.
    before: String,
    /// What it was opened on, as a filter; empty for nothing.
    on: String,
}

/// Opens it on what the cursor is on.
pub fn open(model: &mut Model) {
    let on = here(model).unwrap_or_default();
    model.forget(Slot::Journal);
    model.overlays.push(Overlay::Log(Log {
        filter: Input::new(on.clone()),
        on,
        ..Log::default()
    }));
}

/// The filter for what the cursor is on.
fn here(model: &Model) -> Option<String> {
    if model.tab == Tab::Clients && model.pane == Pane::List {
        let row = model.clients.list.current()?;
        return Some(format!("client:{}", row.key));
    }
    match model.tab {
        Tab::Dashboard | Tab::Reports => None,
        Tab::Invoices | Tab::Clients | Tab::Payments | Tab::Reminders => {
            let first = model.pointed().into_iter().next()?;
            Some(format!("invoice:{}", first.number))
        }
    }
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model) -> ratatui::layout::Rect {
    let size = model.size;
    layout::centred(
        size,
        size.width.saturating_sub(4).min(100),
        size.height.saturating_sub(4),
    )
}

/// How many lines are seen at once, below the line of the filter.
#[must_use]
pub fn height(model: &Model) -> usize {
    usize::from(area(model).height.saturating_sub(3))
}

fn top(model: &mut Model) -> Option<&mut Log> {
    match model.overlays.last_mut() {
        Some(Overlay::Log(log)) => Some(log),
        Some(_) | None => None,
    }
}

/// Asks for the journal, while it is shown.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if let Some(Overlay::Log(log)) = model.overlays.last() {
        let filter = log.filter.value().trim().to_owned();
        let limit = LINES;
        model.want(Load::Journal { filter, limit });
    }
}

/// Takes the journal.
pub(in crate::tui::model) fn take(model: &mut Model, rows: Vec<LogLine>) {
    if let Some(log) = top(model) {
        log.list.replace(rows, None);
    }
}

fn change(model: &mut Model, change: impl FnOnce(&mut List<LogLine>)) {
    let height = height(model);
    if let Some(log) = top(model) {
        change(&mut log.list);
        log.list.show(height);
    }
}

/// To the next line.
pub fn down(model: &mut Model) {
    change(model, |list| list.move_by(1));
}

/// To the previous line.
pub fn up(model: &mut Model) {
    change(model, |list| list.move_by(-1));
}

/// Half a page down.
pub fn page_down(model: &mut Model) {
    change(model, |list| list.move_by(10));
}

/// Half a page up.
pub fn page_up(model: &mut Model) {
    change(model, |list| list.move_by(-10));
}

/// To the newest line.
pub fn first(model: &mut Model) {
    change(model, |list| list.move_to(0));
}

/// To the oldest line.
pub fn last(model: &mut Model) {
    change(model, |list| list.move_to(usize::MAX));
}

/// The keys go to the filter.
pub fn filter(model: &mut Model) {
    if let Some(log) = top(model) {
        log.typing = true;
        log.before = log.filter.value().to_owned();
    }
}

/// Keeps the filter; says whether one was typed.
pub(super) fn keep_filter(model: &mut Model) -> bool {
    match top(model) {
        Some(log) => {
            log.typing = false;
            true
        }
        None => false,
    }
}

/// Takes the filter back; says whether one was typed.
pub(super) fn drop_filter(model: &mut Model) -> bool {
    match top(model) {
        Some(log) => {
            log.typing = false;
            log.filter = Input::new(std::mem::take(&mut log.before));
            true
        }
        None => false,
    }
}

/// Everything, or only what touched the row that it was opened on.
pub fn everything(model: &mut Model) {
    if let Some(log) = top(model) {
        let next = if log.filter.value().is_empty() {
            log.on.clone()
        } else {
            String::new()
        };
        log.filter = Input::new(next);
        log.list.move_to_top();
    }
}

/// Whether the change under the cursor can be taken back.
///
/// # Errors
/// The reason, when not.
pub fn can_undo(model: &Model) -> Possible {
    let Some(Overlay::Log(log)) = model.overlays.last() else {
        return Err("The journal is not open.".to_owned());
    };
    match log.list.current() {
        None => Err("There is no line here.".to_owned()),
        Some(line) if line.row.undone => Err("That is undone already.".to_owned()),
        Some(line) if !line.row.undoable => Err(format!(
            "That cannot be undone: {}.",
            why_not(&line.row.text)
        )),
        Some(_) => Ok(()),
    }
}

/// Why a change has no way back.
fn why_not(text: &str) -> &'static str {
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if begins(&["Issued"]) {
        "an issued document has its number for good; void it, or credit it"
    } else if begins(&["Undid", "Redid"]) {
        "u and Ctrl-R walk through what was undone"
    } else if begins(&["Queued", "Sent"]) {
        "it left the machine, or was about to"
    } else {
        "the program noted it, or it replaced too much"
    }
}

/// Takes back the change under the cursor.
pub fn undo(model: &mut Model) {
    let Some(Overlay::Log(log)) = model.overlays.last() else {
        return;
    };
    if let Some(id) = log.list.current().map(|line| line.row.id) {
        model.write(Write::UndoEntry(id), "");
    }
}

/// Closes it.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}
