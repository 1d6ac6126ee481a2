//! A panic on demand, so that a test can see the terminal come back. It is not in a release build.

use crossterm::event::{Event, KeyCode};

/// Panics on F12 while `PAYME_REHEARSE_PANIC` is set.
#[allow(
    clippy::panic,
    reason = "a panic is what is rehearsed; the function is not in a release build"
)]
pub(super) fn panic_on(event: &Event) {
    let is_f12 = matches!(event, Event::Key(key) if key.code == KeyCode::F(12));
    if is_f12 && std::env::var_os("PAYME_REHEARSE_PANIC").is_some() {
        panic!("a rehearsed panic");
    }
}
