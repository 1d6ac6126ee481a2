//! A made-up book for the tests of model and view: fixed, on Monday 23 November 2026.

use chrono::{DateTime, NaiveDate, Utc};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rust_decimal::Decimal;

use super::effect::Revenue;

#[path = "fixtures_templates_tests.rs"]
mod said;
use super::*;
use crate::domain::client_card::{Alike, Likely, likeness};
use crate::domain::currency::Currency;
use crate::domain::freshness::Freshness;
use crate::domain::ids::*;
use crate::domain::invoice::*;
use crate::domain::message::*;
use crate::domain::money::Money;
use crate::domain::party::*;
use crate::domain::policy::*;
use crate::domain::views::*;
use said::{said_and_heard, template_text, templates};

pub(crate) fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn now() -> Now {
    Now {
        today: on("2026-11-23"),
        at: at("2026-11-23T09:12:00Z"),
    }
}

pub(crate) fn setup(width: u16, height: u16) -> Setup {
    Setup {
        now: now(),
        width,
        height,
        keymap: keys::Keymap::default(),
        fresh: false,
        demo: false,
        book: "~/.local/share/payme/book.db".into(),
        config: "~/.config/payme/config.toml".into(),
        transport: "smtp.lind.example".into(),
        to_folder: false,
        witnesses: Vec::new(),
    }
}

/// Key presses as a text: `jjK<Enter>`, where `<` begins a named key.
pub(crate) fn keys(text: &str) -> Vec<Msg> {
    let mut msgs = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|after| after.split_once('>'));
        let name = if let Some((name, after)) = named {
            rest = after;
            name.to_owned()
        } else {
            rest = rest.strip_prefix(letter).unwrap();
            letter.to_string()
        };
        msgs.push(Msg::Key(event(&name)));
    }
    msgs
}

fn event(name: &str) -> KeyEvent {
    if name == "Space" {
        return KeyEvent::new(KeyCode::Char(' '), KeyModifiers::NONE);
    }
    if let Some(letter) = name.strip_prefix("Ctrl-") {
        let letter = letter.to_ascii_lowercase().chars().next().unwrap();
        return KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "S-Tab" => KeyCode::BackTab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgDn" => KeyCode::PageDown,
        "PgUp" => KeyCode::PageUp,
        "BS" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "F1" => KeyCode::F(1),
        "F2" => KeyCode::F(2),
        "F3" => KeyCode::F(3),
        "F4" => KeyCode::F(4),
        "F8" => KeyCode::F(8),
        "F9" => KeyCode::F(9),
        "lt" => KeyCode::Char('<'),
        one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().unwrap()),
        other => panic!("no key {other}"),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn id(index: usize) -> i64 {
    i64::try_from(index).unwrap()
}

/// Where the client of a row id stands.
fn place(id: i64) -> usize {
    usize::try_from(id - 1).unwrap()
}

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(crate) fn header() -> Header {
    Header {
        business: "Ana Lind".into(),
        currency: "EUR".into(),
        reminders_due: 3,
        unknown: 0,
        freshness: Freshness {
            paid_on: Some(on("2026-11-20")),
            checked_on: None,
        },
    }
}

const CLIENTS: [(&str, &str); 6] = [
    ("acme", "Acme GmbH"),
    ("brightwater", "Brightwater BV"),
    ("kestrel", "Kestrel & Co Ltd"),
    ("nordlicht", "Nordlicht Studio"),
    ("ola", "Ola Fotograf"),
    ("zeta", "Zeta Labs"),
];

fn row(number: &str, client: usize, due: &str, gross: i64, open: i64) -> InvoiceRow {
    let due = on(due);
    let today = now().today;
    let late = if open == 0 {
        0
    } else {
        (today - due).num_days()
    };
    let state = match (open, late) {
        (0, _) => InvoiceState::Paid,
        (_, late) if late > 0 => InvoiceState::Overdue,
        (open, _) if open < gross => InvoiceState::PartlyPaid,
        _ => InvoiceState::Open,
    };
    InvoiceRow {
        id: InvoiceId(number.split('-').next_back().unwrap().parse().unwrap()),
        reference: number.into(),
        kind: InvoiceKind::Invoice,
        status: InvoiceStatus::Issued,
        state,
        client: ClientId(id(client) + 1),
        client_key: CLIENTS[client].0.into(),
        client_name: CLIENTS[client].1.into(),
        issued_on: Some(due - chrono::Days::new(14)),
        due_on: Some(due),
        gross: eur(gross),
        open: eur(open),
        days_late: late,
        paid_on: (open == 0).then(|| due - chrono::Days::new(1)),
        reminded: None,
        held: false,
    }
}

pub(crate) fn invoices() -> Vec<InvoiceRow> {
    let mut draft = row("2026-048", 3, "2026-12-23", 240_000, 0);
    draft.state = InvoiceState::Draft;
    draft.status = InvoiceStatus::Draft;
    draft.reference = "draft:48".into();
    draft.paid_on = None;
    let mut kestrel = row("2026-046", 2, "2026-12-12", 310_000, 310_000);
    kestrel.held = true;
    kestrel.gross = Money::new(310_000, Currency::GBP);
    kestrel.open = kestrel.gross;
    let mut acme = row("2026-039", 0, "2026-10-20", 74_000, 74_000);
    acme.reminded = Some((1, on("2026-11-07")));
    let mut ola = row("2026-038", 4, "2026-10-17", 46_000, 46_000);
    ola.reminded = Some((1, on("2026-11-04")));
    let mut void = row("2026-036", 4, "2026-10-10", 98_000, 0);
    void.state = InvoiceState::Voided;
    void.status = InvoiceStatus::Voided;
    void.paid_on = None;
    let mut rows = vec![
        draft,
        row("2026-047", 0, "2026-12-18", 124_000, 124_000),
        kestrel,
        row("2026-045", 1, "2026-12-04", 86_000, 41_000),
        row("2026-044", 5, "2026-11-30", 525_000, 525_000),
        row("2026-041", 3, "2026-11-11", 195_000, 195_000),
        acme,
        ola,
        row("2026-043", 2, "2026-11-09", 175_000, 0),
        row("2026-042", 5, "2026-11-05", 470_000, 0),
        row("2026-040", 1, "2026-11-01", 62_000, 0),
        void,
    ];
    for number in (12..36).rev() {
        let due = format!("2026-{:02}-15", number / 4 + 1);
        let number = format!("2026-{number:03}");
        rows.push(row(&number, number.len() % 6, &due, 131_000, 0));
    }
    rows
}

pub(crate) fn counts() -> InvoiceCounts {
    InvoiceCounts {
        all: 48,
        open: 7,
        overdue: 3,
        drafts: 1,
        paid: 38,
        quotes: 2,
        recurring: 1,
    }
}

pub(crate) fn client(index: usize) -> Client {
    let (key, name) = CLIENTS[index];
    Client {
        id: ClientId(id(index) + 1),
        key: key.into(),
        name: name.into(),
        contacts: vec![Contact {
            name: "Jonas Falk".into(),
            email: format!("ap@{key}.example"),
            phone: "+49405550100".into(),
            role: ContactRole::To,
        }],
        address: vec!["Kanalstr. 9".into(), "22085 Hamburg".into()],
        country: "DE".into(),
        tax_id: "DE999999999".into(),
        business: true,
        currency: Currency::EUR,
        language: "de".into(),
        terms_days: 30,
        policy: "standard".into(),
        reminding: Reminding::default(),
        note: "PO number needed on every invoice".into(),
        wants_order: false,
        archived: false,
    }
}

fn line(description: &str, quantity: i64, unit: &str, price: i64) -> Line {
    let tax = (TaxCategory::ReverseCharge, Decimal::ZERO);
    Line {
        amount: quantity * price * 100,
        net: quantity * price * 100,
        ..Line::new(
            description,
            Decimal::from(quantity),
            unit,
            Decimal::from(price),
            tax,
        )
    }
}

pub(crate) fn detail(row: &InvoiceRow) -> InvoiceDetail {
    let client = client(place(row.client.0));
    let price = row.gross.minor() / 100;
    let invoice = Invoice {
        id: row.id,
        status: row.status,
        number: (row.status != InvoiceStatus::Draft).then(|| row.reference.clone()),
        client: row.client,
        currency: row.gross.currency(),
        issued_on: row.issued_on,
        due_on: row.due_on,
        terms_days: 14,
        note: "Thank you for the good work.".into(),
        language: "en".into(),
        lines: vec![
            line("Design sprint", 1, "DAY", price - 150),
            line("Hosting", 1, "C62", 150),
        ],
        taxes: vec![TaxGroup {
            category: TaxCategory::ReverseCharge,
            rate: Decimal::ZERO,
            base: row.gross.minor(),
            tax: 0,
        }],
        net: row.gross.minor(),
        tax: 0,
        gross: row.gross.minor(),
        paid: row.gross.minor() - row.open.minor(),
        ..Invoice::draft(row.kind, &client)
    };
    InvoiceDetail {
        invoice,
        state: row.state,
        open: row.open,
        credit: Money::zero(row.open.currency()),
        days_late: row.days_late,
        client,
        payments: Vec::new(),
        reminders: reminded(row),
        holds: if row.held {
            vec![hold(row.client)]
        } else {
            Vec::new()
        },
        timeline: timeline(row),
        schedule: None,
    }
}

fn timeline(row: &InvoiceRow) -> Vec<Event> {
    let mut timeline = Vec::new();
    if let (Some(issued), Some(due)) = (row.issued_on, row.due_on) {
        timeline.push(event_on(issued, "issued"));
        timeline.push(event_on(due, "due"));
    }
    if row.days_late > 0 {
        timeline.push(event_on(now().today, "the next reminder is due"));
    }
    timeline
}

fn event_on(on: NaiveDate, text: &str) -> Event {
    Event {
        on,
        text: text.into(),
    }
}

fn reminded(row: &InvoiceRow) -> Vec<SentReminder> {
    let Some((_, on)) = row.reminded else {
        return Vec::new();
    };
    vec![SentReminder {
        to_folder: false,
        stage: "friendly".into(),
        channel: Channel::Email,
        message: Some(OutboxId(7)),
        state: "accepted".into(),
        sent_at: Some(at("2026-11-07T08:00:00Z")),
        on,
    }]
}

pub(crate) fn hold(client: ClientId) -> Hold {
    Hold {
        id: HoldId(1),
        target: HoldTarget::Client(client),
        kind: HoldKind::Promise,
        until: Some(on("2026-12-01")),
        reason: "promised by phone".into(),
        set_on: on("2026-11-16"),
    }
}

pub(crate) fn policy() -> Policy {
    let stage = |name: &str, days, tone, enabled| Stage {
        name: name.into(),
        days,
        tone,
        channel: Ways::Email,
        enabled,
        interest: false,
        unattended: false,
    };
    Policy {
        key: "standard".into(),
        name: "Standard".into(),
        interval_days: 5,
        cap: 4,
        minimum: Decimal::ZERO,
        stages: vec![
            stage("heads-up", -3, Tone::HeadsUp, false),
            stage("friendly", 3, Tone::Friendly, true),
            stage("firm", 10, Tone::Firm, true),
            stage("final", 21, Tone::Final, true),
        ],
    }
}

fn reminder(number: &str, stage: &str, tone: Tone, turn: Turn, why: &str) -> ReminderRow {
    let invoice = invoices()
        .into_iter()
        .find(|row| row.reference == number)
        .unwrap();
    ReminderRow {
        client: invoice.client,
        client_key: invoice.client_key.clone(),
        client_name: invoice.client_name.clone(),
        about: About::Reminder,
        channel: Channel::Email,
        ways: Ways::Email,
        returned: None,
        stage: stage.into(),
        tone: Some(tone),
        turn,
        due_on: Some(on("2026-11-21")),
        invoices: vec![ReminderInvoice {
            id: invoice.id,
            number: number.into(),
            open: invoice.open,
            days_late: invoice.days_late,
            due_on: invoice.due_on.unwrap(),
            stage: stage.into(),
        }],
        to: vec![format!("ap@{}.example", invoice.client_key)],
        last: invoice.reminded,
        subject: if turn == Turn::Due {
            format!("Reminder: invoice {number}")
        } else {
            String::new()
        },
        why: why.into(),
        hold: invoice.held.then_some(HoldId(1)),
        message: None,
        message_state: None,
        paid: None,
    }
}

pub(crate) fn queue() -> Vec<ReminderRow> {
    let later = |day: &str| Turn::Later(on(day));
    let held = "On hold until 1 December (promise): promised by phone.";
    vec![
        reminder("2026-038", "firm", Tone::Firm, Turn::Due, ""),
        reminder(
            "2026-039",
            "firm",
            Tone::Firm,
            Turn::Due,
            "The stage friendly was missed.",
        ),
        reminder("2026-041", "friendly", Tone::Friendly, Turn::Due, ""),
        reminder(
            "2026-044",
            "friendly",
            Tone::Friendly,
            later("2026-12-03"),
            "Its day comes on 3 December.",
        ),
        reminder(
            "2026-045",
            "friendly",
            Tone::Friendly,
            later("2026-12-07"),
            "Its day comes on 7 December.",
        ),
        reminder("2026-046", "friendly", Tone::Friendly, Turn::Blocked, held),
    ]
}

pub(crate) fn prepared(row: &ReminderRow, edit: &Edit) -> Prepared {
    let first = &row.invoices[0];
    let address = |name: &str, email: &str| Address {
        name: name.into(),
        email: email.into(),
    };
    let tone = edit.tone.or(row.tone);
    let word = match row.about {
        About::Reminder => tone.map_or("", Tone::word),
        About::ThankYou(_) => "thank-you",
        About::Statement => "statement",
        About::Invoice(_) => "invoice",
    };
    let body = format!(
        "Hello Jonas,\n\ninvoice {} over EUR {} was due on {} and I have not seen a payment yet. \
         Could you settle it by 30 November, or tell me if something is missing?\n\n  \
         IBAN  DE02 1203 0000 0000 2020 51\n  Ref   {}\n\nBest regards,\nAna",
        first.number,
        first.open.grouped(),
        first.due_on.format("%d %B"),
        first.number,
    );
    let check = |level, text: &str| Check {
        level,
        text: text.into(),
    };
    Prepared {
        seal: String::from("seal"),
        client: row.client,
        client_key: row.client_key.clone(),
        client_name: row.client_name.clone(),
        channel: row.channel,
        about: row.about,
        stage: row.stage.clone(),
        tone,
        invoices: row.invoices.clone(),
        from: address("Ana Lind", "ana@lind.example"),
        to: vec![address("Jonas Falk", &row.to[0])],
        cc: Vec::new(),
        bcc: vec![address("", "ana@lind.example")],
        subject: edit
            .subject
            .clone()
            .unwrap_or_else(|| format!("{word}: invoice {}", first.number)),
        body: edit.body.clone().unwrap_or(body),
        checks: vec![
            check(CheckLevel::Good, "still unpaid, by payments up to 20 Nov"),
            check(CheckLevel::Warning, "the newest payment is 3 days old"),
            check(CheckLevel::Good, "the recipient is this client's"),
            check(CheckLevel::Good, "none in the last 7 days"),
        ],
        transport: "smtp.lind.example".into(),
        to_folder: false,
        sms: (row.channel == Channel::Sms).then(|| crate::domain::sms::size("short")),
    }
}

pub(crate) fn message(id: i64, number: &str, state: MessageState) -> Message {
    let row = queue()
        .into_iter()
        .find(|row| row.invoices[0].number == number)
        .unwrap();
    Message {
        to_folder: false,
        id: OutboxId(id),
        message_id: format!("<{id}@payme.example>"),
        client: row.client,
        client_key: row.client_key,
        client_name: row.client_name,
        channel: Channel::Email,
        purpose: Purpose::Reminder,
        tone: row.tone,
        stage: row.stage,
        to: row.to,
        subject: format!("Reminder: invoice {number}"),
        body: "Hello".into(),
        state,
        why: match state {
            MessageState::Unknown => "The line was cut before the server answered.".into(),
            MessageState::Refused => "550 5.1.1 No such user".into(),
            MessageState::Queued
            | MessageState::Sending
            | MessageState::InDoubt
            | MessageState::Accepted
            | MessageState::Cancelled
            | MessageState::Expired => String::new(),
        },
        due_at: at("2026-11-23T09:12:10Z"),
        queued_at: at("2026-11-23T09:12:00Z"),
        queued_on: now().today,
        attempt_count: 0,
        invoices: vec![number.into()],
        attempts: Vec::new(),
    }
}

fn months(currency: Currency, sums: &[i64]) -> Vec<MonthSum> {
    let first = on("2025-12-01");
    sums.iter()
        .enumerate()
        .map(|(index, sum)| MonthSum {
            month: first + chrono::Months::new(u32::try_from(index).unwrap()),
            sum: Money::new(sum * 1000, currency),
            count: 2,
        })
        .collect()
}

pub(crate) fn ages() -> Vec<AgeBand> {
    let band = |label, count, minor| AgeBand {
        label,
        count,
        open: vec![eur(minor)],
    };
    vec![
        band("not due", 4, 1_000_000),
        band("1-14 d", 1, 195_000),
        band("15-30 d", 0, 0),
        band("31-60 d", 2, 120_000),
        band("> 60 d", 0, 0),
    ]
}

pub(crate) fn journal() -> Vec<JournalRow> {
    let lines = [
        (
            "2026-11-23T09:12:00Z",
            "Payment of 450.00 EUR on 2026-045 recorded",
        ),
        ("2026-11-23T09:11:00Z", "Reminder skipped for 2026-044"),
        (
            "2026-11-18T10:00:00Z",
            "Hold on Kestrel & Co Ltd: promised by phone",
        ),
        (
            "2026-11-07T08:00:00Z",
            "Reminder friendly queued for 2026-039",
        ),
    ];
    lines
        .iter()
        .enumerate()
        .map(|(index, (when, text))| JournalRow {
            id: EntryId(40 - id(index)),
            at: at(when),
            on: at(when).date_naive(),
            text: (*text).into(),
            undoable: index != 3,
            undone: index == 1,
        })
        .collect()
}

/// The journal with the times of day.
fn log() -> Vec<LogLine> {
    let line = |row: JournalRow| LogLine {
        time: row.at.time(),
        row,
    };
    journal().into_iter().map(line).collect()
}

/// What issuing drafts would do: one after the other from 2026-049.
fn to_issue(references: &[String]) -> Vec<ToIssue> {
    let one = |(index, reference): (usize, &String)| {
        let row = invoice(reference);
        ToIssue {
            reference: reference.clone(),
            kind: row.kind,
            client_name: row.client_name,
            gross: row.gross,
            number: format!("2026-{:03}", index + 49),
            errors: Vec::new(),
        }
    };
    references.iter().enumerate().map(one).collect()
}

pub(crate) fn dashboard() -> Dashboard {
    let rows = queue();
    let unknown = message(9, "2026-044", MessageState::Unknown);
    let mut needs: Vec<Need> = rows[..3].iter().cloned().map(Need::Remind).collect();
    needs.push(Need::Resolve(unknown));
    needs.push(Need::BrokenPromise {
        hold: hold(ClientId(2)),
        client_key: "brightwater".into(),
        client_name: "Brightwater BV".into(),
        invoices: rows[4].invoices.clone(),
    });
    Dashboard {
        filed: 0,
        outstanding: vec![eur(1_005_000), Money::new(310_000, Currency::GBP)],
        outstanding_count: 7,
        overdue: vec![eur(315_000)],
        overdue_count: 3,
        oldest_days: 37,
        paid: vec![eur(690_000)],
        paid_count: 3,
        paid_before: eur(616_000),
        waiting: 0,
        accepted: 4,
        needs,
        next: Some("2026-044 Zeta Labs on 03 Dec".into()),
        ages: ages(),
        pays_after: Some(19),
        income: months(
            Currency::EUR,
            &[530, 440, 280, 510, 600, 420, 330, 640, 700, 560, 790, 690],
        ),
        activity: journal(),
        payments_through: Some(on("2026-11-20")),
    }
}

pub(crate) fn client_rows() -> Vec<ClientRow> {
    let open = [198_000, 41_000, 310_000, 195_000, 46_000, 525_000];
    let overdue = [1, 0, 0, 1, 1, 0];
    (0..6)
        .map(|index| ClientRow {
            id: ClientId(id(index) + 1),
            key: CLIENTS[index].0.into(),
            name: CLIENTS[index].1.into(),
            country: "DE".into(),
            open: if index == 2 {
                vec![Money::new(open[index], Currency::GBP)]
            } else {
                vec![eur(open[index])]
            },
            open_count: 1 + i64::from(index == 0),
            overdue_count: overdue[index],
            archived: false,
            held: index == 2,
        })
        .collect()
}

pub(crate) fn client_detail(row: &ClientRow) -> ClientDetail {
    let client = client(place(row.id.0));
    let invoices = invoices()
        .into_iter()
        .filter(|invoice| invoice.client == row.id)
        .collect();
    ClientDetail {
        client,
        open: row.open.clone(),
        billed: vec![eur(1_426_000)],
        pays_after: Some(26),
        invoices,
        payments: payments()
            .into_iter()
            .filter(|payment| payment.client_key == row.key)
            .collect(),
        since: Some(on("2023-03-14")),
        messages: vec![message(7, "2026-039", MessageState::Accepted)],
        holds: if row.held {
            vec![hold(row.id)]
        } else {
            Vec::new()
        },
        months: months(
            Currency::EUR,
            &[250, 400, 0, 120, 700, 690, 0, 300, 900, 610, 0, 420],
        ),
    }
}

pub(crate) fn payments() -> Vec<PaymentRow> {
    let paid = invoices().into_iter().filter(|row| row.open != row.gross);
    paid.filter(|row| row.state != InvoiceState::Draft && row.state != InvoiceState::Voided)
        .enumerate()
        .map(|(index, row)| PaymentRow {
            id: PaymentId(id(index) + 1),
            paid_on: row.paid_on.unwrap_or_else(|| on("2026-11-20")),
            kind: match index {
                4 => PaymentKind::Refund,
                5 => PaymentKind::Difference,
                6 => PaymentKind::Transfer,
                _ => PaymentKind::Payment,
            },
            amount: match index {
                4 => eur(-6_000),
                5 => eur(3),
                _ => Money::new(row.gross.minor() - row.open.minor(), row.gross.currency()),
            },
            fee: eur(if index == 2 { 1_250 } else { 0 }),
            other: (index == 6).then(|| "2026-031".to_owned()),
            method: if index % 3 == 2 { "card" } else { "bank" }.into(),
            note: if index == 0 { "first half" } else { "" }.into(),
            invoice: row.id,
            number: row.reference,
            client_key: row.client_key,
            client_name: row.client_name,
            open: row.open,
        })
        .collect()
}

/// What a payment has to do with; Zeta Labs has a credit.
fn payable(invoice: InvoiceId) -> Payable {
    let row = invoices().into_iter().find(|row| row.id == invoice);
    let row = row.unwrap();
    let credit = Credit {
        invoice: InvoiceId(42),
        number: "2026-042".into(),
        amount: eur(60_000),
    };
    Payable {
        invoice,
        open: row.open,
        written_off: row.status == InvoiceStatus::WrittenOff,
        refundable: Money::new(row.gross.minor() - row.open.minor(), row.open.currency()),
        credits: if row.client_key == "zeta" {
            vec![credit]
        } else {
            Vec::new()
        },
        most_difference: Money::new(5, row.open.currency()),
        client_name: row.client_name,
    }
}

pub(crate) fn profile() -> Profile {
    Profile {
        name: "Ana Lind Design".into(),
        email: "ana@lind.example".into(),
        phone: String::new(),
        address: Vec::new(),
        country: "DE".into(),
        tax_id: String::new(),
        iban: String::new(),
        bic: String::new(),
        currency: Currency::EUR,
        language: "en".into(),
        terms_days: 30,
        signature: "Ana".into(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}

fn revenue(year: i32) -> Revenue {
    let paid = [530, 440, 280, 510, 600, 420, 330, 640, 700, 560, 790, 0];
    let mut paid = vec![months(Currency::EUR, &paid)];
    for month in &mut paid[0] {
        month.month = month.month + chrono::Months::new(1);
    }
    let billed = paid.clone();
    let pounds = [0, 0, 310, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    paid.push(months(Currency::GBP, &pounds));
    Revenue {
        year,
        years: (2025, 2026),
        paid,
        billed,
    }
}

fn invoice(reference: &str) -> InvoiceRow {
    let mut rows = invoices().into_iter();
    rows.find(|row| row.reference == reference).unwrap()
}

fn alike(sought: &Sought) -> Vec<Likely> {
    let mut rows = client_rows();
    rows.retain(|row| {
        likeness(&row.name) == likeness(&sought.name) && Some(row.id) != sought.itself
    });
    let likely = |row: ClientRow| Likely {
        key: row.key,
        name: row.name,
        by: Alike::Name,
    };
    rows.into_iter().map(likely).collect()
}

/// What the made-up book answers.
pub(crate) fn answered(load: &Load) -> Result<Reply> {
    if let Load::Template(load) = load {
        return match load {
            TemplateLoad::List { client } => Ok(Reply::Templates(Box::new(templates(*client)))),
            TemplateLoad::Text { template, .. } => template_text(template),
        };
    }
    Ok(answer(load))
}

fn asked(client: ClientId, channel: Channel, about: About, edit: &Edit) -> Reply {
    let row = queue().into_iter().find(|row| row.client == client);
    let row = ReminderRow {
        channel,
        about,
        ..row.unwrap()
    };
    Reply::Prepared(Box::new(prepared(&row, edit)))
}

pub(crate) fn answer(load: &Load) -> Reply {
    let page = |rows| Page { rows, next: None };
    match load {
        Load::Header => Reply::Header(header()),
        Load::Dashboard => Reply::Dashboard(Box::new(dashboard())),
        Load::Invoices { filter, .. } => Reply::Invoices(page(
            invoices()
                .into_iter()
                .filter(|row| match filter.as_str() {
                    "is:overdue" => row.state == InvoiceState::Overdue,
                    "is:draft" => row.state == InvoiceState::Draft,
                    other => row.client_key.contains(other) || row.reference.contains(other),
                })
                .collect(),
        )),
        Load::Counts => Reply::Counts(counts()),
        Load::Invoice { reference } => Reply::Invoice(Box::new(detail(&invoice(reference)))),
        Load::Clients { filter, .. } => Reply::Clients(Page {
            rows: client_rows()
                .into_iter()
                .filter(|row| row.key.contains(filter.as_str()))
                .collect(),
            next: None,
        }),
        Load::Client { key } => {
            let row = client_rows().into_iter().find(|row| row.key == *key);
            Reply::Client(Box::new(client_detail(&row.unwrap())))
        }
        Load::Payments { .. } => Reply::Payments(Page {
            rows: payments(),
            next: None,
        }),
        Load::Payable { invoice } => Reply::Payable(Box::new(payable(*invoice))),
        Load::Queue => Reply::Queue(queue()),
        Load::Prepare {
            client,
            channel,
            about,
            edit,
        } => asked(*client, *channel, *about, edit),
        Load::Ladder { reference } => Reply::Ladder(Box::new(Ladder {
            invoice: detail(&invoice(reference)),
            policy: policy(),
        })),
        Load::Message { id } => {
            Reply::Message(Box::new(message(id.0, "2026-044", MessageState::Unknown)))
        }
        Load::Journal { .. } => Reply::Journal(log()),
        Load::ToIssue { references } => Reply::ToIssue(to_issue(references)),
        Load::Aging => Reply::Aging(ages()),
        Load::Revenue { year } => Reply::Revenue(Box::new(revenue(*year))),
        Load::Profile => Reply::Profile(Box::new(profile())),
        Load::Policies => {
            Reply::Policies(["gentle", "none", "standard"].map(str::to_owned).to_vec())
        }
        Load::Alike(sought) => Reply::Alike(alike(sought)),
        Load::Draft { reference } => Reply::Draft(Box::new(draft_view(reference))),
        Load::Suggestions { words, .. } => Reply::Suggestions(suggestions(words)),
        Load::Timeline { .. } => Reply::Timeline(said_and_heard()),
        Load::Template(_) => unreachable!("answered above"),
    }
}

/// A draft of the made-up book with what belongs to writing it.
pub(crate) fn draft_view(reference: &str) -> DraftView {
    let row = invoice(reference);
    let mut found = detail(&row);
    found.invoice.add_up().unwrap();
    let (none, full, reduced) = (Decimal::ZERO, Decimal::from(19), Decimal::from(7));
    DraftView {
        words: Vec::new(),
        presets: vec![
            preset("Reverse charge", TaxCategory::ReverseCharge, none),
            preset("Standard 19 %", TaxCategory::Standard, full),
            preset("Reduced 7 %", TaxCategory::Standard, reduced),
        ],
        next_number: "2026-048".into(),
        series: vec!["invoices".into(), "quotes".into()],
        deposits: Vec::new(),
        credit: Money::zero(found.invoice.currency),
        client: found.client,
        seller: profile(),
        invoice: found.invoice,
    }
}

fn preset(name: &str, category: TaxCategory, rate: Decimal) -> TaxPreset {
    TaxPreset {
        name: name.into(),
        category,
        rate,
        reason: if category == TaxCategory::Standard {
            String::new()
        } else {
            name.into()
        },
        preferred: name == "Standard 19 %",
    }
}

fn suggestions(words: &str) -> Vec<Suggestion> {
    [
        ("Hosting", "MON", 150, true),
        ("Hosting, setup", "C62", 90, false),
    ]
    .into_iter()
    .filter(|(name, ..)| name.to_lowercase().starts_with(&words.to_lowercase()))
    .map(|(description, unit, price, service)| Suggestion {
        description: description.into(),
        unit: unit.into(),
        unit_price: Decimal::from(price),
        currency: Currency::EUR,
        category: TaxCategory::Standard,
        rate: Decimal::from(19),
        reason: String::new(),
        service,
    })
    .collect()
}

/// The screens on the made-up book: loads are answered at once, other effects are kept.
pub(crate) struct Desk {
    pub(crate) model: Model,
    pub(crate) effects: Vec<Effect>,
}

impl Desk {
    pub(crate) fn open(width: u16, height: u16) -> Self {
        Self::with(setup(width, height))
    }

    pub(crate) fn with(setup: Setup) -> Self {
        let mut desk = Self {
            model: Model::new(setup),
            effects: Vec::new(),
        };
        desk.send(Msg::Start);
        desk
    }

    pub(crate) fn send(&mut self, msg: Msg) {
        let mut effects = update(&mut self.model, msg);
        while !effects.is_empty() {
            let mut next = Vec::new();
            for effect in effects {
                if let Effect::Load { job, load } = effect {
                    let reply = Msg::Reply(job, answered(&load));
                    next.extend(update(&mut self.model, reply));
                } else if let Effect::Write { job, write } = &effect
                    && *write == Write::Document(DocumentWrite::RunTemplates)
                {
                    // Nothing recurs in the made-up book.
                    let reply = Msg::Reply(*job, Ok(Reply::Done(Done::Nothing)));
                    next.extend(update(&mut self.model, reply));
                } else {
                    self.effects.push(effect);
                }
            }
            effects = next;
        }
    }

    pub(crate) fn press(&mut self, text: &str) -> &mut Self {
        for msg in keys(text) {
            self.send(msg);
        }
        self
    }

    /// The effects since the last call, loads left out.
    pub(crate) fn done(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The jobs of the writes among them.
    pub(crate) fn jobs(&self) -> Vec<Job> {
        let job = |effect: &Effect| {
            if let Effect::Write { job, .. } = effect {
                Some(*job)
            } else {
                None
            }
        };
        self.effects.iter().filter_map(job).collect()
    }

    /// The writes since the last call.
    pub(crate) fn writes(&mut self) -> Vec<Write> {
        let write = |effect| {
            if let Effect::Write { write, .. } = effect {
                Some(write)
            } else {
                None
            }
        };
        self.done().into_iter().filter_map(write).collect()
    }

    /// Answers the newest write.
    pub(crate) fn reply(&mut self, reply: Result<Reply>) {
        let job = self.jobs().pop();
        self.send(Msg::Reply(job.unwrap(), reply));
    }
}
