//! Keys of clients: what a person types in `client:acme` and a script in `"client": "acme"`.

use super::latin;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "client_key_tests.rs"]
mod tests;

/// The longest key, in characters.
pub const LONGEST: usize = 64;

/// How long a key made from a name gets, in characters; it may pass this by the first word.
const MADE: usize = 24;

/// Words at the end of a company's name that tell its legal form, as [`latin::fold`] writes them.
const LEGAL_FORMS: &[&str] = &[
    "ab", "ag", "aps", "as", "asa", "bv", "bvba", "co", "corp", "cv", "ek", "ev", "gbr", "gmbh",
    "inc", "kft", "kg", "kgaa", "limited", "llc", "llp", "lp", "ltd", "mbh", "nv", "og", "ohg",
    "oy", "oyj", "partg", "plc", "pty", "sa", "sarl", "sas", "se", "sl", "slu", "spa", "srl",
    "srls", "sro", "ug", "vof",
];

/// Checks a key: 1 to [`LONGEST`] lower-case letters (a to z), digits and hyphens.
///
/// # Errors
/// Usage, when it is anything else; the hint is a key that would do.
pub fn check(key: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !key.is_empty() && key.len() <= LONGEST && key.chars().all(plain) {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "\"{key}\" is not a key; use small letters, digits and hyphens, at most {LONGEST}."
    ))
    .hint(format!("for example {}", make(key))))
}

/// Makes a key from a name: "Müller & Söhne AG" → `mueller-soehne`. Letters that have no Latin
/// form are left out; a name without any other gives `client`. It is always a valid key, but it
/// may be taken: see [`free`].
#[must_use]
pub fn make(name: &str) -> String {
    let folded = latin::fold(name).replace(['.', '\''], "");
    let mut words: Vec<&str> = folded
        .split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .collect();
    drop_legal_forms(&mut words);
    let mut key = String::new();
    for word in words {
        if key.is_empty() {
            key.extend(word.chars().take(LONGEST));
        } else if key.len() + 1 + word.len() <= MADE {
            key.push('-');
            key.push_str(word);
        } else {
            break;
        }
    }
    if key.is_empty() {
        key.push_str("client");
    }
    key
}

/// Takes the legal form off the end of a name's words, as [`latin::fold`] writes them; one word
/// always stays.
pub(super) fn drop_legal_forms(words: &mut Vec<&str>) {
    while words.len() > 1 && words.last().is_some_and(|last| LEGAL_FORMS.contains(last)) {
        words.pop();
    }
}

/// The first of `acme`, `acme-2`, `acme-3` … that is not taken, from a key made from a name.
#[must_use]
pub fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let base = make(name);
    if !taken(&base) {
        return base;
    }
    let mut number: u64 = 2;
    loop {
        let end = format!("-{number}");
        let room = LONGEST.saturating_sub(end.len());
        let mut key: String = base.chars().take(room).collect();
        key.push_str(&end);
        if !taken(&key) || number == u64::MAX {
            return key;
        }
        number += 1;
    }
}
