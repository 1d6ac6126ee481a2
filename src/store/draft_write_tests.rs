use rust_decimal::Decimal;

use crate::domain::ids::EntryId;
use crate::domain::invoice::{Invoice, InvoiceKind, Line, TaxCategory};
use crate::failure::Result;
use crate::store::Book;
use crate::store::fixtures::{client, empty, now};

fn line(description: &str, price: i64) -> Line {
    let tax = (TaxCategory::Standard, Decimal::from(19));
    Line::new(description, Decimal::ONE, "DAY", Decimal::from(price), tax)
}

/// A book with a client and its draft of one line.
fn with_draft() -> (tempfile::TempDir, Book, Invoice, Option<EntryId>) {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    let (draft, entry) = book
        .change_joined(now(), None, |tx| {
            let mut buyer = client("acme");
            buyer.id = tx.add_client(&buyer)?;
            let mut draft = Invoice::draft(InvoiceKind::Invoice, &buyer);
            draft.lines.push(line("Design", 100));
            draft.add_up()?;
            draft.id = tx.add_invoice(&draft, "", "")?;
            Ok((draft, "Draft for acme begun".to_owned()))
        })
        .unwrap();
    (home, book, draft, entry)
}

fn write(book: &mut Book, joins: Option<EntryId>, draft: &mut Invoice) -> Result<Option<EntryId>> {
    draft.add_up()?;
    let written = book.change_joined(now(), joins, |tx| {
        tx.write_draft(draft)?;
        Ok(((), "Draft for acme edited".to_owned()))
    });
    Ok(written?.1)
}

#[test]
fn what_is_written_is_read_back() {
    let (_home, mut book, mut draft, entry) = with_draft();
    draft.note = "Danke".to_owned();
    draft.lines.push(line("Hosting", 15));
    write(&mut book, entry, &mut draft).unwrap();
    assert_eq!(book.view().invoice(draft.id).unwrap(), draft);
    draft.lines.remove(0);
    write(&mut book, entry, &mut draft).unwrap();
    assert_eq!(book.view().invoice(draft.id).unwrap(), draft);
    assert_eq!(draft.gross, 1_785);
}

#[test]
fn one_sitting_is_one_entry_and_one_undo() {
    let (_home, mut book, mut draft, _) = with_draft();
    let before = book.view().invoice(draft.id).unwrap();
    let entries = book.view().journal(10).unwrap().len();
    draft.note = "one".to_owned();
    let entry = write(&mut book, None, &mut draft).unwrap();
    draft.note = "two".to_owned();
    draft.lines.push(line("Hosting", 15));
    assert_eq!(write(&mut book, entry, &mut draft).unwrap(), entry);
    draft.lines.remove(0);
    assert_eq!(write(&mut book, entry, &mut draft).unwrap(), entry);
    assert_eq!(book.view().journal(10).unwrap().len(), entries + 1);
    let last = book.view().invoice(draft.id).unwrap();
    book.undo(now()).unwrap();
    assert_eq!(book.view().invoice(draft.id).unwrap(), before);
    book.redo(now()).unwrap();
    assert_eq!(book.view().invoice(draft.id).unwrap(), last);
}

#[test]
fn what_came_between_begins_another_entry() {
    let (_home, mut book, mut draft, entry) = with_draft();
    book.undo(now()).unwrap();
    book.redo(now()).unwrap();
    draft.note = "after".to_owned();
    let next = write(&mut book, entry, &mut draft).unwrap();
    assert_ne!(next, entry);
}

#[test]
fn what_is_issued_is_no_draft() {
    let (_home, mut book, mut draft, _) = with_draft();
    draft.id.0 += 1;
    let refused = write(&mut book, None, &mut draft).unwrap_err();
    assert!(refused.message().contains("no draft any more"), "{refused}");
}
