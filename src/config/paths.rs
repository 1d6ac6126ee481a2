//! Where files live, and paths as people write them.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use etcetera::BaseStrategy;

use super::environment::Environment;
use crate::failure::{Failure, Result};

/// The folders of this user, as the XDG base directory specification has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The home folder, which a leading `~` stands for.
    pub home: PathBuf,
    /// Where the book lies by default (`~/.local/share/payme`).
    pub data: PathBuf,
    /// Where `config.toml` lies by default (`~/.config/payme`).
    pub config: PathBuf,
    /// Where the log lies (`~/.local/state/payme`).
    pub state: PathBuf,
}

impl Places {
    /// The folders of the user who runs this process.
    ///
    /// # Errors
    /// Usage, when the user has no home folder.
    pub fn of_user() -> Result<Self> {
        let base = etcetera::choose_base_strategy().map_err(|error| {
            Failure::usage("Your home folder cannot be found.")
                .hint("set HOME, or name the files with --book and --config")
                .because(error)
        })?;
        let data = base.data_dir().join("payme");
        Ok(Self {
            home: base.home_dir().to_path_buf(),
            config: base.config_dir().join("payme"),
            state: base
                .state_dir()
                .map_or_else(|| data.clone(), |dir| dir.join("payme")),
            data,
        })
    }

    /// The folders under one home, for tests.
    #[must_use]
    pub fn under(home: &Path) -> Self {
        Self {
            home: home.to_path_buf(),
            data: home.join(".local/share/payme"),
            config: home.join(".config/payme"),
            state: home.join(".local/state/payme"),
        }
    }
}

/// A path as a person writes it: a leading `~`, `$NAME` and `${NAME}` are expanded, and a relative
/// path starts at `base`.
///
/// # Errors
/// Usage, when a variable is not set.
pub(super) fn expand(
    text: &str,
    base: &Path,
    places: &Places,
    environment: &Environment,
) -> Result<PathBuf> {
    let text = variables(text, environment)?;
    let path = match text.strip_prefix('~') {
        Some("") => places.home.clone(),
        Some(rest) if rest.starts_with(std::path::is_separator) => places
            .home
            .join(rest.trim_start_matches(std::path::is_separator)),
        Some(_) | None => PathBuf::from(text),
    };
    Ok(plain(&base.join(path)))
}

/// The same path without `.` parts. `..` stays: what it means depends on links.
fn plain(path: &Path) -> PathBuf {
    path.components()
        .filter(|part| !matches!(part, Component::CurDir))
        .collect()
}

fn variables(text: &str, environment: &Environment) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let (name, tail) = name_of_variable(after);
        if name.is_empty() {
            out.push('$');
        } else {
            out.push_str(&value_of(name, text, environment)?);
        }
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// Splits what follows a `$` into the variable's name and the rest; no name, nothing is taken.
fn name_of_variable(after: &str) -> (&str, &str) {
    if let Some((name, tail)) = after.strip_prefix('{').and_then(|r| r.split_once('}')) {
        return (name, tail);
    }
    let end = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(after.len());
    after.split_at_checked(end).unwrap_or(("", after))
}

fn value_of(name: &str, text: &str, environment: &Environment) -> Result<String> {
    let value = environment.get(name);
    match value.as_deref().and_then(OsStr::to_str) {
        Some(value) => Ok(value.to_owned()),
        None => Err(Failure::usage(format!(
            "The variable ${name} in the path \"{text}\" is not set."
        ))
        .hint(format!("set {name}, or write the path out"))),
    }
}

#[cfg(test)]
#[path = "paths_tests.rs"]
mod tests;
