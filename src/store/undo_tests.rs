use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::InvoiceStatus;
use crate::domain::money::Money;
use crate::domain::views::NewPayment;
use crate::store::Undo;
use crate::store::fixtures::{self, client, day, empty, now, with_invoice};

fn pay(book: &mut Book, invoice: InvoiceId, minor: i64) {
    let payment = NewPayment {
        invoice,
        amount: Money::new(minor, Currency::EUR),
        paid_on: day("2026-11-20"),
        method: "bank".to_owned(),
        note: String::new(),
        fee: Money::zero(Currency::EUR),
        overpay: false,
    };
    book.change(now(), Undo::Possible, |tx| {
        tx.add_payment(&payment, crate::domain::invoice::PaymentKind::Payment, None)?;
        Ok(((), format!("Payment {minor}")))
    })
    .unwrap();
}

fn paid(book: &Book, invoice: InvoiceId) -> i64 {
    book.view().invoice(invoice).unwrap().paid
}

#[test]
fn undo_and_redo_walk_through_the_changes_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 100);
    pay(&mut book, invoice, 20);
    pay(&mut book, invoice, 3);
    let path = book.path().to_path_buf();
    drop(book);
    let mut book = crate::store::open(&path, now()).unwrap().book;
    assert_eq!(book.undo(now()).unwrap(), "Payment 3");
    assert_eq!(book.undo(now()).unwrap(), "Payment 20");
    assert_eq!(paid(&book, invoice), 100);
    assert_eq!(book.redo(now()).unwrap(), "Payment 20");
    assert_eq!(book.redo(now()).unwrap(), "Payment 3");
    assert_eq!(paid(&book, invoice), 123);
    assert!(book.redo(now()).is_err());
    assert_eq!(book.undo(now()).unwrap(), "Payment 3");
    pay(&mut book, invoice, 7);
    assert!(book.redo(now()).is_err(), "a new change ends the way forth");
    assert_eq!(book.undo(now()).unwrap(), "Payment 7");
    assert_eq!(book.undo(now()).unwrap(), "Payment 20");
    assert_eq!(book.undo(now()).unwrap(), "Payment 100");
    assert!(book.undo(now()).is_err(), "an import is not taken back");
    assert_eq!(paid(&book, invoice), 0);
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_was_changed_since_is_not_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    book.change(now(), Undo::Possible, |tx| {
        tx.set_setting("colour", "blue")?;
        Ok(((), "Chose blue".to_owned()))
    })
    .unwrap();
    book.change(now(), Undo::Note, |tx| {
        tx.set_setting("colour", "red")?;
        Ok(((), "Chose red".to_owned()))
    })
    .unwrap();
    let failure = book.undo(now()).unwrap_err();
    assert!(failure.message().contains("changed since"), "{failure}");
    assert_eq!(
        book.view().setting("colour").unwrap().as_deref(),
        Some("red")
    );
}

#[test]
fn a_write_outside_a_change_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 100);
    let error = book
        .connection
        .execute("DELETE FROM payments", [])
        .unwrap_err();
    assert!(error.to_string().contains("outside a change"), "{error}");
}

#[test]
fn the_journal_is_append_only() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    for statement in ["DELETE FROM journal", "UPDATE journal SET text = ''"] {
        let error = book.connection.execute(statement, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[test]
fn an_issued_invoice_is_frozen_against_any_statement() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    for statement in [
        "UPDATE invoices SET number = 'x'",
        "UPDATE invoices SET gross_minor = 1",
        "UPDATE invoices SET due_on = '2030-01-01'",
        "UPDATE invoices SET status = 'draft'",
        "DELETE FROM invoices",
        "UPDATE lines SET description = 'x'",
        "DELETE FROM lines",
        "INSERT INTO lines (invoice_id, position, description, quantity, unit, unit_price,
            discount_percent, tax_category, tax_rate, net_minor)
            VALUES (1, 9, 'x', '1', 'C62', '1', '0', 'S', '19', 100)",
        "UPDATE invoices SET series = 'x'",
        "UPDATE invoices SET prices = 'gross'",
        "UPDATE invoices SET terms = 'x'",
        "UPDATE invoices SET discount_minor = 1",
        "UPDATE invoices SET source_id = 1",
        "UPDATE invoices SET seller = '{}', buyer = 'x'",
        "UPDATE invoices SET id = 9",
        "UPDATE invoices SET status = 'x'",
        "INSERT OR REPLACE INTO invoices (id, kind, status, client_id, client_name, currency,
            terms_days, purchase_order, note, language, discount_percent, net_minor, tax_minor,
            gross_minor, seller, buyer, end_reason)
            VALUES (1, 'invoice', 'draft', 1, 'x', 'EUR', 0, '', '', 'en', '0', 0, 0, 0, '', '', '')",
        "UPDATE lines SET tax_reason = 'x'",
        "UPDATE lines SET amount_minor = 1",
        "INSERT OR REPLACE INTO taxes (id, invoice_id, category, rate, base_minor, tax_minor)
            VALUES (1, 1, 'S', '19', 1, 1)",
        "UPDATE taxes SET tax_minor = 1",
        "DELETE FROM taxes",
    ] {
        let error = book.connection.execute(statement, []).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("frozen") || text.contains("never deleted") || text.contains("again"),
            "{statement}: {text}"
        );
    }
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

fn add_client(book: &mut Book, key: &str) -> crate::domain::ids::ClientId {
    book.change(now(), Undo::Possible, |tx| {
        let id = tx.add_client(&client(key))?;
        Ok((id, format!("Added client {key}")))
    })
    .unwrap()
}

fn entry(book: &Book, text: &str) -> EntryId {
    let journal = book.view().journal(100).unwrap();
    journal.iter().find(|row| row.text == text).unwrap().id
}

fn choose(book: &mut Book, undo: Undo, colour: &str, text: &str) {
    book.change(now(), undo, |tx| {
        tx.set_setting(colour, "chosen")?;
        Ok(((), text.to_owned()))
    })
    .unwrap();
}

#[test]
fn redo_brings_back_what_was_taken_back_last() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 900);
    book.undo(now()).unwrap();
    pay(&mut book, invoice, 90);
    book.undo(now()).unwrap();
    assert_eq!(book.redo(now()).unwrap(), "Payment 90");
    let failure = book.redo(now()).unwrap_err();
    assert_eq!(failure.message(), "There is nothing to redo.");
    assert_eq!(paid(&book, invoice), 90);
}

#[test]
fn undo_stops_before_what_cannot_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 900);
    choose(
        &mut book,
        Undo::Impossible,
        "a",
        "Queued the firm reminder to Acme",
    );
    choose(&mut book, Undo::Note, "b", "Sent the firm reminder to Acme");
    for _ in 0..2 {
        let failure = book.undo(now()).unwrap_err();
        assert_eq!(
            failure.message(),
            "The last thing you did cannot be undone: Queued the firm reminder to Acme."
        );
        assert!(failure.next_step().contains("Payment 900"), "{failure}");
    }
    assert_eq!(paid(&book, invoice), 900);
    pay(&mut book, invoice, 7);
    choose(
        &mut book,
        Undo::Note,
        "c",
        "Refused by the server: the reminder",
    );
    assert_eq!(book.undo(now()).unwrap(), "Payment 7");
    assert!(book.undo(now()).is_err());
    let older = entry(&book, "Payment 900");
    assert_eq!(book.undo_entry(now(), older).unwrap(), "Payment 900");
    assert_eq!(paid(&book, invoice), 0);
    assert_eq!(book.redo(now()).unwrap(), "Payment 900");
}

#[test]
fn one_entry_is_undone_once_and_only_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 100);
    pay(&mut book, invoice, 20);
    let first = entry(&book, "Payment 100");
    assert_eq!(book.undo_entry(now(), first).unwrap(), "Payment 100");
    assert_eq!(paid(&book, invoice), 20);
    for (id, sentence) in [
        (first, "\"Payment 100\" is undone already."),
        (entry(&book, "Imported"), "\"Imported\" cannot be undone."),
        (
            entry(&book, "Undid: Payment 100"),
            "\"Undid: Payment 100\" cannot be undone.",
        ),
        (EntryId(99), "The log has no entry 99 to undo."),
    ] {
        let failure = book.undo_entry(now(), id).unwrap_err();
        assert_eq!(failure.message(), sentence);
    }
    assert_eq!(book.redo(now()).unwrap(), "Payment 100");
    assert_eq!(paid(&book, invoice), 120);
}

#[test]
fn what_is_used_by_something_else_says_by_what() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 100);
    let beta = add_client(&mut book, "beta");
    let first = book
        .change(now(), Undo::Bulk, |tx| {
            let first = tx.add_invoice(&fixtures::invoice(beta, "7", "2026-11-04"), "{}", "{}")?;
            tx.add_invoice(&fixtures::invoice(beta, "8", "2026-11-04"), "{}", "{}")?;
            tx.queue_message(&fixtures::message(beta, "x", first))?;
            Ok((first, String::new()))
        })
        .unwrap();
    let failure = book.undo(now()).unwrap_err();
    assert_eq!(
        failure.message(),
        "\"Added client beta\" cannot be undone: it is still used by invoices 7, 8 and 1 message."
    );
    assert!(book.view().client(beta).is_ok());
    assert!(book.view().invoice(first).is_ok());
    // The way on to what is older.
    let older = entry(&book, "Payment 100");
    book.undo_entry(now(), older).unwrap();
    assert_eq!(paid(&book, invoice), 0);
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_was_added_to_it_since_is_not_taken_along() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let beta = add_client(&mut book, "beta");
    book.change(now(), Undo::Bulk, |tx| {
        tx.connection
            .execute(
                "INSERT INTO contacts (client_id, position, name, email, phone, role)
                 VALUES (?1, 9, 'Mia', 'mia@beta.example', '', 'cc')",
                [beta.0],
            )
            .unwrap();
        Ok(((), String::new()))
    })
    .unwrap();
    let failure = book.undo(now()).unwrap_err();
    assert!(failure.message().contains("used by 1 contact"), "{failure}");
    assert_eq!(book.view().client(beta).unwrap().contacts.len(), 2);
}

#[test]
fn a_client_with_its_contacts_goes_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let beta = add_client(&mut book, "beta");
    book.undo(now()).unwrap();
    assert!(book.view().client(beta).is_err());
    assert_eq!(book.redo(now()).unwrap(), "Added client beta");
    assert_eq!(book.view().client(beta).unwrap().contacts.len(), 1);
    book.undo(now()).unwrap();
    book.change(now(), Undo::Bulk, |tx| {
        tx.add_client(&client("beta"))?;
        Ok(((), String::new()))
    })
    .unwrap();
    let failure = book.redo(now()).unwrap_err();
    assert_eq!(
        failure.message(),
        "\"Added client beta\" cannot be redone: something else has its place by now."
    );
}

#[test]
fn what_it_belonged_to_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let beta = add_client(&mut book, "beta");
    let draft = book
        .change(now(), Undo::Possible, |tx| {
            let mut draft = fixtures::invoice(beta, "7", "2026-11-04");
            (draft.status, draft.number) = (InvoiceStatus::Draft, None);
            Ok((tx.add_invoice(&draft, "", "")?, "Wrote a draft".to_owned()))
        })
        .unwrap();
    book.undo(now()).unwrap();
    assert!(book.view().invoice(draft).is_err());
    let client = entry(&book, "Added client beta");
    book.undo_entry(now(), client).unwrap();
    book.redo(now()).unwrap();
    book.redo(now()).unwrap();
    assert!(book.view().invoice(draft).is_ok());
    // Without its client the draft has nothing to belong to.
    book.undo(now()).unwrap();
    book.change(now(), Undo::Bulk, |tx| {
        tx.connection
            .execute_batch("DELETE FROM contacts; DELETE FROM clients WHERE key = 'beta'")
            .unwrap();
        Ok(((), String::new()))
    })
    .unwrap();
    let failure = book.redo(now()).unwrap_err();
    assert_eq!(
        failure.message(),
        "\"Wrote a draft\" cannot be redone: what it belongs to is gone by now, or something else \
         uses it."
    );
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_document_is_found_by_its_number_its_client_and_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    with_invoice(&mut book);
    for word in ["2026-001", "001", "sprint", "acm"] {
        let query = crate::domain::query::InvoiceQuery::parse(word).unwrap();
        let sort = crate::domain::views::InvoiceSort::Newest;
        let page = book
            .view()
            .invoices(now().today, &query, sort, None, 10)
            .unwrap();
        assert_eq!(page.rows.len(), 1, "{word}");
    }
}

#[test]
fn a_change_from_before_a_column_was_there_is_undone_and_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let mut card = client("acme");
    card.id = book
        .change(now(), Undo::Possible, |tx| {
            Ok((tx.add_client(&card)?, "Client added".to_owned()))
        })
        .unwrap();
    card.note = "new".to_owned();
    book.change(now(), Undo::Possible, |tx| {
        tx.set_client(&card)?;
        Ok(((), "Client changed".to_owned()))
    })
    .unwrap();
    // As the journal of an older book has it.
    book.connection
        .execute_batch(
            "DROP TRIGGER journal_rows_fixed;
             UPDATE journal_rows SET before = json_remove(before, '$.wants_order'),
                after = json_remove(after, '$.wants_order');",
        )
        .unwrap();
    assert_eq!(book.undo(now()).unwrap(), "Client changed");
    assert_eq!(book.view().client(card.id).unwrap().note, "");
    assert_eq!(book.undo(now()).unwrap(), "Client added");
    assert_eq!(book.redo(now()).unwrap(), "Client added");
    assert_eq!(book.redo(now()).unwrap(), "Client changed");
    assert_eq!(book.view().client(card.id).unwrap(), card);
}
