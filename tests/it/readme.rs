//! The key reference in the README is the one of the command table.

use payme::tui::model::commands::key_reference;

const START: &str = "<!-- keys -->\n";
const END: &str = "<!-- /keys -->";

/// Refreshed by `UPDATE_README=1 cargo test readme`.
#[test]
fn the_keys_in_the_readme_are_these() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let fresh = format!("{before}{START}{}{END}{after}", key_reference());
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, &fresh).unwrap();
    } else {
        assert_eq!(readme, fresh, "run UPDATE_README=1 cargo test readme");
    }
}
