//! The terminal as it was: entered and left in one place. [`restore`] may be called from anywhere and
//! as often as one likes: when the screens are left, from the panic hook, and when a signal ends us.

use std::io::{self, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{Command, execute};

/// Whether the screens have the terminal.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Who writes to the terminal. A signal that ends the program takes it and keeps it, so that no
/// frame is drawn over the shell.
static WRITING: Mutex<()> = Mutex::new(());

/// The right to write to the terminal, for as long as it is kept.
pub(super) fn writing() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Clicks and the wheel, with coordinates that reach beyond column 223. Every movement of the mouse
/// is not asked for: it would draw the screen for nothing.
struct EnableClicks;

impl Command for EnableClicks {
    fn write_ansi(&self, out: &mut impl std::fmt::Write) -> std::fmt::Result {
        out.write_str("\x1b[?1000h\x1b[?1006h")
    }
}

/// Has the terminal until it is dropped.
#[derive(Debug)]
pub(super) struct Guard {
    mouse: bool,
}

impl Guard {
    /// Takes the terminal.
    ///
    /// # Errors
    /// The terminal's own; then it is as it was.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        let guard = Self { mouse };
        guard.again()?;
        Ok(guard)
    }

    /// Takes the terminal once more after [`restore`].
    ///
    /// # Errors
    /// The terminal's own; then it is as it was.
    pub(super) fn again(&self) -> io::Result<()> {
        let _writing = writing();
        ENTERED.store(true, Ordering::SeqCst);
        let taken = self.take();
        if taken.is_err() {
            restore();
        }
        taken
    }

    fn take(&self) -> io::Result<()> {
        enable_raw_mode()?;
        let mut out = stdout();
        execute!(out, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        if self.mouse {
            execute!(out, EnableClicks)?;
        }
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was. Nothing can be done where it is gone.
pub(super) fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    // A panic can fall into the middle of a draw: that ends first.
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        ResetColor,
        LeaveAlternateScreen,
        Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}
