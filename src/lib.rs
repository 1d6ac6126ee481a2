//! payme: the terminal home of a freelancer's billing.

pub mod cli;
pub mod config;
pub mod delivery;
pub mod domain;
pub mod exchange;
pub mod failure;
pub mod store;
pub mod tui;
pub mod usecases;
