use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::domain::message::MessageState;
use crate::failure::Kind;
use crate::store::OutboxFilter;
use crate::store::backup;
use crate::store::fixtures::{empty, full, message, now, with_invoice};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains(".lock") && !name.contains(".sender"))
        .collect();
    names.sort();
    names
}

fn damage(path: &Path) -> Vec<u8> {
    let mut bytes = fs::read(path).unwrap();
    for byte in bytes.iter_mut().skip(100) {
        *byte = 0xAA;
    }
    fs::write(path, &bytes).unwrap();
    bytes
}

#[test]
fn what_waited_in_the_copy_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, invoice, id) = full(&mut book);
    let path = book.path().to_path_buf();
    // A copy as other tools make it: of the file, with its queue.
    drop(book);
    let copy = folder.path().join("copy.db");
    fs::copy(&path, &copy).unwrap();
    let mut book = open::open(&path, now()).unwrap().book;
    book.connection
        .execute("UPDATE messages SET state = 'accepted'", [])
        .unwrap();
    book.change(now(), Undo::Impossible, |tx| {
        let mut later = message(client, "2", invoice);
        later.reminders.clear();
        let later = tx.queue_message(&later)?;
        Ok((later, "Queued".to_owned()))
    })
    .unwrap();
    book.connection
        .execute("UPDATE messages SET state = 'accepted'", [])
        .unwrap();
    drop(book);

    let restored = restore(&path, &copy, now()).unwrap();
    assert_eq!((restored.unknown, restored.forgotten), (1, Some(1)));
    let book = open::open(&path, now()).unwrap().book;
    let message = book.view().message(id).unwrap();
    assert_eq!(message.state, MessageState::Unknown);
    let waiting = book.view().messages(OutboxFilter::Waiting, 10).unwrap();
    assert_eq!(waiting, Vec::new());
    let journal = book.view().journal(1).unwrap();
    assert_eq!(journal[0].text, "Went back to the copy copy.db");
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    assert_eq!(
        names(folder.path()),
        [
            "book.before-restore.db",
            "book.db",
            "book.db-shm",
            "book.db-wal",
            "copy.db"
        ]
    );
}

#[test]
fn what_was_refused_in_the_copy_and_sent_since_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    let set = |book: &Book, state: &str| {
        book.connection
            .execute("UPDATE messages SET state = ?1", [state])
            .unwrap();
    };
    let copy = folder.path().join("copy.db");
    for (then, now_is, forgotten) in [
        ("refused", "accepted", 1),
        ("queued", "accepted", 0),
        ("accepted", "accepted", 0),
        ("cancelled", "refused", 0),
    ] {
        set(&book, then);
        backup(book.path(), &copy, now()).unwrap();
        set(&book, now_is);
        let restored = restore(book.path(), &copy, now()).unwrap();
        assert_eq!(restored.forgotten, Some(forgotten), "{then}, then {now_is}");
        fs::remove_file(&copy).unwrap();
    }
}

#[test]
fn a_book_that_was_lost_comes_back_private() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    let copy = folder.path().join("copy.db");
    backup(book.path(), &copy, now()).unwrap();
    let path = folder.path().join("lost.db");
    let restored = restore(&path, &copy, now()).unwrap();
    assert_eq!((restored.aside, restored.forgotten), (None, None));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let book = open::open(&path, now()).unwrap().book;
    assert!(book.view().invoice_id("2026-001").is_ok());
}

#[test]
fn an_older_copy_comes_back_at_this_version() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    let path = book.path().to_path_buf();
    migrations::to_version(&mut book.connection, 4).unwrap();
    let copy = folder.path().join("copy.db");
    backup(&path, &copy, now()).unwrap();
    migrations::to_version(&mut book.connection, migrations::latest()).unwrap();
    drop(book);
    restore(&path, &copy, now()).unwrap();
    let status = migrations::status(&path).unwrap();
    assert_eq!(status.version, migrations::latest());
    assert_eq!(
        migrations::status(&copy).unwrap().version,
        4,
        "the copy stays as it is"
    );
}

#[test]
fn another_programs_file_does_not_give_way() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let book = empty(folder.path());
    backup(book.path(), &copy, now()).unwrap();
    let path = folder.path().join("places.db");
    let other = open::plain(&path).unwrap();
    other
        .execute_batch("CREATE TABLE places (url TEXT) STRICT; INSERT INTO places VALUES ('x');")
        .unwrap();
    drop(other);
    let before = (fs::read(&path).unwrap(), names(folder.path()));
    let failure = restore(&path, &copy, now()).unwrap_err();
    assert!(failure.message().contains("another program's"), "{failure}");
    assert_eq!((fs::read(&path).unwrap(), names(folder.path())), before);
}

#[test]
fn a_newer_book_does_not_give_way() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let book = empty(folder.path());
    let path = book.path().to_path_buf();
    backup(&path, &copy, now()).unwrap();
    book.connection
        .pragma_update(None, "user_version", 99)
        .unwrap();
    drop(book);
    let before = (fs::read(&path).unwrap(), names(folder.path()));
    let failure = restore(&path, &copy, now()).unwrap_err();
    assert!(failure.message().contains("newer payme"), "{failure}");
    assert_eq!((fs::read(&path).unwrap(), names(folder.path())), before);
}

#[test]
fn a_damaged_book_is_back_when_nothing_can_take_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    let path = book.path().to_path_buf();
    drop(book);
    let bytes = damage(&path);
    fs::write(beside(&path, "-wal"), "what was not yet in it").unwrap();
    let draft = Draft::of(&path).unwrap();
    fs::remove_file(draft.path()).unwrap();
    let failure = take_the_place(draft, &path).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert_eq!(
        failure.next_step(),
        "the damaged book is where it was",
        "{failure}"
    );
    assert_eq!(names(folder.path()), ["book.db", "book.db-wal"]);
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_file_that_is_no_book_is_kept_when_a_book_takes_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let book = empty(folder.path());
    backup(book.path(), &copy, now()).unwrap();
    let path = folder.path().join("zeroes.db");
    fs::write(&path, [0; 8192]).unwrap();
    let restored = restore(&path, &copy, now()).unwrap();
    assert_eq!(fs::read(restored.aside.unwrap()).unwrap(), [0; 8192]);
    assert!(open::open(&path, now()).is_ok());
}

#[test]
fn a_damaged_copy_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    let path = book.path().to_path_buf();
    let copy = folder.path().join("copy.db");
    backup(&path, &copy, now()).unwrap();
    drop(book);
    damage(&copy);
    let before = (fs::read(&path).unwrap(), names(folder.path()));
    let failure = restore(&path, &copy, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert_eq!((fs::read(&path).unwrap(), names(folder.path())), before);
}

#[test]
fn nobody_goes_back_while_another_sends_or_to_the_book_itself() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    let copy = folder.path().join("copy.db");
    backup(book.path(), &copy, now()).unwrap();
    let before = names(folder.path());
    let sender = SenderLock::take(book.path()).unwrap();
    let failure = restore(book.path(), &copy, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Waiting);
    drop(sender);
    let failure = restore(book.path(), book.path(), now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Refused);
    assert_eq!(names(folder.path()), before);
    assert_eq!(book.view().journal(1).unwrap()[0].text, "Made the book");
}
