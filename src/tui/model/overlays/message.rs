//! One message: its state, the tries with the server's own words, and what can be done with it.

use super::Overlay;
use super::menu::Pick;
use crate::domain::ids::OutboxId;
use crate::domain::message::{Message, MessageState};
use crate::domain::policy::Channel;
use crate::tui::model::{Load, Model, Slot};

/// The message shown.
#[derive(Clone, Debug)]
pub struct View {
    /// Row id.
    pub id: OutboxId,
    /// The message, once it was read.
    pub message: Option<Message>,
    /// The line of what can be done that the cursor is on.
    pub cursor: usize,
    /// Rows scrolled.
    pub scroll: u16,
    /// The channels of whose messages somebody can be asked what became of them.
    pub witnesses: Vec<Channel>,
}

impl View {
    /// For a message that is to be read.
    #[must_use]
    pub const fn of(id: OutboxId, witnesses: Vec<Channel>) -> Self {
        Self {
            id,
            message: None,
            cursor: 0,
            scroll: 0,
            witnesses,
        }
    }

    /// What can be done with it, each with what that means.
    #[must_use]
    pub fn choices(&self) -> Vec<(&'static str, Pick)> {
        let Some(message) = &self.message else {
            return Vec::new();
        };
        let id = message.id;
        match message.state {
            MessageState::Unknown => self.questions(message, id),
            MessageState::Refused => vec![("try the same message again", Pick::Retry(id))],
            MessageState::Queued => vec![("take it back", Pick::TakeBack(id))],
            MessageState::Sending
            | MessageState::InDoubt
            | MessageState::Accepted
            | MessageState::Cancelled
            | MessageState::Expired => Vec::new(),
        }
    }

    /// What can be done about a message of which nobody knows whether it arrived: first who may know
    /// is asked.
    fn questions(&self, message: &Message, id: OutboxId) -> Vec<(&'static str, Pick)> {
        let witness = match message.channel {
            Channel::Email => "look into my mailbox whether it was sent",
            Channel::Sms => "ask the provider whether it was sent",
        };
        let asks = self.witnesses.contains(&message.channel);
        let ask = asks.then_some((witness, Pick::AskWitness(id)));
        ask.into_iter()
            .chain([
                (
                    "it arrived: count it as sent",
                    Pick::Resolve { id, sent: true },
                ),
                (
                    "it did not arrive: the reminder is due again",
                    Pick::Resolve { id, sent: false },
                ),
                ("send the same message again", Pick::AskAgain(id)),
            ])
            .collect()
    }
}

/// Shows a message.
pub(in crate::tui::model) fn open(model: &mut Model, id: OutboxId) {
    let witnesses = model.setup.witnesses.clone();
    model.forget(Slot::Message);
    let view = View::of(id, witnesses);
    model.overlays.push(Overlay::Message(Box::new(view)));
}

/// Asks for the message, while it is shown.
pub(in crate::tui::model) fn settle(model: &mut Model) {
    if let Some(Overlay::Message(view)) = model.overlays.last() {
        let id = view.id;
        model.want(Load::Message { id });
    }
}

/// Takes a message that was read.
pub(in crate::tui::model) fn take(model: &mut Model, message: Message) {
    for overlay in &mut model.overlays {
        if let Overlay::Message(view) = overlay
            && view.id == message.id
        {
            view.message = Some(message);
            return;
        }
    }
}

fn step(model: &mut Model, by: isize) {
    if let Some(Overlay::Message(view)) = model.overlays.last_mut() {
        let last = view.choices().len();
        if last == 0 {
            let rows = i16::try_from(by).unwrap_or(0);
            view.scroll = view.scroll.saturating_add_signed(rows).min(200);
        } else {
            view.cursor = view.cursor.saturating_add_signed(by).min(last - 1);
        }
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

/// Does what the line under the cursor says.
pub fn choose(model: &mut Model) {
    let Some(Overlay::Message(view)) = model.overlays.last() else {
        return;
    };
    let picked = view.choices().into_iter().nth(view.cursor);
    model.overlays.pop();
    if let Some((_, pick)) = picked {
        super::menu::pick(model, pick);
    }
}
