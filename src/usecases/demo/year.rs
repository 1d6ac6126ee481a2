//! The files of `seeds/demo` as a book document.
//!
//! They are written like an exported book, with three shorthands: a day is a number of days from
//! today (and moves to the working day before, when it falls on a weekend); a line takes the `tax`
//! of its client; and an invoice has a `ref` by which others name it, because its number is only
//! known here, where the years and the sequence are. The result goes through the same reader as a
//! user's file, so the demo keeps every rule of one.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use include_dir::{Dir, include_dir};
use serde_json::{Map, Value, json};

use super::{demo_day, letters};
use crate::domain::clock::Now;
use crate::domain::message::StoredTemplate;
use crate::exchange::{BookDocument, Known, read_book};
use crate::failure::{Failure, Result};

/// The files run in the order of their numbers, which is an order that references allow.
static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/seeds/demo");

/// The fields that are days.
const DAYS: &[&str] = &[
    "issued_on",
    "supplied_on",
    "supplied_until",
    "ended_on",
    "paid_on",
    "set_on",
    "until",
    "lifted_on",
];

pub(super) fn broken(why: impl std::fmt::Display) -> Failure {
    Failure::book("The program's own demo data cannot be read.").because(why)
}

/// The working day that lies some days from today.
pub(super) fn working_day(today: NaiveDate, days: i64) -> NaiveDate {
    let away = Days::new(days.unsigned_abs());
    let day = if days < 0 {
        today.checked_sub_days(away)
    } else {
        today.checked_add_days(away)
    };
    demo_day(day.unwrap_or(today))
}

/// The demo book, for a working day.
pub(super) fn document(
    known: &Known,
    templates: &[StoredTemplate],
    now: Now,
) -> Result<BookDocument> {
    let mut book = parts()?;
    let messages = book.remove("messages").unwrap_or_default();
    for value in book.values_mut() {
        set_days(value, now.today);
    }
    let taxes = client_taxes(&mut book);
    let mut numbers = HashMap::new();
    for invoice in list(&mut book, "invoices") {
        set_taxes(invoice, &taxes);
    }
    number(list(&mut book, "invoices"), &mut numbers);
    for field in ["invoices", "holds"] {
        for item in list(&mut book, field) {
            name(item, "credits", &numbers)?;
            name(item, "invoice", &numbers)?;
        }
    }
    book.insert("payme".to_owned(), json!(1));
    let text = Value::Object(book).to_string();
    let mut document = read_book(text.as_bytes(), known).map_err(broken)?;
    document.messages = letters::messages(messages, &document, &numbers, known, templates)?;
    Ok(document)
}

/// All files as one object.
fn parts() -> Result<Map<String, Value>> {
    let mut files: Vec<_> = FOLDER.files().collect();
    files.sort_by_key(|file| file.path());
    let mut all = Map::new();
    for file in files {
        let part: Map<String, Value> = serde_json::from_slice(file.contents()).map_err(broken)?;
        all.extend(part);
    }
    Ok(all)
}

fn list<'a>(book: &'a mut Map<String, Value>, field: &str) -> &'a mut [Value] {
    book.get_mut(field)
        .and_then(Value::as_array_mut)
        .map_or(&mut [], Vec::as_mut_slice)
}

/// Turns numbers of days into days, everywhere below a value.
fn set_days(value: &mut Value, today: NaiveDate) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_i64() {
                    Some(days) if DAYS.contains(&name.as_str()) => {
                        *field = json!(working_day(today, days).to_string());
                    }
                    Some(_) | None => set_days(field, today),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| set_days(item, today)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Takes the tax of each client out, by key.
fn client_taxes(book: &mut Map<String, Value>) -> BTreeMap<String, Value> {
    let mut taxes = BTreeMap::new();
    for client in list(book, "clients") {
        let key = client.get("key").and_then(Value::as_str).map(str::to_owned);
        let tax = client
            .as_object_mut()
            .and_then(|client| client.remove("tax"));
        taxes.extend(key.zip(tax));
    }
    taxes
}

fn set_taxes(invoice: &mut Value, taxes: &BTreeMap<String, Value>) {
    let tax = invoice
        .get("client")
        .and_then(Value::as_str)
        .and_then(|client| taxes.get(client));
    let lines = invoice.get_mut("lines").and_then(Value::as_array_mut);
    for line in lines.into_iter().flatten() {
        if let (Some(line), Some(tax)) = (line.as_object_mut(), tax) {
            line.entry("tax").or_insert_with(|| tax.clone());
        }
    }
}

/// Numbers what was issued by year and day, without a gap, and notes the number of each `ref`.
fn number(invoices: &mut [Value], numbers: &mut HashMap<String, String>) {
    let issued_on = |invoice: &Value| {
        let day = invoice.get("issued_on").and_then(Value::as_str);
        day.map(str::to_owned)
    };
    invoices.sort_by_key(|invoice| issued_on(invoice).unwrap_or_else(|| "draft".to_owned()));
    let mut last: HashMap<String, u32> = HashMap::new();
    for invoice in invoices {
        let year = issued_on(invoice)
            .and_then(|day| day.split_once('-').map(|(year, _rest)| year.to_owned()));
        let Some(fields) = invoice.as_object_mut() else {
            continue;
        };
        let name = fields.remove("ref");
        let Some(year) = year else { continue };
        let place = last.entry(year.clone()).or_default();
        *place = place.saturating_add(1);
        let number = format!("{year}-{place:03}");
        if let Some(Value::String(name)) = name {
            numbers.insert(name, number.clone());
        }
        fields.insert("number".to_owned(), Value::String(number));
    }
}

/// Puts the number in the place of a `ref`.
fn name(item: &mut Value, field: &str, numbers: &HashMap<String, String>) -> Result<()> {
    let Some(Value::String(name)) = item.get_mut(field) else {
        return Ok(());
    };
    let number = numbers.get(name.as_str());
    *name = number
        .cloned()
        .ok_or_else(|| broken(format!("there is no invoice \"{name}\"")))?;
    Ok(())
}
