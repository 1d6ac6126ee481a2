//! The real program in a real terminal.

mod ending;
mod looks;
mod sending;
mod working;
