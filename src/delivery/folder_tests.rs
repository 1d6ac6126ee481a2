use std::os::unix::fs::PermissionsExt;

use super::*;

const BYTES: &[u8] = b"Message-ID: <1f/../2@lind.example>\r\n\
    Date: Tue, 10 Nov 2026 08:30:00 +0000\r\nSubject: Hi\r\n\r\nHello\r\n";
const NAME: &str = "20261110-083000-1f_.._2@lind.example.eml";

fn deliver(folder: &mut Folder, bytes: &[u8], answer: bool) -> (Outcome, usize) {
    let mut commits = 0;
    let to = ["ap@acme.example".to_string()];
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes,
        envelope_from: "ana@lind.example",
        envelope_to: &to,
    };
    let outcome = folder.deliver(&parcel, &mut || {
        commits += 1;
        answer
    });
    (outcome, commits)
}

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_message_becomes_a_private_file() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("books/outbox");
    let (outcome, commits) = deliver(&mut Folder::new(path.clone()), BYTES, true);
    let reply = format!("written to {}", path.join(NAME).display());
    assert_eq!(
        outcome,
        Outcome::Accepted {
            reply,
            id: String::new()
        }
    );
    assert_eq!(commits, 1);
    assert_eq!(names(&path), [NAME]);
    assert_eq!(fs::read(path.join(NAME)).unwrap(), BYTES);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    assert_eq!(mode(&path.join(NAME)), 0o600);
}

#[test]
fn the_file_gets_its_name_only_after_the_commit() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::new(home.path().to_path_buf());
    let to = ["ap@acme.example".to_string()];
    let parcel = Parcel {
        reference: "<1@lind.example>",
        bytes: BYTES,
        envelope_from: "ana@lind.example",
        envelope_to: &to,
    };
    let mut seen = Vec::new();
    folder.deliver(&parcel, &mut || {
        seen = names(home.path());
        true
    });
    assert_eq!(seen, [format!(".{NAME}.part")]);
    assert_eq!(names(home.path()), [NAME]);
}

#[test]
fn a_withdrawn_message_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (outcome, commits) = deliver(&mut Folder::new(home.path().into()), BYTES, false);
    assert_eq!(outcome.word(), "withdrawn");
    assert_eq!(commits, 1);
    assert!(names(home.path()).is_empty());
}

#[test]
fn the_same_message_again_is_one_file() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::new(home.path().into());
    let first = deliver(&mut folder, BYTES, true);
    assert_eq!(deliver(&mut folder, BYTES, true), first);
    assert_eq!(names(home.path()), [NAME]);
    assert_eq!(deliver(&mut folder, BYTES, false).0.word(), "withdrawn");
}

#[test]
fn another_text_never_replaces_a_file() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::new(home.path().into());
    deliver(&mut folder, BYTES, true);
    let other = [BYTES, b"more\r\n"].concat();
    let (outcome, commits) = deliver(&mut folder, &other, true);
    assert_eq!(outcome.word(), "refused");
    assert_eq!(commits, 0);
    assert_eq!(fs::read(home.path().join(NAME)).unwrap(), BYTES);
}

#[test]
fn a_folder_that_cannot_be_made_blocks_the_account() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let mut folder = Folder::new(file.join("outbox"));
    let (outcome, commits) = deliver(&mut folder, BYTES, true);
    assert_eq!(outcome.word(), "account", "{outcome:?}");
    assert_eq!(outcome.step(), Step::Folder);
    assert!(outcome.reply().contains("file/outbox"), "{outcome:?}");
    assert_eq!(commits, 0);
    assert_eq!(folder.check().unwrap_err().0, Step::Folder);
}

#[test]
fn a_check_leaves_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::new(home.path().join("outbox"));
    assert!(folder.check().unwrap().contains("outbox"));
    assert!(names(&home.path().join("outbox")).is_empty());
}

#[test]
fn a_name_comes_from_a_folded_header_too_and_never_leaves_the_folder() {
    let folded = b"Subject: x\r\nMESSAGE-ID:\r\n <abc@lind.example>\r\n\r\nMessage-ID: <no@no>";
    assert_eq!(file_name(folded), "abc@lind.example.eml");
    assert_eq!(file_name(b"Message-ID: <../../etc>\r\n\r\n"), "_.._etc.eml");
    assert_eq!(file_name(b"\r\n\r\n"), "message.eml");
}
