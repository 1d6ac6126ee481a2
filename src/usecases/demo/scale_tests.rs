use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::*;
use crate::store;

fn now() -> Now {
    let today: NaiveDate = "2026-11-24".parse().unwrap();
    Now {
        today,
        at: today.and_hms_opt(8, 0, 0).unwrap().and_utc(),
    }
}

fn export(book: &Book) -> Vec<u8> {
    let mut bytes = Vec::new();
    crate::usecases::exchange::export(book, now(), &mut bytes).unwrap();
    bytes
}

fn made(folder: &std::path::Path, n: u64) -> Book {
    let mut book = store::open(&folder.join("book.db"), now()).unwrap().book;
    seed_scale(&mut book, now(), n).unwrap();
    book
}

#[test]
fn a_book_of_any_size_is_sound_and_always_the_same() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let book = made(one.path(), 1500);
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    let counts = book.view().invoice_counts(now().today).unwrap();
    assert_eq!(counts.all, 1500);
    assert_eq!(book.view().client_count().unwrap(), 60);
    assert!((45..=120).contains(&counts.open), "{} open", counts.open);
    assert!(counts.overdue > 20 && counts.overdue < counts.open);
    assert_eq!(counts.drafts, 7);
    assert_eq!(export(&book), export(&made(other.path(), 1500)));

    let mut currencies = BTreeSet::new();
    let mut years: BTreeMap<String, u32> = BTreeMap::new();
    book.view()
        .each_invoice(&mut |invoice| {
            currencies.insert(invoice.currency.code().to_owned());
            if let Some(number) = &invoice.number {
                let (year, place) = number.split_once('-').unwrap();
                let last = years.entry(year.to_owned()).or_default();
                *last += 1;
                assert_eq!(place, format!("{last:05}"));
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(currencies.len(), 3);
    assert!(years.len() >= 10);
}

#[test]
fn the_smallest_books_work_too_and_progress_is_heard() {
    for n in [0, 1, 30] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        let mut book = store::open(&path, now()).unwrap().book;
        let mut heard = Vec::new();
        seed_scale_with(&mut book, now(), n, &mut |done| heard.push(done)).unwrap();
        assert_eq!(heard.last().copied().unwrap_or_default(), n);
        assert_eq!(book.view().client_count().unwrap(), 1);
        let refused = seed_scale(&mut book, now(), n).unwrap_err();
        assert!(refused.message().contains("already has clients"));
        let counts = book.view().invoice_counts(now().today).unwrap();
        assert_eq!(counts.all, i64::try_from(n).unwrap());
    }
}
