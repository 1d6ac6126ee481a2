use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::domain::message::MessageState;
use crate::failure::Kind;
use crate::store::OutboxFilter;
use crate::store::fixtures::{empty, full, now};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_copy_never_sends_what_the_book_sends() {
    for state in ["queued", "sending", "in_doubt"] {
        let folder = tempfile::tempdir().unwrap();
        let mut book = empty(folder.path());
        let (_, _, id) = full(&mut book);
        book.connection
            .execute("UPDATE messages SET state = ?1", [state])
            .unwrap();
        let copy = folder.path().join("copy.db");
        backup(book.path(), &copy, now()).unwrap();
        assert_eq!(book.view().message(id).unwrap().state.word(), state);

        let copied = crate::store::open(&copy, now()).unwrap().book;
        let message = copied.view().message(id).unwrap();
        assert_eq!(message.state, MessageState::Unknown, "{state}");
        assert_eq!(message.why, MAY_HAVE_GONE);
        let doubted: bool = copied
            .connection
            .query_row("SELECT doubted FROM messages", [], |row| row.get(0))
            .unwrap();
        assert!(doubted, "only a person can say that it did not go");
        let waiting = copied.view().messages(OutboxFilter::Waiting, 10).unwrap();
        assert_eq!(waiting, Vec::new());
        assert_eq!(copied.view().check().unwrap(), Vec::<String>::new());
        drop(book);
    }
}

#[test]
fn what_is_settled_is_the_same_in_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, _, id) = full(&mut book);
    book.connection
        .execute("UPDATE messages SET state = 'accepted', why = '250 ok'", [])
        .unwrap();
    let before = book.view().message(id).unwrap();
    let copy = copy_aside(&book.connection, book.path(), "before-x", now()).unwrap();
    let copied = crate::store::open(&copy, now()).unwrap().book;
    assert_eq!(copied.view().message(id).unwrap(), before);
}

#[test]
fn a_copy_is_one_private_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    let others = tempfile::tempdir().unwrap();
    backup(book.path(), &others.path().join("copy.db"), now()).unwrap();
    assert_eq!(names(others.path()), ["copy.db"]);
    let first = copy_aside(&book.connection, book.path(), "before-x", now()).unwrap();
    let second = copy_aside(&book.connection, book.path(), "before-x", now()).unwrap();
    assert_eq!(first.file_name().unwrap(), "book.before-x.db");
    assert_eq!(second.file_name().unwrap(), "book.before-x-2.db");
    for copy in [first, second, others.path().join("copy.db")] {
        let mode = fs::metadata(copy).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_draft_is_private_and_gone_when_it_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let draft = Draft::of(&folder.path().join("book.db")).unwrap();
    let mode = fs::metadata(draft.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    fs::write(beside(draft.path(), "-wal"), "x").unwrap();
    drop(draft);
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_copy_never_takes_a_name_that_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    let others = tempfile::tempdir().unwrap();
    let copy = others.path().join("copy.db");
    fs::write(&copy, "mine").unwrap();
    let failure = backup(book.path(), &copy, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Refused);
    assert_eq!(fs::read_to_string(&copy).unwrap(), "mine");
    let nowhere = others.path().join("no/copy.db");
    let failure = backup(book.path(), &nowhere, now()).unwrap_err();
    assert!(failure.message().contains("cannot be made"), "{failure}");
    assert_eq!(names(others.path()), ["copy.db"]);
}
