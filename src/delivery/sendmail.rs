//! Mail by the sendmail program of this computer, which keeps its own queue.
//!
//! `commit` is called before the program starts, not before its input ends. The program takes the
//! end of its input for the end of the message; if payme dies while it writes, the system closes
//! the pipe, and what was written so far goes out. Nothing that happens after the start is
//! therefore safe to repeat, unless the program itself says no.

use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::{Carrier, Outcome, Parcel, Step};

/// How often a running program is asked whether it has ended.
const GLANCE: Duration = Duration::from_millis(10);

/// How long the pipes of an ended program may stay open.
const PIPES: Duration = Duration::from_secs(1);

/// The most of the program's words that are kept, in bytes.
const MOST_WORDS: u64 = 2000;

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

/// How a run of the program ended.
enum End {
    /// By itself.
    Exit(ExitStatus),
    /// Not within the limit; it was killed.
    TooLate,
    /// Nobody can tell.
    Lost(String),
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

    /// Feeds the running program and waits for its end.
    fn run(&self, mut child: Child, input: Vec<u8>) -> Outcome {
        let written = child.stdin.take().map(|stdin| feed(stdin, input));
        let said = child.stderr.take().map(listen);
        let end = self.wait(&mut child);
        // The program has ended; what it started may still hold its pipes.
        let complete = written.is_some_and(|done| done.recv_timeout(PIPES).is_ok_and(|all| all));
        let words = said.and_then(|said| said.recv_timeout(PIPES).ok());
        judge(&end, &words.unwrap_or_default(), complete)
    }

    /// Waits for the end of the program, at most for the limit.
    fn wait(&self, child: &mut Child) -> End {
        let started = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return End::Exit(status),
                Ok(None) if started.elapsed() < self.limit => thread::park_timeout(GLANCE),
                Ok(None) => {
                    drop(child.kill().and_then(|()| child.wait()));
                    return End::TooLate;
                }
                Err(error) => return End::Lost(error.to_string()),
            }
        }
    }
}

/// Writes the input from a thread of its own: a program that does not read must not hold us.
/// Answers whether all of it was taken.
fn feed(mut stdin: ChildStdin, input: Vec<u8>) -> mpsc::Receiver<bool> {
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let all = stdin.write_all(&input).is_ok();
        drop(stdin);
        // Nobody listens when the limit has passed.
        done.send(all).ok();
    });
    answer
}

/// Reads what the program says, keeps its beginning, and answers it in one line.
fn listen(mut stderr: ChildStderr) -> mpsc::Receiver<String> {
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        // What could be read counts, and the rest must not block the program.
        drop(stderr.by_ref().take(MOST_WORDS).read_to_end(&mut text));
        drop(io::copy(&mut stderr, &mut io::sink()));
        done.send(one_line(&text)).ok();
    });
    answer
}

/// What the end of the program means (the codes are those of sysexits.h).
fn judge(end: &End, words: &str, complete: bool) -> Outcome {
    let status = match end {
        End::Exit(status) => status,
        End::TooLate => return unknown("The program did not end in time.", words),
        End::Lost(why) => return unknown(why, words),
    };
    let Some(code) = status.code() else {
        let signal = status.signal().unwrap_or_default();
        return unknown(&format!("The program was ended by signal {signal}."), words);
    };
    let reply = if words.is_empty() {
        format!("exit code {code}")
    } else {
        format!("exit code {code}: {words}")
    };
    let refused = |step: Step| Outcome::Refused {
        step,
        reply: reply.clone(),
    };
    match code {
        0 if complete => Outcome::Accepted {
            reply,
            id: String::new(),
        },
        0 => unknown(
            "The program ended before it had read the whole message.",
            words,
        ),
        // EX_DATAERR, EX_NOINPUT
        65 | 66 => refused(Step::Data),
        // EX_NOUSER, EX_NOHOST
        67 | 68 => refused(Step::Recipient),
        // EX_UNAVAILABLE, EX_OSERR, EX_IOERR, EX_TEMPFAIL, EX_PROTOCOL
        69 | 71 | 74 | 75 | 76 => Outcome::Retry {
            step: Step::Program,
            reply,
            not_before: None,
        },
        // EX_USAGE, EX_SOFTWARE, EX_OSFILE, EX_CANTCREAT, EX_NOPERM, EX_CONFIG, and what a shell
        // answers for a program that is not there: it fails for every message alike.
        _ => Outcome::Account {
            step: Step::Program,
            why: reply,
            pause: None,
        },
    }
}

fn unknown(what: &str, words: &str) -> Outcome {
    Outcome::Unknown {
        why: format!("{what} {words}").trim_end().to_string(),
    }
}

fn one_line(words: &[u8]) -> String {
    let words = String::from_utf8_lossy(words);
    let clean: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// Whether a program is there and may be run.
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

impl Carrier for Sendmail {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        if !is_program(&self.program) {
            return self.blocked("is not a program.");
        }
        if parcel.envelope_to.is_empty() {
            return Outcome::Refused {
                step: Step::Recipient,
                reply: "The message has no recipient.".into(),
            };
        }
        let input = local_line_ends(parcel.bytes);
        if !commit() {
            return Outcome::Withdrawn {
                why: "Stopped before the program was started.".into(),
            };
        }
        match self.start(parcel) {
            Ok(child) => self.run(child, input),
            Err(error) => self.blocked(&format!("cannot be started: {error}.")),
        }
    }

    fn describe(&self) -> String {
        self.program.display().to_string()
    }

    fn close(&mut self) {}

    fn check(&mut self) -> Result<String, (Step, String)> {
        let program = self.program.display();
        if is_program(&self.program) {
            Ok(format!("{program} is there."))
        } else {
            Err((Step::Program, format!("{program} is not a program.")))
        }
    }
}

#[cfg(test)]
#[path = "sendmail_tests.rs"]
mod tests;
