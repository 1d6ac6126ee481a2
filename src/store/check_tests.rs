use crate::store::Book;
use crate::store::fixtures::{empty, full, with_invoice};

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
fn a_full_book_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    full(&mut book);
    assert_eq!(breaches(&book), Vec::<String>::new());
}
