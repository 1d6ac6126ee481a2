//! Small steps from columns to the domain's types.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Row, types::FromSql};
use rust_decimal::Decimal;

use super::errors::{sql, unknown_word};
use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::domain::invoice::QuoteAnswer;
use crate::failure::Result;

/// Reads a column by name.
pub(super) fn get<T: FromSql>(row: &Row<'_>, name: &str) -> Result<T> {
    row.get(name).map_err(sql("read the book"))
}

/// Looks at a column that holds text, without a copy of it.
fn text<'r>(row: &'r Row<'_>, name: &str) -> Result<&'r str> {
    let look = || -> rusqlite::Result<&'r str> { Ok(row.get_ref(name)?.as_str()?) };
    look().map_err(sql("read the book"))
}

/// Reads a column that holds one of our words.
pub(super) fn word<T>(row: &Row<'_>, name: &str, read: fn(&str) -> Option<T>) -> Result<T> {
    let text = text(row, name)?;
    read(text).ok_or_else(|| unknown_word(name, text))
}

/// Reads the column of what a client said to a quote.
pub(super) fn answer(row: &Row<'_>) -> Result<Option<QuoteAnswer>> {
    if text(row, "answer")?.is_empty() {
        return Ok(None);
    }
    word(row, "answer", QuoteAnswer::from_word).map(Some)
}

/// Reads a column that holds a currency code.
pub(super) fn currency(row: &Row<'_>, name: &str) -> Result<Currency> {
    let text = text(row, name)?;
    Currency::from_code(text).map_err(|_unknown| unknown_word("a currency", text))
}

/// Reads a column that holds a decimal.
pub(super) fn number(row: &Row<'_>, name: &str) -> Result<Decimal> {
    let text = text(row, name)?;
    decimal::parse(text).map_err(|_unknown| unknown_word("a decimal", text))
}

/// Reads a column that holds a date.
pub(super) fn day(row: &Row<'_>, name: &str) -> Result<NaiveDate> {
    date(text(row, name)?)
}

/// Reads a column that may hold a date.
pub(super) fn maybe_day(row: &Row<'_>, name: &str) -> Result<Option<NaiveDate>> {
    let text: Option<String> = get(row, name)?;
    text.map(|text| date(&text)).transpose()
}

/// A date as stored.
pub(super) fn date(text: &str) -> Result<NaiveDate> {
    text.parse()
        .map_err(|_unknown| unknown_word("a date", text))
}

/// Reads a column that holds an instant.
pub(super) fn instant(row: &Row<'_>, name: &str) -> Result<DateTime<Utc>> {
    moment(text(row, name)?)
}

/// An instant as stored.
pub(super) fn moment(text: &str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_unknown| unknown_word("an instant", text))
}

/// Reads a column that holds a JSON list of texts.
pub(super) fn list(row: &Row<'_>, name: &str) -> Result<Vec<String>> {
    let text: String = get(row, name)?;
    texts(&text)
}

/// A JSON list of texts as stored.
pub(super) fn texts(text: &str) -> Result<Vec<String>> {
    serde_json::from_str(text).map_err(|_unknown| unknown_word("a list", text))
}

/// A list of texts, to be stored.
pub(super) fn json(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

/// A count or a limit as SQLite takes it.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
