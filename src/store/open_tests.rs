use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Barrier;
use std::thread;

use super::*;
use crate::failure::Kind;
use crate::store::fixtures::{empty, now, with_invoice};
use crate::store::{SenderLock, backup, restore};

#[test]
fn a_new_book_is_private_and_has_its_reference_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/book.db");
    let opened = open(&path, now()).unwrap();
    assert!(opened.fresh);
    assert_eq!(opened.copy, None);
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let parent = fs::metadata(path.parent().unwrap()).unwrap();
    assert_eq!(parent.permissions().mode() & 0o777, 0o700);
    let policies = opened.book.view().policies().unwrap();
    let standard = policies
        .iter()
        .find(|policy| policy.key == "standard")
        .unwrap();
    let days: Vec<_> = standard
        .stages
        .iter()
        .map(|s| (s.days, s.enabled))
        .collect();
    assert_eq!(days, [(-3, false), (3, true), (10, true), (21, true)]);
    assert!(!open(&path, now()).unwrap().fresh);
}

#[test]
fn many_first_launches_at_once_make_one_sound_book() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let start = Barrier::new(12);
    let fresh: usize = thread::scope(|scope| {
        let racers: Vec<_> = (0..12)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    usize::from(open(&path, now()).unwrap().fresh)
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).sum()
    });
    assert_eq!(fresh, 1);
    let book = open(&path, now()).unwrap().book;
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    assert_eq!(book.view().journal(10).unwrap().len(), 1, "seeded once");
}

#[test]
fn a_newer_book_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    book.connection
        .pragma_update(None, "user_version", 99)
        .unwrap();
    drop(book);
    let path = folder.path().join("book.db");
    let before = fs::read(&path).unwrap();
    let failure = open(&path, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert!(failure.message().contains("newer payme"), "{failure}");
    assert_eq!(
        failure.next_step(),
        "update payme; the book was left as it is"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_book_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    fs::write(&path, "Dear Jonas, this is a letter and no book at all.").unwrap();
    let failure = open(&path, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert!(
        failure.message().contains("is not a payme book"),
        "{failure}"
    );
    assert!(fs::read_to_string(&path).unwrap().starts_with("Dear Jonas"));
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn another_programs_sqlite_file_is_left_as_it_is() {
    for mode in ["DELETE", "WAL"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("places #1?.db");
        let other = plain(&path).unwrap();
        other.pragma_update(None, "journal_mode", mode).unwrap();
        other
            .execute_batch("CREATE TABLE places (url TEXT); INSERT INTO places VALUES ('x');")
            .unwrap();
        drop(other);
        let before = files(folder.path());
        for tried in [
            open(&path, now()).map(|_opened| ()),
            migrations::status(&path).map(|_status| ()),
            migrations::migrate(&path, now()).map(|_copy| ()),
            migrations::rollback(&path, 1, now()).map(|_copy| ()),
            backup(&path, &folder.path().join("copy.db"), now()),
        ] {
            let failure = tried.unwrap_err();
            assert!(failure.message().contains("another program's"), "{failure}");
            assert_eq!(files(folder.path()), before, "{mode}");
        }
    }
}

#[test]
fn a_book_on_a_medium_that_cannot_be_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let medium = folder.path().join("medium");
    fs::create_dir(&medium).unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    drop(book);
    let path = folder.path().join("book.db");
    let copy = medium.join("copy.db");
    // Not through `backup`: a plain copy of a book still asks SQLite for its files for readers.
    fs::copy(&path, &copy).unwrap();
    let modes = |file: u32, folder: u32| {
        fs::set_permissions(&copy, fs::Permissions::from_mode(file)).unwrap();
        fs::set_permissions(&medium, fs::Permissions::from_mode(folder)).unwrap();
    };
    modes(0o444, 0o555);
    let before = files(&medium);
    let status = migrations::status(&copy);
    let restored = restore(&path, &copy, now());
    let copied = backup(&copy, &folder.path().join("again.db"), now());
    let after = files(&medium);
    modes(0o644, 0o755);
    assert_eq!(status.unwrap().version, migrations::latest());
    restored.unwrap();
    copied.unwrap();
    assert_eq!(after, before);
    let book = open(&path, now()).unwrap().book;
    assert!(book.view().invoice_id("2026-001").is_ok());
}

#[test]
fn a_book_has_one_place_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().canonicalize().unwrap();
    fs::create_dir(real.join("books")).unwrap();
    let book = empty(&real.join("books"));
    std::os::unix::fs::symlink(real.join("books"), real.join("folder")).unwrap();
    std::os::unix::fs::symlink("books/book.db", real.join("link.db")).unwrap();
    let names = [
        real.join("link.db"),
        real.join("folder/book.db"),
        real.join("books/../books/book.db"),
    ];
    let sender = SenderLock::take(book.path()).unwrap();
    for name in &names {
        let failure = SenderLock::take(name).unwrap_err();
        assert_eq!(failure.kind(), Kind::Waiting, "{}", name.display());
        let opened = open(name, now()).unwrap();
        assert!(!opened.fresh);
        assert_eq!(opened.book.path(), book.path());
    }
    drop(sender);
    let beside: Vec<String> = files(&real.join("books"))
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| !name.contains("-wal") && !name.contains("-shm"))
        .collect();
    assert_eq!(beside, ["book.db", "book.db.lock", "book.db.sender"]);
    assert_eq!(fs::read_dir(&real).unwrap().count(), 3);
}

#[test]
fn a_link_to_a_book_that_is_not_there_yet_makes_it_where_it_leads() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().canonicalize().unwrap();
    fs::create_dir(real.join("books")).unwrap();
    std::os::unix::fs::symlink("books/new.db", real.join("link.db")).unwrap();
    let opened = open(&real.join("link.db"), now()).unwrap();
    assert!(opened.fresh);
    assert_eq!(opened.book.path(), real.join("books/new.db"));
    std::os::unix::fs::symlink("round.db", real.join("round.db")).unwrap();
    let failure = open(&real.join("round.db"), now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
}

#[test]
fn a_damaged_book_says_so_and_can_be_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    drop(book);
    let copy = folder.path().join("copy.db");
    backup(&path, &copy, now()).unwrap();
    assert!(
        backup(&path, &copy, now()).is_err(),
        "a copy never overwrites"
    );

    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(100) {
        *byte = 0xAA;
    }
    fs::write(&path, &bytes).unwrap();
    let failure = open(&path, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert!(failure.message().contains("damaged"), "{failure}");

    let aside = restore(&path, &copy, now())
        .unwrap()
        .aside
        .expect("the damaged book is kept");
    assert_eq!(fs::read(aside).unwrap(), bytes);
    let book = open(&path, now()).unwrap().book;
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    assert!(book.view().invoice_id("2026-001").is_ok());
}

#[test]
fn a_truncated_copy_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    drop(book);
    let copy = folder.path().join("copy.db");
    backup(&path, &copy, now()).unwrap();
    let bytes = fs::read(&copy).unwrap();
    fs::write(&copy, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(restore(&path, &copy, now()).unwrap_err().kind(), Kind::Book);
    assert!(
        open(&path, now())
            .unwrap()
            .book
            .view()
            .invoice_id("2026-001")
            .is_ok()
    );
}

#[test]
fn a_folder_that_cannot_be_written_says_so() {
    // Nobody can make folders there, not even root.
    let failure = open(Path::new("/sys/payme/book.db"), now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert!(failure.message().contains("/sys/payme"), "{failure}");
    assert!(failure.next_step().contains("--book"), "{failure}");
}

#[test]
fn a_full_disk_leaves_the_book_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    let pages: i64 = book
        .connection
        .query_row("SELECT page_count FROM pragma_page_count", [], |row| {
            row.get(0)
        })
        .unwrap();
    book.connection
        .pragma_update(None, "max_page_count", pages)
        .unwrap();
    let failure = book
        .change(now(), crate::store::Undo::Possible, |tx| {
            for n in 0..10_000 {
                tx.set_setting(&format!("filler {n}"), &"x".repeat(500))?;
            }
            Ok(((), "Filled the disk".to_owned()))
        })
        .unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert!(failure.message().contains("disk is full"), "{failure}");
    assert_eq!(book.view().setting("filler 0").unwrap(), None);
    assert!(book.view().invoice(invoice).is_ok());
    book.connection
        .pragma_update(None, "max_page_count", pages * 100)
        .unwrap();
    book.change(now(), crate::store::Undo::Possible, |tx| {
        tx.set_setting("after", "ok")?;
        Ok(((), "Wrote again".to_owned()))
    })
    .unwrap();
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn one_process_sends_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    let first = SenderLock::take(book.path()).unwrap();
    let failure = SenderLock::take(book.path()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Waiting);
    assert!(
        failure.message().contains("Another payme is sending"),
        "{failure}"
    );
    drop(first);
    SenderLock::take(book.path()).unwrap();
}
