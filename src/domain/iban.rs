//! IBANs (ISO 13616): checked by country, length, check digits and the country's own form.

use std::fmt;

use iban::{Iban as Checked, IbanLike, ParseBaseIbanError, ParseIbanError};

use super::country::Country;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "iban_tests.rs"]
mod tests;

/// A bank account of the right form. `Display` groups it by four, as banks print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iban(Checked);

/// How long an IBAN is in which countries, after the registry of SWIFT.
const LENGTHS: &[(usize, &str)] = &[
    (15, "NO"),
    (16, "BE"),
    (18, "DK FI FK FO GL NL SD"),
    (19, "MK SI"),
    (20, "AT BA EE KZ LT LU MN XK"),
    (21, "CH HR LI LV"),
    (22, "BG BH CR DE GB GE IE ME RS VA"),
    (23, "AE GI IL IQ OM SO TL"),
    (24, "AD CZ ES MD RO SA SE SK TN VG"),
    (25, "LY PT ST"),
    (26, "IS TR"),
    (27, "BI DJ FR GR IT MC MR SM"),
    (28, "AL AZ BY CY DO GT HU LB NI PL SV"),
    (29, "BR EG PS QA UA"),
    (30, "JO KW MU YE"),
    (31, "MT SC"),
    (32, "LC"),
    (33, "RU"),
];

impl Iban {
    /// Reads an IBAN with or without spaces, upper or lower case.
    ///
    /// # Errors
    /// Usage, with a sentence that says what is wrong: a character, the country, the length, the
    /// check digits, or the form of the account number.
    pub fn parse(text: &str) -> Result<Self> {
        let bare: String = text
            .chars()
            .filter(|c| !(c.is_whitespace() || *c == '-'))
            .flat_map(char::to_uppercase)
            .collect();
        let wrong = |what: String| Failure::usage(what).hint("compare it with a bank statement");
        if let Some(c) = bare.chars().find(|c| !c.is_ascii_alphanumeric()) {
            return Err(wrong(format!(
                "An IBAN has no \"{c}\", only letters and digits."
            )));
        }
        let code: String = bare.chars().take(2).collect();
        let Some(length) = length_in(&code) else {
            return Err(wrong(format!(
                "\"{code}\" is no country with IBANs; an IBAN begins with one, such as DE."
            )));
        };
        let count = bare.chars().count();
        if count != length {
            return Err(wrong(format!(
                "An IBAN of {} has {length} characters, this has {count}.",
                name(&code)
            )));
        }
        bare.parse().map(Self).map_err(|error| {
            wrong(match error {
                ParseIbanError::InvalidBaseIban {
                    source: ParseBaseIbanError::InvalidChecksum,
                } => String::from("The check digits of the IBAN do not fit; look for a typo."),
                ParseIbanError::InvalidBaseIban {
                    source: ParseBaseIbanError::InvalidFormat,
                } => String::from("After the country, an IBAN has two check digits."),
                ParseIbanError::InvalidBban(_) | ParseIbanError::UnknownCountry(_) => format!(
                    "The account number in the IBAN has not the form of {}.",
                    name(&code)
                ),
            })
        })
    }

    /// The form that is stored: without spaces.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.0.electronic_str()
    }

    /// The two-letter country.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.country_code()
    }
}

/// Groups an IBAN by four where it is one; any other text stays as it is.
#[must_use]
pub fn grouped(text: &str) -> String {
    Iban::parse(text).map_or_else(|_| text.to_owned(), |iban| iban.to_string())
}

fn length_in(country: &str) -> Option<usize> {
    LENGTHS
        .iter()
        .find(|(_, countries)| countries.split(' ').any(|code| code == country))
        .map(|(length, _)| *length)
}

fn name(code: &str) -> &str {
    match code {
        "XK" => "Kosovo",
        _ => Country::from_code(code).map_or(code, |country| country.name()),
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
