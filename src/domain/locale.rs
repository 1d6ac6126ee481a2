//! How a letter writes money, dates and day counts in the client's language.
//!
//! Numbers follow the CLDR (through `icu_decimal`), month names the locale tables of `chrono`. A
//! letter names its currency by the ISO code, never by a sign that several countries share:
//!
//! | language | money | date |
//! | --- | --- | --- |
//! | English | `EUR 1,950.00` | `20 October 2026` |
//! | German | `1.950,00 EUR` | `20. Oktober 2026` |
//! | French | `1 950,00 EUR` | `20 octobre 2026`, `1er mars 2026` |
//! | Spanish | `1950,00 EUR`, `12.345,00 EUR` | `20 de octubre de 2026` |
//!
//! French groups thousands with the no-break space U+00A0 in place of the CLDR's narrow one
//! (U+202F), which many fonts of terminals and mail programs cannot draw.

use chrono::{Datelike, Locale, NaiveDate};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::locale;
use rust_decimal::Decimal;

use super::currency::Currency;
use super::decimal::plain;
use super::invoice::words;
use super::money::Money;

#[cfg(test)]
#[path = "locale_tests.rs"]
mod tests;

/// A language that letters are written in. The words are the two-letter codes of ISO 639.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, with the day before the month.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
}

words!(Language { En => "en", De => "de", Fr => "fr", Es => "es" });

impl Language {
    /// Reads a language code, with or without a region ("de", "DE", "de-AT"); English for every
    /// language that there are no letters in.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let lower = code.trim().to_ascii_lowercase();
        let language = lower.split(['-', '_']).next().unwrap_or_default();
        Self::from_word(language).unwrap_or_default()
    }

    /// Its English name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "German",
            Self::Fr => "French",
            Self::Es => "Spanish",
        }
    }

    /// An amount with its currency code ("EUR 1,950.00", "1.950,00 EUR").
    #[must_use]
    pub fn money(self, money: Money) -> String {
        let amount = self.amount(money);
        let code = money.currency().code();
        match self {
            Self::En => format!("{code} {amount}"),
            Self::De | Self::Fr | Self::Es => format!("{amount} {code}"),
        }
    }

    /// An amount alone, with exactly the decimals of its currency ("1,950.00").
    #[must_use]
    pub fn amount(self, money: Money) -> String {
        self.digits(money.plain())
    }

    /// A quantity, a rate or a percentage, without needless zeros ("2.5", "2,5").
    #[must_use]
    pub fn number(self, value: Decimal) -> String {
        self.digits(plain(value))
    }

    /// The price of one unit: with at least the decimals of its currency ("600.00", "0.125").
    #[must_use]
    pub fn price(self, price: Decimal, currency: Currency) -> String {
        let mut price = price.normalize();
        if price.scale() < currency.decimals() {
            price.rescale(currency.decimals());
        }
        self.digits(price.to_string())
    }

    /// A day in full ("20 October 2026").
    #[must_use]
    pub fn date(self, day: NaiveDate) -> String {
        let form = match self {
            Self::De => "%-d. %B %Y",
            Self::Fr if day.day() == 1 => "1er %B %Y",
            Self::En | Self::Fr => "%-d %B %Y",
            Self::Es => "%-d de %B de %Y",
        };
        self.write(day, form)
    }

    /// A day in as few plain characters as are clear ("20 Oct 2026", "20.10.2026", "20/10/2026"),
    /// for text messages.
    #[must_use]
    pub fn short_date(self, day: NaiveDate) -> String {
        let form = match self {
            Self::En => "%-d %b %Y",
            Self::De => "%d.%m.%Y",
            Self::Fr | Self::Es => "%d/%m/%Y",
        };
        self.write(day, form)
    }

    /// A percentage ("19%", "19 %" with a no-break space).
    #[must_use]
    pub fn percent(self, rate: Decimal) -> String {
        let rate = self.number(rate);
        match self {
            Self::En => format!("{rate}%"),
            Self::De | Self::Fr | Self::Es => format!("{rate}\u{a0}%"),
        }
    }

    /// A day without its year ("20 October").
    #[must_use]
    pub fn day_and_month(self, day: NaiveDate) -> String {
        let form = match self {
            Self::De => "%-d. %B",
            Self::Fr if day.day() == 1 => "1er %B",
            Self::En | Self::Fr => "%-d %B",
            Self::Es => "%-d de %B",
        };
        self.write(day, form)
    }

    /// The name of a day's month, as it stands within a sentence ("October", "octobre").
    #[must_use]
    pub fn month(self, day: NaiveDate) -> String {
        self.write(day, "%B")
    }

    /// The name of a day's month with its year ("October 2026", "octubre de 2026").
    #[must_use]
    pub fn month_and_year(self, day: NaiveDate) -> String {
        let form = match self {
            Self::En | Self::De | Self::Fr => "%B %Y",
            Self::Es => "%B de %Y",
        };
        self.write(day, form)
    }

    /// A count of days ("1 day", "3 days", "1 Tag", "3 Tage"), in the nominative.
    #[must_use]
    pub fn days(self, count: i64) -> String {
        // French counts 0 as singular, the others do not (CLDR plural rules).
        let one = match self {
            Self::Fr => matches!(count, -1..=1),
            Self::En | Self::De | Self::Es => matches!(count, -1 | 1),
        };
        let word = match (self, one) {
            (Self::En, true) => "day",
            (Self::En, false) => "days",
            (Self::De, true) => "Tag",
            (Self::De, false) => "Tage",
            (Self::Fr, true) => "jour",
            (Self::Fr, false) => "jours",
            (Self::Es, true) => "día",
            (Self::Es, false) => "días",
        };
        format!("{count} {word}")
    }

    fn write(self, day: NaiveDate, form: &str) -> String {
        let locale = match self {
            Self::En => Locale::en_GB,
            Self::De => Locale::de_DE,
            Self::Fr => Locale::fr_FR,
            Self::Es => Locale::es_ES,
        };
        day.format_localized(form, locale).to_string()
    }

    /// Turns the machine form of a number into this language's.
    fn digits(self, machine: String) -> String {
        let locale = match self {
            Self::En => locale!("en"),
            Self::De => locale!("de"),
            Self::Fr => locale!("fr"),
            Self::Es => locale!("es"),
        };
        let formatter =
            DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default());
        match (formatter, machine.parse::<fixed_decimal::Decimal>()) {
            (Ok(formatter), Ok(value)) => formatter
                .format(&value)
                .to_string()
                .replace('\u{202f}', "\u{a0}"),
            // Compiled-in data and our own digits cannot fail; the machine form is right anyway.
            (Err(_), _) | (_, Err(_)) => machine,
        }
    }
}
