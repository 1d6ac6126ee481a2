//! The first launch: three doors.

use crate::tui::model::overlays::form;
use crate::tui::model::{Effect, Model, Write};

/// A door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Look around with demo data.
    Demo,
    /// Set up my business.
    Setup,
    /// Bring my data.
    Import,
}

impl Door {
    /// Every door, in order.
    pub const ALL: [Self; 3] = [Self::Demo, Self::Setup, Self::Import];

    /// What it says.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Demo => "Look around with demo data",
            Self::Setup => "Set up my business",
            Self::Import => "Bring my data",
        }
    }

    /// What is behind it.
    #[must_use]
    pub const fn note(self) -> &'static str {
        match self {
            Self::Demo => "a made-up year; nothing leaves this machine",
            Self::Setup => "four questions, about a minute; change anything later",
            Self::Import => "a payme JSON file; all of it comes in, or nothing",
        }
    }
}

/// What the welcome knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Welcome {
    /// The door under the cursor.
    pub cursor: usize,
}

fn step(model: &mut Model, by: isize) {
    if let Some(welcome) = &mut model.welcome {
        welcome.cursor = welcome.cursor.saturating_add_signed(by).min(2);
    }
}

/// To the next door.
pub fn down(model: &mut Model) {
    step(model, 1);
}

/// To the previous door.
pub fn up(model: &mut Model) {
    step(model, -1);
}

/// Through the door under the cursor.
pub fn choose(model: &mut Model) {
    let cursor = model.welcome.as_ref().map_or(0, |welcome| welcome.cursor);
    if let Some(door) = Door::ALL.get(cursor) {
        enter(model, *door);
    }
}

/// Through a door.
pub fn enter(model: &mut Model, door: Door) {
    let cursor = Door::ALL.iter().position(|one| *one == door);
    if let (Some(welcome), Some(cursor)) = (&mut model.welcome, cursor) {
        welcome.cursor = cursor;
    }
    match door {
        Door::Demo => {
            model.write(Write::OpenDemo, "");
        }
        Door::Setup => form::setup::open(model),
        Door::Import => form::import::open(model),
    }
}

/// The demo door.
pub fn demo(model: &mut Model) {
    enter(model, Door::Demo);
}

/// The door of the four questions.
pub fn setup(model: &mut Model) {
    enter(model, Door::Setup);
}

/// The door for data.
pub fn import(model: &mut Model) {
    enter(model, Door::Import);
}

/// Past all doors, into the empty book.
pub fn later(model: &mut Model) {
    model.welcome = None;
}

/// Leaves the program.
pub fn quit(model: &mut Model) {
    model.ask(Effect::Quit);
}
