//! What stands in a place as text, and what typed text means there.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::place::{Column, Field, Place};
use super::sheet::Sheet;
use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::domain::discount::{Discount, Prices};
use crate::domain::input::{self, TypedDiscount};
use crate::domain::invoice::{Invoice, Line};
use crate::domain::locale::Language;
use crate::domain::money::Money;
use crate::domain::party::Client;
use crate::domain::units;
use crate::domain::wording::document::{self, Words};
use crate::failure::{Failure, Result};

/// What values are read with.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The user's day.
    pub today: NaiveDate,
    /// The client.
    pub client: &'a Client,
    /// The words that documents begin with.
    pub words: &'a [Words],
}

/// The day of issue, or the day that it would be.
#[must_use]
pub fn issue_day(invoice: &Invoice, today: NaiveDate) -> NaiveDate {
    invoice.issued_on.unwrap_or(today)
}

/// The due date, as typed or as the terms have it.
#[must_use]
pub fn due_day(invoice: &Invoice, today: NaiveDate) -> NaiveDate {
    let issued = issue_day(invoice, today);
    let days = Days::new(u64::try_from(invoice.terms_days).unwrap_or(0));
    let by_terms = issued.checked_add_days(days).unwrap_or(issued);
    invoice.due_on.unwrap_or(by_terms)
}

/// What stands in a place, so that it reads the same when it is typed.
#[must_use]
pub fn text(sheet: &Sheet, place: Place) -> String {
    match place {
        Place::Head(field) => head(&sheet.invoice, field),
        Place::Cell { row, column } => {
            let line = sheet.invoice.lines.get(row);
            line.map_or_else(String::new, |line| {
                cell(line, column, sheet.invoice.currency)
            })
        }
    }
}

fn head(invoice: &Invoice, field: Field) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    match field {
        Field::Client => invoice.client_name.clone(),
        Field::Issued => day(invoice.issued_on),
        Field::Due => match invoice.due_on {
            Some(due) => due.to_string(),
            None => format!("+{}", invoice.terms_days),
        },
        Field::Currency => invoice.currency.code().to_owned(),
        Field::Language => invoice.language.clone(),
        Field::Service => match (invoice.supplied_on, invoice.supplied_until) {
            (Some(from), Some(until)) if from != until => format!("{from}..{until}"),
            (from, until) => day(from.or(until)),
        },
        Field::Order => invoice.purchase_order.clone(),
        Field::Prices => invoice.prices.word().to_owned(),
        Field::Discount => discount(invoice.discount, invoice.currency),
        Field::Series => invoice.series.clone(),
        Field::Terms => on_one_line(&invoice.terms),
        Field::Note => on_one_line(&invoice.note),
        Field::Number | Field::Tax | Field::Reference => String::new(),
    }
}

fn cell(line: &Line, column: Column, currency: Currency) -> String {
    match column {
        Column::Description => on_one_line(&line.description),
        Column::Quantity => clear(line.quantity, 0),
        Column::Unit => units::label(&line.unit, line.quantity, Language::En).to_owned(),
        Column::Price => clear(line.unit_price, currency.decimals()),
        Column::Discount => discount(line.discount, currency),
        Column::Tax => String::new(),
    }
}

/// Line breaks as a sign that can be typed over.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    text.replace('\n', "¶")
}

/// The sign as line breaks.
#[must_use]
pub fn with_breaks(text: &str) -> String {
    let lines: Vec<&str> = text.split('¶').map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// A number that has one reading: never with exactly three decimals where these could be thousands.
#[must_use]
pub fn clear(value: Decimal, decimals: u32) -> String {
    let mut shown = value.normalize();
    if shown.scale() < decimals {
        shown.rescale(decimals);
    }
    if shown.scale() == 3 {
        shown.rescale(4);
    }
    shown.to_string()
}

/// A number for reading, thousands grouped ("1,234.50").
#[must_use]
pub fn grouped(value: Decimal, decimals: u32) -> String {
    let mut shown = value.normalize();
    if shown.scale() < decimals {
        shown.rescale(decimals);
    }
    let text = shown.to_string();
    let sign = if value < Decimal::ZERO { "-" } else { "" };
    let whole = Language::En.number(shown.trunc().abs());
    match text.split_once('.') {
        Some((_, fraction)) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{whole}"),
    }
}

/// What a cell shows while the keys are elsewhere: what was not understood as it was typed.
#[must_use]
pub fn shown(sheet: &Sheet, row: usize, column: Column) -> String {
    if let Some(unread) = sheet.unread.get(&Place::Cell { row, column }) {
        return unread.text.clone();
    }
    let Some(line) = sheet.invoice.lines.get(row) else {
        return String::new();
    };
    let currency = sheet.invoice.currency;
    match column {
        Column::Quantity => grouped(line.quantity, 0),
        Column::Price => grouped(line.unit_price, currency.decimals()),
        Column::Tax => super::tax::words(line.category, line.rate),
        Column::Description | Column::Unit | Column::Discount => cell(line, column, currency),
    }
}

fn discount(discount: Discount, currency: Currency) -> String {
    match discount {
        discount if discount.is_none() => String::new(),
        Discount::Percent(percent) => format!("{} %", decimal::plain(percent)),
        Discount::Amount(minor) => Money::new(minor, currency).plain(),
    }
}

/// Takes what was typed in a place.
///
/// # Errors
/// Usage, when it cannot be read or could be read in two ways; then nothing is changed.
pub fn take(sheet: &mut Sheet, place: Place, text: &str, ground: Ground<'_>) -> Result<()> {
    let invoice = &mut sheet.invoice;
    match place {
        Place::Head(field) => take_head(invoice, field, text.trim(), ground),
        Place::Cell { row, column } => {
            let currency = invoice.currency;
            match invoice.lines.get_mut(row) {
                Some(line) => take_cell(line, column, text.trim(), currency),
                None => Ok(()),
            }
        }
    }
}

fn take_head(invoice: &mut Invoice, field: Field, text: &str, ground: Ground<'_>) -> Result<()> {
    match field {
        Field::Issued if text.is_empty() => invoice.issued_on = None,
        Field::Issued => invoice.issued_on = Some(input::date(text, ground.today)?),
        Field::Due => take_due(invoice, text, ground)?,
        Field::Currency => invoice.currency = Currency::from_code(text)?,
        Field::Language => document::speak(invoice, language(text)?, ground.words),
        Field::Service if text.is_empty() => {
            (invoice.supplied_on, invoice.supplied_until) = (None, None);
        }
        Field::Service => {
            let (from, until) = input::period(text, ground.today)?;
            invoice.supplied_on = Some(from);
            invoice.supplied_until = Some(until).filter(|until| *until != from);
        }
        Field::Order => text.clone_into(&mut invoice.purchase_order),
        Field::Prices => {
            invoice.prices = Prices::from_word(text).unwrap_or(invoice.prices);
        }
        Field::Discount => invoice.discount = off(text, invoice.currency)?,
        Field::Series => text.clone_into(&mut invoice.series),
        Field::Terms => invoice.terms = with_breaks(text),
        Field::Note => invoice.note = with_breaks(text),
        Field::Client | Field::Number | Field::Tax | Field::Reference => {}
    }
    Ok(())
}

/// A distance is the terms; a day stands for itself; nothing is what the client has.
fn take_due(invoice: &mut Invoice, text: &str, ground: Ground<'_>) -> Result<()> {
    if text.is_empty() {
        invoice.due_on = None;
        invoice.terms_days = ground.client.terms_days;
        return Ok(());
    }
    let issued = issue_day(invoice, ground.today);
    let due = input::date_after(text, issued, ground.today)?;
    if let Some(days) = text.strip_prefix('+').and_then(|days| days.parse().ok()) {
        invoice.terms_days = days;
        invoice.due_on = None;
    } else {
        invoice.due_on = Some(due);
    }
    Ok(())
}

fn language(text: &str) -> Result<Language> {
    let lower = text.to_lowercase();
    let names =
        |language: &&Language| language.word() == lower || language.name().to_lowercase() == lower;
    let found = Language::ALL.iter().find(names);
    found.copied().ok_or_else(|| {
        Failure::usage(format!("There are no letters in the language \"{text}\"."))
            .hint("use en, de, fr or es")
    })
}

fn off(text: &str, currency: Currency) -> Result<Discount> {
    if text.is_empty() {
        return Ok(Discount::NONE);
    }
    Ok(match input::discount(text, currency)? {
        TypedDiscount::Percent(percent) => Discount::Percent(percent),
        TypedDiscount::Amount(money) => Discount::Amount(money.minor()),
    })
}

fn take_cell(line: &mut Line, column: Column, text: &str, currency: Currency) -> Result<()> {
    match column {
        Column::Description => line.description = with_breaks(text),
        Column::Quantity if text.is_empty() => line.quantity = Decimal::ONE,
        Column::Quantity => {
            line.quantity = input::quantity(text)?;
            // What is no number is a time, and times count in hours.
            if input::number(text).is_err() {
                "HUR".clone_into(&mut line.unit);
            }
        }
        Column::Unit => line.unit = units::parse(text)?,
        Column::Price if text.is_empty() => line.unit_price = Decimal::ZERO,
        Column::Price => line.unit_price = input::price(text, currency)?,
        Column::Discount => line.discount = off(text, currency)?,
        Column::Tax => {}
    }
    Ok(())
}

/// What a typed text means, for those values where it is not plain: `Ok("")` without more to say.
///
/// # Errors
/// The same as those of [`take`].
pub fn echo(sheet: &Sheet, place: Place, text: &str, ground: Ground<'_>) -> Result<String> {
    let mut meant = sheet.clone();
    take(&mut meant, place, text, ground)?;
    let (invoice, text) = (&meant.invoice, text.trim());
    let currency = invoice.currency;
    Ok(match place {
        Place::Head(Field::Issued) if text.is_empty() => "today, when it is issued".to_owned(),
        Place::Head(Field::Issued) => {
            format!("= {}", input::date_echo(issue_day(invoice, ground.today)))
        }
        Place::Head(Field::Due) => {
            format!("= {}", input::date_echo(due_day(invoice, ground.today)))
        }
        Place::Head(Field::Language) => format!("= {}", language(text)?.name()),
        Place::Head(Field::Service) => match invoice.supplied_on {
            Some(from) => {
                let until = invoice.supplied_until.unwrap_or(from);
                format!("= {}", input::period_echo(from, until))
            }
            None => String::new(),
        },
        Place::Head(Field::Discount)
        | Place::Cell {
            column: Column::Discount,
            ..
        } if !text.is_empty() => input::discount_echo(text, currency)?,
        Place::Cell {
            column: Column::Quantity,
            ..
        } if !text.is_empty() => input::quantity_echo(text)?,
        Place::Cell {
            column: Column::Price,
            ..
        } if !text.is_empty() => input::price_echo(text, currency)?,
        Place::Cell {
            row,
            column: Column::Unit,
        } => {
            let line = invoice.lines.get(row);
            line.map_or_else(String::new, |line| format!("= {}", line.unit))
        }
        Place::Head(_) | Place::Cell { .. } => String::new(),
    })
}
