//! Phone numbers: read as people write them, with the client's country, and kept in E.164.
//!
//! The tables of all countries are large and are unpacked at their first use, which takes a moment:
//! nothing here is for drawing a screen or for the start of the program.

use std::str::FromStr;

use phonenumber::{ParseError, PhoneNumber, Type, country, metadata::DATABASE};

use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;

/// What a number belongs to, as far as the numbering plan of its country tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// A mobile phone, or what may be one.
    Mobile,
    /// A land line.
    Land,
    /// Free of charge, premium, shared cost, voice over IP and the like.
    Special,
    /// No number of that country begins like this.
    Unassigned,
}

/// A phone number that can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// E.164: `+`, the country's code, the number; at most 15 digits.
    pub e164: String,
    /// What it belongs to.
    pub line: Line,
}

/// A text without what people put between the digits, where it is an international number: `+` and
/// 7 to 15 digits. No table is looked at.
#[must_use]
pub fn international(text: &str) -> Option<String> {
    let compact: String = text
        .trim()
        .chars()
        .filter(|c| !(c.is_whitespace() || "-./\u{2013}".contains(*c)))
        .collect();
    let digits = compact.strip_prefix('+')?;
    let fits = (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.chars().all(|c| c.is_ascii_digit());
    fits.then_some(compact)
}

/// Reads a number as people write it, national ones with the country's code (`0171 2345678` of `DE`
/// is `+491712345678`). `country` is ISO 3166, two letters, and may be empty.
///
/// # Errors
/// Usage, naming the text: it is no number, is too short or too long for its country, or is national
/// and there is no country.
pub fn read(text: &str, country: &str) -> Result<Number> {
    let wrong = |why: &str, hint: &str| {
        Failure::usage(format!("\"{}\" {why}.", text.trim())).hint(hint.to_owned())
    };
    let abroad = "write it with + and the country, such as +49 40 555 0100";
    let spaced: String = text
        .trim()
        .chars()
        .map(|c| {
            if c.is_whitespace() || c == '\u{2013}' {
                ' '
            } else {
                c
            }
        })
        .collect();
    let usual = |c: char| c.is_ascii_digit() || "+ -()./".contains(c);
    if !spaced.chars().all(usual) || !spaced.contains(|c: char| c.is_ascii_digit()) {
        return Err(wrong("is not a phone number", abroad));
    }
    // The zero in brackets is dialled at home only.
    let spaced = if spaced.starts_with(['+']) || spaced.starts_with("00") {
        spaced.replace("(0)", " ")
    } else {
        spaced
    };
    let spaced = spaced
        .strip_prefix("00")
        .map_or_else(|| spaced.clone(), |rest| format!("+{rest}"));
    let home = country::Id::from_str(country).ok();
    if home.is_none() && !spaced.starts_with('+') {
        let hint = "write it with + and the country, or give the client a country";
        return Err(wrong("has no country", hint));
    }
    // With a country the library strips that country's trunk digits from foreign numbers too.
    let home = home.filter(|_| !spaced.starts_with('+'));
    let number = phonenumber::parse(home, &spaced).map_err(|error| match error {
        ParseError::InvalidCountryCode => wrong("begins with no country's code", abroad),
        other => wrong(&format!("is not a phone number: {other}"), abroad),
    })?;
    let digits = format!("{}{}", number.code().value(), number.national());
    if !possible(&number) || !(7..=15).contains(&digits.len()) {
        let of = number
            .country()
            .id()
            .map_or_else(String::new, |id| format!(" of {}", id.as_ref()));
        return Err(wrong(
            &format!("has too few or too many digits for a number{of}"),
            abroad,
        ));
    }
    Ok(Number {
        e164: format!("+{digits}"),
        line: line(&number),
    })
}

/// Whether numbers of its country have this many digits.
fn possible(number: &PhoneNumber) -> bool {
    let length = u16::try_from(number.national().to_string().len()).unwrap_or(u16::MAX);
    let code = number.code().value();
    DATABASE.by_code(&code).is_some_and(|regions| {
        regions.iter().any(|region| {
            let lengths = region.descriptors().general().possible_length();
            lengths.is_empty() || lengths.contains(&length)
        })
    })
}

fn line(number: &PhoneNumber) -> Line {
    match number.number_type(&DATABASE) {
        Type::Mobile | Type::FixedLineOrMobile | Type::PersonalNumber | Type::Pager => Line::Mobile,
        Type::FixedLine => Line::Land,
        Type::Unknown => Line::Unassigned,
        Type::TollFree
        | Type::PremiumRate
        | Type::SharedCost
        | Type::Voip
        | Type::Uan
        | Type::Emergency
        | Type::Voicemail
        | Type::ShortCode
        | Type::StandardRate
        | Type::Carrier
        | Type::NoInternational => Line::Special,
    }
}

/// What to look at before a text message goes to it; `None` for a mobile number.
#[must_use]
pub fn doubt(number: &Number) -> Option<String> {
    let e164 = &number.e164;
    match number.line {
        Line::Mobile => None,
        Line::Land => Some(format!(
            "{e164} is a land line: a text message may not arrive."
        )),
        Line::Special => Some(format!(
            "{e164} is no mobile number: a text message may not arrive."
        )),
        Line::Unassigned => Some(format!(
            "{e164} begins like no number of its country: look for a typo."
        )),
    }
}
