//! What people type, read generously and never guessed at.
//!
//! Decimal comma and point both work, and so do the usual ways to name a day. What could mean two
//! things is refused with both readings; everything else is echoed by the screen before it counts.

mod amount;
mod date;

pub use amount::{amount, number};
pub use date::{date, date_echo, date_past, date_short};
