//! The screens. A key's way through: terminal → [`model::Msg`] → the command table finds the
//! command for this scope → [`model::update`] changes the [`model::Model`] and returns
//! [`model::Effect`]s, as plain data that tests compare → [`runtime`] hands each to a worker →
//! reply as a `Msg` → `update` → one draw by [`view::render`].
//!
//! ```text
//!   1 Dashboard  2 Invoices  …  6 Reports        EUR    model/layout.rs, view/chrome.rs
//! ╭─ Invoices ───────────────────── 14 of 48 ─╮         model/screens/*.rs: what a screen knows
//! │▸■ 2026-041 Nordlicht Studio  1,950.00 ! … │         view/screens/*.rs:  how it looks
//! ├─ 2026-041 ────────────────────────────────┤         view/widgets/*.rs:  panels, tables, bars
//! │ Issued 28 Oct · due 11 Nov · 2 lines      │
//! ╰───────────────────────────────────────────╯
//!  ✓ Payment 450.00 is recorded.   u undoes             model/toast.rs
//!  Enter open  s send  p paid  : cmd        ? help      model/commands/: each command once
//! ```

pub mod model;
pub mod runtime;
pub mod view;

pub use runtime::{RunOptions, run};
