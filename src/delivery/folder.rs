//! Messages as files in a folder, for a computer without an account.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::DateTime;

use super::{Carrier, Outcome, Parcel, Step};

/// The longest part of a Message-ID in a name, in characters.
const LONGEST_ID: usize = 60;

/// A folder of `.eml` or `.txt` files, readable by their owner alone. It is made at the first
/// message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
    kind: Kind,
}

/// What the files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// E-mails, each as it would go.
    Mail,
    /// Text messages, each behind a line with its number.
    Text,
}

/// A file, written and flushed, that has not got its name yet.
struct Prepared {
    hidden: PathBuf,
    target: PathBuf,
}

impl Folder {
    /// A folder of e-mails; nothing is touched yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            kind: Kind::Mail,
        }
    }

    /// A folder of text messages; nothing is touched yet.
    #[must_use]
    pub fn of_texts(path: PathBuf) -> Self {
        Self {
            path,
            kind: Kind::Text,
        }
    }

    /// The name and the bytes of a message's file: the same for the same message.
    fn file(&self, parcel: &Parcel<'_>) -> (String, Vec<u8>) {
        match self.kind {
            Kind::Mail => (file_name(parcel.bytes), parcel.bytes.to_vec()),
            Kind::Text => {
                let number = parcel.envelope_to.join(", ");
                let mut bytes = format!("To: {number}\n\n").into_bytes();
                bytes.extend_from_slice(parcel.bytes);
                if !bytes.ends_with(b"\n") {
                    bytes.push(b'\n');
                }
                let name = format!("sms-{number}-{}", parcel.reference);
                (format!("{}.txt", safe(&name)), bytes)
            }
        }
    }

    fn make(&self) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.path)
    }

    /// Writes the bytes under a hidden name.
    fn prepare(&self, name: &str, bytes: &[u8]) -> io::Result<Prepared> {
        let hidden = self.path.join(format!(".{name}.part"));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&hidden)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(Prepared {
            hidden,
            target: self.path.join(name),
        })
    }

    /// Gives the file its name.
    fn finish(&self, prepared: &Prepared) -> io::Result<()> {
        fs::rename(&prepared.hidden, &prepared.target)?;
        File::open(&self.path)?.sync_all()
    }

    fn failed(&self, error: &io::Error) -> Outcome {
        let why = format!("{} cannot be written: {error}.", self.path.display());
        let lasting = matches!(
            error.kind(),
            io::ErrorKind::PermissionDenied
                | io::ErrorKind::NotADirectory
                | io::ErrorKind::AlreadyExists
                | io::ErrorKind::ReadOnlyFilesystem
        );
        if lasting {
            Outcome::Account {
                step: Step::Folder,
                why,
                pause: None,
            }
        } else {
            Outcome::Retry {
                step: Step::Folder,
                reply: why,
                not_before: None,
            }
        }
    }

    /// The same message is there already, or another one under its name.
    fn found(target: &Path, wanted: &[u8], commit: &mut dyn FnMut() -> bool) -> Outcome {
        match fs::read(target) {
            Ok(bytes) if bytes == wanted => {
                if commit() {
                    accepted(target)
                } else {
                    withdrawn()
                }
            }
            Ok(_other) => Outcome::Refused {
                step: Step::Folder,
                reply: format!("{} is there with another text.", target.display()),
                stopped: false,
            },
            Err(error) => Outcome::Retry {
                step: Step::Folder,
                reply: format!("{} cannot be read: {error}.", target.display()),
                not_before: None,
            },
        }
    }
}

fn accepted(target: &Path) -> Outcome {
    Outcome::Accepted {
        reply: format!("written to {}", target.display()),
        id: String::new(),
    }
}

fn withdrawn() -> Outcome {
    Outcome::Withdrawn {
        why: "Stopped before the file got its name.".into(),
    }
}

/// The file's name, from the message's own date and Message-ID: the same for the same message.
fn file_name(bytes: &[u8]) -> String {
    let date = header(bytes, "date")
        .and_then(|value| DateTime::parse_from_rfc2822(&value).ok())
        .map_or_else(String::new, |date| {
            date.to_utc().format("%Y%m%d-%H%M%S-").to_string()
        });
    let id = header(bytes, "message-id").unwrap_or_else(|| "message".into());
    let id: String = id
        .trim_matches(['<', '>', '.', ' '])
        .chars()
        .take(LONGEST_ID)
        .collect();
    format!("{date}{}.eml", safe(&id))
}

/// A name without what a file system could take for something else.
fn safe(name: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '@' | '_' | '+') {
            c
        } else {
            '_'
        }
    };
    name.chars().map(letter).collect()
}

/// The value of a header.
fn header(bytes: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ");
    head.split("\r\n").find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name)
            .then(|| value.trim().to_string())
    })
}

impl Carrier for Folder {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        let (name, bytes) = self.file(parcel);
        let target = self.path.join(&name);
        if target.exists() {
            return Self::found(&target, &bytes, commit);
        }
        let prepared = match self.make().and_then(|()| self.prepare(&name, &bytes)) {
            Ok(prepared) => prepared,
            Err(error) => return self.failed(&error),
        };
        if !commit() {
            // A hidden file that cannot be removed is overwritten by the next try.
            drop(fs::remove_file(&prepared.hidden));
            return withdrawn();
        }
        match self.finish(&prepared) {
            Ok(()) => accepted(&prepared.target),
            Err(_) if prepared.target.exists() => accepted(&prepared.target),
            Err(error) => self.failed(&error),
        }
    }

    fn describe(&self) -> String {
        format!("files in {}", self.path.display())
    }

    fn close(&mut self) {}

    fn check(&mut self) -> Result<String, (Step, String)> {
        let path = self.path.display();
        let probe = ".payme-probe";
        let tried = self
            .make()
            .and_then(|()| self.prepare(probe, b""))
            .and_then(|prepared| fs::remove_file(prepared.hidden));
        tried
            .map(|()| format!("{path} can be written."))
            .map_err(|error| (Step::Folder, format!("{path} cannot be written: {error}.")))
    }
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
