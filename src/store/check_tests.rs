use crate::store::fixtures::{self, empty, full, now, with_invoice};
use crate::store::{Book, Undo};

fn breaches(book: &Book) -> Vec<String> {
    book.view().check().unwrap()
}

#[test]
fn a_search_that_misses_a_document_is_a_breach() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    book.connection
        .execute_batch(
            "DELETE FROM invoice_words; INSERT INTO invoice_words (rowid, text) VALUES (9, 'x')",
        )
        .unwrap();
    assert_eq!(
        breaches(&book),
        [
            "The search does not find a document: 2026-001.",
            "The search finds a document that is not there: 9.",
        ]
    );
}

#[test]
fn a_search_that_misses_a_payment_is_a_breach() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    book.connection
        .execute_batch(
            "DELETE FROM payment_words; INSERT INTO payment_words (rowid, text) VALUES (9, 'x')",
        )
        .unwrap();
    assert_eq!(
        breaches(&book),
        [
            "The search does not find a payment: 1.",
            "The search finds a payment that is not there: 9.",
        ]
    );
}

#[test]
fn a_full_book_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    assert_eq!(breaches(&book), Vec::<String>::new());
}

/// Issues documents without asking whether their numbers can be used.
fn number(book: &mut Book, numbers: &[&str]) {
    book.change(now(), Undo::Bulk, |tx| {
        let client = tx.client_id("acme")?;
        for number in numbers {
            tx.add_invoice(&fixtures::invoice(client, number, "2026-11-04"), "{}", "{}")?;
        }
        Ok(((), String::new()))
    })
    .unwrap();
}

#[test]
fn a_number_that_cannot_be_used_is_a_breach() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    number(&mut book, &["", "20\u{7}26", " 7", "draft:1"]);
    let found = breaches(&book);
    assert_eq!(found.len(), 4, "{found:?}");
    for words in [
        "must not be empty",
        "cannot be printed",
        "blanks",
        "name a draft",
    ] {
        assert!(found.iter().any(|one| one.contains(words)), "{found:?}");
    }
}

#[test]
fn numbers_and_states_belong_together() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    number(&mut book, &["2026-002", "2026-003"]);
    // As another program would leave it: without the rules of the file itself.
    book.connection
        .execute_batch(
            "PRAGMA ignore_check_constraints = ON;
             DROP TRIGGER invoices_frozen; DROP TRIGGER invoices_no_way_back;
             UPDATE invoices SET status = 'draft' WHERE number = '2026-002';
             UPDATE invoices SET number = NULL WHERE number = '2026-003';",
        )
        .unwrap();
    let found = breaches(&book);
    for sentence in [
        "A draft has a number: 2026-002.",
        "A document that is no draft has no number: document 3.",
    ] {
        assert!(found.iter().any(|one| one == sentence), "{found:?}");
    }
}

#[test]
fn a_number_that_two_documents_have_is_a_breach() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    book.connection
        .execute_batch(
            "PRAGMA writable_schema = ON;
             DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_invoices_1';
             UPDATE sqlite_schema SET sql = replace(sql, 'number TEXT UNIQUE', 'number TEXT')
                WHERE name = 'invoices';
             PRAGMA writable_schema = RESET;",
        )
        .unwrap();
    drop(book);
    let mut book = empty(folder.path());
    number(&mut book, &["2026-001"]);
    let found = breaches(&book);
    let sentence = "Two documents have the same number: 2026-001.";
    assert!(found.iter().any(|one| one == sentence), "{found:?}");
}

#[test]
fn gaps_are_told_and_are_no_breach() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    number(&mut book, &["2026-002", "2026-004"]);
    assert_eq!(breaches(&book), Vec::<String>::new());
    assert_eq!(
        book.view().number_gaps().unwrap(),
        ["No document has the number 2026-003, between 2026-002 and 2026-004."]
    );
    let every_second: Vec<String> = (5..100).map(|n| format!("2026-{:03}", n * 2)).collect();
    let every_second: Vec<&str> = every_second.iter().map(String::as_str).collect();
    number(&mut book, &every_second);
    let told = book.view().number_gaps().unwrap();
    assert_eq!(told.len(), 21);
    assert_eq!(told[20], "Gaps in the numbers: and 76 more.");
}

#[test]
fn deposits_and_schedules_keep_their_rules() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    number(&mut book, &["2026-002", "2026-003"]);
    book.connection
        .execute_batch(
            "DROP TRIGGER lines_frozen_change;
             UPDATE lines SET deducts_id = 1 WHERE invoice_id IN (2, 3);
             INSERT INTO schedules (invoice_id, every, first_on, next_on, automatic, paused)
                VALUES (1, 'month', '2026-10-31', '2026-10-01', 0, 0);
             UPDATE invoices SET answer = 'accepted' WHERE id = 3;",
        )
        .unwrap();
    assert_eq!(
        breaches(&book),
        [
            "A deposit invoice is deducted twice: 2026-001.",
            "A line deducts what is no deposit invoice of its client and currency: 2026-002.",
            "A line deducts what is no deposit invoice of its client and currency: 2026-003.",
            "A schedule belongs to no template: 2026-001.",
            "A schedule has its next day before its first: draft:1.",
            "What is no quote has the answer to one: 2026-003.",
        ]
    );
}
