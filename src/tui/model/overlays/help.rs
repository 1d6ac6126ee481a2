//! The keys of this screen, from the command table.

use super::{Overlay, palette};
use crate::tui::model::Model;
use crate::tui::model::commands::{Command, Group, TABLE};

/// The box of keys.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// Rows scrolled.
    pub scroll: u16,
}

/// Opens it.
pub fn open(model: &mut Model) {
    model.overlays.push(Overlay::Help(Help::default()));
}

/// Closes it.
pub fn close(model: &mut Model) {
    model.overlays.pop();
}

/// Searches all commands in its place.
pub fn search(model: &mut Model) {
    palette::reopen(model);
}

fn scroll(model: &mut Model, rows: i16) {
    if let Some(Overlay::Help(help)) = model.overlays.last_mut() {
        help.scroll = help.scroll.saturating_add_signed(rows).min(60);
    }
}

/// Scrolls down.
pub fn down(model: &mut Model) {
    scroll(model, 1);
}

/// Scrolls up.
pub fn up(model: &mut Model) {
    scroll(model, -1);
}

/// The commands of the screen below in a group, each with its keys in short form. The six screens
/// stand in one line.
#[must_use]
pub fn entries(model: &Model, group: Group) -> Vec<(Vec<String>, &'static str)> {
    let scopes = model.screen_scopes();
    let mut entries = Vec::new();
    let mut screens = Vec::new();
    let here = |command: &&Command| {
        command.group == group && command.scopes.iter().any(|scope| scopes.contains(scope))
    };
    for command in TABLE.iter().filter(here) {
        let keys = model.keymap().keys(command).iter();
        // A key that means something else here is not named.
        let own = keys.filter(|key| {
            let found = model.keymap().find(**key, &scopes);
            found.is_some_and(|found| found.name == command.name)
        });
        let keys: Vec<String> = own.map(|key| key.short()).collect();
        if command.name.starts_with("screen.") {
            screens.extend(keys);
        } else if !keys.is_empty() {
            entries.push((keys, command.help));
        }
    }
    if let (Some(first), Some(last)) = (screens.first(), screens.last()) {
        entries.push((vec![format!("{first}-{last}")], "screen"));
    }
    entries
}
