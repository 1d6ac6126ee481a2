use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::InvoiceId;
use crate::domain::message::{Address, MessageState};
use crate::domain::money::Money;
use crate::domain::party::{Client, ThankYou};
use crate::domain::views::{NewPayment, ReminderRow, Turn};
use crate::store::fixtures::{client, day, empty, invoice, now, with_invoice};
use crate::store::{Guard, Undo};
use crate::usecases::{SmsSender, history, outbox, payments, profile};

pub(super) fn sender() -> Sender {
    Sender {
        from: Address {
            name: "Ana Lind".to_owned(),
            email: "ana@lind.example".to_owned(),
        },
        bcc_self: false,
        transport: "folder outbox".to_owned(),
        to_folder: true,
        sms: SmsSender::default(),
    }
}

pub(super) fn payment(invoice: InvoiceId, minor: i64, on: &str) -> NewPayment {
    NewPayment {
        invoice,
        amount: Money::new(minor, Currency::EUR),
        paid_on: day(on),
        method: "bank".to_owned(),
        note: String::new(),
        fee: Money::zero(Currency::EUR),
        overpay: false,
    }
}

pub(super) fn with_thanks(book: &mut Book, thanks: ThankYou) {
    let mut new = profile::show(book).unwrap();
    new.thank_you = thanks;
    profile::set(book, now(), &new).unwrap();
}

fn book(folder: &std::path::Path, thanks: ThankYou) -> (Book, ClientId, InvoiceId) {
    let mut book = empty(folder);
    let (client, invoice) = with_invoice(&mut book);
    with_thanks(&mut book, thanks);
    (book, client, invoice)
}

fn pay(book: &mut Book, invoice: InvoiceId, minor: i64, on: &str) {
    payments::record_and_thank(book, now(), &payment(invoice, minor, on), Some(&sender())).unwrap();
}

fn go(book: &mut Book, client: ClientId, about: About) -> Result<Message> {
    let (edit, wait) = (Edit::default(), Duration::ZERO);
    send(
        book,
        now(),
        &sender(),
        client,
        Channel::Email,
        about,
        &edit,
        wait,
    )
}

fn show(book: &Book, client: ClientId, about: About) -> Result<Prepared> {
    let edit = Edit::default();
    prepare(book, now(), &sender(), client, Channel::Email, about, &edit)
}

fn accept(book: &mut Book, message: &Message) {
    settle(book, message, MessageState::Accepted);
}

fn settle(book: &mut Book, message: &Message, state: MessageState) {
    book.change(now(), Undo::Impossible, |tx| {
        let guard = Guard {
            id: message.id,
            attempt: 0,
            from: &[MessageState::Queued],
        };
        assert!(tx.move_message(guard, state, "250 OK", None)?);
        Ok(((), String::new()))
    })
    .unwrap();
}

fn why(book: &Book, message: &Message, at: crate::domain::clock::Now) -> Option<String> {
    book.view().no_longer_true(message.id, at).unwrap()
}

fn thanks_rows(book: &Book) -> Vec<ReminderRow> {
    let rows = reminders::queue(book, now()).unwrap();
    rows.into_iter()
        .filter(|row| row.about != About::Reminder)
        .collect()
}

#[test]
fn thanks_wait_for_a_word_for_a_week_after_the_payment() {
    for (on, rows) in [("2026-11-24", 1), ("2026-11-17", 1), ("2026-11-16", 0)] {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, client, bill) = book(folder.path(), ThankYou::Ask);
        pay(&mut book, bill, 11_900, on);
        let found = thanks_rows(&book);
        assert_eq!(found.len(), rows, "{on}");
        assert!(waiting(&book, bill).unwrap().is_none(), "asked first");
        let Some(row) = found.first() else { continue };
        assert_eq!((row.about, row.turn), (About::ThankYou(bill), Turn::Due));
        assert!(row.subject.contains("2026-001"), "{}", row.subject);
        assert!(row.why.starts_with("119.00 EUR came on "), "{}", row.why);
        let shown = show(&book, client, row.about).unwrap();
        assert!(shown.body.contains("119,00"), "{}", shown.body);
        assert_eq!((shown.tone, shown.stage.as_str()), (None, ""));
        let first = go(&mut book, client, row.about).unwrap();
        assert_eq!(first.purpose, Purpose::ThankYou);
        assert_eq!(first.invoices, ["2026-001"]);
        assert!(thanks_rows(&book).is_empty());
        accept(&mut book, &first);
        assert_eq!(
            go(&mut book, client, row.about).unwrap().id,
            first.id,
            "once ever"
        );
    }
}

#[test]
fn thanks_by_themselves_go_with_the_payment_that_settles() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, _, bill) = book(folder.path(), ThankYou::Auto);
    pay(&mut book, bill, 10_000, "2026-11-23");
    assert!(waiting(&book, bill).unwrap().is_none(), "something is open");
    pay(&mut book, bill, 1_900, "2026-11-23");
    let thanks = waiting(&book, bill).unwrap().unwrap();
    assert_eq!(thanks.due_at, now().at + chrono::TimeDelta::minutes(10));
    assert!(thanks.body.contains("19,00 EUR"), "{}", thanks.body);
    assert_eq!(why(&book, &thanks, now()), None);
    let newest = &history::list(&book, 1).unwrap()[0];
    assert!(
        newest.text.contains("thanks go in 10 minutes"),
        "{}",
        newest.text
    );
    // The payment taken back takes the thanks back.
    history::undo(&mut book, now()).unwrap();
    let said = why(&book, &thanks, now()).unwrap();
    assert!(said.contains("What is open on invoice 2026-001"), "{said}");
}

fn refund(book: &mut Book, invoice: InvoiceId, minor: i64) {
    let new = crate::domain::views::NewRefund {
        invoice,
        amount: Money::new(minor, Currency::EUR),
        paid_on: day("2026-11-24"),
        method: "bank".to_owned(),
        note: String::new(),
        reopen: true,
    };
    payments::refund(book, now(), &new).unwrap();
}

#[test]
fn the_payment_that_settled_is_the_first_that_left_nothing_open() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = book(folder.path(), ThankYou::Ask);
    let settled = |book: &Book| {
        let found = book.view().settled_by(bill).unwrap();
        found.map(|by| (by.paid_on.to_string(), by.amount.minor()))
    };
    pay(&mut book, bill, 1_900, "2026-11-20");
    assert_eq!(settled(&book), None);
    pay(&mut book, bill, 10_000, "2026-11-21");
    let first = Some(("2026-11-21".to_owned(), 10_000));
    assert_eq!(settled(&book), first);
    let too_much = NewPayment {
        overpay: true,
        ..payment(bill, 500, "2026-11-23")
    };
    payments::record_and_thank(&mut book, now(), &too_much, Some(&sender())).unwrap();
    assert_eq!(settled(&book), first, "what is too much settled nothing");
    assert!(show(&book, client, About::ThankYou(bill)).is_ok());
    assert_eq!(thanks_rows(&book).len(), 1);
    refund(&mut book, bill, 500);
    assert_eq!(settled(&book), first, "nor did its way back");
    refund(&mut book, bill, 10_000);
    assert_eq!(settled(&book), None, "open again");
    pay(&mut book, bill, 10_000, "2026-11-24");
    assert_eq!(settled(&book), Some(("2026-11-24".to_owned(), 10_000)));
    assert_eq!(thanks_rows(&book).len(), 1);
}

#[test]
fn thanks_of_which_the_invoice_is_not_known_stop_others_for_a_week() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = book(folder.path(), ThankYou::Ask);
    pay(&mut book, bill, 11_900, "2026-11-23");
    let first = go(&mut book, client, About::ThankYou(bill)).unwrap();
    accept(&mut book, &first);
    let path = book.path().to_path_buf();
    drop(book);
    crate::store::rollback(&path, 1, now()).unwrap();
    let mut book = empty(folder.path());
    let error = go(&mut book, client, About::ThankYou(bill)).unwrap_err();
    let named = format!("Message {} thanked the client", first.id);
    assert!(error.message().starts_with(&named), "{error}");
}

#[test]
fn thanks_by_themselves_can_be_cancelled_and_do_not_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, _, bill) = book(folder.path(), ThankYou::Auto);
    pay(&mut book, bill, 11_900, "2026-11-24");
    let thanks = waiting(&book, bill).unwrap().unwrap();
    let after = outbox::cancel(&mut book, now(), thanks.id).unwrap();
    assert_eq!(after.state, MessageState::Cancelled);
    assert!(waiting(&book, bill).unwrap().is_none());
    let mut later = now();
    later.today = day("2026-12-02");
    assert!(
        why(&book, &thanks, later)
            .unwrap()
            .contains("more than a week old"),
        "old thanks would surprise"
    );
}

#[test]
fn no_thanks_for_an_old_payment_a_difference_a_credit_or_without_a_word() {
    for thanks in [ThankYou::Off, ThankYou::Ask] {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, _, bill) = book(folder.path(), thanks);
        pay(&mut book, bill, 11_900, "2026-11-24");
        assert!(waiting(&book, bill).unwrap().is_none(), "{thanks:?}");
        assert_eq!(
            thanks_rows(&book).len(),
            usize::from(thanks == ThankYou::Ask)
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = book(folder.path(), ThankYou::Auto);
    pay(&mut book, bill, 11_900, "2026-11-10");
    assert!(waiting(&book, bill).unwrap().is_none(), "an old payment");
    let error = go(&mut book, client, About::ThankYou(bill)).unwrap_err();
    assert!(error.message().contains("within 7 days"), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = self::book(folder.path(), ThankYou::Ask);
    pay(&mut book, bill, 11_897, "2026-11-23");
    payments::difference(&mut book, now(), bill, day("2026-11-24"), "bank fee").unwrap();
    assert!(
        thanks_rows(&book).is_empty(),
        "what is written off is not paid"
    );
    let error = go(&mut book, client, About::ThankYou(bill)).unwrap_err();
    assert!(
        error.message().contains("nothing to give thanks for"),
        "{error}"
    );
}

#[test]
fn a_payment_is_recorded_where_its_thanks_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, _, _) = book(folder.path(), ThankYou::Auto);
    let bill = book
        .change(now(), Undo::Bulk, |tx| {
            let mute = Client {
                contacts: Vec::new(),
                ..client("mute")
            };
            let id = tx.add_client(&mute)?;
            let bill = tx.add_invoice(&invoice(id, "2026-002", "2026-11-04"), "{}", "{}")?;
            Ok((bill, "Imported".to_owned()))
        })
        .unwrap();
    pay(&mut book, bill, 11_900, "2026-11-24");
    assert_eq!(book.view().invoice(bill).unwrap().standing().open(), 0);
    let newest = &history::list(&book, 1).unwrap()[0];
    assert!(newest.text.contains("no thanks: "), "{}", newest.text);
    with_thanks(&mut book, ThankYou::Ask);
    let row = &thanks_rows(&book)[0];
    assert_eq!(row.turn, Turn::Blocked);
    assert!(row.why.contains("no e-mail address"), "{}", row.why);
}

#[test]
fn a_statement_tells_what_is_open_and_what_was_paid_and_stops_when_that_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = book(folder.path(), ThankYou::Off);
    pay(&mut book, bill, 1_900, "2026-11-20");
    let shown = show(&book, client, About::Statement).unwrap();
    for part in [
        "2026-001",
        "100,00 EUR von 119,00 EUR",
        "20. November 2026 · 19,00 EUR",
    ] {
        assert!(shown.body.contains(part), "{part}: {}", shown.body);
    }
    let sent = go(&mut book, client, About::Statement).unwrap();
    assert_eq!(
        go(&mut book, client, About::Statement).unwrap().id,
        sent.id,
        "it waits"
    );
    assert_eq!((sent.purpose, sent.invoices.len()), (Purpose::Statement, 1));
    assert_eq!(why(&book, &sent, now()), None);
    let mut sunday = now();
    sunday.today = day("2026-11-29");
    sunday.at += chrono::TimeDelta::hours(1);
    assert_eq!(
        why(&book, &sent, sunday),
        None,
        "weekends are for reminders"
    );
    book.change(now(), Undo::Bulk, |tx| {
        tx.add_invoice(&invoice(client, "2026-002", "2026-12-04"), "{}", "{}")?;
        Ok(((), "Added".to_owned()))
    })
    .unwrap();
    assert!(
        why(&book, &sent, now())
            .unwrap()
            .contains("another open invoice")
    );
    pay(&mut book, bill, 100, "2026-11-24");
    assert!(why(&book, &sent, now()).unwrap().contains("2026-001"));
}

#[test]
fn an_invoice_begins_the_thread_that_reminders_and_thanks_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = book(folder.path(), ThankYou::Off);
    let mail = go(&mut book, client, About::Invoice(bill)).unwrap();
    assert_eq!(mail.subject, "Rechnung 2026-001");
    for part in ["Design sprint · 1 Tag × 100,00", "USt. 19", "119,00 EUR"] {
        assert!(mail.body.contains(part), "{part}: {}", mail.body);
    }
    accept(&mut book, &mail);
    let reminder = go(&mut book, client, About::Reminder).unwrap();
    assert_eq!(reminder.subject, "Re: Rechnung 2026-001");
    let bytes = String::from_utf8(outbox::bytes(&book, reminder.id).unwrap()).unwrap();
    assert!(
        bytes.contains(&format!("In-Reply-To: {}", mail.message_id)),
        "{bytes}"
    );
    accept(&mut book, &reminder);
    let statement = go(&mut book, client, About::Statement).unwrap();
    assert!(
        !statement.subject.starts_with("Re: "),
        "a letter of its own: {}",
        statement.subject
    );
    let bytes = String::from_utf8(outbox::bytes(&book, statement.id).unwrap()).unwrap();
    assert!(bytes.contains("In-Reply-To: "), "{bytes}");
    accept(&mut book, &statement);
    pay(&mut book, bill, 11_900, "2026-11-24");
    let thanks = go(&mut book, client, About::ThankYou(bill)).unwrap();
    assert_eq!(thanks.subject, "Re: Rechnung 2026-001");
    let again = show(&book, client, About::Invoice(bill)).unwrap();
    let said: Vec<&str> = again
        .checks
        .iter()
        .map(|check| check.text.as_str())
        .collect();
    assert!(
        said.iter()
            .any(|one| one.contains("went already, on 24 Nov")),
        "{said:?}"
    );
}

#[test]
fn a_second_press_finds_the_first_and_an_open_question_stops_the_next() {
    for about in [About::Statement, About::Invoice(InvoiceId(1))] {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, client, bill) = book(folder.path(), ThankYou::Off);
        assert_eq!(bill, InvoiceId(1));
        let first = go(&mut book, client, about).unwrap();
        accept(&mut book, &first);
        assert_eq!(go(&mut book, client, about).unwrap().id, first.id);
        let press = |book: &mut Book, later: i64, body: Option<&str>| {
            let mut at = now();
            at.at += chrono::TimeDelta::minutes(later);
            let body = body.map(str::to_owned);
            let edit = Edit {
                body,
                ..Edit::default()
            };
            let (channel, wait) = (Channel::Email, Duration::ZERO);
            send(book, at, &sender(), client, channel, about, &edit, wait)
        };
        assert_eq!(press(&mut book, 10, None).unwrap().id, first.id);
        let other = press(&mut book, 1, Some("Other words.")).unwrap();
        assert_ne!(other.id, first.id, "a changed text");
        accept(&mut book, &other);
        let later = press(&mut book, 11, None).unwrap();
        assert_ne!(later.id, first.id, "a later press");
        settle(&mut book, &later, MessageState::Unknown);
        let error = press(&mut book, 60, None).unwrap_err();
        assert!(
            error.message().contains(&format!("message {}", later.id)),
            "{error}"
        );
        let checks = show(&book, client, about).unwrap().checks;
        let said = checks.iter().find(|one| one.level == CheckLevel::Bad);
        assert!(said.unwrap().text.contains("may have gone"), "{checks:?}");
    }
}

#[test]
fn a_statement_begins_no_thread() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, _) = book(folder.path(), ThankYou::Off);
    let statement = go(&mut book, client, About::Statement).unwrap();
    accept(&mut book, &statement);
    let reminder = go(&mut book, client, About::Reminder).unwrap();
    assert!(!reminder.subject.starts_with("Re:"), "{}", reminder.subject);
}

#[test]
fn what_cannot_be_said_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = book(folder.path(), ThankYou::Off);
    let error = go(&mut book, client, About::ThankYou(bill)).unwrap_err();
    assert!(
        error.message().contains("nothing to give thanks for"),
        "{error}"
    );
    for about in [About::Statement, About::Invoice(bill)] {
        let edit = Edit::default();
        let error = prepare(&book, now(), &sender(), client, Channel::Sms, about, &edit);
        let error = error.unwrap_err();
        assert!(error.message().contains("by e-mail only"), "{error}");
    }
    let (other, draft) = book
        .change(now(), Undo::Bulk, |tx| {
            let other = tx.add_client(&self::client("other"))?;
            let mut bill = invoice(other, "", "2026-11-04");
            bill.status = crate::domain::invoice::InvoiceStatus::Draft;
            bill.number = None;
            Ok((
                (other, tx.add_invoice(&bill, "", "")?),
                "Imported".to_owned(),
            ))
        })
        .unwrap();
    let error = go(&mut book, other, About::Invoice(draft)).unwrap_err();
    assert!(error.message().contains("is a draft"), "{error}");
    let error = go(&mut book, other, About::Invoice(bill)).unwrap_err();
    assert!(
        error.message().contains("is of the client \"acme\""),
        "{error}"
    );
    let error = go(&mut book, other, About::Statement).unwrap_err();
    assert!(error.message().contains("nothing to state"), "{error}");
}

#[test]
fn what_changed_since_it_was_shown_does_not_go() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, client, bill) = book(folder.path(), ThankYou::Off);
    let shown = show(&book, client, About::Statement).unwrap();
    pay(&mut book, bill, 100, "2026-11-24");
    let edit = Edit {
        seen: Some(shown.seal),
        ..Edit::default()
    };
    let (channel, wait) = (Channel::Email, Duration::ZERO);
    let about = About::Statement;
    let error = send(
        &mut book,
        now(),
        &sender(),
        client,
        channel,
        about,
        &edit,
        wait,
    );
    let error = error.unwrap_err();
    assert!(
        error
            .message()
            .contains("The statement to acme GmbH has changed"),
        "{error}"
    );
}
