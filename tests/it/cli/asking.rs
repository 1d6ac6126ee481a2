//! A real terminal: the question before sending, and a page that fits the window.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use super::book;
use crate::support::home::{Home, TODAY};

/// Runs the program in a terminal of so many columns and answers its first question. Answers the
/// exit code and everything that the terminal got.
fn in_terminal(home: &Home, columns: u16, line: &[&str], answer: Option<&str>) -> (u32, String) {
    let answers: Vec<_> = answer
        .into_iter()
        .map(|answer| ("[y/N] ", answer))
        .collect();
    in_dialogue(home, columns, line, &answers)
}

/// The same with several questions, each known by its end.
pub(super) fn in_dialogue(
    home: &Home,
    columns: u16,
    line: &[&str],
    answers: &[(&str, &str)],
) -> (u32, String) {
    let size = PtySize {
        rows: 24,
        cols: columns,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_payme"));
    command.env_clear();
    command.env("HOME", home.path());
    command.env("TERM", "xterm-256color");
    command.env("PAYME_TODAY", TODAY);
    command.cwd(home.path());
    command.args(line);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let mut seen = Vec::new();
    let mut byte = [0_u8];
    for (question, answer) in answers {
        while !seen.ends_with(question.as_bytes()) {
            let shown = || String::from_utf8_lossy(&seen).into_owned();
            assert!(
                matches!(reader.read(&mut byte), Ok(1)),
                "no question {question:?}: {}",
                shown()
            );
            seen.push(byte[0]);
        }
        writer.write_all(answer.as_bytes()).unwrap();
    }
    // A closed terminal reads as an error on Linux and as the end elsewhere.
    while let Ok(1) = reader.read(&mut byte) {
        seen.push(byte[0]);
    }
    let code = child.wait().unwrap().exit_code();
    (code, String::from_utf8_lossy(&seen).replace('\r', ""))
}

#[test]
fn a_terminal_is_asked_and_only_yes_sends() {
    let home = book();
    for no in ["n\n", "\n", "no\n", "yesterday\n"] {
        let line = ["reminder", "send", "--client", "acme"];
        let (code, text) = in_terminal(&home, 120, &line, Some(no));
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("Send 1 message by folder "), "{text}");
        assert!(text.contains("ap@acme.example"), "{text}");
        assert!(text.contains("Nothing was sent."), "{text}");
    }
    assert_eq!(home.json(&["outbox", "list"]), json!({"messages": []}));
    let (code, text) = in_terminal(&home, 120, &["reminder", "send", "--all"], Some("y\n"));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("Send 2 messages by folder "), "{text}");
    assert!(text.contains("Payments are known only through"), "{text}");
    assert_eq!(text.matches("[y/N]").count(), 1, "one question: {text}");
    assert!(text.contains(" all the same? [y/N]"), "{text}");
    assert_eq!(
        home.json(&["outbox", "list"])["messages"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn no_input_never_asks() {
    let home = book();
    let line = ["reminder", "send", "--all", "--no-input"];
    let (code, text) = in_terminal(&home, 120, &line, None);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("nobody can be asked"), "{text}");
}

#[test]
fn a_table_fits_the_window() {
    let home = book();
    for (line, columns) in [
        (&["invoice", "list"][..], 96),
        (&["client", "list"], 60),
        (&["payment", "list"], 66),
        (&["outbox", "list"], 80),
        (&["due"], 80),
    ] {
        let (code, text) = in_terminal(&home, columns, line, None);
        assert_eq!(code, 0, "{text}");
        for row in text.lines() {
            let wide = unicode_width::UnicodeWidthStr::width(row);
            // A sum of several currencies is no table, and no number is cut.
            let sums = row.starts_with("Outstanding") || row.starts_with("Overdue");
            assert!(
                sums || wide <= usize::from(columns),
                "{wide} > {columns}: {row}"
            );
        }
    }
    let piped = home.run(&["client", "list"]);
    let (_, wide) = in_terminal(&home, 200, &["client", "list"], None);
    assert_eq!(wide, piped);
}
