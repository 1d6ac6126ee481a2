use super::*;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::config::{Environment, Flags, Places, Settings};
use crate::domain::clock::Now;
use crate::domain::input;
use crate::domain::message::MessageState;
use crate::domain::party::{HoldKind, HoldTarget};
use crate::domain::policy::Channel;
use crate::domain::views::{Edit, InvoiceSort, NewHold, NewPayment, Turn};

fn now() -> Now {
    Now {
        today: "2026-11-24".parse().unwrap(),
        at: "2026-11-24T12:00:00Z".parse().unwrap(),
    }
}

fn backend(home: &Path) -> BookBackend {
    let environment = Environment::fixed(&[]);
    let settings = Settings::load(&Flags::default(), &environment, &Places::under(home)).unwrap();
    let desk = Desk::new(settings, environment, Arc::new(now));
    let book = desk.open().unwrap().book;
    BookBackend::new(desk, book)
}

/// A backend on a book with one client and one invoice that is twelve days late.
fn with_book(home: &Path) -> BookBackend {
    let file = home.join("book.json");
    let book = json!({
        "payme": 1,
        "profile": {"name": "Ana Lind Design", "email": "ana@lind.example", "country": "DE"},
        "clients": [{"key": "acme", "name": "Acme GmbH", "country": "DE",
            "contacts": [{"name": "Jonas Falk", "email": "ap@acme.example", "role": "to"}]}],
        "invoices": [{"client": "acme", "number": "2026-001", "issued_on": "2026-10-13",
            "due_on": "2026-11-12", "currency": "EUR",
            "lines": [{"description": "Sprint", "quantity": "1", "unit": "DAY",
                "unit_price": "600.00", "tax": {"category": "S", "rate": "19"}}]}],
    });
    std::fs::write(&file, book.to_string()).unwrap();
    let mut backend = backend(home);
    let done = backend.write(&Write::ImportFile("~/book.json".to_owned()));
    let said = "Brought in 1 client, 1 invoice and 0 payments.".to_owned();
    assert_eq!(done.unwrap(), Done::Said(said));
    backend
}

fn due(backend: &mut BookBackend) -> Vec<crate::domain::views::ReminderRow> {
    let Reply::Queue(rows) = backend.load(&Load::Queue).unwrap() else {
        panic!("no queue");
    };
    rows.into_iter()
        .filter(|row| row.turn == Turn::Due)
        .collect()
}

#[test]
fn every_load_fills_its_own_slot() {
    let home = tempfile::tempdir().unwrap();
    let mut backend = with_book(home.path());
    let row = due(&mut backend).remove(0);
    let page = |filter: &str| (filter.to_owned(), None, 10);
    let (filter, after, limit) = page("is:overdue");
    let sort = InvoiceSort::default();
    let reference = "2026-001".to_owned();
    let loads = [
        Load::Header,
        Load::Dashboard,
        Load::Invoices {
            filter,
            sort,
            after: after.clone(),
            limit,
        },
        Load::Counts,
        Load::Invoice {
            reference: reference.clone(),
        },
        Load::Clients {
            filter: "acme".to_owned(),
            archived: true,
            after: after.clone(),
            limit,
        },
        Load::Client {
            key: "acme".to_owned(),
        },
        Load::Payments {
            filter: String::new(),
            after,
            limit,
        },
        Load::Prepare {
            client: row.client,
            channel: Channel::Email,
            about: row.about,
            edit: Edit::default(),
        },
        Load::Ladder { reference },
        Load::Journal {
            filter: String::new(),
            limit,
        },
        Load::ToIssue {
            references: Vec::new(),
        },
        Load::Aging,
        Load::Revenue { year: 2026 },
        Load::Profile,
    ];
    for load in loads {
        let reply = backend.load(&load).unwrap();
        let (asked, answered) = (format!("{load:?}"), format!("{reply:?}"));
        let word = |text: &str| text.split([' ', '(', '{']).next().unwrap().to_owned();
        let (asked, answered) = (word(&asked), word(&answered));
        let same = asked == answered || (asked == "Prepare" && answered == "Prepared");
        assert!(same, "{asked} was answered by {answered}");
    }
}

#[test]
fn a_filter_that_cannot_be_read_is_a_failure() {
    let home = tempfile::tempdir().unwrap();
    let load = Load::Invoices {
        filter: "is:nonsense".to_owned(),
        sort: InvoiceSort::default(),
        after: None,
        limit: 10,
    };
    let failure = backend(home.path()).load(&load).unwrap_err();
    assert!(failure.message().contains("nonsense"), "{failure}");
}

#[test]
fn a_payment_can_be_undone_and_done_once_more() {
    let home = tempfile::tempdir().unwrap();
    let mut backend = with_book(home.path());
    let row = due(&mut backend).remove(0);
    let currency = row.invoices[0].open.currency();
    let payment = NewPayment {
        invoice: row.invoices[0].id,
        amount: input::amount("714", currency).unwrap(),
        paid_on: now().today,
        method: "bank".to_owned(),
        note: String::new(),
        fee: crate::domain::money::Money::zero(crate::domain::currency::Currency::EUR),
        overpay: false,
    };
    assert_eq!(
        backend
            .write(&Write::RecordPayment(payment.clone()))
            .unwrap(),
        Done::Plain
    );
    assert!(
        due(&mut backend).is_empty(),
        "nobody who has paid is chased"
    );
    assert!(backend.write(&Write::RecordPayment(payment)).is_err());
    let Done::Said(said) = backend.write(&Write::Undo).unwrap() else {
        panic!("undo says what it took back");
    };
    assert!(said.starts_with("Taken back: Payment"), "{said}");
    assert_eq!(due(&mut backend).len(), 1);
    let Done::Said(said) = backend.write(&Write::Redo).unwrap() else {
        panic!("redo says what it did");
    };
    assert!(said.starts_with("Done once more: Payment"), "{said}");
    assert!(due(&mut backend).is_empty());
}

#[test]
fn a_hold_rests_reminders_until_it_is_lifted() {
    let home = tempfile::tempdir().unwrap();
    let mut backend = with_book(home.path());
    let row = due(&mut backend).remove(0);
    let hold = NewHold {
        kind: HoldKind::Pause,
        until: None,
        reason: "on holiday".to_owned(),
    };
    let target = HoldTarget::Client(row.client);
    backend.write(&Write::SetHold { target, hold }).unwrap();
    assert!(due(&mut backend).is_empty());
    let Reply::Queue(rows) = backend.load(&Load::Queue).unwrap() else {
        panic!("no queue");
    };
    let id = rows[0].hold.unwrap();
    backend.write(&Write::ReleaseHold(id)).unwrap();
    assert_eq!(due(&mut backend).len(), 1);
    let skipped = backend.write(&Write::Skip(row.invoices[0].id)).unwrap();
    assert_eq!(skipped, Done::Plain);
    assert!(due(&mut backend).is_empty());
}

#[test]
fn what_is_queued_can_be_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let mut backend = with_book(home.path());
    let row = due(&mut backend).remove(0);
    let send = Write::Send {
        client: row.client,
        channel: row.channel,
        about: row.about,
        edit: Edit::default(),
        delay_seconds: 10,
    };
    let Done::Message(message) = backend.write(&send).unwrap() else {
        panic!("no message");
    };
    assert_eq!(message.state, MessageState::Queued);
    assert_eq!((message.due_at - now().at).num_seconds(), 10);
    let Done::Message(message) = backend.write(&Write::TakeBack(message.id)).unwrap() else {
        panic!("no message");
    };
    assert_eq!(message.state, MessageState::Cancelled);
    assert!(backend.write(&Write::Retry(message.id)).is_err());
    let id = message.id;
    assert!(backend.write(&Write::Resolve { id, sent: true }).is_err());
}

#[test]
fn a_file_that_is_not_there_or_not_ours_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut backend = backend(home.path());
    let import = |name: &str| Write::ImportFile(name.to_owned());
    let failure = backend.write(&import("~/none.json")).unwrap_err();
    assert!(failure.message().contains("none.json"), "{failure}");
    std::fs::write(home.path().join("other.json"), "{\"payme\": 7}").unwrap();
    assert!(backend.write(&import("~/other.json")).is_err());
    let Reply::Clients(page) = backend
        .load(&Load::Clients {
            filter: String::new(),
            archived: true,
            after: None,
            limit: 10,
        })
        .unwrap()
    else {
        panic!("no clients");
    };
    assert!(page.rows.is_empty());
}

#[test]
fn the_demo_is_another_desk() {
    let home = tempfile::tempdir().unwrap();
    let mut backend = backend(home.path());
    let Done::NewBook { path, .. } = backend.write(&Write::OpenDemo).unwrap() else {
        panic!("no other book");
    };
    assert!(backend.desk().is_demo());
    assert!(path.contains("payme-demo-"), "{path}");
    let sender = backend.sender().unwrap();
    assert!(sender.to_folder);
}
