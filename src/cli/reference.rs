//! The reference of the commands: for the README and the manual page, from the grammar itself.

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

/// A command at the end of its branch.
struct Leaf {
    /// What stands on the line ("payme payment add NUMBER --amount AMOUNT [--on DATE]").
    line: String,
    /// What it does, in one line.
    about: String,
}

/// Every command as a Markdown table.
#[must_use]
pub fn commands() -> String {
    let mut text = String::from("| command | what it does |\n| --- | --- |\n");
    for leaf in leaves() {
        let line = leaf.line.replace('|', "\\|");
        text = format!("{text}| `{line}` | {} |\n", leaf.about);
    }
    text
}

fn leaves() -> Vec<Leaf> {
    let grammar = super::grammar();
    let mut found = vec![Leaf {
        line: "payme".into(),
        about: "Open the screens".into(),
    }];
    branch(&grammar, "payme", &mut found);
    found
}

fn branch(command: &Command, name: &str, found: &mut Vec<Leaf>) {
    for child in command.get_subcommands() {
        let name = format!("{name} {}", child.get_name());
        if child.has_subcommands() {
            branch(child, &name, found);
        } else {
            found.push(Leaf {
                line: line(child, &name),
                about: child
                    .get_about()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            });
        }
    }
}

/// The line of a command: what must be there first, then what may be, without what stands
/// everywhere.
fn line(command: &Command, name: &str) -> String {
    let mut line = vec![name.to_owned()];
    let own = command
        .get_arguments()
        .filter(|arg| !arg.is_global_set() && arg.get_id() != "help");
    let (must, may): (Vec<_>, Vec<_>) = own.partition(|arg| arg.is_required_set());
    for arg in must.iter().chain(&may) {
        let value = arg.get_value_names().unwrap_or_default().join(" ");
        let value = if arg.get_action().takes_values() {
            value
        } else {
            String::new()
        };
        let word = match arg.get_long() {
            Some(long) if value.is_empty() => format!("--{long}"),
            Some(long) => format!("--{long} {value}"),
            None => value,
        };
        line.push(if arg.is_required_set() {
            word
        } else {
            format!("[{word}]")
        });
    }
    line.join(" ")
}

/// A key of the screens, for the manual page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHelp {
    /// Where it means this.
    pub place: String,
    /// The keys.
    pub keys: String,
    /// What they do, in one line.
    pub help: String,
}

/// The manual page in roff. The screens bring their keys.
#[must_use]
pub fn manual(keys: &[KeyHelp]) -> String {
    let man = Man::new(super::grammar()).manual("payme");
    let mut page = Vec::new();
    // Writing into memory does not fail.
    let _ = man.render_title(&mut page);
    let _ = man.render_name_section(&mut page);
    let _ = man.render_synopsis_section(&mut page);
    let _ = man.render_description_section(&mut page);
    let _ = man.render_options_section(&mut page);
    let _ = sections(keys).to_writer(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}

const FILES: &[(&str, &str)] = &[
    ("~/.local/share/payme/book.db", "The book."),
    (
        "~/.local/share/payme/outbox",
        "Messages as files, while no mail account is set up.",
    ),
    (
        "~/.config/payme/config.toml",
        "The settings; payme never writes it.",
    ),
    (
        "~/.local/state/payme/payme.log",
        "The log, only with PAYME_LOG.",
    ),
];

const VARIABLES: &[(&str, &str)] = &[
    ("PAYME_BOOK", "The book, as --book."),
    ("PAYME_CONFIG", "The settings file, as --config."),
    ("PAYME_TODAY", "The day, as --today."),
    (
        "PAYME_LOG",
        "A level (error, warn, info, debug, trace): write a log of it and above.",
    ),
    ("NO_COLOR", "Set to anything: the screens use no colour."),
];

const CODES: &[(&str, &str)] = &[
    ("0", "Done."),
    ("1", "Refused or failed."),
    ("2", "Wrong usage or settings."),
    (
        "3",
        "Something waits for a person: an unknown outcome, a part that was not sent.",
    ),
    ("4", "The book cannot be used."),
];

fn sections(keys: &[KeyHelp]) -> Roff {
    let mut roff = Roff::default();
    roff.control("SH", ["COMMANDS"]);
    for leaf in leaves() {
        entry(&mut roff, &leaf.line, &leaf.about);
    }
    roff.control("SH", ["KEYS"]);
    let mut place = "";
    for key in keys {
        if key.place != place {
            place = &key.place;
            roff.control("SS", [place]);
        }
        entry(&mut roff, &key.keys, &key.help);
    }
    for (title, rows) in [
        ("FILES", FILES),
        ("ENVIRONMENT", VARIABLES),
        ("EXIT STATUS", CODES),
    ] {
        roff.control("SH", [title]);
        for (name, what) in rows {
            entry(&mut roff, name, what);
        }
    }
    roff
}

fn entry(roff: &mut Roff, name: &str, what: &str) {
    roff.control("TP", []);
    roff.text([bold(name)]);
    roff.text([roman(what)]);
}

#[cfg(test)]
#[path = "reference_tests.rs"]
mod tests;
