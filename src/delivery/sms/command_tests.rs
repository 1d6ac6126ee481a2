use std::os::unix::fs::PermissionsExt;

use super::*;

fn command(folder: &std::path::Path, script: &str, args: &[&str]) -> Command {
    let program = folder.join("send");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    Command {
        program,
        args: args.iter().map(|word| (*word).to_owned()).collect(),
        limit: Duration::from_secs(5),
    }
}

fn send(command: &mut Command, text: &str) -> (Outcome, usize) {
    let mut commits = 0;
    let to = ["+491712345678".to_owned()];
    let parcel = Parcel {
        bytes: text.as_bytes(),
        reference: "r-1",
        envelope_from: "",
        envelope_to: &to,
    };
    let outcome = command.deliver(&parcel, &mut || {
        commits += 1;
        true
    });
    (outcome, commits)
}

#[test]
fn each_word_is_handed_over_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen");
    let script = format!(
        r#"printf '%s\n--\n' "$@" > {0}; cat >> {0}"#,
        seen.display()
    );
    let mut command = command(
        folder.path(),
        &script,
        &["TEXT", "{to}", "--ref={reference}", "{text}"],
    );
    let text = "$(touch x); `id` \"a\" 'b' {to}\nTwo";
    let (outcome, commits) = send(&mut command, text);
    assert_eq!((outcome.word(), commits), ("accepted", 1), "{outcome:?}");
    let seen = std::fs::read_to_string(seen).unwrap();
    assert_eq!(
        seen,
        format!("TEXT\n--\n+491712345678\n--\n--ref=r-1\n--\n{text}\n--\n{text}")
    );
}

#[test]
fn its_end_is_the_outcome() {
    let folder = tempfile::tempdir().unwrap();
    for (script, word) in [
        ("exit 0", "accepted"),
        ("echo no modem >&2; exit 1", "account"),
        ("exit 67", "refused"),
        ("exit 75", "account"),
        ("exit 127", "account"),
        ("kill -9 $$", "unknown"),
    ] {
        let mut command = command(folder.path(), script, &["{text}"]);
        let (outcome, commits) = send(&mut command, "Hello");
        assert_eq!(
            (outcome.word(), commits),
            (word, 1),
            "{script}: {outcome:?}"
        );
    }
    let mut command = command(folder.path(), "echo no modem >&2; exit 1", &["{text}"]);
    assert_eq!(
        send(&mut command, "Hello").0.reply(),
        "exit code 1: no modem"
    );
    command.program = "/nowhere/send".into();
    assert_eq!(send(&mut command, "Hello").0.word(), "account");
    command.limit = Duration::from_millis(100);
}

#[test]
fn one_that_does_not_end_is_ended_and_leaves_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(folder.path(), "exec tail -f /dev/null", &["{text}"]);
    command.limit = Duration::from_millis(200);
    assert_eq!(send(&mut command, "Hello").0.word(), "unknown");
}
