use std::fs;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use super::*;

const BYTES: &[u8] = b"Subject: Hi\r\n\r\nHello\r\n.\r\nlone \r cr\r\n";

/// A program in a folder of its own; `$here` in its text is that folder.
fn program(text: &str) -> (TempDir, Sendmail) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("sendmail");
    let text = text.replace("$here", &home.path().display().to_string());
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    let sendmail = Sendmail {
        program: path,
        limit: Duration::from_secs(20),
    };
    (home, sendmail)
}

fn deliver(sendmail: &mut Sendmail, answer: bool) -> (Outcome, usize) {
    let mut commits = 0;
    let to = [
        "ap@acme.example".to_string(),
        "-bad@acme.example".to_string(),
    ];
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes: BYTES,
        envelope_from: "ana@lind.example",
        envelope_to: &to,
    };
    let outcome = sendmail.deliver(&parcel, &mut || {
        commits += 1;
        answer
    });
    (outcome, commits)
}

#[test]
fn the_program_gets_envelope_and_message() {
    let (home, mut sendmail) = program("printf '%s\\n' \"$@\" > $here/args; cat > $here/mail");
    let (outcome, commits) = deliver(&mut sendmail, true);
    assert_eq!(outcome.word(), "accepted", "{outcome:?}");
    assert_eq!(commits, 1);
    let args = fs::read_to_string(home.path().join("args")).unwrap();
    assert_eq!(
        args,
        "-i\n-f\nana@lind.example\n--\nap@acme.example\n-bad@acme.example\n"
    );
    let mail = fs::read(home.path().join("mail")).unwrap();
    assert_eq!(mail, b"Subject: Hi\n\nHello\n.\nlone \r cr\n");
}

#[test]
fn exit_codes_say_what_happened() {
    for (code, word, step) in [
        (64, "account", Step::Program),
        (65, "refused", Step::Data),
        (67, "refused", Step::Recipient),
        (68, "refused", Step::Recipient),
        (69, "retry", Step::Program),
        (75, "retry", Step::Program),
        (77, "account", Step::Program),
        (78, "account", Step::Program),
        (1, "account", Step::Program),
        (127, "account", Step::Program),
    ] {
        let text = format!("cat > /dev/null; echo 'user  unknown' >&2; exit {code}");
        let (_home, mut sendmail) = program(&text);
        let (outcome, commits) = deliver(&mut sendmail, true);
        assert_eq!(
            (outcome.word(), outcome.step()),
            (word, step),
            "{code} {outcome:?}"
        );
        assert_eq!(outcome.reply(), format!("exit code {code}: user unknown"));
        assert_eq!(commits, 1);
    }
}

#[test]
fn a_no_at_the_commit_starts_nothing() {
    let (home, mut sendmail) = program("cat > $here/mail");
    let (outcome, commits) = deliver(&mut sendmail, false);
    assert_eq!(outcome.word(), "withdrawn");
    assert_eq!(commits, 1);
    assert!(!home.path().join("mail").exists());
}

#[test]
fn a_signal_is_unknown() {
    let (_home, mut sendmail) = program("cat > /dev/null; kill -9 $$");
    let (outcome, _) = deliver(&mut sendmail, true);
    assert_eq!(outcome.word(), "unknown");
    assert!(outcome.reply().contains("signal 9"), "{outcome:?}");
}

#[test]
fn a_program_that_does_not_end_is_unknown() {
    let (_home, mut sendmail) = program("exec tail -f /dev/null");
    sendmail.limit = Duration::from_millis(200);
    let (outcome, _) = deliver(&mut sendmail, true);
    assert_eq!(outcome.word(), "unknown");
    assert!(outcome.reply().contains("in time"), "{outcome:?}");
}

#[test]
fn a_yes_without_reading_all_of_it_is_unknown() {
    let (_home, mut sendmail) = program("exec true");
    let big = vec![b'x'; 1 << 20];
    let to = ["ap@acme.example".to_string()];
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes: &big,
        envelope_from: "ana@lind.example",
        envelope_to: &to,
    };
    let outcome = sendmail.deliver(&parcel, &mut || true);
    assert_eq!(outcome.word(), "unknown", "{outcome:?}");
}

#[test]
fn a_program_that_is_not_there_blocks_the_account() {
    let mut sendmail = Sendmail {
        program: "/nowhere/sendmail".into(),
        ..Sendmail::default()
    };
    let (outcome, commits) = deliver(&mut sendmail, true);
    assert_eq!(outcome.word(), "account");
    assert_eq!(outcome.reply(), "/nowhere/sendmail is not a program.");
    assert_eq!(commits, 0);
    assert_eq!(sendmail.check().unwrap_err().0, Step::Program);
}

#[test]
fn many_words_on_the_error_output_do_not_stop_it() {
    let text =
        "cat > /dev/null; i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done >&2";
    let (_home, mut sendmail) = program(text);
    let (outcome, _) = deliver(&mut sendmail, true);
    assert_eq!(outcome.word(), "accepted", "{outcome:?}");
    assert!(outcome.reply().len() < 3000);
}
