//! Passwords and tokens: fetched when they are needed, never kept in the file, never shown.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::environment::Environment;
use super::file::Found;
use crate::delivery::Secret;
use crate::failure::{Failure, Result};

/// The longest that a command may take to print a secret.
const LIMIT: Duration = Duration::from_secs(30);
/// The longest secret, in bytes: OAuth tokens have a few thousand.
const LONGEST: u64 = 64 * 1024;

/// Where a secret comes from.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum SecretFrom {
    /// The first line that a shell command prints.
    /// It is not shown either: some people write a password into it.
    Command(String),
    /// An environment variable.
    Variable(String),
    /// The first line of a file that nobody else may read.
    File(PathBuf),
    /// The system keyring.
    Keyring {
        /// The entry's service.
        service: String,
        /// The entry's user.
        user: String,
    },
}

impl fmt::Debug for SecretFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretFrom({})", self.words())
    }
}

impl SecretFrom {
    /// The first of command, variable and keyring that the settings name.
    pub(super) fn chosen(
        command: Option<&Found<String>>,
        variable: Option<&Found<String>>,
        service: String,
        user: &str,
    ) -> Self {
        let text = |found: Option<&Found<String>>| {
            let value = found.map(|found| found.value.clone());
            value.filter(|value| !value.trim().is_empty())
        };
        match (text(command), text(variable)) {
            (Some(command), _) => Self::Command(command),
            (None, Some(variable)) => Self::Variable(variable),
            (None, None) => Self::Keyring {
                service,
                user: user.to_owned(),
            },
        }
    }

    /// Where it comes from, in words, without the secret.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Command(_) => "password_command".into(),
            Self::Variable(name) => format!("the environment variable {name}"),
            Self::File(path) => format!("the file {}", path.display()),
            Self::Keyring { service, user } => {
                format!("the system keyring, entry \"{service}\" of {user}")
            }
        }
    }

    /// Fetches the secret. Runs the command anew each time.
    ///
    /// # Errors
    /// Usage, when there is none: the command fails, prints nothing or takes over 30 s; the
    /// variable is not set; the file is missing, empty or open to others; the keyring has no entry or this payme was built without it.
    pub fn fetch(&self, environment: &Environment) -> Result<Secret> {
        match self {
            Self::Command(command) => from_command(command, LIMIT),
            Self::Variable(name) => from_variable(name, environment),
            Self::File(path) => from_file(path),
            Self::Keyring { service, user } => from_keyring(service, user),
        }
    }
}

fn from_variable(name: &str, environment: &Environment) -> Result<Secret> {
    let value = environment.get(name).map(std::ffi::OsString::into_string);
    match value {
        Some(Ok(text)) => Ok(Secret::new(text)),
        Some(Err(_)) => Err(Failure::usage(format!(
            "The password in the environment variable {name} is not text."
        ))
        .hint("set it to valid UTF-8")),
        None => Err(Failure::usage(format!(
            "The environment variable {name}, which password_env names, is not set."
        ))
        .hint(format!("set {name} before you start payme"))),
    }
}

fn from_file(path: &Path) -> Result<Secret> {
    let shown = path.display();
    let unread = |error: std::io::Error| {
        Failure::usage(format!("The password_file {shown} cannot be read."))
            .hint("write the password into its first line, or name another file")
            .because(error)
    };
    let file = std::fs::File::open(path).map_err(unread)?;
    if is_open_to_others(&file.metadata().map_err(unread)?) {
        return Err(
            Failure::usage(format!("Others can read the password_file {shown}."))
                .hint(format!("chmod 600 {shown}")),
        );
    }
    let mut line = Vec::new();
    let mut reader = BufReader::new(file.take(LONGEST));
    reader.read_until(b'\n', &mut line).map_err(unread)?;
    match String::from_utf8_lossy(&line).trim() {
        "" => Err(Failure::usage(format!(
            "The password_file {shown} has an empty first line."
        ))
        .hint("write the password into it")),
        secret => Ok(Secret::new(secret.to_owned())),
    }
}

#[cfg(unix)]
fn is_open_to_others(file: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_file: &std::fs::Metadata) -> bool {
    false
}

#[cfg(feature = "keyring")]
fn from_keyring(service: &str, user: &str) -> Result<Secret> {
    let found = keyring::Entry::new(service, user).and_then(|entry| entry.get_password());
    found.map(Secret::new).map_err(|error| {
        Failure::usage(format!(
            "The system keyring gives no password for {user} (entry \"{service}\")."
        ))
        .hint("store it there, or set password_command or password_env")
        .because(error)
    })
}

#[cfg(not(feature = "keyring"))]
fn from_keyring(_service: &str, user: &str) -> Result<Secret> {
    Err(Failure::usage(format!(
        "There is no password for {user}: neither password_command nor password_env is set, and this payme was built without the system keyring."
    ))
    .hint("add password_command = \"…\" or password_env = \"…\" to its section"))
}

fn from_command(command: &str, limit: Duration) -> Result<Secret> {
    let failed = |what: String| {
        Failure::usage(format!("The password_command {what}."))
            .hint("run it in a shell: its first line must be the password")
    };
    let mut child = shell(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed("did not start".into()).because(error))?;
    let first = first_line(child.stdout.take());
    let errors = all_text(child.stderr.take());
    let deadline = Instant::now() + limit;
    let Some(line) = wait_for(&first, deadline) else {
        stop(&mut child);
        return Err(failed(format!("took longer than {} s", limit.as_secs())));
    };
    let Some(success) = wait_for_end(&mut child, deadline) else {
        stop(&mut child);
        return Err(failed(format!("took longer than {} s", limit.as_secs())));
    };
    let said = || wait_for(&errors, Instant::now() + Duration::from_secs(1)).unwrap_or_default();
    if !success {
        return Err(with_words(failed("failed".into()), &said()));
    }
    let secret = line.trim();
    if secret.is_empty() {
        return Err(with_words(failed("printed no password".into()), &said()));
    }
    Ok(Secret::new(secret.to_owned()))
}

fn shell(command: &str) -> Command {
    let (program, flag) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut shell = Command::new(program);
    shell.arg(flag).arg(command);
    shell
}

/// Sends the first line, then reads on to the end so that the command can finish.
fn first_line(pipe: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let mut reader = BufReader::new(pipe);
            let _ = reader.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
            let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
            let _ = std::io::copy(&mut reader, &mut std::io::sink());
        }
    });
    receiver
}

pub(super) fn all_text(pipe: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let mut head = pipe.take(LONGEST);
            let _ = head.read_to_end(&mut bytes);
            let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
            let _ = std::io::copy(&mut head.into_inner(), &mut std::io::sink());
        }
    });
    receiver
}

pub(super) fn wait_for(receiver: &Receiver<String>, deadline: Instant) -> Option<String> {
    let left = deadline.saturating_duration_since(Instant::now());
    receiver.recv_timeout(left).ok()
}

/// Whether the command succeeded; `None` when it did not end in time.
pub(super) fn wait_for_end(child: &mut Child, deadline: Instant) -> Option<bool> {
    let (_alive, never) = channel::<()>();
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status.success());
        }
        if Instant::now() >= deadline {
            return None;
        }
        match never.recv_timeout(Duration::from_millis(5)) {
            Ok(()) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
    }
}

pub(super) fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Adds the last words of a command, without what could harm a terminal.
fn with_words(failure: Failure, said: &str) -> Failure {
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let skipped = lines.len().saturating_sub(5);
    lines
        .into_iter()
        .skip(skipped)
        .fold(failure, |failure, line| {
            let plain = line.chars().filter(|c| !c.is_control()).take(200);
            failure.because(plain.collect::<String>())
        })
}

#[cfg(test)]
#[path = "secret_tests.rs"]
mod tests;
