use super::*;
use crate::store::fixtures::{day, empty, now};
use crate::store::{Book, Undo, open};

fn own(from: &str, percent: &str) -> Rate {
    Rate {
        series: Series::DeBase,
        from: day(from),
        rate: percent.parse().unwrap(),
        source: "Bundesbank".to_owned(),
        own: true,
    }
}

fn enter(book: &mut Book, rate: &Rate) {
    book.change(now(), Undo::Possible, |tx| {
        tx.set_own_rate(rate)?;
        Ok(((), "Rate".to_owned()))
    })
    .unwrap();
}

fn remove(book: &mut Book, from: &str) -> Result<()> {
    book.change(now(), Undo::Possible, |tx| {
        tx.remove_own_rate(Series::DeBase, day(from))?;
        Ok(((), "Removed".to_owned()))
    })
}

fn rate(book: &Book, on: &str) -> (String, bool) {
    let rates = book.view().rates().unwrap();
    let found = rates.on(Series::DeBase, day(on)).unwrap();
    (plain(found.rate), found.own)
}

#[test]
fn own_rates_stand_before_ours_and_go_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    assert_eq!(rate(&book, "2026-11-24"), ("1.27".to_owned(), false));
    enter(&mut book, &own("2026-07-01", "1.5"));
    enter(&mut book, &own("2026-01-01", "1.4"));
    assert_eq!(rate(&book, "2026-11-24"), ("1.5".to_owned(), true));
    assert_eq!(rate(&book, "2026-02-01"), ("1.4".to_owned(), true));
    remove(&mut book, "2026-01-01").unwrap();
    assert_eq!(rate(&book, "2026-02-01"), ("1.27".to_owned(), false));
    remove(&mut book, "2026-07-01").unwrap();
    assert_eq!(rate(&book, "2026-11-24"), ("1.27".to_owned(), false));
    let ours = remove(&mut book, "2026-01-01").unwrap_err();
    assert!(
        ours.message().contains("came with payme"),
        "{}",
        ours.message()
    );
    let none = remove(&mut book, "2031-01-01").unwrap_err();
    assert!(none.message().contains("There is no"), "{}", none.message());
    for _ in 0..2 {
        book.undo(now()).unwrap();
    }
    assert_eq!(rate(&book, "2026-11-24"), ("1.5".to_owned(), true));
}

#[test]
fn a_newer_program_brings_its_rates_and_leaves_own_ones_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let path = book.path().to_path_buf();
    enter(&mut book, &own("2025-07-01", "1.9"));
    book.change(now(), Undo::Bulk, |tx| {
        // As an older program left it: one rate that it did not know, and one that it had wrong.
        tx.connection
            .execute_batch(
                "DELETE FROM interest_rates WHERE series = 'DE-base' AND from_on = '2026-01-01';
                 UPDATE interest_rates SET rate = '9' WHERE series = 'DE-base' AND from_on = '2025-01-01';
                 DELETE FROM settings WHERE name = 'reference';",
            )
            .unwrap();
        Ok(((), String::new()))
    })
    .unwrap();
    drop(book);
    let mut book = open(&path, now()).unwrap().book;
    assert_eq!(rate(&book, "2026-02-01"), ("1.27".to_owned(), false));
    assert_eq!(rate(&book, "2025-08-01"), ("1.9".to_owned(), true));
    assert_eq!(rate(&book, "2025-02-01"), ("2.27".to_owned(), false));
    let lines = book.view().journal(100).unwrap();
    assert_eq!(lines[0].text, "Took over 2 interest rates of this version");
    let before = lines.len();
    drop(book);
    book = open(&path, now()).unwrap().book;
    assert_eq!(book.view().journal(100).unwrap().len(), before);
    assert_eq!(book.undo(now()).unwrap(), "Rate", "undo passes over it");
}
