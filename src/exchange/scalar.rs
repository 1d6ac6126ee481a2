//! Single values: each reads one node and answers the value, or a sentence that says what is wrong.

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};
use rust_decimal::Decimal;

use super::json::Node;
use crate::domain::client_key;
use crate::domain::currency::Currency;
use crate::domain::decimal;
use crate::domain::iban::Iban;
use crate::domain::money::Money;
use crate::domain::number;
use crate::domain::phone;

pub(super) type Read<T> = Result<T, String>;

/// The longest name of a business, a client or a contact, in characters.
pub(super) const LONGEST_NAME: usize = 200;
/// The longest description of a line or a service, in characters.
pub(super) const LONGEST_DESCRIPTION: usize = 4_000;
/// The longest note or terms, in characters.
pub(super) const LONGEST_NOTE: usize = 10_000;

/// A text, as it is.
pub(super) fn text(node: &Node) -> Read<String> {
    match node {
        Node::Text(text) => Ok(text.clone()),
        Node::Whole(number) => Err(format!(
            "{number} is a number; write it as a text: \"{number}\"."
        )),
        Node::Number(number) => Err(format!(
            "{number} is a number; write it as a text: \"{number}\"."
        )),
        Node::Null | Node::Flag(_) | Node::List(_) | Node::Object(_) => {
            Err(format!("This is {}; a text is needed.", node.what()))
        }
    }
}

/// A text of one line, without control characters; may be empty.
pub(super) fn line(node: &Node) -> Read<String> {
    let text = text(node)?;
    if text.chars().any(char::is_control) {
        return Err(String::from(
            "This has a line break or another control character; one plain line is needed.",
        ));
    }
    Ok(text)
}

/// A line that is not blank.
pub(super) fn filled(node: &Node) -> Read<String> {
    match line(node)? {
        blank if blank.trim().is_empty() => Err(String::from("This is empty.")),
        filled => Ok(filled),
    }
}

/// A text of several lines; other control characters than line breaks and tabs are refused.
pub(super) fn block(node: &Node) -> Read<String> {
    let text = text(node)?.replace("\r\n", "\n");
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(String::from("This has a control character."));
    }
    Ok(text)
}

/// True or false.
pub(super) fn flag(node: &Node) -> Read<bool> {
    match node {
        Node::Flag(flag) => Ok(*flag),
        Node::Null
        | Node::Whole(_)
        | Node::Number(_)
        | Node::Text(_)
        | Node::List(_)
        | Node::Object(_) => Err(format!("This is {}; true or false is needed.", node.what())),
    }
}

/// A whole number within bounds.
pub(super) fn whole(least: i64, most: i64) -> impl Fn(&Node) -> Read<i64> {
    move |node| {
        let wanted = format!("a whole number from {least} to {most} is needed");
        match node {
            Node::Whole(number) if (least..=most).contains(number) => Ok(*number),
            Node::Whole(number) => Err(format!("This is {number}; {wanted}.")),
            Node::Number(number) => Err(format!("This is {number}; {wanted}.")),
            Node::Null | Node::Flag(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => {
                Err(format!("This is {}; {wanted}.", node.what()))
            }
        }
    }
}

/// A decimal: at most 15 digits before the point and 10 after it.
pub(super) fn number(node: &Node) -> Read<Decimal> {
    let text = text(node)?;
    let value = decimal::parse(&text)
        .map_err(|failure| failure.message().to_owned())?
        .normalize();
    if value.scale() > 10 || value.trunc().abs() >= Decimal::from(1_000_000_000_000_000_i64) {
        return Err(format!(
            "\"{text}\" is too long; at most 15 digits before the point and 10 after it fit."
        ));
    }
    // A minus before nothing says nothing.
    Ok(if value.is_zero() {
        Decimal::ZERO
    } else {
        value
    })
}

/// An amount in a currency, in minor units.
pub(super) fn amount(currency: Currency) -> impl Fn(&Node) -> Read<Money> {
    move |node| Money::parse(&text(node)?, currency).map_err(|failure| failure.message().to_owned())
}

/// A calendar day, `YYYY-MM-DD`, of the years 1900 to 2199.
pub(super) fn date(node: &Node) -> Read<NaiveDate> {
    let text = text(node)?;
    let wrong = || format!("\"{text}\" is not a date; write it as 2026-10-31.");
    let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d")
        .ok()
        .ok_or_else(wrong)?;
    // Two-digit months only, and no sign before the year.
    if date.to_string() != text {
        return Err(wrong());
    }
    if !is_usual(date) {
        return Err(format!("\"{text}\" lies outside the years 1900 to 2199."));
    }
    Ok(date)
}

/// Whether a day lies in the years that a document can name.
pub(super) fn is_usual(day: NaiveDate) -> bool {
    (1900..2200).contains(&day.year())
}

/// An instant, RFC 3339, kept to the millisecond.
pub(super) fn instant(node: &Node) -> Read<DateTime<Utc>> {
    let text = text(node)?;
    let wrong = || format!("\"{text}\" is not an instant; write it as 2026-10-31T09:30:00Z.");
    let at = DateTime::parse_from_rfc3339(&text).ok().ok_or_else(wrong)?;
    let at = at.with_timezone(&Utc).trunc_subsecs(3);
    if !(1900..2200).contains(&at.year()) {
        return Err(format!("\"{text}\" lies outside the years 1900 to 2199."));
    }
    Ok(at)
}

/// One of a few words.
pub(super) fn word<T: Copy>(
    all: &'static [T],
    spell: fn(T) -> &'static str,
) -> impl Fn(&Node) -> Read<T> {
    move |node| {
        let text = text(node)?;
        let found = all.iter().copied().find(|value| spell(*value) == text);
        found.ok_or_else(|| {
            let words: Vec<&str> = all.iter().map(|value| spell(*value)).collect();
            format!("\"{text}\" is not one of {}.", words.join(", "))
        })
    }
}

/// An ISO 4217 code.
pub(super) fn currency(node: &Node) -> Read<Currency> {
    Currency::from_code(&text(node)?).map_err(|failure| failure.message().to_owned())
}

/// A two-letter language, lower case.
pub(super) fn language(node: &Node) -> Read<String> {
    let text = text(node)?;
    if text.len() == 2 && text.chars().all(|c| c.is_ascii_lowercase()) {
        return Ok(text);
    }
    Err(format!(
        "\"{text}\" is not a language; write two small letters such as en or de."
    ))
}

/// A two-letter country, upper case; may be empty.
pub(super) fn country(node: &Node) -> Read<String> {
    let text = text(node)?;
    if text.is_empty() || (text.len() == 2 && text.chars().all(|c| c.is_ascii_uppercase())) {
        return Ok(text);
    }
    Err(format!(
        "\"{text}\" is not a country; write two capital letters such as DE or GB."
    ))
}

/// A key: small letters, digits and hyphens.
pub(super) fn key(node: &Node) -> Read<String> {
    let text = text(node)?;
    match client_key::check(&text) {
        Ok(()) => Ok(text),
        Err(failure) => Err(failure.message().to_owned()),
    }
}

/// The number of an invoice.
pub(super) fn invoice_number(node: &Node) -> Read<String> {
    let text = filled(node)?;
    match number::check(&text) {
        Ok(()) => Ok(text),
        Err(failure) => Err(failure.message().to_owned()),
    }
}

/// A name in a document (`source`): an invoice's number, or `draft:` with a number for a draft.
pub(super) fn reference(node: &Node) -> Read<String> {
    let text = filled(node)?;
    match text.strip_prefix(number::DRAFT) {
        Some(id) => match id.parse::<u32>() {
            Ok(known) if known > 0 && known.to_string() == id => Ok(text),
            Ok(_) | Err(_) => Err(format!("\"{text}\" names no draft; write draft:7.")),
        },
        None => invoice_number(node),
    }
}

/// A text that is at most so many characters long.
pub(super) fn within(
    most: usize,
    read: impl Fn(&Node) -> Read<String>,
) -> impl Fn(&Node) -> Read<String> {
    move |node| {
        let text = read(node)?;
        let count = text.chars().count();
        if count > most {
            return Err(format!(
                "This has {count} characters; at most {most} are possible."
            ));
        }
        Ok(text)
    }
}

/// A phone number, kept in E.164; may be empty. An international one is taken as it stands, so that
/// thousands are read in a moment; another is read with the client's country. `who` is whose it is.
pub(super) fn phone<'a>(country: &'a str, who: &'a str) -> impl Fn(&Node) -> Read<String> + 'a {
    move |node| {
        let text = line(node)?;
        if text.trim().is_empty() {
            return Ok(String::new());
        }
        if let Some(number) = phone::international(&text) {
            return Ok(number);
        }
        phone::read(&text, country)
            .map(|number| number.e164)
            .map_err(|failure| {
                let of = if who.is_empty() {
                    String::new()
                } else {
                    format!("The number of {who}: ")
                };
                format!("{of}{} Hint: {}.", failure.message(), failure.next_step())
            })
    }
}

/// An IBAN with right check digits, blanks dropped; may be empty.
pub(super) fn iban(node: &Node) -> Read<String> {
    let text = line(node)?;
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let iban = Iban::parse(&text).map_err(|failure| failure.message().to_owned())?;
    Ok(iban.plain().to_owned())
}

/// A UN/ECE unit code: two or three capital letters or digits.
pub(super) fn unit(node: &Node) -> Read<String> {
    let text = text(node)?;
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if (2..=3).contains(&text.len()) && text.chars().all(plain) {
        return Ok(text);
    }
    Err(format!(
        "\"{text}\" is not a unit code; write a UN/ECE code such as HUR, DAY or C62."
    ))
}

/// The id of a message: an RFC 5322 Message-ID with its angle brackets, or of a text message at most
/// 36 letters, digits and hyphens.
pub(super) fn message_id(node: &Node) -> Read<String> {
    let text = filled(node)?;
    let inside = text.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
    let mail = inside.is_some_and(|id| {
        let (left, right) = id.split_once('@').unwrap_or_default();
        !left.is_empty() && !right.is_empty() && !id.contains(['<', '>', ' '])
    });
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if mail || (text.len() <= 36 && text.chars().all(plain)) {
        return Ok(text);
    }
    Err(format!(
        "\"{text}\" is not a Message-ID; it stands in angle brackets: <…@…>."
    ))
}

#[cfg(test)]
#[path = "scalar_tests.rs"]
mod tests;
