//! A program of this computer that takes one message: fed, listened to, and ended at its limit.

use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ExitStatus};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::words::Hidden;
use super::{Outcome, Step};

/// How often a running program is asked whether it has ended.
const GLANCE: Duration = Duration::from_millis(10);

/// How long the pipes of an ended program may stay open.
const PIPES: Duration = Duration::from_secs(1);

/// The most of the program's words that are kept, in bytes.
const MOST_WORDS: u64 = 2000;

/// How a run of the program ended.
enum End {
    /// By itself.
    Exit(ExitStatus),
    /// Not within the limit; it was killed.
    TooLate,
    /// Nobody can tell.
    Lost(String),
}

/// How a run ended, what it said, and whether it took all of its input.
pub(super) struct Ended {
    end: End,
    words: String,
    complete: bool,
}

/// Feeds the running program and waits for its end.
pub(super) fn run(mut child: Child, input: Vec<u8>, limit: Duration) -> Ended {
    let written = child.stdin.take().map(|stdin| feed(stdin, input));
    let said = child.stderr.take().map(listen);
    let end = wait(&mut child, limit);
    // The program has ended; what it started may still hold its pipes.
    let complete = written.is_some_and(|done| done.recv_timeout(PIPES).is_ok_and(|all| all));
    let words = said.and_then(|said| said.recv_timeout(PIPES).ok());
    Ended {
        end,
        words: words.unwrap_or_default(),
        complete,
    }
}

/// Waits for the end of the program, at most for the limit.
fn wait(child: &mut Child, limit: Duration) -> End {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return End::Exit(status),
            Ok(None) if started.elapsed() < limit => thread::park_timeout(GLANCE),
            Ok(None) => {
                drop(child.kill().and_then(|()| child.wait()));
                return End::TooLate;
            }
            Err(error) => return End::Lost(error.to_string()),
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

impl Ended {
    /// Without the secrets that the program was started with: it may say its words back.
    pub(super) fn without(mut self, hidden: &Hidden) -> Self {
        self.words = hidden.clean(&self.words);
        self
    }

    /// What the end of the program means (the codes are those of sysexits.h). `must_read` is whether
    /// a program that has not read all of its input cannot have the whole message.
    pub(super) fn judge(&self, must_read: bool) -> Outcome {
        let words = self.words.as_str();
        let complete = self.complete || !must_read;
        let status = match &self.end {
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
            stopped: false,
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

/// Whether a program is there and may be run.
pub(super) fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}
