//! Countries: what a two-letter code means for a business there.
//!
//! The names, currencies and languages stand in `table.rs`, the dated VAT rates in a data file; both
//! are defaults that a person sees and can change.

mod table;

use std::fmt;

use chrono::{NaiveDate, Weekday};

use super::currency::Currency;
use super::latin;
use super::locale::Language;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "country_tests.rs"]
mod tests;

/// A country of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    code: &'static str,
    name: &'static str,
    currency: iso_currency::Currency,
    language: Language,
}

/// What people also type for a country.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("uk", "GB"),
    ("great britain", "GB"),
    ("britain", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("northern ireland", "GB"),
    ("usa", "US"),
    ("united states of america", "US"),
    ("america", "US"),
    ("deutschland", "DE"),
    ("osterreich", "AT"),
    ("oesterreich", "AT"),
    ("schweiz", "CH"),
    ("suisse", "CH"),
    ("espana", "ES"),
    ("holland", "NL"),
    ("nederland", "NL"),
    ("the netherlands", "NL"),
    ("belgie", "BE"),
    ("belgique", "BE"),
    ("italia", "IT"),
    ("polska", "PL"),
    ("sverige", "SE"),
    ("danmark", "DK"),
    ("norge", "NO"),
    ("suomi", "FI"),
    ("hellas", "GR"),
    ("czech republic", "CZ"),
    ("turkey", "TR"),
    ("turkiye", "TR"),
    ("cote d'ivoire", "CI"),
    ("cabo verde", "CV"),
    ("east timor", "TL"),
    ("swaziland", "SZ"),
    ("burma", "MM"),
    ("macau", "MO"),
    ("uae", "AE"),
    ("emirates", "AE"),
    ("holy see", "VA"),
    ("democratic republic of the congo", "CD"),
];

/// Member states of the European Union.
const EU: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// VAT rates with the day that they came into force, one a line: country, day, rates.
const VAT_RATES: &str = include_str!("vat_rates.tsv");

impl Country {
    /// Every country, by its code.
    pub const ALL: &'static [Self] = table::ALL;

    /// Reads a two-letter code, upper or lower case; `None` when there is no such country.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|country| country.code.eq_ignore_ascii_case(code.trim()))
            .copied()
    }

    /// Reads what a person types: a code ("de"), a name ("Germany"), the beginning of just one
    /// name ("germ"), a name in use elsewhere ("Deutschland", "UK"), or the form that
    /// [`Country`] is shown in ("Germany (DE)").
    ///
    /// # Errors
    /// Usage, when no country or more than one fits; then some of them are named.
    pub fn find(text: &str) -> Result<Self> {
        let typed = text.trim();
        let found = Self::matching(typed);
        match *found.as_slice() {
            [one] => Ok(one),
            [] => Err(Failure::usage(format!("\"{typed}\" is not a country."))
                .hint("type its English name or its two-letter code, such as Germany or DE")),
            ref several => {
                let names: Vec<String> = several.iter().take(4).map(Self::to_string).collect();
                Err(
                    Failure::usage(format!("\"{typed}\" could be several countries."))
                        .hint(format!("type more of the name: {}", names.join(", "))),
                )
            }
        }
    }

    /// The countries that a typed text can mean, for a list to pick from: the one that it names
    /// exactly, or else all whose name or one of its words begins with it, those first whose name
    /// does. Empty for an empty text.
    #[must_use]
    pub fn matching(text: &str) -> Vec<Self> {
        let typed = text.trim();
        let name = typed.strip_suffix(')').and_then(|t| t.rsplit_once('('));
        let exact = Self::from_code(typed)
            .or_else(|| name.and_then(|(_, code)| Self::from_code(code)))
            .or_else(|| Self::named(typed));
        if let Some(country) = exact {
            return vec![country];
        }
        let typed = latin::fold(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for country in Self::ALL {
            let name = latin::fold(country.name);
            if name.starts_with(&typed) {
                first.push(*country);
            } else if name.match_indices(&typed).any(|(at, _)| {
                name.split_at_checked(at)
                    .is_some_and(|(before, _)| before.ends_with([' ', '(']))
            }) {
                later.push(*country);
            }
        }
        first.extend(later);
        first
    }

    fn named(text: &str) -> Option<Self> {
        let typed = latin::fold(text);
        let other = OTHER_NAMES.iter().find(|(name, _)| *name == typed);
        match other {
            Some((_, code)) => Self::from_code(code),
            None => Self::ALL
                .iter()
                .find(|country| latin::fold(country.name) == typed)
                .copied(),
        }
    }

    /// The two-letter code, in capitals.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The English name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The currency that businesses there bill in.
    #[must_use]
    pub const fn currency(self) -> Currency {
        Currency::of(self.currency)
    }

    /// The nearest of the languages that letters are in.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    /// Whether it is a member of the European Union.
    #[must_use]
    pub fn in_eu(self) -> bool {
        EU.contains(&self.code)
    }

    /// Its VAT rates on a day as text ("19/7 %"), the standard one first; `None` where the data
    /// says nothing.
    #[must_use]
    pub fn vat_rates(self, today: NaiveDate) -> Option<&'static str> {
        VAT_RATES
            .lines()
            .filter_map(|line| {
                let mut fields = line.split('\t');
                let code = fields.next()?;
                let since: NaiveDate = fields.next()?.parse().ok()?;
                let rates = fields.next()?;
                (code == self.code && since <= today).then_some((since, rates))
            })
            .max_by_key(|(since, _)| *since)
            .map(|(_, rates)| rates)
    }
}

/// The days of the weekend in a country, by its code, after the week data of Unicode CLDR 48.
/// An unknown or empty code rests on Saturday and Sunday, as most countries do.
#[must_use]
pub fn weekend(code: &str) -> &'static [Weekday] {
    use Weekday::{Fri, Sat, Sun, Thu};
    match code.trim().to_ascii_uppercase().as_str() {
        "AF" => &[Thu, Fri],
        "IR" => &[Fri],
        "IN" | "UG" => &[Sun],
        "BH" | "DZ" | "EG" | "IL" | "IQ" | "JO" | "KW" | "LY" | "OM" | "QA" | "SA" | "SD"
        | "SY" | "YE" => &[Fri, Sat],
        _ => &[Sat, Sun],
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.code)
    }
}
