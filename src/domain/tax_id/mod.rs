//! VAT ids: their form in each country, and their check digits where the rule is public.
//!
//! A tax number is never refused: a national number that is no VAT id is fine, and so is an id that
//! is younger than this program. What looks wrong is said as a warning, and the person decides.

mod check;
mod table;

use super::country::Country;

#[cfg(test)]
#[path = "tax_id_tests.rs"]
mod tests;

/// The form of a country's VAT ids. In a shape `#` is a digit, `@` a letter, `?` either, and any
/// other character itself.
struct Scheme {
    /// What an id begins with.
    prefix: &'static str,
    /// The country, ISO 3166.
    country: &'static str,
    /// "German", as in "a German VAT id".
    adjective: &'static str,
    /// What follows the prefix; one of these.
    shapes: &'static [&'static str],
    /// An id of the right form, to show.
    example: &'static str,
    /// Whether the check digits of what follows the prefix fit; `None` where no rule is known here.
    check: Option<fn(&str) -> bool>,
}

/// What is to be said about a tax number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A VAT id of the right form, without spaces, whose check digits fit.
    Checked(String),
    /// A VAT id of the right form, without spaces, of a country whose check digits are not known
    /// here.
    Formed(String),
    /// No VAT id, as far as can be seen: a national tax number, or nothing.
    National,
    /// Something looks wrong, in words without a capital or a period ("a German VAT id has 9
    /// digits, this has 8").
    Warning(String),
}

/// Looks at a tax number as typed, for a business in a country (two letters; may be empty).
///
/// Spaces, points, hyphens and slashes do not count. A number that begins with the VAT prefix of a
/// country is read as a VAT id; any other is a national one.
#[must_use]
pub fn check(text: &str, country: &str) -> Finding {
    let bare = plain(text);
    let Some((scheme, body)) = scheme_of(&bare) else {
        return Finding::National;
    };
    if !scheme.shapes.iter().any(|shape| has_shape(body, shape)) {
        return Finding::Warning(wrong_form(scheme, body));
    }
    if scheme.check.is_some_and(|fits| !fits(body)) {
        return Finding::Warning(String::from(
            "the check digits of this VAT id do not fit; look for a typo",
        ));
    }
    if let Some(other) = Country::from_code(country).filter(|c| c.code() != scheme.country) {
        // Northern Ireland trades with the EU under XI, and Monaco uses French ids.
        let shared = (scheme.prefix == "XI" && other.code() == "GB")
            || (scheme.prefix == "FR" && other.code() == "MC")
            || (scheme.prefix == "GB" && other.code() == "IM");
        if !shared {
            return Finding::Warning(format!(
                "this is {} {} VAT id, but the country is {}",
                article(scheme.adjective),
                scheme.adjective,
                other.name()
            ));
        }
    }
    if scheme.check.is_some() {
        Finding::Checked(bare)
    } else {
        Finding::Formed(bare)
    }
}

/// The form that is stored: capitals, without spaces, points and hyphens, for a VAT id; the text
/// without outer spaces for a national number.
#[must_use]
pub fn normal(text: &str) -> String {
    let bare = plain(text);
    if scheme_of(&bare).is_some() {
        bare
    } else {
        text.trim().to_owned()
    }
}

/// Capitals, without what people put between the groups.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !(c.is_whitespace() || matches!(c, '.' | '-' | '/' | '\u{2013}')))
        .flat_map(char::to_uppercase)
        .collect()
}

/// The scheme whose prefix a number begins with, and what follows the prefix.
fn scheme_of(bare: &str) -> Option<(&'static Scheme, &str)> {
    table::SCHEMES
        .iter()
        .find_map(|scheme| Some((scheme, bare.strip_prefix(scheme.prefix)?)))
        .filter(|(_, body)| body.chars().any(|c| c.is_ascii_digit()))
}

fn has_shape(body: &str, shape: &str) -> bool {
    body.chars().count() == shape.len()
        && body.chars().zip(shape.chars()).all(|(c, kind)| match kind {
            '#' => c.is_ascii_digit(),
            '@' => c.is_ascii_uppercase(),
            '?' => c.is_ascii_digit() || c.is_ascii_uppercase(),
            own => c == own,
        })
}

fn article(adjective: &str) -> &'static str {
    if adjective.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    }
}

fn wrong_form(scheme: &Scheme, body: &str) -> String {
    let (article, adjective) = (article(scheme.adjective), scheme.adjective);
    let only_digits = |text: &str, digit: fn(char) -> bool| text.chars().all(digit);
    let lengths: Vec<String> = scheme
        .shapes
        .iter()
        .filter(|shape| only_digits(shape, |c| c == '#'))
        .map(|shape| shape.len().to_string())
        .collect();
    if lengths.len() == scheme.shapes.len() && only_digits(body, |c| c.is_ascii_digit()) {
        let wanted = lengths.join(" or ");
        format!(
            "{article} {adjective} VAT id has {wanted} digits, this has {}",
            body.len()
        )
    } else {
        format!(
            "{article} {adjective} VAT id looks like {}, this does not",
            scheme.example
        )
    }
}
