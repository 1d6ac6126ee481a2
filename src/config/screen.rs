//! `[screen]` and `[keys]`: how the screens look and which keys were moved.

use super::file::Section;
use crate::failure::Result;

/// How the screens look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// `auto`, `light`, `dark`, `ansi`, `mono`, or the name of a theme file.
    pub theme: String,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether frames and glyphs are plain ASCII.
    pub ascii: bool,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            theme: "auto".into(),
            mouse: true,
            ascii: false,
        }
    }
}

/// A command and the keys that it hangs on instead of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOverride {
    /// The command's name ("reminder.send").
    pub command: String,
    /// The keys as written ("s", "F5", "ctrl-r"); none takes the command off the keyboard.
    pub keys: Vec<String>,
    /// The place in the file, for a message about a wrong name or key ("…/config.toml, line 31").
    pub place: String,
}

pub(super) fn screen(mut section: Section<'_, '_>) -> Result<Screen> {
    let default = Screen::default();
    let screen = Screen {
        theme: section.text("theme")?.map_or(default.theme, |t| t.value),
        mouse: section.flag("mouse")?.unwrap_or(default.mouse),
        ascii: section.flag("ascii")?.unwrap_or(default.ascii),
    };
    section.finish()?;
    Ok(screen)
}

/// The command table, not the settings, knows the commands; so every name is taken as written.
pub(super) fn keys(section: &Section<'_, '_>) -> Result<Vec<KeyOverride>> {
    section
        .entries()
        .map(|(command, value)| {
            let wrong = |what: &str| {
                section.wrong_type(&command, value.span(), "a key or a list of keys", what)
            };
            let value_ref = value.get_ref();
            let keys = if let Some(key) = value_ref.as_str() {
                vec![key.to_owned()]
            } else if let Some(list) = value_ref.as_array() {
                let texts = list.iter().map(|item| item.get_ref().as_str());
                let keys: Option<Vec<String>> = texts.map(|key| key.map(str::to_owned)).collect();
                keys.ok_or_else(|| wrong("a list of something else"))?
            } else {
                return Err(wrong(value_ref.type_str()));
            };
            Ok(KeyOverride {
                place: section.place(value.span()),
                command,
                keys,
            })
        })
        .collect()
}
