//! What screens are built of.

pub(super) mod bars;
pub(super) mod input;
pub(super) mod panel;
pub(super) mod state;
pub(super) mod table;
