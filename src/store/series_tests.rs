use crate::domain::invoice::InvoiceKind;
use crate::domain::numbering::{Pattern, Reset, Series};
use crate::store::fixtures::{client, day, empty, invoice, now};
use crate::store::{Book, Undo};

fn series(key: &str, pattern: &str, reset: Reset) -> Series {
    Series {
        key: key.to_owned(),
        pattern: Pattern::parse(pattern).unwrap(),
        reset,
        start: 1,
    }
}

fn change(book: &mut Book, work: impl FnOnce(&crate::store::Tx<'_>) -> crate::failure::Result<()>) {
    book.change(now(), Undo::Possible, |tx| {
        work(tx)?;
        Ok(((), "Changed".to_owned()))
    })
    .unwrap();
}

#[test]
fn a_new_book_counts_invoices_and_quotes() {
    let home = tempfile::tempdir().unwrap();
    let book = empty(home.path());
    let view = book.view();
    let keys: Vec<String> = view
        .series_list()
        .unwrap()
        .into_iter()
        .map(|series| series.key)
        .collect();
    assert_eq!(keys, ["invoices", "quotes"]);
    assert_eq!(
        view.kinds_of_series("invoices").unwrap(),
        [
            InvoiceKind::Invoice,
            InvoiceKind::CreditNote,
            InvoiceKind::Deposit
        ]
    );
    assert_eq!(view.usual_series(InvoiceKind::Recurring).unwrap(), None);
    assert_eq!(view.next_in_series("invoices", "2026").unwrap(), None);
}

#[test]
fn a_series_is_set_used_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let notes = series("notes", "C{year}{month}-{seq:04}", Reset::Monthly);
    change(&mut book, |tx| {
        tx.set_series(&notes)?;
        tx.set_usual_series(InvoiceKind::CreditNote, "notes")
    });
    assert_eq!(book.view().series("notes").unwrap(), Some(notes.clone()));
    assert_eq!(
        book.view().kinds_of_series("notes").unwrap(),
        [InvoiceKind::CreditNote]
    );
    let remove = |book: &mut Book| {
        book.change(now(), Undo::Possible, |tx| {
            tx.remove_series("notes")?;
            Ok(((), "Removed".to_owned()))
        })
    };
    let refused = remove(&mut book).unwrap_err();
    assert!(refused.message().contains("usual one"), "{refused}");
    change(&mut book, |tx| {
        tx.set_usual_series(InvoiceKind::CreditNote, "invoices")
    });
    remove(&mut book).unwrap();
    assert_eq!(book.view().series("notes").unwrap(), None);
    book.undo(now()).unwrap();
    assert_eq!(book.view().series("notes").unwrap(), Some(notes));
    change(&mut book, |tx| tx.set_next_in_series("notes", "2026-11", 2));
    assert_eq!(
        book.view().next_in_series("notes", "2026-11").unwrap(),
        Some(2)
    );
    assert!(
        remove(&mut book)
            .unwrap_err()
            .message()
            .contains("given numbers")
    );
}

#[test]
fn what_is_not_there_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let refused = book.change(now(), Undo::Possible, |tx| {
        tx.set_next_in_series("none", "2026", 2)?;
        Ok(((), String::new()))
    });
    assert!(refused.unwrap_err().message().contains("no series none"));
    let refused = book.change(now(), Undo::Possible, |tx| {
        tx.set_usual_series(InvoiceKind::Recurring, "invoices")?;
        Ok(((), String::new()))
    });
    assert!(refused.unwrap_err().message().contains("template"));
}

#[test]
fn the_highest_number_of_a_period_is_found() {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    book.change(now(), Undo::Bulk, |tx| {
        let id = tx.add_client(&client("acme"))?;
        for number in [
            "2026-001",
            "2026-999",
            "2026-1000",
            "2026-01001",
            "2026-7000x",
            "2025-5000",
            "9",
        ] {
            tx.add_invoice(&invoice(id, number, "2026-11-04"), "{}", "{}")?;
        }
        Ok(((), "Filled".to_owned()))
    })
    .unwrap();
    let view = book.view();
    let yearly = view.series("invoices").unwrap().unwrap();
    let highest = |series: &Series, on: &str| view.highest_number(series, day(on)).unwrap();
    assert_eq!(highest(&yearly, "2026-03-01"), Some(1000));
    assert_eq!(highest(&yearly, "2025-03-01"), Some(5000));
    assert_eq!(highest(&yearly, "2024-03-01"), None);
    let plain = series("plain", "{seq}", Reset::Never);
    assert_eq!(highest(&plain, "2026-03-01"), Some(9));
}
