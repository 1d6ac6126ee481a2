//! payme: the terminal home of a freelancer's billing.

pub mod domain;
pub mod failure;
pub mod tui;
