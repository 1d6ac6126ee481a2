//! Mail by the sendmail program of this computer, which keeps its own queue.
//!
//! `commit` is called before the program starts, not before its input ends. The program takes the
//! end of its input for the end of the message; if payme dies while it writes, the system closes
//! the pipe, and what was written so far goes out. Nothing that happens after the start is
//! therefore safe to repeat, unless the program itself says no.

use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{Carrier, Outcome, Parcel, Step, program};

/// The program, and how long it may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sendmail {
    /// The program, such as `/usr/sbin/sendmail`; called as `PROGRAM -i -f FROM -- TO…`.
    pub program: PathBuf,
    /// The limit for one message; then the program is ended.
    pub limit: Duration,
}

impl Default for Sendmail {
    fn default() -> Self {
        Self {
            program: PathBuf::from("/usr/sbin/sendmail"),
            limit: Duration::from_mins(2),
        }
    }
}

impl Sendmail {
    fn blocked(&self, why: &str) -> Outcome {
        Outcome::Account {
            step: Step::Program,
            why: format!("{} {why}", self.program.display()),
            pause: None,
        }
    }

    fn start(&self, parcel: &Parcel<'_>) -> io::Result<Child> {
        Command::new(&self.program)
            .args(["-i", "-f", parcel.envelope_from, "--"])
            .args(parcel.envelope_to)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
    }
}

/// Programs want the line ends of this system.
fn local_line_ends(bytes: &[u8]) -> Vec<u8> {
    let mut local = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            local.push(byte);
        }
    }
    local
}

impl Carrier for Sendmail {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        if !program::is_program(&self.program) {
            return self.blocked("is not a program.");
        }
        if parcel.envelope_to.is_empty() {
            return Outcome::Refused {
                step: Step::Recipient,
                reply: "The message has no recipient.".into(),
                stopped: false,
            };
        }
        let input = local_line_ends(parcel.bytes);
        if !commit() {
            return Outcome::Withdrawn {
                why: "Stopped before the program was started.".into(),
            };
        }
        match self.start(parcel) {
            Ok(child) => program::run(child, input, self.limit).judge(true),
            Err(error) => self.blocked(&format!("cannot be started: {error}.")),
        }
    }

    fn describe(&self) -> String {
        self.program.display().to_string()
    }

    fn close(&mut self) {}

    fn check(&mut self) -> Result<String, (Step, String)> {
        let program = self.program.display();
        if program::is_program(&self.program) {
            Ok(format!("{program} is there."))
        } else {
            Err((Step::Program, format!("{program} is not a program.")))
        }
    }
}

#[cfg(test)]
#[path = "sendmail_tests.rs"]
mod tests;
