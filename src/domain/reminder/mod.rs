//! The reminder planner: what is due, what comes next, and why something is blocked.
//!
//! Other tools fire on one exact day and lose the stage when the computer was off. Here a pure
//! function looks at all facts of a day, collapses what was missed into the one right message, and
//! never plans a stage after a later one.

mod facts;

pub use facts::*;
