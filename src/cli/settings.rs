//! `payme config`: the settings of this machine, and where they come from.

use clap::Subcommand;
use serde::Serialize;

use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::config::{Places, config_path};
use crate::failure::Result;

/// The settings of this machine.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum Config {
    /// Show every setting, and whether it comes from a default, the file, the environment or a flag
    Show,
    /// Print where the settings file is looked for
    Path,
}

#[derive(Serialize)]
struct PathDocument {
    config: String,
    found: bool,
}

#[derive(Serialize)]
struct ShowDocument<'a> {
    #[serde(flatten)]
    file: PathDocument,
    settings: Vec<SettingDocument<'a>>,
}

#[derive(Serialize)]
struct SettingDocument<'a> {
    key: &'a str,
    value: &'a str,
    origin: &'static str,
}

pub(super) fn run(command: Config, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Config::Show => show(session),
        Config::Path => path(session),
    }
}

fn show(session: &Session<'_>) -> Result<Answer> {
    let settings = session.settings()?;
    let rows = settings.shown();
    let file = settings.config.display().to_string();
    let document = ShowDocument {
        file: PathDocument {
            config: file.clone(),
            found: settings.config_found,
        },
        settings: rows
            .iter()
            .map(|row| SettingDocument {
                key: &row.key,
                value: &row.value,
                origin: row.origin.word(),
            })
            .collect(),
    };
    session.answer(&document, |page| {
        let found = if settings.config_found {
            ""
        } else {
            " (not there; every setting has a default)"
        };
        page.line(format!("{file}{found}"));
        page.gap();
        let mut table = Table::new(&[
            Column::fixed("setting"),
            Column::flexible("value"),
            Column::fixed("from"),
        ]);
        for row in &rows {
            table.row([row.key.clone(), row.value.clone(), row.origin.word().into()]);
        }
        page.table(&table);
    })
}

/// Works with a broken file too: one must find it to mend it.
fn path(session: &Session<'_>) -> Result<Answer> {
    let (path, _) = config_path(&session.flags, &session.environment, &Places::of_user()?)?;
    let document = PathDocument {
        config: path.display().to_string(),
        found: path.exists(),
    };
    session.answer(&document, |page| page.line(&document.config))
}
