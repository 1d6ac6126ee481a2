use std::fs;

use rusqlite::Connection;
use rusqlite_migration::M;

use super::*;
use crate::domain::query::InvoiceQuery;
use crate::domain::views::InvoiceSort;
use crate::failure::Kind;
use crate::store::fixtures::{empty, full, now};

fn tables(connection: &Connection) -> Vec<(String, i64)> {
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                AND name NOT GLOB '*_words_*' ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|row| row.unwrap())
        .collect();
    names
        .into_iter()
        .map(|name| {
            let count = connection
                .query_row(&format!("SELECT count(*) FROM {name}"), [], |row| {
                    row.get(0)
                })
                .unwrap();
            (name, count)
        })
        .collect()
}

fn schema(connection: &Connection) -> Vec<String> {
    connection
        .prepare(
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|row| row.unwrap())
        .collect()
}

#[test]
fn the_fixture_has_rows_in_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    let without: Vec<_> = tables(&book.connection)
        .into_iter()
        .filter(|(_, count)| *count == 0)
        .collect();
    assert_eq!(without, [], "tables without rows");
}

#[test]
fn each_migration_goes_down_and_up_again_on_a_full_book() {
    for target in (0..latest()).rev() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = empty(folder.path());
        full(&mut book);
        let before = (tables(&book.connection), schema(&book.connection));
        to_version(&mut book.connection, target).unwrap();
        assert_eq!(version(&book.connection).unwrap(), target);
        let kept = tables(&book.connection);
        for (name, count) in &kept {
            let mut was = before.0.iter().find(|(other, _)| other == name).unwrap().1;
            if name == "templates" && target < 12 {
                // Statements and invoices in four languages: an older payme does not know them.
                was -= 8;
            }
            assert_eq!(*count, was, "rows of {name} at version {target}");
        }
        to_version(&mut book.connection, latest()).unwrap();
        assert_eq!(
            schema(&book.connection),
            before.1,
            "the schema after version {target}"
        );
        for (name, count) in kept {
            let now = tables(&book.connection)
                .iter()
                .find(|(other, _)| *other == name)
                .unwrap()
                .1;
            assert_eq!(now, count, "rows of {name} after going up from {target}");
        }
    }
}

#[test]
fn an_older_book_is_copied_aside_and_brought_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut book = empty(folder.path());
    full(&mut book);
    to_version(&mut book.connection, latest() - 1).unwrap();
    drop(book);
    let opened = crate::store::open(&path, now()).unwrap();
    let copy = opened.copy.expect("a copy was made");
    assert_eq!(version(&opened.book.connection).unwrap(), latest());
    assert_eq!(status(&copy).unwrap().version, latest() - 1);
    assert_eq!(opened.book.view().invoice_id("2026-001").unwrap().0, 1);
}

#[test]
fn rollback_says_where_the_copy_is_and_refuses_too_many_steps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    drop(empty(folder.path()));
    let failure = rollback(&path, latest() + 1, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Usage);
    let back = rollback(&path, 2, now()).unwrap();
    assert!(back.copy.exists());
    let status = status(&path).unwrap();
    assert_eq!((status.version, status.latest), (latest() - 2, latest()));
    assert_eq!(status.pending.len(), 2);
    assert!(migrate(&path, now()).unwrap().is_some());
    assert_eq!(migrate(&path, now()).unwrap(), None);
}

#[test]
fn rollback_names_what_is_only_in_the_copy_now() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    let path = book.path().to_path_buf();
    drop(book);
    let words = |back: RolledBack| -> Vec<(String, i64)> {
        let lost = back.lost.into_iter();
        lost.map(|lost| (lost.what, lost.rows)).collect()
    };
    let writing = rollback(&path, latest() - 8, now()).unwrap();
    assert_eq!(
        words(writing),
        [
            ("bank checks", 1),
            ("client templates", 1),
            ("message invoices", 1),
            ("numbering", 4),
            ("schedules", 1),
            ("series", 2),
            ("series counters", 1),
            ("services", 1),
            ("talk invoices", 1),
            ("talks", 1),
            ("texts", 1)
        ]
        .map(|(what, rows)| (what.to_owned(), rows))
    );
    // The quick reads and the search.
    let search = rollback(&path, 2, now()).unwrap();
    assert_eq!(search.lost, [], "the search is made again from the rest");
    let outbox = rollback(&path, 2, now()).unwrap();
    assert_eq!(
        words(outbox),
        [
            ("account blocks", 1),
            ("attempts", 1),
            ("holds", 1),
            ("journal", 3),
            ("journal rows", 4),
            ("messages", 1),
            ("reminders", 1),
            ("skips", 1)
        ]
        .map(|(what, rows)| (what.to_owned(), rows))
    );
}

#[test]
fn the_way_back_and_forth_keeps_who_wants_no_sms_and_brings_the_templates_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, _) = crate::store::fixtures::with_invoice(&mut book);
    let count = |book: &crate::store::Book| book.view().templates().unwrap().len();
    let templates = count(&book);
    book.change(now(), crate::store::Undo::Possible, |tx| {
        let mut card = tx.client(client)?;
        card.note = "Likes tea.".to_owned();
        card.reminding.no_sms = "It answered STOP".to_owned();
        card.reminding.unattended = true;
        tx.set_client(&card)?;
        Ok(((), "Changed".to_owned()))
    })
    .unwrap();
    let path = book.path().to_path_buf();
    drop(book);
    let back = rollback(&path, latest() - 11, now()).unwrap();
    let lost = back.lost.iter().map(|lost| (lost.what.as_str(), lost.rows));
    assert_eq!(
        lost.collect::<Vec<_>>(),
        [("marks of clients for unattended runs", 1)]
    );
    let book = empty(folder.path());
    let note = book.view().client(client).unwrap().note;
    assert_eq!(note, "Likes tea.\nNo SMS: It answered STOP");
    assert_eq!(count(&book), templates);
}

/// The migrations of the program, and one more that does harm.
fn harmful(up: &'static str) -> Migrations<'static> {
    let mut steps: Vec<M<'static>> = names()
        .iter()
        .map(|name| {
            let file = |file: &str| {
                let file = FOLDER.get_file(format!("{name}/{file}")).unwrap();
                file.contents_utf8().unwrap()
            };
            M::up(file("up.sql")).down(file("down.sql"))
        })
        .collect();
    steps.push(M::up(up).down("SELECT 1"));
    let count = steps.len();
    guarded(steps.into_iter().collect(), count)
}

#[test]
fn a_migration_that_does_harm_leaves_the_book_as_it_was() {
    for (up, why) in [
        (
            "DROP TRIGGER lines_frozen_out; DELETE FROM lines;",
            "Of 1 lines, 1 would be lost.",
        ),
        (
            "CREATE TABLE holds_new (id INTEGER PRIMARY KEY); DROP TABLE holds;
             ALTER TABLE holds_new RENAME TO holds;",
            "Of 1 holds, 1 would be lost.",
        ),
        (
            "DELETE FROM messages;",
            "3 rows would name rows that do not exist.",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut book = empty(folder.path());
        full(&mut book);
        drop(book);
        let mut book = empty(folder.path());
        let before = (tables(&book.connection), schema(&book.connection));
        for attempt in 0..2 {
            let failure = go(&harmful(up), &mut book.connection, latest() + 1).unwrap_err();
            assert_eq!(failure.kind(), Kind::Book);
            assert_eq!(failure.causes(), [why], "attempt {attempt}");
            assert_eq!(version(&book.connection).unwrap(), latest());
            let after = (tables(&book.connection), schema(&book.connection));
            assert_eq!(after, before);
        }
        let keys: bool = book
            .connection
            .query_row("SELECT foreign_keys FROM pragma_foreign_keys", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert!(keys, "foreign keys are on again");
    }
}

#[test]
fn a_version_does_not_change_while_another_process_sends() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    let path = book.path().to_path_buf();
    drop(book);
    let sender = SenderLock::take(&path).unwrap();
    crate::store::open(&path, now()).expect("nothing has to change");
    assert_eq!(migrate(&path, now()).unwrap(), None);
    let failure = rollback(&path, 1, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Waiting);
    drop(sender);
    let copy = rollback(&path, 1, now()).unwrap().copy;
    fs::remove_file(copy).unwrap();
    let sender = SenderLock::take(&path).unwrap();
    let failure = migrate(&path, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Waiting);
    let failure = crate::store::open(&path, now()).unwrap_err();
    assert_eq!(failure.kind(), Kind::Book);
    assert!(
        failure.message().contains("another payme is sending"),
        "{failure}"
    );
    let copies = fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().contains("before")
        })
        .count();
    assert_eq!(copies, 0, "nothing was changed, so nothing was copied");
    drop(sender);
    crate::store::open(&path, now()).unwrap();
}

#[test]
fn what_is_in_the_book_is_found_after_a_way_back_and_forth() {
    for target in (4..latest()).rev() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = empty(folder.path());
        full(&mut book);
        to_version(&mut book.connection, target).unwrap();
        to_version(&mut book.connection, latest()).unwrap();
        let breaches = book.view().check().unwrap();
        assert_eq!(breaches, Vec::<String>::new(), "from version {target}");
        for word in ["2026-001", "sprint", "acme"] {
            let query = InvoiceQuery::parse(word).unwrap();
            let page = book
                .view()
                .invoices(now().today, &query, InvoiceSort::Newest, None, 10)
                .unwrap();
            assert_eq!(page.rows.len(), 1, "{word} from version {target}");
        }
    }
}

#[test]
fn every_migration_has_a_way_up_and_a_way_down() {
    for name in names() {
        let folder = format!("{}/migrations/{name}", env!("CARGO_MANIFEST_DIR"));
        for file in ["up.sql", "down.sql"] {
            let text = fs::read_to_string(format!("{folder}/{file}")).unwrap();
            assert!(!text.trim().is_empty(), "{name}/{file} is empty");
        }
    }
}
