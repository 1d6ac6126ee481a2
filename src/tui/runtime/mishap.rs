//! A mistake of payme itself. On the screen's own thread it ends the program: the terminal is
//! restored first, a report is written to this machine, and its path is told. On a worker's thread
//! only the report is written, and the answer is an error.

use std::cell::{Cell, RefCell};
use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use human_panic::report::Report;

use super::inbox::Incoming;
use super::{guard, throwaway};
use crate::failure::Failure;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static LAST_REPORT: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// From now on a panic leaves the terminal as it was.
pub(super) fn watch() {
    set_hook(Box::new(happened));
}

fn happened(info: &PanicHookInfo<'_>) {
    let worker = GUARDED.get();
    if !worker {
        guard::restore();
        throwaway::remove_all();
    }
    let report = Report::with_panic(&human_panic::metadata!(), info);
    let path = report.persist().ok();
    if let Some(path) = &path {
        // What was on somebody's mind can stand in it: it is for them alone.
        let _ = std::fs::set_permissions(path, Permissions::from_mode(0o600));
    }
    if worker {
        LAST_REPORT.set(path);
        return;
    }
    let told = match &path {
        Some(path) => format!("A report for whoever mends it: {}", path.display()),
        None => format!("No report could be written. What happened: {info}"),
    };
    // There is nobody left to tell, should this fail too.
    let _ = writeln!(
        std::io::stderr(),
        "payme ended by a mistake of its own. The book has everything that was confirmed.\n{told}\n\
         Nothing was sent anywhere; please look at it before you pass it on."
    );
}

/// Runs a worker's piece of work; a panic in it becomes a failure.
///
/// # Errors
/// Refused, when the work panicked; it names the report.
pub(super) fn guarded<T>(what: &str, work: impl FnOnce() -> T) -> Result<T, Failure> {
    let before = GUARDED.replace(true);
    // What a panic leaves behind is a transaction that is rolled back when it is dropped.
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.map_err(|_payload| {
        let failure = Failure::refused(format!(
            "payme made a mistake of its own while it {what}; nothing was changed."
        ));
        match LAST_REPORT.take() {
            Some(path) => failure.hint(format!("the report is {}", path.display())),
            None => failure.hint("try again, and tell whoever mends payme what you did"),
        }
    })
}

/// A thread that the screens cannot do without.
pub(super) struct Needed {
    thread: JoinHandle<()>,
    ended: Receiver<()>,
}

impl Needed {
    /// Waits for its end. `slow` is called when that takes longer than a moment.
    pub(super) fn finish(self, moment: Duration, slow: impl FnOnce()) {
        if self.ended.recv_timeout(moment) == Err(RecvTimeoutError::Timeout) {
            slow();
        }
        // A mistake in it was told already.
        let _ended = self.thread.join();
    }
}

/// Starts a thread that the screens cannot do without: a panic in it ends them.
pub(super) fn spawn(
    what: &'static str,
    inbox: Sender<Incoming>,
    work: impl FnOnce() + Send + 'static,
) -> Needed {
    let (end, ended) = channel();
    let thread = thread::spawn(move || {
        if let Err(failure) = guarded(what, work) {
            // The loop has ended by itself when nobody hears this.
            let _ = inbox.send(Incoming::Broken(failure));
        }
        drop(end);
    });
    Needed { thread, ended }
}

#[cfg(test)]
#[path = "mishap_tests.rs"]
mod tests;
