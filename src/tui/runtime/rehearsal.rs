//! A panic on demand, so that a test can see the terminal come back. It is not in a release build.

use crossterm::event::{Event, KeyCode};

/// Panics on F12 while `PAYME_REHEARSE_PANIC` is set.
pub(super) fn panic_on(event: &Event) {
    let is_f12 = matches!(event, Event::Key(key) if key.code == KeyCode::F(12));
    let wanted = std::env::var_os("PAYME_REHEARSE_PANIC").is_some();
    assert!(!(is_f12 && wanted), "a rehearsed panic");
}
