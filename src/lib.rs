//! payme: the terminal home of a freelancer's billing.

pub mod config;
pub mod domain;
pub mod failure;
