//! What reaches the loop: one inbox for keys, replies, news and the end of the terminal.

use crossterm::event::Event;

use crate::failure::Failure;
use crate::tui::model::Msg;

/// One thing that came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// What the terminal told, in one go; the reader waits until it was worked through.
    Events(Vec<Event>),
    /// A reply, or news of the send worker.
    Msg(Box<Msg>),
    /// The terminal is gone.
    Lost,
    /// The screens cannot go on.
    Broken(Failure),
}

/// What an event of the terminal means for the model; nothing for some.
pub(super) fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Mouse(mouse) => Some(Msg::Mouse(mouse)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
        Event::FocusGained | Event::FocusLost => None,
    }
}
