use super::*;
use crate::store::Undo;
use crate::store::fixtures::{empty, full, message, now};

#[test]
fn messages_of_every_purpose_are_about_their_invoice() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice, id) = full(&mut book);
    // The fixture names the one message as a reminder of the invoice and as about it.
    let about = book.view().messages_about(invoice).unwrap();
    assert_eq!(about.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    assert!(
        book.view()
            .messages_about(InvoiceId(99))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn damaged_bytes_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, invoice, _) = full(&mut book);
    let id = book
        .change(now(), Undo::Impossible, |tx| {
            let mut long = message(client, "2", invoice);
            long.bytes = b"Please pay.\r\n".repeat(50);
            long.reminders.clear();
            Ok((tx.queue_message(&long)?, "Queued".to_owned()))
        })
        .unwrap();
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    book.change(now(), Undo::Impossible, |tx| {
        tx.connection
            .execute("UPDATE messages SET bytes = x'00ff' WHERE id = ?1", [id.0])
            .unwrap();
        Ok(((), "Damaged".to_owned()))
    })
    .unwrap();
    assert_eq!(
        book.view().check().unwrap(),
        [format!("The kept bytes of message {id} are damaged.")]
    );
}
