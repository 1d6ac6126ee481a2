//! The screens at work: the terminal, the inbox, the workers and the clock around the pure model.
//!
//! ```text
//!  keyboard ─┐                 ┌─► screen: one synchronized frame
//!  line ─────┤  inbox  ┌─────┐ ├─► screen: clipboard, editor
//!  replies ──┼───────► │ loop│─┤
//!  news ─────┤         └─────┘ └─► queue ─► book worker ─► use cases ─► reply
//!  deadline ─┘                                   └─ orders ─► send worker ─► outbox ─► news
//! ```
//!
//! The loop alone has the model; the workers have a connection to the book each. Nothing here waits
//! for the network or the disk but the workers, so that a key is never kept waiting.

pub mod backend;
mod book_worker;
mod clock;
pub mod desk;
mod document;
mod event_loop;
mod guard;
mod inbox;
mod keyboard;
mod look;
mod mishap;
mod opening;
mod outside;
pub mod postman;
mod queue;
#[cfg(debug_assertions)]
mod rehearsal;
mod screen;
mod send_worker;
mod signals;
mod templates;
mod theme_file;
mod throwaway;

pub use clock::{Ticks, ticks};
pub use opening::{RunOptions, run, setup};
pub use throwaway::Throwaway;
