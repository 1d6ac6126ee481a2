//! Signals that end a program. Their default action would leave the terminal raw; so one thread
//! waits for them, gives the terminal back, and lets the default action happen. It never waits
//! long for that: a terminal that is gone or stopped must not keep the program.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::{guard, throwaway};
use crate::failure::{Failure, Result};

/// The longest that a terminal may take to be restored.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether another program has the terminal: then Ctrl-C is meant for that one.
static LENT: AtomicBool = AtomicBool::new(false);

/// Starts to wait for signals, for as long as the program runs.
///
/// # Errors
/// Refused, when the system does not let us.
pub(super) fn watch() -> Result<()> {
    let signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT]);
    let mut signals = signals.map_err(|error| {
        Failure::refused("The screens cannot be opened: signals cannot be watched.").because(error)
    })?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let for_other = matches!(signal, SIGINT | SIGQUIT) && LENT.load(Ordering::SeqCst);
            if !for_other {
                end(signal);
            }
        }
    });
    Ok(())
}

fn end(signal: i32) {
    let (done, restored) = mpsc::channel();
    thread::spawn(move || {
        let writing = guard::writing();
        guard::restore();
        throwaway::remove_all();
        // Nobody waits for it any more when it took too long.
        let _ = done.send(());
        // The program has ended before anybody draws again.
        thread::park();
        drop(writing);
    });
    let _ = restored.recv_timeout(PATIENCE);
    let _ = emulate_default_handler(signal);
}

/// While this lives, Ctrl-C and Ctrl-\ are for another program.
#[derive(Debug)]
pub(super) struct Lent;

impl Lent {
    pub(super) fn begin() -> Self {
        LENT.store(true, Ordering::SeqCst);
        Self
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        LENT.store(false, Ordering::SeqCst);
    }
}
