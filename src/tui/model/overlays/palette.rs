//! Every command of the screen, found by its words. What is impossible now stays visible, grey,
//! with its reason.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Overlay;
use crate::tui::model::commands::{Command, Possible, TABLE};
use crate::tui::model::{Model, layout};

/// The list of commands.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// The line under the cursor.
    pub cursor: usize,
}

/// A line of it.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The command.
    pub command: &'static Command,
    /// Whether it is possible now.
    pub possible: Possible,
}

/// Opens it.
pub fn open(model: &mut Model) {
    model.overlays.push(Overlay::Palette(Palette::default()));
}

/// Opens it with nothing typed, over the help.
pub fn reopen(model: &mut Model) {
    model.overlays.pop();
    open(model);
}

/// The commands of the screen below, without those that only move the cursor.
fn candidates(model: &Model) -> impl Iterator<Item = &'static Command> {
    let scopes = model.screen_scopes();
    TABLE.iter().filter(move |command| {
        let here = command.scopes.iter().any(|scope| scopes.contains(scope));
        here && !command.name.starts_with("list.") && !command.name.ends_with("palette")
    })
}

/// What fits the typed words, the best first; without words, in the order of the table.
#[must_use]
pub fn hits(model: &Model, palette: &Palette) -> Vec<Hit> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let typed = palette.input.value();
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut letters = Vec::new();
    let mut scored: Vec<(u32, &'static Command)> = candidates(model)
        .filter_map(|command| {
            let words = format!("{} {}", command.help, command.name);
            let words = Utf32Str::new(&words, &mut letters);
            let score = pattern.score(words, &mut matcher)?;
            Some((score, command))
        })
        .collect();
    // With words typed: what begins with them first, what is impossible now last.
    let typed = typed.trim().to_lowercase();
    let begins = |command: &Command| {
        let mut texts = [command.help, command.name].into_iter();
        !typed.is_empty() && texts.any(|text| text.to_lowercase().starts_with(&typed))
    };
    let impossible = |command: &Command| !typed.is_empty() && (command.possible)(model).is_err();
    scored.sort_by_key(|(score, command)| {
        let best = std::cmp::Reverse((begins(command), *score));
        (impossible(command), best)
    });
    let hit = |(_, command): (u32, &'static Command)| Hit {
        command,
        possible: (command.possible)(model),
    };
    scored.into_iter().map(hit).collect()
}

/// How many commands there are to find.
#[must_use]
pub fn total(model: &Model) -> usize {
    candidates(model).count()
}

/// Where the box stands.
#[must_use]
pub fn area(model: &Model) -> Rect {
    layout::centred(model.size, 66, 17)
}

/// Where its lines stand.
#[must_use]
pub fn lines(model: &Model) -> Rect {
    let frame = area(model);
    Rect::new(
        frame.x + 1,
        frame.y + 3,
        frame.width.saturating_sub(2),
        frame.height.saturating_sub(6),
    )
}

/// The first line in the window.
#[must_use]
pub fn offset(model: &Model, palette: &Palette) -> usize {
    let height = usize::from(lines(model).height).max(1);
    (palette.cursor + 1).saturating_sub(height)
}

/// The words changed: the cursor goes to the best.
pub(super) fn changed(model: &mut Model) {
    if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
        palette.cursor = 0;
    }
}

fn step(model: &mut Model, by: isize) {
    let Some(Overlay::Palette(palette)) = model.overlays.last() else {
        return;
    };
    let last = hits(model, palette).len().saturating_sub(1);
    if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
        palette.cursor = palette.cursor.saturating_add_signed(by).min(last);
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

/// Runs the command under the cursor.
pub fn run(model: &mut Model) {
    let Some(Overlay::Palette(palette)) = model.overlays.pop() else {
        return;
    };
    let hit = hits(model, &palette).into_iter().nth(palette.cursor);
    if let Some(hit) = hit {
        model.run(hit.command);
    }
}

/// A click on a line runs it; beside the box closes it.
pub(super) fn click(model: &mut Model, at: Position) {
    if !area(model).contains(at) {
        close(model);
        return;
    }
    let lines = lines(model);
    if !lines.contains(at) {
        return;
    }
    let Some(Overlay::Palette(palette)) = model.overlays.last() else {
        return;
    };
    let row = offset(model, palette) + usize::from(at.y - lines.y);
    if row < hits(model, palette).len() {
        if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
            palette.cursor = row;
        }
        run(model);
    }
}
