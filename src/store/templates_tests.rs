use crate::store::fixtures::{empty, now};
use crate::store::{Undo, open, reference_templates};

#[test]
fn a_book_of_an_older_payme_gets_what_is_new_and_keeps_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut book = empty(folder.path());
    book.change(now(), Undo::Bulk, |tx| {
        tx.connection
            .execute_batch(
                "DELETE FROM templates WHERE channel = 'sms' OR kind IN ('statement', 'invoice');
                 UPDATE templates SET body = 'Mine' WHERE kind = 'firm' AND language = 'de';
                 DELETE FROM settings WHERE name = 'reference';",
            )
            .unwrap();
        Ok(((), "Made it old".to_owned()))
    })
    .unwrap();
    let entries = |book: &crate::store::Book| -> Vec<String> {
        let mut statement = book
            .connection
            .prepare("SELECT kind || ' ' || text FROM journal ORDER BY id")
            .unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(|row| row.unwrap()).collect()
    };
    assert_eq!(book.view().templates().unwrap().len(), 20);
    let before = entries(&book).len();
    drop(book);
    let book = open(&path, now()).unwrap().book;
    let templates = book.view().templates().unwrap();
    assert_eq!(templates.len(), reference_templates().unwrap().len());
    let own = templates.iter().find(|one| one.body == "Mine").unwrap();
    assert_eq!((own.kind.as_str(), own.language.as_str()), ("firm", "de"));
    let after = entries(&book);
    assert_eq!(after.len(), before + 1, "one step");
    assert_eq!(
        after.last().unwrap(),
        "note Took over 28 templates of this version"
    );
    drop(book);
    let book = open(&path, now()).unwrap().book;
    assert_eq!(entries(&book), after, "and never again");
}
