//! The names of days and months as people type them in English, German, French and Spanish.

use chrono::Weekday;

use crate::domain::latin::fold;

/// The fewest letters that a name may be cut to.
const SHORTEST: usize = 3;

/// The names of the weekdays, folded. German has two-letter ones too.
const WEEKDAYS: [(Weekday, &str, [&str; 4]); 7] = [
    (Weekday::Mon, "mo", ["monday", "montag", "lundi", "lunes"]),
    (
        Weekday::Tue,
        "di",
        ["tuesday", "dienstag", "mardi", "martes"],
    ),
    (
        Weekday::Wed,
        "mi",
        ["wednesday", "mittwoch", "mercredi", "miercoles"],
    ),
    (
        Weekday::Thu,
        "do",
        ["thursday", "donnerstag", "jeudi", "jueves"],
    ),
    (
        Weekday::Fri,
        "fr",
        ["friday", "freitag", "vendredi", "viernes"],
    ),
    (
        Weekday::Sat,
        "sa",
        ["saturday", "samstag", "samedi", "sabado"],
    ),
    (
        Weekday::Sun,
        "so",
        ["sunday", "sonntag", "dimanche", "domingo"],
    ),
];

/// The names of the months, folded, from January.
const MONTHS: [[&str; 5]; 12] = [
    ["january", "januar", "jaenner", "janvier", "enero"],
    ["february", "februar", "feber", "fevrier", "febrero"],
    ["march", "maerz", "mrz", "mars", "marzo"],
    ["april", "april", "april", "avril", "abril"],
    ["may", "mai", "mai", "mai", "mayo"],
    ["june", "juni", "juni", "juin", "junio"],
    ["july", "juli", "juli", "juillet", "julio"],
    ["august", "august", "august", "aout", "agosto"],
    [
        "september",
        "september",
        "setiembre",
        "septembre",
        "septiembre",
    ],
    ["october", "oktober", "oktober", "octobre", "octubre"],
    ["november", "november", "november", "novembre", "noviembre"],
    ["december", "dezember", "dezember", "decembre", "diciembre"],
];

/// The weekday of a name or of its first three letters and more, with or without a point.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let folded = folded(word);
    let fits = |(_, short, names): &&(Weekday, &str, [&str; 4])| {
        *short == folded || names.iter().any(|name| begins(name, &folded))
    };
    one(WEEKDAYS.iter().filter(fits).map(|(weekday, _, _)| *weekday))
}

/// The month, 1 to 12, of a name or of its first three letters and more, with or without a point.
/// `None` when they could be two (`jui` of juin and juillet).
pub(super) fn month(word: &str) -> Option<u32> {
    let folded = folded(word);
    let numbered = (1..).zip(&MONTHS);
    let fits = |names: &[&str; 5]| names.iter().any(|name| begins(name, &folded));
    one(numbered
        .filter(|(_, names)| fits(names))
        .map(|(number, _)| number))
}

fn folded(word: &str) -> String {
    fold(word.strip_suffix('.').unwrap_or(word))
}

fn begins(name: &str, folded: &str) -> bool {
    folded.len() >= SHORTEST && name.starts_with(folded)
}

fn one<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next();
    if found.next().is_some() { None } else { first }
}
