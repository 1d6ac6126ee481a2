//! payme: the terminal home of a freelancer's billing.

pub mod domain;
pub mod exchange;
pub mod failure;
