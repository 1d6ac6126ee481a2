//! A text in the user's own editor: `$VISUAL`, else `$EDITOR`, else `vi`.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Environment;
use crate::failure::{Failure, Result};

/// No letter is longer than this, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// The editor's command line, as the shell understands it.
fn command(environment: &Environment) -> OsString {
    let named = environment
        .get("VISUAL")
        .or_else(|| environment.get("EDITOR"));
    named.unwrap_or_else(|| "vi".into())
}

/// Lets the user change a text, and answers it as it is then. The terminal is the editor's
/// meanwhile.
///
/// # Errors
/// Refused, when the editor did not start or ended with an error, or the file cannot be read.
pub fn edit(environment: &Environment, folder: &Path, text: &str) -> Result<String> {
    let file = Draft::write(folder, text)?;
    let editor = command(environment);
    let mut line = editor.clone();
    line.push(" \"$1\"");
    let ended = Command::new("sh")
        .arg("-c")
        .arg(&line)
        .arg("payme")
        .arg(&file.path)
        .status();
    let name = editor.to_string_lossy();
    match ended {
        Ok(status) if status.success() => {}
        Ok(status) => {
            let how = match status.code() {
                Some(126 | 127) => format!("The editor \"{name}\" cannot be started."),
                Some(_) | None => {
                    format!("The editor \"{name}\" ended with an error; the text is as it was.")
                }
            };
            return Err(Failure::refused(how).hint("set EDITOR to a program that you have"));
        }
        Err(error) => {
            return Err(
                Failure::refused(format!("The editor \"{name}\" cannot be started."))
                    .because(error),
            );
        }
    }
    Ok(tidy(&file.read()?, text))
}

/// Editors end a file with a line end; a text that had none keeps none.
fn tidy(edited: &str, before: &str) -> String {
    let edited = edited.replace("\r\n", "\n");
    if before.ends_with('\n') {
        return edited;
    }
    edited.strip_suffix('\n').unwrap_or(&edited).to_owned()
}

/// The text as a file that only its owner can read; it goes away when it is dropped.
struct Draft {
    path: PathBuf,
}

impl Draft {
    fn write(folder: &Path, text: &str) -> Result<Self> {
        let failed = |error: io::Error| {
            let folder = folder.display();
            Failure::refused(format!("The text cannot be written to {folder}."))
                .hint("set TMPDIR to a folder that you can write")
                .because(error)
        };
        let mut number = 0_u32;
        loop {
            let path = folder.join(format!("payme-{}-{number}.txt", std::process::id()));
            // Never an existing file: it may be somebody else's, or point elsewhere.
            let made = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path);
            match made {
                Ok(mut file) => {
                    let draft = Self { path };
                    file.write_all(text.as_bytes()).map_err(failed)?;
                    return Ok(draft);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {
                    number += 1;
                }
                Err(error) => return Err(failed(error)),
            }
        }
    }

    fn read(&self) -> Result<String> {
        let failed = |error: io::Error| {
            Failure::refused("The text cannot be read back; it is as it was.").because(error)
        };
        if fs::metadata(&self.path).map_err(failed)?.len() > LARGEST {
            return Err(Failure::refused(
                "The text is longer than 1 MiB; it is as it was.",
            ));
        }
        fs::read_to_string(&self.path).map_err(failed)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _gone = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
#[path = "editor_tests.rs"]
mod tests;
