use super::*;

const START: &str = "<!-- commands -->\n";
const END: &str = "<!-- /commands -->";

/// Refreshed by `UPDATE_README=1 cargo test readme`.
#[test]
fn the_commands_in_the_readme_are_these() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme
        .split_once(START)
        .expect("README.md has a place for commands");
    let (_, after) = rest
        .split_once(END)
        .expect("the place for commands has an end");
    let fresh = format!("{before}{START}{}{END}{after}", commands());
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, &fresh).unwrap();
    } else {
        assert_eq!(readme, fresh, "run UPDATE_README=1 cargo test readme");
    }
}

#[test]
fn optional_and_repeated_words_are_marked() {
    let lines: Vec<String> = leaves().into_iter().map(|leaf| leaf.line).collect();
    for line in [
        "payme due",
        "payme invoice show NUMBER",
        "payme reminder simulate --until DATE",
        "payme profile set --from FILE",
        "payme export json FILE [--force]",
    ] {
        assert!(
            lines.iter().any(|one| one == line),
            "{line} is not in {lines:#?}"
        );
    }
    assert!(
        lines
            .iter()
            .all(|line| !line.contains("--json") && !line.contains("--help"))
    );
}

#[test]
fn the_manual_names_files_variables_and_exit_codes() {
    let key = KeyHelp {
        place: "Reminders".into(),
        keys: "s F5".into(),
        help: "Open the send panel".into(),
    };
    let page = manual(&[key.clone(), key]);
    assert_eq!(page.matches(".SS Reminders\n").count(), 1, "{page}");
    assert_eq!(page.matches("Open the send panel").count(), 2);
    for heading in [
        "NAME",
        "SYNOPSIS",
        "OPTIONS",
        "COMMANDS",
        "KEYS",
        "FILES",
        "ENVIRONMENT",
    ] {
        assert!(page.contains(&format!(".SH {heading}\n")), "{heading}");
    }
    assert!(page.contains(".SH \"EXIT STATUS\"\n"), "{page}");
}
