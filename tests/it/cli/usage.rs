//! How the command line takes its words, and how it ends.

use std::process::Stdio;

use super::{book, code, failure, said};
use crate::support::home::Home;

#[test]
fn wrong_usage_is_exit_code_2_in_both_forms() {
    let home = Home::new();
    for line in [
        &["nonsense"][..],
        &["due", "--nonsense"],
        &["payment", "refund", "2026-001"],
        &["client"],
        &["outbox", "resolve", "1", "--as", "maybe"],
        &["outbox", "show", "x"],
        &["invoice", "list", "--limit", "0"],
        &["--today", "soon", "due"],
        &["--today", "2026-02-30", "due"],
    ] {
        let output = home.output(line);
        assert_eq!(code(&output), 2, "{line:?}");
        assert!(output.stdout.is_empty(), "{line:?}");
        let json = home.output(&[line, &["--json"]].concat());
        assert_eq!(code(&json), 2, "{line:?}");
        assert!(json.stdout.is_empty(), "{line:?}");
        let words = said(&json);
        assert_eq!(words.trim_end().lines().count(), 1, "{words}");
        let document: serde_json::Value = serde_json::from_str(&words).unwrap();
        assert_eq!(document["error"]["kind"], "usage", "{words}");
        assert!(
            document["error"]["message"]
                .as_str()
                .unwrap()
                .ends_with('.'),
            "{words}"
        );
    }
    assert!(
        !home.path().join(".local").exists(),
        "wrong usage touches nothing"
    );
}

#[test]
fn screens_have_no_json() {
    let home = Home::new();
    let output = home.output(&["--json"]);
    assert_eq!(code(&output), 2);
    assert!(said(&output).contains("screens"), "{}", said(&output));
    let output = home.output(&["demo", "--json"]);
    assert_eq!(code(&output), 2);
    for line in [&[][..], &["demo"]] {
        let output = home.output(line);
        assert_eq!(code(&output), 2, "{line:?}");
        assert!(
            said(&output).contains("The screens need a terminal."),
            "{}",
            said(&output)
        );
    }
    assert!(!home.path().join(".local/share/payme/book.db").exists());
}

#[test]
fn options_stand_before_or_after_the_command() {
    let home = book();
    let expected = home.run(&[
        "--json",
        "--today",
        "2026-12-24",
        "invoice",
        "show",
        "2026-033",
    ]);
    for line in [
        &[
            "invoice",
            "show",
            "2026-033",
            "--json",
            "--today",
            "2026-12-24",
        ][..],
        &[
            "invoice",
            "--json",
            "show",
            "--today",
            "2026-12-24",
            "2026-033",
        ],
        &[
            "--today=2026-12-24",
            "invoice",
            "show",
            "2026-033",
            "--json",
            "--no-input",
        ],
    ] {
        assert_eq!(home.run(line), expected, "{line:?}");
    }
    let document: serde_json::Value = serde_json::from_str(&expected).unwrap();
    assert_eq!(document["days_late"], 14);
}

#[test]
fn help_and_version_go_to_standard_output() {
    let home = Home::new();
    let help = home.run(&["--help"]);
    for word in [
        "due",
        "invoice",
        "reminder",
        "--book",
        "PAYME_BOOK",
        "Exit codes",
    ] {
        assert!(help.contains(word), "{help}");
    }
    assert!(home.run(&["--version"]).starts_with("payme "));
    assert!(home.run(&["payment", "add", "--help"]).contains("--amount"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = book();
    for line in [
        &["invoice", "list"][..],
        &["export", "json", "-"],
        &["completions", "bash"],
        &["man"],
    ] {
        let mut child = home.start(line);
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{line:?}: {}", said(&output));
        assert!(output.stderr.is_empty(), "{line:?}: {}", said(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let home = book();
    for line in [&["invoice", "list"][..], &["export", "json", "-"]] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = home
            .command(line)
            .stdout(Stdio::from(full))
            .output()
            .unwrap();
        assert_eq!(code(&output), 1, "{line:?}: {}", said(&output));
        assert!(said(&output).contains("be written"), "{}", said(&output));
    }
}

#[test]
fn what_steers_a_terminal_is_taken_out_of_the_books_text() {
    let home = Home::new();
    home.write(
        "evil.json",
        r#"{"payme": 1, "clients": [{"key": "evil", "name": "Evil \u202e Corp", "note": "a\u200fb"}]}"#,
    );
    let output = home.output(&["import", "json", "evil.json"]);
    if code(&output) == 0 {
        for line in [&["client", "list"][..], &["client", "show", "evil"]] {
            let text = home.run(line);
            let steers = |c: char| {
                c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
            };
            let harmless = |c: char| c == '\n' || !steers(c);
            assert!(text.chars().all(harmless), "{text:?}");
        }
    } else {
        assert!(
            said(&output).contains("clients[0].name"),
            "{}",
            said(&output)
        );
    }
    let words = failure(&home, &["client", "show", "x\u{1b}[2Jy"], 1);
    assert!(!words.contains('\u{1b}'), "{words:?}");
}

#[test]
fn completions_know_the_commands() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.run(&["completions", shell]);
        for word in ["reminder", "simulate", "--overpay"] {
            let bare = word.trim_start_matches('-');
            assert!(script.contains(bare), "{shell} does not know {word}");
        }
    }
    failure(&home, &["completions", "tcsh"], 2);
}

#[test]
fn the_manual_has_every_command_file_variable_and_exit_code() {
    let home = Home::new();
    let page = home.run(&["man"]);
    assert!(page.contains(".TH payme 1"), "{page}");
    for word in [
        "payment add NUMBER",
        "outbox resolve",
        "config.toml",
        "PAYME_LOG",
        "EXIT STATUS",
    ] {
        let roff = word.replace('-', "\\-");
        assert!(page.contains(&roff), "the manual misses {word}");
    }
}
