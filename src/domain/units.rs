//! Units of quantities: UN/ECE Recommendation 20 codes, as people type them and as letters say them.
//!
//! The book and the JSON hold the code. The table has the units that freelancers bill in; any other
//! code of Recommendations 20 and 21 is taken and shown as it is.

use rust_decimal::Decimal;

use super::latin::fold;
use super::locale::Language;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "units_tests.rs"]
mod tests;

/// One of a unit, and several.
struct Words {
    one: &'static str,
    many: &'static str,
}

/// A unit that users meet.
struct Unit {
    code: &'static str,
    en: Words,
    de: Words,
    fr: Words,
    es: Words,
    /// What else people type for it, folded and in lower case.
    typed: &'static [&'static str],
}

impl Unit {
    const fn words(&self, language: Language) -> &Words {
        match language {
            Language::En => &self.en,
            Language::De => &self.de,
            Language::Fr => &self.fr,
            Language::Es => &self.es,
        }
    }

    fn is_typed(&self, folded: &str) -> bool {
        let mut languages = Language::ALL.iter().map(|language| self.words(*language));
        fold(self.code) == folded
            || self.typed.contains(&folded)
            || languages.any(|words| fold(words.one) == folded || fold(words.many) == folded)
    }
}

macro_rules! unit {
    ($code:literal, $sign:literal, $typed:expr) => {
        unit!(
            $code, $sign, $sign, $sign, $sign, $sign, $sign, $sign, $sign, $typed
        )
    };
    (
        $code:literal, $en:literal, $ens:literal, $de:literal, $des:literal, $fr:literal,
        $frs:literal, $es:literal, $ess:literal, $typed:expr
    ) => {
        Unit {
            code: $code,
            en: Words {
                one: $en,
                many: $ens,
            },
            de: Words {
                one: $de,
                many: $des,
            },
            fr: Words {
                one: $fr,
                many: $frs,
            },
            es: Words {
                one: $es,
                many: $ess,
            },
            typed: &$typed,
        }
    };
}

/// The units, the usual ones first. A text is looked up from the top.
#[rustfmt::skip]
const UNITS: &[Unit] = &[
    unit!("HUR", "h", [
        "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora", "horas",
    ]),
    unit!("DAY", "day", "days", "Tag", "Tage", "jour", "jours", "día", "días", ["d", "j", "pt", "tagen"]),
    unit!("C62", "x", ["one", "unit", "units", "einheit", "einheiten", "unite", "unites"]),
    unit!("LS", "flat", "flat", "pauschal", "pauschal", "forfait", "forfait", "global", "global", [
        "flat rate", "lump sum", "fixed", "fixed price", "pauschale", "psch", "forfaits", "fijo",
        "precio fijo", "tanto alzado", "a tanto alzado",
    ]),
    unit!("H87", "piece", "pieces", "Stück", "Stück", "pièce", "pièces", "unidad", "unidades", [
        "pce", "pcs", "pc", "stk", "stck", "pieza", "piezas", "ud", "uds", "stuck", "stucke", "stuecke",
    ]),
    unit!("EA", "each", "each", "je", "je", "chacun", "chacun", "cada uno", "cada uno", ["ea"]),
    unit!("WEE", "week", "weeks", "Woche", "Wochen", "semaine", "semaines", "semana", "semanas", [
        "w", "wk", "wks", "wo", "sem",
    ]),
    unit!("MON", "month", "months", "Monat", "Monate", "mois", "mois", "mes", "meses", [
        "mo", "mth", "monaten", "mon",
    ]),
    unit!("QAN", "quarter", "quarters", "Quartal", "Quartale", "trimestre", "trimestres", "trimestre",
        "trimestres", ["qtr", "vierteljahr"]),
    unit!("ANN", "year", "years", "Jahr", "Jahre", "an", "ans", "año", "años", [
        "y", "yr", "yrs", "jahren", "annee", "annees",
    ]),
    unit!("MIN", "min", ["mins", "minute", "minutes", "minuten", "minuto", "minutos"]),
    unit!("KMT", "km", [
        "kilometre", "kilometres", "kilometer", "kilometers", "kilometern", "kilometro", "kilometros",
    ]),
    unit!("SMI", "mile", "miles", "Meile", "Meilen", "mille", "milles", "milla", "millas", ["mi"]),
    unit!("D68", "word", "words", "Wort", "Wörter", "mot", "mots", "palabra", "palabras", ["worter", "worte"]),
    unit!("ZP", "page", "pages", "Seite", "Seiten", "page", "pages", "página", "páginas", ["pp"]),
    unit!("SET", "set", "sets", "Satz", "Sätze", "lot", "lots", "juego", "juegos", ["satze"]),
    unit!("PR", "pair", "pairs", "Paar", "Paar", "paire", "paires", "par", "pares", ["paare"]),
    unit!("KGM", "kg", ["kilo", "kilos", "kilogram", "kilograms", "kilogramm", "kilogramme"]),
    unit!("GRM", "g", ["gram", "grams", "gramm", "gramme", "grammes", "gramo", "gramos"]),
    unit!("TNE", "t", ["tonne", "tonnes", "tonnen", "tonelada", "toneladas"]),
    unit!("LTR", "l", ["litre", "litres", "liter", "liters", "litro", "litros"]),
    unit!("MTR", "m", ["metre", "metres", "meter", "meters", "metern", "metro", "metros"]),
    unit!("MTK", "m²", ["m2", "qm", "sqm", "square metre", "square metres", "quadratmeter"]),
    unit!("MTQ", "m³", ["m3", "cbm", "kubikmeter", "cubic metre", "cubic metres"]),
    unit!("KWH", "kWh", []),
    unit!("E48", "service", "services", "Leistung", "Leistungen", "prestation", "prestations", "servicio",
        "servicios", []),
];

/// Whether a text has the form of a code: two or three capital letters and digits.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    (2..=3).contains(&text.len()) && text.chars().all(plain)
}

/// Reads a unit as people type it in English, German, French or Spanish (`h`, `Std.`, `jour`,
/// `día`, `Stk`, `flat`, `km`), upper or lower case, as its code. Any other code of two or three
/// capital letters and digits is taken as it is, with a letter at least.
///
/// # Errors
/// Usage, when it is neither; the hint lists the usual ones.
pub fn parse(text: &str) -> Result<String> {
    let trimmed = text.trim();
    let folded = fold(trimmed.trim_end_matches('.'));
    if let Some(unit) = UNITS.iter().find(|unit| unit.is_typed(&folded)) {
        return Ok(unit.code.to_owned());
    }
    if is_code(trimmed) && trimmed.chars().any(|c| c.is_ascii_uppercase()) {
        return Ok(trimmed.to_owned());
    }
    let shown = super::text::one_line(trimmed);
    Err(Failure::usage(format!("\"{shown}\" is not a unit."))
        .hint("use h, day, week, month, x, piece, flat, km, kg or m, or a UN/ECE code such as HUR"))
}

/// How a letter names a unit for a quantity ("h", "day", "days", "Tage"). A code that is not in the
/// table is its own name.
#[must_use]
pub fn label(code: &str, quantity: Decimal, language: Language) -> &str {
    let size = quantity.abs();
    // French counts everything below 2 as singular, the others 1 alone (CLDR plural rules).
    let one = match language {
        Language::Fr => size < Decimal::TWO,
        Language::En | Language::De | Language::Es => size == Decimal::ONE,
    };
    let found = UNITS.iter().find(|unit| unit.code == code);
    found.map_or(code, |unit| {
        let words = unit.words(language);
        if one { words.one } else { words.many }
    })
}

/// The units that people usually bill in, as codes, the most usual first: for a list to pick from.
pub fn usual() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|unit| unit.code)
}
