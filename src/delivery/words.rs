//! A server's own words, made fit to be shown and kept.

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
    // A shorter one would take ordinary words out.
    let plain = if secret.len() >= 6 {
        line.replace(secret, "(secret)")
    } else {
        line.to_string()
    };
    let words: Vec<&str> = plain
        .split(' ')
        .map(|word| if is_coded(word) { "(hidden)" } else { word })
        .collect();
    words.join(" ")
}
