//! The key reference of the README and the manual, made from the table.

use std::fmt::Write as _;

use super::{Command, Scope, TABLE};
use crate::tui::model::keys::Key;

const ORDER: [Scope; 26] = [
    Scope::Always,
    Scope::Everywhere,
    Scope::Dashboard,
    Scope::Invoices,
    Scope::Clients,
    Scope::Payments,
    Scope::Reminders,
    Scope::Reports,
    Scope::Editor,
    Scope::Send,
    Scope::Checks,
    Scope::Edit,
    Scope::Templates,
    Scope::TemplateEdit,
    Scope::Form,
    Scope::Choose,
    Scope::Confirm,
    Scope::Message,
    Scope::Log,
    Scope::Lines,
    Scope::Filter,
    Scope::Palette,
    Scope::Help,
    Scope::Menu,
    Scope::Welcome,
    Scope::Small,
];

/// A command and its default keys, in a place where they mean something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// The place, for a heading.
    pub place: &'static str,
    /// The keys as they are written.
    pub keys: Vec<String>,
    /// What the command does, in one line.
    pub help: &'static str,
    /// Its name, which `[keys]` in the settings takes.
    pub name: &'static str,
}

/// Every command with its default keys, place by place.
#[must_use]
pub fn key_lines() -> Vec<KeyLine> {
    let in_scope = |scope: Scope| {
        let commands = TABLE
            .iter()
            .filter(move |command| command.scopes.contains(&scope));
        commands.map(move |command: &Command| KeyLine {
            place: scope.title(),
            keys: command
                .keys
                .iter()
                .filter_map(|text| Key::parse(text))
                .map(|key| key.to_string())
                .collect(),
            help: command.help,
            name: command.name,
        })
    };
    ORDER.into_iter().flat_map(in_scope).collect()
}

/// Every command with its default keys, as Markdown: one table for each place where keys mean
/// something. What is the same everywhere stands open, the rest unfolds.
#[must_use]
pub fn key_reference() -> String {
    let mut out = String::from(
        "The name is what `[keys]` in the settings takes, such as `\"undo\" = [\"u\", \"F5\"]`.\n",
    );
    for scope in ORDER {
        let commands: Vec<&Command> = TABLE
            .iter()
            .filter(|command| command.scopes.contains(&scope))
            .collect();
        if commands.is_empty() {
            continue;
        }
        let title = scope.title();
        let (open, close) = if matches!(scope, Scope::Always | Scope::Everywhere) {
            (format!("\n**{title}**\n"), "")
        } else {
            (
                format!("\n<details><summary>{title}</summary>\n"),
                "\n</details>\n",
            )
        };
        out.push_str(&open);
        out.push_str("\n| keys | does | name |\n| --- | --- | --- |\n");
        for command in commands {
            let keys: Vec<String> = command
                .keys
                .iter()
                .filter_map(|text| Key::parse(text))
                .map(|key| format!("`{}`", key.to_string().replace('|', "\\|")))
                .collect();
            let (keys, help, name) = (keys.join(" "), command.help, command.name);
            // Writing to a String cannot fail.
            let _ = writeln!(out, "| {keys} | {help} | `{name}` |");
        }
        out.push_str(close);
    }
    out
}
