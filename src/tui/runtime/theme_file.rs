//! Themes of the user's own: `themes/NAME.toml` beside the settings. A line says how a role looks, as
//! `bad = "#ff7b72 on 236 bold"`; `base` names the theme that all other roles are taken from.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};

use crate::failure::{Failure, Result};
use crate::tui::view::theme::{Role, Theme};

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// Reads a theme file.
///
/// # Errors
/// Usage, when there is none, or a line of it cannot be understood; it names the line.
pub(super) fn read(folder: &Path, name: &str, dark: bool) -> Result<Theme> {
    let path = folder.join(format!("{name}.toml"));
    let missing = || {
        Failure::usage(format!("There is no theme \"{name}\"."))
            .hint("use auto, light, dark, ansi or mono for theme in [screen] of config.toml")
            .because(format!("{} is no theme file either", path.display()))
    };
    // A name is no path: it stays in the folder.
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(missing());
    }
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Err(missing());
    };
    parse(&text, dark)
        .map_err(|failure| failure.because(format!("in the theme file {}", path.display())))
}

fn parse(text: &str, dark: bool) -> Result<Theme> {
    let lines: BTreeMap<String, String> = toml::from_str(text).map_err(|error| {
        Failure::usage("The theme file is not understood: each line is role = \"colours\".")
            .because(error.message())
    })?;
    let base = match lines.get("base") {
        None => Theme::named("auto", dark),
        Some(base) => Theme::named(base, dark),
    };
    let base = base.ok_or_else(|| {
        Failure::usage("The base of a theme file is auto, light, dark, ansi or mono.")
    })?;
    let mut own = BTreeMap::new();
    for (name, look) in lines.iter().filter(|(name, _)| *name != "base") {
        own.insert(role(name)?, style(name, look)?);
    }
    Ok(Theme::of(|role| match own.get(&role) {
        Some(style) => *style,
        None => base.style(role),
    }))
}

fn role(name: &str) -> Result<Role> {
    if let Some((role, _)) = Role::ALL.iter().find(|(_, one)| *one == name) {
        return Ok(*role);
    }
    let names: Vec<&str> = Role::ALL.iter().map(|(_, one)| *one).collect();
    Err(Failure::usage(format!("\"{name}\" is no role of a theme."))
        .hint(format!("the roles are {}", names.join(", "))))
}

/// "#ff7b72 on 236 bold": the colour of the text, of the ground, and how it is set off.
fn style(name: &str, look: &str) -> Result<Style> {
    let mut style = Style::new();
    let mut words = look.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, modifier)) = MODIFIERS.iter().find(|(one, _)| *one == word) {
            style = style.add_modifier(*modifier);
        } else if word == "on" {
            style = style.bg(color(name, words.next().unwrap_or(""))?);
        } else {
            style = style.fg(color(name, word)?);
        }
    }
    Ok(style)
}

fn color(name: &str, word: &str) -> Result<Color> {
    Color::from_str(word).map_err(|_unknown| {
        Failure::usage(format!("\"{word}\" for \"{name}\" is no colour."))
            .hint("write #rrggbb, a name such as lightred, or a number from 0 to 255")
    })
}

#[cfg(test)]
#[path = "theme_file_tests.rs"]
mod tests;
