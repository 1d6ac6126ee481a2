//! A server's own words, made fit to be shown and kept.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::sms::percent;

/// The shortest secret that is taken out wherever it stands; a shorter one would take parts of
/// ordinary words out.
const ANYWHERE: usize = 6;

/// The shortest secret that is taken out at all, where it is a whole word.
const WHOLE_WORD: usize = 4;

/// The longest text of a server that is kept, in characters.
pub(super) const LONGEST: usize = 600;

/// A line without control characters and without blanks around it.
pub(super) fn plain(line: &str) -> String {
    let plain: String = line.chars().filter(|c| !c.is_control()).collect();
    plain.trim().to_string()
}

/// A text cut at its longest.
pub(super) fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// A line without a secret, as it is and in any coded form: a long word of letters and digits alone.
/// A server may say back what it was told.
pub(super) fn without(line: &str, secret: &str) -> String {
    let mut hidden = Hidden::default();
    hidden.secret(secret);
    let is_coded = |word: &str| {
        word.len() >= 12
            && word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))
            && word.chars().any(|c| c.is_ascii_uppercase())
            && word
                .chars()
                .any(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
    };
    let plain = hidden.clean(line);
    let between = |c: char| c.is_whitespace() || "\"'`,;:()<>[]{}".contains(c);
    let pieces = plain.split_inclusive(between).map(|piece| {
        let word = piece.trim_end_matches(between);
        if is_coded(word) {
            piece.replacen(word, "(hidden)", 1)
        } else {
            piece.to_owned()
        }
    });
    pieces.collect()
}

/// What the other side was told and must not be kept when it says it back.
#[derive(Clone, Default)]
pub(super) struct Hidden {
    /// Longest first, so that no part of one stays behind.
    forms: Vec<String>,
}

impl Hidden {
    /// Hides a secret, as it is, in base64, percent-encoded, and as JSON writes them.
    pub(super) fn secret(&mut self, secret: &str) {
        if secret.len() < WHOLE_WORD {
            return;
        }
        let coded = percent(secret);
        let mut forms = vec![secret.to_owned(), coded.replace("%20", "+"), coded];
        // Digits of base64 alone, without padding: what is left of it says nothing.
        forms.push(STANDARD_NO_PAD.encode(secret));
        forms.push(URL_SAFE_NO_PAD.encode(secret));
        let lower: Vec<String> = forms.iter().map(|form| lower_digits(form)).collect();
        forms.extend(lower);
        let json = forms.iter().filter_map(|form| {
            let quoted = serde_json::to_string(form).ok()?;
            let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
            Some([inner.replace('/', "\\/"), inner.to_owned()])
        });
        let json: Vec<String> = json.flatten().collect();
        forms.extend(json);
        self.forms.extend(forms);
        self.forms
            .sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        self.forms.dedup();
    }

    /// Hides a password, and the pair that basic authentication makes of it (RFC 7617).
    pub(super) fn login(&mut self, user: &str, password: &str) {
        self.secret(&format!("{user}:{password}"));
        self.secret(password);
    }

    /// A text without them.
    pub(super) fn clean(&self, text: &str) -> String {
        self.forms.iter().fold(text.to_owned(), |text, form| {
            if form.len() >= ANYWHERE {
                text.replace(form.as_str(), "(secret)")
            } else {
                without_word(&text, form)
            }
        })
    }
}

/// The digits of percent-encoding may be small.
fn lower_digits(text: &str) -> String {
    let mut left = 0_u8;
    let small = |c: char| {
        if c == '%' {
            left = 2;
            return c;
        }
        let digit = left > 0;
        left = left.saturating_sub(1);
        if digit { c.to_ascii_lowercase() } else { c }
    };
    text.chars().map(small).collect()
}

/// A text without a word, where no letter or digit stands before or after it.
fn without_word(text: &str, word: &str) -> String {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(word) {
        out.push_str(before);
        let part = joins(out.chars().next_back()) || joins(after.chars().next());
        out.push_str(if part { word } else { "(secret)" });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
