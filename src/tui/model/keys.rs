//! Keys as people write them ("Ctrl-P", "F2", "G"), and the map from keys to commands.

use std::collections::BTreeMap;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::commands::{Command, Scope, TABLE};
use crate::failure::{Failure, Result};

/// One key press, in one form however the terminal told it: a letter carries its shift itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

/// Names of the keys that are no letters; the first of a code is the one shown.
const NAMES: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Space", KeyCode::Char(' ')),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("BackTab", KeyCode::BackTab),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PageUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("PageDown", KeyCode::PageDown),
    ("Del", KeyCode::Delete),
    ("Delete", KeyCode::Delete),
    ("Ins", KeyCode::Insert),
    ("Backspace", KeyCode::Backspace),
];

const ARROWS: [(KeyCode, &str); 4] = [
    (KeyCode::Up, "↑"),
    (KeyCode::Down, "↓"),
    (KeyCode::Left, "←"),
    (KeyCode::Right, "→"),
];

impl Key {
    /// The key of a terminal event.
    #[must_use]
    pub fn of(event: KeyEvent) -> Self {
        Self::new(
            event.code,
            event.modifiers.contains(KeyModifiers::CONTROL),
            event.modifiers.contains(KeyModifiers::ALT),
            event.modifiers.contains(KeyModifiers::SHIFT),
        )
    }

    fn new(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Self {
        let code = if let KeyCode::Char(letter) = code {
            match letter {
                '\r' | '\n' => KeyCode::Enter,
                _ if ctrl => KeyCode::Char(letter.to_ascii_lowercase()),
                _ if shift => KeyCode::Char(letter.to_ascii_uppercase()),
                _ => code,
            }
        } else if code == KeyCode::Tab && shift {
            KeyCode::BackTab
        } else {
            code
        };
        let told = matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
        Self {
            code,
            ctrl,
            alt,
            shift: shift && !told,
        }
    }

    /// Reads a key as people write it; `None` when there is no such key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(code) = named(text) {
            return Some(Self::new(code, false, false, false));
        }
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        while let Some((modifier, after)) = rest.split_once('-') {
            if after.is_empty() {
                break;
            }
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                "shift" => shift = true,
                _ => return None,
            }
            rest = after;
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(letter), None) if !letter.is_control() => KeyCode::Char(letter),
            (Some('f' | 'F'), Some(_)) if rest.len() <= 3 => rest
                .get(1..)
                .and_then(|number| number.parse().ok())
                .filter(|number| (1..=24).contains(number))
                .map(KeyCode::F)?,
            _ => named(rest)?,
        };
        Some(Self::new(code, ctrl, alt, shift))
    }

    /// The short form for hints: `^R`, `Enter`, `?`.
    #[must_use]
    pub fn short(self) -> String {
        if self.ctrl && !self.alt && !self.shift {
            return format!("^{}", self.bare().to_ascii_uppercase());
        }
        let arrow = ARROWS.iter().find(|(code, _)| *code == self.code);
        match arrow {
            Some((_, arrow)) if !self.ctrl && !self.alt && !self.shift => (*arrow).to_owned(),
            Some(_) | None => self.to_string(),
        }
    }

    fn bare(self) -> String {
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return (*name).to_owned();
        }
        if let KeyCode::Char(letter) = self.code {
            letter.to_string()
        } else {
            self.code.to_string()
        }
    }
}

fn named(text: &str) -> Option<KeyCode> {
    NAMES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(text))
        .map(|(_, code)| *code)
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        let bare = self.bare();
        if self.ctrl && matches!(self.code, KeyCode::Char(_)) {
            f.write_str(&bare.to_uppercase())
        } else {
            f.write_str(&bare)
        }
    }
}

/// Which keys run which command: the table's defaults, and the user's own over them.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: Vec<Vec<Key>>,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = TABLE
            .iter()
            .map(|command| {
                let parsed = command.keys.iter().map(|text| Key::parse(text));
                parsed.flatten().collect()
            })
            .collect();
        Self { keys }
    }
}

impl Keymap {
    /// The defaults with the user's own keys, by command name, as `[keys]` in the settings has them.
    ///
    /// # Errors
    /// Usage, when a command or a key does not exist, or when two commands of one scope would share
    /// a key; it names the nearest command.
    pub fn with(overrides: &BTreeMap<String, Vec<String>>) -> Result<Self> {
        let mut map = Self::default();
        for (name, texts) in overrides {
            let Some(index) = TABLE.iter().position(|command| command.name == name) else {
                return Err(unknown_command(name));
            };
            let mut keys = Vec::new();
            for text in texts {
                keys.push(Key::parse(text).ok_or_else(|| unknown_key(name, text))?);
            }
            if let Some(slot) = map.keys.get_mut(index) {
                *slot = keys;
            }
        }
        map.refuse_clashes()?;
        Ok(map)
    }

    fn refuse_clashes(&self) -> Result<()> {
        let bound = || TABLE.iter().zip(&self.keys);
        for (index, (one, keys)) in bound().enumerate() {
            for (two, others) in bound().skip(index + 1) {
                let shared = one.scopes.iter().any(|scope| two.scopes.contains(scope));
                let clash = keys.iter().find(|key| others.contains(key));
                if let (true, Some(key)) = (shared, clash) {
                    return Err(Failure::usage(format!(
                        "The key {key} cannot be both \"{}\" and \"{}\".",
                        one.name, two.name
                    ))
                    .hint("give one of them another key under [keys] in the settings"));
                }
            }
        }
        Ok(())
    }

    /// The keys of a command, in order.
    #[must_use]
    pub fn keys(&self, command: &Command) -> &[Key] {
        TABLE
            .iter()
            .position(|other| other.name == command.name)
            .and_then(|index| self.keys.get(index))
            .map_or(&[], Vec::as_slice)
    }

    /// The command that a key runs, looked for in the scopes in order.
    #[must_use]
    pub fn find(&self, key: Key, scopes: &[Scope]) -> Option<&'static Command> {
        scopes.iter().find_map(|scope| {
            TABLE
                .iter()
                .zip(&self.keys)
                .find(|(command, keys)| command.scopes.contains(scope) && keys.contains(&key))
                .map(|(command, _)| command)
        })
    }
}

fn unknown_command(name: &str) -> Failure {
    let nearest = TABLE
        .iter()
        .map(|command| (strsim::jaro_winkler(name, command.name), command.name))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let failure = Failure::usage(format!("There is no command \"{name}\" to give keys to."));
    match nearest {
        Some((_, nearest)) => failure.hint(format!("the nearest one is \"{nearest}\"")),
        None => failure,
    }
}

fn unknown_key(name: &str, text: &str) -> Failure {
    Failure::usage(format!("\"{text}\" for \"{name}\" is no key."))
        .hint("write keys such as \"s\", \"G\", \"F5\", \"Ctrl-P\", \"Space\" or \"PgDn\"")
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
