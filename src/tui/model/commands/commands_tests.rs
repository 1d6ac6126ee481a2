use std::collections::BTreeMap;

use super::*;
use crate::tui::model::keys::{Key, Keymap};

#[test]
fn every_name_is_there_once_and_every_key_is_one() {
    let mut names: Vec<&str> = TABLE.iter().map(|command| command.name).collect();
    names.sort_unstable();
    let mut once = names.clone();
    once.dedup();
    assert_eq!(names, once);
    for command in TABLE {
        for key in command.keys {
            assert!(Key::parse(key).is_some(), "{key} of {}", command.name);
        }
        assert!(!command.scopes.is_empty(), "{}", command.name);
        assert!(!command.help.is_empty(), "{}", command.name);
        assert!(
            command.help.len() <= 31,
            "{} is too long for the help",
            command.help
        );
    }
}

#[test]
fn no_two_commands_of_a_scope_share_a_key() {
    Keymap::with(&BTreeMap::new()).unwrap();
}

#[test]
fn nothing_hangs_on_keys_that_terminals_do_not_send() {
    for command in TABLE {
        let plain = |key: &&str| !key.starts_with("Ctrl-") || *key == "Ctrl-C";
        let others = command.keys.iter().filter(|key| plain(key)).count();
        let names = ["redraw", "redo", "suspend"];
        assert!(
            others > 0 || command.keys.is_empty() || names.contains(&command.name),
            "{} hangs on Ctrl alone",
            command.name
        );
        for key in command.keys {
            assert!(
                !["Ctrl-Enter", "Shift-Enter"].contains(key),
                "{}",
                command.name
            );
        }
    }
}

const START: &str = "<!-- keys -->\n";
const END: &str = "<!-- /keys -->";

/// Refreshed by `UPDATE_README=1 cargo test readme`.
#[test]
fn the_keys_in_the_readme_are_these() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme
        .split_once(START)
        .expect("README.md has a place for keys");
    let (_, after) = rest.split_once(END).expect("the place for keys has an end");
    let fresh = format!("{before}{START}{}{END}{after}", key_reference());
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, &fresh).unwrap();
    } else {
        assert_eq!(readme, fresh, "run UPDATE_README=1 cargo test readme");
    }
}
