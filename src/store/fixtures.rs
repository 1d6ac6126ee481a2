//! A small book with rows in every table, for tests.

use std::path::Path;

use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;

use super::{Block, Book, Guard, NewMessage, NewReminder, Settled, Undo, open};
use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, Line, TaxCategory, TaxGroup};
use crate::domain::message::{MessageState, Purpose};
use crate::domain::money::Money;
use crate::domain::party::{Client, Contact, ContactRole, HoldKind, HoldTarget};
use crate::domain::policy::{Channel, Tone};
use crate::domain::reminder::DueInvoice;
use crate::domain::views::{NewHold, NewPayment};

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

pub(crate) fn now() -> Now {
    let today = day("2026-11-24");
    Now {
        today,
        at: today.and_hms_opt(9, 0, 0).unwrap().and_utc(),
    }
}

/// An empty book in a folder.
pub(crate) fn empty(folder: &Path) -> Book {
    open(&folder.join("book.db"), now()).unwrap().book
}

pub(crate) fn client(key: &str) -> Client {
    Client {
        id: ClientId(0),
        key: key.to_owned(),
        name: format!("{key} GmbH"),
        contacts: vec![Contact {
            name: "Jonas Falk".to_owned(),
            email: format!("ap@{key}.example"),
            phone: String::new(),
            role: ContactRole::To,
        }],
        address: vec!["Kanalstr. 9".to_owned()],
        country: "DE".to_owned(),
        tax_id: String::new(),
        business: true,
        currency: Currency::EUR,
        language: "de".to_owned(),
        terms_days: 30,
        policy: "standard".to_owned(),
        channel: Channel::Email,
        note: String::new(),
        wants_order: false,
        archived: false,
    }
}

/// An issued invoice of 119.00 EUR.
pub(crate) fn invoice(client: ClientId, number: &str, due: &str) -> Invoice {
    Invoice {
        id: InvoiceId(0),
        kind: InvoiceKind::Invoice,
        status: InvoiceStatus::Issued,
        number: Some(number.to_owned()),
        client,
        client_key: "acme".to_owned(),
        client_name: "acme GmbH".to_owned(),
        currency: Currency::EUR,
        issued_on: Some(day(due) - TimeDelta::days(30)),
        due_on: Some(day(due)),
        terms_days: 30,
        supplied_on: None,
        supplied_until: None,
        purchase_order: String::new(),
        note: String::new(),
        language: "de".to_owned(),
        discount_percent: Decimal::ZERO,
        lines: vec![Line {
            description: "Design sprint".to_owned(),
            quantity: Decimal::ONE,
            unit: "DAY".to_owned(),
            unit_price: Decimal::from(100),
            discount_percent: Decimal::ZERO,
            category: TaxCategory::Standard,
            rate: Decimal::from(19),
            net: 10_000,
        }],
        taxes: vec![TaxGroup {
            category: TaxCategory::Standard,
            rate: Decimal::from(19),
            base: 10_000,
            tax: 1_900,
        }],
        net: 10_000,
        tax: 1_900,
        gross: 11_900,
        paid: 0,
        credited: 0,
        credits: None,
        end_reason: String::new(),
        ended_on: None,
    }
}

pub(crate) fn message(client: ClientId, id: &str, invoice: InvoiceId) -> NewMessage {
    NewMessage {
        message_id: format!("<{id}@lind.example>"),
        client,
        channel: Channel::Email,
        purpose: Purpose::Reminder,
        stage: "firm".to_owned(),
        tone: Some(Tone::Firm),
        language: "de".to_owned(),
        recipients: vec!["ap@acme.example".to_owned()],
        envelope_from: "ana@lind.example".to_owned(),
        envelope_to: vec!["ap@acme.example".to_owned()],
        subject: "Rechnung".to_owned(),
        body: "Hallo".to_owned(),
        bytes: b"Subject: Rechnung\r\n\r\nHallo\r\n".to_vec(),
        due_at: now().at,
        give_up_at: now().at + TimeDelta::hours(48),
        reminders: vec![NewReminder {
            invoice,
            stage: "firm".to_owned(),
            tone: Tone::Firm,
            days: 10,
            open: 11_900,
        }],
    }
}

/// One client with one overdue invoice.
pub(crate) fn with_invoice(book: &mut Book) -> (ClientId, InvoiceId) {
    book.change(now(), Undo::Bulk, |tx| {
        let client = tx.add_client(&client("acme"))?;
        let id = tx.add_invoice(&invoice(client, "2026-001", "2026-11-04"), "{}", "{}")?;
        Ok(((client, id), "Imported".to_owned()))
    })
    .unwrap()
}

/// Rows in every table of the book.
pub(crate) fn full(book: &mut Book) -> (ClientId, InvoiceId, OutboxId) {
    let (client, invoice) = with_invoice(book);
    let id = book
        .change(now(), Undo::Possible, |tx| {
            tx.set_setting("numbering", "{year}-{seq:03}")?;
            tx.add_payment(&NewPayment {
                invoice,
                amount: Money::new(1_000, Currency::EUR),
                paid_on: day("2026-11-10"),
                method: "bank".to_owned(),
                note: String::new(),
                overpay: false,
            })?;
            let hold = NewHold {
                kind: HoldKind::Pause,
                until: None,
                reason: "ill".to_owned(),
            };
            tx.add_hold(HoldTarget::Client(client), &hold)?;
            tx.skip_stage(&skipped(invoice), Channel::Email)?;
            let id = tx.queue_message(&message(client, "1", invoice))?;
            tx.set_block(&Block {
                channel: Channel::Email,
                account: "x".to_owned(),
                step: "login".to_owned(),
                why: "535".to_owned(),
                until: None,
            })?;
            Ok((id, "Filled".to_owned()))
        })
        .unwrap();
    book.change(now(), Undo::Impossible, |tx| {
        let guard = Guard {
            id,
            attempt: 0,
            from: &[MessageState::Queued],
        };
        let settled = Settled {
            state: MessageState::Queued,
            why: "450 later".to_owned(),
            outcome: "retry",
            step: "recipient".to_owned(),
            due_at: None,
            counts: true,
        };
        tx.settle(guard, &settled)?;
        Ok(((), String::new()))
    })
    .unwrap();
    (client, invoice, id)
}

fn skipped(invoice: InvoiceId) -> DueInvoice {
    DueInvoice {
        id: invoice,
        number: "2026-001".to_owned(),
        stage: "friendly".to_owned(),
        tone: Tone::Friendly,
        days: 3,
        stage_on: day("2026-11-07"),
        due_on: day("2026-11-04"),
        open: Money::new(11_900, Currency::EUR),
        days_late: 20,
        missed: Vec::new(),
    }
}
