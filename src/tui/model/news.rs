//! What comes from the send worker without being asked for.

use crate::domain::message::Message;

/// What the send worker tells while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It goes through what is due.
    Progress {
        /// How many are through.
        done: usize,
        /// How many there are.
        total: usize,
        /// Whom it writes to now; empty between two.
        now: String,
    },
    /// A message changed its state.
    Message(Box<Message>),
    /// It stopped; what is queued waits.
    Stopped {
        /// Why, and what to do next.
        why: String,
    },
    /// Nothing is due any more.
    Idle,
}
