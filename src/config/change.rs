//! Writing a few lines into `config.toml`, and leaving every other one as it is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, Value};

use crate::failure::{Failure, Result};

/// What is to stand in a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The sections from the outside in: `["mail", "imap"]`.
    pub section: &'static [&'static str],
    /// The key.
    pub key: &'static str,
    /// The value; `None` takes the key out.
    pub value: Option<Setting>,
}

/// A value of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A string.
    Text(String),
    /// A whole number.
    Number(u16),
}

impl Setting {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Number(number) => Value::from(i64::from(*number)),
        }
    }
}

/// The lines as they stand in the file, under the heads of their sections.
#[must_use]
pub fn shown(lines: &[Line]) -> Vec<String> {
    let mut shown = Vec::new();
    let mut section: &[&str] = &[];
    for line in lines {
        let Some(setting) = &line.value else {
            continue;
        };
        if line.section != section {
            section = line.section;
            shown.push(format!("[{}]", section.join(".")));
        }
        shown.push(format!("{} = {}", line.key, setting.value()));
    }
    shown
}

/// A file with other lines, written beside it and not yet in its place. It goes away again when it
/// is dropped.
#[derive(Debug)]
pub struct Draft {
    target: PathBuf,
    beside: PathBuf,
}

impl Draft {
    /// Writes a draft of `path` in which `lines` hold. The file itself may be missing.
    ///
    /// # Errors
    /// Usage, when the file is no TOML (naming the line), has a section in another form, or cannot be
    /// read; refused, when the draft cannot be written.
    pub fn write(path: &Path, lines: &[Line]) -> Result<Self> {
        // A link to a file elsewhere stays a link.
        let target = fs::canonicalize(path).unwrap_or_else(|_missing| path.to_path_buf());
        let before = match fs::read_to_string(&target) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(
                    Failure::usage(format!("{} cannot be read.", path.display())).because(error),
                );
            }
        };
        let after = changed(path, &before, lines)?;
        let beside = target.with_extension("toml.new");
        let draft = Self { target, beside };
        draft.fill(&after).map_err(|error| {
            Failure::refused(format!("{} cannot be written.", draft.beside.display()))
                .hint("check the folder and its rights")
                .because(error)
        })?;
        Ok(draft)
    }

    fn fill(&self, text: &str) -> std::io::Result<()> {
        if let Some(folder) = self.beside.parent() {
            fs::create_dir_all(folder)?;
        }
        // A draft that an ended program has left; of a link only the link goes.
        match fs::remove_file(&self.beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => (),
        }
        let mut file = new_file(&self.beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }

    /// Where the draft lies, to be tried.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.beside
    }

    /// Puts the draft in the file's place, at once; answers where the file before it is kept.
    ///
    /// # Errors
    /// Refused, when it cannot be put there; then the file is as it was.
    pub fn keep(self) -> Result<Option<PathBuf>> {
        let put = || -> std::io::Result<Option<PathBuf>> {
            let copy = if self.target.exists() {
                Some(kept_copy(&self.target)?)
            } else {
                None
            };
            fs::rename(&self.beside, &self.target)?;
            Ok(copy)
        };
        put().map_err(|error| {
            Failure::refused(format!("{} cannot be written.", self.target.display()))
                .hint("check the folder and its rights")
                .because(error)
        })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a rename it is not there any more.
        let _ = fs::remove_file(&self.beside);
    }
}

/// The most copies that are kept beside a file.
const COPIES: usize = 1000;

/// A copy of a file under a name that nothing has, not even a link: a link could lead to a file that
/// must not be lost.
fn kept_copy(file: &Path) -> std::io::Result<PathBuf> {
    let text = fs::read(file)?;
    for number in 0..COPIES {
        let end = match number {
            0 => String::from("toml.bak"),
            number => format!("toml.bak-{number}"),
        };
        let copy = file.with_extension(end);
        let made = new_file(&copy).and_then(|mut made| {
            made.write_all(&text)?;
            made.sync_all()
        });
        match made {
            Ok(()) => return Ok(copy),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => (),
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::other("there are too many copies beside it"))
}

/// A file that was not there, and that only its owner reads.
fn new_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    only_ours(path)?;
    Ok(file)
}

#[cfg(unix)]
fn only_ours(path: &Path) -> std::io::Result<()> {
    let rights = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(path, rights)
}

#[cfg(not(unix))]
fn only_ours(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

fn changed(path: &Path, before: &str, lines: &[Line]) -> Result<String> {
    for line in lines {
        if let Some(Setting::Text(text)) = &line.value
            && text.contains(['\n', '\r'])
        {
            return Err(Failure::usage(format!(
                "The value of {}.{} has a line break.",
                line.section.join("."),
                line.key
            ))
            .hint("say it on one line"));
        }
    }
    let (mark, before) = match before.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", before),
    };
    let parsed = before.parse::<DocumentMut>();
    let mut document = parsed.map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let above = before.bytes().take(start).filter(|byte| *byte == b'\n');
        Failure::usage(format!(
            "{}, line {}, is not valid TOML: {}.",
            path.display(),
            above.count() + 1,
            error.message()
        ))
        .hint("correct the line; nothing was written")
    })?;
    for line in lines {
        let mut table = document.as_table_mut();
        for name in line.section {
            let item = table
                .entry(name)
                .or_insert_with(|| Item::Table(Table::new()));
            table = item.as_table_mut().ok_or_else(|| {
                Failure::usage(format!(
                    "{name} in {} is not written as a section of its own.",
                    path.display()
                ))
                .hint(format!(
                    "write it as [{}] with one key a line",
                    line.section.join(".")
                ))
            })?;
        }
        set(table, line);
    }
    let after = document.to_string();
    // The line ends of the file, which the editor turns into its own.
    let after = if before.contains("\r\n") {
        after.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        after
    };
    Ok(format!("{mark}{after}"))
}

/// Sets or takes out a key. What stands around a value, such as a comment behind it, stays.
fn set(table: &mut Table, line: &Line) {
    let Some(setting) = &line.value else {
        table.remove(line.key);
        return;
    };
    let mut value = setting.value();
    match table.get_mut(line.key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(line.key, Item::Value(value));
        }
    }
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
