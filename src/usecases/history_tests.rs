use super::*;
use crate::delivery::{Carrier, Outcome, Parcel, Step};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::money::Money;
use crate::domain::policy::Channel;
use crate::domain::views::NewPayment;
use crate::store::Undo;
use crate::store::fixtures::{day, empty, message, now, with_invoice};
use crate::usecases::outbox::{self, Route};
use crate::usecases::{payments, profile};

/// Takes every message.
struct Willing;

impl Carrier for Willing {
    fn deliver(&mut self, _: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        assert!(commit());
        Outcome::Accepted {
            id: String::new(),
            reply: "250 ok".to_owned(),
        }
    }

    fn describe(&self) -> String {
        "a test".to_owned()
    }

    fn close(&mut self) {}

    fn check(&mut self) -> std::result::Result<String, (Step, String)> {
        Ok(String::new())
    }
}

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
    payments::record(book, now(), &payment).unwrap();
}

fn queue(book: &mut Book, client: ClientId, invoice: InvoiceId) {
    let open = book.view().invoice(invoice).unwrap().standing().open();
    let mut message = message(client, "1", invoice);
    message.reminders[0].open = open;
    book.change(now(), Undo::Impossible, |tx| {
        tx.queue_message(&message)?;
        Ok(((), "Queued the firm reminder to Acme".to_owned()))
    })
    .unwrap();
}

fn send_all(book: &mut Book) {
    let mut route = Route {
        channel: Channel::Email,
        to_folder: false,
        carrier: &mut Willing,
        account: "one".to_owned(),
        per_minute: 0,
        per_day: 0,
        quiet: crate::domain::quiet::LocalQuiet::default(),
    };
    let report = outbox::run(book, &now, &mut route, false, &mut |_| {}).unwrap();
    assert_eq!(report.accepted.len(), 1);
}

#[test]
fn undo_never_reaches_past_a_reminder_and_never_stops_at_the_senders_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, invoice) = with_invoice(&mut book);
    pay(&mut book, invoice, 900);
    queue(&mut book, client, invoice);
    send_all(&mut book);
    let failure = undo(&mut book, now()).unwrap_err();
    assert_eq!(
        failure.message(),
        "The last thing you did cannot be undone: Queued the firm reminder to Acme."
    );
    assert_eq!(book.view().invoice(invoice).unwrap().paid, 900);

    // What a person did while the sender worked is still what `u` means.
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, invoice) = with_invoice(&mut book);
    queue(&mut book, client, invoice);
    let mut mine = profile::show(&book).unwrap();
    mine.phone = "+49 40 5550100".to_owned();
    profile::set(&mut book, now(), &mine).unwrap();
    send_all(&mut book);
    assert!(list(&book, 1).unwrap()[0].text.starts_with("Sent"));
    undo(&mut book, now()).unwrap();
    assert_eq!(profile::show(&book).unwrap().phone, "");
    redo(&mut book, now()).unwrap();
    assert_eq!(profile::show(&book).unwrap(), mine);
    let entries = list(&book, 20).unwrap();
    let entry = entries.iter().find(|row| row.undoable).unwrap().id;
    undo_entry(&mut book, now(), entry).unwrap();
    assert_eq!(profile::show(&book).unwrap().phone, "");
}
