//! A year of a freelancer, brought in from a file: 40 clients, 400 invoices in five currencies.
//!
//! `tests/data/book_400.py` made the book and worked out by itself what must come of it; here both
//! are compared figure by figure.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use payme::domain::clock::Now;
use payme::domain::invoice::InvoiceState;
use payme::domain::money::Money;
use payme::domain::query::InvoiceQuery;
use payme::domain::reminder::{self, BlockReason};
use payme::domain::views::{InvoiceSort, ReminderRow, Turn};
use payme::exchange::read_book;
use payme::store::Book;
use payme::usecases::{exchange, invoices, overview, reminders, reports, starting};

use crate::support::scripts;

fn data(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

fn expected() -> Value {
    serde_json::from_str(&data("book-400.expected.json")).unwrap()
}

fn now() -> Now {
    Now {
        today: "2026-11-23".parse().unwrap(),
        at: "2026-11-23T08:00:00Z".parse().unwrap(),
    }
}

fn import_into(folder: &Path, name: &str, text: &str) -> Book {
    let mut book = starting::open(&folder.join(name), now()).unwrap().book;
    let known = exchange::known(&book, now()).unwrap();
    let document = match read_book(text.as_bytes(), &known) {
        Ok(document) => document,
        Err(problems) => panic!("{problems}"),
    };
    let report = exchange::import(&mut book, now(), &document).unwrap();
    assert_eq!((report.clients, report.invoices), (40, 410));
    book
}

fn book() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = import_into(folder.path(), "book.db", &data("book-400.json"));
    (folder, book)
}

/// `{"EUR": "1.00", …}`, without currencies that have nothing.
fn by_currency(sums: &[Money]) -> Value {
    let sums = sums.iter().filter(|sum| !sum.is_zero());
    let map: BTreeMap<&str, String> = sums
        .map(|sum| (sum.currency().code(), sum.plain()))
        .collect();
    json!(map)
}

#[test]
fn every_amount_and_state_is_the_one_worked_out() {
    let (_folder, book) = book();
    let expected = expected();
    let mut seen = 0;
    for row in expected["invoices"].as_array().unwrap() {
        let Some(number) = row["number"].as_str() else {
            continue;
        };
        let detail = invoices::show(&book, now(), number).unwrap();
        let invoice = &detail.invoice;
        let found = json!({
            "number": number,
            "client": invoice.client_key,
            "currency": invoice.currency.code(),
            "net": invoice.money(invoice.net).plain(),
            "tax": invoice.money(invoice.tax).plain(),
            "gross": invoice.money(invoice.gross).plain(),
            "paid": invoice.money(invoice.paid).plain(),
            "credited": invoice.money(invoice.credited).plain(),
            "open": detail.open.plain(),
            "state": detail.state.word(),
            "days_late": detail.days_late,
        });
        assert_eq!(&found, row, "{number}");
        seen += 1;
    }
    assert_eq!(seen, 398);
}

#[test]
fn drafts_come_in_with_their_totals() {
    let (_folder, book) = book();
    let expected = expected();
    let query = InvoiceQuery::parse("is:draft").unwrap();
    let page = invoices::list(&book, now(), &query, InvoiceSort::Newest, None, 100).unwrap();
    let mut found: Vec<Value> = page
        .rows
        .iter()
        .map(|row| {
            assert_eq!(row.state, InvoiceState::Draft);
            json!([
                row.client_key,
                row.gross.currency().code(),
                row.gross.plain()
            ])
        })
        .collect();
    let mut wanted: Vec<Value> = expected["invoices"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["number"].is_null())
        .map(|row| json!([row["client"], row["currency"], row["gross"]]))
        .collect();
    let text = |value: &Value| value.to_string();
    found.sort_by_key(text);
    wanted.sort_by_key(text);
    assert_eq!(found, wanted);
    assert_eq!(found.len(), 12);
}

#[test]
fn sums_and_ages_are_the_ones_worked_out() {
    let (_folder, book) = book();
    let expected = expected();
    let dashboard = overview::dashboard(&book, now()).unwrap();
    assert_eq!(by_currency(&dashboard.outstanding), expected["open"]);
    assert_eq!(by_currency(&dashboard.overdue), expected["overdue"]);
    assert_eq!(json!(dashboard.outstanding_count), expected["open_count"]);
    assert_eq!(json!(dashboard.overdue_count), expected["overdue_count"]);
    let ages: Vec<Value> = reports::aging(&book, now())
        .unwrap()
        .iter()
        .map(|band| json!({"label": band.label, "count": band.count, "open": by_currency(&band.open)}))
        .collect();
    assert_eq!(json!(ages), expected["ages"]);
    let mut months: BTreeMap<String, Vec<Money>> = BTreeMap::new();
    for year in [2025, 2026] {
        for list in reports::revenue(&book, now(), year).unwrap() {
            for month in list {
                let label = month.month.format("%Y-%m").to_string();
                months.entry(label).or_default().push(month.sum);
            }
        }
    }
    let months: BTreeMap<String, Value> = months
        .into_iter()
        .map(|(label, sums)| (label, by_currency(&sums)))
        .filter(|(_, sums)| *sums != json!({}))
        .collect();
    assert_eq!(json!(months), expected["paid_by_month"]);
}

#[test]
fn states_are_counted_as_worked_out() {
    let (_folder, book) = book();
    let states = expected()["states"].clone();
    let of = |state: &str| states[state].as_i64().unwrap();
    let counts = invoices::counts(&book, now()).unwrap();
    assert_eq!(counts.all, 410);
    assert_eq!(counts.drafts, of("draft"));
    assert_eq!(counts.overdue, of("overdue"));
    assert_eq!(counts.open, of("open") + of("partly_paid") + of("overdue"));
    assert_eq!(counts.paid, of("paid"));
}

fn due_json(row: &ReminderRow) -> Value {
    let invoices: Vec<Value> = row
        .invoices
        .iter()
        .map(|one| {
            json!({"number": one.number, "stage": one.stage, "open": one.open.plain(),
                   "days_late": one.days_late})
        })
        .collect();
    json!({"client": row.client_key, "channel": row.channel.word(), "stage": row.stage,
           "tone": row.tone.unwrap().word(), "due_on": row.due_on.unwrap().to_string(), "to": row.to,
           "invoices": invoices})
}

#[test]
fn the_reminders_of_the_day_are_the_ones_worked_out() {
    let (_folder, book) = book();
    let expected = expected();
    let queue = reminders::queue(&book, now()).unwrap();
    let due: Vec<Value> = queue
        .iter()
        .filter(|row| row.turn == Turn::Due)
        .map(due_json)
        .collect();
    let mut wanted = expected["due"].clone();
    for message in wanted.as_array_mut().unwrap() {
        for invoice in message["invoices"].as_array_mut().unwrap() {
            for more in ["tone", "days", "missed"] {
                invoice.as_object_mut().unwrap().remove(more);
            }
        }
    }
    assert_eq!(json!(due), wanted);
    let later: Vec<Value> = queue
        .iter()
        .filter_map(|row| match row.turn {
            Turn::Later(on) => Some(
                json!({"client": row.client_key, "number": row.invoices[0].number,
                                           "stage": row.stage, "on": on.to_string()}),
            ),
            Turn::Due | Turn::Blocked => None,
        })
        .collect();
    assert_eq!(json!(later), expected["later"]);
    let header = overview::header(&book, now()).unwrap();
    assert_eq!(
        json!(header.reminders_due),
        json!(wanted.as_array().unwrap().len())
    );
}

fn reason_word(reason: &BlockReason) -> &'static str {
    match reason {
        BlockReason::Held(_) => "held",
        BlockReason::NoAddress(_) => "no address",
        BlockReason::NoSms => "no SMS",
        BlockReason::Waiting(_) => "waiting",
        BlockReason::Unknown(_) => "unknown",
        BlockReason::Refused(_) => "refused",
        BlockReason::CapReached => "cap reached",
        BlockReason::LadderEnded => "ladder ended",
        BlockReason::BelowMinimum => "below minimum",
        BlockReason::NoPolicy => "no policy",
    }
}

#[test]
fn what_rests_rests_for_the_reason_worked_out() {
    let (_folder, book) = book();
    let expected = expected();
    let facts = book.view().reminder_facts().unwrap();
    let plan = reminder::plan(&facts, now().today);
    let number = |id| {
        facts
            .invoices
            .iter()
            .find(|one| one.id == id)
            .unwrap()
            .number
            .clone()
    };
    let key = |id| {
        facts
            .clients
            .iter()
            .find(|one| one.id == id)
            .unwrap()
            .key
            .clone()
    };
    let blocked: Vec<Value> = plan
        .blocked
        .iter()
        .map(|one| {
            json!({"client": key(one.client), "number": number(one.invoice),
                   "reason": reason_word(&one.reason)})
        })
        .collect();
    assert_eq!(json!(blocked), expected["blocked"]);
    let missed: BTreeMap<String, Vec<String>> = plan
        .due
        .iter()
        .flat_map(|message| &message.invoices)
        .map(|one| (one.number.clone(), one.missed.clone()))
        .collect();
    for message in expected["due"].as_array().unwrap() {
        for one in message["invoices"].as_array().unwrap() {
            assert_eq!(
                json!(missed[one["number"].as_str().unwrap()]),
                one["missed"]
            );
        }
    }
}

#[test]
fn the_book_is_sound_and_comes_out_again_byte_for_byte() {
    let (folder, book) = book();
    assert_eq!(starting::check(&book).unwrap(), Vec::<String>::new());
    let export = |book: &Book| {
        let mut out = Vec::new();
        exchange::export(book, now(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = export(&book);
    let again = import_into(folder.path(), "again.db", &text);
    assert!(
        export(&again) == text,
        "the second export differs from the first"
    );
    assert_eq!(starting::check(&again).unwrap(), Vec::<String>::new());
}

#[test]
fn one_wrong_amount_keeps_the_whole_book_out() {
    let folder = tempfile::tempdir().unwrap();
    let book = starting::open(&folder.path().join("book.db"), now())
        .unwrap()
        .book;
    let known = exchange::known(&book, now()).unwrap();
    let mut wrong: Value = serde_json::from_str(&data("book-400.json")).unwrap();
    wrong["invoices"][3]["lines"][0]["quantity"] = json!("abc");
    wrong["invoices"][77]["client"] = json!("nobody");
    let problems = read_book(wrong.to_string().as_bytes(), &known).unwrap_err();
    let lines: Vec<String> = problems.list().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "invoices[3].lines[0].quantity: \"abc\" is not a decimal number.",
            "invoices[77].client: There is no client \"nobody\".",
        ]
    );
}

#[test]
fn the_files_are_what_the_script_makes() {
    scripts::assert_makes("book_400.py", &["book-400.json", "book-400.expected.json"]);
}
