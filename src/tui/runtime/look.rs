//! How it looks here: the theme of the settings, light or dark as the terminal is, with no more
//! colours than it has.

use std::io::stdout;
use std::path::Path;
use std::time::Duration;

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};
use termprofile::{DetectorSettings, TermProfile};

use super::keyboard::LateAnswer;
use super::theme_file;
use crate::config::Screen;
use crate::failure::Result;
use crate::tui::view::theme::{Depth, Theme};

/// The first frame waits no longer than this for the terminal's answer about its colours.
const PATIENCE: Duration = Duration::from_millis(50);

/// The theme, and whether an answer about colours may still come. Theme files are in `themes`.
///
/// # Errors
/// Usage, when there is no theme of that name, or its file is not understood.
pub(super) fn of_terminal(screen: &Screen, themes: &Path) -> Result<(Theme, LateAnswer)> {
    let fixed = ["light", "dark", "ansi", "mono"].contains(&screen.theme.as_str());
    let (dark, late) = if fixed {
        (true, LateAnswer::none())
    } else {
        ask()
    };
    let settings = DetectorSettings::default().enable_tmux_info(false);
    let profile = TermProfile::detect(&stdout(), settings);
    Ok((theme(screen, themes, dark, depth(profile))?, late))
}

/// Whether the terminal is dark; most are.
fn ask() -> (bool, LateAnswer) {
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    match theme_mode(options) {
        Ok(mode) => (mode == ThemeMode::Dark, LateAnswer::none()),
        // Two colours were asked for: the text's and the ground's.
        Err(terminal_colorsaurus::Error::Timeout(_)) => (true, LateAnswer::awaited(2)),
        Err(_unsupported) => (true, LateAnswer::none()),
    }
}

fn theme(screen: &Screen, themes: &Path, dark: bool, depth: Depth) -> Result<Theme> {
    let theme = match Theme::named(&screen.theme, dark) {
        Some(theme) => theme,
        None => theme_file::read(themes, &screen.theme, dark)?,
    };
    let mut theme = theme.at_depth(depth);
    theme.ascii = screen.ascii;
    Ok(theme)
}

const fn depth(profile: TermProfile) -> Depth {
    match profile {
        TermProfile::NoTty | TermProfile::NoColor => Depth::None,
        TermProfile::Ansi16 => Depth::Sixteen,
        TermProfile::Ansi256 => Depth::Indexed,
        TermProfile::TrueColor => Depth::True,
    }
}

#[cfg(test)]
#[path = "look_tests.rs"]
mod tests;
