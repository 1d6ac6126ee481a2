//! The reminder planner: what is due, what comes next, and why something is blocked.
//!
//! Other tools fire on one exact day and lose the stage when the computer was off. Here a pure
//! function looks at all facts of a day, collapses what was missed into the one right message, and
//! never plans a stage after a later one.

mod calendar;
mod facts;
#[cfg(test)]
mod fixtures;
mod ladder;
mod plan;
#[cfg(test)]
mod reference;
mod rounds;
mod sentences;
mod standing;
mod thanks;

pub use calendar::pay_by;
pub use facts::*;
pub use plan::{plan, simulate};
pub use thanks::{THANKS_DAYS, may_thank};
