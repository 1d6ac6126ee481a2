//! A small book with rows in every table, for tests.

use std::path::Path;

use chrono::{NaiveDate, TimeDelta};
use rusqlite::{OptionalExtension, params};
use rust_decimal::Decimal;

use super::{Block, Book, Guard, NewMessage, NewReminder, Settled, Undo, open};
use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, EntryId, InvoiceId, OutboxId};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, Line, PaymentKind, TaxCategory};
use crate::domain::message::{MessageState, Purpose};
use crate::domain::money::Money;
use crate::domain::party::{Client, Contact, ContactRole, HoldKind, HoldTarget, Reminding};
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
        reminding: Reminding::default(),
        note: String::new(),
        wants_order: false,
        archived: false,
    }
}

/// An issued invoice of 119.00 EUR.
pub(crate) fn invoice(client: ClientId, number: &str, due: &str) -> Invoice {
    let mut buyer = self::client("acme");
    buyer.id = client;
    let mut invoice = Invoice {
        status: InvoiceStatus::Issued,
        number: Some(number.to_owned()),
        issued_on: Some(day(due) - TimeDelta::days(30)),
        due_on: Some(day(due)),
        lines: vec![Line::new(
            "Design sprint",
            Decimal::ONE,
            "DAY",
            Decimal::from(100),
            (TaxCategory::Standard, Decimal::from(19)),
        )],
        ..Invoice::draft(InvoiceKind::Invoice, &buyer)
    };
    invoice.add_up().unwrap();
    invoice
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
        unattended: false,
        reminders: vec![NewReminder {
            invoice,
            stage: "firm".to_owned(),
            tone: Tone::Firm,
            days: 10,
            open: 11_900,
        }],
        covers: Vec::new(),
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

/// A template, a counter and a service.
fn with_template(book: &mut Book, client: ClientId) {
    book.change(now(), Undo::Bulk, |tx| {
        let mut template = self::invoice(client, "", "2026-11-04");
        template.kind = InvoiceKind::Recurring;
        template.status = InvoiceStatus::Draft;
        template.number = None;
        template.client_name.clear();
        template.lines.clear();
        template.add_up()?;
        let template = tx.add_invoice(&template, "", "")?;
        tx.connection
            .execute_batch(&format!(
                "INSERT INTO schedules (invoice_id, every, first_on, next_on, automatic, paused)
                    VALUES ({template}, 'month', '2026-10-31', '2026-11-30', 0, 0);
                 INSERT INTO series_counters (series_id, period, next) VALUES (1, '2026', 2);
                 INSERT INTO services (description, unit, unit_price, currency, tax_category,
                    tax_rate, tax_reason) VALUES ('Design', 'DAY', '600', 'EUR', 'S', '19', '');
                 INSERT INTO texts (kind, language, body) VALUES ('note', 'de', 'Danke.');
                 INSERT INTO client_templates (client_id, kind, channel, language, subject, body)
                    VALUES (1, 'firm', 'email', 'de', 'Rechnung', 'Hallo');
                 INSERT INTO bank_checks (on_day, at) VALUES ('2026-11-20', '2026-11-20T09:00:00.000Z');
                 INSERT INTO talks (client_id, on_day, at, way, outcome, note)
                    VALUES (1, '2026-11-20', '2026-11-20T09:00:00.000Z', 'call', 'voicemail', '');
                 INSERT INTO talk_invoices (talk_id, invoice_id) VALUES (1, 1);
                 INSERT INTO message_invoices (message_id, invoice_id, open_minor)
                    VALUES (1, 1, 11900);"
            ))
            .unwrap();
        Ok(((), String::new()))
    })
    .unwrap();
}

/// Rows in every table of the book.
pub(crate) fn full(book: &mut Book) -> (ClientId, InvoiceId, OutboxId) {
    let (client, invoice) = with_invoice(book);
    let id = book
        .change(now(), Undo::Possible, |tx| {
            tx.set_setting("numbering", "{year}-{seq:03}")?;
            let payment = NewPayment {
                invoice,
                amount: Money::new(1_000, Currency::EUR),
                paid_on: day("2026-11-10"),
                method: "bank".to_owned(),
                note: String::new(),
                fee: Money::zero(Currency::EUR),
                overpay: false,
            };
            tx.add_payment(&payment, PaymentKind::Payment, None)?;
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
    with_template(book, client);
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
        interest: false,
    }
}

/// Every row of the tables that are recorded, as text; sums that triggers keep included.
pub(crate) fn dump(book: &Book) -> Vec<String> {
    let mut rows = Vec::new();
    for table in super::change::RECORDED {
        let columns: Vec<String> = book
            .connection
            .prepare("SELECT name FROM pragma_table_xinfo(?1) ORDER BY cid")
            .unwrap()
            .query_map([table], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let shown = super::change::row_as_json("", &columns);
        let query = format!("SELECT {shown} FROM {table} ORDER BY id");
        let mut statement = book.connection.prepare(&query).unwrap();
        let found = statement
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap();
        rows.extend(found.map(|row| format!("{table} {}", row.unwrap())));
    }
    rows
}

/// Makes every change of one book's journal in another, row by row, as the journal has it.
pub(crate) fn replay(from: &Book, into: &mut Book, after: EntryId) {
    super::change::arm(&into.connection).unwrap();
    super::change::set_mode(&into.connection, "replay").unwrap();
    let mut statement = from
        .connection
        .prepare(
            "SELECT table_name, row_id, after FROM journal_rows WHERE entry_id > ?1
             ORDER BY entry_id, id",
        )
        .unwrap();
    let rows = statement
        .query_map([after.0], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, Option<String>>(2)?,
            ))
        })
        .unwrap();
    into.connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    for row in rows {
        let (table, id, after) = row.unwrap();
        let columns = super::change::columns(&into.connection, &table).unwrap();
        let Some(after) = after else {
            let query = format!("DELETE FROM {table} WHERE id = ?1");
            into.connection.execute(&query, [id]).unwrap();
            continue;
        };
        let present: Option<String> = into
            .connection
            .query_row(
                &format!(
                    "SELECT {} FROM {table} WHERE id = ?1",
                    super::change::row_as_json("", &columns)
                ),
                [id],
                |row| row.get(0),
            )
            .optional()
            .unwrap();
        put(into, &table, &columns, present.as_deref(), &after, id);
    }
}

/// Brings one row to what the journal says: only what differs is named.
fn put(into: &Book, table: &str, columns: &[String], from: Option<&str>, to: &str, id: i64) {
    let field = |row: &str, name: &str| -> serde_json::Value {
        serde_json::from_str::<serde_json::Value>(row).unwrap()[name].clone()
    };
    let differing: Vec<&String> = columns
        .iter()
        .filter(|name| from.is_none_or(|from| field(from, name) != field(to, name)))
        .collect();
    if differing.is_empty() {
        return;
    }
    let names: Vec<&str> = differing.iter().map(|name| name.as_str()).collect();
    let values: Vec<String> = names
        .iter()
        .map(|name| format!("?1 ->> '$.{name}'"))
        .collect();
    let (names, values) = (names.join(", "), values.join(", "));
    let query = if from.is_some() {
        format!("UPDATE {table} SET ({names}) = (SELECT {values}) WHERE id = ?2")
    } else {
        format!("INSERT INTO {table} ({names}) SELECT {values} WHERE ?2 = ?2")
    };
    into.connection.execute(&query, params![to, id]).unwrap();
}
